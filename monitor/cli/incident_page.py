"""The page of one incident: how it stands, three of its texts, and the question that waits."""

from monitor.cli.as_json import draft_json
from monitor.cli.common import say, say_json
from monitor.cli.desk import Desk
from monitor.cli.incident_choice import open_numbers
from monitor.cli.incident_json import incident_json
from monitor.cli.incident_lines import (
    incident_lines,
    preview_lines,
    question_lines,
)
from monitor.cli.lines import width
from monitor.cli.replies import second_thoughts_about
from monitor.services.waiting import draft_of

#: so many texts are shown as they would read
PREVIEWS = 3


def show(desk: Desk, number: int, *, as_json: bool, asked_about: str = "") -> None:
    """The incident with three of its texts; `asked_about`: words to think twice about."""
    with desk.store.read() as tx:
        plan = desk.incidents.plan(tx, number)
        previews = tuple(
            draft_of(tx, desk.review, effect, desk.signer) for effect in plan.ready[:PREVIEWS]
        )
    if as_json:
        say_json({**incident_json(plan), "previews": [draft_json(draft) for draft in previews]})
        return
    room = width()
    for line in incident_lines(plan, desk.now, desk.hours, room):
        say(line)
    for draft in previews:
        for line in preview_lines(draft, room):
            say(line)
    if asked_about:
        for line in second_thoughts_about(desk, asked_about):
            say(line)
    which = f" --incident {number}" if open_numbers(desk) != [number] else ""
    is_running = desk.daemon is not None
    for line in question_lines(plan, which, desk.stop, room, is_running=is_running):
        say(line)
