"""The monitor as another user of this machine: a process of its own, which rights hold back.

Root is held back by nothing, so as root a process becomes `nobody`. Everybody else is held back
already, and stays who they are.
"""

import os
import subprocess
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Final

from tests.program import PATIENCE_S, ROOT

#: `nobody`, as a number: there may be no such name
NOBODY: Final = 65534
IS_ROOT: Final = os.geteuid() == 0
#: whose processes these are
THEIR_ID: Final = NOBODY if IS_ROOT else os.geteuid()

#: of a Python that everybody may execute; the one of the tests may lie in a closed home
_COMMON: Final = (
    f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}",
    f"/usr/local/bin/python{sys.version_info.major}.{sys.version_info.minor}",
)
_PATH: Final = os.pathsep.join((str(ROOT), sysconfig.get_path("purelib")))
_PROBE: Final = "import monitor.app, monitor.cli, monitor.store, alembic, msgspec, sqlalchemy"


def monitor_as_another(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in that folder, to its end."""
    return _as_another([their_python()[0], "-m", "monitor", *arguments], folder)


@cache
def their_python() -> tuple[str, str]:
    """A Python with which that user can start the monitor, and "": or "" and what is missing."""
    missing = []
    for python in (sys.executable, *_COMMON):
        try:
            ended = _as_another([python, "-c", _PROBE], Path("/"))
        except OSError as error:
            missing.append(f"`{python}`: {error.strerror}")
            continue
        if ended.returncode == 0:
            return python, ""
        missing.append(f"`{python}`: {ended.stderr.strip().splitlines()[-1]}")
    return "", f"no Python that user {THEIR_ID} can start the monitor with: {'; '.join(missing)}"


def _as_another(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": _PATH,
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
        # None: as who we are
        user=NOBODY if IS_ROOT else None,
        group=NOBODY if IS_ROOT else None,
        extra_groups=() if IS_ROOT else None,
    )
