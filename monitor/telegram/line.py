"""The line to Telegram: the library's calls, one by one, from any thread.

The library is asynchronous, so a thread of its own runs its loop; whoever calls waits. Nothing is
tried twice here. The address of a call holds the token, so the libraries' own log stays shut.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from typing import Any, Final, TypeVar

from telegram import Bot
from telegram.request import HTTPXRequest

from monitor.http import TIMEOUT

T = TypeVar("T")
API: Final = "https://api.telegram.org"
#: seconds of a long poll beyond what Telegram was asked to wait
GRACE: Final = 10.0
#: opts in to what the library will do anyway: spans of time instead of numbers, and no warning
_SPANS: Final = "PTB_TIMEDELTA"


class HungUp(Exception):
    """the line was closed while somebody waited"""


class NeverSent(Exception):
    """the line is closed"""


class TelegramLine:
    """One bot's line; opened with the first call."""

    def __init__(self, token: str, api_url: str = "") -> None:
        os.environ.setdefault(_SPANS, "true")
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.ERROR)
        # proxies of the surroundings are for the world, not for this machine
        options: dict[str, Any] = {"trust_env": not api_url}
        to_connect, silent = TIMEOUT
        self._requests = [
            HTTPXRequest(
                connection_pool_size=size,
                connect_timeout=to_connect,
                read_timeout=grace,
                write_timeout=silent,
                pool_timeout=silent,
                httpx_kwargs=options,
            )
            for size, grace in ((1, GRACE), (4, silent))
        ]
        polls, calls = self._requests
        self.bot = Bot(
            token,
            base_url=f"{api_url or API}/bot",
            request=calls,
            get_updates_request=polls,
        )
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._is_closed = False
        #: nobody waits for news any more
        self._is_deaf = False
        self._poll: Future[Any] | None = None

    def call(self, make: Callable[[Bot], Coroutine[Any, Any, T]], *, is_poll: bool = False) -> T:
        """What the call gives. Raises what the library raises, HungUp and NeverSent."""
        loop = self._running()
        with self._lock:
            if is_poll and self._is_deaf:
                raise NeverSent
            waiting = asyncio.run_coroutine_threadsafe(make(self.bot), loop)
            if is_poll:
                self._poll = waiting
        try:
            return waiting.result()
        except CancelledError as error:
            raise HungUp from error

    def stop_listening(self) -> None:
        """Ends the long poll, and lets none begin; other calls go on."""
        with self._lock:
            self._is_deaf = True
            poll = self._poll
        if poll is not None:
            poll.cancel()

    def close(self) -> None:
        """Ends what is in hand; no call comes after it."""
        with self._lock:
            self._is_closed = True
            loop, thread = self._loop, self._thread
            self._loop = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._is_closed:
                raise NeverSent
            if self._loop is None:
                loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=loop.run_forever, name="telegram line", daemon=True
                )
                self._thread.start()
                self._loop = loop
            return self._loop

    async def _end(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for request in self._requests:
            await request.shutdown()
