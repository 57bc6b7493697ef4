"""A connector for the judge: what a connector over HTTP looks like, with the standard library."""

import http.client
import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    NotVisible,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Unknown,
    Wire,
)
from monitor.domain.effect import MEASURES, Action
from monitor.domain.message import Message, Page, SetAside
from monitor.domain.message_file import read_line
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings
from monitor.errors import ConnectorError

TIMEOUT_S = 2.0
NOT_REACHED_FOR = timedelta(seconds=30)


def connect(settings: Settings) -> "JudgeConnector":
    """The connector for `port`. Raises ConfigError."""
    port = int(settings.number("port", 0))
    if not port:
        settings.wrong("`port` is missing")
    can_be_asked = settings.flag("can_be_asked", True)
    timeout_s = settings.number("timeout_s", TIMEOUT_S)
    settings.done()
    return JudgeConnector(
        port,
        brand=settings.brand,
        clock=settings.clock,
        can_be_asked=can_be_asked,
        timeout_s=timeout_s,
    )


class NotReachedError(Exception):
    """Nothing was sent: there was no connection."""


class Answer(NamedTuple):
    """What the judge said."""

    status: int
    # Any: it is read in one place, below
    body: dict[str, Any]
    retry_after: str | None


class JudgeConnector:
    """Reads mentions from the judge and posts there."""

    name = "judge"
    platforms: tuple[str, ...] = ("x",)
    read_delay = timedelta(0)

    def __init__(
        self,
        port: int,
        *,
        brand: str,
        clock: Clock,
        can_be_asked: bool = True,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.port = port
        self.brand = brand
        self.measures = {action: JudgeMeasure(self, action) for action in sorted(MEASURES)}
        self.clock = clock
        #: the platform tells what we posted
        self.can_be_asked = can_be_asked
        self.timeout_s = timeout_s

    # --- MentionSource ------------------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        answer = self._read(f"/mentions?after={cursor or 0}")
        now = self.clock.now()
        lines = [
            read_line(
                line,
                where=f"mention {number}",
                brand=self.brand,
                seen_at=now,
                found_by=self.name,
            )
            for number, line in enumerate(answer["lines"], int(cursor or 0) + 1)
        ]
        return Page(
            messages=tuple(line for line in lines if isinstance(line, Message)),
            set_aside=tuple(line for line in lines if isinstance(line, SetAside)),
            cursor=answer["next"],
            more=answer["more"],
        )

    # --- Replier, DirectMessenger -------------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return _wire(outgoing, is_direct=False)

    def send(self, wire: Wire) -> Outcome:
        return self._write("POST", "/posts", wire.payload)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        if not self.can_be_asked:
            return NotVisible(why="the judge cannot be asked")
        wanted = json.loads(wire.payload)
        for post in self._read(f"/posts?since={_in_url(since)}")["posts"]:
            if all(post[key] == value for key, value in wanted.items()):
                return Found(posted_id=f"x:{post['id']}")
        return Absent(looked_at=self.clock.now())

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        if not self.can_be_asked:
            return NotVisible(why="the judge cannot be asked")
        answered = {"in_reply_to": _native(message_id), "direct": action is Action.DIRECT_MESSAGE}
        for post in self._read(f"/posts?since={_in_url(since)}")["posts"]:
            if all(post[key] == value for key, value in answered.items()):
                return Found(posted_id=f"x:{post['id']}", text=post["text"])
        return Absent(looked_at=self.clock.now())

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return _wire(outgoing, is_direct=True)

    def send_direct(self, wire: Wire) -> Outcome:
        return self.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self.find(wire, since)

    # --- Retractor ----------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        outcome = self._write("DELETE", f"/posts/{_native(posted_id)}")
        # what is not there is gone
        is_gone = isinstance(outcome, Refused) and outcome.why == "404"
        return Delivered(posted_id=posted_id) if is_gone else outcome

    def is_gone(self, posted_id: str) -> bool:
        try:
            return self._ask("GET", f"/posts/{_native(posted_id)}").status == 404
        except (NotReachedError, OSError, http.client.HTTPException) as fault:
            raise ConnectorError(f"the judge gave no answer: {fault}") from fault

    # --- Guard --------------------------------------------------------------------------------

    # what has no means of its own has a page
    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        return f"http://127.0.0.1:{self.port}/away/{action.value}/{_native(target_id)}"

    # --- HTTP ---------------------------------------------------------------------------------

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """One request. Raises NotReachedError before, OSError or HTTPException after it left."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout_s)
        try:
            try:
                connection.connect()
            except OSError as fault:
                raise NotReachedError(str(fault)) from fault
            headers = {"X-Clock": self.clock.now().isoformat()}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
            retry_after = response.getheader("Retry-After")
            return Answer(response.status, json.loads(content or b"{}"), retry_after)
        finally:
            connection.close()

    def _read(self, path: str) -> dict[str, Any]:
        try:
            answer = self._ask("GET", path)
        except (NotReachedError, OSError, http.client.HTTPException, ValueError) as fault:
            raise ConnectorError(f"the judge gave no answer: {fault}") from fault
        if answer.status == 200:
            return answer.body
        raise ConnectorError(
            f"the judge said {answer.status}",
            permanent=answer.status in (401, 403),
            retry_at=self._retry_at(answer),
        )

    def _write(self, method: str, path: str, body: bytes | None = None) -> Outcome:
        try:
            answer = self._ask(method, path, body)
        except NotReachedError as fault:
            retry_at = self.clock.now() + NOT_REACHED_FOR
            return Refused(why=f"not reached: {fault}", permanent=False, retry_at=retry_at)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            return Unknown(why=f"no answer: {type(fault).__name__}")
        match answer.status:
            case 200 | 201 | 204 if path == "/posts" and "id" not in answer.body:
                return Unknown(why="half of an answer")
            case 200 | 201 | 204:
                return Delivered(posted_id=f"x:{answer.body.get('id', _native(path))}")
            case 429:
                return Refused(why="429", permanent=False, retry_at=self._retry_at(answer))
            case 401:
                return Refused(why="401", is_auth=True)
            case 403 if answer.body.get("error") == "duplicate content":
                # probably there already: look, do not give up
                return Unknown(why="the judge calls it a duplicate")
            case status if status < 500:
                return Refused(why=str(status))
            case status:
                return Unknown(why=str(status))

    def _retry_at(self, answer: Answer) -> datetime | None:
        if answer.retry_after is None:
            return None
        return self.clock.now() + timedelta(seconds=int(answer.retry_after))


class JudgeMeasure:
    """Mute, block or hide."""

    def __init__(self, judge: JudgeConnector, action: Action) -> None:
        self.judge = judge
        self.action = action

    def do(self, target_id: str) -> Outcome:
        return self.judge._write("POST", self._path(target_id))

    def undo(self, target_id: str) -> Outcome:
        return self.judge._write("DELETE", self._path(target_id))

    def is_on(self, target_id: str) -> bool | None:
        if not self.judge.can_be_asked:
            return None
        return bool(self.judge._read(self._path(target_id))["is_on"])

    def _path(self, target_id: str) -> str:
        return f"/away/{self.action.value}/{_native(target_id)}"


def _wire(outgoing: Outgoing, *, is_direct: bool) -> Wire:
    written = {
        "text": outgoing.text,
        "in_reply_to": _native(outgoing.message_id),
        "to": outgoing.handle,
        "direct": is_direct,
    }
    return Wire(payload=msgspec.json.encode(written))


def _native(name: str) -> str:
    return name.rpartition(":")[2].rpartition("/")[2]


def _in_url(moment: datetime) -> str:
    return moment.isoformat().replace("+", "%2B")
