"""Pause, resume, away, reconcile, opt-out: they hold, and they say what they did."""

import errno
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import authors, reconcile, switches
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.services.switches import RECONCILE, Pause, PauseFile
from monitor.testing import FakeClock, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import LATE as A_COMPLAINT
from tests.unit.cli_shop import Shop, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")


def is_paused(shop: Shop) -> bool:
    return bool(json.loads(shop.run("status", "--json").out)["paused"])


def file_of(shop: Shop) -> PauseFile:
    return PauseFile(shop.folder / "data" / "PAUSED", shop.clock)


def test_a_pause_stands_in_the_file_and_in_the_database(shop: Shop) -> None:
    assert_message("cli/pause", shop.run("pause", "--why", "press call").said)
    assert file_of(shop).is_there()
    file_of(shop).remove()
    assert is_paused(shop)


def test_a_pause_with_an_end_ends_by_itself(shop: Shop) -> None:
    assert_message("cli/pause_minutes", shop.run("pause", "--minutes", "90").said)
    shop.clock.advance(timedelta(minutes=89))
    assert is_paused(shop)
    shop.clock.advance(timedelta(minutes=1))
    assert not is_paused(shop)
    assert not file_of(shop).is_there()


def test_resume_ends_both_and_tells_what_goes_out(shop: Shop) -> None:
    shop.run("pause")
    shop.run("approve", "1")
    assert_message("cli/resume", shop.run("resume").said)
    assert not file_of(shop).is_there()
    assert not is_paused(shop)
    assert shop.run("resume").out == "Nothing was paused.\n"


@pytest.mark.parametrize("trouble", ["gone", "damaged", "config"])
def test_a_pause_works_whatever_is_broken(shop: Shop, trouble: str) -> None:
    match trouble:
        case "gone":
            shop.database.unlink()
        case "damaged":
            shop.database.write_bytes(b"no database at all" * 100)
        case _:
            config = shop.folder / "config.toml"
            config.write_text(config.read_text() + "\n[brand", encoding="utf-8")
    answer = shop.run("pause")
    assert_message(f"cli/pause_{trouble}", answer.said)
    assert answer.code == 0
    assert file_of(shop).is_there()


def test_a_pause_works_while_the_database_is_locked(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.store.engine.BUSY_MILLISECONDS", 50)
    with closing(sqlite3.connect(shop.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        paused = shop.run("pause")
        resumed = shop.run("resume")
    assert paused.code == 0
    assert "paused on this machine only" in paused.err
    assert file_of(shop).is_there()
    assert resumed.code == 1
    assert "still paused" in resumed.err


def test_without_a_config_nobody_knows_what_to_pause(shop: Shop) -> None:
    (shop.folder / "config.toml").unlink()
    answer = shop.run("pause")
    assert answer.code == 2
    assert_message("cli/pause_nowhere", answer.said)


def test_resume_without_a_database_lets_this_machine_go_on(shop: Shop) -> None:
    shop.run("pause")
    shop.database.unlink()
    assert shop.run("resume").code == 0
    assert not file_of(shop).is_there()


def test_a_full_disk_has_room_for_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = PauseFile(tmp_path / "PAUSED", FakeClock())

    def is_full(path: Path, *_: object, **__: object) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "write_text", is_full)
    file.put("press call", FakeClock().now() + timedelta(minutes=5))
    assert file.read() == Pause(why="a pause file without words is there")
    (tmp_path / "data").touch()
    with pytest.raises(OSError, match="File exists"):
        PauseFile(tmp_path / "data" / "PAUSED", FakeClock()).put("press call")


def test_an_older_pause_that_is_over_is_no_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = PauseFile(tmp_path / "PAUSED", FakeClock())
    file.put("press call", FakeClock().now() - timedelta(minutes=5))

    def is_not_ours(_path: Path, *_: object, **__: object) -> int:
        raise OSError(errno.EACCES, "permission denied")

    monkeypatch.setattr(Path, "write_text", is_not_ours)
    with pytest.raises(OSError, match="permission denied"):
        file.put("press call")


def test_a_pause_file_that_says_nothing_useful_pauses_all_the_same(tmp_path: Path) -> None:
    file = PauseFile(tmp_path / "PAUSED", FakeClock())
    file.path.write_text("until next tuesday\n")
    assert file.is_there()
    file.path.write_text("")
    assert file.is_there()


@pytest.mark.parametrize(
    "pause", [Pause(why="press"), Pause(why="press\nand more", until=FakeClock().now())]
)
def test_a_pause_is_read_as_it_was_written(pause: Pause) -> None:
    assert Pause.read(pause.written()) == pause


def test_away_names_the_first_day_back(shop: Shop) -> None:
    assert_message("cli/away", shop.run("away", "until", "2026-12-01").said)
    assert "promises an answer by 12:00 on Tue 1 Dec" in shop.run("inbox").out
    assert shop.run("away", "2026-12-02").out.startswith("Away until Wednesday 2 December 2026")
    assert shop.run("away", "--off").out == "Welcome back.\n"
    assert shop.run("away").out == "Nobody is away.\n"


def test_the_first_day_back_is_a_day_at_work(shop: Shop) -> None:
    shop.run("away", "until", "2026-11-24")
    shop.clock.advance(timedelta(days=1))
    assert shop.run("away").out == "Nobody is away.\n"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("past", ("2026-11-23",)),
        ("no_day", ("soon",)),
        ("far", ("2030-01-01",)),
        ("two_days", ("2026-12-01", "2026-12-02")),
    ],
)
def test_days_that_cannot_be_are_refused(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    answer = shop.run("away", *arguments)
    assert answer.code == 2
    assert_message(f"cli/away_{name}", answer.said)


def restored(shop: Shop) -> None:
    """Draft 1 has its yes, draft 6 has none, and of draft 1 nobody knows whether it went out."""
    shop.run("approve", "1")
    made = shop.run("backup", "--json").out
    shop.clock.advance(timedelta(minutes=40))
    file = json.loads(made)["backup"].replace("SHOP", str(shop.folder))
    assert shop.run("restore", file, "--yes").code == 0


def test_reconcile_shows_what_is_on_hold_and_ends_it_only_on_yes(shop: Shop) -> None:
    restored(shop)
    assert "on hold after a restore" in shop.run("approve", "6").out
    assert_message("cli/reconcile", shop.run("reconcile").said)
    told = json.loads(shop.run("reconcile", "--json").out)
    assert told["on_hold"].startswith("restored 2026-11-23 09:40 UTC")
    assert told["backup_made_at"] == "2026-11-23T09:00:00+00:00"
    assert [draft["effect"] for draft in told["held"]] == ["e1", "e6"]
    assert_message("cli/reconcile_yes", shop.run("reconcile", "--yes").said)
    assert shop.run("reconcile").out == "Nothing is on hold.\n"


def test_while_on_hold_every_screen_says_so(shop: Shop) -> None:
    restored(shop)
    shop.delivers()
    inbox = shop.run("inbox").out
    assert_message("cli/inbox_on_hold", inbox)
    assert "waits for `monitor reconcile`" in shop.run("case", "1").out
    assert "nothing is sent: the database was restored at 10:40" in shop.run("status").out
    shop.run("reconcile", "--yes")
    assert "on hold" not in shop.run("inbox").out.lower()
    # at once, not when its next turn would have come
    shop.delivers()
    assert shop.state_of(1) is State.UNKNOWN


def test_a_held_reply_goes_out_as_soon_as_the_pause_ends(shop: Shop) -> None:
    shop.run("approve", "1")
    shop.run("pause")
    shop.delivers()
    assert shop.state_of(1) is State.HELD
    shop.run("resume")
    shop.delivers()
    assert shop.state_of(1) is State.SENT


def test_a_hold_that_says_nothing_of_itself_is_shown_as_it_is(shop: Shop) -> None:
    store = shop.open()
    with store.begin() as tx:
        tx.switches.put(RECONCILE, "Jo wanted to look first", shop.clock.now())
    store.close()
    assert_message("cli/reconcile_by_hand", shop.run("reconcile").said)
    assert shop.run("reconcile", "--yes", "--json").code == 0


def test_a_reply_with_an_unknown_end_is_settled_by_who_has_looked(shop: Shop) -> None:
    shop.platform.fail_next("timeout_after_acceptance")
    shop.platform.can_be_asked = False
    shop.sends(1)
    assert "LOOK YOURSELF" in shop.run("inbox").out
    assert_message("cli/refused_unknown_end", shop.run("reject", "1").said)
    assert_message("cli/settle", shop.run("settle", "1", "--there").said)
    assert shop.state_of(1) is State.SENT
    assert_message("cli/settle_twice", shop.run("settle", "1", "--not-there").said)
    assert shop.run("settle", "1").code == 2


def test_a_pause_is_shown_in_the_inbox(shop: Shop) -> None:
    shop.run("approve", "1")
    shop.run("pause")
    answer = shop.run("inbox").out
    assert answer.startswith("PAUSED: nothing is sent until `monitor resume`.\n")
    assert "waits for `monitor resume`" in answer


def test_switches_in_json_have_the_documented_keys(shop: Shop) -> None:
    for arguments, keys in (
        (("pause", "--minutes", "5"), switches.PAUSE_KEYS),
        (("resume",), switches.PAUSE_KEYS),
        (("away", "2026-12-01"), switches.AWAY_KEYS),
        (("reconcile",), reconcile.RECONCILE_KEYS),
        (("opt-out", "@ada"), authors.OPT_OUT_KEYS),
    ):
        answer = json.loads(shop.run(*arguments, "--json").out)
        assert set(answer) == {key.removesuffix("[]") for key in keys}, arguments


def test_opt_out_withdraws_what_waits_and_can_be_undone(shop: Shop) -> None:
    assert_message("cli/opt_out", shop.run("opt-out", "@Ada").said)
    assert shop.state_of(1) is State.CANCELLED
    assert_message("cli/opt_out_undo", shop.run("opt-out", "x:ada", "--undo").said)


def test_a_handle_on_two_platforms_has_to_be_told_apart(shop: Shop) -> None:
    other = an_author("Ada", platform="reddit", id="reddit:7", handle="ada")
    shop.hears((said("hello", id="reddit:77", author=other), A_COMPLAINT))
    assert_message("cli/opt_out_two", shop.run("opt-out", "@ada").said)
    assert shop.run("opt-out", "reddit:@ada").code == 0


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("unknown", "@nobody"),
        ("nothing", "@"),
        ("no_id", "x:"),
        ("platform", "twiter:@nobody"),
        ("typo", "blueski:42"),
    ],
)
def test_nobody_is_opted_out_by_mistake(shop: Shop, name: str, author: str) -> None:
    answer = shop.run("opt-out", author)
    assert answer.code in (1, 2)
    assert_message(f"cli/opt_out_{name}", answer.said)


def test_who_has_not_written_yet_is_opted_out_by_handle(shop: Shop) -> None:
    assert_message("cli/opt_out_ahead", shop.run("opt-out", "x:@Dora").said)
    told = json.loads(shop.run("opt-out", "x:@dora", "--json").out)
    assert (told["author_id"], told["is_known"]) == ("x:@dora", False)
    dora = an_author("Dora", id="x:77", handle="dORA")
    namesake = an_author("Dora", platform="mastodon", id="mastodon:77", handle="dora")
    shop.hears(
        (said("cold coffee", id="x:70", author=dora), A_COMPLAINT),
        (said("cold coffee", id="mastodon:71", author=namesake), A_COMPLAINT),
    )
    assert shop.decided("x:70").permission.reason is Reason.OPTED_OUT
    assert shop.decided("mastodon:71").permission.reason is not Reason.OPTED_OUT
    # known by its number from now on, whatever it is called; the next of that name is another
    renamed = an_author("Dora", id="x:77", handle="dora_new")
    other = an_author("Dora", id="x:78", handle="dora")
    shop.hears(
        (said("again", id="x:72", author=renamed), A_COMPLAINT),
        (said("cold coffee", id="x:73", author=other), A_COMPLAINT),
    )
    assert shop.decided("x:72").permission.reason is Reason.OPTED_OUT
    assert shop.decided("x:73").permission.reason is not Reason.OPTED_OUT


def test_who_has_not_written_yet_is_opted_out_by_id(shop: Shop) -> None:
    assert_message("cli/opt_out_ahead_id", shop.run("opt-out", "x:77").said)
    dora = an_author("Dora", id="x:77", handle="dora")
    shop.hears((said("cold coffee", id="x:70", author=dora), A_COMPLAINT))
    assert shop.decided("x:70").permission.reason is Reason.OPTED_OUT


def test_an_opt_out_of_somebody_to_come_is_undone(shop: Shop) -> None:
    shop.run("opt-out", "x:@dora")
    assert shop.run("opt-out", "x:@dora", "--undo").code == 0
    assert_message("cli/opt_out_undo_nobody", shop.run("opt-out", "x:@dora", "--undo").said)
    dora = an_author("Dora", id="x:77", handle="dora")
    shop.hears((said("cold coffee", id="x:70", author=dora), A_COMPLAINT))
    assert shop.decided("x:70").permission.reason is not Reason.OPTED_OUT


def test_who_is_known_by_a_handle_alone_is_recognised_too(shop: Shop) -> None:
    shop.run("opt-out", "x:@dora")
    dora = an_author("Dora", id="x:@Dora", handle="Dora")
    shop.hears((said("cold coffee", id="x:70", author=dora), A_COMPLAINT))
    assert shop.decided("x:70").permission.reason is Reason.OPTED_OUT
