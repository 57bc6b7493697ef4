"""Tests of the desk in Slack: tokens, permissions, the channel, the people. Nothing is posted."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient

from monitor.domain.account import Checked, Level, Topic
from monitor.slack.client import Answered, SlackClient
from monitor.slack.manifest import NEEDED, SCOPES

AGAIN = "install the app again with the manifest of `monitor login slack`"


class SlackCheck:
    """Everything that has to be so before a card is posted and a button is pressed."""

    def __init__(
        self,
        client: SlackClient,
        app_token: str,
        *,
        team: str,
        channel: str,
        approvers: Mapping[str, str],
    ) -> None:
        self.client = client
        self.web = client.web
        self.app_token = app_token
        self.team = team
        self.channel = channel
        #: account → name of ours
        self.approvers = approvers

    def check(self) -> Iterator[Checked]:
        """All problems at once, each with what helps."""
        scopes: set[str] | None = None
        ended = self.client.call(self._who_am_i)
        if isinstance(ended, Answered):
            scopes = ended.body["scopes"]
            yield from self._workspace(ended.body)
            yield from _permissions(scopes)
            yield from self._channel()
            yield from self._people(scopes)
        else:
            yield _wrong(f"the bot token does not work: {ended.why}", AGAIN)
        yield self._socket()

    # Any: the library's answer, with the scopes beside it
    def _who_am_i(self) -> Any:
        answer = self.web.auth_test()
        names = {key.lower(): value for key, value in answer.headers.items()}
        written = names.get("x-oauth-scopes", "")
        text = ",".join(written) if isinstance(written, list) else str(written)
        assert isinstance(answer.data, dict)
        answer.data["scopes"] = {one.strip() for one in text.split(",") if one.strip()}
        return answer

    def _workspace(self, body: Mapping[str, Any]) -> Iterator[Checked]:
        if body.get("team_id") == self.team:
            yield _fine(f"the bot is in the workspace {body.get('team', self.team)}")
            return
        yield _wrong(
            f"the bot is in another workspace: {body.get('team_id')}, not {self.team}",
            f'write `team = "{body.get("team_id")}"` under [alerts.slack]',
        )

    def _channel(self) -> Iterator[Checked]:
        ended = self.client.call(self.web.conversations_info, channel=self.channel)
        if not isinstance(ended, Answered):
            yield _wrong(f"the channel {self.channel} cannot be seen: {ended.why}", "")
            return
        channel = ended.body.get("channel") or {}
        name = f"#{channel.get('name') or self.channel}"
        if channel.get("is_archived"):
            yield _wrong(f"{name} is archived", "name another one under [alerts.slack]")
        elif not channel.get("is_member", False) and not channel.get("is_im", False):
            yield _wrong(f"the app is not in {name}", "type there: /invite @Complaint monitor")
        else:
            yield _fine(f"cards go to {name}")

    def _people(self, scopes: set[str]) -> Iterator[Checked]:
        if scopes and "users:read" not in scopes:
            return
        for user, name in self.approvers.items():
            ended = self.client.call(self.web.users_info, user=user)
            if not isinstance(ended, Answered):
                yield _wrong(f"{name} ({user}) is not known there: {ended.why}", "")
                continue
            person = ended.body.get("user") or {}
            if person.get("is_bot"):
                yield _wrong(f"{name} ({user}) is a bot, and a bot decides nothing", "")
            elif person.get("deleted"):
                yield _wrong(f"{name} ({user}) has left the workspace", "")
            else:
                yield _fine(f"{name} may decide there")

    def _socket(self) -> Checked:
        """A socket is asked for, and not opened."""
        web = WebClient(
            token=self.app_token,
            base_url=self.web.base_url,
            timeout=self.web.timeout,
            retry_handlers=[],
        )
        ended = self.client.call(web.apps_connections_open, app_token=self.app_token)
        if isinstance(ended, Answered):
            return _fine("buttons reach the monitor")
        return _wrong(
            f"buttons do not reach the monitor: {ended.why}",
            "make an app-level token with `connections:write`, and keep it as the app token",
        )


def _permissions(scopes: set[str]) -> Iterator[Checked]:
    for scope in SCOPES:
        if scopes and scope not in scopes:
            level = Level.BROKEN if scope in NEEDED else Level.WARNING
            words = f"the app may not {SCOPES[scope]}: `{scope}` is missing"
            yield Checked(topic=Topic.CREDENTIALS, level=level, words=words, hint=AGAIN)


def _fine(words: str) -> Checked:
    return Checked(topic=Topic.CREDENTIALS, level=Level.FINE, words=words)


def _wrong(words: str, hint: str) -> Checked:
    return Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=words, hint=hint)
