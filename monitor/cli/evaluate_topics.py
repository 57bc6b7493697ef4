"""How `monitor evaluate --head topic` tells its numbers: for an owner, and in JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from monitor.cli.as_json import Keys
from monitor.cli.evaluate_lines import share
from monitor.cli.lines import count_of, hang, in_words, table
from monitor.domain.inert import for_terminal

if TYPE_CHECKING:
    from monitor.scoring.evaluation.confusion import Confusion
    from monitor.scoring.evaluation.labelled_file import BadRow
    from monitor.scoring.evaluation.topics import TopicCounts, TopicEvaluation, TopicTried

#: how much of a stranger's text is shown
SHOWN = 300
#: so many labels of wrong ones are named for a topic
NAMED = 4
ALL = "all"
TOPIC_KEYS: Keys = {
    "file": "what was read",
    "head": "topic",
    "texts": "how many were used",
    "sure_from": "so sure a topic has to be to choose the words of a reply, 0 to 1",
    "topics[].topic": "each topic, and at last `all`",
    **{
        f"topics[].{way}.{key}": f"{words} ({told})"
        for way, told in (("worded", "whose wording it would get"), ("read", "as it was read"))
        for key, words in (
            ("hits", "said to be about it, and labelled so"),
            ("wrong", "said to be, and is not"),
            ("missed", "labelled so, and not said to be"),
            ("precision", "hits of all that it was said of, 0 to 1, or null"),
            ("precision_at_least", "its exact lower bound, sure to 95 %, or null"),
            ("recall", "hits of all there are, or null"),
        )
    },
    "topics[].mistaken[].label": "what texts with the wrong wording were labelled as",
    "topics[].mistaken[].texts": "how many",
    "others[].label": "a label that is none of the monitor's topics",
    "others[].texts": "how many are about none of them for that",
    "mistakes[].line": "where the text stands",
    "mistakes[].text": "the text",
    "mistakes[].labels[]": "what it is about",
    "mistakes[].topic": "whose wording it would get",
    "mistakes[].confidence": "how sure that was, 0 to 1",
    "bad[].line": "a row that could not be used",
    "bad[].why": "why",
}


def topic_lines(evaluation: "TopicEvaluation", file: str, worst: int, room: int) -> Iterator[str]:
    """All of it, as it is printed."""
    texts = count_of(len(evaluation.tried), "text")
    worded = sum(bool(one.worded_as) for one in evaluation.tried)
    yield from hang(
        "",
        f"{texts} in {file}. {worded:,} of them would get a topic's own wording: where it is at "
        f"least {share(evaluation.sure_from)} sure, and nothing grave is in the text. The others "
        "get the general one, which is never wrong.",
        room,
    )
    yield ""
    head = (
        *("", "worded", "right", "wrong", "precision", "at least", "recall"),
        *("read", "right", "precision", "recall"),
    )
    yield from table(head, [_row(one) for one in evaluation.counts])
    if evaluation.others:
        yield ""
        told = _named(evaluation.others)
        yield from hang("Labelled otherwise, and so about none of them: ", told, room)
    mistaken = [one for one in evaluation.counts if one.mistaken]
    if mistaken:
        yield ""
        yield "What the wrong ones are about:"
        for one in mistaken:
            yield from hang(f"  {in_words(one.topic)}: ", _named(one.mistaken), room)
    mistakes = evaluation.mistakes(worst)
    if mistakes:
        yield ""
        yield "The surest of them:"
        for one_mistake in mistakes:
            yield from _mistake(one_mistake, room)


def _named(counts: Mapping[str, int]) -> str:
    """`money 7, late 2 and 3 more labels`."""
    first = list(counts.items())[:NAMED]
    told = ", ".join(f"{for_terminal(in_words(name), 30)} {texts:,}" for name, texts in first)
    rest = len(counts) - len(first)
    return f"{told} and {count_of(rest, 'more label', 'more labels')}" if rest else told


def _row(one: "TopicCounts") -> tuple[str, ...]:
    worded, read = one.worded, one.read
    return (
        in_words(one.topic) or ALL,
        f"{worded.hits + worded.wrong:,}",
        f"{worded.hits:,}",
        f"{worded.wrong:,}",
        share(worded.precision),
        share(worded.precision_at_least),
        share(worded.recall),
        f"{read.hits + read.wrong:,}",
        f"{read.hits:,}",
        share(read.precision),
        share(read.recall),
    )


def _mistake(one: "TopicTried", room: int) -> Iterator[str]:
    yield from hang(f"  line {one.row.line}  ", f'"{for_terminal(one.row.text, SHOWN)}"', room)
    labels = ", ".join(for_terminal(in_words(name), 30) for name in sorted(one.topics))
    yield from hang(
        "    ",
        f"labelled {labels}; worded as {in_words(one.worded_as)}, {share(one.confidence)} sure",
        room,
    )


def topic_json(
    evaluation: "TopicEvaluation", file: str, bad: Sequence["BadRow"], worst: int
) -> dict[str, object]:
    """The keys of TOPIC_KEYS."""
    return {
        "file": file,
        "head": "topic",
        "texts": len(evaluation.tried),
        "sure_from": evaluation.sure_from,
        "topics": [
            {
                "topic": one.topic or ALL,
                "worded": _confusion(one.worded),
                "read": _confusion(one.read),
                "mistaken": [
                    {"label": label, "texts": texts} for label, texts in one.mistaken.items()
                ],
            }
            for one in evaluation.counts
        ],
        "others": [{"label": label, "texts": texts} for label, texts in evaluation.others.items()],
        "mistakes": [
            {
                "line": one.row.line,
                "text": one.row.text,
                "labels": sorted(one.topics),
                "topic": one.worded_as,
                "confidence": one.confidence,
            }
            for one in evaluation.mistakes(worst)
        ],
        "bad": [{"line": one.line, "why": one.why} for one in bad],
    }


def _confusion(counts: "Confusion") -> dict[str, object]:
    return {
        "hits": counts.hits,
        "wrong": counts.wrong,
        "missed": counts.missed,
        "precision": counts.precision,
        "precision_at_least": counts.precision_at_least,
        "recall": counts.recall,
    }
