"""What `monitor check` says of the owner's phrases."""

from collections.abc import Iterator
from pathlib import Path

from monitor.cli.finding import Finding, note
from monitor.cli.lines import count_of
from monitor.config.places import shipped_playbooks

#: so many lists are named
NAMED = 4


def about_phrases(lacking: tuple[str, ...], file: Path) -> Iterator[Finding]:
    """Lists that an own file is too old to know: they are the monitor's own."""
    if not lacking:
        return
    named = ", ".join(f"`{name}`" for name in lacking[:NAMED])
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    are = "is" if len(lacking) == 1 else "are"
    yield note(
        "phrases",
        f"{file.name} is of an older version: {count_of(len(lacking), 'list')} {are} taken from "
        f"the monitor's own: {named}{more}",
        f"nothing has to be done. To have them as your own, copy them from "
        f"{shipped_playbooks() / file.name}",
    )
