"""`monitor reconcile`: what is on hold after a restore, and the end of the hold."""

from functools import partial
from pathlib import Path

import click

from monitor.cli.as_json import DRAFT_KEYS, Keys, draft_json, moment
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk, path_of
from monitor.cli.lines import width
from monitor.cli.measure_json import MEASURE_KEYS, measure_json
from monitor.cli.switch_lines import OnHold, ended_lines, hold_lines, turned
from monitor.domain.audit import AuditAction
from monitor.domain.effect import Effect, State
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.services.outbox import wake
from monitor.services.restored import HOLD_KEY
from monitor.services.switches import (
    RECONCILE,
    RESTORED,
    Hold,
)
from monitor.services.waiting import Draft, draft_of

#: what a restore or a crash leaves for a person to look at
UNSURE = (State.SENDING, State.UNKNOWN, State.NEEDS_PERSON)
RECONCILE_KEYS: Keys = {
    "on_hold": "why sending is on hold, or null",
    "is_ended": "this command ended the hold",
    "restored_at": "when the database was restored, or null: it is not said",
    "backup": "the backup's name; empty: it is not said",
    "backup_made_at": "when it was made; what came later is not in it, or null: it is not said",
    "kept": "where the database that stood there before is kept, or null",
    "held[]": "replies that go out when the hold ends, if they are not out already",
    "drafts[]": "replies that wait for a yes, as before",
    "unsure[]": "replies of which nobody knows whether they were posted",
    "measures[]": "mutes, blocks and hides as they stood when the backup was made",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "reconcile": {
        "the answer": RECONCILE_KEYS,
        "each reply": DRAFT_KEYS,
        "each measure": MEASURE_KEYS,
    },
}


@click.command("reconcile")
@click.option("--yes", is_flag=True, help="You have looked: end the hold.")
@desk_options
def reconcile_command(
    config_path: Path | None, store_url: str | None, *, yes: bool, as_json: bool
) -> None:
    """Look at what is on hold after a restore, and end the hold.

    A restored database does not know what was sent after the backup was made. So nothing is sent
    until you have looked through your own accounts and said --yes. Even then the monitor looks on
    the platform before it answers a post from before the restore.

    \b
    Example:
      monitor reconcile
      monitor reconcile --yes
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            what = _on_hold(tx, desk)
        if what is not None and yes:
            with desk.store.begin() as tx:
                tx.switches.put(RESTORED, what.hold.ended(desk.now), desk.now)
                tx.switches.put(RECONCILE, None, desk.now)
                tx.notices.end("", HOLD_KEY, desk.now)
                wake(tx, Reason.RECONCILING, desk.now)
                tx.audit.write(turned(desk.config, AuditAction.RECONCILED, desk.now))
        if as_json:
            say_json(_hold_json(what, is_ended=what is not None and yes))
            return
        if what is None:
            say("Nothing is on hold.")
            return
        lines = ended_lines if yes else partial(hold_lines, now=desk.now, hours=desk.hours)
        for line in lines(what, room=width()):
            say(line)


def _on_hold(tx: Tx, desk: Desk) -> OnHold | None:
    written = tx.switches.get(RECONCILE)
    if written is None:
        return None

    def drafts(*states: State) -> tuple[Draft, ...]:
        words = _words(tx.outbox.in_state(*states))
        return tuple(draft_of(tx, desk.review, effect) for effect in words)

    return OnHold(
        hold=Hold.read(written),
        held=drafts(State.APPROVED, State.HELD, State.PENDING),
        drafts=drafts(State.PROPOSED),
        unsure=drafts(*UNSURE),
        measures=tuple(tx.outbox.measures()),
        kept=_kept(desk),
    )


def _kept(desk: Desk) -> Path | None:
    """What `restore` put aside last, beside the database."""
    place = path_of(desk.store_url)
    if place is None:
        return None
    found = sorted(place.parent.glob(f"{place.name}.before-restore-*Z"))
    return found[-1] if found else None


def _hold_json(what: OnHold | None, *, is_ended: bool) -> dict[str, object]:
    """The keys of RECONCILE_KEYS."""
    hold = what.hold if what is not None else None
    return {
        "on_hold": hold.why if hold is not None else None,
        "is_ended": is_ended,
        "restored_at": moment(hold.restored_at) if hold is not None else None,
        "backup": hold.backup if hold is not None else "",
        "backup_made_at": moment(hold.made_at) if hold is not None else None,
        "kept": str(what.kept) if what is not None and what.kept is not None else None,
        "held": [draft_json(draft) for draft in what.held] if what is not None else [],
        "drafts": [draft_json(draft) for draft in what.drafts] if what is not None else [],
        "unsure": [draft_json(draft) for draft in what.unsure] if what is not None else [],
        "measures": [measure_json(one) for one in what.measures] if what is not None else [],
    }


def _words(effects: list[Effect]) -> list[Effect]:
    return [effect for effect in effects if effect.is_public_word]
