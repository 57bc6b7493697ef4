"""Slurs are folded where nobody asked to see them."""

from monitor.domain.folding import FOLDED, SLURS, folded, folded_part
from monitor.domain.reading import Evidence
from monitor.testing import a_reading

HEARD = a_reading(evidence=(Evidence(list=SLURS, phrase="grub eater*"),))


def test_what_the_phrases_heard_is_masked() -> None:
    assert folded("You Grub-Eaters are late.", HEARD) == "You [a slur] are late."


def test_what_cannot_be_found_folds_the_whole_text() -> None:
    assert folded("you gr*b e4ters", HEARD) == FOLDED


def test_a_text_without_slurs_stays_as_it_is() -> None:
    assert folded("you are late", a_reading()) == "you are late"
    assert folded("you are late", None) == "you are late"


def test_a_part_is_not_folded_for_a_slur_elsewhere() -> None:
    text = "You grub eaters. Where is it?"

    assert folded_part("Where is it?", text, HEARD) == "Where is it?"
    assert folded_part("grub eaters?", text, HEARD) == "[a slur]?"


def test_a_part_of_a_disguised_slur_is_folded() -> None:
    assert folded_part("Where is it?", "gr*b e4ters. Where is it?", HEARD) == FOLDED
