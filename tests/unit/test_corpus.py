"""The corpus: labelled as its README says, every sort there in numbers, and nothing twice."""

from collections import Counter
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.scoring.corpus.lines import LABELS, TOPICS, doubles, read_corpus


def test_every_line_is_labelled_and_none_stands_twice() -> None:
    lines = read_corpus()
    assert len(lines) > 8_000
    assert list(doubles(lines)) == []


def test_every_sort_is_there_in_at_least_25_trades() -> None:
    lines = read_corpus()
    trades = {line.trade for line in lines if "complaint" in line.labels}
    assert len(trades) >= 25
    labels = Counter(label for line in lines for label in line.labels)
    assert labels.keys() == LABELS
    assert min(labels.values()) > 200
    assert {line.topic for line in lines if "complaint" in line.labels} == TOPICS


def test_there_are_hundreds_that_tell_of_somebody_elses_trouble_and_hundreds_of_ours() -> None:
    lines = [line for line in read_corpus() if line.trade.startswith("elsewhere")]
    ours = sum("complaint" in line.labels for line in lines)
    assert ours > 200
    assert len(lines) - ours > 500


def test_only_a_complaint_has_a_topic() -> None:
    for line in read_corpus():
        assert bool(line.topic) == ("complaint" in line.labels), line.text


def test_every_problem_of_a_corpus_is_told_at_once(tmp_path: Path) -> None:
    rows = ("complaint:late\tnever came", "rant\tugh", "praise:late\tok", "no tab", "other\t ")
    (tmp_path / "baker.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_corpus(tmp_path)
    said = told.value.for_person()
    for expected in ("no such label: rant", "no such topic: late", "baker.tsv:4", "baker.tsv:5"):
        assert expected in said
