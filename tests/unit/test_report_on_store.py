"""The report on the real store says what it says on plain lists, and an edited post counts once."""

import json
from datetime import timedelta

import pytest

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.message import Page
from monitor.domain.reading import Kind
from monitor.domain.store_ports import Store
from monitor.domain.surge import SurgeEnd
from monitor.domain.values import replace
from monitor.report import Report, parse_week, weekly_report
from monitor.report.json import as_json
from monitor.report.storms import Trouble
from monitor.report.tone import Tone
from monitor.report.verdict import notes_on, verdict_on
from monitor.store import memory_store
from tests.messages import assert_message
from tests.shop import BRAND as SHOP
from tests.shop import Shop, people
from tests.unit import report_weeks
from tests.unit.report_history import BRAND, HOURS, NOW, RULES, WEEK, History, at


def stored(history: History) -> Store:
    """A store in which the same happened."""
    store = memory_store()
    with store.begin() as tx:
        page = Page(messages=tuple(each.message for each in history.decided), cursor="end")
        number = tx.pages.store(BRAND, "replay", page, NOW).number
        tx.messages.record(history.decided)
        tx.pages.triaged(number, NOW)
        tx.cases.add(history.stored_cases)
        tx.outbox.add(history.effects)
        for promise in history.stored_promises:
            tx.cases.add_promise(promise)
        for poll in history.seen_polls:
            if poll.last_success_at is not None:
                tx.switches.seen_poll(poll.brand, poll.connector, poll.last_success_at)
            if poll.failing_since is not None:
                tx.switches.seen_poll(poll.brand, poll.connector, poll.failing_since, poll.error)
        for each in history.blind_periods:
            tx.platforms.was_blind(each.brand, each.connector, each.blind)
        for entry in history.bill:
            tx.platforms.spend(*entry)
        for label in history.labelled:
            tx.labels.put(label)
        for row in history.audited:
            action = AuditAction(row.action)
            tx.audit.write(
                AuditEntry(
                    brand=row.brand, at=row.at, actor=row.actor, action=action, reason=row.reason
                )
            )
    return store


def report_on(store: Store, brand: str | None = None) -> Report:
    return weekly_report(store, WEEK, HOURS, now=NOW, rules=RULES, brand=brand)


@pytest.mark.parametrize(
    "week",
    [
        "calm",
        "better",
        "blind",
        "quiet",
        "first",
        "loose_ends",
        "said_too_much",
        "blind_again",
        "unlocked",
    ],
)
@pytest.mark.parametrize("brand", [None, BRAND])
def test_the_store_and_plain_lists_give_one_report(week: str, brand: str | None) -> None:
    history = getattr(report_weeks, f"{week}_week")()
    assert isinstance(history, History)
    store = stored(history)
    assert report_on(store, brand) == history.report(brand=brand)
    store.close()


@pytest.mark.parametrize("brand", [None, BRAND])
def test_costs_are_the_same_on_the_store(brand: str | None) -> None:
    history = report_weeks.dear_week()
    history.cost(WEEK.days[1], "7", brand="other")
    store = stored(history)
    assert report_on(store, brand) == history.report(brand=brand)
    store.close()


def test_an_edited_post_counts_once_and_as_it_is_now() -> None:
    history = History()
    first = history.mention(at(0), Kind.COMPLAINT, "cold coffee")
    store = stored(history)
    edited = replace(first.message, text="all good now, thank you", version=2, edited_at=at(1))
    now_praise = replace(
        first, message=edited, reading=replace(first.reading, kind=Kind.PRAISE, compound_used=0.6)
    )
    with store.begin() as tx:
        later = NOW + timedelta(minutes=5)
        page = Page(messages=(edited,), cursor="end 2")
        number = tx.pages.store(BRAND, "replay", page, later).number
        tx.messages.record([now_praise])
        tx.pages.triaged(number, later)
    counts = report_on(store).facts.this.mentions
    assert (counts.mentions, counts.complaints, counts.people_to_thank) == (1, 0, 1)
    assert counts.praise_examples[0].text == "all good now, thank you"
    store.close()


def test_a_storm_is_told_with_its_one_trouble() -> None:
    shop = Shop()
    payment = "@larchandloaf the payment page is broken, charged me twice, this is a rip off"
    for number, author in enumerate(people(9), 1):
        shop.hear(shop.says(payment, id=f"x:{number}", author=author))
    shop.clock.advance(timedelta(minutes=5))
    incident = shop.incidents.start(["payment page"], "Our payment page is down.", by="Jo")
    shop.incidents.send(incident.number, 9, by="Jo")
    shop.work_for(timedelta(minutes=5), timedelta(seconds=15))
    shop.clock.advance(timedelta(hours=2))
    shop.incidents.mended(incident.number, "It works again.", by="Jo")
    shop.incidents.send(incident.number, 9, by="Jo")
    shop.work_for(timedelta(minutes=5), timedelta(seconds=15))
    shop.surges.end(SurgeEnd.RESUMED, by="Jo", anyway=True)
    now = shop.clock.now()
    period = parse_week("2026-W48", shop.policy.hours.time_zone)
    report = weekly_report(shop.store, period, shop.policy.hours, now=now, rules=(), brand=SHOP)
    assert_message("report/storm_notes", "\n".join(report.summary.notes))
    (told,) = json.loads(as_json(report))["incidents"]
    assert told["people"] == told["told"] == told["heard_of_the_end"] == 9


def test_a_hard_week_names_the_one_trouble() -> None:
    facts = report_weeks.hard_week().report().facts
    trouble = Trouble(
        causes=("payment page",),
        started_at=at(30),
        mended_at=None,
        people=187,
        told=180,
        heard_of_the_end=0,
    )
    said = replace(facts, troubles=(trouble,))
    lines = (verdict_on(said, Tone.HARD), *notes_on(said, Tone.HARD))
    assert_message("report/hard_with_one_trouble", "\n".join(lines))
