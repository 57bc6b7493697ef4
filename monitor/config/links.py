"""A database that is named by a link, and the file behind it."""

from pathlib import Path


def behind_link(path: Path) -> Path:
    """The file itself, so that whoever comes by another name meets the same lock beside it."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):
        # a folder that we may not enter, or a link to itself: whoever opens it tells why
        return path
