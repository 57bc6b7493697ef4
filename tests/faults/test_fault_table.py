"""The fault table: every row of what can happen has its tests, by name; a row without one fails.

Rows are the faults that the monitor has to survive; beside each stands where that is shown. The
first test of a row is judged from outside where public words are concerned.
"""

import ast
from functools import cache
from pathlib import Path

HERE = "faults/"
TABLE: dict[str, tuple[str, ...]] = {}


@cache
def tests_in(path: Path) -> frozenset[str]:
    """Every test of a file, and its state machines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            names.add(node.name)
    return frozenset(names)
