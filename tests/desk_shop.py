"""A shop with the sheets that its desks would show."""

from monitor.domain.sheet import Sheet
from monitor.services.senders import Senders
from monitor.services.sheets import DeskSheets
from tests.shop import BRAND, Shop, playbook

#: the shop's own accounts
ACCOUNTS = {"x": "larchandloaf", "bluesky": "larchandloaf.example"}


class DeskShop(Shop):
    """The real services, and the sheets over them."""

    def open(self) -> None:
        super().open()
        self.sheets = DeskSheets(
            self.store,
            self.clock,
            playbook(),
            self.policy,
            self.review,
            self.flags,
            self.surges,
            self.incidents,
            Senders(self.connectors),
            brand=BRAND,
            accounts=ACCOUNTS,
        )

    def sheet(self, key: str) -> Sheet:
        """What lies under this key now."""
        with self.store.read() as tx:
            sheet = self.sheets.sheet(tx, key)
        assert sheet is not None
        return sheet

    def case_sheet(self, number: int = 1) -> Sheet:
        """The card of a case."""
        return self.sheet(f"case c{number}")
