"""A small SMTP server: as much of RFC 5321 as a sender of mails needs, and faults as asked."""

import base64
import re
import socket
import socketserver
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from tests.simulators.server import PUBLIC, SILENCE, Fault

if TYPE_CHECKING:
    from tests.simulators.recipient import RecipientWorld

_PATH = re.compile(r"<([^<>]*)>")
#: what the server says to a command that fails
REFUSALS = {
    Fault.UNAVAILABLE_BEFORE: "451 4.3.0 come back later",
    Fault.TOO_MANY: "421 4.7.0 too many connections",
    Fault.FORBIDDEN: "550 5.7.1 not allowed <!channel>",
    Fault.REVOKED: "535 5.7.8 Username and Password not accepted",
    Fault.GONE: "550 5.1.1 no such user here",
    Fault.DUPLICATE: "554 5.6.0 this looks like spam",
}


class SmtpServer(socketserver.ThreadingTCPServer):
    """Listens on a port of its own."""

    daemon_threads = True

    def __init__(
        self, world: "RecipientWorld", certificate: Path | None, *, at_once: bool = False
    ) -> None:
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

    server: SmtpServer
    request: socket.socket

    def handle(self) -> None:
        self.world = self.server.world
        self.is_encrypted = self.is_logged_in = False
        self.sender, self.recipients = "", list[str]()
        try:
            if self.server.at_once:
                self._encrypt()
            self.lines = self.request.makefile("rb")
            fault = self._heard("HELLO")
            self._say(REFUSALS.get(fault, "220 mail.example hello") if fault else "220 hello")
            while line := self.lines.readline():
                self._command(line.decode("utf-8").rstrip("\r\n"))
        except (HungUp, OSError):
            self.request.close()

    def _encrypt(self) -> None:
        assert self.server.context is not None
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.is_encrypted = True

    def _say(self, line: str) -> None:
        self.request.sendall(line.encode() + b"\r\n")

    def _heard(self, command: str) -> Fault | None:
        """Writes it down; hangs up or says nothing where that is asked for."""
        fault = self.world.heard(command)
        if fault is Fault.TIMEOUT_BEFORE:
            raise HungUp
        if fault is Fault.SILENCE_AFTER_ACCEPTANCE:
            self.request.settimeout(SILENCE)
            self.request.recv(1)
            raise HungUp
        return fault

    def _command(self, line: str) -> None:
        verb, _, given = line.partition(" ")
        verb = verb.upper()
        fault = self._heard(verb if verb == "AUTH" else f"{verb} {given}".strip())
        if fault in REFUSALS:
            self._say(REFUSALS[fault])
            return
        match verb:
            case "EHLO":
                offers = ["250-mail.example", "250-8BITMIME"]
                if self.server.context is not None and not self.is_encrypted:
                    offers.append("250-STARTTLS")
                self._say("\r\n".join([*offers, "250 AUTH PLAIN LOGIN"]))
            case "STARTTLS" if self.server.context is not None:
                self._say("220 begin")
                self._encrypt()
                self.lines = self.request.makefile("rb")
            case "AUTH":
                self._log_in(given)
            case "MAIL" if self.is_logged_in or not self.world.password:
                self.sender, self.recipients = self._path(given), []
                self._say("250 fine")
            case "MAIL":
                self._say("530 5.7.0 log in first")
            case "RCPT":
                address = self._path(given)
                if address in self.world.unknown:
                    self._say(REFUSALS[Fault.GONE])
                else:
                    self.recipients.append(address)
                    self._say("250 fine")
            case "DATA":
                self._take(fault)
            case "NOOP" | "RSET":
                self._say("250 fine")
            case "QUIT":
                self._say("221 bye")
                raise HungUp
            case _:
                self._say(f"502 what is {verb}?")

    def _path(self, given: str) -> str:
        found = _PATH.search(given)
        return found[1] if found else ""

    def _log_in(self, given: str) -> None:
        how, _, first = given.partition(" ")
        if how.upper() != "PLAIN" or not first:
            self._say("504 not that way")
            return
        _, user, password = base64.b64decode(first).decode().split("\0")
        self.world.was_encrypted = self.is_encrypted
        if (user, password) == (self.world.user, self.world.password):
            self.is_logged_in = True
            self._say("235 welcome")
        else:
            self._say(REFUSALS[Fault.REVOKED])

    def _take(self, fault: Fault | None) -> None:
        self._say("354 go on")
        taken = []
        while (line := self.lines.readline()) not in (b".\r\n", b""):
            taken.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not line:
            raise HungUp
        refusal = self.world.fault_of_content()
        if refusal is not None and refusal in REFUSALS:
            self._say(REFUSALS[refusal])
            return
        with self.world.turn:
            self.world.write(
                PUBLIC,
                {
                    "mail": b"".join(taken).decode("latin-1"),
                    "from": self.sender,
                    "to": self.recipients,
                },
            )
        if refusal is Fault.TIMEOUT_AFTER_ACCEPTANCE:
            raise HungUp
        self._say("250 2.0.0 taken")
