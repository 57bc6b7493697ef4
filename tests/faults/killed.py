"""A daemon that is killed: in a folder of its own, with the judge as its platform.

`play` kills it wherever it is told, starts it again until nothing is left to do, and tells what
the judge's log and the store say at the end.
"""

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from monitor.domain.case import Case
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Message
from monitor.domain.message_file import write_line
from monitor.domain.values import Value
from monitor.store import open_store
from monitor.testing import a_message, an_author
from tests.program import KILLED, ROOT, Program
from tests.simulators.judge import Judge

#: cycles after the last death until nothing is left to do
CYCLES: Final = 7
BRAND: Final = "Larch & Loaf"
BEFORE, AFTER = "x:1", "x:2"
ONCE: Final = ("run", "--once", "--config", "config.toml")
#: steps that come before there is anything to approve
EARLY: Final = ("triage.", "notify.")
ON_THE_WAY: Final = frozenset(
    {
        State.APPROVED,
        State.HELD,
        State.PENDING,
        State.SENDING,
        State.UNKNOWN,
        State.RETRACTING,
    }
)
CONFIG: Final = """\
[brand]
name = "{brand}"
people = ["Jo"]
handles = {{ x = "larchandloaf" }}

[hours]
time_zone = "UTC"
office_hours = "daily 00:00-24:00"
acknowledge_hours = "daily 00:00-24:00"

[playbook]
folder = "{playbooks}"

[store]
url = "sqlite:///data/monitor.db"

[connectors.judge]
port = {port}
"""


def failpoints() -> list[str]:
    """Every place in the source at which a test may kill the daemon."""
    found = set()
    for path in (ROOT / "monitor").rglob("*.py"):
        found |= set(re.findall(r'failpoint\(\s*"([\w.]+)"', path.read_text(encoding="utf-8")))
    return sorted(found)


class Ending(Value):
    """What became of it, in the judge's eyes and in the store's."""

    #: the judge's log. Any: lines as written
    public: list[dict[str, Any]]
    messages: list[Message]
    cases: list[Case]
    words: list[Effect]
    alerts: list[Effect]
    untriaged: int
    #: everything the daemon printed
    said: str


class Bases:
    """Folders in which the story has come to some point: made once, copied for each death."""

    def __init__(self, folder: Path) -> None:
        self.started = folder / "started"
        self.approved = folder / "approved"
        self.since = datetime.now(UTC)
        with Judge(_made(folder / "judge")) as judge:
            _furnish(self.started, judge.port)
            judge.add_mentions([self.mention(BEFORE)])
            program = _program(self.started)
            program.do(*ONCE)
            shutil.copytree(self.started, self.approved)
            judge.add_mentions([self.mention(AFTER)])
            program = _program(self.approved)
            program.do(*ONCE)
            (draft,) = _words(self.approved)
            program.do("approve", str(draft.number), "--config", "config.toml")

    def mention(self, message_id: str) -> str:
        """A complaint from before the first start, and one after it."""
        at = self.since - timedelta(days=2) if message_id == BEFORE else self.since
        name = "Bea" if message_id == BEFORE else "Ada"
        text = "@larchandloaf the cake arrived broken and the box was damaged"
        return write_line(
            a_message(text, id=message_id, author=an_author(name), at=at, brand=BRAND)
        )

    def play(self, folder: Path, armed: Sequence[str]) -> Ending:
        """Dies at each of these failpoints, one start after the other, then goes on to the end."""
        home = folder / "home"
        shutil.copytree(self.started if armed[0].startswith(EARLY) else self.approved, home)
        with Judge(_made(folder / "judge")) as judge:
            judge.add_mentions([self.mention(BEFORE), self.mention(AFTER)])
            _furnish(home, judge.port)
            program = _program(home)
            said = ""
            if armed[0].startswith("retraction."):
                said += program.do(*ONCE)
                (sent,) = _words(home)
                program.do("retract", str(sent.number), "--config", "config.toml")
            for name in armed:
                said += _killed(program, name)
            for _ in range(CYCLES):
                said += program.do(*ONCE)
                words = _words(home)
                for word in words:
                    if word.state is State.PROPOSED:
                        program.do("approve", str(word.number), "--config", "config.toml")
                if words and not any(
                    word.state in ON_THE_WAY or word.state is State.PROPOSED for word in words
                ):
                    break
            return _ending(home, judge, said)


def _killed(program: Program, name: str) -> str:
    """Cycles until one dies at that failpoint; what they said."""
    said = ""
    for _ in range(CYCLES):
        ended = program.run(*ONCE, failpoint=name)
        said += ended.stdout
        if ended.returncode == KILLED:
            return said
        assert ended.returncode == 0, ended.stderr
    raise AssertionError(f"{name} was never reached")


def _ending(home: Path, judge: Judge, said: str) -> Ending:
    store = open_store(_url(home))
    try:
        with store.read() as tx:
            found = (tx.messages.get(message_id, BRAND) for message_id in (BEFORE, AFTER))
            every = tx.outbox.in_state(*State)
            return Ending(
                public=judge.public(),
                messages=[message for message in found if message is not None],
                cases=tx.cases.listed(only_open=False),
                words=[one for one in every if one.action is Action.ACKNOWLEDGE],
                alerts=[one for one in every if one.action is Action.ALERT],
                untriaged=len(tx.pages.untriaged()),
                said=said,
            )
    finally:
        store.close()


def _words(home: Path) -> list[Effect]:
    store = open_store(_url(home))
    try:
        with store.read() as tx:
            every = tx.outbox.in_state(*State)
    finally:
        store.close()
    return [effect for effect in every if effect.action is Action.ACKNOWLEDGE]


def _url(home: Path) -> str:
    return f"sqlite:///{home / 'data' / 'monitor.db'}"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _program(home: Path) -> Program:
    return Program(home, home / "installed")


def _furnish(home: Path, port: int) -> None:
    """A config, and the judge's connector as a package that somebody installed."""
    package = _made(home / "installed" / "judge_connector-1.0.dist-info")
    (package / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: judge-connector\nVersion: 1.0\n", encoding="utf-8"
    )
    (package / "entry_points.txt").write_text(
        "[complaint_monitor.connectors]\njudge = tests.simulators.judge_connector\n",
        encoding="utf-8",
    )
    written = CONFIG.format(brand=BRAND, playbooks=ROOT / "playbooks", port=port)
    (home / "config.toml").write_text(written, encoding="utf-8")
