"""Brand words: what one brand adds to the reading of a text.

Its names, which are masked before any score that decides and which no phrase may match in, and the
owner's exclude phrases (namesakes). Nearly every mention begins with the same few handles, so what
masking does to a handle is remembered.

Invariant: `used_compound` gives what the mask's own method gives; what it saves is time.
"""

import re
from collections.abc import Iterable
from typing import Final

from monitor.scoring.names import NameMask
from monitor.scoring.vader import FastVader, Polarity

_APOSTROPHE: Final = re.compile("['’]")
#: one handle and nothing else but punctuation that weighs nothing
_HANDLE_ALONE: Final = re.compile(r"[^\w@!?]*@\w+(?:[.-]+\w+)*(?:'s)?[^\w@!?]*")
#: handles remembered before all are forgotten; bounds what strangers can make us keep
_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 64


class BrandWords:
    """What a brand adds: its names, and the owner's exclude phrases (namesakes)."""

    __slots__ = ("_name_beginnings", "_neutral_handles", "exclude", "mask", "names")

    def __init__(self, names: Iterable[str] = (), exclude: Iterable[str] = ()) -> None:
        self.names = tuple(names)
        self.exclude = tuple(exclude)
        self.mask = NameMask(self.names)
        self._name_beginnings = tuple(
            {_APOSTROPHE.split(name.split()[0])[0].lower() for name in self.names}
        )
        self._neutral_handles: dict[str, bool] = {}

    def used_compound(self, vader: FastVader, raw: str, text: str, polarity: Polarity) -> float:
        """What the mask's own method says; at once where nothing but neutral handles is masked."""
        if raw is text and self._has_only_neutral_handles(vader, text):
            return polarity.compound
        return self.mask.used_compound(vader, raw, text, polarity)

    def _has_only_neutral_handles(self, vader: FastVader, text: str) -> bool:
        if "u/" in text or "U/" in text or not text.isascii():
            return False
        rest = text.lower()
        place = rest.find("@")
        while place >= 0:
            start = rest.rfind(" ", 0, place) + 1
            end = rest.find(" ", place)
            end = len(rest) if end < 0 else end
            # Lower case is of the same length, the text being ASCII.
            if not self._is_neutral(vader, text[start:end]):
                return False
            text = f"{text[:start]}{text[end:]}"
            rest = f"{rest[:start]}{rest[end:]}"
            place = rest.find("@", start)
        for beginning in self._name_beginnings:  # noqa: SIM110 - hot
            if beginning in rest:
                return False
        return True

    def _is_neutral(self, vader: FastVader, handle: str) -> bool:
        known = self._neutral_handles.get(handle)
        if known is not None:
            return known
        masked = self.mask.mask(handle)
        is_neutral = (
            _HANDLE_ALONE.fullmatch(handle) is not None
            and vader.is_neutral_word(handle)
            and vader.is_neutral_word(masked)
            and handle.isupper() == masked.isupper()
        )
        if len(handle) > _LONGEST_REMEMBERED:
            return is_neutral
        if len(self._neutral_handles) >= _REMEMBERED:
            self._neutral_handles.clear()
        self._neutral_handles[handle] = is_neutral
        return is_neutral
