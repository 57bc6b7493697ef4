"""Whoever gets alerts, in another process: a mail server, a webhook, and Slack's webhook.

    python -m tests.simulators.recipient FOLDER

The control listens as for every simulator; `ports` gives those of SMTP: plain (with STARTTLS where
FOLDER holds `cert.pem`) and encrypted. `public.jsonl` gets a line for every mail and every POST
that was taken. Faults are asked for by the command: `AUTH`, `MAIL`, `DATA`, `CONTENT`,
`POST /hook`.
"""

import email
import email.policy
import sys
import threading
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.simulators.server import (
    HITS,
    PUBLIC,
    RETRY_AFTER,
    Answer,
    Fault,
    Fields,
    Request,
    World,
    serve,
)
from tests.simulators.simulator import Simulator
from tests.simulators.smtp import SmtpServer

MODULE = "tests.simulators.recipient"
USER, PASSWORD = "monitor@larch.example", "abcdefghijklmnop"
HOOK, SLACK = "/hook", "/services/T0/B0/secret"


class RecipientWorld(World):
    """What arrived."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.user, self.password = USER, PASSWORD
        self.unknown: list[str] = []
        #: the password came over an encrypted line
        self.was_encrypted: bool | None = None
        #: what a POST is answered with instead, once each
        self.answers: list[Answer] = []
        certificate = folder / "cert.pem"
        known = certificate if certificate.exists() else None
        self.plain = SmtpServer(self, known)
        self.encrypted = SmtpServer(self, known, at_once=True) if known is not None else None

    def begin(self) -> None:
        for server in (self.plain, self.encrypted):
            if server is not None:
                threading.Thread(target=server.serve_forever, daemon=True).start()

    def heard(self, command: str) -> Fault | None:
        """Writes a command down; the fault that waits for it."""
        with self.turn:
            request = Request(method=command, path="", query={}, headers={}, body=b"")
            fault = self.fault_for(request)
            self.write(HITS, {"request": command, "fault": fault})
        return fault

    def fault_of_content(self) -> Fault | None:
        """What is wrong with a mail itself, after all of it has come."""
        with self.turn:
            request = Request(method="CONTENT", path="", query={}, headers={}, body=b"")
            return self.fault_for(request)

    def answer(self, request: Request) -> Answer:
        if self.answers:
            return self.answers.pop(0)
        if request.method != "POST" or request.path not in (HOOK, SLACK):
            return Answer(404, b"no_service", {"Content-Type": "text/plain"})
        if request.path == SLACK:
            asked = request.json()
            if not (isinstance(asked, dict) and asked.get("text")):
                return Answer(400, b"no_text", {"Content-Type": "text/plain"})
        body = request.body.decode()
        self.write(PUBLIC, {"path": request.path, "headers": dict(request.headers), "body": body})
        return Answer(200, b"ok", {"Content-Type": "text/plain"})

    def failure(self, fault: Fault, request: Request) -> Answer:
        status = {
            Fault.TOO_MANY: 429,
            Fault.FORBIDDEN: 403,
            Fault.GONE: 404,
            Fault.REVOKED: 401,
            Fault.UNAVAILABLE_BEFORE: 503,
            Fault.UNAVAILABLE_AFTER_ACCEPTANCE: 502,
        }.get(fault, 500)
        headers = {"Retry-After": str(RETRY_AFTER)} if fault is Fault.TOO_MANY else {}
        return Answer(status, b"no \x1b[31m<!channel>", headers)

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "ports":
                encrypted = self.encrypted.port if self.encrypted is not None else 0
                return [self.plain.port, encrypted]
            case "unknown":
                self.unknown = asked
            case "password":
                self.password = asked
            case "encrypted":
                return self.was_encrypted
            case "answer":
                status, headers, body = asked
                self.answers.append(Answer(status, body.encode(), headers))
            case _:
                raise ValueError(what)
        return None


# --- the process of the test ------------------------------------------------------------------


class Recipient(Simulator):
    """What arrived, as a test sees it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(MODULE, folder)

    @property
    def smtp_port(self) -> int:
        """In the open, with STARTTLS where there is a certificate."""
        return int(self.tell("ports")[0])

    @property
    def smtps_port(self) -> int:
        """Encrypted from the first byte; 0: not there."""
        return int(self.tell("ports")[1])

    @property
    def hook(self) -> str:
        return self.url + HOOK

    @property
    def slack(self) -> str:
        return self.url + SLACK

    def mails(self) -> list[EmailMessage]:
        """Every mail that was taken."""
        return [
            # the policy makes it one
            email.message_from_bytes(line["mail"].encode("latin-1"), policy=email.policy.default)
            for line in self.public()
            if "mail" in line
        ]

    def posts(self, path: str = HOOK) -> list[Fields]:
        """Every POST that was taken there."""
        return [line for line in self.public() if line.get("path") == path]

    def answer_next(self, status: int, body: str = "", **headers: str) -> None:
        """The next POST is answered like that, and not taken."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.tell("answer", [status, named, body])


if __name__ == "__main__":
    recipient = RecipientWorld(Path(sys.argv[1]))
    recipient.begin()
    serve(recipient)
