"""Mute, block, hide, quiet: what they say before, what they do, and what the owner does by hand."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import keeping_away, quiet
from monitor.cli.measure_json import MEASURE_KEYS
from monitor.domain.effect import Action, State
from monitor.domain.message import MessageType
from monitor.domain.reading import Kind
from monitor.services.switches import RECONCILE
from monitor.testing import FakeMeasure, a_reading, an_author
from tests.messages import assert_message
from tests.people import CY
from tests.unit.cli_shop import CONFIG, EVE, Shop, a_monday, keys_of, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

ACCOUNTS = CONFIG.replace(
    '[connectors.replay]\nfile = "mentions.jsonl"\n',
    '[connectors.x]\n[connectors.mastodon]\nserver = "https://social.example"\n',
)
SECRETS = {
    "X_API_KEY": "key",
    "X_API_SECRET": "secret",
    "X_ACCESS_TOKEN": "1234567890-token",
    "X_ACCESS_SECRET": "secret",
    "MASTODON_TOKEN": "token",
}
DEE = an_author("Dee", platform="mastodon", id="mastodon:77", handle="dee@social.example")
US = an_author("Larch & Loaf", id="x:4", handle="larchandloaf")


@pytest.fixture(autouse=True)
def logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """An account on X, where no machine blocks, and one on Mastodon, where nobody hides."""
    shop = Shop(tmp_path, ACCOUNTS)
    a_monday(shop)
    shop.hears(
        (said("still rubbish", id="x:70", author=CY), a_reading(Kind.ABUSE)),
        (said("rubbish", id="mastodon:71", author=DEE), a_reading(Kind.ABUSE)),
    )
    return shop


def log(shop: Shop, action: Action) -> list[tuple[str, str]]:
    measure = shop.platform.measures[action]
    assert isinstance(measure, FakeMeasure)
    return measure.log


# --- muted, and back ----------------------------------------------------------------------------


def test_a_mute_from_the_question_to_its_end(shop: Shop) -> None:
    reason = "the same joke under every post"
    assert_message("cli/mute", shop.run("mute", "@cy", "--reason", reason, "--yes").said)
    assert_message("cli/mute_coming", shop.run("mute").said)
    shop.keeps_away()
    assert log(shop, Action.MUTE) == [("do", "x:cy")]
    assert_message("cli/mute_list", shop.run("mute").said)
    assert_message("cli/mute_again", shop.run("mute", "x:cy", "--yes").said)
    assert_message("cli/mute_undo", shop.run("mute", "x:cy", "--undo").said)
    shop.keeps_away()
    assert log(shop, Action.MUTE) == [("do", "x:cy"), ("undo", "x:cy")]
    assert_message("cli/mute_nobody", shop.run("mute").said)
    assert_message("cli/mute_undo_nobody", shop.run("mute", "x:cy", "--undo").said)
    # and once more
    assert shop.run("mute", "x:cy", "--yes").code == 0
    shop.keeps_away()
    assert len(log(shop, Action.MUTE)) == 3


def test_whoever_waits_for_our_answer_comes_first(shop: Shop) -> None:
    answer = shop.run("mute", "@ada", "--yes")
    assert_message("cli/mute_owed", answer.said)
    assert shop.state_of(1) is State.CANCELLED
    assert json.loads(shop.run("mute", "@ada", "--json", "--yes").out)["owed_case"] == "c1"


def test_nothing_is_done_without_a_yes(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_message("cli/mute_unasked", shop.run("mute", "@cy").said)
    assert shop.run("mute", "@cy", "--json").code == 2
    monkeypatch.setattr("tests.unit.cli_shop._Typed.isatty", lambda _: True)
    assert_message("cli/mute_no", shop.run("mute", "@cy", stdin="n\n").said)
    assert shop.run("mute").out == "Nobody is muted.\n"
    assert shop.run("mute", "@cy", stdin="y\n").code == 0
    assert shop.run("mute").out != "Nobody is muted.\n"


def test_a_mute_may_last_as_long_as_the_owner_says(shop: Shop) -> None:
    shop.run("mute", "@cy", "--for", "7 days", "--yes")
    shop.keeps_away()
    assert "until 10:00 on Mon 30 Nov" in shop.run("mute").out
    assert_message("cli/mute_for", shop.run("mute", "@cy", "--for", "soon").said)
    assert shop.run("mute", "@cy", "--for", "0 days").code == 2
    assert shop.run("mute", "@cy", "--for", "90000 days").code == 2


def test_nothing_leaves_while_paused(shop: Shop) -> None:
    shop.run("pause")
    assert_message("cli/mute_paused", shop.run("mute", "@cy", "--yes").said)
    shop.keeps_away()
    assert log(shop, Action.MUTE) == []
    shop.run("resume")
    shop.keeps_away()
    assert log(shop, Action.MUTE) == [("do", "x:cy")]


# --- by hand ------------------------------------------------------------------------------------


def test_a_block_on_x_is_the_owner_s_to_do(shop: Shop) -> None:
    asked = shop.run("block", "@cy", "--reason", "threatened Sam", "--yes", "--by", "Sam")
    assert_message("cli/block_by_hand", asked.said)
    inbox = shop.run("inbox").out
    assert_message("cli/inbox_by_hand", inbox[inbox.index("TO DO ON THE PLATFORM") :])
    assert "  kept away   1 TO DO BY HAND: monitor inbox\n" in shop.run("status").out
    shop.keeps_away()
    assert_message("cli/block_done", shop.run("block", "@cy", "--done").said)
    assert_message("cli/block_list", shop.run("block").said)
    assert_message("cli/block_undo", shop.run("block", "@cy", "--undo").said)
    assert_message("cli/block_undo_done", shop.run("block", "@cy", "--undo", "--done").said)
    assert log(shop, Action.BLOCK) == []
    assert shop.run("block").out == "Nobody is blocked.\n"


def test_what_was_done_in_the_app_is_ticked_at_once(shop: Shop) -> None:
    assert_message("cli/block_ticked", shop.run("block", "x:cy", "--done").said)


def test_what_is_not_done_yet_is_dropped(shop: Shop) -> None:
    shop.run("block", "@cy", "--yes")
    assert_message("cli/block_dropped", shop.run("block", "@cy", "--undo").said)
    assert shop.run("block").out == "Nobody is blocked.\n"


def test_a_post_is_hidden_where_that_can_be(shop: Shop) -> None:
    assert_message("cli/hide", shop.run("hide", "x:70", "--yes").said)
    shop.keeps_away()
    assert log(shop, Action.HIDE) == [("do", "x:70")]
    assert_message("cli/hide_list", shop.run("hide").said)
    assert_message("cli/hide_nowhere", shop.run("hide", "mastodon:71", "--yes").said)
    assert shop.run("block", "mastodon:77", "--yes").code == 0
    # by the draft that answers it
    assert json.loads(shop.run("hide", "1", "--yes", "--json").out)["target"] == "x:1"


# --- told elsewhere -----------------------------------------------------------------------------


def test_the_case_and_explain_tell_of_it(shop: Shop) -> None:
    shop.run("mute", "@ada", "--reason", "only jokes", "--yes")
    shop.keeps_away()
    assert_message("cli/case_muted", shop.run("case", "1").said)
    number = json.loads(shop.run("mute", "--json").out)["measures"][0]["measure"]
    assert_message("cli/explain_mute", shop.run("explain", number).said)
    assert_message("cli/settle_mute", shop.run("settle", number, "--there").said)
    assert shop.run("edit", number, "sorry").code == 1
    assert shop.run("reject", number).code == 1


def test_what_the_platform_refuses_is_told(shop: Shop) -> None:
    shop.platform.fail_next("404")
    shop.run("mute", "@cy", "--yes")
    shop.keeps_away()
    assert shop.run("mute").out == "Nobody is muted.\n"
    number = max(
        (number for number in range(1, 40) if shop.run("explain", str(number)).code == 0),
        key=lambda number: "is not muted" in shop.run("explain", str(number)).out,
    )
    assert_message("cli/explain_refused_mute", shop.run("explain", str(number)).said)


def test_a_name_that_would_act_on_a_terminal_is_inert(shop: Shop) -> None:
    answer = shop.run("mute", EVE.id, "--yes")
    assert "\x1b" not in answer.said + shop.run("mute").said
    assert answer.code == 0


def test_the_sample_only_pretends(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG.replace("mentions.jsonl", "sample"))
    a_monday(shop)
    assert_message("cli/mute_sample", shop.run("mute", "@ada", "--yes").said)


def test_whoever_is_erased_is_kept_away_by_the_platform_alone(shop: Shop) -> None:
    shop.run("mute", "@cy", "--reason", "Cy and the jokes", "--yes")
    shop.run("block", "@cy", "--yes")
    shop.keeps_away()
    assert shop.run("erase", "@cy", "--yes").code == 0
    assert shop.run("mute").out + shop.run("block").out == "Nobody is muted.\nNobody is blocked.\n"
    shop.clock.advance(timedelta(days=60))
    shop.keeps_away()
    assert log(shop, Action.MUTE) == [("do", "x:cy")]
    held = b"".join(path.read_bytes() for path in shop.database.parent.glob("monitor.db*"))
    assert b"x.com/cy" not in held
    assert b"jokes" not in held


def test_after_a_restore_the_hold_shows_who_was_kept_away(shop: Shop) -> None:
    shop.run("block", "@cy", "--done")
    shop.run("mute", "mastodon:77", "--yes")
    store = shop.open()
    with store.begin() as tx:
        tx.switches.put(RECONCILE, "restored", shop.clock.now())
    store.close()
    told = shop.run("reconcile").out
    start = told.index("So it stood")
    assert_message("cli/reconcile_measures", told[start : told.index("Look through")])
    held = json.loads(shop.run("reconcile", "--json").out)["measures"]
    assert [one["action"] for one in held] == ["block", "mute"]


# --- refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("mute_unknown", ("mute", "@nobody")),
        ("mute_unwritten", ("mute", "x:@nobody")),
        ("mute_unwritten_there", ("block", "mastodon:@nobody@else.example")),
        ("hide_unknown", ("hide", "x:999")),
        ("hide_own", ("hide", "x:8")),
        ("hide_no_draft", ("hide", "99")),
        ("mute_own", ("mute", "x:4")),
        ("hide_private", ("hide", "x:9")),
        ("quiet_unwritten", ("quiet", "x:@nobody")),
        ("quiet_undo_nobody", ("quiet", "@cy", "--undo")),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    shop.hears(
        (said("we are open again", id="x:8", from_brand=True, author=US), a_reading(Kind.OTHER)),
        (said("hello", id="x:9", type=MessageType.DIRECT_MESSAGE), a_reading(Kind.OTHER)),
    )
    answer = shop.run(*arguments)
    assert answer.code in (1, 2)
    assert_message(f"cli/{name}", answer.said)


def test_somebody_known_by_number_alone_can_be_muted(shop: Shop) -> None:
    assert shop.run("mute", "x:4711", "--yes").code == 0
    shop.keeps_away()
    assert log(shop, Action.MUTE) == [("do", "x:4711")]


# --- quiet --------------------------------------------------------------------------------------


def test_quiet_from_its_beginning_to_its_end(shop: Shop) -> None:
    assert_message("cli/quiet", shop.run("quiet", "@ada", "--reason", "argues").said)
    assert shop.state_of(1) is State.CANCELLED
    assert_message("cli/quiet_undo", shop.run("quiet", "@ada", "--undo").said)
    shop.run("quiet", "@ada", "--for", "12 h")
    shop.clock.advance(timedelta(hours=13))
    assert shop.run("quiet", "@ada", "--undo").code == 1


# --- for programs -------------------------------------------------------------------------------


def test_the_answers_in_json_have_the_documented_keys(shop: Shop) -> None:
    for arguments in (
        ("mute", "@cy", "--yes"),
        ("block", "@cy", "--done"),
        ("hide", "x:70", "--yes"),
        ("mute", "@cy", "--undo"),
    ):
        answer = json.loads(shop.run(*arguments, "--json").out)
        assert set(answer) == set(keeping_away.ANSWER_KEYS), arguments
    (blocked,) = json.loads(shop.run("block", "--json").out)["measures"]
    assert set(blocked) == set(MEASURE_KEYS)
    assert (blocked["stage"], blocked["target"], blocked["remark"]) == ("stands", "x:cy", "by hand")
    inbox = json.loads(shop.run("inbox", "--json").out)
    assert [one["action"] for one in inbox["measures_coming"]] == ["hide"]
    assert json.loads(shop.run("status", "--json").out)["kept_away"] == {
        "muted": 0,
        "blocked": 1,
        "hidden": 0,
        "by_own_hand": 0,
        "coming": 1,
    }
    assert set(json.loads(shop.run("quiet", "@ada", "--json").out)) == set(quiet.QUIET_KEYS)
    assert keys_of(json.loads(shop.run("explain", blocked["measure"], "--json").out)) == set(
        MEASURE_KEYS
    )
