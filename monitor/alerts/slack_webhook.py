"""Slack's incoming webhook: alerts in a channel, for who only wants to read them there."""

import json

from monitor.alerts.as_blocks import as_blocks
from monitor.alerts.mail import id_of
from monitor.alerts.outcome import outcome_of
from monitor.alerts.posting import Answer, post
from monitor.alerts.sheet import Sheet
from monitor.alerts.sheets import Sheets
from monitor.alerts.webhook import refusal
from monitor.domain.delivery import Outcome, Refused
from monitor.domain.effect import Effect
from monitor.domain.notice import Notice
from monitor.domain.ports import Card, Clock
from monitor.errors import ChannelError

#: what Slack answers to a message without anything in it, where the address is good
NOTHING_IN_IT = ("no_text", "invalid_payload", "missing_text_or_fallback_or_attachments")
#: what it answers where the address is not good any more
GONE = ("no_service", "no_active_hooks", "invalid_token", "no_team", "team_disabled")
AGAIN = "make a new incoming webhook in Slack, and put its address into secrets.toml"


class SlackWebhook:
    """Posts blocks."""

    name = "slack_webhook"

    def __init__(self, url: str, sheets: Sheets, clock: Clock, *, allow_private: bool) -> None:
        self._url = url
        self._sheets = sheets
        self._clock = clock
        self._allow_private = allow_private

    def post(self, card: Card) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_card(card)))

    def post_notice(self, notice: Notice) -> Outcome:
        return outcome_of(lambda: self._send(self._sheets.of_notice(notice)))

    def erase_card(self, _effect: Effect) -> Outcome:
        """An incoming webhook can only write."""
        return Refused(why="what an incoming webhook wrote cannot be changed by it")

    def try_out(self) -> str:
        answer = self._ask({})
        if answer.status == 400 and answer.words in NOTHING_IN_IT:
            return "Slack knows the address; alerts can be read in its channel"
        raise _refusal(answer)

    def _send(self, sheet: Sheet) -> str:
        answer = self._ask(as_blocks(sheet))
        if answer.status != 200:
            raise _refusal(answer)
        return f"slack_webhook:{id_of(sheet)}"

    def _ask(self, message: dict[str, object]) -> Answer:
        body = json.dumps(message).encode("ascii")
        headers = {"Content-Type": "application/json"}
        return post(self._url, body, headers, self._clock, allow_private=self._allow_private)


def _refusal(answer: Answer) -> ChannelError:
    if answer.words in GONE or answer.status in (401, 403, 404, 410):
        told = f"Slack does not know the webhook any more, and says: {answer.words}"
        return ChannelError(told, is_auth=True, hint=AGAIN)
    return refusal(answer, "Slack")
