"""What the store knows about authors, conversations and the day."""

import pytest
from sqlalchemy import text

from monitor.domain.case import CaseStatus, Promise, PromiseState
from monitor.domain.customer import Link
from monitor.domain.effect import Action, State
from monitor.domain.incident import Incident
from monitor.domain.message import MessageType, Page
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import AuthorFacts, BrandFacts, ConversationFacts, Seldom
from monitor.domain.surge import Surge
from monitor.domain.values import replace
from monitor.store import memory_store
from monitor.store.fact_queries import AMONG
from tests.contract.stores import (
    BO,
    BRAND,
    CY,
    NOW,
    a_case,
    a_message,
    an_effect,
    at,
    stored,
)

INCIDENT = Incident(
    brand=BRAND,
    causes=("payment page",),
    sentence="Our payment page is down.",
    since=at(-60),
    started_at=NOW,
    started_by="Jo",
    promise="4 office hours",
)
NOTHING_SELDOM = Seldom(
    surge=False, incidents=False, marks=False, directs=False, closed=False, links=False
)


def test_an_author_of_one_post_is_nobody(store: Store) -> None:
    stored(store, a_message("x:1"), a_message("x:2", author=CY))
    with store.read() as tx:
        assert tx.facts.of_authors(BRAND, ["x:ada", "x:cy", "x:404"], NOW) == {}
        assert tx.facts.of_authors(BRAND, [], NOW) == {}


def test_the_newest_post_and_the_newest_direct_message(store: Store) -> None:
    direct = MessageType.DIRECT_MESSAGE
    stored(
        store,
        a_message("x:1", created_at=at(1)),
        a_message("x:2", created_at=at(2), type=MessageType.REPLY),
        a_message("x:3", created_at=at(3), type=direct),
        a_message("x:4", created_at=at(4), author=CY, type=direct),
        a_message("x:5", created_at=at(2), author=CY, type=direct),
    )
    with store.read() as tx:
        assert tx.facts.of_authors(BRAND, ["x:ada", "x:cy"], at(9)) == {
            "x:ada": AuthorFacts(last_post_at=at(2), last_dm_at=at(3)),
            "x:cy": AuthorFacts(last_dm_at=at(4)),
        }


def test_an_open_case_is_a_fact_and_so_is_its_late_promise(store: Store) -> None:
    promise = Promise(brand=BRAND, case_number=1, effect_number=None, made_at=NOW, due_at=at(60))
    with store.begin() as tx:
        tx.cases.add([a_case(1), a_case(2, author_id="x:cy")])
        number = tx.cases.add_promise(promise)
        in_time = tx.facts.of_authors(BRAND, ["x:ada", "x:cy"], at(60))
        assert in_time == {
            "x:ada": AuthorFacts(open_case=a_case(1), had_case=True),
            "x:cy": AuthorFacts(open_case=a_case(2, author_id="x:cy"), had_case=True),
        }
        late = tx.facts.of_authors(BRAND, ["x:ada", "x:cy"], at(61))
        assert late["x:ada"].promise_is_late is True
        assert late["x:cy"].promise_is_late is False
        tx.cases.end_promise(number, PromiseState.KEPT, at(59))
        kept = tx.facts.of_authors(BRAND, ["x:ada"], at(61))
        assert kept["x:ada"].promise_is_late is False


def test_the_newest_case_that_ended_is_a_fact(store: Store) -> None:
    ended = CaseStatus.RESOLVED
    with store.begin() as tx:
        tx.cases.add([a_case(1, status=ended, opened_at=at(-9)), a_case(2, status=ended)])
        assert tx.facts.of_authors(BRAND, ["x:ada"], NOW) == {
            "x:ada": AuthorFacts(last_case_at=NOW, had_case=True)
        }
        assert tx.facts.of_authors("other", ["x:ada"], NOW) == {}


def test_a_slot_is_a_fact_until_it_ends(store: Store) -> None:
    with store.begin() as tx:
        tx.slots.take(BRAND, "x:ada", 7, at(60), NOW)
        assert tx.facts.of_authors(BRAND, ["x:ada"], at(59)) == {
            "x:ada": AuthorFacts(slot_until=at(60), slot_effect=7)
        }
        assert tx.facts.of_authors(BRAND, ["x:ada"], at(60)) == {}


# --- conversations ----------------------------------------------------------------------------


def test_a_conversation_of_one_message_is_nothing(store: Store) -> None:
    stored(store, a_message("x:1"), a_message("x:3", conversation_id="x:2"))
    with store.read() as tx:
        assert tx.facts.of_conversations(BRAND, ["x:1", "x:2", "x:404"]) == {}


def test_one_reply_is_told_beside_something_else(store: Store) -> None:
    stored(store, a_message("x:2", conversation_id="x:1"))
    with store.begin() as tx:
        tx.messages.close_conversation(BRAND, "x:1", NOW, "locked")
        assert tx.facts.of_conversations(BRAND, ["x:1"]) == {
            "x:1": ConversationFacts(replies=1, is_closed=True)
        }


def test_replies_and_our_own_answer(store: Store) -> None:
    stored(
        store,
        a_message("x:1", conversation_id="x:1"),
        a_message("x:2", conversation_id="x:1", author=CY),
        a_message("x:3", conversation_id="x:1", author=CY),
        a_message("x:4", conversation_id="x:1", author=BO, from_brand=True, created_at=at(4)),
        a_message("x:5", conversation_id="x:1", author=BO, from_brand=True, created_at=at(3)),
    )
    with store.read() as tx:
        assert tx.facts.of_conversations(BRAND, ["x:1"]) == {
            "x:1": ConversationFacts(own_post_at=at(4), replies=2)
        }


def test_what_an_effect_posted_is_no_person_s_answer(store: Store) -> None:
    ours = a_message("x:9", conversation_id="x:1", author=BO, from_brand=True)
    stored(store, ours)
    with store.begin() as tx:
        assert tx.facts.of_conversations(BRAND, ["x:1"]) == {
            "x:1": ConversationFacts(own_post_at=NOW)
        }
        tx.outbox.add([an_effect(1, state=State.SENT, posted_id="x:9")])
        # the acknowledgement itself is known
        assert tx.facts.of_conversations(BRAND, ["x:1"]) == {
            "x:1": ConversationFacts(acknowledgements=1)
        }


def test_acknowledgements_count_while_they_hold_a_slot(store: Store) -> None:
    states = (State.APPROVED, State.SENT, State.RETRACTED, State.UNKNOWN)
    ended = (State.PROPOSED, State.REJECTED, State.EXPIRED, State.CANCELLED, State.REFUSED)
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(number, state=state, conversation_id="x:1")
                for number, state in enumerate((*states, *ended), start=1)
            ]
        )
        tx.outbox.add([an_effect(20, action=Action.ALERT, conversation_id="x:1")])
        tx.outbox.add([an_effect(21, state=State.REFUSED, conversation_id="x:2")])
        assert tx.facts.of_conversations(BRAND, ["x:1", "x:2"]) == {
            "x:1": ConversationFacts(acknowledgements=4)
        }


def test_a_closed_conversation_is_closed(store: Store) -> None:
    with store.begin() as tx:
        tx.messages.close_conversation(BRAND, "x:1", NOW, "locked")
        tx.messages.close_conversation(BRAND, "x:1", at(1), "locked again")
        assert tx.facts.of_conversations(BRAND, ["x:1", "x:2"]) == {
            "x:1": ConversationFacts(is_closed=True)
        }


# --- the day ----------------------------------------------------------------------------------


def test_the_day_begins_empty(store: Store) -> None:
    with store.read() as tx:
        assert tx.facts.of_brand(BRAND, NOW, NOW) == BrandFacts(there_is=NOTHING_SELDOM)


def test_the_day_counts_what_was_sent_and_promised(store: Store) -> None:
    sent = State.SENT
    promise = Promise(brand=BRAND, case_number=1, effect_number=1, made_at=NOW, due_at=at(60))
    with store.begin() as tx:
        tx.cases.add([a_case(1)])
        tx.outbox.add(
            [
                an_effect(1, state=sent, sent_at=at(-61), template="late.a"),
                an_effect(2, state=sent, sent_at=at(-60), template="late.b"),
                an_effect(3, state=State.RETRACTED, sent_at=at(0), template="late.c"),
                an_effect(4, state=State.PROPOSED, template="money.a"),
                an_effect(5, state=State.REFUSED, template="money.b"),
                an_effect(6, action=Action.ALERT, state=sent, sent_at=NOW, template="card"),
                an_effect(7, state=sent, sent_at=NOW, brand="other"),
                an_effect(8, state=sent, sent_at=at(-999), template="late.a"),
            ]
        )
        tx.cases.add_promise(promise)
        kept = tx.cases.add_promise(promise)
        tx.cases.end_promise(kept, PromiseState.KEPT, NOW)
        assert tx.facts.of_brand(BRAND, at(-60), at(-1)) == BrandFacts(
            sent_today=2,
            sent_this_hour=1,
            open_promises=1,
            there_is=NOTHING_SELDOM,
        )
        recent = ("late.a", "money.a", "late.c", "late.b", "late.a")
        assert tx.facts.recent_templates(BRAND) == recent


def test_templates_of_words_long_ago_are_forgotten(store: Store) -> None:
    alerts = [an_effect(number, action=Action.ALERT) for number in range(2, 2 + AMONG)]
    with store.begin() as tx:
        tx.outbox.add([an_effect(1, template="late.a"), *alerts[:-1]])
        assert tx.facts.recent_templates(BRAND) == ("late.a",)
        tx.outbox.add(alerts[-1:])
        assert tx.facts.recent_templates(BRAND) == ()


@pytest.mark.parametrize("what", Seldom.__struct_fields__)
def test_what_there_is_seldom_is_told_as_soon_as_it_is_there(store: Store, what: str) -> None:
    with store.begin() as tx:
        assert tx.facts.of_brand(BRAND, NOW, NOW).there_is == NOTHING_SELDOM
        _put_seldom(tx, what)
        there_is = tx.facts.of_brand(BRAND, NOW, NOW).there_is
        elsewhere = tx.facts.of_brand("other", NOW, NOW).there_is
    assert there_is == replace(NOTHING_SELDOM, **{what: True})
    # one short look for all brands, where it need not be exact
    is_of_brand = what in ("surge", "incidents")
    assert elsewhere == (NOTHING_SELDOM if is_of_brand else there_is)


def _put_seldom(tx: Tx, what: str) -> None:
    match what:
        case "surge":
            tx.surges.begin(Surge(brand=BRAND, began_at=NOW, complaints=8, people=6, normal=1.0))
        case "incidents":
            tx.incidents.add(INCIDENT)
        case "marks":
            tx.authors.opt_out(BRAND, "x:ada", NOW, "asked for it")
        case "directs":
            direct = a_message("x:1", type=MessageType.DIRECT_MESSAGE)
            tx.pages.store(BRAND, "x", Page(messages=(direct,), cursor="1"), NOW)
        case "closed":
            tx.messages.close_conversation(BRAND, "x:1", NOW, "locked")
        case "links":
            tx.customers.link([a_link("x:ada"), a_link("x:cy")])


def a_link(author_id: str, customer: str = "x:ada") -> Link:
    return Link(brand=BRAND, author_id=author_id, customer=customer, at=NOW, by="Jo")


def test_what_there_is_none_of_is_not_asked_for(store: Store) -> None:
    with store.begin() as tx:
        for what in Seldom.__struct_fields__:
            _put_seldom(tx, what)
        ids = ["x:ada", "x:1"]
        assert tx.facts.of_authors(BRAND, ids, NOW)["x:ada"].is_opted_out
        assert tx.facts.of_authors(BRAND, ids, NOW, with_posts=False, there_is=NOTHING_SELDOM) == {}
        assert tx.facts.of_conversations(BRAND, ids)["x:1"].is_closed
        assert tx.facts.of_conversations(BRAND, ids, there_is=NOTHING_SELDOM) == {}


# --- what it costs ----------------------------------------------------------------------------


def test_no_question_of_a_page_reads_a_whole_table() -> None:
    from monitor.store import fact_queries as queries

    store = memory_store()
    with store.engine.connect() as connection:
        for name in _QUESTIONS:
            query = getattr(queries, name)
            sql, order = query._for(connection)
            plan = connection.execute(
                text("EXPLAIN QUERY PLAN " + sql.replace("?", "'[]'"))
            ).fetchall()
            details = [row[3] for row in plan]
            scans = [one for one in details if one.startswith("SCAN") and "each" not in one]
            # the subqueries that were just narrowed down may be walked through
            scans = [
                one for one in scans if one.split()[1] not in _NARROW and one[5:] not in _NARROW
            ]
            assert scans == [], (name, details, order)
    store.close()


_QUESTIONS = (
    *("POSTS", "DIRECTS", "SLOTS", "MARKS", "CASES", "LATE"),
    *("REPLIES", "ACKNOWLEDGEMENTS", "CLOSED", "DAY", "TEMPLATES", "LINKED"),
)
#: behind EXISTS the first row ends the walk
_NARROW = {"some_replies", "(subquery", "CONSTANT"} | {
    *("author_mark", "closed_conversation", "customer_link"),
    "message USING INDEX ix_message_direct",
}
