"""Where a session is kept between starts: Bluesky allows only 300 logins a day.

The file is its owner's alone, and belongs to one account and one app password: with a new password
(say, one that may read private messages) a new session begins.
"""

import contextlib
import hashlib
import json
import os
import stat
from pathlib import Path


class SessionFile:
    """One session on disk. A file that cannot be used is as good as none."""

    def __init__(self, path: Path, *, account: str, password: str, server: str) -> None:
        self.path = path
        whole = f"{server}\n{account}\n{password}".encode()
        self._owner = hashlib.scrypt(whole, salt=b"bluesky session", n=2**12, r=8, p=1).hex()

    def read(self) -> str | None:
        """The session of that account and password, None without one."""
        try:
            if os.name == "posix" and self.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                return None
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(kept, dict) or kept.get("owner") != self._owner:
            return None
        session = kept.get("session")
        return session if isinstance(session, str) and session else None

    def write(self, session: str) -> None:
        """Keeps it. Without a place to write the next start logs in again, which does no harm."""
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"owner": self._owner, "session": session}, file)
            new.replace(self.path)

    def forget(self) -> None:
        """It is over."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
