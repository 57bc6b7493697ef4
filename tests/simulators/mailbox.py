"""A mailbox in another process: folders of mails behind a small IMAP server.

    python -m tests.simulators.mailbox FOLDER

The control listens as for every simulator; `ports` gives those of IMAP: plain (with STARTTLS) and,
where FOLDER holds `cert.pem`, encrypted. `hits.jsonl` gets a line for every command, without what
is secret. Faults are asked for by the command: `LOGIN`, `UID FETCH`, `HELLO`.
"""

import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.simulators.imap import Folder, ImapServer, Mail
from tests.simulators.server import HITS, Answer, Fault, Request, World, serve
from tests.simulators.simulator import Simulator

MODULE = "tests.simulators.mailbox"
USER, PASSWORD = "reviews@larch.example", "abcdefghijklmnop"


class MailboxWorld(World):
    """One account with its folders."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folders: dict[str, Folder] = {"INBOX": Folder()}
        self.user, self.password = USER, PASSWORD
        #: what a command is answered with instead, once each
        self.words: list[tuple[str, str]] = []
        #: mails that are announced larger than they are
        self.announced: int | None = None
        certificate = folder / "cert.pem"
        self.plain = ImapServer(self, certificate if certificate.exists() else None)
        self.encrypted = (
            ImapServer(self, certificate, at_once=True) if certificate.exists() else None
        )

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

    def word_for(self, command: str) -> str:
        """What a test wants said to this command; empty: nothing special."""
        for waiting in self.words:
            if command.startswith(waiting[0]):
                self.words.remove(waiting)
                return waiting[1]
        return ""

    def answer(self, request: Request) -> Answer:
        return Answer(404)

    def failure(self, fault: Fault, request: Request) -> Answer:
        return Answer(500)

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "ports":
                encrypted = self.encrypted.port if self.encrypted is not None else 0
                return [self.plain.port, encrypted]
            case "mail":
                arrived = asked["arrived_at"]
                mail = Mail(
                    raw=asked["raw"].encode("latin-1") + b"x" * asked["padding"],
                    arrived_at=datetime.fromisoformat(arrived) if arrived else self.now(),
                )
                return self.folders.setdefault(asked["folder"], Folder()).add(mail)
            case "flags":
                return [mail.flags for mail in self.folders[asked].mails.values()]
            case "expunge":
                self.folders[asked["folder"]].mails.pop(asked["uid"], None)
            case "renumber":
                self.folders[asked].renumber()
            case "login":
                self.user, self.password = asked
            case "say":
                self.words.append((asked["to"], asked["words"]))
            case "announce":
                self.announced = asked
            case _:
                raise ValueError(what)
        return None


# --- the process of the test ------------------------------------------------------------------


class MailServer(Simulator):
    """The mailbox, as a test sees it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(MODULE, folder)

    @property
    def imap_port(self) -> int:
        """In the open."""
        return int(self.tell("ports")[0])

    @property
    def imaps_port(self) -> int:
        """Encrypted from the first byte; 0: not there."""
        return int(self.tell("ports")[1])

    def deliver(
        self,
        raw: bytes,
        *,
        folder: str = "INBOX",
        arrived_at: datetime | None = None,
        padding: int = 0,
    ) -> int:
        """A mail arrives; its number."""
        return int(
            self.tell(
                "mail",
                {
                    "raw": raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").decode("latin-1"),
                    "folder": folder,
                    "arrived_at": arrived_at.isoformat() if arrived_at else "",
                    "padding": padding,
                },
            )
        )

    def flags(self, folder: str = "INBOX") -> list[list[str]]:
        """What each mail is marked with."""
        flags: list[list[str]] = self.tell("flags", folder)
        return flags

    def say(self, words: str, *, to: str) -> None:
        """The next command that begins like `to` is answered with these words."""
        self.tell("say", {"to": to, "words": words})

    def commands(self) -> list[str]:
        """Every command, in order."""
        return [str(hit["request"]) for hit in self.hits()]


if __name__ == "__main__":
    world = MailboxWorld(Path(sys.argv[1]))
    world.begin()
    serve(world)
