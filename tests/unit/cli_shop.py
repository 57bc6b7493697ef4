"""A shop for the tests of commands: config, playbook and database in a folder, filled by the real
services from readings that the test fixes, on Monday 23 November 2026 in Berlin."""

import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import Final
from unittest.mock import patch

from monitor import __version__
from monitor.app import NobodyWatches, for_real
from monitor.cli import run
from monitor.config import load_config
from monitor.domain.clock import Hours
from monitor.domain.decision import Decision
from monitor.domain.effect import State
from monitor.domain.message import Author, Message, MessageType, Page
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Evidence, Kind, Reading, Topic
from monitor.rules.parse import load_playbook
from monitor.services.case_moments import CaseMoments
from monitor.services.deadlines import Deadlines
from monitor.services.deliver import Deliver
from monitor.services.ingest import Ingest
from monitor.services.intake import Intake
from monitor.services.judging import RanOut
from monitor.services.look import Look
from monitor.services.measures import Measures
from monitor.services.retraction import Retraction
from monitor.services.review import Review
from monitor.services.senders import Senders
from monitor.services.triage import Triage
from monitor.store import SqlStore, open_store
from monitor.testing import MONDAY_MORNING, FakeClock, FakePlatform, a_message, a_reading, an_author
from tests.people import ADA

BRAND: Final = "Larch & Loaf"
CHECKOUT: Final = Path(__file__).resolve().parents[2]

CONFIG = """\
[brand]
name = "Larch & Loaf"
people = ["Jo", "Sam"]

[brand.handles]
x = "larchandloaf"

[hours]
time_zone = "Europe/Berlin"

[connectors.replay]
file = "mentions.jsonl"
"""
RULES = """\
name = "Small"

[[rule]]
name = "danger"
why = "Where somebody may come to harm, a person answers."
when = { sensitive = "wake" }
then = { case = "open", priority = "urgent", promise = "30 min, any hour", alert = "wake", \
card = "urgent", note = "Answer as a person, kindly, now." }

[[rule]]
name = "came-to-dm"
why = "Who comes to direct messages gets a person."
when = { type = "direct_message", has_open_case = true }
then = { case = "join", cancel_drafts = true, promise = "4 office hours", alert = "now", \
card = "dm" }

[[rule]]
name = "praise"
why = "Thanks are collected for the week."
when = { kind = "praise" }
then = { alert = "quiet", card = "praise" }
examples = [
    { text = "lovely bread, thank you so much", expect = "matches", kind = "praise" },
]

[[rule]]
name = "complaint"
why = "Say once that we have seen it and by when a person answers."
when = { kind = "complaint", addressed = true }
then = { case = "open", acknowledge = "automatic", family = "topic", promise = "4 office hours", \
alert = "now", card = "complaint" }
examples = [
    { text = "my order never came", kind = "complaint" },
]

[[rule]]
name = "overheard"
why = "Who speaks about us and not to us is answered by hand."
when = { kind = "complaint", addressed = false }
then = { case = "open", promise = "1 office day", alert = "quiet", card = "overheard" }

[[rule]]
name = "the-rest"
why = "Stored and counted."
when = { }
then = { }
"""
FAMILIES = """\
[late]
a = "{hello}we are sorry about the wait. Please {dm}, and a person will answer you {by}.{sign}"

[general]
a = "{hello}thank you for telling us. Please {dm}; a person will answer you {by}.{sign}"

[overheard]
a = "{hello}this is about us. If you would like, {dm}, and a person will look at it {by}.{sign}"
"""
WORDS = 'refuse = ["liar"]\nask = ["unfortunately"]\nexempt = []\n'
POLICIES = 'late = "The drink is on us."\n'

OKORO = an_author("B. Okoro", platform="mastodon", id="mastodon:ok", handle="ok@social.example")
FLAT = an_author("", platform="reddit", id="reddit:flat", handle="flatwhite22")
#: a name and a text that would act on a terminal
EVE = an_author("\x1b[31mEve\x1b]0;owned\x07 [bold]x[/bold]", id="x:eve", handle="eve")

LATE = a_reading(
    topics=(Topic(name="late", confidence=0.9),),
    evidence=(Evidence(list="complaint.strong.late", phrase="50 minutes"),),
)


class Answer:
    """What a command said, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def said(self) -> str:
        """All of it, as an owner would see it."""
        parts = [self.out.rstrip("\n"), self.err.rstrip("\n"), f"exit {self.code}"]
        return "\n".join(part for part in parts if part)


class Fixed:
    """A reader that says what it was told to say."""

    def __init__(self) -> None:
        self.readings: dict[str, Reading] = {}

    def read(self, message: Message) -> Reading:
        return self.readings.get(message.id, a_reading(Kind.OTHER))


class Shop:
    """One shop in one folder."""

    def __init__(self, folder: Path, config: str = CONFIG) -> None:
        self.folder = folder
        self.is_sample = 'file = "sample"' in config
        self.clock = FakeClock()
        self.reader = Fixed()
        self.platform = FakePlatform(
            self.clock, name="replay", platforms=("x", "reddit", "mastodon", "bluesky")
        )
        self._write(config)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "monitor.db"

    def run(self, *arguments: str, stdin: str = "") -> Answer:
        """A command with this shop's config, by its clock."""
        config = ["--config", str(self.folder / "config.toml")]
        return self.run_plain(*arguments, *([] if "--help" in arguments else config), stdin=stdin)

    def run_plain(self, *arguments: str, stdin: str = "") -> Answer:
        """A command as it stands."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "stdin", _Typed(stdin)):
            code = run(list(arguments), self.clock)
        return Answer(code, self.shown(out.getvalue()), self.shown(err.getvalue()))

    def shown(self, text: str) -> str:
        """Without what differs from run to run."""
        text = text.replace(str(self.folder), "SHOP")
        text = text.replace(f"monitor {__version__}", "monitor 0.0.0")
        text = re.sub(r"version [0-9a-f]{12}", "version 0123456789ab", text)
        return re.sub(r"\b\d+ kB", "200 kB", text)

    @property
    def hours(self) -> Hours:
        """The clock of the brand."""
        return self._policy().hours

    def open(self) -> SqlStore:
        return open_store(f"sqlite:///{self.database}")

    # --- what happens there -----------------------------------------------------------------------

    def hears(self, *mentions: tuple[Message, Reading]) -> None:
        """These are read, decided on, and stored."""
        store = self.open()
        try:
            for message, reading in mentions:
                self.reader.readings[message.id] = reading
            page = Page(messages=tuple(message for message, _ in mentions), cursor="1")
            ingest = Ingest(
                store,
                self.clock,
                NobodyWatches(),
                brand=BRAND,
                is_silent_at_first=False,
                is_sample=self.is_sample,
            )
            Intake(store, ingest, self._triage(store)).page("replay", page)
        finally:
            store.close()

    def sends(self, *effects: int, by: str = "Jo") -> None:
        """Approved and delivered."""
        store = self.open()
        try:
            for number in effects:
                self._review(store).approve(number, by=by)
        finally:
            store.close()
        self.delivers()

    def delivers(self) -> None:
        """What is due is sent, and looked for where nobody heard how it ended."""
        store, senders = self.open(), Senders((self.platform,))
        rest = (senders, NobodyWatches())
        try:
            Deliver(store, self.clock, self._playbook(), self._policy(), *rest).due()
            Look(store, self.clock, *rest).due()
        finally:
            store.close()

    def takes_back(self) -> None:
        """What is to be taken back is deleted."""
        store = self.open()
        try:
            senders = Senders((self.platform,))
            Retraction(store, self.clock, senders, NobodyWatches()).due()
        finally:
            store.close()

    def keeps_away(self) -> None:
        """What the owner asked for is done, or undone, on the platform."""
        store = self.open()
        try:
            senders = Senders((self.platform,))
            Measures(store, self.clock, self._policy(), senders, NobodyWatches()).due()
        finally:
            store.close()

    def looks_at_deadlines(self) -> None:
        store = self.open()
        try:
            policy, playbook = self._policy(), self._playbook()
            ran_out = RanOut(playbook, policy)
            Deadlines(store, self.clock, playbook, policy, NobodyWatches(), ran_out=ran_out).due()
        finally:
            store.close()

    def decided(self, message_id: str) -> Decision:
        store = self.open()
        try:
            with store.read() as tx:
                found = tx.messages.decided(message_id)
            assert found is not None
            return found.decision
        finally:
            store.close()

    def state_of(self, number: int) -> State:
        store = self.open()
        try:
            with store.read() as tx:
                effect = tx.outbox.get(number)
            assert effect is not None
            return effect.state
        finally:
            store.close()

    # --- how it is made ---------------------------------------------------------------------------

    def _write(self, config: str) -> None:
        playbooks = self.folder / "playbooks"
        playbooks.mkdir(parents=True, exist_ok=True)
        (self.folder / "config.toml").write_text(config, encoding="utf-8")
        (self.folder / "mentions.jsonl").write_text("", encoding="utf-8")
        for name, text in (
            ("default.toml", RULES),
            ("acknowledgements.toml", FAMILIES),
            ("words.toml", WORDS),
            ("policies.toml", POLICIES),
        ):
            (playbooks / name).write_text(text, encoding="utf-8")
        phrases = (CHECKOUT / "playbooks" / "phrases.toml").read_bytes()
        (playbooks / "phrases.toml").write_bytes(phrases)

    def _playbook(self) -> Playbook:
        return load_playbook(self.folder / "playbooks")

    def _policy(self) -> Policy:
        return for_real(load_config(self.folder / "config.toml").policy())

    def case_moments(self, store: SqlStore) -> CaseMoments:
        """What comes with time."""
        return CaseMoments(store, self.clock, self._playbook(), self._policy())

    def _triage(self, store: SqlStore) -> Triage:
        return Triage(
            store, self.clock, self.reader, self._playbook(), self._policy(), NobodyWatches()
        )

    def _review(self, store: SqlStore) -> Review:
        return Review(store, self.clock, self._playbook(), self._policy(), NobodyWatches())


class _Typed(io.StringIO):
    """What is piped in: no terminal."""

    def isatty(self) -> bool:
        return False


def said(
    text: str, *, id: str, author: Author = ADA, minutes_ago: int = 30, **changes: object
) -> Message:
    """A post to us, half an hour ago."""
    return a_message(
        text,
        id=id,
        author=author,
        at=MONDAY_MORNING - timedelta(minutes=minutes_ago),
        **{"brand": BRAND, **changes},
    )


def a_monday(shop: Shop) -> None:
    """Five people in the morning: a draft, an urgent case, one overheard, praise, and a hostile
    name; drafts 1 and 6."""
    shop.hears(
        (said("50 minutes for two coffees, and one was cold", id="x:1"), LATE),
        (
            said("my son has a nut allergy and nobody could say", id="mastodon:2", author=OKORO),
            a_reading(sensitive=("allergy",)),
        ),
        (
            said("is Larch & Loaf selling old bread?", id="reddit:3", author=FLAT, addressed=False),
            a_reading(),
        ),
        (
            said("those brownies!", id="x:4", author=an_author("Cleo", id="x:cleo")),
            a_reading(Kind.PRAISE),
        ),
        (said("cold\x1b[2Jcoffee\nagain", id="x:5", author=EVE), a_reading()),
    )


def came_to_dm(shop: Shop) -> None:
    """Ada writes privately."""
    shop.hears(
        (
            said(
                "here I am",
                id="x:9",
                type=MessageType.DIRECT_MESSAGE,
                minutes_ago=0,
            ),
            a_reading(),
        )
    )


def without_weights(explained: str) -> str:
    """Without what the model weighed: those numbers change with every training."""
    return re.sub(r"^  model  .*?(?=^  [-=]  )", "", explained, flags=re.MULTILINE | re.DOTALL)


def without(value: object, *keys: str) -> object:
    """A JSON value without some of its keys."""
    if isinstance(value, dict):
        return {key: each for key, each in value.items() if key not in keys}
    return value


def keys_of(value: object, path: str = "") -> set[str]:
    """The keys of a JSON value, as the tables write them; into lists, too."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, each in value.items():
            here = f"{path}.{key}" if path else key
            inner = keys_of(each, here)
            found |= inner or {here}
    elif isinstance(value, list):
        for each in value:
            inner = keys_of(each, f"{path}[]")
            found |= inner or {f"{path}[]"}
        if not value:
            found.add(f"{path}[]")
    return found
