"""Calls of Telegram's Bot API, each once; how a call ends is a value.

A call that got no answer may have been carried out. What was refused, or never left, was not.
"""

from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any, Final, Generic, TypeVar

from telegram import (
    Bot,
    BotCommand,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from monitor.domain.cutting import cut
from monitor.domain.delivery import Refused, Unknown
from monitor.domain.ports import Clock
from monitor.redaction import redacted_words
from monitor.telegram.keyboard import Keys
from monitor.telegram.limits import PLACEHOLDER, POPUP
from monitor.telegram.line import HungUp, NeverSent, TelegramLine

T = TypeVar("T")
#: no more is waited for at once, whatever Telegram asks for
LONGEST_WAIT: Final = timedelta(hours=1)
#: of these causes nothing left this machine
UNSENT: Final = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"})
#: what is to be changed is not there, or never can be
GONE: Final = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message can't be deleted",
    "message_id_invalid",
)
#: it shows this already
SAME: Final = "message is not modified"
#: what was sent is too long or wrongly made
TOO_MUCH: Final = (
    "message is too long",
    "message_too_long",
    "can't parse entities",
    "button_",
    "reply markup is too long",
    "text must be non-empty",
    "message text is empty",
)
#: what the owner can do about it, in words
HELPS: Final = {
    "chat not found": "Telegram knows no such chat: write its number under [alerts.telegram], "
    "and write something to the bot there first",
    "bot was kicked": "the bot was taken out of the group: add it again",
    "bot was blocked": "you blocked the bot in Telegram: unblock it there",
    "bot is not a member": "the bot is not in the group: add it there",
    "not enough rights": "the bot may not write in the group: let its members send messages",
    "have no rights to send": "the bot may not write in the group: let its members send messages",
    "group chat was deactivated": "the group is gone: write another `chat`",
}
TWO_READERS: Final = (
    "another program reads what this bot is told; a bot has one reader. Stop the other one, or "
    "make a bot of its own for this monitor: monitor login telegram"
)
WEBHOOK: Final = (
    "another program has set a webhook for this bot, so nothing can be read here. Make a bot of "
    "its own for this monitor: monitor login telegram"
)
OLD_TOKEN: Final = "Telegram does not take the token: monitor login telegram"


class Answered(Generic[T]):
    """It was done."""

    def __init__(self, value: T) -> None:
        self.value = value


Ended = Answered[T] | Refused | Unknown


class TelegramClient:
    """One bot."""

    def __init__(self, line: TelegramLine, clock: Clock) -> None:
        self.line = line
        self.clock = clock

    # --- messages -----------------------------------------------------------------------------

    def send(
        self,
        chat: int,
        html: str,
        keys: Keys = (),
        *,
        answers: int = 0,
        is_silent: bool = False,
        asks: str | None = None,
    ) -> Ended[int]:
        """A message; its number. `answers`: the one it replies to. `asks`: opens a field to
        write in, with this in it until somebody writes."""
        markup: Any = _markup(keys)
        if asks is not None:
            hint = cut(asks, PLACEHOLDER) or None
            markup = ForceReply(selective=True, input_field_placeholder=hint)
        reply = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None

        async def send(bot: Bot) -> int:
            message = await bot.send_message(
                chat,
                html,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                disable_notification=is_silent,
                reply_parameters=reply,
                reply_markup=markup,
            )
            return message.message_id

        return self.call(send)

    def edit(self, chat: int, message: int, html: str, keys: Keys) -> Ended[bool]:
        """The message shows this now; also when it did before."""

        async def edit(bot: Bot) -> bool:
            await bot.edit_message_text(
                html,
                chat_id=chat,
                message_id=message,
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=_markup(keys),
            )
            return True

        return _same_is_done(self.call(edit))

    def edit_keys(self, chat: int, message: int, keys: Keys) -> Ended[bool]:
        """The message has these buttons now."""

        async def edit(bot: Bot) -> bool:
            await bot.edit_message_reply_markup(chat, message, reply_markup=_markup(keys))
            return True

        return _same_is_done(self.call(edit))

    def delete(self, chat: int, message: int) -> Ended[bool]:
        """The message goes."""
        return self.call(lambda bot: bot.delete_message(chat, message))

    def pop_up(self, press: str, words: str, *, is_alert: bool) -> Ended[bool]:
        """An answer to who pressed, for their eyes only; empty words: it is only taken."""
        text = cut(words, POPUP) or None
        return self.call(
            lambda bot: bot.answer_callback_query(press, text=text, show_alert=is_alert)
        )

    # --- the bot ------------------------------------------------------------------------------

    def updates(self, after: int | None, wait: timedelta) -> Ended[tuple[Update, ...]]:
        """What people did; what is before `after` is forgotten there."""
        return self.call(
            lambda bot: bot.get_updates(
                offset=after,
                timeout=int(wait.total_seconds()),
                allowed_updates=["message", "callback_query"],
            ),
            is_poll=True,
        )

    def username(self) -> Ended[str]:
        """The bot's own name, without its `@`."""

        async def ask(bot: Bot) -> str:
            return (await bot.get_me()).username or ""

        return self.call(ask)

    def set_commands(self, menu: Mapping[str, str]) -> Ended[bool]:
        """The menu of commands: name → what it does."""
        commands = [BotCommand(name, told) for name, told in menu.items()]
        return self.call(lambda bot: bot.set_my_commands(commands))

    def call(
        self, make: Callable[[Bot], Coroutine[Any, Any, T]], *, is_poll: bool = False
    ) -> Ended[T]:
        """One call; never raises for what Telegram or the network did."""
        try:
            return Answered(self.line.call(make, is_poll=is_poll))
        except RetryAfter as busy:
            span = busy.retry_after
            wait = span if isinstance(span, timedelta) else timedelta(seconds=span)
            return Refused(
                why="Telegram asks for patience",
                permanent=False,
                retry_at=self.clock.now() + min(wait, LONGEST_WAIT),
            )
        except TelegramError as error:
            return _failed(error)
        except NeverSent:
            return Refused(why="the monitor stops", permanent=False)
        except HungUp:
            return Unknown(why="the monitor stopped before Telegram answered")


def is_gone(ended: object) -> bool:
    """There is no such message any more, or it can never be changed."""
    return isinstance(ended, Refused) and any(part in ended.why.lower() for part in GONE)


def is_too_much(ended: object) -> bool:
    """Telegram finds it too long, or wrongly made."""
    return isinstance(ended, Refused) and any(part in ended.why.lower() for part in TOO_MUCH)


def _same_is_done(ended: Ended[bool]) -> Ended[bool]:
    if isinstance(ended, Refused) and SAME in ended.why.lower():
        return Answered(True)
    return ended


def _failed(error: TelegramError) -> Refused | Unknown:
    told = redacted_words(error.message).splitlines()[0][:300] if error.message else ""
    match error:
        case InvalidToken():
            return Refused(why=OLD_TOKEN, is_auth=True)
        case Forbidden():
            return Refused(why=_help(told), is_auth=True)
        case Conflict():
            return Refused(
                why=WEBHOOK if "webhook" in told.lower() else TWO_READERS, permanent=False
            )
        case ChatMigrated():
            why = f"the group has another number now: write `chat = {error.new_chat_id}`"
            return Refused(why=f"{why} under [alerts.telegram]", permanent=False, is_auth=True)
        case BadRequest():
            return Refused(why=_help(told))
    cause = type(error.__cause__).__name__
    if cause in UNSENT:
        return Refused(why="Telegram cannot be reached", permanent=False)
    if isinstance(error, TimedOut):
        return Unknown(why="Telegram gave no answer in time")
    return Unknown(why=f"Telegram gave no answer that can be read: {told}")


def _help(told: str) -> str:
    for part, words in HELPS.items():
        if part in told.lower():
            return words
    return f"Telegram says: {told}"


def _markup(keys: Keys) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(key.label, url=key.url)
                if key.url
                else InlineKeyboardButton(key.label, callback_data=key.back)
                for key in row
            ]
            for row in keys
        ]
    )
