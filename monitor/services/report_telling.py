"""Telling the weekly report at the desks, as soon as each takes it.

It stands in its file first; what a desk did not take is tried again as long as this process lives.
"""

from collections.abc import Iterable

from monitor.domain.card_ports import TakesDigest
from monitor.domain.delivery import Delivered
from monitor.domain.sheet import Sheet


class ReportTelling:
    """The desks, and what they have not taken yet."""

    def __init__(self, desks: Iterable[TakesDigest]) -> None:
        self.desks = tuple(desks)
        self._untold: list[tuple[TakesDigest, str, Sheet]] = []

    def tell(self, week: str, sheet: Sheet) -> None:
        """The report of a week such as `2026-W47`, at every desk; once at each."""
        self._untold += [(desk, week, sheet) for desk in self.desks]
        self.due()

    def due(self) -> None:
        """Tries again where it was not taken."""
        self._untold = [
            (desk, week, sheet)
            for desk, week, sheet in self._untold
            if not isinstance(desk.post_report(week, sheet), Delivered)
        ]
