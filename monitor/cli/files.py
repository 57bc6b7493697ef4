"""Files that owners name on the command line: read, and written whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from monitor.errors import InputError

#: how the standard streams are written in place of a path
STREAM = "-"


@contextmanager
def kept(file: Path, what_it_is: str = "message file") -> Iterator[Path]:
    """A file to read from. What can be read only once (`-`, a pipe) is kept for this while.

    Raises InputError for what is not a file.
    """
    if str(file) != STREAM and not file.is_fifo():
        if file.is_file():
            yield file.absolute()
            return
        what = "is a folder" if file.is_dir() else "is not there"
        if file.exists() and not file.is_dir():
            what = "is not a file"
        raise InputError(
            f"`{file}` {what}", hint=f"name a {what_it_is}, or `-` for the standard input"
        )
    with tempfile.TemporaryDirectory(prefix="monitor-") as folder:
        copy = Path(folder) / "messages.jsonl"
        with copy.open("wb") as target:
            if str(file) == STREAM:
                shutil.copyfileobj(sys.stdin.buffer, target)
            else:
                with file.open("rb") as source:
                    shutil.copyfileobj(source, target)
        yield copy


def can_be_written(out: str, *inputs: Path) -> None:
    """Before the work, not after it. Raises InputError: no such folder, or an input's own name."""
    path = Path(out)
    if out == STREAM:
        return
    if path.is_dir():
        raise InputError(f"`{path}` is a folder", hint="name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"there is no folder `{path.parent}`", hint="make it first")
    for each in inputs:
        if path.exists() and each.exists() and path.samefile(each):
            raise InputError(
                f"`{path}` is what is read, and would be overwritten", hint="name another file"
            )


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Under another name first: half a file never takes the place of a whole one."""
    if path.exists() and not path.is_file():
        # a pipe or a device has no other name
        with path.open("w", encoding="utf-8") as file:
            yield file
        return
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            # people's words: for nobody but us
            os.chmod(part, 0o600)  # noqa: PTH101
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
