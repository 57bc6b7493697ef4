"""A small IMAP server: as much of RFC 3501 as a reader of mails needs, and faults as asked.

It marks a mail as read where a real one would: when a body is taken without PEEK from a folder
that was opened to be changed.
"""

import base64
import re
import socket
import socketserver
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulators.server import SILENCE, Fault

if TYPE_CHECKING:
    from tests.simulators.mailbox import MailboxWorld

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_PARTIAL = re.compile(r"BODY(\.PEEK)?\[(.*?)\](?:<(\d+)\.(\d+)>)?", re.IGNORECASE)
#: what the server says to a command that fails
REFUSALS = {
    Fault.UNAVAILABLE_BEFORE: "NO [UNAVAILABLE] come back later",
    Fault.TOO_MANY: "NO [LIMIT] too many connections",
    Fault.FORBIDDEN: "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
    Fault.REVOKED: "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
    Fault.GONE: "NO [NONEXISTENT] Unknown Mailbox",
}


@dataclass
class Mail:
    """One mail."""

    raw: bytes
    arrived_at: datetime
    flags: list[str] = field(default_factory=list)


@dataclass
class Folder:
    """Mails by their numbers."""

    validity: int = 1_000
    next_uid: int = 1
    mails: dict[int, Mail] = field(default_factory=dict)

    def add(self, mail: Mail) -> int:
        uid = self.next_uid
        self.mails[uid] = mail
        self.next_uid += 1
        return uid

    def renumber(self) -> None:
        """As after a move to another server: all numbers are new."""
        mails = list(self.mails.values())
        self.validity, self.next_uid, self.mails = self.validity + 1, 1, {}
        for mail in mails:
            self.add(mail)


class ImapServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own."""

    daemon_threads = True

    def __init__(self, world: "MailboxWorld", certificate: Path | None, *, at_once: bool = False):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.world = world
        self.at_once = at_once
        self.context: ssl.SSLContext | None = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate, certificate.with_name("key.pem"))

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class HungUp(Exception):
    """The conversation is over."""


class Conversation(socketserver.BaseRequestHandler):
    """One client, from the greeting to the end."""

    server: ImapServer
    request: socket.socket

    def handle(self) -> None:
        self.world = self.server.world
        self.opened: Folder | None = None
        self.may_change = False
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self.server.at_once:
                self._encrypt()
            self.lines = self.request.makefile("rb")
            self._fail(self.world.heard("HELLO"), "*")
            self._say(self.world.word_for("HELLO") or "* OK hello")
            while line := self.lines.readline():
                self._command(line.decode("utf-8").rstrip("\r\n"))
        except (HungUp, OSError):
            self.request.close()

    def _encrypt(self) -> None:
        assert self.server.context is not None
        self.request = self.server.context.wrap_socket(self.request, server_side=True)

    def _say(self, line: str | bytes) -> None:
        self.request.sendall((line.encode() if isinstance(line, str) else line) + b"\r\n")

    # --- commands -----------------------------------------------------------------------------

    def _command(self, line: str) -> None:
        tag, _, rest = line.partition(" ")
        verb, _, given = rest.partition(" ")
        if verb.upper() == "UID":
            second, _, given = given.partition(" ")
            verb = f"UID {second}"
        verb = verb.upper()
        shown = verb if verb in ("LOGIN", "AUTHENTICATE") else f"{verb} {given}".strip()
        fault = self.world.heard(shown)
        self._fail(fault, tag)
        special = self.world.word_for(verb)
        if fault in REFUSALS:
            self._say(f"{tag} {REFUSALS[fault]}")
        elif special:
            self._say(f"{tag} {special}")
        else:
            with self.world.turn:
                self._do(tag, verb, given, is_half=fault is Fault.HALF_AFTER_ACCEPTANCE)

    def _fail(self, fault: Fault | None, tag: str) -> None:
        if fault in (Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER_ACCEPTANCE):
            raise HungUp
        if fault is Fault.SILENCE_AFTER_ACCEPTANCE:
            self.request.settimeout(SILENCE)
            self.request.recv(1)
            raise HungUp
        if fault is Fault.DUPLICATE:
            # a byte now and then, and never an answer
            while True:
                self.request.sendall(b"* OK still here\r\n")
                time.sleep(0.1)

    def _do(self, tag: str, verb: str, given: str, *, is_half: bool) -> None:
        words = [
            re.sub(r"\\(.)", r"\1", quoted) if quoted or not plain else plain
            for quoted, plain in _WORD.findall(given)
        ]
        match verb:
            case "CAPABILITY":
                offers = " STARTTLS" if self.server.context and not self.server.at_once else ""
                self._say(f"* CAPABILITY IMAP4rev1 AUTH=PLAIN{offers}")
            case "STARTTLS":
                self._say(f"{tag} OK begin")
                self._encrypt()
                self.lines = self.request.makefile("rb")
                return
            case "LOGIN":
                self._log_in(tag, *words)
                return
            case "AUTHENTICATE":
                self._say("+ ")
                _, user, password = base64.b64decode(self.lines.readline()).decode().split("\0")
                self._log_in(tag, user, password)
                return
            case "LIST":
                self._say('* LIST (\\Noselect \\HasChildren) "/" "[Gmail]"')
                for name in self.world.folders:
                    self._say(f'* LIST (\\HasNoChildren) "/" "{name}"')
            case "SELECT" | "EXAMINE":
                self._open(tag, words[0], may_change=verb == "SELECT")
                return
            case "UID SEARCH":
                self._say(f"* SEARCH {' '.join(map(str, self._found(given)))}".rstrip())
            case "UID FETCH":
                self._give(given, is_half=is_half)
            case "LOGOUT":
                self._say("* BYE until next time")
                self._say(f"{tag} OK bye")
                raise HungUp
            case "CLOSE" | "NOOP":
                pass
            case _:
                self._say(f"{tag} BAD what is {verb}?")
                return
        self._say(f"{tag} OK {verb} done")

    def _log_in(self, tag: str, user: str, password: str) -> None:
        if (user, password) == (self.world.user, self.world.password):
            self._say(f"{tag} OK welcome")
        else:
            self._say(f"{tag} {REFUSALS[Fault.REVOKED]}")

    def _open(self, tag: str, name: str, *, may_change: bool) -> None:
        folder = self.world.folders.get(name)
        if folder is None:
            self._say(f"{tag} NO [NONEXISTENT] Unknown Mailbox: {name} (Failure)")
            return
        self.opened, self.may_change = folder, may_change
        self._say("* FLAGS (\\Seen)")
        self._say(f"* {len(folder.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {folder.validity}] UIDs valid")
        self._say(f"* OK [UIDNEXT {folder.next_uid}] next")
        self._say(f"{tag} OK [READ-{'WRITE' if may_change else 'ONLY'}] open")

    def _found(self, asked: str) -> list[int]:
        assert self.opened is not None
        found = list(self.opened.mails)
        if numbers := re.search(r"UID (\d+):\*", asked):
            first = int(numbers[1])
            # the last one is always among them
            found = [uid for uid in found if uid >= first] or found[-1:]
        if since := re.search(r"SINCE (\S+)", asked):
            day = datetime.strptime(since[1], "%d-%b-%Y").replace(tzinfo=UTC)
            found = [uid for uid in found if self.opened.mails[uid].arrived_at >= day]
        return found

    def _give(self, given: str, *, is_half: bool) -> None:
        assert self.opened is not None
        uid = int(given.partition(" ")[0])
        mail = self.opened.mails.get(uid)
        part = _PARTIAL.search(given)
        if mail is None or part is None:
            return
        if not part[1] and self.may_change:
            mail.flags.append("\\Seen")
        raw, label = mail.raw, "BODY[]"
        if part[2]:
            names = part[2].partition("(")[2].rstrip(")").lower().split()
            raw, label = _only(raw, names), f"BODY[{part[2]}]"
        if part[3]:
            start = int(part[3])
            raw, label = raw[start : start + int(part[4])], f"{label}<{start}>"
        number = list(self.opened.mails).index(uid) + 1
        arrived = f"{mail.arrived_at:%d-%b-%Y %H:%M:%S %z}"
        size = self.world.announced or len(raw)
        # what other clients do comes in between
        self._say("* 1 FETCH (FLAGS (\\Seen))")
        self._say(f'* {number} FETCH (UID {uid} INTERNALDATE "{arrived}" {label} {{{size}}}')
        if is_half:
            self.request.sendall(raw[: len(raw) // 2])
            raise HungUp
        self._say(raw + b")")


def _only(raw: bytes, names: list[str]) -> bytes:
    """These headers of a mail."""
    head = raw.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").split(b"\r\n")
    kept = [line for line in head if line.partition(b":")[0].decode("latin-1").lower() in names]
    return b"\r\n".join(kept) + b"\r\n\r\n"
