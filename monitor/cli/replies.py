"""Replies the owner decides on: the words they write, and what happens with them next."""

import sys
from collections.abc import Iterable, Iterator

from monitor.cli.desk import RESUME, Desk
from monitor.domain.effect import Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.errors import InputError
from monitor.services.waiting import Draft

#: a text longer than this is no reply of any platform
LONGEST_EDIT = 100_000


def sending_line(desk: Desk, approved: Effect) -> str:
    """When it goes out, and what is in the way."""
    stop = desk.stop
    if stop == RESUME:
        return f"Sending is paused: it waits until `{stop}`."
    if stop:
        return f"Sending is on hold after a restore: it waits until `{stop}`."
    if desk.daemon is not None:
        return "It goes out within seconds."
    until = ""
    if approved.not_after is not None:
        until = f", at the latest by {when(approved.not_after, desk.now, desk.hours)}"
    return (
        "The monitor does not run on this machine now. It goes out within seconds while "
        f"`monitor run` runs{until}."
    )


def wanted_in(desk: Desk, case: int) -> list[Effect]:
    """What a person wanted said in a case, and has not left."""
    from monitor.services.withdrawn import wanted

    with desk.store.read() as tx:
        return wanted(tx, case)


def let_go_lines(desk: Desk, wanted: Iterable[Effect]) -> Iterator[str]:
    """Of these, the ones that are not said any more."""
    with desk.store.read() as tx:
        for effect in wanted:
            now = tx.outbox.get(effect.number)
            if now is not None and now.state is State.CANCELLED:
                words = (
                    f': "{for_terminal(effect.slots.own_text)}"' if effect.slots.own_text else ""
                )
                yield f"Draft {effect.number} was withdrawn, and never sent{words}"


def second_thoughts(desk: Desk, draft: Draft) -> list[str]:
    """Words that the owner wanted to be asked about."""
    return second_thoughts_about(desk, draft.text)


def second_thoughts_about(desk: Desk, text: str) -> list[str]:
    """The same for any words of theirs."""
    from monitor.domain.words import asked_words

    found = asked_words(text, desk.playbook.ask, exempt=desk.playbook.exempt)
    if not found:
        return []
    listed = ", ".join(f"`{for_terminal(word, 40)}`" for word in found)
    return [f"Sure? It says {listed}. Some people read that otherwise than it is meant."]


def own_words(text: str) -> str:
    if text == "-":
        text = sys.stdin.read(LONGEST_EDIT + 1)
    if len(text) > LONGEST_EDIT:
        raise InputError("that is longer than any platform takes")
    if not text.strip():
        raise InputError("there are no words", hint='write them: monitor edit 12 "..."')
    return text.strip()
