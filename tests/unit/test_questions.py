"""Every question of a message, as written."""

import pytest

from monitor.scoring.questions import questions_in
from monitor.scoring.words import closed_up, words_of


def asked(text: str) -> tuple[str, ...]:
    closed = closed_up(text)
    return questions_in(text, closed, words_of(closed))


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Are you open on Sunday?", ("Are you open on Sunday?",)),
        # two, and a sentence between them
        (
            "Where is it? I paid. Can I get it today?",
            ("Where is it?", "Can I get it today?"),
        ),
        # handles and greetings stand before the question, not in it
        ("@shop hi, do you bake rye?", ("hi, do you bake rye?",)),
        # without a question mark
        ("how much is a rye loaf", ("how much is a rye loaf",)),
        ("@shop can I send you a message", ("can I send you a message",)),
        ("It never came. Where is my order", ("Where is my order",)),
        # exclamations begin so too
        ("What a lovely shop", ()),
        ("how rude!", ()),
        ("Is this a joke!", ()),
        # a decimal point ends no sentence
        ("is it 4.50 or 5.20?", ("is it 4.50 or 5.20?",)),
        # marks alone ask nothing, nor does a link
        ("???", ()),
        ("see https://shop.example/?a=1 now", ()),
        # several marks, and emphasis
        ("why?!", ("why?!",)),
        ("", ()),
    ],
)
def test_questions(text: str, questions: tuple[str, ...]) -> None:
    assert asked(text) == questions


def test_at_most_five_and_none_twice() -> None:
    assert asked("a? a? b? c? d? e? f? g?") == ("a?", "b?", "c?", "d?", "e?")


def test_a_long_question_is_cut() -> None:
    assert len(asked("why " + "very " * 400 + "late?")[0]) <= 280
