"""Flags at the desk: the list, the evidence, the decision, the files for a platform or a lawyer."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.cli import flag, flags
from monitor.cli.flag_json import HAPPENING_KEYS, PAGE_KEYS, ROW_KEYS
from monitor.domain.message import Author
from monitor.domain.reading import Kind
from monitor.domain.values import replace
from monitor.services.flags import Flags
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.people import ADA, CY
from tests.unit.cli_shop import BRAND, CONFIG, EVE, LATE, Answer, Shop, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

DAY = timedelta(days=1)
INSULT = a_reading(Kind.ABUSE, marks=("abuse", "insult"))
US = an_author("Larch & Loaf", id="x:4", handle="larchandloaf")
ACCOUNTS = CONFIG.replace('[connectors.replay]\nfile = "mentions.jsonl"\n', "[connectors.x]\n")
SECRETS = ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET")


@pytest.fixture(autouse=True)
def logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "1234567890-token" if name == "X_ACCESS_TOKEN" else "secret")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Cy insults on five days, and we answered on the second; on X, where no machine blocks."""
    shop = Shop(tmp_path, ACCOUNTS)
    bashes(shop, CY)
    opens_flags(shop)
    return shop


def bashes(shop: Shop, author: Author, first: int = 70) -> None:
    """From last Tuesday on, an insult a day, and our answer to the second."""
    for day in range(5):
        id_ = f"x:{first + day}"
        text = f"@larchandloaf you muppets, day {day + 1}"
        at = (6 - day) * 24 * 60
        shop.hears((said(text, id=id_, author=author, minutes_ago=at), INSULT))
        if day == 1:
            answer = said(
                "Tell me what went wrong and I look at it. Jo",
                id=f"x:{first + 20}",
                author=US,
                minutes_ago=at - 60,
                from_brand=True,
                parent_id=id_,
                conversation_id=id_,
            )
            shop.hears((answer, a_reading(Kind.OTHER)))


def opens_flags(shop: Shop) -> None:
    """The daemon's job."""
    store = shop.open()
    try:
        Flags(store, shop.clock, shop._policy(), lambda _: False, brand=BRAND).due()
    finally:
        store.close()


def ok(answer: Answer) -> str:
    """What it said, when it went well."""
    assert answer.code == 0, answer.said
    return answer.said


def test_the_list_and_the_evidence(shop: Shop) -> None:
    assert_message("cli/flags", ok(shop.run("flags")))
    assert_message("cli/flag", ok(shop.run("flag", "1")))


def test_what_is_owed_comes_first(shop: Shop) -> None:
    shop.hears((said("50 minutes for two coffees", id="x:99", author=CY), LATE))

    assert_message("cli/flag_owed", ok(shop.run("flag", "f1")))


def test_nobody_needs_a_look(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.hears((said("50 minutes for two coffees", id="x:1"), LATE))

    assert_message("cli/flags_none", ok(shop.run("flags")))
    assert_message("cli/flags_none_ever", ok(shop.run("flags", "--all")))
    assert_message("cli/flag_unknown", shop.run("flag", "7").said)


def test_dismissed_and_taken_back(shop: Shop) -> None:
    assert_message("cli/flag_dismiss", ok(shop.run("flag", "1", "dismiss", "--why", "harmless")))
    assert_message("cli/flag_dismissed", ok(shop.run("flag", "1")))
    assert_message("cli/flag_twice", shop.run("flag", "1", "quiet").said)
    assert_message("cli/flags_all", ok(shop.run("flags", "--all")))
    assert_message("cli/flag_undo", ok(shop.run("flag", "1", "undo", "--by", "Sam")))
    assert_message("cli/flag_undo_nothing", shop.run("flag", "1", "undo").said)


def test_watched_then_quiet(shop: Shop) -> None:
    assert_message("cli/flag_watch", ok(shop.run("flag", "1", "watch")))
    assert_message("cli/flag_quiet", ok(shop.run("flag", "1", "quiet", "--for", "7 days")))
    ok(shop.run("flag", "1", "undo"))
    assert_message("cli/flag_watched", ok(shop.run("flag", "1")).split("\n\n")[0])


def test_a_mute_goes_through_the_outbox_and_back(shop: Shop) -> None:
    assert_message("cli/flag_mute", ok(shop.run("flag", "1", "mute", "--why", "enough", "--yes")))
    shop.platform.platforms = ("x",)
    shop.keeps_away()
    assert_message("cli/flag_muted", ok(shop.run("mute")))
    assert_message("cli/flag_mute_undo", ok(shop.run("flag", "1", "undo")))
    shop.keeps_away()
    assert "Nobody is muted." in ok(shop.run("mute"))
    told = json.loads(ok(shop.run("flag", "1", "--json")).rpartition("\nexit")[0])
    assert told["state"] == "open"


def test_a_block_by_hand_is_ticked(shop: Shop) -> None:
    assert_message("cli/flag_block_asks", shop.run("flag", "1", "block").said)
    assert_message("cli/flag_block", ok(shop.run("flag", "1", "block", "--yes")))
    ok(shop.run("block", "x:cy", "--done"))
    assert_message("cli/flag_block_undo", ok(shop.run("flag", "1", "undo")))


def test_a_post_is_hidden(shop: Shop) -> None:
    assert_message("cli/flag_hide_which", shop.run("flag", "1", "hide", "--yes").said)
    told = ok(shop.run("flag", "1", "hide", "--message", "x:72", "--yes"))
    assert_message("cli/flag_hide", told)


def test_a_post_of_somebody_else_is_not(shop: Shop) -> None:
    shop.hears((said("50 minutes", id="x:1", author=ADA), LATE))

    assert_message(
        "cli/flag_hide_other", shop.run("flag", "1", "hide", "--message", "x:1", "--yes").said
    )


def test_a_strike_is_dropped(shop: Shop) -> None:
    told = ok(shop.run("flag", "1", "drop", "--message", "x:72", "--why", "he quotes a film"))
    assert_message("cli/flag_drop", told)
    ok(shop.run("flag", "1", "drop", "--message", "x:73"))
    assert_message("cli/flag_drop_second", ok(shop.run("flag", "1")))
    assert shop.run("flag", "1", "drop", "--message", "x:1").code == 1


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("flag_for", ["1", "dismiss", "--for", "3 days"]),
        ("flag_message", ["1", "mute", "--message", "x:1"]),
        ("flag_done", ["1", "dismiss", "--done"]),
        ("flag_no_number", ["cy"]),
        ("flag_no_folder", ["1", "export"]),
        ("flag_drop_which", ["1", "drop"]),
        ("flag_stranger", ["1", "dismiss", "--by", "Mallory"]),
    ],
)
def test_wrong_use(shop: Shop, name: str, arguments: list[str]) -> None:
    answer = shop.run("flag", *arguments)

    assert answer.code == 2
    assert_message(f"cli/{name}", answer.said)


def test_the_keys_of_the_page_and_of_the_list(shop: Shop) -> None:
    page = json.loads(shop.run("flag", "1", "--json").out)
    (row,) = json.loads(shop.run("flags", "--json").out)
    done = json.loads(shop.run("flag", "1", "dismiss", "--json").out)

    assert set(row) == set(ROW_KEYS)
    assert set(page) == {key.removesuffix("[]") for key in PAGE_KEYS}
    assert set(page["story"][0]) == set(HAPPENING_KEYS)
    assert (done["did"], done["state"], done["measure"]) == ("dismiss", "dismissed", None)
    assert set(done) == set(flag.JSON_KEYS["flag"]["a decision"])
    assert set(flags.JSON_KEYS) == {"flags"}


def test_inbox_and_status_show_who_needs_a_look(shop: Shop) -> None:
    assert_message("cli/inbox_flag", ok(shop.run("inbox")))
    inbox = json.loads(shop.run("inbox", "--json").out)
    assert [one["flag"] for one in inbox["flags"]] == ["f1"]
    status = shop.run("status").out
    assert "1 person needs a look: monitor flags" in status
    assert json.loads(shop.run("status", "--json").out)["flags"] == 1


# --- for a platform or a lawyer -------------------------------------------------------------------


def exported(shop: Shop) -> tuple[str, str]:
    """The page and the file for programs."""
    folder = shop.folder / "evidence"
    ok(shop.run("flag", "1", "export", "--to", str(folder)))
    return tuple((folder / f"flag-1.{end}").read_text() for end in ("html", "json"))  # type: ignore[return-value]


def test_the_export_has_hashes_of_quotes_and_files(shop: Shop) -> None:
    page, data = exported(shop)

    folder = shop.folder / "evidence"
    for line in (folder / "flag-1.sha256").read_text().splitlines():
        hash_, name = line.split("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == hash_
    (first, *_) = [one for one in json.loads(data)["story"] if one["side"] == "strike"]
    assert first["sha256"] == sha256(first["text"].encode()).hexdigest()
    assert first["sha256"] in page
    assert first["text_hash"] in page
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_what_they_deleted_is_not_quoted(shop: Shop) -> None:
    gone = said("", id="x:70", author=CY, minutes_ago=6 * 24 * 60, version=2)
    shop.hears((replace(gone, deleted_at=shop.clock.now()), a_reading(Kind.OTHER)))

    page, data = exported(shop)

    (first, *_) = [one for one in json.loads(data)["story"] if one["side"] == "strike"]
    assert first["text"] is None
    assert first["text_hash"]
    assert "day 1" not in page
    assert "deleted by its author" in page


def test_a_hostile_name_and_text_do_nothing_in_the_files(tmp_path: Path) -> None:
    shop = Shop(tmp_path, ACCOUNTS)
    evil = replace(EVE, name='<img src=x onerror="alert(1)">')
    bashes(shop, evil)
    hostile = '<script src="https://evil.example/x.js"></script> {{7*7}} \u202eidiots'
    shop.hears((said(hostile, id="x:90x", author=evil, minutes_ago=60), INSULT))
    opens_flags(shop)

    page, _ = exported(shop)

    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert 'href="' not in page
    assert "src=" not in page.replace("&quot;", "").replace("src=x", "").replace("src=https", "")


def test_the_export_is_written_down(shop: Shop) -> None:
    exported(shop)

    rows = json.loads(shop.run("audit", "--json").out)
    assert any(row["subject"].endswith("flag-1.html") for row in rows)
