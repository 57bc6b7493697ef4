"""What is old goes, in each store: words, then people, then numbers; a few rows a call."""

from datetime import timedelta

import pytest

from monitor.domain.case import CaseStatus, TimelineEntry, TimelineKind
from monitor.domain.effect import Slots, State
from monitor.domain.erasure import is_gone
from monitor.domain.message import SetAside
from monitor.domain.retention import Cutoffs
from monitor.domain.stored import Mark
from monitor.domain.values import replace
from monitor.store import SqlStore
from tests.contract.stores import (
    ADA,
    BRAND,
    CY,
    NOW,
    a_case,
    a_decided,
    a_message,
    an_effect,
    at,
    stored,
)

OLD = NOW - timedelta(days=400)
BEFORE = NOW - timedelta(days=365)


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """Old posts of Ada (her case has ended) and of Cy (his is open), and a new one of Ada."""
    posts = [a_message(f"x:{n}", url="https://x.example/1", created_at=OLD) for n in (1, 2, 3)]
    posts += [a_message("x:8", author=CY, created_at=OLD), a_message("x:9")]
    stored(store, *posts)
    with store.begin() as tx:
        tx.messages.record([a_decided(post) for post in posts])
        ended = a_case(1, status=CaseStatus.RESOLVED, opened_at=OLD, resolved_at=OLD)
        tx.cases.add([ended, a_case(2, author_id=CY.id, first_message_id="x:8", opened_at=OLD)])
        tx.cases.tell(
            [
                TimelineEntry(
                    brand=BRAND,
                    case_number=1,
                    at=OLD,
                    kind=TimelineKind.NOTE,
                    by="Jo",
                    words="Ada shouted",
                )
            ]
        )
        tx.outbox.add(
            [
                an_effect(
                    1,
                    created_at=OLD,
                    state=State.SENT,
                    text="Hi Ada",
                    posted_id="x:77",
                    slots=Slots(name="Ada"),
                    case_number=1,
                )
            ]
        )
    return store


def test_words_go_a_few_at_a_time(full: SqlStore) -> None:
    counts = []
    for _ in range(3):
        with full.begin() as tx:
            counts.append(tx.expiry.words(BRAND, BEFORE, 2))
    assert counts == [2, 1, 0]
    with full.read() as tx:
        old, new, his = (tx.messages.get(id_) for id_ in ("x:1", "x:9", "x:8"))
    assert old is not None and new is not None and his is not None
    assert (old.text, old.url, old.author) == ("", "", replace(ADA, handle="", name=""))
    assert new.text
    # Cy's case is open
    assert his.author == CY
    assert his.text


def test_another_brand_s_words_stay(full: SqlStore) -> None:
    with full.begin() as tx:
        assert tx.expiry.words("other", BEFORE, 100) == 0
        assert tx.expiry.people("other", BEFORE, NOW, 100) == 0


def test_words_that_went_do_not_come_back_as_a_version(full: SqlStore) -> None:
    with full.begin() as tx:
        tx.expiry.words(BRAND, BEFORE, 100)
    assert stored(full, a_message("x:1", text="an edit", version=2, created_at=OLD)).fresh == ()


def test_people_go_with_their_stories(full: SqlStore) -> None:
    with full.begin() as tx:
        assert tx.expiry.people(BRAND, BEFORE, NOW, 100) == 1
        assert tx.expiry.people(BRAND, BEFORE, NOW, 100) == 0
    with full.read() as tx:
        gone = [one.message for one in tx.messages.all_decided() if is_gone(one.message.id)]
        case, effect = tx.cases.get(1), tx.outbox.get(1)
        words = [entry.words for entry in tx.cases.timeline(1)]
        # what she wrote since is hers
        assert tx.messages.get("x:9") == a_message("x:9")
    assert len(gone) == 3
    assert case is not None and effect is not None
    assert {message.author.id for message in gone} == {case.author_id, effect.author_id}
    assert (effect.state, effect.posted_id, effect.text) == (State.SENT, "x:77", "")
    assert words == ["too old to be kept: nothing of this person is kept here"]


def test_numbers_go_last_and_only_nameless(full: SqlStore) -> None:
    with full.begin() as tx:
        assert tx.expiry.numbers(BRAND, BEFORE, 100) == 0
        tx.expiry.people(BRAND, BEFORE, NOW, 100)
        assert tx.expiry.numbers(BRAND, BEFORE, 100) == 5
    with full.read() as tx:
        assert sorted(one.message.id for one in tx.messages.all_decided()) == ["x:8", "x:9"]
        assert tx.cases.get(1) is None
        assert tx.outbox.get(1) is None


def test_kept_evidence_stays(full: SqlStore) -> None:
    with full.begin() as tx:
        case = tx.cases.get(1)
        assert case is not None
        tx.cases.keep_evidence(case, NOW, "a letter")
        assert tx.expiry.words(BRAND, BEFORE, 100) == 0
        assert tx.expiry.people(BRAND, BEFORE, NOW, 100) == 0


def test_the_rest_goes_by_its_own_time(full: SqlStore) -> None:
    with full.begin() as tx:
        tx.messages.set_aside([SetAside(connector="x", where="1", reason="bad")], OLD)
        tx.messages.set_aside([SetAside(connector="x", where="2", reason="bad")], NOW)
        tx.authors.mark(BRAND, CY.id, Mark.QUIET, OLD, "loud", until=at(-1))
        tx.authors.mark(BRAND, CY.id, Mark.OPTED_OUT, OLD, "asked for it")
        tx.switches.claim_slot("job", "old", OLD)
    with full.begin() as tx:
        tx.expiry.rest(BRAND, Cutoffs(words=BEFORE, people=BEFORE, numbers=BEFORE), NOW)
    with full.begin() as tx:
        assert [one.where for one in tx.messages.quarantined()] == ["2"]
        assert [mark.mark for mark in tx.persons.marks(BRAND, CY.id)] == [Mark.OPTED_OUT]
        assert tx.switches.claim_slot("job", "old", NOW)
