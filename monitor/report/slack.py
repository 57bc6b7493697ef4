"""The report for Slack: Block Kit blocks as data. Sending them is somebody else's work.

Everything is escaped and `verbatim`, so that no text mentions people, links or formats itself;
every text stays within Slack's limits. Set `unfurl_links` and `unfurl_media` to false.
"""

import json

from monitor.domain.inert import for_mrkdwn, plain
from monitor.report.layout import (
    Bars,
    Block,
    Cell,
    Figure,
    Figures,
    Notes,
    Quotes,
    Section,
    Table,
    Theirs,
)
from monitor.report.report import SAMPLE, Report
from monitor.report.tone import Tone

#: Slack's own: characters of a text, of a header, blocks of a message
LONGEST_TEXT, LONGEST_HEADER, MOST_BLOCKS = 3000, 150, 50
QUOTE, CELL, ROWS = 160, 40, 8

_SIGNS = {
    Tone.BLIND: ":see_no_evil:",
    Tone.QUIET: ":zzz:",
    Tone.HARD: ":red_circle:",
    Tone.SAID_TOO_MUCH: ":speak_no_evil:",
    Tone.FIRST: ":seedling:",
    Tone.LOOSE_ENDS: ":large_orange_circle:",
    Tone.BETTER: ":chart_with_upwards_trend:",
    Tone.CALM: ":large_green_circle:",
}

SlackBlock = dict[str, object]


def as_slack(report: Report) -> str:
    """`{"text": …, "blocks": […]}`: what `chat.postMessage` takes."""
    message = {"text": fallback(report), "blocks": blocks(report)}
    return json.dumps(message, ensure_ascii=False, indent=2) + "\n"


def fallback(report: Report) -> str:
    """For notifications and screen readers."""
    sample = f"{SAMPLE} " if report.facts.sample else ""
    return for_mrkdwn(f"{sample}{report.title}: {report.summary.verdict}", 1000)


def blocks(report: Report) -> list[SlackBlock]:
    """The message, head first; one block per part of a section."""
    summary = report.summary
    made: list[SlackBlock] = [_header(report)]
    if report.facts.sample:
        made.append(_section(f":warning: *{for_mrkdwn(SAMPLE)}*"))
    sentences = " ".join(for_mrkdwn(each) for each in (summary.verdict, *summary.notes))
    made.append(_section(f"{_SIGNS[summary.tone]} {sentences}"))
    made.append(_fields(tuple(number.figure() for number in summary.numbers)))
    made.append(_section(f"*Next:* {for_mrkdwn(summary.next_step)}"))
    for section in report.sections:
        made.append({"type": "divider"})
        made.extend(_of(section))
    closing = f"{report.dates}. {report.compared_with} {report.made}"
    made = made[: MOST_BLOCKS - 1]
    made.append({"type": "context", "elements": [_mrkdwn(for_mrkdwn(closing))]})
    return made


def _header(report: Report) -> SlackBlock:
    sample = "SAMPLE: " if report.facts.sample else ""
    title = plain(f"{sample}{report.title}")[:LONGEST_HEADER]
    return {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}


def _of(section: Section) -> list[SlackBlock]:
    """One text per section, more when it is long."""
    parts = [f"*{for_mrkdwn(section.title)}*", *(_text_of(block) for block in section.blocks)]
    made: list[str] = []
    for part in parts:
        if made and len(made[-1]) + len(part) + 2 <= LONGEST_TEXT:
            made[-1] += f"\n\n{part}" if len(made[-1]) > len(parts[0]) else f"\n{part}"
        else:
            made.append(part)
    return [_section(text) for text in made]


def _text_of(block: Block) -> str:
    match block:
        case Figures():
            return _titled(block.title, [_figure(row) for row in block.rows])
        case Bars():
            rows = block.rows[:ROWS]
            listed = ", ".join(f"{_cell(row.name)} {row.count:,}" for row in rows if row.count)
            rest = sum(row.count for row in block.rows[ROWS:])
            others = f", all others {rest:,}" if rest else ""
            return _titled(block.title, [listed + others])
        case Table():
            rows_of = [" · ".join(_cell(cell) for cell in row if cell) for row in block.rows[:ROWS]]
            more = block.more + max(0, len(block.rows) - ROWS)
            return _titled(block.title, [*rows_of, *([f"… and {more:,} more"] if more else [])])
        case Quotes():
            return _titled(
                block.title,
                [
                    f"> {for_mrkdwn(row.words.text, QUOTE)}\n"
                    f"{_cell(row.who)}, {for_mrkdwn(row.where)}"
                    for row in block.rows[:ROWS]
                ],
            )
        case Notes():
            return "\n".join(for_mrkdwn(line, 600) for line in block.lines)


def _titled(title: str, lines: list[str]) -> str:
    head = [f"_{for_mrkdwn(title)}_"] if title else []
    return "\n".join([*head, *lines])


def _figure(row: Figure) -> str:
    before = f" (before {for_mrkdwn(row.before)})" if row.before else ""
    return f"{for_mrkdwn(row.name)}: *{for_mrkdwn(row.value)}*{before}"


def _fields(rows: tuple[Figure, ...]) -> SlackBlock:
    fields = []
    for row in rows:
        before = f"{for_mrkdwn(row.before)} → " if row.before else ""
        word = f"\n_{for_mrkdwn(row.word)}_" if row.word else ""
        text = f"{for_mrkdwn(row.name)}\n{before}*{for_mrkdwn(row.value)}*{word}"
        fields.append(_mrkdwn(text))
    return {"type": "section", "fields": fields}


def _cell(cell: Cell) -> str:
    return for_mrkdwn(cell.text if isinstance(cell, Theirs) else cell, CELL)


def _section(text: str) -> SlackBlock:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> SlackBlock:
    if len(text) > LONGEST_TEXT:
        # never in the middle of an escape: `&lt;` cut to `&l` would be shown so
        text = text[: LONGEST_TEXT - 1].rpartition(" ")[0] + "…"
    return {"type": "mrkdwn", "text": text, "verbatim": True}
