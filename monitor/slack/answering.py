"""How somebody is answered in Slack: alone, in a modal, or as the card itself."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.webhook import WebhookClient

from monitor.domain.inert import plain
from monitor.domain.press import Answer, Form
from monitor.domain.sheet import Sheet
from monitor.slack.blocks import blocks_of, fallback_of
from monitor.slack.buttons import Json
from monitor.slack.client import TIMEOUT, Answered, SlackClient
from monitor.slack.limits import SECTION
from monitor.slack.modal import opened, told_view, view_of
from monitor.slack.words import escaped, text_object

#: a modal can be opened for three seconds after the press
TOO_LATE: Final = "That took too long for Slack. Nothing was done: please press again."
TITLE: Final = "Complaint monitor"


class Asker:
    """Who waits for an answer, and where."""

    def __init__(self, body: Json) -> None:
        self.body = body
        user = body.get("user") or {}
        self.user = str(user.get("id") or body.get("user_id") or "")
        team = body.get("team") or {}
        self.team = str(team.get("id") or body.get("team_id") or user.get("team_id") or "")
        container = body.get("container") or {}
        channel = body.get("channel") or {}
        self.channel = str(
            channel.get("id") or body.get("channel_id") or container.get("channel_id") or ""
        )
        self.ts = str(container.get("message_ts") or "")
        self.thread = str(container.get("thread_ts") or "")
        self.trigger = str(body.get("trigger_id") or "")
        self.view = str((body.get("view") or {}).get("id") or container.get("view_id") or "")
        self.url = str(body.get("response_url") or "")


class Answering:
    """Says what came of it. A word that cannot be said is logged, and stops nothing."""

    def __init__(self, client: SlackClient, users: Mapping[str, str]) -> None:
        self.client = client
        self.web = client.web
        self.users = users

    def answer(self, asker: Asker, answer: Answer | Sheet) -> None:
        """Words, a form, or a sheet."""
        if isinstance(answer, Form):
            self.form(asker, answer)
        elif isinstance(answer, Sheet):
            blocks = blocks_of(answer, {})
            self.alone(asker, fallback_of(answer, {}), blocks)
        else:
            self.say(asker, answer.words)

    def say(self, asker: Asker, words: str) -> None:
        """To them alone; in the modal, where they look at one."""
        if asker.view:
            self.update(asker.view, told_view(TITLE, words))
            return
        lines = "\n".join(map(escaped, words.splitlines()))
        self.alone(asker, lines, [{"type": "section", "text": text_object(lines, SECTION)}])

    def form(self, asker: Asker, form: Form) -> None:
        """A modal, opened or in the place of the one they look at."""
        view = view_of(form, asker.channel)
        if asker.view:
            self.update(asker.view, view)
        elif not self.open(asker, view):
            self.say(asker, TOO_LATE)

    def sheet(self, asker: Asker, words: str) -> None:
        """Something longer to read, in a modal."""
        if not self.open(asker, told_view(TITLE, words)):
            self.say(asker, words)

    def open(self, asker: Asker, view: Json) -> str:
        """The modal's id; empty when it is too late for one."""
        ended = self.client.call(self.web.views_open, trigger_id=asker.trigger, view=view)
        return opened(ended.body) or "open" if isinstance(ended, Answered) else ""

    def update(self, view_id: str, view: Json) -> None:
        """The modal shows this now."""
        self.client.call(self.web.views_update, view_id=view_id, view=view)

    def alone(self, asker: Asker, text: str, blocks: list[Json]) -> None:
        """Nobody else sees it."""
        if asker.channel:
            where: dict[str, Any] = {"thread_ts": asker.thread} if asker.thread else {}
            ended = self.client.call(
                self.web.chat_postEphemeral,
                channel=asker.channel,
                user=asker.user,
                text=plain(text, keep_lines=True)[:SECTION],
                blocks=blocks,
                **where,
            )
            if isinstance(ended, Answered):
                return
        if asker.url:
            # where the app is no member only this way is left
            hook = WebhookClient(asker.url, timeout=TIMEOUT, retry_handlers=[])
            self.client.call(hook.send, text=text[:SECTION], blocks=blocks)
