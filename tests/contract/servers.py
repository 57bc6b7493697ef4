"""A PostgreSQL server for the tests: its own folder, a socket in it, gone afterwards."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

INSTALL = "install it: apt install postgresql, and pip install 'psycopg[binary]'"


def why_not() -> str:
    """Why there can be no server here; "" when there can."""
    if find_spec("psycopg") is None:
        return f"psycopg cannot be imported; {INSTALL}"
    if _binaries() is None:
        return f"no PostgreSQL under /usr/lib/postgresql; {INSTALL}"
    if os.getuid() == 0 and _unprivileged() is None:
        return "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`"
    return ""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; the URL of its database `postgres`."""
    binaries, user = _binaries(), _unprivileged()
    assert binaries is not None
    folder.mkdir(mode=0o755, exist_ok=True)
    if user is not None:
        os.chown(folder, user, -1)
    files = folder / "files"

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL, timeout=60
        )

    run(str(binaries / "initdb"), "-D", str(files), "-U", "larch", "-A", "trust", "-E", "UTF8")
    # fsync off: what dies with the test need not survive the machine
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", str(files), "-o", options, "-w", "-l", "log", "start")
    try:
        yield f"postgresql+psycopg://larch@/postgres?host={folder}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(files), "-m", "immediate", "-w", "stop")
        shutil.rmtree(files, ignore_errors=True)


def restart(folder: Path) -> None:
    """Ends the server in this folder as a power cut would, and starts it again."""
    binaries = _binaries()
    assert binaries is not None
    command = f"{binaries / 'pg_ctl'} -D {folder / 'files'} -m immediate -w -l log restart"
    subprocess.run(
        command.split(),
        check=True,
        cwd=folder,
        user=_unprivileged(),
        stdout=subprocess.DEVNULL,
        timeout=60,
    )


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _unprivileged() -> int | None:
    """Whom root lends the server to; None when we are not root, or there is nobody."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None
