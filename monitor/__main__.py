"""The command `monitor`. The version is told before any library is loaded."""

import sys

from monitor import __version__


def main() -> int:
    """Runs a command; the exit code: 0 fine, 1 failed, 2 wrong use or bad config."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"monitor {__version__}\n")
        return 0
    from monitor.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
