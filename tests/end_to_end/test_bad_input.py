"""Broken configs and playbooks: told in the owner's words, with the place and what to do, and the
right exit code; never a traceback, and nothing is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.shop_folder import FINE, WRONG, ShopFolder, standing_in
from tests.messages import assert_message

CUT_EVERY = 50


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ShopFolder]:
    folder = tmp_path / "shop"
    folder.mkdir()
    with standing_in(folder):
        yield ShopFolder(folder)


# --- the config -------------------------------------------------------------------------------


def gone(shop: ShopFolder) -> None:
    shop.config.unlink()


def empty(shop: ShopFolder) -> None:
    shop.config.write_bytes(b"")


def unknown(shop: ShopFolder) -> None:
    shop.change("[promise]", "[promises]\nsoon = true\n\n[promise]\nfirst_anser = 3")


def latin(shop: ShopFolder) -> None:
    shop.config.write_bytes(shop.config.read_bytes().replace(b"Sam", b"S\xe4m"))


def folder(shop: ShopFolder) -> None:
    shop.config.unlink()
    shop.config.mkdir()


def types(shop: ShopFolder) -> None:
    shop.change('mode = "approve"', "mode = 3")
    shop.change('people = ["Jo", "Sam"]', 'people = "Jo"')


def no_such_secret(shop: ShopFolder) -> None:
    shop.change('url = "sqlite:///data/sample.db"', 'secret = "NOBODY_SET_THIS"')


def secret_is_no_database(shop: ShopFolder) -> None:
    no_such_secret(shop)
    secrets = shop.folder / "secrets.toml"
    secrets.write_text('NOBODY_SET_THIS = "hunter2"\n', encoding="utf-8")
    secrets.chmod(0o600)


def open_secrets(shop: ShopFolder) -> None:
    secret_is_no_database(shop)
    (shop.folder / "secrets.toml").chmod(0o644)


def secrets_are_a_folder(shop: ShopFolder) -> None:
    no_such_secret(shop)
    (shop.folder / "secrets.toml").mkdir()


def no_file_named(shop: ShopFolder) -> None:
    shop.change("sqlite:///data/sample.db", "sqlite:///")


CONFIGS: list[Callable[[ShopFolder], None]] = [
    gone,
    empty,
    unknown,
    latin,
    folder,
    types,
    no_such_secret,
    secret_is_no_database,
    open_secrets,
    secrets_are_a_folder,
    no_file_named,
]


@pytest.mark.parametrize("spoil", CONFIGS, ids=lambda spoil: spoil.__name__)
def test_a_config_that_cannot_be_used(
    shop: ShopFolder, spoil: Callable[[ShopFolder], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(shop.folder / "nowhere"))
    spoil(shop)
    said = shop.run("run", "--once")
    assert_message(f"bad_input/config_{spoil.__name__}", said.message)
    assert said.code == WRONG
    assert "hunter2" not in said.message
    assert not (shop.folder / "data").exists()


def test_a_config_cut_anywhere_is_refused_or_whole_enough(shop: ShopFolder) -> None:
    whole = shop.config.read_bytes()
    for length in range(0, len(whole), CUT_EVERY):
        shop.config.write_bytes(whole[:length])
        said = shop.run("score")
        assert said.code in (FINE, WRONG), (length, said.message)
        assert said.code == FINE or "error: " in said.err, (length, said.message)
        assert "BUG" not in said.message
    assert not shop.database.exists()


def test_a_config_whose_connectors_were_cut_off_says_that_nothing_is_read(shop: ShopFolder) -> None:
    whole = shop.config.read_text(encoding="utf-8")
    shop.config.write_text(whole.partition("[connectors")[0], encoding="utf-8")
    said = shop.run("run", "--once")
    assert said.code == FINE
    assert "NOTHING IS READ: the config names no connector" in said.out
    assert "there is nothing to read" in shop.run("check").out


# --- the playbook -----------------------------------------------------------------------------


def test_five_mistakes_of_a_playbook_are_told_at_once(shop: ShopFolder) -> None:
    rules = shop.folder / "playbooks" / "default.toml"
    text = rules.read_text(encoding="utf-8")
    for old, new in (
        ('name = "stop"', 'nme = "stop"'),
        ('kind = "praise"', 'kindd = "praise"'),
        ("sensitive = ", "sensitive_ = "),
        ('promise = "1 office hour"', 'promise = "soon"'),
        ('alert = "wake"', 'alert = "shout"'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    rules.write_text(text, encoding="utf-8")
    said = shop.run("run", "--once")
    assert said.code == WRONG
    assert_message("bad_input/playbook_five", said.message)
    assert not shop.database.exists()


@pytest.mark.parametrize("how", ["missing", "empty", "folder", "latin", "half"])
@pytest.mark.parametrize("name", ["default", "acknowledgements", "policies", "words", "phrases"])
def test_a_playbook_file_that_cannot_be_used(shop: ShopFolder, name: str, how: str) -> None:
    path = shop.folder / "playbooks" / f"{name}.toml"
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how != "missing":
        spoiled = {"empty": b"", "latin": whole + b"# \xe4\n", "half": whole[: len(whole) // 2 + 7]}
        path.write_bytes(spoiled[how])
    said = shop.run("run", "--once")
    if (name, how) == ("policies", "empty"):
        # an owner may have none
        assert said.code == FINE
        return
    assert said.code == WRONG
    assert f"{name}.toml" in said.err
    assert "[Errno" not in said.err
    assert not shop.database.exists()
    assert " hint: " in said.err


def test_a_phrase_file_that_ends_between_two_lists_is_refused(shop: ShopFolder) -> None:
    # it is TOML, and would hear no danger
    path = shop.folder / "playbooks" / "phrases.toml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    heads = [number for number, line in enumerate(lines) if line.startswith("[")]
    for number in heads[1::6]:
        path.write_text("".join(lines[:number]), encoding="utf-8")
        for command in (("run", "--once"), ("check",), ("playbook", "check")):
            said = shop.run(*command)
            assert said.code == WRONG, (number, command, said.message)
            assert "missing: `" in said.err
            assert "phrases.toml" in said.err
            assert "cut off" in said.err
    assert not shop.database.exists()


def test_a_playbook_folder_that_is_gone_is_told_once(shop: ShopFolder) -> None:
    (shop.folder / "playbooks").rename(shop.folder / "elsewhere")
    assert shop.run("check").err == (
        "error: there is no folder `playbooks`\n"
        " hint: `folder` under [playbook] in config.toml names it\n\n"
    )
    assert shop.run("run", "--once").code == WRONG
    assert not shop.database.exists()


@pytest.mark.parametrize("name", ["default", "acknowledgements", "words", "phrases"])
def test_an_empty_playbook_file_is_told_in_one_problem(shop: ShopFolder, name: str) -> None:
    path = shop.folder / "playbooks" / f"{name}.toml"
    path.write_text("# nothing\n", encoding="utf-8")
    said = shop.run("check")
    assert said.code == WRONG
    assert said.err.count("error: ") == 1
    assert f"`{name}.toml` is empty: " in said.err


def test_a_half_written_phrase_file_is_seen_by_playbook_check(shop: ShopFolder) -> None:
    path = shop.folder / "playbooks" / "phrases.toml"
    path.write_bytes(path.read_bytes()[:5000] + b'"never')
    assert shop.run("playbook", "check").code == WRONG


def test_a_playbook_that_breaks_later_stops_the_next_start_only(shop: ShopFolder) -> None:
    assert shop.run("run", "--once").code == FINE
    before = shop.database.read_bytes()
    (shop.folder / "playbooks" / "default.toml").write_text("[[rule", encoding="utf-8")
    said = shop.run("run", "--once")
    assert said.code == WRONG
    assert_message("bad_input/playbook_breaks", said.message)
    assert shop.database.read_bytes() == before
    # what waits can be seen all the same
    assert shop.run("cases").code == FINE
