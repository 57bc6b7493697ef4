"""A progress bar, where somebody looks at one."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: a progress bar for less than this is noise
WORTH_A_BAR = 500


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """A bar on the error output of a terminal; silence elsewhere."""
    if total < WORTH_A_BAR or not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
