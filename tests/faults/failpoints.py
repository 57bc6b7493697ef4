"""The failpoints: enumerated from the source, so that a new one cannot be forgotten.

And how the processes in which they are armed are made: see `tests.faults.warm`.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.program import ROOT


class NotWrittenOut(AssertionError):
    """A failpoint whose name is not a text in the source cannot be enumerated."""


@cache
def failpoints() -> tuple[str, ...]:
    """Every place in the source at which a test may kill the daemon."""
    return tuple(sorted(set(named(ROOT / "monitor"))))


@cache
def without_a_desk() -> tuple[str, ...]:
    """Those that a daemon reaches that only tells the console; a desk's are killed beside it."""
    return tuple(name for name in failpoints() if not name.startswith("desk."))


def named(folder: Path) -> Iterator[str]:
    """The name of each call of a failpoint; one that is called twice comes twice."""
    for path in sorted(folder.rglob("*.py")):
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            match call.args:
                case [ast.Constant(value=str(name))]:
                    yield name
                case _:
                    raise NotWrittenOut(f"{path}:{call.lineno}")


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """`self.failpoint(…)`, `failpoint(…)`; passing one on as an argument is none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last_name(node.func) == "failpoint":
            yield node


def _last_name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
