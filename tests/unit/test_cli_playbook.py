"""Explain, and the playbook's own commands."""

import json
import re
import shutil
from pathlib import Path

import pytest

from monitor.cli import explain, playbook_json
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, keys_of, said, without_weights

#: so that another model changes no message here
WEIGHTS = re.compile(r"complaint 0\.\d\d")
FOLDER = Path(__file__).resolve().parents[2] / "playbooks"

pytestmark = pytest.mark.usefixtures("a_wide_screen")


def drafts_of(shop: Shop) -> Path:
    """A copy of the playbook in which complaints are no longer acknowledged."""
    folder = shop.folder / "drafts"
    shutil.copytree(shop.folder / "playbooks", folder)
    rules = folder / "default.toml"
    rules.write_text(rules.read_text().replace('acknowledge = "automatic", ', ""))
    return folder


@pytest.mark.parametrize("written", ["1", "e1", "x:1", "c1"])
def test_a_mention_is_explained_by_its_id_its_draft_or_its_case(shop: Shop, written: str) -> None:
    answer = shop.run("explain", written)
    assert answer.code == 0
    assert_message("cli/explain", without_weights(answer.said))


@pytest.mark.parametrize(
    ("name", "written"), [("message", "x:404"), ("draft", "404"), ("case", "c404"), ("text", "ada")]
)
def test_what_is_not_there_is_not_explained(shop: Shop, name: str, written: str) -> None:
    answer = shop.run("explain", written)
    assert answer.code == 1
    assert_message(f"cli/explain_no_{name}", answer.said)


def test_explanation_in_json_has_the_documented_keys(shop: Shop) -> None:
    answer = json.loads(shop.run("explain", "1", "--json").out)
    # a rule that was not asked shows no conditions
    assert keys_of(answer) - {"rules[].conditions[]"} == set(explain.EXPLAIN_KEYS)


def test_the_words_that_weighed_with_the_model_are_named_and_names_are_masked(shop: Shop) -> None:
    text = "@larchandloaf my refund never came, Larch & Loaf, nobody answers"
    shop.hears((said(text, id="x:7", author=an_author("Gus")), a_reading()))
    (head, *_) = json.loads(shop.run("explain", "x:7", "--json").out)["model"]["heads"]
    words = {one["what"]: one["adds"] for one in head["words"]}
    assert {'"refund"', "somebody's name"} <= words.keys()
    assert not [what for what in words if "larch" in what or "loaf" in what]
    heaviest = [abs(adds) for adds in words.values()]
    assert heaviest == sorted(heaviest, reverse=True)
    lines = shop.run("explain", "x:7").out.splitlines()
    (line,) = [line for line in lines if line.startswith("  model  complaint 0.97")]
    assert next(iter(words)) in " ".join(lines[lines.index(line) :])


def test_without_phrases_that_can_be_read_the_rest_is_explained(shop: Shop) -> None:
    (shop.folder / "playbooks" / "phrases.toml").write_text("late = [")
    answer = shop.run("explain", "1")
    assert answer.code == 0
    assert "  model  complaint 0.97" in answer.out
    assert "its words cannot be weighed: " in answer.out
    assert "  =  complaint: Say once" in answer.out


def test_a_playbook_that_is_fine_says_so(shop: Shop) -> None:
    assert_message("cli/playbook_check", shop.run("playbook", "check").said)
    answer = json.loads(shop.run("playbook", "check", "--json").out)
    assert set(answer) == set(playbook_json.CHECK_KEYS)


@pytest.mark.parametrize(
    ("name", "given"),
    [("file", "playbooks/default.toml"), ("other_file", "config.toml"), ("above", ".")],
)
def test_a_path_that_is_no_playbook_is_told_with_the_one_that_is_meant(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.chdir(shop.folder)
    answer = shop.run("playbook", "check", given)
    assert answer.code == 2
    assert_message(f"cli/playbook_is_{name}", answer.said)


def test_a_backtest_on_another_brand_s_database_says_so(shop: Shop) -> None:
    config = shop.folder / "config.toml"
    config.write_text(config.read_text().replace("Larch & Loaf", "Birch & Bun"))
    assert_message("cli/backtest_other_brand", shop.run("playbook", "backtest").said)
    told = json.loads(shop.run("playbook", "backtest", "--json").out)
    assert (told["decided"], told["changed"]) == (0, 0)


def test_a_backtest_of_nothing_says_so(shop: Shop) -> None:
    shop.database.unlink()
    shop.open().close()
    assert "Nothing is stored yet" in shop.run("playbook", "backtest").out


def test_who_holds_the_one_public_word_is_told(shop: Shop) -> None:
    def line() -> str:
        return shop.run("explain", "x:6").out.splitlines()[-1].strip()

    shop.hears((said("and now it is cold, too", id="x:6"), a_reading()))
    assert line() == "That word is draft 1, and waits for your yes: monitor approve 1"
    shop.run("approve", "1")
    assert line() == "That word is draft 1, and is on its way: monitor inbox"
    shop.delivers()
    assert line() == "That word is reply 1: it was said at 10:00 today."
    shop.run("retract", "1")
    assert line() == "That word is reply 1: it was said at 10:00 today, and taken back since."


def test_every_problem_of_a_playbook_is_told_at_once(shop: Shop) -> None:
    rules = shop.folder / "playbooks" / "default.toml"
    rules.write_text(rules.read_text().replace("kind =", "kint =").replace("sensitive", "sensitiv"))
    answer = shop.run("playbook", "check")
    assert answer.code == 2
    assert answer.err.count("error:") >= 3


def test_examples_that_pass_and_one_that_fails(shop: Shop) -> None:
    assert_message("cli/playbook_test", shop.run("playbook", "test").said)
    rules = shop.folder / "playbooks" / "default.toml"
    rules.write_text(rules.read_text().replace('expect = "matches"', 'expect = "complaint"'))
    answer = shop.run("playbook", "test")
    assert answer.code == 1
    assert "1 of 2 examples went wrong" in answer.err
    results = json.loads(shop.run("playbook", "test", "--json").out)
    of_decisions = {key for key in playbook_json.TEST_KEYS if key.startswith("decisions[].")}
    assert keys_of(results) - {"decisions[]"} == set(playbook_json.TEST_KEYS) - of_decisions
    assert results["failed"] == 1


NOW_EXPECTED = '"please stop sending me broken cakes, this is the worst", expect = "maybe"'


def older(shop: Shop, now: str, then: str) -> None:
    """Gives the shop a copy of the shipped playbook, with other expectations."""
    folder = shop.folder / "playbooks"
    shutil.rmtree(folder)
    shutil.copytree(FOLDER, folder)
    rules = folder / "default.toml"
    text = rules.read_text(encoding="utf-8")
    assert now in text
    rules.write_text(text.replace(now, then), encoding="utf-8")


def test_an_older_copy_is_told_what_this_version_expects(shop: Shop) -> None:
    older(shop, NOW_EXPECTED, NOW_EXPECTED.replace("maybe", "complaint"))
    answer = shop.run("playbook", "test")
    assert answer.code == 1
    assert_message("cli/playbook_test_older", WEIGHTS.sub("complaint 0.xx", answer.said))
    # the daemon starts with it, so that it is no problem
    checked = shop.run("check")
    assert "1 of 135 examples went wrong: this version" in " ".join(checked.out.split())
    assert "went wrong" not in checked.err


def test_an_example_of_the_owner_s_own_that_goes_wrong_is_a_problem(shop: Shop) -> None:
    own = NOW_EXPECTED.replace("maybe", "praise").replace("broken cakes", "stale cakes")
    older(shop, NOW_EXPECTED, own)
    answer = shop.run("playbook", "test")
    assert answer.code == 1
    assert "the playbook of this version" not in answer.said
    checked = shop.run("check")
    assert checked.code == 2
    assert "1 of 135 examples went wrong" in checked.out
    assert "decides, not `praise`" in checked.err


def test_backtest_shows_what_a_changed_playbook_would_do(shop: Shop) -> None:
    answer = shop.run("playbook", "backtest", str(drafts_of(shop)))
    assert answer.code == 0
    assert_message("cli/playbook_backtest", answer.said)


def test_backtest_in_json_has_the_documented_keys(shop: Shop) -> None:
    answer = json.loads(shop.run("playbook", "backtest", str(drafts_of(shop)), "--json").out)
    assert answer["changed"] == 2
    totals = answer.pop("totals")
    assert set(totals) == {"old", "new"}
    assert keys_of(answer) | {"totals.old", "totals.new"} == set(playbook_json.BACKTEST_KEYS)


def test_backtest_of_the_playbook_in_use_changes_nothing(shop: Shop) -> None:
    assert "is the playbook that is in use" in shop.run("playbook", "backtest").out


def test_a_folder_that_is_not_there(shop: Shop) -> None:
    answer = shop.run("playbook", "check", "nowhere")
    assert answer.code == 2
    assert_message("cli/playbook_no_folder", answer.said)
