"""Apprise: alerts to whatever that library reaches: Teams, Discord, ntfy, Telegram and many more.

Its addresses hold tokens, so they are secrets. What would act on this machine itself (a program,
its desktop, its log) is refused: an alert carries strangers' words.
"""

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

from monitor.alerts.as_text import as_text
from monitor.alerts.mail import id_of, subject_of
from monitor.alerts.outcome import outcome_of
from monitor.alerts.sheet import Sheet
from monitor.alerts.sheets import Sheets
from monitor.domain.delivery import Outcome, Refused
from monitor.domain.effect import Effect, Urgency
from monitor.domain.inert import for_chat
from monitor.domain.notice import Notice
from monitor.domain.ports import Card
from monitor.errors import ChannelError
from monitor.redaction import remember

if TYPE_CHECKING:
    from apprise import Apprise, AppriseAsset, NotifyBase

INSTALL = ".venv/bin/pip install 'complaint-monitor[apprise]'"
#: characters of a text: what most services take
LONGEST = 1_900
#: seconds for one alert to all addresses
DEADLINE = 30.0
#: alerts under way that are remembered
REMEMBERED = 1_000
#: those of its services that act on this machine
_LOCAL = frozenset({"blink1", "dbus", "glib", "gnome", "macosx", "syslog", "windows"})
_PIECES = re.compile(r"[A-Za-z0-9_.~-]{10,}")


class AppriseChannel:
    """Tells all its addresses."""

    name = "apprise"

    def __init__(self, urls: tuple[str, ...], sheets: Sheets) -> None:
        self._urls = urls
        self._sheets = sheets
        self._loaded: tuple[Apprise, ...] = ()
        #: alerts that some of them took and others not yet
        self._taken: OrderedDict[str, set[int]] = OrderedDict()
        for url in urls:
            for piece in _PIECES.findall(url.partition("://")[2]):
                remember(piece)

    def post(self, card: Card) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_card(card)))

    def post_notice(self, notice: Notice) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_notice(notice)))

    def erase_card(self, _effect: Effect) -> Outcome:
        """It knows no way back."""
        return Refused(why="what was sent over Apprise cannot be changed")

    def try_out(self) -> str:
        names = ", ".join(map(_name_of, self._services()))
        return f"the address of {names} is understood; whether an alert arrives tells --send-test"

    def _send(self, sheet: Sheet) -> str:
        from apprise import NotifyType

        kinds = {Urgency.WAKE: NotifyType.FAILURE, Urgency.MORNING: NotifyType.WARNING}
        services, name = self._services(), id_of(sheet)
        taken = self._took(name)
        for number, service in enumerate(services):
            # who has it is not told again because another one is down
            if number not in taken and service.notify(
                body=as_text(sheet, for_chat, limit=LONGEST),
                title=for_chat(subject_of(sheet)),
                notify_type=kinds.get(sheet.urgency, NotifyType.INFO),
                body_format="text",
                timeout=DEADLINE,
            ):
                taken.add(number)
        missing = [_name_of(one) for number, one in enumerate(services) if number not in taken]
        if missing:
            told = f"not told: {', '.join(missing)}"
            raise ChannelError(told, hint="monitor check --send-test")
        self._taken.pop(name, None)
        return f"apprise:{name}"

    def _took(self, name: str) -> set[int]:
        """Which of its addresses have this alert."""
        taken = self._taken.setdefault(name, set())
        while len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return taken

    def _services(self) -> "tuple[Apprise, ...]":
        """One for each address, loaded when first needed. Raises ChannelError."""
        if not self._loaded:
            self._loaded = _load(self._urls)
        return self._loaded


def _load(urls: tuple[str, ...]) -> "tuple[Apprise, ...]":
    try:
        from apprise import Apprise, AppriseAsset
    except ImportError:
        raise ChannelError("the package `apprise` is not installed", hint=INSTALL) from None
    # nothing of it is kept on disk, and no redirect is followed
    asset = AppriseAsset(storage_mode="memory", http_redirects=False)
    return tuple(
        Apprise(_service(url, number, asset), asset=asset)
        for number, url in enumerate(urls, start=1)
    )


def _name_of(service: "Apprise") -> str:
    return ", ".join(str(one.service_name) for one in service)


def _service(url: str, number: int, asset: "AppriseAsset") -> "NotifyBase":
    from apprise import Apprise

    which = "its address" if number == 1 else f"its address number {number}"
    made = Apprise.instantiate(url, asset=asset)
    if made is None:
        raise ChannelError(
            f"{which} is not one that Apprise understands",
            is_auth=True,
            hint="https://github.com/caronc/apprise/wiki tells how each is written",
        )
    module = type(made).__module__
    package, _, name = module.partition("apprise.plugins.")
    if package or not name or name.partition(".")[0] in _LOCAL:
        raise ChannelError(
            f"{which} would act on this machine itself, which no alert may",
            is_auth=True,
            hint="name a service that is reached over the network",
        )
    return made
