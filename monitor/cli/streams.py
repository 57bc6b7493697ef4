"""The three streams of a command: always there, able to print every character, let go quietly.

A closed stream counts as an empty one. A terminal that cannot show a character shows `?` instead
of ending the command; what programs read is written in ASCII there, so that nothing is lost.
"""

import errno
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TextIO

_MODES = {"stdin": "r", "stdout": "w", "stderr": "w"}


def prepare_streams() -> None:
    """Before a command: no stream is missing, and none refuses a character."""
    for name, mode in _MODES.items():
        if getattr(sys, name) is None:
            # it lives as long as the process
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
            setattr(sys, name, stream)
    output = sys.stdout
    if isinstance(output, TextIOWrapper) and output.errors == "strict":
        output.reconfigure(errors="replace")


def speaks_unicode(stream: TextIO) -> bool:
    """The stream takes every character as it is."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-") in (
        "utf-8",
        "utf8",
    )


def reader_left(error: OSError) -> bool:
    """Whoever read our output has seen enough: `| head -1`."""
    return error.errno in (errno.EPIPE, errno.ESHUTDOWN)


def let_go() -> None:
    """After a write that failed: what is still buffered is not tried again at the end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
