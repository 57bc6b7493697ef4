"""Fairness: a week of angry customers of airlines, and the week of the invented bakery.

The real mentions are public posts of 2015, kept outside of this repository. Hardly anybody in them
came only to hurt: whoever is flagged has to have done something that can be shown. Answers are made
up, and made the hardest they can be: a person of ours answers everybody within two hours, so that
nothing is owed to anyone for long, and what comes after an answer counts.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.app import App, build
from monitor.config import load_config
from monitor.domain.message import Author, Message, MessageType
from monitor.domain.message_file import WeekStart, read_lines
from monitor.services.clocks import VirtualClock
from monitor.services.flag_story import Happening, Side, story
from monitor.services.flags import Flags, Look
from monitor.testing import MemoryStore
from tests.people import CONFIG
from tests.program import ROOT

SAMPLE = ROOT / "monitor" / "shipped" / "sample.jsonl"
AIRLINE = ROOT.parent / "shared" / "data" / "airline-dev.jsonl"
DAY = timedelta(days=1)
#: one author in a thousand
AT_MOST = 0.001
ANSWER_AFTER = timedelta(hours=2)
needs_the_week = pytest.mark.skipif(
    not AIRLINE.exists(), reason="the real mentions are not beside this clone"
)


def played(messages: list[Message], brands: Iterable[str]) -> list[Look]:
    """The week through the pipeline, with the daemon's job for every brand once a day."""
    config = load_config(CONFIG)
    messages = sorted(messages, key=lambda one: one.created_at)
    clock = VirtualClock(messages[0].created_at)
    app = build(
        config, clock=clock, store=MemoryStore(), connectors=(), is_live=False, other_brands=brands
    )
    jobs = [flags_of(app, brand) for brand in brands]
    days = set()

    def at_the_end_of_a_day(_count: int) -> None:
        if clock.now().date() not in days:
            days.add(clock.now().date())
            for job in jobs:
                job.due()

    try:
        app.virtual_run().play(messages, advanced=at_the_end_of_a_day)
        for job in jobs:
            job.due()
        with app.store.read() as tx:
            found = [(job, one.flag) for job in jobs for one in tx.standings.flags(job.brand)]
            return [job.look(tx, flag.number) for job, flag in found]
    finally:
        app.close()


def flags_of(app: App, brand: str) -> Flags:
    """The job for one brand."""
    return Flags(app.store, app.clock, app.policy, app.playbook.is_canned, brand=brand)


def week() -> list[Message]:
    """The real mentions."""
    with AIRLINE.open("rb") as lines:
        return list(read_lines(lines, brand="Delta").messages)


def with_answers(messages: list[Message]) -> list[Message]:
    """Everybody has an answer by a person, two hours later."""
    answers = [
        Message(
            id=f"x:answer{number}",
            brand=one.brand,
            platform=one.platform,
            author=Author(id=f"x:{one.brand}", platform="x", handle=one.brand.lower()),
            text="Thank you for writing. I am looking into it and come back to you. Kim",
            created_at=one.created_at + ANSWER_AFTER,
            seen_at=one.created_at + ANSWER_AFTER,
            conversation_id=one.conversation,
            parent_id=one.id,
            type=MessageType.REPLY,
            from_brand=True,
        )
        for number, one in enumerate(messages)
    ]
    return [*messages, *answers]


def conduct(look: Look) -> list[Happening]:
    """What counts against them, with their words."""
    return [
        one
        for one in story(look.record, look.standing)
        if one.side is Side.STRIKE and one.points > 0
    ]


@needs_the_week
@pytest.mark.slow
@pytest.mark.parametrize("is_answered", [False, True], ids=["unanswered", "answered"])
def test_hardly_any_real_customer_is_flagged_and_none_without_conduct(is_answered: bool) -> None:
    messages = week()
    authors = {(one.brand, one.author.id) for one in messages}
    brands = sorted({brand for brand, _ in authors})

    looks = played(with_answers(messages) if is_answered else messages, brands)

    assert len(looks) <= AT_MOST * len(authors), [conduct(look) for look in looks]
    for look in looks:
        shown = conduct(look)
        assert len(shown) >= 3
        assert all(one.message is not None and one.message.text for one in shown)
    if not is_answered:
        assert looks == []


def test_the_sample_s_troll_is_flagged_and_nobody_else() -> None:
    config = load_config(CONFIG)
    week = WeekStart(monday=date(2026, 11, 16), zone=ZoneInfo("Europe/Berlin"))
    with SAMPLE.open("rb") as lines:
        read = read_lines(lines, brand=config.brand.name, week=week)
    looks = played(list(read.messages), [config.brand.name])

    (look,) = looks
    assert look.flag.author_id == id_of("troll")
    assert look.flag.author_id not in (id_of("angry regular"), id_of("ignored customer"))
    # the last of his posts is a real complaint: he is answered first
    assert look.standing.owed_since is not None
    assert look.advice.choice is None


def id_of(story: str) -> str:
    """Whose story in the sample it is."""
    for raw in SAMPLE.read_text("utf-8").splitlines():
        line = json.loads(raw)
        if line.get("note", "").startswith(f"{story}:") and not line.get("from_brand"):
            return f"{line['platform']}:{line['author']['id']}"
    raise LookupError(story)
