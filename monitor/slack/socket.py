"""The socket over which Slack tells what people press: opened by us, so no public address.

It runs beside the daemon's jobs. Slack that cannot be reached, or goes away, stops nothing else:
cards wait, and the socket comes back by itself.
"""

import logging
import re
import threading
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from monitor.slack.hands import SlackHands

log = logging.getLogger(__name__)

COMMAND: Final = "/monitor"
WHY: Final = "monitor_why"
_ACTION = re.compile(r"monitor:(?!link:).*")
_LINK = re.compile(r"monitor:link:.*")
_VIEW = re.compile(r"monitor:(form|sure)")
#: seconds until the first try comes again, and at most
_AGAIN, _AT_MOST = 1.0, 60.0
#: seconds between two pings: a socket that ends without a word is noticed after about five of them
PING: Final = 2.0


class SlackSocket:
    """Starts, and stops."""

    def __init__(
        self, web: WebClient, app_token: str, hands: SlackHands, ping: float = PING
    ) -> None:
        self.web = web
        self.app_token = app_token
        self.hands = hands
        self.ping = ping
        self._stopped = threading.Event()
        self._handler: SocketModeHandler | None = None
        self._thread = threading.Thread(target=self._connect, name="slack-socket", daemon=True)

    def start(self) -> None:
        """Returns at once; whether Slack is there or not."""
        self._thread.start()

    def stop(self) -> None:
        """After what is in hand."""
        self._stopped.set()
        self._thread.join(timeout=15)
        if self._handler is not None:
            self._handler.close()  # type: ignore[no-untyped-call]  # bolt says nothing of it
        self.hands.close()

    @property
    def is_connected(self) -> bool:
        """Slack can tell what is pressed."""
        return self._handler is not None and bool(self._handler.client.is_connected())

    def _connect(self) -> None:
        """The first time; afterwards the library comes back by itself."""
        wait, is_told = _AGAIN, False
        while not self._stopped.is_set():
            handler = SocketModeHandler(
                bolt_app(self.web, self.hands), self.app_token, ping_interval=self.ping
            )
            try:
                handler.connect()  # type: ignore[no-untyped-call]  # the same
            except Exception as fault:
                # the edge: whatever keeps it from starting, cards are posted all the same
                if not is_told:
                    log.warning("buttons in Slack do not work yet: %s", _first_line(fault))
                is_told = True
                handler.client.close()
                self._stopped.wait(wait)
                wait = min(2 * wait, _AT_MOST)
                continue
            self._handler = handler
            return


def bolt_app(web: WebClient, hands: SlackHands) -> App:
    """The listeners, each at its place."""
    logger = logging.getLogger("monitor.slack.bolt")
    # it warns of a token in the environment, and of every socket that it opens anew
    logger.setLevel(logging.ERROR)
    app = App(
        name="monitor",
        client=web,
        token_verification_enabled=False,
        raise_error_for_unhandled_request=False,
        logger=logger,
    )
    app.action(_ACTION)(hands.action)
    app.action(_LINK)(hands.link)
    app.view(_VIEW)(hands.submitted)
    app.command(COMMAND)(hands.command)
    app.message_shortcut(WHY)(hands.why)
    return app


def _first_line(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0][:200]
