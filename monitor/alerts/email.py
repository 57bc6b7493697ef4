"""E-mail: alerts over the owner's own mail provider, in text and HTML, a thread to a case."""

import logging

from monitor.alerts.mail import Envelope, id_of, mail_of
from monitor.alerts.mail_line import MailAccount, line_to
from monitor.alerts.outcome import outcome_of
from monitor.alerts.sheet import Sheet
from monitor.alerts.sheets import Sheets
from monitor.domain.delivery import Outcome, Refused
from monitor.domain.effect import Effect
from monitor.domain.notice import Notice
from monitor.domain.ports import Card, Clock

log = logging.getLogger(__name__)


class Email:
    """Sends one mail for each alert."""

    name = "email"

    def __init__(
        self, account: MailAccount, envelope: Envelope, sheets: Sheets, clock: Clock
    ) -> None:
        self._account = account
        self._envelope = envelope
        self._sheets = sheets
        self._clock = clock

    def post(self, card: Card) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_card(card)))

    def post_notice(self, notice: Notice) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_notice(notice)))

    def erase_card(self, _effect: Effect) -> Outcome:
        """Nobody can call a mail back."""
        return Refused(why="mails that were sent cannot be changed")

    def try_out(self) -> str:
        account, to = self._account, ", ".join(self._envelope.recipients)
        with line_to(account) as line:
            line.noop()
        who = f"logged in as {account.user}" if account.user else "nobody has to log in"
        return f"{account.host} answers, {who}; alerts go to {to}"

    def _send(self, sheet: Sheet) -> str:
        mail = mail_of(sheet, self._envelope, self._clock.now())
        with line_to(self._account) as line:
            refused = line.send_message(
                mail, from_addr=self._envelope.sender, to_addrs=list(self._envelope.recipients)
            )
        for address in refused:
            # the others have it
            log.warning("the mail server takes no alerts for %s", address)
        return f"email:{id_of(sheet)}"
