"""The Reddit account: its settings, what a check finds, and how it is set up."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.reddit import SETUP, connect
from monitor.config import load_config
from monitor.domain.account import Checked, Level, Topic
from monitor.errors import ConfigError
from tests.contract.connectors.reddit_steps import rig
from tests.simulators.reddit_login import REFRESH
from tests.simulators.reddit_rig import PERMISSION, SECRETS, RedditRig
from tests.simulators.server import Fault

__all__ = ["rig"]


def findings(rig: RedditRig, **changes: object) -> list[Checked]:
    return list(rig.connector(**changes).check())


def wrong(found: list[Checked]) -> list[tuple[Topic, Level, str]]:
    """What is not fine, without what is always said."""
    told = [(one.topic, one.level, one.words) for one in found if one.level is not Level.FINE]
    assert all(one.hint for one in found if one.level is not Level.FINE)
    return [one for one in told if one[1] is not Level.ASK and "chats reach only" not in one[2]]


# ---------------------------------------------------------------- check


def test_what_nobody_can_test_is_asked(rig: RedditRig) -> None:
    asked = [one for one in findings(rig) if one.level is Level.ASK]
    assert [one.topic for one in asked] == [Topic.CREDENTIALS, Topic.BOT_LABEL]
    assert "has Reddit approved this use of its API?" in asked[0].words


def test_it_says_that_chats_are_not_seen(rig: RedditRig) -> None:
    told = [one.words for one in findings(rig) if one.level is Level.NOTE]
    assert told == ["chats reach only the owner's own screen: no program may read or send them"]


def test_without_a_permission_all_are_drafts(rig: RedditRig) -> None:
    assert wrong(findings(rig, permitted=None)) == [
        (
            Topic.LIMITS,
            Level.NOTE,
            "no subreddit has allowed answers by a program: all are drafts for you to post",
        )
    ]


def test_wrong_credentials_end_the_check(rig: RedditRig) -> None:
    rig.revoke()
    (found,) = findings(rig)
    assert (found.topic, found.level) == (Topic.CREDENTIALS, Level.BROKEN)
    assert "monitor login reddit" in found.hint


def test_an_outage_is_a_finding(rig: RedditRig) -> None:
    rig.fail("POST /api/v1/access_token", Fault.UNAVAILABLE_BEFORE)
    (found,) = findings(rig)
    assert (found.topic, found.level) == (Topic.CREDENTIALS, Level.BROKEN)
    assert found.words == "could not log in: it answered 503"


def test_one_test_that_fails_does_not_stop_the_others(rig: RedditRig) -> None:
    rig.fail("GET /api/v1/me/prefs", Fault.UNAVAILABLE_BEFORE)
    found = findings(rig)
    assert wrong(found) == [
        (Topic.DOOR, Level.WARNING, "could not be tested: it answered 503"),
    ]
    assert "r/larchtown can be read" in [one.words for one in found]


def test_scopes_that_lack_are_named(rig: RedditRig) -> None:
    rig.grant("identity read history privatemessages edit")
    assert wrong(findings(rig)) == [
        (Topic.SCOPES, Level.BROKEN, "the credentials lack `submit` (answers)"),
        (Topic.SCOPES, Level.WARNING, "the credentials lack `account` (blocking somebody)"),
    ]


def test_scopes_that_do_are_fine(rig: RedditRig) -> None:
    rig.grant("identity read history privatemessages edit submit account")
    assert wrong(findings(rig)) == []


def test_our_own_door_is_tried(rig: RedditRig) -> None:
    rig.set(prefs={"accept_pms": "whitelisted"})
    found = findings(rig)
    assert wrong(found) == [
        (Topic.DOOR, Level.WARNING, "strangers cannot send us private messages")
    ]
    assert door(found) is False
    rig.set(prefs={})
    found = findings(rig)
    assert Topic.DOOR in [one.topic for one in found if one.level is Level.ASK]
    assert door(found) is None
    rig.set(prefs={"accept_pms": "everyone"})
    assert door(findings(rig)) is True


def door(found: list[Checked]) -> bool | None:
    (is_open,) = [one.is_open for one in found if one.topic is Topic.DOOR]
    return is_open


def test_an_account_that_nobody_sees_is_found_out(rig: RedditRig) -> None:
    rig.set(is_shadow_banned=True)
    assert wrong(findings(rig)) == [
        (
            Topic.VISIBILITY,
            Level.BROKEN,
            "nobody but us sees u/larchandloaf: Reddit has shadow-banned the account",
        )
    ]


def test_places_are_tried(rig: RedditRig) -> None:
    rig.subreddit("larchtown", user_is_banned=True)
    rig.subreddit("secrets", subreddit_type="private")
    watched = ["larchtown", "secrets", "nowhere"]
    assert [
        words for _, _, words in wrong(findings(rig, search=["larch"], subreddits=watched))
    ] == [
        "we are banned from r/larchtown: nothing of ours can be said there",
        "r/nowhere cannot be read: it is private, or not there",
        "r/secrets cannot be read: it is private, or not there",
    ]


# ---------------------------------------------------------------- settings


def problems(rig: RedditRig, secrets: Mapping[str, str], **changes: object) -> list[str]:
    account = str(changes.pop("account", "@larchandloaf"))
    with pytest.raises(ConfigError) as refused:
        connect(rig.settings_with(secrets, account, **changes))
    return [problem.message for problem in refused.value.problems]


def test_every_mistake_is_told_at_once(rig: RedditRig) -> None:
    assert problems(
        rig,
        {},
        subreddits=["r/larchtown", "no such name!"],
        permitted={"larchtown": "they said yes", "r/x": PERMISSION},
        base_url="http://reddit.example",
        subredits=["x"],
    ) == [
        "unknown key `subredits`",
        "`subreddits` has `no such name!`, which is no subreddit",
        "`subreddits` is there, but nothing to look for in them",
        "the secret `REDDIT_USERNAME` is not set",
        "the secret `REDDIT_PASSWORD` is not set",
        "the secret `REDDIT_CLIENT_ID` is not set",
        "the secret `REDDIT_CLIENT_SECRET` is not set",
        "`http://reddit.example` is not encrypted",
        "`permitted` has no link for `larchtown`",
        "`permitted` has `r/x`, which is no subreddit",
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"search": ['"larch"']}, '`search` has `"larch"`, which cannot be looked for'),
        ({"search": ["x" * 101]}, f"`search` has `{'x' * 40}`, which cannot be looked for"),
        ({"account": "no name at all"}, "`no name at all` is no Reddit account"),
        ({"account": "other"}, "REDDIT_USERNAME is not the account of `[brand.handles]`"),
        ({"permitted": ["larchtown"]}, "`permitted` should be a table of texts"),
        ({"base_url": "https://a.example/b"}, "`https://a.example/b` has a path"),
    ],
)
def test_a_mistake_is_told(rig: RedditRig, changes: dict[str, object], message: str) -> None:
    assert problems(rig, SECRETS, **changes)[0] == message


@pytest.mark.parametrize("account", ["larchandloaf", "@LarchAndLoaf", "u/larchandloaf", ""])
def test_the_account_may_be_written_as_people_do(rig: RedditRig, account: str) -> None:
    connector = connect(rig.settings_with(SECRETS, account))
    assert not connector.fetch("").messages


def test_a_refresh_token_stands_for_name_and_password(rig: RedditRig) -> None:
    secrets = {name: SECRETS[name] for name in ("REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET")}
    connector = connect(rig.settings_with({**secrets, "REDDIT_REFRESH_TOKEN": REFRESH}, ""))
    assert wrong(list(connector.check())) == []


def test_secrets_may_have_names_of_their_own(rig: RedditRig) -> None:
    secrets = {**SECRETS, "SHOP_SECRET": SECRETS["REDDIT_CLIENT_SECRET"]}
    del secrets["REDDIT_CLIENT_SECRET"]
    connector = connect(rig.settings_with(secrets, client_secret="SHOP_SECRET"))
    assert not connector.fetch("").messages


def test_the_config_takes_the_settings_of_the_page(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "platforms" / "reddit.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    config = load_config(tmp_path / "config.toml")
    assert config.connectors["reddit"].settings["permitted"] == {"larchtown": PERMISSION}


# ---------------------------------------------------------------- set up


def test_it_tells_the_owner_of_the_approval_first() -> None:
    assert "has to approve" in SETUP.before[0]
    asks = {ask.name for step in SETUP.steps for ask in step.asks}
    assert asks == set(SECRETS)


def test_the_library_loads_when_somebody_connects() -> None:
    look = "import sys, connectors.reddit; print({'praw', 'requests'} & {*sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "set()"
