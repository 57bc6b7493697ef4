"""Notes of `monitor check`: what a platform is like is told, and is nothing to think about."""

from pathlib import Path

from monitor.cli.account_findings import about_accounts
from monitor.cli.check import exit_code, finding_lines, note_lines, summary
from monitor.cli.door_findings import AccountTest
from monitor.cli.finding import Finding, ok, warning
from monitor.cli.phrase_findings import about_phrases
from monitor.config.places import shipped_playbooks
from monitor.domain.account import Checked, Level, Topic
from tests.messages import assert_message
from tests.unit.cli_shop import Shop

CHATS = Checked(
    topic=Topic.VISIBILITY,
    level=Level.NOTE,
    words="encrypted chats on X reach only your own screen",
    hint="look into the app once a day; answers that come there are seen by nobody here",
)
LABEL = Checked(
    topic=Topic.BOT_LABEL,
    level=Level.ASK,
    words='X tells no program whether your account carries the label "Automated"',
    hint="set it under https://x.com/settings/account/automation",
)
PROTECTED = Checked(
    topic=Topic.VISIBILITY,
    level=Level.WARNING,
    words="your posts are protected: only your followers see what you answer",
    hint="switch it off under https://x.com/settings/audience_and_tagging",
)


def found(*checked: Checked) -> list[Finding]:
    test = AccountTest(connector="x", platforms=("x",), findings=checked)
    return [ok("alerts", "console"), *about_accounts([test])]


def shown(findings: list[Finding], *, with_hints: bool = False) -> str:
    lines = [
        *finding_lines(findings, 100),
        *note_lines(findings, 100, with_hints=with_hints),
        "",
        summary(findings),
    ]
    return "\n".join(lines) + "\n"


def test_notes_stand_in_one_line_each_and_are_nothing_to_think_about() -> None:
    findings = found(CHATS, LABEL)
    assert_message("cli/check_notes", shown(findings))
    assert exit_code(findings) == 0


def test_what_can_be_done_about_a_note_is_told_when_asked_for() -> None:
    assert_message("cli/check_notes_more", shown(found(CHATS, LABEL), with_hints=True))


def test_what_the_owner_can_mend_is_still_a_thing_to_think_about() -> None:
    findings = found(CHATS, PROTECTED)
    assert summary(findings) == "It works. 1 thing to think about. Start: monitor run"
    assert "switch it off under" in "\n".join(finding_lines(findings, 100))


def test_without_a_note_there_is_no_heading_for_them() -> None:
    findings = [ok("alerts", "console"), warning("people", "nobody is named")]
    assert note_lines(findings, 100, with_hints=True) == []


def test_lists_that_an_older_file_of_phrases_lacks_are_named() -> None:
    lists = tuple(
        f"pair.{topic}.whom" for topic in ("allergy", "child", "fire", "injury", "police")
    )
    file = Path("playbooks/phrases.toml")
    findings = [ok("playbook", "25 rules"), *about_phrases(lists, file)]
    told = shown(findings, with_hints=True).replace(str(shipped_playbooks()), "PLAYBOOKS")
    assert_message("cli/check_older_phrases", told)
    assert exit_code(findings) == 0
    assert list(about_phrases((), file)) == []


def test_a_shop_with_older_phrases_goes_on(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    phrases = shop.folder / "playbooks" / "phrases.toml"
    text = phrases.read_text(encoding="utf-8")
    older = text[: text.index("[elsewhere]")] + text[text.index("[hardship]") :]
    older = older[: older.index("[pair.injury]")]
    phrases.write_text(older.replace("version = ", "# version = "))
    answer = shop.run("check")
    assert "lists are taken from the monitor's own" in " ".join(answer.out.split())
    assert shop.run("playbook", "test").code == 0
    # also beside an example that goes wrong
    rules = shop.folder / "playbooks" / "default.toml"
    rules.write_text(rules.read_text().replace('expect = "matches"', 'expect = "complaint"'))
    answer = shop.run("check")
    assert "went wrong" in answer.said
    assert "lists are taken from the monitor's own" in " ".join(answer.out.split())
    phrases.write_text(text[: text.index("[pair.injury]")])
    assert "was the file cut off?" in shop.run("check").said
