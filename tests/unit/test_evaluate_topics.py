"""`monitor evaluate --head topic`: how often the wording of a topic would be right."""

import json
from pathlib import Path

import pytest

from monitor.cli.evaluate_topics import TOPIC_KEYS, topic_json, topic_lines
from monitor.domain.reading import Reading, Topic
from monitor.scoring.evaluation.labelled_file import BadRow, Row
from monitor.scoring.evaluation.topics import (
    TopicEvaluation,
    evaluate_topics,
    understand_topics,
)
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, keys_of

#: text, label, what was read, how sure, what is grave in it
TEXTS: tuple[tuple[str, str, str, float, tuple[str, ...]], ...] = (
    ("two hours late", "late", "late", 1.0, ()),
    ("late, and cold", "late+quality", "late", 0.75, ()),
    ("late\x1b[2Jagain", "money", "late", 0.9, ()),
    # not sure enough to choose the words
    ("where is it", "late", "late", 0.6, ()),
    # grave: a person answers
    ("late, and he fell", "late", "late", 1.0, ("injury",)),
    ("charged twice", "money", "money", 1.0, ()),
    ("a dog in the kitchen", "hygiene", "", 0.0, ()),
    ("the bill was late", "hygiene", "money", 0.8, ()),
)


def evaluated() -> TopicEvaluation:
    readings: dict[str, Reading] = {}
    rows = []
    for line, (text, label, topic, confidence, sensitive) in enumerate(TEXTS, start=2):
        topics = (Topic(name=topic, confidence=confidence),) if topic else ()
        readings[text] = a_reading(topics=topics, sensitive=sensitive)
        rows.append((Row(line=line, text=text, label=label), understand_topics(label)))
    return evaluate_topics(rows, readings.__getitem__, 0.7)


def test_the_wording_counts_where_it_is_sure_and_nothing_is_grave() -> None:
    by_name = {one.topic: one for one in evaluated().counts}
    late, money, everything = by_name["late"], by_name["money"], by_name[""]
    # right: two hours late; late, and cold. wrong: late again. missed: two that are about it
    assert (late.worded.hits, late.worded.wrong, late.worded.missed) == (2, 1, 2)
    assert (late.read.hits, late.read.wrong, late.read.missed) == (4, 1, 0)
    assert (money.worded.hits, money.worded.wrong, money.worded.missed) == (1, 1, 1)
    assert late.mistaken == {"money": 1}
    assert money.mistaken == {"hygiene": 1}
    assert (everything.worded.hits, everything.worded.wrong) == (3, 2)
    assert by_name["booking"].worded.precision is None


def test_the_surest_mistakes_come_first() -> None:
    assert [one.row.line for one in evaluated().mistakes(9)] == [4, 9]
    assert [one.row.line for one in evaluated().mistakes(1)] == [4]


@pytest.mark.parametrize(
    ("label", "topics"),
    [
        ("late", {"late"}),
        (" Late + money ", {"late", "money"}),
        ("complaint:late", {"late"}),
        ("complaint:late+complaint:money", {"late", "money"}),
        ("something else", {"something else"}),
    ],
)
def test_a_label_names_topics(label: str, topics: set[str]) -> None:
    assert understand_topics(label) == topics


@pytest.mark.parametrize("label", ["", "late+", ":", "complaint:", 3, True, None])
def test_what_names_no_topic_cannot_be_used(label: object) -> None:
    with pytest.raises(ValueError, match=r"no such topic|no word"):
        understand_topics(label)


def test_it_is_told_as_agreed() -> None:
    told = "\n".join(topic_lines(evaluated(), "labelled.csv", 3, 100))
    assert "\x1b" not in told
    assert_message("cli/evaluate_topics", told)


def test_json_has_the_documented_keys() -> None:
    answer = topic_json(evaluated(), "labelled.csv", [BadRow(line=3, why="no text")], 3)
    assert keys_of(json.loads(json.dumps(answer))) - {"topics[].mistaken[]"} == set(TOPIC_KEYS)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return Shop(tmp_path)


def test_a_file_with_a_column_of_topics(shop: Shop) -> None:
    (shop.folder / "topics.csv").write_text(
        'text,topic\n"two hours late, never again",late\ncharged twice for one loaf,money\nhm,\n'
    )
    answer = shop.run("evaluate", "topics.csv", "--head", "topic", "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    everything = told["topics"][-1]
    assert (everything["topic"], everything["worded"]["hits"]) == ("all", 2)
    assert told["bad"] == [{"line": 4, "why": "no label"}]


def test_topics_may_stand_in_the_labels(shop: Shop) -> None:
    (shop.folder / "labelled.csv").write_text("text,label\ntwo hours late,complaint:late\n")
    told = shop.run("evaluate", "labelled.csv", "--head", "topic", "--label", "label")
    assert told.code == 0
    assert told.out.startswith("1 text in labelled.csv. 1 of them would get a topic's own wording")
    refused = shop.run("evaluate", "labelled.csv", "--head", "topic")
    assert (refused.code, "there is no column `topic`" in refused.err) == (2, True)


@pytest.mark.parametrize("more", [("--one-in", "5"), ("--positive", "late")])
def test_what_is_asked_of_yes_and_no_is_not_asked_of_topics(
    shop: Shop, more: tuple[str, ...]
) -> None:
    (shop.folder / "topics.csv").write_text("text,topic\ntwo hours late,late\n")
    refused = shop.run("evaluate", "topics.csv", "--head", "topic", *more)
    assert refused.code == 2
    assert "`--head topic` takes no --plot, --positive or --one-in" in refused.err
