"""Names of folders as IMAP writes them: in quotes, other alphabets in a kind of base64."""

import base64
import re

_LISTED = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.*)', re.DOTALL)


def quoted(name: str) -> str:
    """`Reviews & more` → `"Reviews &- more"`."""
    written = encoded(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{written}"'


def encoded(name: str) -> str:
    """In ASCII (RFC 3501, 5.1.3)."""
    return "".join(
        _shifted(piece) if not piece.isascii() else piece.replace("&", "&-")
        for piece in re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", name)
    )


def decoded(written: str) -> str:
    """The other way; what is no such name stays as it is."""
    return re.sub(r"&([^-]*)-", lambda found: _letters(found[1]), written)


def listed(line: object) -> str:
    """The name in one answer to LIST; empty for a folder that holds no mails."""
    literal = b""
    if isinstance(line, tuple) and len(line) == 2:
        # a name that is sent as a text of its own
        line, literal = line
    found = _LISTED.fullmatch(line) if isinstance(line, bytes) else None
    if found is None or b"\\noselect" in found["flags"].lower():
        return ""
    name = (literal or found["name"]).decode(errors="replace").strip()
    if name.startswith('"') and name.endswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return decoded(name)


def _shifted(piece: str) -> str:
    packed = base64.b64encode(piece.encode("utf-16-be", "replace")).decode()
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def _letters(packed: str) -> str:
    if not packed:
        return "&"
    filled = packed.replace(",", "/") + "=" * (-len(packed) % 4)
    try:
        return base64.b64decode(filled, validate=True).decode("utf-16-be", "replace")
    except ValueError:
        return f"&{packed}-"
