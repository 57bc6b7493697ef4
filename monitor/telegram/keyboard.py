"""The buttons under a card, and what comes back when one is pressed.

A button carries 64 bytes at most: what it does, what it is about, version and seal. What comes back
is read as strictly as anything from outside: the seal and the database decide.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from monitor.domain.cutting import cut, length
from monitor.domain.inert import plain
from monitor.domain.press import Act
from monitor.domain.sheet import Button, Buttons, Sheet
from monitor.domain.values import Value
from monitor.telegram.limits import BUTTON, LABEL, ROW, ROW_WIDTH

MORE_LABEL: Final = "More …"
LESS_LABEL: Final = "Less"
_SUBJECT = re.compile(r"[a-z][0-9]{1,12}")
_SEAL = re.compile(r"[0-9a-f]{0,32}")
_MARK = re.compile(r"[0-9a-f]{1,16}")
_COUNT = re.compile(r"[0-9]{1,9}")


class Sort(StrEnum):
    """What kind of button it is; the letter travels, never rename."""

    PRESS = "p"
    #: asked once more before it is done
    ASKS = "q"
    #: … and the yes to it
    YES = "y"
    NO = "n"
    MORE = "m"
    LESS = "l"
    #: of a question: one of its choices, no answer, never mind
    CHOICE = "c"
    SKIP = "s"
    CANCEL = "x"


class Key(Value, omit_defaults=True):
    """One button, as Telegram shows it."""

    label: str
    #: what comes back
    back: str = ""
    #: it leads there
    url: str = ""


Keys = tuple[tuple[Key, ...], ...]
NO_KEYS: Keys = ()


class Pressed(Value):
    """What a button said of itself."""

    sort: Sort
    act: Act | None = None
    subject: str = ""
    version: int = 0
    seal: str = ""
    #: of a question: which one, and which of its choices
    mark: str = ""
    choice: int = 0


def keys_of(sheet: Sheet, *, is_open: bool = False) -> Keys:
    """The keyboard of a card; `is_open`: with what stands behind "More …"."""
    keys: list[Key] = []
    behind: list[Key] = []
    for part in sheet.parts:
        if isinstance(part, Buttons):
            keys += _keys(part.row)
            behind += _keys(part.more)
    if behind and is_open:
        keys += [*behind, Key(label=LESS_LABEL, back=Sort.LESS)]
    elif behind:
        keys.append(Key(label=MORE_LABEL, back=Sort.MORE))
    return rows_of(keys)


def rows_of(keys: Sequence[Key]) -> Keys:
    """Rows that a phone shows whole."""
    rows: list[list[Key]] = []
    for key in keys[:100]:
        width = length(key.label) + 4
        row = rows[-1] if rows else None
        if row and len(row) < ROW and sum(length(one.label) + 4 for one in row) + width < ROW_WIDTH:
            row.append(key)
        else:
            rows.append([key])
    return tuple(tuple(row) for row in rows)


def back_of(button: Button, sort: Sort = Sort.PRESS) -> str:
    """What comes back; empty: it does not fit."""
    parts = (sort.value, button.act.value, button.subject, str(button.version), button.seal)
    back = "|".join(parts)
    return back if read(back) is not None and len(back) <= BUTTON else ""


def read(back: object) -> Pressed | None:
    """What came back; None: it is none of ours."""
    parts = back.split("|") if isinstance(back, str) else []
    match parts:
        case [("n" | "m" | "l") as sort]:
            return Pressed(sort=Sort(sort))
        case [("p" | "q" | "y") as sort, act, subject, version, seal]:
            is_ours = _SUBJECT.fullmatch(subject) and _SEAL.fullmatch(seal)
            if not is_ours or act not in set(Act) or not _is_count(version):
                return None
            return Pressed(
                sort=Sort(sort), act=Act(act), subject=subject, version=int(version), seal=seal
            )
        case [("s" | "x") as sort, mark] if _MARK.fullmatch(mark):
            return Pressed(sort=Sort(sort), mark=mark)
        case ["c", mark, choice] if _MARK.fullmatch(mark) and _is_count(choice):
            return Pressed(sort=Sort.CHOICE, mark=mark, choice=int(choice))
    return None


def button_in(sheet: Sheet, pressed: Pressed) -> Button | None:
    """The button on that sheet that does this; None: it is not there any more."""
    for part in sheet.parts:
        if isinstance(part, Buttons):
            for button in (*part.row, *part.more):
                if (button.act, button.subject) == (pressed.act, pressed.subject):
                    return button
    return None


def _keys(buttons: Sequence[Button]) -> Iterator[Key]:
    for button in buttons:
        label = cut(plain(button.label), LABEL) or "…"
        if button.url:
            if _is_public(button.url):
                yield Key(label=label, url=button.url)
        elif back := back_of(button, Sort.ASKS if button.asks else Sort.PRESS):
            yield Key(label=label, back=back)


def _is_public(url: str) -> bool:
    """Telegram refuses a whole message for one button with another address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_web = parts.scheme in ("https", "http") and not parts.username
    return is_web and "." in host.strip(".") and not re.search(r"[\s\"<>\\]", url)


def _is_count(written: str) -> bool:
    return _COUNT.fullmatch(written) is not None
