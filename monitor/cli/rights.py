"""Rights: whether this user could make or change a file here, found out without trying."""

import os
from pathlib import Path

from monitor.errors import StoreError, StoreReadOnly


def may_change(path: Path, hint: str) -> None:
    """A file that is there, or could be made in its folder. Raises StoreError: it cannot."""
    may_fill(path.parent, hint)
    if path.is_file() and not _may(path, os.R_OK | os.W_OK):
        raise StoreReadOnly(f"the file `{path}` cannot be written{_of(path)}", hint=hint)


def may_fill(folder: Path, hint: str) -> None:
    """A folder that is there, or could be made. Raises StoreError: it cannot."""
    found = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    if found.is_symlink() and not found.exists():
        raise StoreError(
            f"the folder `{found}` is a link to `{found.readlink()}`, and nothing is there",
            hint=f"is that disk connected? if so, {hint}",
        )
    if not found.is_dir():
        raise StoreError(f"`{found}` is a file, and a folder is needed in its place", hint=hint)
    if not _may(found, os.W_OK | os.X_OK):
        raise StoreReadOnly(f"the folder `{found}` cannot be written{_of(found)}", hint=hint)


def _may(path: Path, mode: int) -> bool:
    # as whom we act: that is whom the file system asks
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def _of(path: Path) -> str:
    """Whose it is, when it is not ours."""
    try:
        return f": it belongs to `{path.owner()}`" if path.stat().st_uid != os.geteuid() else ""
    except (OSError, KeyError):
        return ""
