"""Brand words: what one brand adds to the reading of a text.

Its names, which are masked before any score that decides and which no phrase may match in, and the
owner's exclude phrases (namesakes). Nearly every mention begins with the same few handles, so what
masking does to a handle is remembered.

Invariant: `used_compound` gives what the mask's own method gives; what it saves is time.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from monitor.scoring.names import NameMask
from monitor.scoring.vader import FastVader, Polarity
from monitor.scoring.words import closed_up, words_of

_APOSTROPHE: Final = re.compile("['’]")
#: one handle between blanks, with nothing else that a mask could change
_HANDLE_ALONE: Final = re.compile(r"[^\w@]*@\w+(?:[.-]+\w+)*(?:@\w+(?:[.-]+\w+)*)?(?:'s)?[^\w@]*")
_NO_WORD: Final = re.compile(r"\W*")
#: what masking a handle may leave; a brand whose name begins so takes the long way
_LEFT_OF_HANDLES: Final = frozenset(("handle", "s"))
#: outside ASCII only these two match a letter inside it when case is ignored, once normalised
_TURKISH: Final = ("İ", "ı")
#: handles remembered before all are forgotten; bounds what strangers can make us keep
_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 64
#: a handle that weighs nothing, masked or not
_NEUTRAL: Final = ""
#: stands for a name
_SOMEBODY: Final = "@"
#: a handle not met yet; no masked handle is a blank
_UNKNOWN: Final = " "


class BrandWords:
    """What a brand adds: its names, and the owner's exclude phrases (namesakes)."""

    __slots__ = (
        "_first_words",
        "_has_plain_names",
        "_masked_handles",
        "_name_beginnings",
        "_names_in_words",
        "exclude",
        "mask",
        "names",
    )

    def __init__(self, names: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self.exclude = tuple(exclude)
        self.mask = NameMask(self.names)
        beginnings = {_APOSTROPHE.split(name.split()[0])[0].lower() for name in self.names}
        self._name_beginnings = tuple(beginnings)
        self._has_plain_names = _LEFT_OF_HANDLES.isdisjoint(beginnings) and all(
            beginning.isascii() and beginning[:1].isalnum() for beginning in beginnings
        )
        self._masked_handles: dict[str, str | None] = {}
        cut = {tuple(words_of(closed_up(name))) for name in self.names}
        #: the longest first
        self._names_in_words = sorted(filter(None, cut), key=len, reverse=True)
        self._first_words = frozenset(name[0] for name in self._names_in_words)

    def without_names(self, words: Sequence[str]) -> Sequence[str]:
        """The words of a text (see `words`), with a lone "@" for every name of the brand."""
        if self._first_words.isdisjoint(words):
            return words
        kept = list[str]()
        place = 0
        while place < len(words):
            name = self._name_at(words, place)
            kept.append(_SOMEBODY if name else words[place])
            place += name or 1
        return kept

    def _name_at(self, words: Sequence[str], place: int) -> int:
        """How many words the name is long that begins here; 0 if none does."""
        if words[place] in self._first_words:
            for name in self._names_in_words:
                if tuple(words[place : place + len(name)]) == name:
                    return len(name)
        return 0

    def used_compound(self, vader: FastVader, raw: str, text: str, polarity: Polarity) -> float:
        """What the mask's own method says, without masking what weighs the same either way."""
        scored = self._with_masked_handles(vader, text)
        if scored is None:
            return self.mask.used_compound(vader, raw, text, polarity)
        return polarity.compound if scored is raw else vader.compound(scored)

    def _with_masked_handles(self, vader: FastVader, text: str) -> str | None:
        """A text of the same score as the masked one: `text` itself if no handle in it weighs.

        None if a brand may be named beside the handles, or something is only nearly a handle.
        """
        if not self._has_plain_names or "u/" in text or "U/" in text:
            return None
        if not text.isascii() and (_TURKISH[0] in text or _TURKISH[1] in text):
            return None
        place = text.find("@")
        scored = others = text
        if place >= 0:
            scored = others = ""
            weighs = False
            done = 0
            while place >= 0:
                start = text.rfind(" ", done, place) + 1 or done
                end = text.find(" ", place)
                if end < 0:
                    end = len(text)
                masked = self._masked(vader, text[start:end])
                if masked is None:
                    return None
                others += text[done:start]
                if masked:
                    weighs = True
                    scored += text[done:start] + masked
                else:
                    scored += text[done:end]
                done = end
                place = text.find("@", end)
            others += text[done:]
            scored = scored + text[done:] if weighs else text
        others = others.lower()
        for beginning in self._name_beginnings:
            if beginning in others:
                return None
        return scored

    def _masked(self, vader: FastVader, handle: str) -> str | None:
        """What stands between two blanks, masked; `_NEUTRAL` if that makes no difference.

        None if the rest of the text has a say in it.
        """
        # One look-up: another thread may forget them all between two.
        known = self._masked_handles.get(handle, _UNKNOWN)
        if known != _UNKNOWN:
            return known
        masked = self._mask_alone(vader, handle)
        if len(handle) <= _LONGEST_REMEMBERED:
            if len(self._masked_handles) >= _REMEMBERED:
                self._masked_handles.clear()
            self._masked_handles[handle] = masked
        return masked

    def _mask_alone(self, vader: FastVader, handle: str) -> str | None:
        if _NO_WORD.fullmatch(handle):
            return _NEUTRAL
        if not _HANDLE_ALONE.fullmatch(handle):
            return None
        masked = self.mask.mask(handle)
        is_neutral = (
            vader.is_neutral_word(handle)
            and vader.is_neutral_word(masked)
            and handle.isupper() == masked.isupper()
        )
        return _NEUTRAL if is_neutral else masked
