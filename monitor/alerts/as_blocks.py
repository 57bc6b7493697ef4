"""A sheet for Slack's incoming webhook: to be read there, with commands instead of buttons.

Every text is escaped and `verbatim`; the only link is ours. Block Kit's limits are kept by cutting,
with a word on where the rest is.
"""

from collections.abc import Iterator

from monitor.alerts.as_text import more_at
from monitor.alerts.rows import Look, rows
from monitor.alerts.sheet import SAMPLE, Sheet
from monitor.domain.effect import Urgency
from monitor.domain.inert import CUT, for_mrkdwn, plain

#: Slack's own: characters of a section, of the notification; and what all texts together may have
LONGEST_SECTION, LONGEST_FALLBACK, LONGEST_MESSAGE = 3_000, 1_000, 12_000
#: columns of one text before it is escaped, which makes it longer
_LONGEST_TEXT = 900

_SIGNS = {
    Urgency.WAKE: ":rotating_light:",
    Urgency.MORNING: ":large_orange_circle:",
    Urgency.NOW: ":large_blue_circle:",
    Urgency.QUIET: ":white_circle:",
}

Block = dict[str, object]


def as_blocks(sheet: Sheet) -> dict[str, object]:
    """What an incoming webhook takes."""
    sample = f"{SAMPLE} " if sheet.is_sample else ""
    return {
        "text": f"{sample}{for_mrkdwn(sheet.headline, LONGEST_FALLBACK // 2)}"[:LONGEST_FALLBACK],
        "blocks": list(_fitting(sheet)),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _fitting(sheet: Sheet) -> Iterator[Block]:
    """As many sections as one message holds."""
    left = LONGEST_MESSAGE
    for text in _texts(sheet):
        if len(text) > left:
            yield _section(f"{CUT} more: `{more_at(sheet)}`")
            return
        left -= len(text)
        yield _section(text)


def _texts(sheet: Sheet) -> Iterator[str]:
    if sheet.is_sample:
        yield f":warning: *{SAMPLE}*: invented people, nothing of this is real."
    about = f"{_SIGNS[sheet.urgency]} *{for_mrkdwn(sheet.headline, _LONGEST_TEXT)}*"
    yield f"{about}\n{for_mrkdwn(sheet.subject, 200)}" if sheet.case_number is not None else about
    for row in rows(sheet):
        label = for_mrkdwn(row.label, 200)
        match row.look:
            case Look.THEIRS:
                yield _cut(f"*{label}*\n> {for_mrkdwn(row.text, _LONGEST_TEXT)}")
            case Look.OURS:
                # it has been checked, and is there to be copied: nothing unseen may stand in it
                yield _cut(f"*{label}*\n> {_escaped(row.text)}")
            case Look.PLAIN | Look.WARNING:
                yield _cut(f"*{label}*  {for_mrkdwn(row.text, _LONGEST_TEXT)}")
    if sheet.link is not None:
        title, host = for_mrkdwn(sheet.link.title, 40), for_mrkdwn(sheet.link.host, 60)
        url = sheet.link.url.replace("&", "&amp;").replace("|", "%7C")
        yield f"<{url}|Open on {title}> ({host})"
    if sheet.steps:
        yield "\n".join(f"{step.words}: `{for_mrkdwn(step.command, 200)}`" for step in sheet.steps)
    yield for_mrkdwn(f"{sheet.brand}: alert {sheet.id}, {sheet.when}", 200)


def _escaped(text: str) -> str:
    """Words of ours, in which no sign means anything."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str) -> str:
    """Never in the middle of an escape."""
    if len(text) <= LONGEST_SECTION:
        return text
    kept = text[: LONGEST_SECTION - 1]
    if "&" in kept[-6:] and ";" not in kept[kept.rindex("&") :]:
        kept = kept[: kept.rindex("&")]
    return kept + CUT


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
