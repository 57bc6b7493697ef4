"""Who pressed or wrote in Telegram, and where; and how they are answered."""

from typing import Final

from telegram import CallbackQuery, Message

from monitor.domain.cutting import length
from monitor.domain.press import Told
from monitor.domain.sheet import Sheet
from monitor.domain.values import Value
from monitor.telegram.client import Answered, TelegramClient
from monitor.telegram.keyboard import Keys, keys_of
from monitor.telegram.limits import POPUP
from monitor.telegram.page import page_of, page_of_words


class Asker(Value):
    """Somebody who waits for an answer."""

    chat: int
    user: int
    #: a machine, a channel, an anonymous admin, something passed on: none of them decides
    is_nobody: bool
    #: what they pressed on, or wrote
    message: int
    #: of a press, while Telegram waits for an answer to it
    press: str = ""

    @property
    def place(self) -> str:
        """The chat, as `Approvers` knows it."""
        return str(self.chat)


def asker_of_press(query: CallbackQuery) -> Asker | None:
    """None: it was not pressed on a message of a chat."""
    if query.message is None:
        return None
    return Asker(
        chat=query.message.chat.id,
        user=query.from_user.id,
        is_nobody=query.from_user.is_bot,
        message=query.message.message_id,
        press=query.id,
    )


def asker_of_words(message: Message) -> Asker:
    """Whoever wrote it; nobody, if that cannot be said for sure."""
    user = message.from_user
    is_passed_on = message.forward_origin is not None or message.is_automatic_forward
    return Asker(
        chat=message.chat.id,
        user=user.id if user is not None else 0,
        is_nobody=(
            user is None
            or user.is_bot
            or message.sender_chat is not None
            or message.via_bot is not None
            or bool(is_passed_on)
        ),
        message=message.message_id,
    )


#: a press that somebody waits for no longer
NO_WORDS: Final = ""


class Answering:
    """Says what came of it. A word that cannot be said is lost, and stops nothing."""

    def __init__(self, client: TelegramClient) -> None:
        self.client = client

    def told(self, asker: Asker, told: Told) -> None:
        """To who pressed alone, where it fits; else below what they pressed on."""
        self.say(asker, told.words, is_alert=not told.is_done)

    def say(self, asker: Asker, words: str, *, is_alert: bool = False) -> None:
        """Words of ours."""
        if asker.press and length(words) <= POPUP and "\n" not in words:
            ended = self.client.pop_up(asker.press, words, is_alert=is_alert)
            if isinstance(ended, Answered):
                return
        else:
            self.taken(asker)
        self.write(asker, page_of_words(words))

    def taken(self, asker: Asker) -> None:
        """The press is heard; there is nothing to say."""
        if asker.press:
            self.client.pop_up(asker.press, NO_WORDS, is_alert=False)

    def sheet(self, asker: Asker, sheet: Sheet) -> None:
        """Below what they wrote."""
        self.write(asker, page_of(sheet, {}), keys_of(sheet))

    def write(self, asker: Asker, html: str, keys: Keys = (), *, asks: str | None = None) -> int:
        """A message that answers theirs; its number, 0: it could not be said."""
        ended = self.client.send(
            asker.chat, html, keys, answers=asker.message, is_silent=True, asks=asks
        )
        return ended.value if isinstance(ended, Answered) else 0

    def take_away(self, asker: Asker, message: int) -> None:
        """A question of ours that is answered."""
        if message:
            self.client.delete(asker.chat, message)
