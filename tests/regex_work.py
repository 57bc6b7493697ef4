"""The work of a regular expression, counted: how often it looks at a sign, on any machine the same.

A small matcher walks the same parsed expression as Python's own, with the same turns back. It knows
what our expressions are made of, and refuses the rest.
"""

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

# Any: Python's parser of expressions has no types
_PARSER: Any = import_module("re._parser")
_COMPILER: Any = import_module("re._compiler")
_SIGN = {"LITERAL", "NOT_LITERAL", "IN", "ANY"}
_ASSERTS = {"ASSERT", "ASSERT_NOT"}

Op = tuple[Any, Any]
#: what comes behind: the end of the match from there, or None
Rest = Callable[[int], int | None]


class Work:
    """An expression that counts."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._tree = _PARSER.parse(pattern.pattern, pattern.flags)
        #: signs looked at
        self.looks = 0
        self._text = ""
        self._signs: dict[str, re.Pattern[str]] = {}

    def found(self, text: str) -> list[str]:
        """What `findall` of the whole expression would find."""
        self._text, found, at = text, [], 0
        while at <= len(text):
            end = self._run(tuple(self._tree), at, lambda end: end)
            if end is not None:
                found.append(text[at:end])
            at = at + 1 if end is None or end == at else end
        return found

    def _run(self, ops: Sequence[Op], at: int, then: Rest) -> int | None:
        if not ops:
            return then(at)
        (op, value), rest = ops[0], ops[1:]
        match str(op):
            case name if name in _SIGN:
                return self._run(rest, at + 1, then) if self._looks((op, value), at) else None
            case "SUBPATTERN":
                return self._run((*value[3], *rest), at, then)
            case "BRANCH":
                ends = (self._run((*way, *rest), at, then) for way in value[1])
                return next((end for end in ends if end is not None), None)
            case "MAX_REPEAT" | "POSSESSIVE_REPEAT" as name:
                return self._repeat(value, at, name, lambda end: self._run(rest, end, then))
            case name if name in _ASSERTS and value[0] == 1:
                is_there = self._run(tuple(value[1]), at, lambda end: end) is not None
                return self._run(rest, at, then) if is_there == (name == "ASSERT") else None
        raise NotImplementedError(f"{op} in {self._tree}")

    def _repeat(self, value: tuple[int, int, Any], at: int, name: str, then: Rest) -> int | None:
        """As often as it goes; a greedy one gives back sign by sign, a possessive one nothing."""
        least, most, items = value
        if len(items) != 1 or str(items[0][0]) not in _SIGN:
            raise NotImplementedError(f"repeated: {items}")
        end = at
        while end - at < int(most) and self._looks(items[0], end):
            end += 1
        ends = range(end, at + least - 1, -1) if name == "MAX_REPEAT" else (end,)
        for each in ends:
            if each - at >= least and (found := then(each)) is not None:
                return found
        return None

    def _looks(self, op: Op, at: int) -> bool:
        self.looks += 1
        if at >= len(self._text):
            return False
        written = repr(op)
        if written not in self._signs:
            alone = _PARSER.SubPattern(self._tree.state, [op])
            self._signs[written] = _COMPILER.compile(alone)
        return self._signs[written].match(self._text[at]) is not None
