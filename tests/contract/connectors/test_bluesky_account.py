"""Bluesky, measures and the test of the account."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.account import Checked, Level, Topic
from monitor.domain.delivery import Refused
from monitor.domain.effect import Action
from tests.contract.connectors.steps import how, read
from tests.simulators.bluesky_network import OUR_DID, iso
from tests.simulators.bluesky_rig import BlueskyRig, bluesky
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

ADA = "bluesky:did:plc:ada"
GATE, BLOCK = "app.bsky.feed.threadgate", "app.bsky.graph.block"


@pytest.fixture
def rig(clock: SharedClock, tmp_path: Path) -> Iterator[BlueskyRig]:
    with bluesky(clock, tmp_path) as made:
        made.simulator.tell("account", {"of": "ada", "changes": {}})
        yield made


def records(rig: BlueskyRig, collection: str) -> dict[str, dict[str, object]]:
    start = f"at://{OUR_DID}/{collection}/"
    return {uri: value for uri, value in rig.records().items() if uri.startswith(start)}


# ---------------------------------------------------------------- block


def test_to_block_twice_is_one_record(rig: BlueskyRig) -> None:
    block = rig.connector().measures[Action.BLOCK]
    block.do(ADA), block.do(ADA)
    (value,) = records(rig, BLOCK).values()
    assert value["subject"] == "did:plc:ada"


def test_a_block_from_the_app_is_seen_and_undone(rig: BlueskyRig, clock: SharedClock) -> None:
    block = rig.connector().measures[Action.BLOCK]
    uri = f"at://{OUR_DID}/{BLOCK}/3kkkkkkkkkkkk"
    value = {"$type": BLOCK, "subject": "did:plc:ada", "createdAt": iso(clock.now())}
    rig.simulator.tell("record", {"uri": uri, "value": value})
    assert block.is_on(ADA)
    assert how(block.undo(ADA)) == "delivered"
    assert not block.is_on(ADA)
    assert records(rig, BLOCK) == {}


# ---------------------------------------------------------------- hide


@pytest.fixture
def ours(rig: BlueskyRig) -> str:
    return rig.answer_natively("we are open again", "")


def test_a_hidden_reply_leaves_our_notifications(rig: BlueskyRig, ours: str) -> None:
    connector = rig.connector()
    nasty = rig.post("as if", mentions_us=False, parent_id=ours)
    assert how(connector.measures[Action.HIDE].do(nasty)) == "delivered"
    assert nasty not in read(connector)[0]
    (uri,) = records(rig, GATE)
    assert uri.rpartition("/")[2] == ours.rpartition("/")[2]


def test_to_hide_lets_everybody_go_on_replying(rig: BlueskyRig, ours: str) -> None:
    """A gate without `allow` is open; with an empty one it is closed to all."""
    nasty = rig.post("as if", mentions_us=False, parent_id=ours)
    rig.connector().measures[Action.HIDE].do(nasty)
    (gate,) = records(rig, GATE).values()
    assert "allow" not in gate
    assert gate["post"] == ours.removeprefix("bluesky:")


def test_what_stood_in_the_gate_stays(rig: BlueskyRig, ours: str) -> None:
    hide = rig.connector().measures[Action.HIDE]
    key = ours.rpartition("/")[2]
    before = {
        "$type": GATE,
        "post": ours.removeprefix("bluesky:"),
        "allow": [{"$type": f"{GATE}#mentionRule"}],
        "createdAt": "2026-11-01T00:00:00.000Z",
        "hiddenReplies": ["at://did:plc:kim/app.bsky.feed.post/3kkkkkkkkkkkk"],
    }
    place = f"at://{OUR_DID}/{GATE}/{key}"
    rig.simulator.tell("record", {"uri": place, "value": before})
    nasty = rig.post("as if", mentions_us=False, parent_id=ours)
    hide.do(nasty), hide.do(nasty)
    native = nasty.removeprefix("bluesky:")
    assert records(rig, GATE)[place] == {
        **before,
        "hiddenReplies": ["at://did:plc:kim/app.bsky.feed.post/3kkkkkkkkkkkk", native],
    }
    hide.undo(nasty)
    assert records(rig, GATE)[place] == before


def test_what_stands_under_somebody_elses_post_cannot_be_hidden(rig: BlueskyRig) -> None:
    post = rig.post("my order never came")
    connector = rig.connector()
    outcome = connector.measures[Action.HIDE].do(post)
    assert isinstance(outcome, Refused)
    assert "under a post of ours" in outcome.why
    url = f"https://bsky.app/profile/did:plc:ada/post/{post.rpartition('/')[2]}"
    assert connector.by_hand(Action.HIDE, post, "ada.example") == url


def test_where_a_person_does_it_by_hand(rig: BlueskyRig) -> None:
    connector = rig.connector()
    profile = "https://bsky.app/profile/did:plc:ada"
    assert connector.by_hand(Action.MUTE, ADA, "ada.example") == profile
    assert connector.by_hand(Action.BLOCK, ADA, "ada.example") == profile
    assert connector.by_hand(Action.BLOCK, "?", "@ada.example") == (
        "https://bsky.app/profile/ada.example"
    )
    assert connector.by_hand(Action.ACKNOWLEDGE, ADA, "ada.example") == ""


@pytest.mark.parametrize("action", [Action.MUTE, Action.BLOCK, Action.HIDE])
def test_a_measure_against_nobody_is_refused(rig: BlueskyRig, action: Action) -> None:
    assert how(rig.connector().measures[action].do("x:42")) == "refused"


@pytest.mark.parametrize(
    ("action", "write"),
    [
        (Action.MUTE, "POST /xrpc/app.bsky.graph.muteActor"),
        (Action.BLOCK, "POST /xrpc/com.atproto.repo.putRecord"),
    ],
)
def test_a_measure_that_fails_says_how(rig: BlueskyRig, action: Action, write: str) -> None:
    measure = rig.connector().measures[action]
    rig.simulator.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE, Fault.TOO_MANY, on=write)
    assert how(measure.do(ADA)) == "unknown"
    assert measure.is_on(ADA)
    assert how(measure.do(ADA)) == "later"
    assert how(measure.do(ADA)) == "delivered"


# ---------------------------------------------------------------- the test of the account


def findings(rig: BlueskyRig, **changes: object) -> dict[Topic, Checked]:
    return {one.topic: one for one in rig.connector(**changes).check()}


def put(rig: BlueskyRig, collection: str, **value: object) -> None:
    place = f"at://{OUR_DID}/{collection}/self"
    rig.simulator.tell("record", {"uri": place, "value": {"$type": collection, **value}})


def test_an_account_as_it_should_be(rig: BlueskyRig) -> None:
    labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "bot"}]}
    put(rig, "app.bsky.actor.profile", labels=labels)
    put(rig, "chat.bsky.actor.declaration", allowIncoming="all")
    found = findings(rig)
    assert {one.level for one in found.values()} == {Level.FINE}
    assert found[Topic.DOOR].is_open is True
    assert set(found) == {
        Topic.CREDENTIALS,
        Topic.VISIBILITY,
        Topic.SCOPES,
        Topic.BOT_LABEL,
        Topic.DOOR,
    }


def test_an_account_as_it_is_made(rig: BlueskyRig) -> None:
    """Without a word of its own Bluesky lets only those in whom the account follows."""
    found = findings(rig)
    assert found[Topic.BOT_LABEL].level is Level.WARNING
    assert "Automation label" in found[Topic.BOT_LABEL].hint
    assert found[Topic.DOOR].level is Level.WARNING
    assert "only people whom the account follows" in found[Topic.DOOR].words
    assert "“Everyone”" in found[Topic.DOOR].hint
    assert found[Topic.DOOR].is_open is False


def test_a_closed_door_is_told(rig: BlueskyRig) -> None:
    put(rig, "chat.bsky.actor.declaration", allowIncoming="none")
    assert findings(rig)[Topic.DOOR].words.startswith("nobody can send us")


def test_a_password_without_private_messages_is_told(rig: BlueskyRig) -> None:
    rig.simulator.tell("session", {"is_privileged": False})
    found = findings(rig)
    assert found[Topic.CREDENTIALS].level is Level.FINE
    assert found[Topic.SCOPES].level is Level.WARNING
    assert "Allow access to your direct messages" in found[Topic.SCOPES].hint
    left_alone = findings(rig, direct_messages=False)[Topic.SCOPES]
    assert left_alone.words == "private messages are left alone"


def test_a_wrong_password_is_the_only_finding(rig: BlueskyRig) -> None:
    rig.secrets["BLUESKY_APP_PASSWORD"] = "wrong"
    (found,) = findings(rig).values()
    assert (found.topic, found.level) == (Topic.CREDENTIALS, Level.BROKEN)
    # Bluesky says the same where the name is wrong
    assert "`larchandloaf.example`" in found.hint
    assert "app password" in found.hint


def test_an_outage_is_a_finding(rig: BlueskyRig) -> None:
    rig.stop()
    (found,) = findings(rig).values()
    assert found.level is Level.BROKEN
    assert found.words == "Bluesky cannot be reached"
    assert found.hint == "try again later"
