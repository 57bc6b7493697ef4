"""Surges, the complaints they are made of, and incidents, on every database."""

from datetime import timedelta

from monitor.domain.decision import Decision
from monitor.domain.effect import Action, State
from monitor.domain.incident import Incident, Person
from monitor.domain.message import Message
from monitor.domain.permission import Reason, deny
from monitor.domain.reading import Kind, Topic
from monitor.domain.store_ports import Store
from monitor.domain.surge import Surge, SurgeEnd, Volume
from monitor.domain.values import replace
from tests.contract.stores import (
    A_READING,
    ADA,
    BRAND,
    CY,
    NOW,
    a_decided,
    a_message,
    an_effect,
    at,
    stored,
)

SURGE = Surge(brand=BRAND, began_at=NOW, complaints=32, people=30, normal=1.25)
INCIDENT = Incident(
    brand=BRAND,
    causes=("payment page", "money"),
    sentence="Our payment page is down.",
    since=at(-60),
    started_at=NOW,
    started_by="Jo",
    promise="4 office hours",
)


def begin(store: Store, surge: Surge = SURGE) -> bool:
    with store.begin() as tx:
        return tx.surges.begin(surge)


def on(store: Store, brand: str = BRAND) -> Surge | None:
    with store.read() as tx:
        return tx.surges.on(brand)


def hear(store: Store, *messages: Message, kind: Kind = Kind.COMPLAINT, rule: str = "c") -> None:
    stored(store, *messages)
    reading = replace(A_READING, kind=kind, topics=(Topic(name="money", confidence=0.9),))
    decision = Decision(rule=rule, permission=deny(Reason.SURGE))
    with store.begin() as tx:
        tx.messages.record(
            [a_decided(message, reading=reading, decision=decision) for message in messages]
        )


# --- surges ---------------------------------------------------------------------------------------


def test_a_brand_has_one_surge_at_a_time(store: Store) -> None:
    assert begin(store)
    assert not begin(store, replace(SURGE, began_at=at(5)))
    assert begin(store, replace(SURGE, brand="other"))
    surge = on(store)
    assert surge is not None
    assert replace(surge, number=0) == SURGE
    assert on(store, "nobody") is None


def test_a_surge_ends_once(store: Store) -> None:
    begin(store)
    surge = on(store)
    assert surge is not None
    ended = replace(surge, complaints=40, ended_at=at(60), ended_by="Jo", end=SurgeEnd.FALSE_ALARM)
    with store.begin() as tx:
        assert tx.surges.end(ended)
        assert not tx.surges.end(replace(ended, ended_by="Sam"))
    with store.read() as tx:
        assert tx.surges.on(BRAND) is None
        assert tx.surges.last(BRAND) == ended
    assert begin(store, replace(SURGE, began_at=at(90)))


def test_the_surge_in_which_a_moment_lies(store: Store) -> None:
    begin(store)
    surge = on(store)
    assert surge is not None
    with store.begin() as tx:
        tx.surges.end(replace(surge, ended_at=at(60), end=SurgeEnd.RESUMED))
    begin(store, replace(SURGE, began_at=at(90)))
    with store.read() as tx:
        found = [tx.surges.at(BRAND, at(minutes)) for minutes in (-1, 0, 59, 60, 90, 900)]
        assert [each is not None for each in found] == [False, True, True, False, True, True]
        assert len(tx.surges.between(at(59), at(91), BRAND)) == 2
        assert len(tx.surges.between(at(60), at(90))) == 0
        assert len(tx.surges.between(at(0), at(1), "other")) == 0


def test_complaints_are_counted_with_the_people_behind_them(store: Store) -> None:
    hear(store, a_message("x:1"), a_message("x:2"), a_message("x:3", author=CY, created_at=at(5)))
    hear(store, a_message("x:4", author=CY), kind=Kind.PRAISE)
    hear(store, a_message("x:5", author=CY), rule="not-about-us")
    hear(store, a_message("x:6", from_brand=True))
    hear(store, a_message("x:7", author=CY, is_live=False))
    hear(store, a_message("x:8", created_at=at(10)))
    with store.read() as tx:
        surges = tx.surges
        assert surges.volume(BRAND, at(0), at(10), {"not-about-us"}) == Volume(
            complaints=3, people=2
        )
        assert surges.volume(BRAND, at(0), at(10), set()).complaints == 4
        assert surges.volume(BRAND, at(0), at(10), {"not-about-us"}, only_live=False) == Volume(
            complaints=4, people=2
        )
        assert surges.volume("other", at(0), at(10), set()) == Volume()
        heard = surges.heard(BRAND, at(0), at(10), {"not-about-us"}, 2)
        assert surges.known_since() == NOW
    assert [(one.message_id, one.topic) for one in heard] == [("x:3", "money"), ("x:7", "money")]


def test_an_empty_store_knows_nothing(store: Store) -> None:
    with store.read() as tx:
        assert tx.surges.known_since() is None
        assert tx.surges.last(BRAND) is None
        assert tx.incidents.open_of(BRAND) == []
        assert tx.incidents.get(7) is None
        assert tx.outbox.count(BRAND, Action.ACKNOWLEDGE, State.PROPOSED) == 0


# --- incidents ------------------------------------------------------------------------------------


def a_person(number: int, author_id: str, minutes: int = 0) -> Person:
    return Person(
        incident=number,
        brand=BRAND,
        author_id=author_id,
        message_id=f"{author_id}-post",
        case_number=3,
        joined_at=at(minutes),
    )


def begun(store: Store) -> int:
    with store.begin() as tx:
        return tx.incidents.add(INCIDENT)


def test_an_incident_comes_back_as_it_was_saved(store: Store) -> None:
    number = begun(store)
    changed = replace(
        INCIDENT,
        number=number,
        sends_new_by="Jo",
        next_word_at=at(1),
        news_due_at=at(240),
        mended_sentence="It works.",
        mended_at=at(120),
        mended_by="Sam",
    )
    with store.begin() as tx:
        assert tx.incidents.get(number) == replace(INCIDENT, number=number)
        tx.incidents.save(changed)
        assert tx.incidents.open_of(BRAND) == [changed]
        tx.incidents.save(replace(changed, ended_at=at(200), ended_by="Jo"))
        assert tx.incidents.open_of(BRAND) == []
        assert [one.number for one in tx.incidents.listed(BRAND)] == [number]
        assert tx.incidents.listed("other") == []
        assert len(tx.incidents.between(at(199), at(201))) == 1
        assert tx.incidents.between(at(200), at(300)) == []


def test_a_person_is_in_an_incident_once_and_is_told_once(store: Store) -> None:
    number = begun(store)
    with store.begin() as tx:
        tx.incidents.join([a_person(number, CY.id, 1), a_person(number, ADA.id)])
        tx.incidents.join([replace(a_person(number, ADA.id), message_id="x:later")])
        ada, cy = tx.incidents.people(number)
        assert (ada, cy) == (a_person(number, ADA.id), a_person(number, CY.id, 1))
        assert tx.incidents.tells(ada, 11)
        assert not tx.incidents.tells(ada, 12)
        assert tx.incidents.brings_news(ada, 13)
        assert not tx.incidents.brings_news(ada, 14)
        assert tx.incidents.person(number, ADA.id) == replace(ada, word=11, news=13)
        assert tx.incidents.person(number, "x:nobody") is None
        assert tx.incidents.of_author(BRAND, CY.id) == [cy]


def test_more_time_is_asked_for_once_at_a_time_and_not_after_the_news(store: Store) -> None:
    number = begun(store)
    with store.begin() as tx:
        tx.incidents.join([a_person(number, ADA.id)])
        (ada,) = tx.incidents.people(number)
        assert tx.incidents.asks_for_time(ada, 11)
        assert not tx.incidents.asks_for_time(ada, 12)
        (asked,) = tx.incidents.people(number)
        assert asked.later == 11
        assert tx.incidents.asks_for_time(asked, 13)
        assert tx.incidents.brings_news(asked, 14)
        assert not tx.incidents.asks_for_time(replace(asked, later=13), 15)
        assert tx.incidents.people(number) == [replace(asked, later=13, news=14)]


def test_an_incident_remembers_that_it_takes_longer(store: Store) -> None:
    number = begun(store)
    with store.begin() as tx:
        incident = tx.incidents.get(number)
        assert incident is not None
        longer = replace(
            incident, renewals=2, later_sentence="A part.", renewed_at=at(9), renewals_told=1
        )
        tx.incidents.save(longer)
    with store.read() as tx:
        assert tx.incidents.get(number) == longer


def test_when_the_last_word_left_is_known_from_the_words(store: Store) -> None:
    number = begun(store)
    with store.begin() as tx:
        tx.incidents.join([a_person(number, ADA.id), a_person(number, CY.id)])
        assert tx.incidents.left_at(number) is None
        for person, effect in zip(tx.incidents.people(number), (1, 2), strict=True):
            tx.incidents.tells(person, effect)
        tx.outbox.add(
            [
                an_effect(1, state=State.SENT, sending_at=at(1)),
                an_effect(2, author_id=CY.id, state=State.UNKNOWN, sending_at=at(2)),
                an_effect(3, author_id="x:eve", state=State.SENT, sending_at=at(9)),
            ]
        )
        assert tx.incidents.left_at(number) == at(2)


def test_effects_in_a_state_are_counted(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(1),
                an_effect(2),
                an_effect(3, state=State.SENT, sent_at=NOW + timedelta(minutes=1)),
                an_effect(4, brand="other"),
                an_effect(5, action=Action.NEWS),
            ]
        )
        assert tx.outbox.count(BRAND, Action.ACKNOWLEDGE, State.PROPOSED) == 2
        assert tx.outbox.count(BRAND, Action.ACKNOWLEDGE, State.SENT) == 1
