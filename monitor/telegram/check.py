"""Tests of the desk in Telegram: the token, the chat, the people. Nothing is posted."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from monitor.domain.account import Checked, Level, Topic
from monitor.domain.inert import plain
from monitor.domain.values import Value
from monitor.telegram.client import TWO_READERS, WEBHOOK, Answered, TelegramClient

HERE = "add the bot and the people to the group, and write its number under [alerts.telegram]"
_GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Seen(Value):
    """Somebody wrote to the bot."""

    chat: int
    title: str
    user: int
    name: str


class TelegramCheck:
    """Everything that has to be so before a card is put there and a button is pressed."""

    def __init__(self, client: TelegramClient, chat: int, approvers: Mapping[str, str]) -> None:
        self.client = client
        self.chat = chat
        #: account → name of ours
        self.approvers = approvers

    def close(self) -> None:
        """The line goes; nothing can be asked after it."""
        self.client.line.close()

    def check(self) -> Iterator[Checked]:
        """All problems at once, each with what helps."""
        name = self.client.username()
        if not isinstance(name, Answered):
            yield _wrong(f"the bot cannot be used: {name.why}", "monitor login telegram")
            return
        yield _fine(f"the bot is @{name.value}")
        yield from self._webhook()
        yield from self._chat()

    def seen(self) -> list[Seen] | None:
        """Who wrote to the bot lately, and where; None: it cannot be asked now. Nothing is
        confirmed: a monitor that runs hears it, too."""
        ended = self.client.updates(None, timedelta(0))
        if not isinstance(ended, Answered):
            return None
        found = {one.chat * 31 + one.user: one for one in map(_seen, ended.value) if one}
        return list(found.values())

    def _webhook(self) -> Iterator[Checked]:
        ended = self.client.call(lambda bot: bot.get_webhook_info())
        if isinstance(ended, Answered) and ended.value.url:
            words, _, hint = WEBHOOK.partition(". ")
            yield _wrong(words, hint or TWO_READERS)

    def _chat(self) -> Iterator[Checked]:
        ended = self.client.call(lambda bot: bot.get_chat(self.chat))
        if not isinstance(ended, Answered):
            yield _wrong(f"the chat {self.chat} cannot be seen: {ended.why}", HERE)
            return
        chat = ended.value
        if chat.type == ChatType.CHANNEL:
            yield _wrong(
                "the chat is a channel, where nobody can tell who pressed", "make a group instead"
            )
            return
        yield _fine(f"cards go to {plain(chat.title or chat.first_name or str(self.chat))[:60]}")
        for user, name in self.approvers.items():
            yield self._person(int(user), name)

    def _person(self, user: int, name: str) -> Checked:
        ended = self.client.call(lambda bot: bot.get_chat_member(self.chat, user))
        if not isinstance(ended, Answered):
            return _wrong(f"{name} ({user}) is not known there: {ended.why}", HERE)
        member = ended.value
        if member.user.is_bot:
            return _wrong(f"{name} ({user}) is a bot, and a bot decides nothing", HERE)
        if member.status in _GONE:
            return _wrong(f"{name} ({user}) is not in the chat", HERE)
        return _fine(f"{name} may decide there")


def _seen(update: Update) -> Seen | None:
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or user.is_bot:
        return None
    title = plain(chat.title or chat.first_name or "")[:60]
    return Seen(chat=chat.id, title=title, user=user.id, name=plain(user.first_name)[:60])


def _fine(words: str) -> Checked:
    return Checked(topic=Topic.CREDENTIALS, level=Level.FINE, words=words)


def _wrong(words: str, hint: str) -> Checked:
    return Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=words, hint=hint)
