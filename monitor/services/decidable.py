"""Whether a person may decide on an effect now. Each raises WrongState with what is so instead."""

from datetime import datetime

from monitor.domain.effect import Action, Effect, State
from monitor.domain.measure import target_of
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState


def known(tx: Tx, number: int) -> Effect:
    """A reply or an alert; a measure has commands of its own. Raises NotFound, too."""
    effect = tx.outbox.get(number)
    if effect is None:
        raise NotFound(f"there is no effect `e{number}`", hint="monitor inbox shows what waits")
    if effect.is_measure:
        command = f"monitor {effect.action.value} {target_of(effect)}"
        raise WrongState(
            f"`{effect.id}` is no reply: it is a {effect.action.value}",
            hint=f"done by hand: {command} --done; not wanted any more: {command} --undo",
        )
    return effect


def must_be_waiting(effect: Effect, verb: str) -> None:
    """Nothing was sent of it yet; `verb`: what the person wants to do."""
    if effect.action is Action.ALERT:
        raise WrongState(f"`{effect.id}` is an alert: there is nothing to {verb}")
    if effect.state in (State.PROPOSED, State.HELD, State.APPROVED):
        return
    if effect.state is State.NEEDS_PERSON:
        raise WrongState(
            f"nobody knows whether `{effect.id}` was posted: look at your own account",
            hint=f"then say what you saw: monitor settle {effect.number} --there, or --not-there",
        )
    if effect.state in (State.SENDING, State.UNKNOWN):
        raise WrongState(
            f"`{effect.id}` may be out already: the monitor is looking for it",
            hint="look again in a minute: monitor inbox",
        )
    raise WrongState(f"`{effect.id}` is already {in_words(effect.state)}{_by(effect)}")


def must_be_undecided(effect: Effect) -> None:
    """A second yes is not a second word: it is told whose the first one was."""
    is_kept = effect.state is State.HELD and effect.reason is Reason.SLEPT_ON
    if effect.state is not State.PROPOSED and effect.decided_by and not is_kept:
        raise WrongState(f"`{effect.id}` is already approved{_by(effect)}")


def must_be_in_time(effect: Effect, now: datetime) -> None:
    """Its `not_after` has not passed."""
    if effect.not_after is not None and now > effect.not_after:
        raise WrongState(
            f"it is too late to post `{effect.id}`", hint="answer by hand, in your own words"
        )


def _by(effect: Effect) -> str:
    return f" by {effect.decided_by}" if effect.decided_by else ""


def in_words(state: State) -> str:
    """As a sentence names it."""
    return state.value.replace("_", " ")
