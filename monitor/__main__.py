"""The command `monitor`. The version is told before any library is loaded."""

import sys
from contextlib import suppress

from monitor import __version__


def main() -> int:
    """Runs a command; the exit code: 0 fine, 1 failed, 2 wrong use or bad config."""
    if sys.argv[1:] in (["--version"], ["-V"]) and sys.stdout is not None:
        # what goes wrong here goes wrong below again, where it is told
        with suppress(OSError):
            sys.stdout.write(f"monitor {__version__}\n")
            sys.stdout.flush()
            return 0
    from monitor.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
