"""A certificate for this machine that nobody vouches for, and a site that shows it."""

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


def made_certificate(folder: Path) -> Path:
    """`cert.pem`, and `key.pem` beside it; skips where there is no openssl to make them."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl to make a certificate")
    made, key = folder / "cert.pem", folder / "key.pem"
    asked = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        f"/CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {made}"
    )
    subprocess.run([openssl, *asked.split()], check=True, capture_output=True)
    return made


@contextmanager
def encrypted(certificate: Path, body: bytes) -> Iterator[int]:
    """The port of a site that answers everything with this."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody asks."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    server = _Quiet(("127.0.0.1", 0), Site)
    # the handshake belongs to the thread of each client
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(ThreadingHTTPServer):
    """A client that does not trust us hangs up; nobody has to read of it."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        return
