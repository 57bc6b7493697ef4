"""What is meant by an id that a person typed: a message `x:123`, a draft `e12`, a case `c7`."""

import re

from monitor.domain.effect import Effect
from monitor.domain.inert import for_terminal
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.errors import NotFound


def measure_of(tx: Tx, written: str) -> Effect | None:
    """The measure that is meant, if it is one."""
    number = re.fullmatch(r"e?([0-9]{1,9})", written.strip(), re.IGNORECASE)
    effect = tx.outbox.get(int(number[1])) if number is not None else None
    return effect if effect is not None and effect.is_measure else None


def decided_of(tx: Tx, written: str) -> Decided:
    """The mention that is meant, with all that was made of it. Raises NotFound."""
    wanted = written.strip()
    message_id, brand = message_named(tx, wanted)
    decided = tx.messages.decided(message_id, brand)
    if decided is not None:
        return decided
    shown = for_terminal(wanted, 120)
    if tx.messages.get(message_id, brand) is not None:
        raise NotFound(
            f"`{shown}` was read and is not decided on yet",
            hint="`monitor run` decides on it; `monitor status` tells what is behind",
        )
    raise NotFound(
        f"there is no message, draft or case `{shown}`",
        hint="write a message as `x:123`, a draft as `12`, a case as `c7`",
    )


def message_named(tx: Tx, wanted: str) -> tuple[str, str | None]:
    """The id of the message that is meant by a draft, a case or itself. Raises NotFound."""
    number = re.fullmatch(r"([ec]?)([0-9]{1,9})", wanted, re.IGNORECASE)
    if number is None:
        return wanted, None
    if number[1].lower() == "c":
        case = tx.cases.get(int(number[2]))
        if case is None:
            raise NotFound(f"there is no case {number[2]}", hint="monitor cases --all")
        return case.first_message_id, case.brand
    effect = tx.outbox.get(int(number[2]))
    if effect is None:
        raise NotFound(f"there is no draft {number[2]}", hint=f"for a case write `c{number[2]}`")
    return effect.message_id, effect.brand
