"""Slack, as far as slack-sdk and slack-bolt use it: Web API, Socket Mode, webhooks, response URLs.

    python -m tests.simulators.slack FOLDER [PORT]

What people see goes to `public.jsonl`, every request to `hits.jsonl`, every call with its arguments
and what came of it to `calls.jsonl`. `control/save` keeps everything for a restart in the same
folder. How tests use it stands in `slack_rig.py`.
"""

import pickle
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.simulators import slack_control, slack_files, slack_urls, slack_views, slack_web
from tests.simulators.server import PUBLIC, Answer, Fault, Fields, Request, World, serve
from tests.simulators.slack_socket import Socket
from tests.simulators.slack_workspace import Slack, SlackError

#: seconds that Slack waits for an acknowledgement before it shows whoever acted a warning
PATIENCE_S = 3
CALLS, SAVED = "calls.jsonl", "slack.pickle"
#: faults in Slack's own words: a 200 that says no
WORDS = {
    Fault.FORBIDDEN: "not_in_channel",
    Fault.DUPLICATE: "duplicate_message_not_found",
    Fault.GONE: "channel_not_found",
    Fault.REVOKED: "token_revoked",
}


class SlackWorld(World):
    """Every workspace, and the websockets of its apps."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.slack = Slack(at=datetime.now(UTC))
        saved = folder / SAVED
        if saved.exists():
            self.slack, self.stopped_at = pickle.loads(saved.read_bytes())
        self.socket = Socket(self._heard)
        #: what the next requests do instead, in order: how one begins, and a fault of the wire
        #: or an error of Slack's
        self.scripted: list[tuple[str, Fault | Fields]] = []
        self._now_scripted: Fields | None = None
        #: seconds that a 429 asks for
        self.retry_after = 1

    # --- requests -----------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        slack = self._at_now()
        slack.address = f"http://{request.headers.get('host', '127.0.0.1')}"
        made = self._answered(request)
        self._write_news()
        if request.path.startswith("/api/"):
            self._write_call(request, made)
        return made

    def _answered(self, request: Request) -> Answer:
        scripted, self._now_scripted = self._now_scripted, None
        if scripted is not None:
            return slack_web.refused(SlackError(**scripted), {})
        path = request.path
        if path == "/api/apps.connections.open":
            return self._connection(request)
        if path.startswith("/api/"):
            return slack_web.answered(self.slack, request)
        if path.startswith("/upload/"):
            return slack_files.upload(self.slack, request)
        if path.startswith("/actions/"):
            return slack_urls.respond(self.slack, request)
        return slack_urls.incoming(self.slack, request)

    def _connection(self, request: Request) -> Answer:
        try:
            app = self.slack.app_of_token(slack_web.token_of(request, {}))
            if "connections:write" not in app.scopes:
                provided = ",".join(app.scopes)
                raise SlackError("missing_scope", needed="connections:write", provided=provided)
        except SlackError as error:
            return slack_web.refused(error, {})
        ticket = f"{self.slack.next()}-ticket"
        return Answer(200, {"ok": True, "url": self.socket.address_for(app.id, ticket)})

    # --- faults -------------------------------------------------------------------------------

    def fault_for(self, request: Request) -> Fault | None:
        """Those of the wire and Slack's own stand in one queue."""
        for waiting in self.scripted:
            on, what = waiting
            if request.name.startswith(on):
                self.scripted.remove(waiting)
                if isinstance(what, Fault):
                    return what
                self._now_scripted = what
                return None
        return None

    def failure(self, fault: Fault, request: Request) -> Answer:
        is_method = request.path.startswith("/api/")
        if fault is Fault.TOO_MANY:
            said = {"ok": False, "error": "ratelimited"} if is_method else b"rate_limited"
            return Answer(429, said, {"Retry-After": str(self.retry_after)})
        if fault in WORDS:
            return Answer(200, {"ok": False, "error": WORDS[fault]})
        return Answer(503, b"upstream connect error", {"Content-Type": "text/plain"})

    # --- the socket ---------------------------------------------------------------------------

    def deliver(self, envelope_id: str, to: int | None = None) -> int | None:
        """Sends an envelope, for the first time or again; to which connection."""
        envelope = self.slack.envelopes[envelope_id]
        envelope["sent_s"] = time.monotonic()
        link = self.socket.send(envelope["app_id"], envelope["said"], to)
        envelope["sent_to"].append(link)
        return link

    def _heard(self, link: int, said: Fields) -> None:
        """An app acknowledged an envelope, perhaps with an answer for whoever acted."""
        with self.turn:
            slack = self._at_now()
            envelope = slack.envelopes.get(str(said.get("envelope_id")))
            if envelope is None:
                return
            payload, is_first = said.get("payload"), not envelope["acks"]
            waited_s = time.monotonic() - envelope["sent_s"]
            ack = {"link": link, "payload": payload, "at": slack.at.isoformat()}
            envelope["acks"].append({**ack, "is_late": waited_s > PATIENCE_S})
            if is_first:
                self._obey(envelope, payload)
            self._write_news()

    def _obey(self, envelope: Fields, payload: Any) -> None:
        try:
            if envelope["view"]:
                slack_views.answer_submission(
                    self.slack, self.slack.views[envelope["view"]], payload
                )
            elif envelope["said"]["type"] == "slash_commands" and payload:
                slack_control.say_to_command(self.slack, envelope, payload)
        except SlackError as error:
            envelope["refused"] = {"error": error.code, **error.more}

    # --- control ------------------------------------------------------------------------------

    def controlled(self, request: Request) -> Answer:
        """What cannot be done is the test's mistake, and told to it."""
        if request.path == "/control/faults":
            self.scripted.extend((one["on"], Fault(one["fault"])) for one in request.json())
            return Answer(200, None)
        try:
            return super().controlled(request)
        except SlackError as error:
            return Answer(400, {"cannot": error.code, **error.more})

    def control(self, what: str, asked: Any) -> object:
        if what == "save":
            kept = (self._at_now(), self.stopped_at)
            (self.folder / SAVED).write_bytes(pickle.dumps(kept))
            return None
        self._at_now()
        made = slack_control.controlled(self, what, asked)
        self._write_news()
        return made

    def _at_now(self) -> Slack:
        self.slack.at = self.now()
        return self.slack

    def _write_news(self) -> None:
        for line in self.slack.news:
            self.write(PUBLIC, {"at": self.slack.at.isoformat(), **line})
        self.slack.news.clear()

    def _write_call(self, request: Request, made: Answer) -> None:
        args = {**slack_web.arguments(request)}
        args.pop("token", None)
        error = made.body.get("error") if isinstance(made.body, dict) else None
        at, method = self.slack.at.isoformat(), request.path.removeprefix("/api/")
        self.write(CALLS, {"at": at, "method": method, "args": args, "error": error})


if __name__ == "__main__":
    serve(SlackWorld(Path(sys.argv[1])), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
