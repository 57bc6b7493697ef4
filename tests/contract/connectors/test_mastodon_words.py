"""Mastodon: our words, and how they are kept from being said twice or to the wrong people."""

import json
from datetime import timedelta

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Refused, Unknown
from monitor.domain.effect import Action
from monitor.domain.values import replace
from tests.contract.connectors.mastodon_steps import complaint, ours, server
from tests.contract.connectors.steps import WORDS, an_answer
from tests.simulators.mastodon_rig import POST, MastodonRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault, Fields

__all__ = ["complaint", "server"]


# ---------------------------------------------------------------- one reply


def test_the_person_is_named_so_that_they_hear_of_it(server: MastodonRig, complaint: str) -> None:
    ben = server.post("nor did mine", by="ben")
    connector = server.connector()
    for post in (complaint, ben):
        connector.send(connector.prepare(an_answer(server, post)))
    assert [one["text"] for one in ours(server)] == [
        f"@ada {WORDS}",
        f"@ben@elsewhere.example {WORDS}",
    ]


def test_the_wire_holds_all_of_it(server: MastodonRig, complaint: str) -> None:
    outgoing = replace(an_answer(server, complaint), effect_id="e12")
    wire = json.loads(server.connector().prepare(outgoing).payload)
    assert wire["text"] == WORDS
    assert wire["to"] == "ada"
    assert wire["in_reply_to_id"] == complaint.partition(":")[2]
    assert wire["visibility"] == "unlisted"
    assert len(wire["key"]) == 40


def test_the_key_is_the_effects_and_not_the_texts(server: MastodonRig, complaint: str) -> None:
    # a promise rendered anew would be another text, and must not be another post
    connector = server.connector()
    once = connector.send(connector.prepare(an_answer(server, complaint)))
    again = connector.send(connector.prepare(an_answer(server, complaint, "Until 15:00.")))
    assert once == again
    assert len(ours(server)) == 1
    other = connector.send(connector.prepare(an_answer(server, complaint, effect_id="e2")))
    assert other != once


def test_after_an_hour_a_look_still_finds_it(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint))
    server.fail_writes(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    assert isinstance(connector.send(wire), Unknown)
    clock.advance(timedelta(hours=2))
    assert isinstance(server.connector().find(wire, since), Found)
    # this is why it is looked for: the server has forgotten the key
    connector.send(wire)
    assert len(ours(server)) == 2


def test_a_server_without_keys_is_looked_at(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    # GoToSocial and Takahe take the header, and post twice
    server.is_like(ignores_keys=True)
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint))
    server.fail_writes(Fault.UNAVAILABLE_AFTER_ACCEPTANCE)
    assert isinstance(connector.send(wire), Unknown)
    assert isinstance(connector.find(wire, since), Found)


@pytest.mark.parametrize(
    ("theirs", "setting", "expected"),
    [
        ("public", "unlisted", "unlisted"),
        ("public", "public", "public"),
        ("unlisted", "public", "unlisted"),
        ("private", "public", "private"),
        ("direct", "public", "direct"),
    ],
)
def test_an_answer_is_never_seen_by_more_than_what_it_answers(
    server: MastodonRig, theirs: str, setting: str, expected: str
) -> None:
    post = server.post("my order never came", visibility=theirs)
    connector = server.connector(visibility=setting)
    assert isinstance(connector.send(connector.prepare(an_answer(server, post))), Delivered)
    assert [one["visibility"] for one in ours(server)] == [expected]


def test_a_text_that_is_too_long_is_refused(server: MastodonRig, complaint: str) -> None:
    connector = server.connector()
    outcome = connector.send(connector.prepare(an_answer(server, complaint, "x" * 600)))
    assert isinstance(outcome, Refused)
    assert "limit of 500" in outcome.why
    assert outcome.permanent


def test_no_answer_to_nothing(server: MastodonRig, complaint: str) -> None:
    # some servers post it all the same, without what it answers
    server.is_like(takes_orphans=True)
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    server.delete(complaint)
    assert isinstance(connector.send(wire), Refused)
    assert server.writes() == 0


def test_an_answer_that_became_one_to_nothing_goes_away_again(
    server: MastodonRig, complaint: str
) -> None:
    # deleted between our look and our words
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    native = complaint.partition(":")[2]
    there = {"body": {"id": native, "visibility": "public"}}
    server.is_like(takes_orphans=True, answers={f"GET /api/v1/statuses/{native}": there})
    server.delete(complaint)
    outcome = connector.send(wire)
    assert isinstance(outcome, Refused)
    assert "deleted at once" in outcome.why
    assert ours(server) == []


@pytest.mark.parametrize(
    "fault", [Fault.TIMEOUT_BEFORE, Fault.UNAVAILABLE_BEFORE, Fault.TOO_MANY, Fault.REVOKED]
)
def test_a_look_before_the_send_that_fails_is_no_send(
    server: MastodonRig, complaint: str, fault: Fault
) -> None:
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    server.simulator.fail_next(fault, on="GET /api/v1/statuses")
    outcome = connector.send(wire)
    assert isinstance(outcome, Refused)
    assert outcome.is_auth == (fault is Fault.REVOKED)
    assert outcome.permanent == (fault is Fault.REVOKED)
    assert server.writes() == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"raw": "<html>all is well</html>"},
        {"raw": ""},
        {"body": []},
        {"body": {"error": None}},
        {"body": {"id": "../../1"}},
        {"raw": "[" * 5_000},
        {"status": 500, "raw": "oops"},
        {"status": 502, "body": {"error": "bad gateway"}},
        {"status": 504, "raw": ""},
        {"status": 408, "raw": ""},
        {"status": 304, "raw": ""},
    ],
    ids=lambda answer: f"{answer.get('status', 200)} {str(answer)[:24]}",
)
def test_an_answer_that_says_nothing_is_unknown(
    server: MastodonRig, complaint: str, answer: Fields
) -> None:
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    server.is_like(answers={POST: answer})
    assert isinstance(connector.send(wire), Unknown)
    assert server.writes() == 1


# ---------------------------------------------------------------- what the library makes of headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Deprecation": "true"},  # raises a warning after the post, an error under -W error
        {"X-RateLimit-Reset": "soon", "X-RateLimit-Remaining": "many"},  # raises after the post
        {"Link": '<https://x.example/?max_id=1>; rel="next"', "Mastodon-Async-Refresh": "id"},
    ],
)
def test_odd_headers_do_not_make_a_failure_of_a_post(
    server: MastodonRig, complaint: str, headers: dict[str, str]
) -> None:
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    server.is_like(headers=headers)
    assert isinstance(connector.send(wire), Delivered)


def test_a_redirect_is_not_followed(server: MastodonRig, complaint: str) -> None:
    # a POST would become a GET, and the token would go to another server
    connector = server.connector()
    wire = connector.prepare(an_answer(server, complaint))
    away = {"status": 301, "raw": "", "headers": {"Location": "https://elsewhere.example/"}}
    server.is_like(answers={POST: away})
    outcome = connector.send(wire)
    assert isinstance(outcome, Refused)
    assert "elsewhere.example" in outcome.why
    assert not outcome.permanent


# ---------------------------------------------------------------- look


def test_absent_only_when_the_list_goes_back_far_enough(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint))
    server.simulator.tell("fill", 90)
    clock.advance(timedelta(hours=1))
    assert connector.find(wire, since) == Absent(looked_at=clock.now())
    server.simulator.tell("fill", 600)
    clock.advance(timedelta(hours=1))
    assert isinstance(connector.find(wire, since), NotVisible)
    assert isinstance(connector.find(wire, clock.now() - timedelta(minutes=50)), Absent)


def test_a_list_that_lags_behind_is_helped_by_the_thread(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint))
    connector.send(wire)
    server.is_like(answers={"GET /api/v1/accounts/1/statuses": {"body": []}})
    assert isinstance(connector.find(wire, since), Found)


def test_the_owners_own_answer_is_not_taken_for_ours(
    server: MastodonRig, clock: SharedClock, complaint: str
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint))
    server.answer_natively("Dear Ada, I am so sorry. Jo", complaint)
    assert isinstance(connector.find(wire, since), Absent)
    recalled = connector.recall(Action.ACKNOWLEDGE, complaint, "mastodon:ada", since)
    assert isinstance(recalled, Found)
    assert recalled.text == "Dear Ada, I am so sorry. Jo"


@pytest.mark.parametrize(
    "text",
    [
        "@ada we are sorry, you will hear from us by 14:30.",
        "we are sorry;  two\n\n\n\nparagraphs of it \n with spaces",
        "ask @larchandloaf@social.example, we are sorry",
        "see https://larch.example/a/very/long/address/that/is/cut, #sorry",
        "caf\u0065\u0301 \ufb01ne",
    ],
)
def test_what_the_server_lays_out_anew_is_found(
    server: MastodonRig, clock: SharedClock, complaint: str, text: str
) -> None:
    connector, since = server.connector(), clock.now()
    wire = connector.prepare(an_answer(server, complaint, text))
    assert isinstance(connector.send(wire), Delivered)
    assert isinstance(connector.find(wire, since), Found)
    assert ours(server)[0]["text"].count("@ada") == 1
