"""A person's own words at a desk: the form they are written in, looked at before they are said.

What wants a reason, a second thought or half an hour's sleep is asked in the same form, all at
once; what was typed stays in it.
"""

from collections.abc import Mapping

from monitor.domain.inert import plain
from monitor.domain.length import length as length_of
from monitor.domain.message import Message
from monitor.domain.own_text import OwnText
from monitor.domain.platform import Platform, platform_named
from monitor.domain.press import Field, Form, Press
from monitor.domain.values import Value
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.press_room import PressRoom
from monitor.services.wording import BY

KEEP, SAVE, NOW = "keep", "save", "now"
KEEP_WORDS = "Keep it for 30 minutes; it goes out then"
SAVE_WORDS = "Keep it as a draft; I look at it again"
NOW_WORDS = "Send it at once, because …"
YES = {"yes": "Yes, I mean it"}
#: no platform takes more
LONGEST = 100_000


class Agreed(Value):
    """What is to be said, and how."""

    text: str
    anyway: str = ""
    #: keep, save or now; empty: nothing speaks for waiting
    how: str = ""
    why: str = ""


class Writing(Value):
    """What somebody writes."""

    title: str
    #: what stands there at first
    text: str
    #: what it answers
    message: Message | None
    version: int = 0
    says: tuple[str, ...] = ()
    submit: str = "Save"
    #: what can be done with words that read heated
    ways: Mapping[str, str]
    #: what stands for `{by}` while the words are looked at; empty: it has no place in them
    by: str = ""


def written(room: PressRoom, press: Press, writing: Writing) -> Agreed | Form:
    """What was agreed on, or the form with what is still asked."""
    if "text" not in press.filled:
        return asked_form(press, writing, OwnText(), {})
    text = press.filled["text"].strip()
    if not text or len(text) > LONGEST:
        return asked_form(press, writing, OwnText(), {"text": "write a few words"})
    looked_at = text.replace(BY, writing.by) if writing.by else text
    found = room.own_words.look(looked_at, writing.message, room.now)
    problems = _problems(press, found)
    if problems:
        return asked_form(press, writing, found, problems)
    how = filled(press, "how") if found.heated else ""
    return Agreed(
        text=text,
        anyway=filled(press, "anyway") if found.wants_reason else "",
        how=how,
        why=filled(press, "why") if how == NOW else "",
    )


def asked_form(press: Press, writing: Writing, found: OwnText, problems: Mapping[str, str]) -> Form:
    """The text, and beside it what its words ask for."""
    platform = _platform(writing.message)
    text = press.filled.get("text", writing.text)
    length = length_of(text.strip(), platform.counting)
    fields = [
        Field(
            name="text",
            label=f"Your words ({length:,} of {platform.max_length:,})",
            text=writing.text,
            is_long=True,
            longest=platform.max_length,
            platform=platform.name,
        )
    ]
    says = list(writing.says)
    if found.wants_reason:
        fields.append(Field(name="anyway", label="Anyway, because …"))
    if found.asked:
        fields.append(Field(name="sure", label="Sure?", choices=choices(YES)))
    if found.heated:
        says.append(f"This reads heated ({_listed(found.heated)}). Keep it for 30 minutes?")
        fields.append(Field(name="how", label="What now", choices=choices(writing.ways)))
        fields.append(Field(name="why", label="At once, because …", is_needed=False))
    return form_for(
        press,
        writing.title,
        fields,
        says=says,
        submit=writing.submit,
        problems=problems,
        version=writing.version,
    )


def _problems(press: Press, found: OwnText) -> dict[str, str]:
    """What keeps it from being said, by the field that settles it."""
    problems: dict[str, str] = {}
    if found.forbidden:
        problems["text"] = f"it cannot be said like this: {_listed(found.forbidden)}"
    if found.wants_reason and not filled(press, "anyway"):
        problems["anyway"] = f"not without a reason: {_listed(found.wants_reason)}"
    if found.asked and filled(press, "sure") not in YES:
        problems["sure"] = f"it says {_quoted(found.asked)}, which some people read otherwise"
    how = filled(press, "how")
    if found.heated and how not in (KEEP, SAVE, NOW):
        problems["how"] = "choose one of them, or find calmer words"
    if found.heated and how == NOW and not filled(press, "why"):
        problems["why"] = "a few words why it cannot wait"
    return problems


def _platform(message: Message | None) -> Platform:
    platform = platform_named(message.platform if message is not None else "x")
    return platform.in_private if message is not None and message.is_direct else platform


def _listed(sentences: tuple[str, ...]) -> str:
    return plain("; ".join(sentences)).replace("`", "'")


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{plain(word)}'" for word in words)
