"""Mastodon: settings, the account's test, and keeping people away."""

import subprocess
import sys
from pathlib import Path

import pytest

from connectors.mastodon import SETUP, connect
from monitor.domain.account import Checked, Level, Topic
from monitor.domain.delivery import Refused
from monitor.domain.effect import Action
from monitor.domain.platform import MASTODON
from monitor.errors import ConfigError, ConnectorError
from tests.contract.connectors.mastodon_steps import asked, server
from tests.contract.connectors.steps import an_answer, read
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.server import Fault

__all__ = ["server"]


def findings(server: MastodonRig, **settings: object) -> dict[Topic, list[Checked]]:
    """What the account's test found, by topic."""
    found: dict[Topic, list[Checked]] = {}
    for finding in server.connector(**settings).check():
        found.setdefault(finding.topic, []).append(finding)
    return found


# ---------------------------------------------------------------- settings


def test_the_server_is_the_handles_unless_named(server: MastodonRig) -> None:
    settings = server.settings(server="https://web.social.example/")
    assert connect(settings).server.url == "https://web.social.example"
    plain = server.settings()
    plain = type(plain)(
        "mastodon",
        {},
        brand="larch",
        clock=server.clock,
        folder=server.folder,
        account="@larchandloaf@social.example",
        secrets=lambda _name: "token",
    )
    assert connect(plain).server.url == "https://social.example"


def test_every_mistake_is_told_at_once(server: MastodonRig) -> None:
    with pytest.raises(ConfigError) as wrong:
        server.connector(
            server="http://social.example", visibility="private", search="larch", account=""
        )
    told = wrong.value.for_person()
    for words in (
        "`http://social.example` is not encrypted",
        "`private` is no visibility",
        "`search` should be a list of texts",
    ):
        assert words in told
    assert asked(server, "") == 0


def test_a_secret_that_is_missing_is_told(server: MastodonRig) -> None:
    with pytest.raises(ConfigError, match="the secret `OTHER` is not set"):
        server.connector(token="OTHER")


def test_to_connect_is_to_call_nobody(server: MastodonRig) -> None:
    server.connector()
    assert server.simulator.hits() == []


def test_the_library_loads_when_it_is_connected() -> None:
    code = "import connectors.mastodon, sys; assert not {'mastodon', 'requests'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])


def test_a_token_of_another_account_is_refused(server: MastodonRig) -> None:
    # its words would be somebody else's
    post = server.post("my order never came")
    connector = server.connector(account="@otherbakery@social.example")
    with pytest.raises(ConnectorError, match="belongs to `@larchandloaf`") as refused:
        read(connector)
    assert refused.value.is_auth
    outcome = connector.send(connector.prepare(an_answer(server, post)))
    assert isinstance(outcome, Refused)
    assert outcome.is_auth
    assert server.writes() == 0


def test_who_we_are_is_asked_once(server: MastodonRig) -> None:
    connector = server.connector()
    for _ in range(3):
        read(connector)
    assert asked(server, "GET /api/v1/accounts/verify_credentials") == 1


# ---------------------------------------------------------------- the account's test


def test_a_good_account_is_all_fine(server: MastodonRig) -> None:
    server.is_like(rules=["Be kind."])
    found = findings(server, search=["larch"])
    assert {one.level for each in found.values() for one in each} == {Level.FINE}
    assert set(found) == set(Topic) - {Topic.COST}


def test_a_rule_about_machines_is_put_to_the_owner(server: MastodonRig) -> None:
    (rule,) = [one for one in findings(server)[Topic.LIMITS] if one.level is Level.ASK]
    assert "Automated accounts are labelled." in rule.words


def test_a_revoked_token_is_broken_and_nothing_else_is_asked(server: MastodonRig) -> None:
    server.simulator.fail_next(Fault.REVOKED, on="GET /api/v1/accounts/verify_credentials")
    (finding,) = server.connector().check()
    assert (finding.topic, finding.level) == (Topic.CREDENTIALS, Level.BROKEN)
    assert finding.hint == "`monitor login mastodon` says where to copy it"
    assert asked(server, "") == 1


def test_an_outage_is_a_finding(server: MastodonRig) -> None:
    connector = server.connector()
    server.stop()
    (finding,) = connector.check()
    assert finding.level is Level.BROKEN
    assert finding.words == "the Mastodon server cannot be reached"
    assert finding.hint == f"is `{server.simulator.url}` your server?"


def test_a_scope_that_is_missing_is_named_with_its_use(server: MastodonRig) -> None:
    server.is_like(scopes=["read", "write:mutes"])
    found = {one.level: one.words for one in findings(server)[Topic.SCOPES]}
    assert found == {
        Level.BROKEN: ("the token lacks `write:statuses`, to reply, and to take a reply back"),
        Level.WARNING: "the token lacks `write:blocks`: blocking will not work",
    }


def test_a_server_that_tells_no_scopes_leaves_it_to_the_owner(server: MastodonRig) -> None:
    server.is_like(scopes=[])
    (finding,) = findings(server)[Topic.SCOPES]
    assert finding.level is Level.ASK


def test_a_missing_label_is_a_warning(server: MastodonRig) -> None:
    server.simulator.tell("us", {"is_bot": False})
    (finding,) = findings(server)[Topic.BOT_LABEL]
    assert (finding.level, "This is an automated account" in finding.hint) == (Level.WARNING, True)


@pytest.mark.parametrize(
    ("rule", "level", "is_open"),
    [
        ("accept", Level.FINE, True),
        # the monitor reads them all the same
        ("filter", Level.WARNING, True),
        ("drop", Level.WARNING, False),
        ("a way of tomorrow", Level.ASK, None),
    ],
)
def test_our_own_door(server: MastodonRig, rule: str, level: Level, is_open: bool | None) -> None:
    server.simulator.tell("policy", {"for_private_mentions": rule})
    (finding,) = findings(server)[Topic.DOOR]
    assert (finding.level, finding.is_open) == (level, is_open)


def test_mentions_that_are_thrown_away_are_told(server: MastodonRig) -> None:
    server.simulator.tell("policy", {"for_new_accounts": "drop"})
    (finding,) = findings(server)[Topic.VISIBILITY]
    assert finding.level is Level.WARNING
    assert "new accounts" in finding.words


def test_a_server_without_a_policy_leaves_it_to_the_owner(server: MastodonRig) -> None:
    server.is_like(is_old=True)
    (finding,) = findings(server)[Topic.DOOR]
    assert (finding.level, finding.is_open) == (Level.ASK, None)


def test_short_posts_are_a_note(server: MastodonRig) -> None:
    server.is_like(max_characters=300, rules=[])
    (finding,) = findings(server)[Topic.LIMITS]
    assert (finding.level, "300" in finding.words) == (Level.NOTE, True)


def test_the_longest_text_and_the_longest_handle_fit() -> None:
    assert MASTODON.max_length + len(f"@{'x' * 30} ") == 500


# ---------------------------------------------------------------- keeping away


def test_a_post_cannot_be_hidden(server: MastodonRig) -> None:
    connector = server.connector()
    assert set(connector.measures) == {Action.MUTE, Action.BLOCK}
    assert connector.by_hand(Action.HIDE, "mastodon:1", "ada") == ""


def test_by_hand_is_the_profile_on_our_own_server(server: MastodonRig) -> None:
    by_hand = server.connector().by_hand(Action.BLOCK, "mastodon:7", "ben@elsewhere.example")
    assert by_hand == f"{server.simulator.url}/@ben@elsewhere.example"


def test_nobody_is_kept_away_by_an_id_of_another_make(server: MastodonRig) -> None:
    measure = server.connector().measures[Action.BLOCK]
    assert isinstance(measure.do("mastodon:../1"), Refused)
    assert measure.is_on("mastodon:../1") is None
    assert asked(server, "") == 0


def test_setting_up_names_every_permission() -> None:
    words = " ".join(step.words for step in SETUP.steps)
    for scope in ("read:notifications", "write:statuses", "write:mutes", "write:blocks"):
        assert scope in words
