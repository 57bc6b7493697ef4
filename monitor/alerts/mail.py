"""A mail of a sheet: headers that no stranger can add to, and its text in two forms.

Whatever concerns one case is one thread: its mails answer a mail that was never sent, whose id is
made of the case. A mail that is sent again has the id that it had, so it can be told.
"""

import hashlib
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.alerts.as_page import as_page
from monitor.alerts.as_text import as_text
from monitor.alerts.sheet import SAMPLE, Sheet
from monitor.domain.effect import Urgency
from monitor.domain.inert import for_mail, shortened
from monitor.domain.values import Value

SUBJECT = 120


class Envelope(Value):
    """From whom, and to whom."""

    sender: str
    recipients: tuple[str, ...]

    @property
    def domain(self) -> str:
        """Where the sender is at home."""
        return self.sender.rpartition("@")[2]


def mail_of(sheet: Sheet, envelope: Envelope, now: datetime) -> EmailMessage:
    """The mail, ready to be sent."""
    mail = EmailMessage(policy=SMTP)
    brand = shortened(sheet.brand, 60)
    mail["From"] = Address(f"{brand} monitor", addr_spec=envelope.sender)
    mail["To"] = [Address(addr_spec=one) for one in envelope.recipients]
    mail["Subject"] = subject_of(sheet)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{id_of(sheet)}@{envelope.domain}>"
    thread = f"<{_thread(sheet)}@{envelope.domain}>"
    mail["In-Reply-To"] = thread
    mail["References"] = thread
    # nobody's absence note answers it
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if sheet.urgency is Urgency.WAKE:
        mail["Importance"] = "high"
        mail["X-Priority"] = "1 (Highest)"
    mail.set_content(as_text(sheet), cte="quoted-printable")
    mail.add_alternative(as_page(sheet), subtype="html", cte="quoted-printable")
    return mail


def subject_of(sheet: Sheet) -> str:
    """ "Case 41: Maria Lopez on X": one line, the same for a whole case, so that it is one thread
    for mail programs that go by it."""
    parts = [SAMPLE if sheet.is_sample else "", "URGENT" if sheet.urgency is Urgency.WAKE else ""]
    about = for_mail(sheet.subject if sheet.case_number is not None else sheet.headline, SUBJECT)
    return ": ".join([*filter(None, parts), about])


def id_of(sheet: Sheet) -> str:
    """The same whenever this alert is sent, and no other alert's, in no other store."""
    return f"{sheet.id}.{_digest(sheet.brand, sheet.id, sheet.at.isoformat(), sheet.headline)}"


def _thread(sheet: Sheet) -> str:
    if sheet.case_number is not None and sheet.case_began_at is not None:
        began_at = sheet.case_began_at.isoformat()
        return f"c{sheet.case_number}.{_digest(sheet.brand, str(sheet.case_number), began_at)}"
    return f"t{sheet.id}.{_digest(sheet.brand, sheet.id, sheet.subject)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
