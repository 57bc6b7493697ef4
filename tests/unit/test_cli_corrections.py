"""The owner's decisions as a regression set, and the playbook tried on it."""

import json
import re
import stat
from pathlib import Path

import pytest

from monitor.cli import corrections, playbook_json
from monitor.domain.label import Judged, Label, LabelReason
from monitor.domain.message import MessageType
from monitor.domain.reading import Certainty
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, LATE, Shop, keys_of, said


@pytest.fixture(autouse=True)
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


#: who → what they wrote
WRITTEN = {
    "ada": "@larchandloaf my order never came, ask @bo.baker https://x.com/ada/status/1",
    "bea": "still waiting for my refund, three emails and no answer",
    "cem": "that bus driver was rude to everybody @larchandloaf",
    "dot": "cake was stale, my phone is +44 7700 900123",
    "eve": "cold coffee again and nobody cared",
    "fay": "your other shop overcharged me twice, unacceptable",
    # not sure enough for a machine: no label is kept of them
    "hal": "hm, the tea was not what it was",
    "ida": "weak tea, and I waited",
    "jan": "a long wait, but fine",
    "kit": "had to wait for my tea",
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Ten complaints, of which each has another end."""
    shop = Shop(tmp_path)
    for number, (name, text) in enumerate(WRITTEN.items(), start=1):
        marks = ("private_data",) if name == "dot" else ()
        author = an_author(name.title(), id=f"x:{name}", handle=name)
        certainty = Certainty.SURE if number <= 6 else Certainty.LIKELY
        reading = a_reading(topics=LATE.topics, marks=marks, certainty=certainty)
        shop.hears((said(text, id=f"x:{number}", author=author), reading))
    return shop


def effects_of(shop: Shop) -> dict[str, int]:
    """Whose draft has which number."""
    drafts = json.loads(shop.run("inbox", "--json").out)["drafts"]
    return {draft["author_id"].removeprefix("x:"): int(draft["effect"][1:]) for draft in drafts}


def cases_of(shop: Shop) -> dict[str, str]:
    cases = json.loads(shop.run("cases", "--json").out)
    return {case["author_id"].removeprefix("x:"): case["case"][1:] for case in cases}


def decides(shop: Shop) -> None:
    drafts, cases = effects_of(shop), cases_of(shop)
    shop.sends(drafts["ada"], drafts["dot"], drafts["eve"])
    assert shop.run("retract", str(drafts["eve"])).code == 0
    shop.takes_back()
    shop.run("edit", str(drafts["bea"]), "Hello, please write to us. – Jo")
    shop.sends(drafts["bea"])
    assert shop.run("case", "resolve", cases["cem"], "--as", "not-a-complaint").code == 0
    assert shop.run("case", "resolve", cases["hal"], "--as", "solved").code == 0
    for name, because in (("ida", "not-a-complaint"), ("jan", "answered")):
        assert shop.run("reject", str(drafts[name]), "--because", because).code == 0
    shop.run("reject", str(drafts["kit"]))
    store = shop.open()
    with store.begin() as tx:
        tx.labels.put(
            Label(
                brand=BRAND,
                message_id="x:6",
                author_id="x:fay",
                platform="x",
                judged=Judged.WRONG,
                reason=LabelReason.NOT_ABOUT_US,
                by="Jo",
                at=shop.clock.now(),
            )
        )
    store.close()


def exported(shop: Shop) -> dict[str, dict[str, object]]:
    """By the first word of the text."""
    lines = [json.loads(line) for line in shop.run("export", "--corrections").out.splitlines()]
    return {line["text"].split()[0]: line for line in lines}


def test_every_decision_says_what_has_to_follow(shop: Shop) -> None:
    decides(shop)
    found = {
        first: (line["expect"], line["label"], line["why"])
        for first, line in exported(shop).items()
    }
    assert found == {
        "@larchandloaf": ("reply", "complaint", "you sent the reply as it was"),
        "still": ("person", "complaint", "you answered in your own words"),
        "that": ("not_by_machine", "other", "you said it was no complaint"),
        "hm,": ("person", "complaint", "you put it right (case solved)"),
        "weak": ("not_by_machine", "other", "you said it was no complaint"),
        "cold": ("not_by_machine", None, "you took the reply back"),
        "your": ("not_by_machine", "other", "you said it was not about you"),
    }


def test_an_export_masks_who_is_named_and_is_for_its_owner_alone(shop: Shop) -> None:
    decides(shop)
    out = shop.folder / "corrections.jsonl"
    answer = shop.run("export", "--corrections", "--out", str(out))
    assert answer.code == 0
    assert_message("cli/export_corrections", answer.said)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    written = out.read_text(encoding="utf-8")
    assert "@larchandloaf my order never came, ask @somebody https://example.com" in written
    for private in ("ada", "bo.baker", "x:1", "7700", "Jo"):
        assert private not in written
    for line in written.splitlines():
        assert keys_of(json.loads(line)) == set(corrections.CORRECTION_KEYS)


def test_a_set_that_lies_in_the_playbook_needs_no_name(shop: Shop) -> None:
    decides(shop)
    (shop.folder / "playbooks" / "regressions").mkdir()
    out = shop.folder / "playbooks" / "regressions" / "mine.jsonl"
    answer = shop.run("export", "--corrections", "--out", str(out))
    assert "`monitor playbook test` tries it every time." in " ".join(answer.err.split())
    assert "--regressions" not in answer.err


def test_without_a_decision_there_is_nothing_to_export(shop: Shop) -> None:
    assert_message("cli/export_corrections_none", shop.run("export", "--corrections").said)


def test_who_is_erased_is_in_no_later_export_and_an_older_one_is_told(shop: Shop) -> None:
    decides(shop)
    out = shop.folder / "kept" / "corrections.jsonl"
    out.parent.mkdir()
    shop.run("export", "--corrections", "--out", str(out))
    answer = shop.run("erase", "x:ada", "--yes")
    assert answer.code == 0
    assert "SHOP/kept/corrections.jsonl" in answer.out
    assert "@larchandloaf" not in exported(shop)
    assert "1 of which the words are gone" in shop.run("export", "--corrections").err


def test_what_its_author_deleted_is_left_out_though_it_is_kept_as_evidence(shop: Shop) -> None:
    decides(shop)
    ada = an_author("Ada", id="x:ada", handle="ada")
    number = cases_of(shop)["ada"]
    assert shop.run("case", "hold", number, "--reason", "a letter of her lawyer").code == 0
    shop.hears((said("", id="x:1", author=ada, deleted_at=shop.clock.now()), a_reading()))
    store = shop.open()
    with store.read() as tx:
        kept = tx.messages.get("x:1")
    store.close()
    assert kept is not None
    assert "my order never came" in kept.text
    assert "@larchandloaf" not in exported(shop)


def test_private_messages_are_left_out(shop: Shop) -> None:
    decides(shop)
    before = len(exported(shop))
    gus = an_author("Gus", id="x:gus", handle="gus")
    shop.hears(
        (said("in private", id="x:99", author=gus, type=MessageType.DIRECT_MESSAGE), a_reading())
    )
    assert shop.run("case", "resolve", cases_of(shop)["gus"], "--as", "solved").code == 0
    assert len(exported(shop)) == before
    assert "2 mentions that were private" in shop.run("export", "--corrections").err


def test_a_person_and_corrections_are_not_one_export(shop: Shop) -> None:
    answer = shop.run("export", "--corrections", "--person", "@ada")
    assert answer.code == 2
    assert "say which" in answer.err


# --- tried on the playbook ------------------------------------------------------------------------


SET = (
    {"text": "my order never came and nobody answers", "expect": "reply", "why": "you sent it"},
    {"text": "thank you so much, lovely bread", "expect": "not_by_machine"},
    {
        "text": "best cake in town \x1b[2J",
        "expect": "reply",
        "why": "you sent the reply as it was",
        "decided_on": "2026-11-02",
    },
    {
        "text": "still no refund, unacceptable",
        "expect": "no_reply",
        "why": "you said it was not about you",
    },
)


def test_what_would_go_otherwise_is_shown_as_a_difference(shop: Shop) -> None:
    sets = shop.folder / "playbooks" / "regressions"
    sets.mkdir()
    (sets / "mine.jsonl").write_text("\n".join(json.dumps(one) for one in SET[:2]) + "\n")
    assert_message("cli/playbook_test_corrections", shop.run("playbook", "test").said)
    other = shop.folder / "other.jsonl"
    other.write_text("\n".join(json.dumps(one) for one in SET[2:]) + "\n")
    answer = shop.run("playbook", "test", "--regressions", str(other))
    assert answer.code == 1
    # the numbers are the model's, and another after every training
    said = re.sub(r"complaint 0\.\d\d", "complaint 0.50", answer.said)
    assert_message("cli/playbook_test_undone", said)
    told = json.loads(shop.run("playbook", "test", "--regressions", str(other), "--json").out)
    assert keys_of(told) == set(playbook_json.TEST_KEYS)
    assert (told["corrections"], told["undone"], told["failed"]) == (4, 2, 0)
    assert [one["is_right"] for one in told["decisions"]] == [True, True, False, False]


def test_a_set_that_is_wrong_is_told_with_its_line(shop: Shop) -> None:
    wrong = shop.folder / "wrong.jsonl"
    wrong.write_text('{"text": "cold", "expect": "reply"}\n{"text": "cold"}\n')
    answer = shop.run("playbook", "test", "--regressions", str(wrong))
    assert answer.code == 2
    assert_message("cli/playbook_test_wrong_set", answer.said)


def test_evaluate_reads_a_set_too(shop: Shop) -> None:
    decides(shop)
    out = shop.folder / "corrections.jsonl"
    shop.run("export", "--corrections", "--out", str(out))
    answer = shop.run("evaluate", str(out), "--json")
    # what a decision does not tell is no mistake of the file
    assert answer.code == 0
    told = json.loads(answer.out)
    assert (told["texts"], told["yes"], len(told["bad"])) == (6, 3, 1)
