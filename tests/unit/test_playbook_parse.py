"""A playbook is read as its owner wrote it, or every mistake in it is told at once."""

import re
from pathlib import Path

import pytest

from monitor.domain.case import Priority
from monitor.domain.effect import Urgency
from monitor.domain.playbook import CaseAction, RuleMode, Words
from monitor.errors import PlaybookError
from monitor.rules import load_playbook
from monitor.rules.parse import parse_playbook
from tests.messages import assert_message
from tests.unit.playbook_parts import (
    FOLDER,
    RULES,
    facts,
    playbook,
    refusal,
    rule,
    shipped,
    sources,
)

IN_ORDER = (  # noqa: SIM905 - a list of 31 strings is harder to read
    "our-own-words stop stop-with-complaint stop-and-more danger-to-people serious private-data "
    "not-about-us noise abuse-only looked-at-person happy-in-private came-to-dm dm-first "
    "takes-back already-open speaks-on won-back praise question crowded unsure-tone incident again "
    "no-answer complaint overheard maybe other-language unread-mail the-rest"
).split()


# --- the playbook as the owner gets it ------------------------------------------------------------


def test_the_shipped_playbook_has_the_rules_in_the_owners_order() -> None:
    assert [one.name for one in shipped().rules] == IN_ORDER


def test_every_shipped_rule_says_why_and_has_examples_both_ways() -> None:
    for one in shipped().rules:
        assert one.why.endswith(".")
        assert one.mode is RuleMode.LIVE
        assert one.examples, one.name
    ours = [(one.name, example.expect) for one in shipped().rules for example in one.examples]
    assert len(ours) >= 64
    # near misses: texts that look like the rule they stand under, and are another's
    assert sum(name != expected for name, expected in ours) >= 20


def test_a_case_is_opened_wherever_a_word_is_said() -> None:
    for one in shipped().rules:
        if one.then.acknowledge is Words.AUTOMATIC:
            assert one.then.case is CaseAction.OPEN


def test_only_two_rules_may_speak_by_themselves() -> None:
    automatic = [one.name for one in shipped().rules if one.then.acknowledge is Words.AUTOMATIC]
    assert automatic == ["no-answer", "complaint"]


def test_danger_wakes_and_says_nothing() -> None:
    danger = next(one for one in shipped().rules if one.name == "danger-to-people")
    assert danger.then.alert is Urgency.WAKE
    assert danger.then.priority is Priority.URGENT
    assert danger.then.acknowledge is Words.NONE


def test_the_shipped_texts_are_there() -> None:
    families = shipped().families
    acknowledgements = [name for name in families if len(families[name].variants) == 3]
    assert len(acknowledgements) >= 11
    for name in ("receipt", "private_data", "won_back", "overheard", "overheard_reddit"):
        assert families[name].variants
    assert "not neutral" in families["overheard_reddit"].variants["a"]
    assert set(shipped().policies) >= {"late", "money", "booking", "general"}


# --- what a playbook becomes ----------------------------------------------------------------------


def test_a_rule_is_read_with_all_it_says() -> None:
    text = rule(
        '{ kind = ["complaint", "question"], not_platform = "reddit" }',
        '{ case = "open", priority = "high", acknowledge = "draft", promise = "2  office hours",'
        ' alert = "morning", card = "mine", note = "look twice" }',
        more='mode = "shadow"\nexamples = [{ text = "late again", kind = "complaint" }]',
    )
    one = playbook(text).rules[0]
    assert [condition.name for condition in one.when] == ["kind", "not_platform"]
    assert one.when[0].wanted == '["complaint", "question"]'
    assert one.then.promise == "2 office hours"
    assert one.then.alert is Urgency.MORNING
    assert (one.mode, one.line) == (RuleMode.SHADOW, 1)
    # a rule that does not decide is only expected to match
    assert one.examples[0].expect == "matches"
    assert one.matches(facts(kind="question", platform="x"))
    assert not one.matches(facts(kind="question", platform="reddit"))


def test_the_version_changes_with_every_file_that_decides() -> None:
    versions = {
        playbook().version,
        playbook(RULES + "\n# a remark").version,
        playbook(words='refuse = ["liar", "fool"]').version,
        playbook(policies='late = "a coffee"').version,
    }
    assert len(versions) == 4
    assert playbook().version == playbook().version
    assert re.fullmatch("[0-9a-f]{12}", playbook().version)


def test_the_phrases_do_not_change_the_version() -> None:
    assert parse_playbook({**sources(), "phrases.toml": "x = 1"}).version == playbook().version


def test_words_are_looked_for_in_small_letters() -> None:
    assert playbook(words='ask = ["Sir"]\nrefuse = []').ask == ("sir",)


def test_an_also_rule_lets_the_next_rule_decide() -> None:
    text = rule(then='{ alert = "now" }', name="tell-me", more="also = true") + RULES
    assert playbook(text).rules[0].also


# --- mistakes, as their owner reads them ----------------------------------------------------------

FIVE_MISTAKES = """\
name = "mine"

[[rule]]
name = "late-flight"
why = "the wait"
when = { kind = "complaint", sentimnt = "bad" }
then = { case = "open", acknowlege = "draft" }

[[rule]]
name = "vip"
when = { followers_at_least = "many" }
then = { promise = "as soon as possible" }
mode = "life"
"""

MISTAKES = {
    "five-mistakes": FIVE_MISTAKES,
    "two-lines": rule('{ kind = "complaint",\n addressed = true }'),
    "no-toml": 'name = "mine"\n\n[[rule]]\nname = "late\nwhy = "because"\n',
    "ends-too-early": '[[rule]]\nname = "late"\nwhen = { kind = [\n  "complaint",\n',
    "no-rule": 'name = "mine"\n[[rules]]\nname = "late"\n',
    "no-list": "rule = 3\n",
    "bare-rule": "[[rule]]\n",
    "rule-keys": rule(more='excamples = []\nalso = "yes"\nthen_ = 1'),
    "no-name": '[[rule]]\nname = "Late Flight"\nwhy = ""\nwhen = 3\nthen = []\n',
    "two-of-a-name": rule("{ addressed = true }") + rule("{ addressed = false }"),
    "wrong-types": rule(
        '{ addressed = "yes", words_at_most = -1, sentiment_above = 3, sentiment_below = "low", '
        'kind = 5, any_phrase = [], language = "english" }',
        '{ opt_out = 1, note = 2, alert = "loud", case = "opened" }',
    ),
    "unknown-values": rule(
        '{ kind = "complain", topic = "latee", sensitive = "alergy", mark = "optout", '
        'platform = "blusky", type = "dm", certainty = "certain" }'
    ),
    "no-not-form": rule("{ not_addressed = true, not_words_at_most = 3, not_sentiment = 1 }"),
    "any": rule('{ any = "addressed" }')
    + rule("{ any = [] }", name="two")
    + rule("{ any = [{ }, 3] }", name="three")
    + rule('{ any = [{ kind = "spam" }, { knid = "abuse" }] }', name="four"),
    "never-matches": rule('{ kind = "complaint" }', name="first")
    + rule('{ addressed = true, kind = "complaint" }', name="second")
    + rule(name="third")
    + rule('{ kind = "spam" }', name="fourth"),
    "also-speaks": rule(
        then='{ acknowledge = "draft", case = "open", alert = "now" }', more="also = true"
    ),
    "families": rule("{ direct = false }", '{ acknowledge = "draft", family = "laet" }')
    + rule("{ direct = true }", '{ direct_message = "draft" }', name="two"),
    "direct-message": rule(then='{ direct_message = "automatic" }'),
    "examples": rule(
        more='examples = [\n  { kind = "spam" },\n  "just a text",\n'
        '  { text = "a", expect = "too" },\n  { text = "b", knd = "spam" },\n'
        '  { text = "c", kind = "spm", followers = true, topic = "latte" },\n'
        '  { text = "d", expect = 3 },\n]'
    ),
    "examples-no-list": rule(more='examples = "a text"'),
}

TEXTS = {
    "template": {
        "acknowledgements": '[general]\na = "{hello}so sorry! I will {dm} {buy}."\n'
        'b = "{hello}you are no liar, {dm} {by}, see http://shop.example"\n'
        "c = 3\n\n[late]\n\n[incident]\n"
        'a = "{hello}sorry. We will write here again {by}.{sign}"\n\n[overheard]\n'
        'a = "I run {brand} and I am sorry."\n\n[late_x]\n'
        f'a = "{{hello}}{"sorry " * 40}{{dm}} {{by}}."\n'
    },
    "no-general": {"acknowledgements": '[late]\na = "{hello}sorry. Please {dm} {by}.{sign}"\n'},
    "words": {"words": 'refuse = "liar"\nasks = ["sir"]\nask = [3]\n'},
    "policies": {"policies": 'late = "coffee"\nmoni = "refund"\nbroken = ["a", "b"]\n'},
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_the_rules_is_told_as_agreed(name: str) -> None:
    assert_message(f"playbook/{name}", refusal(MISTAKES[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_a_mistake_in_the_texts_is_told_as_agreed(name: str) -> None:
    assert_message(f"playbook/{name}", refusal(**TEXTS[name]))


def test_every_problem_of_every_file_is_told_at_once() -> None:
    with pytest.raises(PlaybookError) as caught:
        parse_playbook(sources(FIVE_MISTAKES, words="x = 1", policies="y = 2"))
    assert [(problem.file, problem.line) for problem in caught.value.problems] == [
        ("playbooks/default.toml", 6),
        ("playbooks/default.toml", 7),
        ("playbooks/default.toml", 9),
        ("playbooks/default.toml", 11),
        ("playbooks/default.toml", 12),
        ("playbooks/default.toml", 13),
        ("playbooks/policies.toml", 1),
        ("playbooks/words.toml", 1),
    ]


def test_a_file_that_is_no_toml_hides_no_problem_of_another() -> None:
    told = refusal("[[rule]\n", words="x = 1")
    assert "default.toml:1" in told
    assert "words.toml:1" in told


# --- folders --------------------------------------------------------------------------------------


def copied(folder: Path) -> Path:
    """The shipped files in a folder of their own."""
    target = folder / "playbooks"
    target.mkdir()
    for file in FOLDER.glob("*.toml"):
        (target / file.name).write_bytes(file.read_bytes())
    return target


def test_a_folder_is_read(tmp_path: Path) -> None:
    assert load_playbook(copied(tmp_path)).version == shipped().version


def test_problems_of_a_folder_name_it_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = copied(tmp_path)
    (folder / "policies.toml").unlink()
    (folder / "words.toml").write_bytes(b'refuse = ["\xff"]')
    (folder / "defaults.toml").write_text("", encoding="utf-8")
    with pytest.raises(PlaybookError) as caught:
        load_playbook(folder)
    assert_message("playbook/folder", caught.value.for_person())


def test_a_folder_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlaybookError) as caught:
        load_playbook(Path("playbook"))
    assert_message("playbook/no-folder", caught.value.for_person())
