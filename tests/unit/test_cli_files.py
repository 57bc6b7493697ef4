"""Export, backup, restore, init, check: what they write, and what they refuse to touch."""

import json
import re
import stat
from pathlib import Path

import pytest

from monitor.cli import backups, check
from monitor.config import load_config
from monitor.config.keep_secret import keep_secrets
from monitor.configured import settings_of
from monitor.discovery import connect, connector_names
from monitor.domain.message import Message
from monitor.domain.message_file import read_line
from monitor.lock import only_one
from monitor.rules.parse import load_playbook
from monitor.testing import FakeClock
from tests.end_to_end.four_config import SECRETS
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, CONFIG, Shop, a_monday, keys_of

pytestmark = pytest.mark.usefixtures("a_wide_screen")


# --- export ---------------------------------------------------------------------------------------


def test_an_export_is_a_message_file_of_everything_stored(shop: Shop) -> None:
    lines = shop.run("export").out.splitlines()
    read = [
        read_line(line, where="export", brand=BRAND, seen_at=shop.clock.now()) for line in lines
    ]
    assert all(isinstance(message, Message) for message in read)
    assert [message.id for message in read if isinstance(message, Message)] == [
        "x:1",
        "mastodon:2",
        "reddit:3",
        "x:4",
        "x:5",
    ]


def test_an_export_to_a_file_is_for_its_owner_alone(shop: Shop) -> None:
    out = shop.folder / "all.jsonl"
    assert_message("cli/export", shop.run("export", "--out", str(out)).said)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text() == shop.run("export").out


def test_an_export_that_cannot_be_written_leaves_nothing_behind(shop: Shop) -> None:
    target = shop.folder / "all"
    target.mkdir()
    answer = shop.run("export", "--out", str(target))
    assert answer.code == 2
    assert "cannot be written" in answer.err
    assert not target.with_name("all.part").exists()


# --- backup and restore ---------------------------------------------------------------------------


def test_a_backup_and_the_way_back(shop: Shop) -> None:
    assert_message("cli/backup", shop.run("backup").said)
    made = next((shop.folder / "data" / "backups").iterdir())
    shop.run("reject", "1")
    assert_message("cli/restore", shop.run("restore", str(made), "--yes").said)
    assert "draft 1" in shop.run("inbox").out
    assert shop.run("reconcile").out.startswith("All sending is on hold")


def test_a_restore_asks_first_and_does_nothing_unasked(shop: Shop) -> None:
    shop.run("backup")
    made = next((shop.folder / "data" / "backups").iterdir())
    answer = shop.run("restore", str(made))
    assert answer.code == 2
    assert_message("cli/restore_unasked", answer.said)


def test_a_restore_under_a_running_monitor_is_refused(shop: Shop) -> None:
    shop.run("backup")
    made = next((shop.folder / "data" / "backups").iterdir())
    with only_one(shop.database.with_name("monitor.db.lock")):
        answer = shop.run("restore", str(made), "--yes")
    assert answer.code == 1
    assert "stop it first" in answer.err


def test_a_backup_that_is_not_there(shop: Shop) -> None:
    answer = shop.run("restore", "nowhere.db", "--yes")
    assert answer.code == 2
    assert_message("cli/restore_nothing", answer.said)


def test_backup_and_restore_in_json_have_the_documented_keys(shop: Shop) -> None:
    made = json.loads(shop.run("backup", "--to", str(shop.folder / "b"), "--json").out)
    assert set(made) == set(backups.BACKUP_KEYS)
    copy = next((shop.folder / "b").iterdir())
    restored = json.loads(shop.run("restore", str(copy), "--yes", "--json").out)
    assert set(restored) == set(backups.RESTORE_KEYS)


# --- check ----------------------------------------------------------------------------------------


def test_a_check_of_what_is_fine(shop: Shop) -> None:
    answer = shop.run("check")
    assert answer.code == 0
    assert_message("cli/check", answer.said)


def test_a_check_before_the_first_start(tmp_path: Path) -> None:
    shop = Shop(
        tmp_path,
        '[brand]\nname = "Larch & Loaf"\n[hours]\ntime_zone = "UTC"\n',
    )
    answer = shop.run("check")
    assert answer.code == 0
    assert_message("cli/check_first", answer.said)


def test_every_problem_of_the_config_is_told_at_once(tmp_path: Path) -> None:
    shop = Shop(
        tmp_path,
        CONFIG.replace("Europe/Berlin", "Europe/Berln").replace("people", "peeple")
        + '\n[alerts]\nchannels = ["slak"]\n',
    )
    answer = shop.run("check")
    assert answer.code == 2
    assert_message("cli/check_config", answer.said)


def test_problems_of_several_places_are_told_together(shop: Shop) -> None:
    (shop.folder / "playbooks" / "words.toml").write_text('refus = ["liar"]\n')
    (shop.folder / "mentions.jsonl").unlink()
    shop.database.write_bytes(b"no database at all" * 100)
    answer = shop.run("check")
    assert answer.code == 2
    assert_message("cli/check_several", answer.said)


def test_a_damaged_database_alone_is_no_wrong_use(shop: Shop) -> None:
    shop.database.write_bytes(b"no database at all" * 100)
    assert shop.run("check").code == 1


def test_automatic_mode_names_the_rules_that_a_platform_does_not_take(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG + '\n[policy]\nmode = "automatic"\n')
    assert "Reddit takes no reply by machine: these wait for you: complaint" in " ".join(
        shop.run("check").out.split()
    )


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        (
            "15",
            "ok       x sweep              2 posts to look at again ≈ $0.30 a month, $0.15 each",
        ),
        ("0.3", "the budget is $0.30, and near it nothing is looked at again"),
    ],
)
def test_check_says_what_it_costs_to_look_again(tmp_path: Path, budget: str, words: str) -> None:
    table = f"\n[connectors.x]\nsweep = true\n\n[budget.x]\nper_month = {budget}\n"
    shop = Shop(tmp_path, CONFIG + table)
    secrets = tmp_path / "secrets.toml"
    names = ("X_API_KEY", "X_API_SECRET", "X_ACCESS_TOKEN", "X_ACCESS_SECRET")
    secrets.write_text("".join(f'{name} = "1000-invented"\n' for name in names))
    secrets.chmod(0o600)
    assert "0 posts to look at again" in shop.run("check", "--offline").out
    a_monday(shop)
    assert words in shop.run("check", "--offline").out


def test_check_in_json_has_the_documented_keys(shop: Shop) -> None:
    shop.database.write_bytes(b"no database at all" * 100)
    answer = json.loads(shop.run("check", "--json").out)
    assert answer["is_fine"] is False
    found = keys_of(answer) - {"checks[].problems[]"}
    assert found == set(check.CHECK_KEYS)


# --- init -----------------------------------------------------------------------------------------


def test_init_makes_a_shop_that_passes_its_check(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    target = tmp_path / "mine"
    answer = shop.run_plain(
        "init",
        str(target),
        *("--brand", 'Larch "& Loaf', "--person", "Jo", "--handle", "x=@larchandloaf"),
        *("--time-zone", "Europe/Berlin"),
    )
    assert_message("cli/init", answer.said)
    config = load_config(target / "config.toml")
    assert config.brand.name == 'Larch "& Loaf'
    assert config.brand.people == ("Jo",)
    assert config.brand.handles == {"x": "larchandloaf"}
    assert not config.is_sample
    assert load_playbook(config.playbook_folder).rules
    assert shop.run_plain("check", "--config", str(target / "config.toml")).code == 0


def test_every_platform_that_init_writes_down_works_without_its_marks(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    handles = (
        "x=larch",
        "bluesky=larch.example",
        "mastodon=larch@social.example",
        "reddit=larchandloaf",
    )
    given = [word for handle in handles for word in ("--handle", handle)]
    assert Shop(tmp_path).run_plain("init", str(target), *given).code == 0
    config = target / "config.toml"
    before, mark, after = config.read_text(encoding="utf-8").partition("# [connectors.bluesky]")
    opened = re.sub(r"^# ?", "", mark + after, flags=re.MULTILINE)
    config.write_text(before + opened, encoding="utf-8")
    keep_secrets(target, {**SECRETS, "MAILBOX_PASSWORD": "abcd"})
    loaded = load_config(config)
    assert set(loaded.connectors) == set(connector_names()) - {"replay"}
    for name in loaded.connectors:
        assert connect(settings_of(loaded, name, FakeClock())).name == name


def test_init_alone_takes_the_folders_name_and_the_machines_zone(tmp_path: Path) -> None:
    target = tmp_path / "myshop"
    assert Shop(tmp_path).run_plain("init", str(target)).code == 0
    config = load_config(target / "config.toml")
    assert config.brand.name == "myshop"
    assert config.brand.people == ("you",)


def test_init_does_not_take_a_variable_that_names_no_zone_for_utc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Nonsense")
    shop = Shop(tmp_path)
    answer = shop.run_plain("init", str(tmp_path / "myshop"))
    assert_message("cli/init_variable", answer.said)
    assert not (tmp_path / "myshop").exists()
    zone = ("--time-zone", "Europe/Berlin")
    assert shop.run_plain("init", str(tmp_path / "myshop"), *zone).code == 0


def test_init_never_overwrites(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    before = (tmp_path / "config.toml").read_text()
    answer = shop.run_plain("init", str(tmp_path))
    assert answer.code == 2
    assert_message("cli/init_there", answer.said)
    assert (tmp_path / "config.toml").read_text() == before


def test_init_keeps_a_playbook_that_is_there(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    (target / "playbooks").mkdir(parents=True)
    (target / "playbooks" / "default.toml").write_text("mine")
    assert Shop(tmp_path).run_plain("init", str(target)).code == 0
    assert (target / "playbooks" / "default.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("zone", ("--time-zone", "Europe/Berln")),
        ("hours", ("--office-hours", "monday")),
        ("handle", ("--handle", "larchandloaf")),
        ("half_handle", ("--handle", "bluesky=larch")),
    ],
)
def test_init_refuses_what_would_be_no_config(
    tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    answer = Shop(tmp_path).run_plain("init", str(tmp_path / "mine"), *arguments)
    assert answer.code == 2
    assert_message(f"cli/init_{name}", answer.said)
    assert not (tmp_path / "mine" / "config.toml").exists()
