"""What people do in Telegram, fetched by long polling: nobody has to reach us from outside.

It runs beside the daemon's jobs; Telegram that cannot be reached stops nothing else. Telegram keeps
what was done for a day. What was taken is written down, so that after a crash nothing is taken
twice; and a press twice is one press anyway.
"""

import logging
import threading
from datetime import timedelta
from typing import Final

from telegram import Update

from monitor.domain.delivery import Refused, Unknown
from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store
from monitor.errors import StoreError
from monitor.telegram.client import TWO_READERS, WEBHOOK, Answered, TelegramClient
from monitor.telegram.hands import TelegramHands

log = logging.getLogger(__name__)

#: how long Telegram waits for something to tell
WAIT: Final = timedelta(seconds=25)
#: seconds until the next try, and at most
AGAIN, AT_MOST = 1.0, 60.0
#: after a quiet week Telegram counts anew from anywhere: only what came shortly before is the same
SAME_WITHIN: Final = 1_000
KEY: Final = "presses telegram"


class TelegramPolling:
    """Starts, and stops."""

    def __init__(
        self,
        client: TelegramClient,
        hands: TelegramHands,
        store: Store,
        clock: Clock,
        *,
        brand: str,
        wait: timedelta = WAIT,
    ) -> None:
        self.client = client
        self.hands = hands
        self.store = store
        self.clock = clock
        self.brand = brand
        self.wait = wait
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._told = ""
        self._tries = 0

    def start(self) -> None:
        """Returns at once, whether Telegram can be reached or not."""
        self._thread = threading.Thread(target=self._run, name="telegram polling", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """After the press in hand."""
        self._stopped.set()
        self.client.line.stop_listening()
        if self._thread is not None:
            self._thread.join()

    # --- the loop -----------------------------------------------------------------------------

    def _run(self) -> None:
        after: int | None = None
        while not self._stopped.is_set():
            try:
                after = self._turn(after)
            except StoreError as trouble:
                # what was fetched is fetched again
                after = None
                self._rest(trouble.message)
            except Exception:
                # the loop's edge: people go on pressing
                log.exception("BUG: Telegram's news could not be taken")
                after = None
                self._rest("")

    def _turn(self, after: int | None) -> int | None:
        """One long poll and what it brought; from where on the next one begins, None: no matter."""
        # after a trouble the first answer comes at once
        ended = self.client.updates(after, timedelta(0) if self._told else self.wait)
        match ended:
            case Refused() | Unknown():
                self._failed(ended)
                return after
            case Answered():
                self._is_well()
                for update in ended.value:
                    if self._stopped.is_set():
                        return after
                    self._take(update)
                    after = update.update_id + 1
                # an empty answer has confirmed what came before
                return after if ended.value else None

    def _take(self, update: Update) -> None:
        name = f"telegram_update {self.brand}"
        with self.store.read() as tx:
            last = int(tx.switches.get(name) or 0)
        if last - SAME_WITHIN < update.update_id <= last:
            return
        try:
            self.hands.take(update)
        except StoreError:
            raise
        except Exception:
            # set aside: the next one is not to wait for ever
            log.exception("BUG: something pressed or written in Telegram could not be taken")
        with self.store.begin() as tx:
            tx.switches.put(name, str(update.update_id), self.clock.now())

    def _is_well(self) -> None:
        if not self.hands.questions.username:
            ended = self.client.username()
            if isinstance(ended, Answered):
                self.hands.questions.username = ended.value
        if self._told:
            log.warning("Telegram is heard again")
            with self.store.begin() as tx:
                tx.notices.end(self.brand, KEY, self.clock.now())
        self._told, self._tries = "", 0

    def _failed(self, ended: Refused | Unknown) -> None:
        if self._stopped.is_set():
            return
        if ended.why in (TWO_READERS, WEBHOOK) and ended.why != self._told:
            with self.store.begin() as tx:
                tx.notices.open(self._notice(ended.why))
        retry_at = ended.retry_at if isinstance(ended, Refused) else None
        wait = (retry_at - self.clock.now()).total_seconds() if retry_at is not None else 0.0
        self._rest(ended.why, wait)

    def _rest(self, why: str, wait: float = 0.0) -> None:
        """Longer each time; said when it is another trouble than before."""
        if why and why != self._told:
            log.warning("what is pressed in Telegram is not heard: %s", why)
        self._told = why or self._told
        self._tries = min(self._tries + 1, 10)
        self._stopped.wait(max(wait, min(AGAIN * 2 ** (self._tries - 1), AT_MOST)))

    def _notice(self, why: str) -> Notice:
        return Notice(
            brand=self.brand,
            key=KEY,
            kind=NoticeKind.LOGIN,
            urgency=Urgency.NOW,
            headline="what is pressed in Telegram is not heard",
            text=f"{why[:1].upper()}{why[1:].partition(';')[0]}. The cards still come.",
            fix="monitor check",
            began_at=self.clock.now(),
        )
