"""The language of a text: better "not ours" than an English apology to the wrong person."""

import pytest

from monitor.scoring.language import language_of
from monitor.scoring.words import closed_up, words_of


def language(text: str, tag: str | None = None, *, knows_english: bool = False) -> str | None:
    closed = closed_up(text)
    return language_of(closed, words_of(closed), tag, knows_english=knows_english)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the bread was stale and nobody cared", "en"),
        ("das Brot war alt und niemand hat sich gekümmert", "de"),
        ("el pan estaba duro y nadie me dijo nada", "es"),
        ("le pain était dur et personne ne répond", "fr"),
        ("il pane era vecchio e non risponde nessuno", "it"),
        ("o pão estava velho e ninguém me respondeu não", "pt"),
        ("het brood was oud en ik krijg geen antwoord", "nl"),
        # scripts decide by themselves
        ("хлеб был чёрствый", "ru"),
        ("الخبز قديم", "ar"),
        ("パンが古い", "ja"),
        ("面包不新鲜", "zh"),
        ("빵이 오래됐어요", "ko"),
        ("रोटी बासी थी", "hi"),
        ("το ψωμί ήταν μπαγιάτικο", "el"),
        # a script nobody listed is still plainly not ours
        ("ပေါင်မုန့် ဟောင်းနေပြီ", "und"),
        # one foreign letter does not make a foreign text
        ("your café is closed and it is raining", "en"),
        # a German sentence whose small words are English words too
        ("Sonntag vor verschlossener Tür", "de"),
        # nothing known, and long enough to tell
        ("bhai yaar kya bakwas roti thi aaj subah", "und"),
        # too short to tell
        ("Brot", None),
        ("", None),
        ("@shop https://shop.example/die/und/der", None),
    ],
)
def test_by_words_and_script(text: str, expected: str | None) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        # the tag breaks a tie
        ("no bueno muito", "pt", "pt"),
        # it is believed where the text says nothing
        ("Brot", "de-DE", "de"),
        # and not where the text says otherwise
        ("the bread was stale", "de", "en"),
        # X's tags for "no language" say nothing
        ("Brot", "qme", None),
        ("Brot", "und", None),
        # languages of one script
        ("хліб був черствий", "uk", "uk"),
    ],
)
def test_the_platforms_tag(text: str, tag: str, expected: str | None) -> None:
    assert language(text, tag) == expected


def test_an_english_phrase_counts_as_english() -> None:
    assert language("Terrible service", knows_english=True) == "en"
