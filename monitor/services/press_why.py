"""Presses that only ask: why it was decided so, where it stands, three examples."""

from monitor.domain.effect import Effect
from monitor.domain.inert import plain
from monitor.domain.message import Message
from monitor.domain.press import Answer, Press, Told
from monitor.domain.store_ports import Tx
from monitor.errors import MonitorError, NotFound
from monitor.rules.explain import Explanation, Outcome, explain
from monitor.services.named import decided_of
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no, refused

#: so much of it fits a phone, and a message of every desk
LONGEST = 2_500
#: so many phrases that counted are told
PHRASES = 6


def why(room: PressRoom, press: Press) -> Answer:
    """Of a draft, a case or a message: how it was read, which rule decided, what was in the way."""
    try:
        with room.store.read() as tx:
            decided = decided_of(tx, press.subject)
    except NotFound as error:
        return refused(error)
    if decided.message.brand != room.brand:
        return no("There is no such message.")
    return Told(words=in_short(explain(decided, room.playbook, room.policy)))


def where(room: PressRoom, press: Press) -> Answer:
    """The link to what it is about."""
    try:
        with room.store.read() as tx:
            decided = decided_of(tx, press.subject)
            posted = _posted(tx, room, press.subject)
    except MonitorError as error:
        return refused(error)
    message: Message = decided.message
    if message.brand != room.brand or not (message.url or posted):
        return no("Nobody knows where it stands.")
    lines = [f"Their post: {plain(message.url)}"] if message.url else []
    lines += [f"Our reply: {plain(posted)}"] if posted else []
    return Told(words="\n".join(lines))


def in_short(explanation: Explanation) -> str:
    """The explanation in the words of a phone; the whole of it is the command line's."""
    decides = next((one for one in explanation.rules if one.outcome is Outcome.DECIDES), None)
    lines = [f"Read as {explanation.read_as}."]
    if explanation.words:
        lines.append(f"What counted: {plain('; '.join(explanation.words[:PHRASES]))}.")
    if decides is not None:
        lines.append(f"The rule {decides.name} decides: {decides.why}")
    else:
        lines.append("No rule decides on it.")
    lines.append(f"May we? {explanation.permission}; {explanation.for_person}.")
    closed = [plain(gate.why) for gate in explanation.gates if gate.why]
    if closed:
        lines.append(f"In the way of a machine: {'; '.join(dict.fromkeys(closed))}.")
    if explanation.door:
        lines.append(f"Our own door: {explanation.door}.")
    done = [*explanation.records, *explanation.effects]
    lines.append(f"Done: {plain('; '.join(done))}." if done else "Nothing was done.")
    if explanation.is_changed:
        lines.append("The playbook has changed since.")
    rest = f"Rule by rule: monitor explain {plain(explanation.message_id)}"
    told = "\n".join(lines)
    return f"{told[:LONGEST]}\n{rest}"


def _posted(tx: Tx, room: PressRoom, subject: str) -> str:
    """Where our own word stands."""
    thing = room.thing(tx, subject)
    return thing.posted_url if isinstance(thing, Effect) else ""
