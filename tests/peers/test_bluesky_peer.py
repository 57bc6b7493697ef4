"""The Bluesky connector against the reference network: what the simulator claims, for real."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.bluesky import Bluesky, connect
from monitor.domain.delivery import Absent, Delivered, Found, Outgoing, Refused
from monitor.domain.effect import Action
from monitor.domain.settings import Settings
from monitor.services.clocks import SystemClock
from tests.contract.connectors.steps import how, read
from tests.peers.bluesky import Network, network, until, why_not

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")]

POST, GATE = "app.bsky.feed.post", "app.bsky.feed.threadgate"
SHOP = "larchandloaf"


@pytest.fixture(scope="module")
def peer() -> Iterator[Network]:
    with network() as made:
        for name in (SHOP, "ada", "ben", "kim"):
            made.join(name)
        yield made


@pytest.fixture(scope="module")
def password(peer: Network) -> str:
    return peer.app_password(SHOP)


@pytest.fixture
def connector(peer: Network, password: str, tmp_path: Path) -> Bluesky:
    return connect(
        Settings(
            "bluesky",
            {"server": peer.server, "direct_messages": False},
            brand="larch",
            clock=SystemClock(),
            folder=tmp_path,
            account=f"{SHOP}.test",
            secrets={"BLUESKY_APP_PASSWORD": password}.get,
        )
    )


def mention(peer: Network, text: str, by: str = "ada", **more: object) -> str:
    """A post that names us; its global id."""
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": peer.did(SHOP)}
    facet = {"index": {"byteStart": 0, "byteEnd": len(SHOP) + 6}, "features": [feature]}
    return f"bluesky:{peer.post(by, f'@{SHOP}.test {text}', facets=[facet], **more)}"


def answer(peer: Network, message_id: str, text: str = "We are sorry, Ada.") -> Outgoing:
    did = message_id.split("/")[2]
    return Outgoing(
        action=Action.ACKNOWLEDGE,
        brand="larch",
        platform="bluesky",
        effect_id="e1",
        message_id=message_id,
        author_id=f"bluesky:{did}",
        handle="ada.test",
        conversation_id=message_id,
        text=text,
        at=datetime.now(UTC),
    )


def shown(connector: Bluesky, message_id: str) -> None:
    """Waits until the app shows a mention to us."""
    until(lambda: message_id in read(connector)[0])


def test_from_a_mention_to_an_answer_and_back(peer: Network, connector: Bluesky) -> None:
    post = mention(peer, "my order never came")
    shown(connector, post)
    found, cursor = read(connector)
    assert found[post].addressed
    assert found[post].author.handle == "ada.test"
    assert found[post].author.followers == 0
    assert read(connector, cursor)[0] == {}

    since = datetime.now(UTC) - timedelta(minutes=2)
    wire = connector.prepare(answer(peer, post))
    assert isinstance(connector.find(wire, since), Absent)
    sent = connector.send(wire)
    assert isinstance(sent, Delivered), sent
    record = peer.get(sent.posted_id.removeprefix("bluesky:"))
    assert record["value"]["reply"]["parent"]["uri"] == post.removeprefix("bluesky:")

    # the monitor died before it wrote that down
    assert isinstance(connector.find(wire, since), Found)
    assert connector.send(wire) == sent
    other = connector.send(connector.prepare(answer(peer, post, "Other words.")))
    assert isinstance(other, Refused)
    assert "already" in other.why
    assert peer.get(record["uri"]) == record
    assert isinstance(connector.recall(Action.ACKNOWLEDGE, post, "", since), Found)

    assert how(connector.retract(sent.posted_id)) == "delivered"
    assert connector.is_gone(sent.posted_id)
    assert how(connector.retract(sent.posted_id)) == "delivered"
    assert isinstance(connector.find(wire, since), Absent)


def test_our_own_posts_come_too(peer: Network, connector: Bluesky) -> None:
    ours = f"bluesky:{peer.post(SHOP, 'we are open again')}"
    found = read(connector)[0]
    assert found[ours].from_brand


def test_a_deletion_is_seen_as_one(peer: Network, connector: Bluesky) -> None:
    post = mention(peer, "never mind")
    shown(connector, post)
    wire = connector.prepare(answer(peer, post))
    peer.delete(post.removeprefix("bluesky:"))

    def is_gone() -> bool:
        return any(one.deleted_at for one in connector.refresh([post]).messages)

    until(is_gone)
    assert how(connector.send(wire)) == "refused"


def test_closed_replies_are_seen(peer: Network, connector: Bluesky) -> None:
    post = mention(peer, "talk to the hand")
    uri = post.removeprefix("bluesky:")
    gate: dict[str, Any] = {"$type": GATE, "post": uri, "allow": []}
    gate["createdAt"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    peer.create("ada", GATE, gate, rkey=uri.rpartition("/")[2])
    shown(connector, post)
    until(lambda: read(connector)[0][post].reply_forbidden)
    assert how(connector.send(connector.prepare(answer(peer, post)))) == "refused"


def test_a_text_that_is_too_long_is_refused(peer: Network, connector: Bluesky) -> None:
    post = mention(peer, "say more")
    shown(connector, post)
    outcome = connector.send(connector.prepare(answer(peer, post, "x" * 301)))
    assert isinstance(outcome, Refused)
    assert outcome.permanent


@pytest.mark.parametrize("action", [Action.MUTE, Action.BLOCK])
def test_somebody_is_kept_away_and_let_back(
    peer: Network, connector: Bluesky, action: Action
) -> None:
    target, measure = f"bluesky:{peer.did('ben')}", connector.measures[action]
    assert not measure.is_on(target)
    for _ in range(2):
        assert how(measure.do(target)) == "delivered"
    until(lambda: measure.is_on(target))
    for _ in range(2):
        assert how(measure.undo(target)) == "delivered"
    until(lambda: not measure.is_on(target))


def test_a_reply_under_ours_is_hidden_and_shown(peer: Network, connector: Bluesky) -> None:
    ours = peer.get(peer.post(SHOP, "we are open on Sunday"))
    ref = {"uri": ours["uri"], "cid": ours["cid"]}
    # a reply that the app sees before what it answers is never told to anybody
    until(lambda: connector.refresh([f"bluesky:{ours['uri']}"]).messages)
    nasty = f"bluesky:{peer.post('kim', 'as if', reply={'root': ref, 'parent': ref})}"
    shown(connector, nasty)
    hide = connector.measures[Action.HIDE]
    assert how(hide.do(nasty)) == "delivered"
    assert hide.is_on(nasty)
    until(lambda: nasty not in read(connector)[0])
    assert how(hide.undo(nasty)) == "delivered"
    shown(connector, nasty)


def test_a_backdated_mention_is_found(peer: Network, connector: Bluesky) -> None:
    post = mention(peer, "since 2020", createdAt="2020-01-01T00:00:00.000Z")
    shown(connector, post)
    assert read(connector)[0][post].created_at.year == 2020


def test_the_account_is_tested(peer: Network, connector: Bluesky) -> None:
    findings = {one.topic.value: one.level.value for one in connector.check()}
    assert findings == {
        "credentials": "fine",
        "visibility": "fine",
        "scopes": "note",
        "bot_label": "warning",
        "door": "warning",
    }
