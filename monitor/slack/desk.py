"""The cards in a Slack channel. Implements `Desk`.

Each message carries its token as metadata, so that after a crash it is looked for instead of posted
again. Nothing is unfolded: no link of a stranger is ever fetched by Slack for us.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Outcome, Refused, Sighting
from monitor.domain.sheet import Sheet
from monitor.slack.blocks import blocks_of, fallback_of, shortest
from monitor.slack.client import Answered, Ended, SlackClient, is_too_long

NAME: Final = "slack"
#: of the metadata of every message of ours
EVENT: Final = "complaint_monitor_card"
#: a message is looked for from so long before it was begun: clocks differ
EARLIER: Final = timedelta(minutes=2)
PAGE: Final = 200
#: pages that are looked through for one message
PAGES: Final = 20
_GONE = ("message_not_found", "thread_not_found")


class SlackDesk:
    """One channel of a workspace."""

    name = NAME

    def __init__(self, client: SlackClient, channel: str, users: Mapping[str, str]) -> None:
        self.client = client
        self.web = client.web
        self.channel = channel
        #: names of our people → their accounts
        self.users = users
        self._marks = count(1)

    def show(self, sheet: Sheet, token: str) -> Outcome:
        return self._posted(self._post(sheet, token))

    def add(self, place: str, sheet: Sheet, token: str, *, is_loud: bool) -> Outcome:
        _, ts = _parts(place)
        return self._posted(self._post(sheet, token, thread_ts=ts, reply_broadcast=is_loud))

    def change(self, place: str, sheet: Sheet) -> Outcome:
        channel, ts = _parts(place)

        def update(blocks: list[dict[str, Any]]) -> Ended:
            text = fallback_of(sheet, self.users)
            return self.client.call(
                self.web.chat_update, channel=channel, ts=ts, text=text, blocks=blocks
            )

        ended = self._cut_if_needed(sheet, update)
        return Delivered(posted_id=place) if isinstance(ended, Answered) else ended

    def find(self, token: str, place: str, since: datetime) -> Sighting:
        channel, ts = _parts(place)
        oldest = f"{(since - EARLIER).timestamp():.6f}"
        looked_at = self.client.clock.now()
        for page in self._pages(channel or self.channel, ts, oldest):
            if not isinstance(page, Answered):
                return NotVisible(why=page.why)
            for message in page.body.get("messages", ()):
                if _token_of(message) == token:
                    return Found(posted_id=f"{channel or self.channel}:{message['ts']}")
        return Absent(looked_at=looked_at)

    def erase(self, place: str) -> Outcome:
        channel, ts = _parts(place)
        for page in self._pages(channel, ts, "0"):
            if isinstance(page, Answered):
                for message in page.body.get("messages", ()):
                    if message.get("ts") != ts and _token_of(message):
                        ended = self._delete(channel, message["ts"])
                        if not isinstance(ended, Delivered):
                            return ended
            elif not _is_gone(page):
                return page
        return self._delete(channel, ts)

    # --- steps --------------------------------------------------------------------------------

    def _post(self, sheet: Sheet, token: str, **where: object) -> Ended:
        metadata = {"event_type": EVENT, "event_payload": {"id": token}}

        def post(blocks: list[dict[str, Any]]) -> Ended:
            return self.client.call(
                self.web.chat_postMessage,
                channel=self.channel,
                text=fallback_of(sheet, self.users),
                blocks=blocks,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                **where,
            )

        return self._cut_if_needed(sheet, post)

    # Any: blocks, JSON for Slack
    def _cut_if_needed(self, sheet: Sheet, send: Any) -> Ended:
        """Sent; once more with the least that a card can be, if Slack finds it too long."""
        mark = f"{next(self._marks):x}.{self.client.clock.now().timestamp():.0f}"
        ended: Ended = send(blocks_of(sheet, self.users, mark))
        if is_too_long(ended):
            ended = send(shortest(sheet, self.users, mark))
        return ended

    def _posted(self, ended: Ended) -> Outcome:
        if not isinstance(ended, Answered):
            if isinstance(ended, Refused) and not _is_gone(ended):
                # whatever it was, somebody can mend it, and the alert waits for that
                return Refused(
                    why=ended.why,
                    permanent=False,
                    retry_at=ended.retry_at,
                    is_auth=ended.is_auth,
                )
            return ended
        channel, ts = ended.body.get("channel", self.channel), ended.body.get("ts", "")
        return Delivered(posted_id=f"{channel}:{ts}")

    def _delete(self, channel: str, ts: str) -> Outcome:
        ended = self.client.call(self.web.chat_delete, channel=channel, ts=ts)
        if isinstance(ended, Answered) or _is_gone(ended):
            return Delivered(posted_id=f"{channel}:{ts}")
        return ended

    def _pages(self, channel: str, ts: str, oldest: str) -> Iterator[Ended]:
        """The channel's messages, or those of a thread; the last one is a refusal, if any."""
        asked: dict[str, object] = {
            "channel": channel,
            "oldest": oldest,
            "limit": PAGE,
            "include_all_metadata": True,
        }
        method: Callable[..., Any] = self.web.conversations_history
        if ts:
            method, asked["ts"] = self.web.conversations_replies, ts
        for _ in range(PAGES):
            ended = self.client.call(method, **asked)
            yield ended
            if not isinstance(ended, Answered):
                return
            cursor = (ended.body.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            asked["cursor"] = cursor
        yield Refused(why="there is too much in the channel to look through")


def _parts(place: str) -> tuple[str, str]:
    """The channel and the message."""
    channel, _, ts = place.partition(":")
    return channel, ts


def _token_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("id", ""))


def _is_gone(ended: Ended) -> bool:
    return isinstance(ended, Refused) and any(ended.why.endswith(name) for name in _GONE)
