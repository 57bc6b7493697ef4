"""What every store does, whatever database is behind it: transactions, and the small tables."""

import threading
from datetime import timedelta

import pytest

from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import Author, SetAside
from monitor.domain.store_ports import Store
from monitor.domain.stored import Mark, Poll
from monitor.domain.values import replace
from monitor.errors import Bug
from tests.contract.stores import ADA, BO, BRAND, CY, NOW, a_message, an_effect, at, stored


def test_what_is_begun_is_kept_at_the_end_of_the_block(store: Store) -> None:
    with store.begin() as tx:
        tx.switches.put("pause", "by Bo", NOW)
    with store.read() as tx:
        assert tx.switches.get("pause") == "by Bo"


def test_an_error_in_the_block_takes_everything_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.switches.put("pause", "by Bo", NOW)
        tx.cases.next_number()
        raise ZeroDivisionError
    with store.begin() as tx:
        assert tx.switches.get("pause") is None
        assert tx.cases.next_number() == 1


def test_a_reading_transaction_cannot_write(store: Store) -> None:
    with pytest.raises(Bug, match="tried to write"), store.read() as tx:
        tx.switches.put("pause", "by Bo", NOW)
    with store.begin() as tx:
        assert tx.switches.get("pause") is None
        tx.switches.put("pause", "by Bo", NOW)


def test_a_transaction_inside_another_one_is_a_bug(store: Store) -> None:
    with store.begin(), pytest.raises(Bug, match="inside another"), store.read():
        pass
    with store.begin() as tx:
        tx.switches.put("pause", "by Bo", NOW)


def test_threads_take_turns(store: Store) -> None:
    def count() -> None:
        for _ in range(20):
            with store.begin() as tx:
                tx.cases.next_number()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.begin() as tx:
        assert tx.cases.next_number() == 81


def test_numbers_are_given_once_and_go_on(store: Store) -> None:
    with store.begin() as tx:
        assert [tx.cases.next_number(), tx.cases.next_number()] == [1, 2]
        assert tx.outbox.next_number() == 1
    with store.begin() as tx:
        assert tx.cases.next_number() == 3
        assert tx.outbox.next_number() == 2


# --- the acknowledgement slot -----------------------------------------------------------------


def test_a_slot_is_taken_once(store: Store) -> None:
    with store.begin() as tx:
        assert tx.slots.take(BRAND, "x:ada", 1, at(60), NOW) is True
        assert tx.slots.take(BRAND, "x:ada", 2, at(60), NOW) is False
        assert tx.slots.take(BRAND, "x:cy", 3, at(60), NOW) is True
        assert tx.slots.take("other", "x:ada", 4, at(60), NOW) is True


def test_a_slot_is_free_again_when_its_time_is_over(store: Store) -> None:
    with store.begin() as tx:
        assert tx.slots.take(BRAND, "x:ada", 1, at(60), NOW) is True
        assert tx.slots.take(BRAND, "x:ada", 2, at(90), at(59)) is False
        assert tx.slots.take(BRAND, "x:ada", 2, at(90), at(60)) is True
        assert tx.slots.take(BRAND, "x:ada", 3, at(99), at(60)) is False


def test_only_its_own_effect_releases_a_slot(store: Store) -> None:
    with store.begin() as tx:
        tx.slots.take(BRAND, "x:ada", 1, at(60), NOW)
        tx.slots.release(BRAND, "x:ada", 2)
        assert tx.slots.take(BRAND, "x:ada", 2, at(60), NOW) is False
        tx.slots.release(BRAND, "x:ada", 1)
        assert tx.slots.take(BRAND, "x:ada", 2, at(60), NOW) is True


# --- authors ----------------------------------------------------------------------------------


def test_an_author_is_known_by_id_and_by_handle(store: Store) -> None:
    masto = Author(id="mastodon:1", platform="mastodon", handle="@Ada@example.org", name="A.")
    stored(store, a_message("x:1"), a_message("x:2", author=CY))
    stored(store, a_message("mastodon:7", author=masto, platform="mastodon"))
    with store.read() as tx:
        assert tx.authors.get("x:ada") == ADA
        assert tx.authors.get("x:nobody") is None
        assert tx.authors.find("ADA") == [ADA]
        assert tx.authors.find("@ada") == [ADA]
        assert tx.authors.find("ada@example.org") == [masto]
        assert tx.authors.find("nobody") == []
        assert tx.authors.get("x:cy") == CY


def test_an_author_is_as_told_last(store: Store) -> None:
    first = Author(
        id="x:ada", platform="x", handle="ada", name="Ada", followers=7, created_at=at(-9)
    )
    renamed = Author(id="x:ada", platform="x", handle="ada_q", name="Ada Q.", is_bot=True)
    stored(store, a_message("x:1", author=first))
    stored(store, a_message("x:2", author=renamed))
    with store.read() as tx:
        assert tx.authors.get("x:ada") == renamed
        # a message tells who somebody was when they wrote it
        kept = tx.messages.get("x:1")
        assert kept is not None
        assert kept.author == first
        # and a former handle still finds them
        assert tx.authors.find("ada") == tx.authors.find("ada_q") == [renamed]


def test_marks_are_facts_until_they_end(store: Store) -> None:
    with store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:ada", NOW, "said stop")
        tx.authors.mark(BRAND, "x:cy", Mark.FLAGGED, NOW, "three times", until=at(60))
        tx.authors.mark(BRAND, "x:cy", Mark.QUIET, NOW, "owner")
        tx.authors.mark(BRAND, "x:cy", Mark.MUTED, NOW, "owner")
    with store.begin() as tx:
        facts = tx.facts.of_authors(BRAND, ["x:ada", "x:cy", "x:bo"], at(59))
        assert set(facts) == {"x:ada", "x:cy"}
        assert facts["x:ada"].is_opted_out is True
        cy = facts["x:cy"]
        assert (cy.is_flagged, cy.is_quiet, cy.is_muted, cy.is_opted_out) == (
            True,
            True,
            True,
            False,
        )
        assert tx.facts.of_authors(BRAND, ["x:cy"], at(60))["x:cy"].is_flagged is False
        assert tx.facts.of_authors("other", ["x:ada"], NOW) == {}
        tx.authors.unmark(BRAND, "x:cy", Mark.QUIET)
        tx.authors.mark(BRAND, "x:cy", Mark.FLAGGED, at(60), "again")
        facts = tx.facts.of_authors(BRAND, ["x:cy"], at(999))
        assert (facts["x:cy"].is_quiet, facts["x:cy"].is_flagged) == (False, True)


# --- switches, the schedule, polls --------------------------------------------------------------


def test_a_switch_is_put_changed_and_taken_out(store: Store) -> None:
    with store.begin() as tx:
        assert tx.switches.get("away") is None
        tx.switches.put("away", "until Thursday", NOW)
        assert tx.switches.get("away") == "until Thursday"
        tx.switches.put("away", "", NOW)
        assert tx.switches.get("away") == ""
        tx.switches.put("away", None, NOW)
        assert tx.switches.get("away") is None
        tx.switches.put("away", None, NOW)


def test_a_slot_of_the_schedule_is_claimed_once(store: Store) -> None:
    with store.begin() as tx:
        assert tx.switches.claim_slot("weekly_report", "2026-W47", NOW) is True
        assert tx.switches.claim_slot("weekly_report", "2026-W47", NOW) is False
    with store.begin() as tx:
        assert tx.switches.claim_slot("weekly_report", "2026-W47", at(1)) is False
        assert tx.switches.claim_slot("weekly_report", "2026-W48", NOW) is True
        assert tx.switches.claim_slot("digest", "2026-W47", NOW) is True


def test_polls_tell_since_when_a_connector_fails(store: Store) -> None:
    with store.begin() as tx:
        tx.switches.seen_poll(BRAND, "x", NOW)
        tx.switches.seen_poll(BRAND, "x", at(1), "429")
        tx.switches.seen_poll(BRAND, "x", at(2), "500")
        tx.switches.seen_poll(BRAND, "feed", at(2), "gone")
    with store.read() as tx:
        assert tx.switches.polls() == [
            Poll(
                brand=BRAND,
                connector="feed",
                last_success_at=None,
                last_try_at=at(2),
                failing_since=at(2),
                error="gone",
            ),
            Poll(
                brand=BRAND,
                connector="x",
                last_success_at=NOW,
                last_try_at=at(2),
                failing_since=at(1),
                error="500",
            ),
        ]
    with store.begin() as tx:
        tx.switches.seen_poll(BRAND, "x", at(3))
        assert tx.switches.polls()[1] == Poll(
            brand=BRAND,
            connector="x",
            last_success_at=at(3),
            last_try_at=at(3),
            failing_since=None,
        )


# --- set aside --------------------------------------------------------------------------------


def test_the_same_input_is_set_aside_once(store: Store) -> None:
    broken = SetAside(connector="feed", where="line 7", reason="no id", raw="{}")
    poison = SetAside(connector="x", where="x:9", reason="BUG", raw="half \ud800 and \0")
    with store.begin() as tx:
        tx.messages.set_aside([broken, poison], NOW)
        tx.messages.set_aside([broken], NOW + timedelta(days=1))
    with store.read() as tx:
        assert sorted(tx.messages.quarantined(), key=lambda one: one.connector) == [
            broken,
            SetAside(connector="x", where="x:9", reason="BUG", raw="half \\ud800 and \\x00"),
        ]


def test_people_of_other_brands_do_not_show(store: Store) -> None:
    stored(store, a_message("x:1", author=BO))
    with store.begin() as tx:
        tx.outbox.add([an_effect(1)])
        assert tx.outbox.of_message("other", "x:1") == []
        assert tx.messages.get("x:1", "other") is None
        assert tx.messages.by_author("other", "x:bo") == []
        assert tx.facts.of_conversations("other", ["x:1"]) == {}


def test_one_measure_of_a_sort_against_a_target(store: Store) -> None:
    def a_mute(number: int, **changes: object) -> Effect:
        plain: dict[str, object] = {
            "action": Action.MUTE,
            "state": State.APPROVED,
            "message_id": "",
        }
        return an_effect(number, **{**plain, "rule": f"owner:{number}", **changes})

    first = a_mute(1)
    with store.begin() as tx:
        tx.outbox.add([first, a_mute(2, action=Action.BLOCK), a_mute(3, author_id="x:cy")])
        tx.outbox.add([a_mute(4, action=Action.HIDE, message_id="x:8")])
        tx.outbox.add([a_mute(5, brand="other")])
    with pytest.raises(Bug), store.begin() as tx:
        tx.outbox.add([a_mute(6)])
    with store.begin() as tx:
        assert [one.number for one in tx.outbox.measures(BRAND)] == [1, 2, 3, 4]
        assert tx.outbox.move(first, replace(first, state=State.SENT))
        assert tx.outbox.measures()[0].state is State.SENT
    with pytest.raises(Bug), store.begin() as tx:
        tx.outbox.add([a_mute(7)])
    with store.begin() as tx:
        sent = tx.outbox.get(1)
        assert sent is not None
        # what is over stands in nobody's way
        assert tx.outbox.move(sent, replace(sent, state=State.RETRACTED))
        tx.outbox.add([a_mute(8)])
        assert [one.number for one in tx.outbox.measures(BRAND)] == [2, 3, 4, 8]
