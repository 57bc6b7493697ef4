"""The tombstones in a file beside the database: a restored backup does not know them otherwise.

One JSON object a line: first the salt, then a tombstone each. Whoever deletes this file, and the
salt in the database, makes the hashes say nothing; then nobody is recognised any more either.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from monitor.domain.erasure import Tombstone
from monitor.errors import StoreError

#: of the file's name, behind that of the database
ENDING = ".erased"


class _Line(msgspec.Struct, omit_defaults=True):
    """A line: either the salt, or a tombstone."""

    salt: str = ""
    digest: str = ""
    brand: str = ""
    until: datetime | None = None


_decode = msgspec.json.Decoder(_Line).decode
_encode = msgspec.json.Encoder().encode


class TombstoneFile:
    """Implements `TombstoneLog`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[bytes | None, list[Tombstone]]:
        """The salt and the tombstones; a half-written last line is passed over. Raises StoreError:
        the file cannot be read, or has no salt."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return None, []
        except OSError as error:
            raise self._unusable("read", error) from error
        found = [line for text in lines if (line := _line(text)) is not None]
        key = next((line.salt for line in found if line.salt), "")
        if found and not key:
            raise StoreError(
                f"the file `{self.path}` has lost its salt: it cannot say who was erased",
                hint="put the copy of it back that belongs to this database",
            )
        stones = [
            Tombstone(digest=line.digest, brand=line.brand, until=line.until)
            for line in found
            if line.digest and line.until is not None
        ]
        return (bytes.fromhex(key) if key else None), stones

    def append(self, key: bytes, stones: Sequence[Tombstone]) -> None:
        """On the disk when this returns. Raises StoreError."""
        known, _ = self.read()
        lines = [] if known is not None else [_Line(salt=key.hex())]
        lines += [
            _Line(digest=stone.digest, brand=stone.brand, until=stone.until) for stone in stones
        ]
        # a line that a crash left half written is ended first
        text = b"".join(b"\n" + _encode(line) for line in lines) + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unusable("written", error) from error

    def _unusable(self, how: str, error: OSError) -> StoreError:
        why = (error.strerror or "unknown reason").lower()
        return StoreError(
            f"the file `{self.path}` cannot be {how}: {why}",
            hint="it says who was erased, so that nobody comes back; look at its rights",
        )


def _line(text: bytes) -> _Line | None:
    try:
        return _decode(text)
    except msgspec.MsgspecError:
        return None
