"""A person's own text, looked at before it is said."""

import pytest

from monitor.domain.own_text import OwnText, look_at
from monitor.domain.platform import platform_named
from monitor.domain.reading import Reading
from monitor.testing import a_message, a_reading
from tests.shop import playbook, reader

WARM = [
    "Hi Ada, I am so sorry that your cake came broken. That is awful. We bake it again. – Jo",
    "We are sorry about the wait, Ada. Please message us and a person will look.",
    "Hi Ada, your refund of 18 euros is on its way, 2 to 3 days at the bank. Sorry again. – Jo",
]
HEATED = [
    # by its words
    ("As I said, that was on the form.", "`as i said`"),
    ("You should have told us.", "`you should have`"),
    # by capitals: one is a slip, two are shouting
    ("We told you TWICE and you did NOT listen", "2 words in capitals"),
    ("Sorry!!! Really!!!", "`!!!`"),
    # by the model alone
    ("This is ridiculous, your lies are disgusting and we hate people like you", "it sounds angry"),
]


def looked(text: str, reading: Reading | None = None, **changes: object) -> OwnText:
    words = playbook()
    return look_at(
        text,
        reading or reader().read(a_message(text, brand="Larch & Loaf")),
        platform_named("x"),
        refuse=words.refuse,
        ask=words.ask,
        temper=words.temper,
        exempt=words.exempt,
        **changes,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("text", WARM)
def test_warm_words_are_said_at_once(text: str) -> None:
    assert looked(text) == OwnText()


@pytest.mark.parametrize(("text", "why"), HEATED)
def test_heated_words_say_what_is_heated(text: str, why: str) -> None:
    assert why in looked(text).heated


def test_no_shipped_text_reads_heated_or_wants_a_reason() -> None:
    for family in playbook().families.values():
        for template in family.variants.values():
            text = template.format(
                hello="Hi Ada, ", dm="send us a direct message", by="by 15:30 today",
                sign=" – Jo", note="The payment page is down.", was="11:00",
            )  # fmt: skip
            found = looked(text)
            assert (found.heated, found.wants_reason, found.asked) == ((), (), ()), text


def test_one_word_in_capitals_is_asked_about_and_many_are_slept_on() -> None:
    assert looked("We bake it NOW").asked == ("NOW",)
    many = looked("We bake it NOW and ALWAYS")
    assert (many.asked, many.heated) == ((), ("2 words in capitals",))


def test_what_is_slept_on_is_not_asked_about_as_well() -> None:
    found = looked("As I said, unfortunately not.")
    assert found.asked == ("unfortunately",)
    assert "`as i said`" in found.heated


def test_late_words_are_slept_on_however_calm() -> None:
    assert looked(WARM[0], is_late=True).heated == ("it is late",)


def test_where_no_model_reads_a_bitter_text_is_slept_on() -> None:
    unread = a_reading(p_abuse=None, compound_used=-0.7)
    assert looked("Qué vergüenza", unread).heated == ("it sounds angry",)


def test_links_and_private_data_want_a_reason_in_public_and_none_in_private() -> None:
    text = "Call 020 7946 0142 or look at https://shop.example/form"
    assert len(looked(text).wants_reason) == 2
    assert looked(text, is_private=True).wants_reason == ()


@pytest.mark.parametrize(
    "text", ["", "Ask @bo", "so sorry " * 40, "hello\u202eadA", "{hello} we are sorry"]
)
def test_what_no_reason_passes_is_forbidden(text: str) -> None:
    assert looked(text).forbidden
