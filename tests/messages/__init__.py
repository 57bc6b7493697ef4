"""Every message a person can see, as a text file: a changed message is a reviewed diff.

`UPDATE_MESSAGES=1` writes the files anew.
"""

import os
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent


def assert_message(name: str, text: str) -> None:
    """The text equals `tests/messages/<name>.txt`."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_MESSAGES") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    assert path.is_file(), f"no {path}: UPDATE_MESSAGES=1 writes it"
    said, wanted = text.rstrip("\n"), path.read_text(encoding="utf-8").rstrip("\n")
    difference = "\n".join(unified_diff(wanted.split("\n"), said.split("\n"), path.name, "said"))
    assert said == wanted, difference
