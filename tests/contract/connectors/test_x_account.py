"""X: settings, the test of an account, and the means against people."""

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from connectors._x.options import query_of
from connectors._x.prices import Prices
from connectors.x import SETUP
from monitor.domain.account import Level, Topic
from monitor.domain.connectors import AccountCheck, Guard
from monitor.domain.delivery import Refused
from monitor.domain.effect import Action
from monitor.errors import ConfigError
from tests.contract.connectors.steps import how, read
from tests.contract.connectors.x_steps import DIRECT, MENTIONS, POST, said, server
from tests.simulators.server import Fault
from tests.simulators.x_rig import SECRETS, XRig

__all__ = ["server"]

ME = "GET /2/users/me"


# ---------------------------------------------------------------- settings


def test_every_mistake_is_told_at_once(server: XRig) -> None:
    with pytest.raises(ConfigError) as wrong:
        server.connector(
            account="@not a handle",
            secrets={**SECRETS, "X_API_KEY": "", "X_ACCESS_TOKEN": "no-number"},
            base_url="http://x.example",
            search=["larch OR " * 80],
            price_post_read=-1,
            direct_messages="yes",
            serach=["larch"],
        )
    told = wrong.value.for_person()
    for words in (
        "unknown key `serach`",
        "did you mean `search`?",
        "the secret `X_API_KEY` is not set",
        "`monitor login x` asks for it",
        "the access token does not look like one of X",
        "`not a handle` is no handle on X",
        "`http://x.example` is not encrypted",
        "is too long for X",
        "`price_post_read` is too small",
        "`direct_messages` should be true or false",
    ):
        assert words in told
    assert server.simulator.hits() == []


def test_an_account_has_to_be_named(server: XRig) -> None:
    with pytest.raises(ConfigError) as wrong:
        server.connector(account="")
    assert 'write `x = "yourname"` under `[brand.handles]`' in wrong.value.for_person()


def test_to_connect_asks_nothing(server: XRig) -> None:
    server.connector(search=["larch"])
    assert server.simulator.hits() == []


def test_a_secret_may_have_another_name(server: XRig) -> None:
    renamed = {**SECRETS, "OTHER": SECRETS["X_API_KEY"], "X_API_KEY": ""}
    read(server.connector(secrets=renamed, api_key="OTHER"))


@pytest.mark.parametrize(
    ("wanted", "asked"),
    [
        ("larch and loaf", '"larch and loaf" -is:retweet -from:larch'),
        ("larch & loaf", '"larch & loaf" -is:retweet -from:larch'),
        ("#larchandloaf", '"#larchandloaf" -is:retweet -from:larch'),
        ('"a b" OR c', '("a b" OR c) -is:retweet -from:larch'),
        ("bread -recipe", "(bread -recipe) -is:retweet -from:larch"),
        ("loaf lang:en", "(loaf lang:en) -is:retweet -from:larch"),
        ("well-known bread", '"well-known bread" -is:retweet -from:larch'),
    ],
)
def test_plain_words_are_a_phrase_and_operators_are_x_s(wanted: str, asked: str) -> None:
    assert query_of(wanted, "larch") == asked


def test_other_platforms_do_not_load_its_library() -> None:
    code = (
        "import sys, connectors.x; sys.exit('tweepy' in sys.modules or 'requests' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_secret_is_asked_for() -> None:
    asks = [ask for step in SETUP.steps for ask in step.asks]
    assert [ask.name for ask in asks] == list(SECRETS)
    assert all(ask.is_secret for ask in asks)
    assert any("$6.60" in words for words in SETUP.before)


def test_every_setting_is_in_the_guide() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "platforms" / "x.md").read_text(encoding="utf-8")
    plain = guide.replace("**", "")
    for name in Prices.__struct_fields__:
        assert f"| {getattr(Prices(), name)} | `price_{name}` |" in plain
    for key in ("search", "quotes", "direct_messages", "history_days", "base_url", *SECRETS):
        assert f"`{key}`" in guide
    for step in SETUP.steps:
        assert not step.url or step.url in guide


# ---------------------------------------------------------------- check


def checked(server: XRig, **changes: object) -> dict[tuple[Topic, Level], str]:
    """Every finding, its words and its hint."""
    connector = server.connector(**changes)
    assert isinstance(connector, AccountCheck)
    return {(one.topic, one.level): f"{one.words} | {one.hint}" for one in connector.check()}


def test_what_an_owner_is_told(server: XRig) -> None:
    found = checked(server, search=["larch"])
    assert "they are @larchandloaf's" in found[Topic.CREDENTIALS, Level.FINE]
    assert (Topic.SCOPES, Level.FINE) in found
    assert "settings/account/automation" in found[Topic.BOT_LABEL, Level.ASK]
    assert "settings/direct_messages" in found[Topic.DOOR, Level.ASK]
    assert "encrypted chats" in found[Topic.VISIBILITY, Level.NOTE]
    assert "by hand" in found[Topic.LIMITS, Level.NOTE]
    assert found[Topic.COST, Level.FINE].startswith(
        "20 mentions a day ≈ $6.60 a month, 10 replies a day ≈ $3.00 (with a link in each ≈ $60.00)"
    )
    assert (Topic.LIMITS, Level.NOTE) not in checked(server)


def test_keys_of_another_account_are_told(server: XRig) -> None:
    found = checked(server, account="@otherbakery")
    assert found[Topic.CREDENTIALS, Level.BROKEN].startswith(
        "the keys are for @larchandloaf, and the config names @otherbakery"
    )


@pytest.mark.parametrize(
    ("level", "meant"),
    [("read", Level.BROKEN), ("read-write", Level.FINE), ("", Level.ASK)],
)
def test_what_the_token_may_do_is_told(server: XRig, level: str, meant: Level) -> None:
    server.tell("access_level", level)
    assert (Topic.SCOPES, meant) in checked(server, direct_messages=False)


def test_no_right_to_private_messages_is_told(server: XRig) -> None:
    server.answer_next(DIRECT, 403, said("no such right"))
    found = checked(server)
    told = found[Topic.SCOPES, Level.WARNING]
    assert told.startswith("private messages cannot be read: X does not allow it")
    assert "Read and write and Direct message" in told


def test_protected_posts_are_told(server: XRig) -> None:
    server.tell("person", {"handle": "larchandloaf", "fields": {"protected": True}})
    visible = [one.words for one in server.connector().check() if one.topic is Topic.VISIBILITY]
    assert any(words.startswith("your posts are protected") for words in visible)


@pytest.mark.parametrize("fault", [Fault.REVOKED, Fault.TIMEOUT_BEFORE, Fault.UNAVAILABLE_BEFORE])
def test_an_outage_is_a_finding(server: XRig, fault: Fault) -> None:
    server.simulator.fail_next(fault, on=ME)
    assert (Topic.CREDENTIALS, Level.BROKEN) in checked(server)


# ---------------------------------------------------------------- keeping away


def test_x_sells_no_block_to_small_businesses(server: XRig) -> None:
    connector = server.connector()
    assert isinstance(connector, Guard)
    assert set(connector.measures) == {Action.MUTE, Action.HIDE}
    assert connector.by_hand(Action.BLOCK, "x:2001", "@ada") == "https://x.com/ada"
    assert connector.by_hand(Action.BLOCK, "x:2001", "") == "https://x.com/i/user/2001"
    assert connector.by_hand(Action.HIDE, "x:7", "ada") == "https://x.com/i/status/7"
    assert connector.by_hand(Action.RETRACT, "x:7", "ada") == ""


def test_a_mute_of_nobody_is_no_mute(server: XRig) -> None:
    # X answers 200 all the same
    mute = server.connector().measures[Action.MUTE]
    outcome = mute.do("x:999999")
    assert outcome == Refused(why="Could not find user with id: [999999].")
    assert how(mute.do("x:@ada")) == "refused"
    assert mute.is_on("x:999999") is None


def test_a_reply_is_hidden_only_under_a_post_of_ours(server: XRig) -> None:
    hide = server.connector().measures[Action.HIDE]
    assert how(hide.do(server.post("my order never came"))) == "refused"
    ours = server.answer_natively("we are open again", "")
    theirs = server.post("as if", parent_id=ours)
    assert how(hide.do(theirs)) == "delivered"
    assert server.tell("hidden") == [theirs.removeprefix("x:")]


def test_the_costs_of_mentions_are_those_of_an_app_of_our_own(server: XRig) -> None:
    # whose app is somebody else's pays for mentions as for other posts
    server.post("one")
    connector = server.connector(quotes=False, price_own_read=0.005)
    read(connector)
    assert connector.take_spent() == Decimal("0.015")
    assert len(server.requests(MENTIONS)) == 1
    assert server.requests(POST) == []
