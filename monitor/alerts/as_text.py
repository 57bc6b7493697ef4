"""A sheet as plain text: for mails, and for chats that know no other form."""

from collections.abc import Callable

from monitor.alerts.rows import Look, rows
from monitor.alerts.sheet import SAMPLE, Sheet
from monitor.domain.inert import for_mail, plain

#: makes a text unable to act in its place
Inert = Callable[[str], str]
CUT = "… more: {command}"


def as_text(sheet: Sheet, inert: Inert = for_mail, *, limit: int | None = None) -> str:
    """Paragraphs, the headline first; with a limit of characters the end is cut and says so."""
    parts = [inert(sheet.headline)]
    if sheet.is_sample:
        parts.insert(0, f"{SAMPLE}: invented people, nothing of this is real.")
    for row in rows(sheet):
        # ours has been checked, and is there to be copied: nothing unseen may stand in it
        text = plain(row.text) if row.look is Look.OURS else inert(row.text)
        if row.look in (Look.THEIRS, Look.OURS):
            parts.append(f"{inert(row.label)}:\n  {text}")
        else:
            parts.append(f"{inert(row.label)}: {text}")
    if sheet.link is not None:
        parts.append(f"There: {sheet.link.url}")
    if sheet.steps:
        width = max(len(step.words) for step in sheet.steps)
        typed = [f"  {step.words:<{width}}  {plain(step.command)}" for step in sheet.steps]
        parts.append("\n".join(["To type where the monitor runs:", *typed]))
    parts.append(closing(sheet, inert))
    whole = "\n\n".join(parts)
    if limit is None or len(whole) <= limit:
        return whole
    end = CUT.format(command=more_at(sheet))
    return whole[: max(0, limit - len(end) - 1)].rstrip() + "\n" + end


def closing(sheet: Sheet, inert: Inert) -> str:
    """Whose alert, which and when."""
    return inert(f"{sheet.brand}: alert {sheet.id}, {sheet.when}")


def more_at(sheet: Sheet) -> str:
    """Where all of it can be read."""
    if sheet.case_number is not None:
        return f"monitor case {sheet.case_number}"
    return "monitor inbox"
