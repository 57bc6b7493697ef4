"""`monitor replay` as its users run it: the sample, a file with every fault, and real mentions."""

import json
import re
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from monitor.config import load_config
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message_file import Loaded, read_lines
from monitor.report import weekly_report
from monitor.report.period import parse_week
from monitor.store import SqlStore, open_store
from tests.end_to_end.feed import Feed, feed
from tests.people import CONFIG
from tests.program import ROOT, Program

SAMPLE = ROOT / "monitor" / "shipped" / "sample.jsonl"
AIRLINE = ROOT.parent / "shared" / "data" / "airline-dev.jsonl"
KEYS = [
    "id",
    "kind",
    "compound",
    "p_complaint",
    "p_abuse",
    "language",
    "rule",
    "permission",
    "reason",
    "case_id",
    "effects",
]
KINDS = {"complaint", "question", "praise", "abuse", "spam", "other"}
#: automatic again after this
APART = timedelta(days=30)

#: what JSON gives. Any: the contract is what is tested
Told = list[dict[str, Any]]


class Played:
    """A replay that has been, and its store."""

    def __init__(self, folder: Path, file: Path, *, is_kept: bool = True) -> None:
        self.out = folder / "out.jsonl"
        self.database = folder / "out.db"
        self.ended = Program(folder).run(
            *("replay", str(file), "--config", str(CONFIG), "--mode", "automatic"),
            *("--json", str(self.out)),
            *(("--store", str(self.database)) if is_kept else ()),
        )

    @property
    def told(self) -> Told:
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]

    def opened(self) -> SqlStore:
        return open_store(f"sqlite:///{self.database}")

    def sent(self) -> list[Effect]:
        """Acknowledgements that are out, by when they went."""
        store = self.opened()
        with store.read() as tx:
            every = tx.outbox.in_state(State.SENT, State.RETRACTED, State.RETRACTING)
        store.close()
        words = [effect for effect in every if effect.action is Action.ACKNOWLEDGE]
        return sorted(words, key=lambda effect: effect.sent_at or effect.created_at)


def loaded(file: Path) -> Loaded:
    with file.open("rb") as lines:
        return read_lines(lines, brand="Larch & Loaf")


# ---------------------------------------------------------------- the contract


def hold_the_contract(told: Told) -> None:
    """A line for each mention, with these keys and no others."""
    assert [list(line) for line in told if list(line) != KEYS] == []
    assert {line["kind"] for line in told} <= KINDS | {None}
    assert {line["permission"] for line in told} <= {"allow", "wait", "deny"}
    assert max(Counter(line["id"] for line in told).values(), default=0) <= 1
    decided = [line for line in told if line["reason"] != "deleted"]
    assert {line["kind"] for line in told if line not in decided} <= {None}
    for line in decided:
        assert -1 <= line["compound"] <= 1
        assert line["case_id"] is None or re.fullmatch(r"c[1-9]\d*", line["case_id"])
        for effect in line["effects"]:
            assert list(effect) == ["action", "state", "text"]
            assert effect["action"] in list(Action)
            assert effect["state"] in list(State)
        if line["kind"] == "complaint" and line["rule"] != "not-about-us":
            assert line["case_id"], line


def hold_one_word_per_person(words: list[Effect]) -> None:
    """Nobody is acknowledged while their case is open, or twice within thirty days."""
    by_person = defaultdict(list)
    for word in words:
        assert word.sent_at is not None
        by_person[word.brand, word.author_id].append(word.sent_at)
    for times in by_person.values():
        assert all(later - earlier >= APART for earlier, later in pairwise(times))
        # nobody resolved a case in a replay, so every case is still open
        assert len(times) == 1
    for word in words:
        assert word.text
        assert word.sent_at is not None
        assert word.not_after is None or word.sent_at <= word.not_after


def hold_the_reports(played: Played, mentions: int) -> None:
    """The weeks add up to the file."""
    config = load_config(CONFIG)
    zone = config.hours_table.time_zone
    store = played.opened()
    with store.read() as tx:
        decided = list(tx.messages.all_decided())
    now = max(one.message.created_at for one in decided) + timedelta(weeks=2)
    weeks = {
        f"{year}-W{week:02}"
        for year, week, _ in (
            config.hours().local(one.message.created_at).isocalendar() for one in decided
        )
    }
    reports = [
        weekly_report(store, parse_week(week, zone), config.hours(), now=now)
        for week in sorted(weeks)
    ]
    store.close()
    counted = [report.facts.this.mentions.mentions for report in reports]
    assert sum(counted) == mentions


# ---------------------------------------------------------------- the sample


def test_the_shipped_sample_goes_through_whole(tmp_path: Path) -> None:
    played = Played(tmp_path, SAMPLE)
    assert played.ended.returncode == 0, played.ended.stderr
    hold_the_contract(played.told)
    with SAMPLE.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    expected = {
        line["id"]
        if line["id"].startswith(line["platform"])
        else f"{line['platform']}:{line['id']}"
        for line in lines
        if not line.get("from_brand")
    }
    assert {line["id"] for line in played.told} == expected
    hold_one_word_per_person(played.sent())
    assert played.sent()
    hold_the_reports(played, len(expected))


# ---------------------------------------------------------------- a file with every fault


@pytest.fixture(scope="module")
def broken_feed() -> Feed:
    return feed()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, broken_feed: Feed) -> Played:
    folder = tmp_path_factory.mktemp("replay")
    return Played(folder, broken_feed.write(folder))


def test_lines_that_cannot_be_read_are_told_and_the_rest_goes_on(
    played: Played, broken_feed: Feed
) -> None:
    assert played.ended.returncode == 1
    said = played.ended.stderr
    assert f"{broken_feed.broken} lines set aside" in said
    assert "Traceback" not in said
    for why in ("NUL", "time zone", "surrogate", "longer than", "not UTF-8", "`text` is missing"):
        assert why in said


def test_no_mention_is_lost_or_told_twice(played: Played, broken_feed: Feed) -> None:
    hold_the_contract(played.told)
    assert {line["id"] for line in played.told} == broken_feed.mentions


def test_nobody_has_a_second_word(played: Played) -> None:
    words = played.sent()
    assert len(words) >= 5
    hold_one_word_per_person(words)


def test_who_did_not_address_us_gets_no_word_at_all(played: Played, broken_feed: Feed) -> None:
    for line in played.told:
        if line["id"] in broken_feed.overheard:
            actions = {effect["action"] for effect in line["effects"]}
            assert actions <= {"alert"}


def test_who_asked_for_silence_gets_none(played: Played, broken_feed: Feed) -> None:
    assert broken_feed.opted_out
    for word in played.sent():
        stopped_at = broken_feed.opted_out.get(word.author_id)
        assert word.sent_at is not None
        assert stopped_at is None or word.sent_at <= stopped_at + timedelta(minutes=2)


def test_the_same_file_gives_the_same_lines(
    tmp_path: Path, played: Played, broken_feed: Feed
) -> None:
    again = Played(tmp_path, broken_feed.write(tmp_path), is_kept=False)
    assert again.out.read_bytes() == played.out.read_bytes()
    assert again.ended.returncode == 1


def test_the_weekly_reports_add_up_to_the_file(played: Played, broken_feed: Feed) -> None:
    hold_the_reports(played, len(broken_feed.mentions))


# ---------------------------------------------------------------- real mentions


@pytest.mark.skipif(not AIRLINE.exists(), reason="the real mentions are not on this machine")
@pytest.mark.parametrize("count", [1_500, pytest.param(None, marks=pytest.mark.slow)])
def test_real_mentions_go_through_whole(tmp_path: Path, count: int | None) -> None:
    file = tmp_path / "airline.jsonl"
    with AIRLINE.open("rb") as lines:
        file.write_bytes(b"".join(list(lines)[:count]))
    played = Played(tmp_path, file)
    assert played.ended.returncode == 0, played.ended.stderr
    hold_the_contract(played.told)
    messages = [message for message in loaded(file).messages if not message.from_brand]
    assert {line["id"] for line in played.told} == {message.id for message in messages}
    hold_one_word_per_person(played.sent())
    addressed = {message.id for message in messages if message.addressed}
    assert {word.message_id for word in played.sent()} <= addressed
    hold_the_reports(played, len(messages))
    first = min(message.created_at for message in messages)
    assert first.tzinfo is not None
    assert isinstance(first, datetime)
