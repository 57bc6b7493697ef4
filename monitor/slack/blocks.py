"""A sheet as Slack's blocks, within all its limits.

What strangers wrote and what we would post stand in rich text, which Slack shows as it is: no
mention, link or format comes of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from monitor.domain.cutting import cut, length
from monitor.domain.inert import for_mrkdwn, plain
from monitor.domain.sheet import Buttons, Draft, Line, Quote, Sheet, Sign, Words, in_plain
from monitor.slack.buttons import Json, action_blocks
from monitor.slack.limits import BLOCKS, DRAFT, FALLBACK, MESSAGE, QUOTE, SECTION, SMALL
from monitor.slack.words import cut_mrkdwn, escaped, mrkdwn, text_object

#: the sign before the first line
SIGNS: Mapping[Sign, str] = {
    Sign.URGENT: ":rotating_light:",
    Sign.ASKS: ":large_orange_circle:",
    Sign.WAITS: ":hourglass_flowing_sand:",
    Sign.SENT: ":white_check_mark:",
    Sign.DONE: ":ballot_box_with_check:",
    Sign.GONE: ":heavy_minus_sign:",
    Sign.HAPPY: ":sparkling_heart:",
    Sign.TROUBLE: ":warning:",
    Sign.NEWS: ":speech_balloon:",
}
SAMPLE = "SAMPLE"


def blocks_of(sheet: Sheet, users: Mapping[str, str], mark: str = "") -> list[Json]:
    """The whole card; `users`: names of our people → their accounts here; `mark`: see
    `action_blocks`."""
    made = [_section(_first_line(sheet, users))]
    lines: list[str] = []
    for part in sheet.parts:
        if isinstance(part, Line) and not _is_small(part):
            lines.append(mrkdwn(part.words))
            continue
        made += _lines(lines)
        lines = []
        match part:
            case Line():
                if text := mrkdwn(part.words).strip():
                    made.append(_beside(text))
            case Quote():
                made.append(_rich("rich_text_quote", cut(plain(part.text), QUOTE)))
                if part.beside:
                    made.append(_small(part.beside))
            case Draft():
                made.append(_small(part.above))
                text = cut(plain(part.text, keep_lines=True), DRAFT)
                made.append(_rich("rich_text_preformatted", text))
            case Buttons():
                made += action_blocks(part.row, part.more, len(made), mark)
    made += _lines(lines)
    return _within(made)


def fallback_of(sheet: Sheet, users: Mapping[str, str]) -> str:
    """One line for notifications and for who cannot see blocks; it calls whom the card calls."""
    calls = _calls(sheet, users)
    line = cut_mrkdwn(for_mrkdwn(in_plain(sheet)), FALLBACK)
    sample = f"{SAMPLE} · " if sheet.is_sample else ""
    return f"{calls}{sample}{line}"


def shortest(sheet: Sheet, users: Mapping[str, str], mark: str = "") -> list[Json]:
    """The first line and the buttons: for a card that Slack found too long all the same."""
    made = [_section(_first_line(sheet, users))]
    for part in sheet.parts:
        if isinstance(part, Buttons):
            made += action_blocks(part.row, part.more, len(made), mark)
    return _within(made)


def _first_line(sheet: Sheet, users: Mapping[str, str]) -> str:
    head: list[Words] = list(sheet.title)
    if sheet.due:
        head += [Words(text=" · "), Words(text=sheet.due, is_strong=True)]
    sample = f"*{SAMPLE}*  " if sheet.is_sample else ""
    return f"{_calls(sheet, users)}{SIGNS[sheet.sign]}  {sample}{mrkdwn(head)}"


def _calls(sheet: Sheet, users: Mapping[str, str]) -> str:
    """People of ours, by their accounts; whoever has none is not called."""
    called = [users[name] for name in sheet.calls if name in users]
    return "".join(f"<@{user}> " for user in called)


def _lines(lines: Sequence[str]) -> Iterator[Json]:
    """Sections of as many lines as fit."""
    held: list[str] = []
    for line in lines:
        if not line.strip():
            continue
        if held and sum(map(length, held)) + len(held) + length(line) > SECTION:
            yield _section("\n".join(held))
            held = []
        held.append(line)
    if held:
        yield _section("\n".join(held))


def _section(text: str) -> Json:
    return {"type": "section", "text": text_object(text)}


def _is_small(line: Line) -> bool:
    """Nothing in it wants to be seen first."""
    return all(words.is_small for words in line.words)


def _small(text: str) -> Json:
    return _beside(escaped(text))


def _beside(text: str) -> Json:
    """In Slack's small grey letters."""
    return {"type": "context", "elements": [text_object(text, SMALL)]}


def _rich(sort: str, text: str) -> Json:
    element: Json = {"type": sort, "elements": [{"type": "text", "text": text or " "}]}
    return {"type": "rich_text", "elements": [element]}


def _within(blocks: list[Json]) -> list[Json]:
    """Within a message's length and number of blocks: texts go first, from the end, then buttons;
    the first line stays."""
    kept = list(blocks)
    while len(kept) > 1 and (len(kept) > BLOCKS or _total(kept) > MESSAGE):
        texts = [at for at, block in enumerate(kept) if at and block["type"] != "actions"]
        kept.pop(texts[-1] if texts else -1)
    if len(kept) < len(blocks) and len(kept) < BLOCKS:
        kept.insert(max(1, len(kept) - _rows(kept)), _small("… more: monitor inbox"))
    return kept


def _rows(blocks: Sequence[Json]) -> int:
    return sum(block["type"] == "actions" for block in blocks)


def _total(blocks: list[Json]) -> int:
    """Characters as Slack gets them, names and ids too."""
    return length(json.dumps(blocks, ensure_ascii=False))
