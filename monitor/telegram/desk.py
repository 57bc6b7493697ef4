"""The cards in a chat of Telegram's. Implements `Desk`.

A bot cannot read what stands in a chat, so nothing can be looked for there: after a crash a card is
put there again. The older copy loses its buttons once something was done with one of them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from monitor.domain.delivery import Delivered, NotVisible, Outcome, Refused, Sighting
from monitor.domain.sheet import Sheet, Sign
from monitor.telegram.client import Answered, Ended, TelegramClient, is_gone, is_too_much
from monitor.telegram.keyboard import keys_of
from monitor.telegram.page import page_of, shortest

NAME: Final = "telegram"
#: a card that begins like that makes no sound
_SILENT: Final = frozenset({Sign.SENT, Sign.DONE, Sign.GONE, Sign.HAPPY, Sign.NEWS})
ERASED: Final = "➖ Taken away: this person is not kept here any more."


class TelegramDesk:
    """One chat."""

    name = NAME

    def __init__(self, client: TelegramClient, chat: int, users: Mapping[str, str]) -> None:
        self.client = client
        self.chat = chat
        #: names of our people → the numbers of their accounts
        self.users = users

    def show(self, sheet: Sheet, token: str) -> Outcome:  # noqa: ARG002 - a port's
        return self._send(sheet, is_silent=sheet.sign in _SILENT)

    def add(self, place: str, sheet: Sheet, token: str, *, is_loud: bool) -> Outcome:  # noqa: ARG002
        _, message = parts_of(place)
        return self._send(sheet, answers=message, is_silent=not is_loud)

    def change(self, place: str, sheet: Sheet) -> Outcome:
        chat, message = parts_of(place)

        def edit(html: str) -> Ended[bool]:
            return self.client.edit(chat, message, html, keys_of(sheet))

        ended = self._shorter_if_needed(sheet, edit)
        return Delivered(posted_id=place) if isinstance(ended, Answered) else ended

    def find(self, token: str, place: str, since: datetime) -> Sighting:  # noqa: ARG002 - a port's
        return NotVisible(why="a bot of Telegram's cannot look through a chat")

    def erase(self, place: str) -> Outcome:
        """After two days a bot may not delete its message: then nothing of it is left to read."""
        chat, message = parts_of(place)
        ended = self.client.delete(chat, message)
        if isinstance(ended, Refused) and ended.permanent and not ended.is_auth:
            if "not found" in ended.why:
                return Delivered(posted_id=place)
            ended = self.client.edit(chat, message, ERASED, ())
            if is_gone(ended) and isinstance(ended, Refused) and "not found" in ended.why:
                return Delivered(posted_id=place)
        return Delivered(posted_id=place) if isinstance(ended, Answered) else ended

    # --- steps --------------------------------------------------------------------------------

    def _send(self, sheet: Sheet, *, answers: int = 0, is_silent: bool) -> Outcome:
        def send(html: str) -> Ended[int]:
            return self.client.send(
                self.chat, html, keys_of(sheet), answers=answers, is_silent=is_silent
            )

        ended = self._shorter_if_needed(sheet, send)
        if isinstance(ended, Answered):
            return Delivered(posted_id=place_of(self.chat, ended.value))
        if isinstance(ended, Refused):
            # whatever it was, somebody can mend it, and the alert waits for that
            return Refused(
                why=ended.why, permanent=False, retry_at=ended.retry_at, is_auth=ended.is_auth
            )
        return ended

    def _shorter_if_needed(
        self, sheet: Sheet, do: Callable[[str], "Ended[int] | Ended[bool]"]
    ) -> "Ended[int] | Ended[bool]":
        """Once more with the first line alone, if Telegram does not take the whole."""
        ended = do(page_of(sheet, self.users))
        return do(shortest(sheet)) if is_too_much(ended) else ended


def place_of(chat: int, message: int) -> str:
    """Where a message stands, for the store."""
    return f"{chat}:{message}"


def parts_of(place: str) -> tuple[int, int]:
    """The chat and the message."""
    chat, _, message = place.partition(":")
    return int(chat), int(message)
