"""A shop as an owner has it: a folder with the shipped config and playbook, to run commands in."""

import io
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final
from unittest.mock import patch

from monitor.cli import run

#: exit codes
FINE, FAILED, WRONG = 0, 1, 2
CHECKOUT: Final = Path(__file__).resolve().parents[2]


class Said:
    """What a command said, and how it ended."""

    def __init__(self, code: int, out: str, err: str, folder: Path) -> None:
        self.code, self.out, self.err = code, out, err
        self._folder = folder

    @property
    def message(self) -> str:
        """All of it, for a message file: without the place that this test has."""
        said = f"{self.out}{self.err}exit {self.code}"
        return said.replace(str(self._folder), "SHOP")


class ShopFolder:
    """A fresh shop in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(CHECKOUT / "config.toml", folder)
        shutil.copytree(CHECKOUT / "playbooks", folder / "playbooks")
        self.config = folder / "config.toml"
        self.database = folder / "data" / "sample.db"

    def run(self, *arguments: object, stdin: bytes = b"") -> Said:
        """A command, as if typed in this folder."""
        out, err = _captured(), _captured()
        given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "stdin", given):
            code = run([str(argument) for argument in arguments])
        return Said(code, _text(out), _text(err), self.folder)

    def change(self, old: str, new: str) -> None:
        """Other words in the config."""
        text = self.config.read_text(encoding="utf-8")
        assert old in text
        self.config.write_text(text.replace(old, new), encoding="utf-8")

    def write(self, name: str, lines: Iterable[Mapping[str, object] | str | bytes]) -> Path:
        """A message file."""
        path = self.folder / name
        path.write_bytes(b"".join(_bytes(line) + b"\n" for line in lines))
        return path


def a_line(
    number: int, text: str = "still no order @larchandloaf", **more: object
) -> dict[str, object]:
    """A complaint on X in office hours, as a message file holds it."""
    day, hour, minute = 16 + number // 40, 9 + number % 40 // 6, number % 6 * 10
    return {
        "platform": "x",
        "id": str(number),
        "url": f"https://x.example/{number}",
        "text": text,
        "created_at": f"2026-11-{day:02}T{hour:02}:{minute:02}:00+01:00",
        "author": {"id": f"a{number}", "handle": f"person{number}", "name": "Ada Quill"},
        "addressed": True,
        **more,
    }


@contextmanager
def standing_in(folder: Path) -> Iterator[None]:
    """The folder is the current one."""
    with patch.dict("os.environ", {"COLUMNS": "100"}), chdir(folder):
        yield


def _captured() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")


def _bytes(line: Mapping[str, object] | str | bytes) -> bytes:
    if isinstance(line, bytes):
        return line
    return line.encode() if isinstance(line, str) else json.dumps(line).encode()
