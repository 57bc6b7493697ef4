"""Keeping away: what the owner decides about somebody's account or post. The daemon carries it out.

Asked for twice is asked for once: the database holds one measure against a target at a time. A
measure that is over leaves its row behind; asked for again, it gets a new one.
"""

from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, of_effect
from monitor.domain.effect import Action, Effect, Slots, State
from monitor.domain.inert import for_terminal
from monitor.domain.measure import (
    BY_HAND,
    TAKEN,
    Stage,
    can_be_dropped,
    is_of_author,
    stage_of,
    target_of,
)
from monitor.domain.message import Author, Message
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value, replace
from monitor.errors import WrongState
from monitor.services.measure_book import mark_author, tell, write_move
from monitor.services.quieting import withdraw_automatic

#: what could not be done for so long is not done any more: the owner has forgotten it
WANTED_FOR = timedelta(days=7)


class Wish(Value):
    """What is to be done, to whom, and who wants it."""

    action: Action
    brand: str
    author: Author
    #: the post to be hidden; None for an author
    message: Message | None = None
    by: str
    why: str = ""
    #: how long a mute lasts; None: as the policy says, or as it was
    lasts: timedelta | None = None
    #: no program can do it there: where a person does, "" where that is not known; None: we do
    link: str | None = None

    @property
    def target(self) -> str:
        """The id of the post, or of the author."""
        return self.message.id if self.message is not None else self.author.id


class Answer(Value):
    """The measure as it is now."""

    measure: Effect
    #: it was so before: nothing has changed
    was_so: bool = False
    #: words that waited to be said to them, and are not said
    withdrawn: int = 0


class KeepingAway:
    """The owner's yes to a measure, and to its end."""

    def __init__(self, store: Store, clock: Clock, policy: Policy, observer: Observer) -> None:
        self.store = store
        self.clock = clock
        self.policy = policy
        self.observer = observer

    def ask(self, wish: Wish) -> Answer:
        """It is to be taken: by the daemon, or by the owner's hand. Raises WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            there = measure_against(tx, wish)
            if there is not None and stage_of(there) is Stage.BY_HAND and wish.link is None:
                # by now a program can do it, or it is asked for anew after a restore
                self._drop(tx, there, wish, now)
                there = None
            if there is not None:
                answer = self._asked_again(tx, there, wish, now)
            else:
                state = State.APPROVED if wish.link is None else State.NEEDS_PERSON
                answer = self._begin(tx, wish, state, now)
        self._moved(answer)
        return answer

    def tick(self, wish: Wish) -> Answer:
        """The owner did it by hand. Raises WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            there = measure_against(tx, wish)
            if there is None:
                answer = self._begin(tx, wish, State.SENT, now)
            elif stage_of(there) in (Stage.COMING, Stage.BY_HAND) and _can_be_ticked(there):
                taken = replace(
                    there, state=State.SENT, sent_at=now, remark=BY_HAND, version=there.version + 1
                )
                _write(tx, there, taken, f"{_on(taken)}, {BY_HAND}", wish.by, now)
                answer = Answer(measure=taken)
            else:
                answer = self._asked_again(tx, there, wish, now)
        self._moved(answer)
        return answer

    def undo(self, wish: Wish, *, is_done: bool = False) -> Answer:
        """It is to end, or by the owner's hand has ended. Raises WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            there = measure_against(tx, wish)
            if there is None:
                raise WrongState(f"`{for_terminal(wish.target, 120)}` is not {_on_of(wish)}")
            is_new = stage_of(there) not in (Stage.ENDING, Stage.UNDO_BY_HAND)
            if is_new:
                undone = of_effect(there, AuditAction.UNMARKED, now, by=wish.by, words=wish.why)
                by_what = wish.action.value
                tx.audit.write(replace(undone, author_id=wish.author.id, reason=by_what))
            if can_be_dropped(there):
                ended = self._drop(tx, there, wish, now)
            elif is_done:
                ended = _undone_by_hand(tx, there, wish, now)
            elif not is_new:
                return Answer(measure=there, was_so=True)
            else:
                ended = _ending(tx, there, wish, now)
            answer = Answer(measure=ended)
        self._moved(answer)
        return answer

    # --- parts --------------------------------------------------------------------------------

    def _begin(self, tx: Tx, wish: Wish, state: State, now: datetime) -> Answer:
        case = tx.cases.open_of(wish.brand, wish.author.id)
        number = tx.outbox.next_number()
        lasts = wish.lasts or self.policy.mute_for if wish.action is Action.MUTE else None
        measure = Effect(
            number=number,
            brand=wish.brand,
            action=wish.action,
            state=state,
            reason=Reason.OWNER_ASKED,
            platform=wish.author.platform,
            message_id=wish.message.id if wish.message is not None else "",
            author_id=wish.author.id,
            conversation_id=wish.message.conversation if wish.message is not None else "",
            # each asking is one of its own; that only one is there at a time an index holds
            rule=f"owner:{number}",
            case_number=case.number if case is not None else None,
            slots=Slots(
                name=wish.author.name,
                handle=wish.author.handle,
                note=wish.why,
                lasts=lasts,
            ),
            created_at=now,
            not_before=now,
            not_after=now + WANTED_FOR if state is State.APPROVED else None,
            decided_by=wish.by,
            decided_at=now,
            sent_at=now if state is State.SENT else None,
            posted_url=wish.link or "",
            remark=BY_HAND if state is State.SENT else "",
        )
        tx.outbox.add([measure])
        asked = of_effect(
            measure, AuditAction.MARKED, now, reason=wish.action.value, words=wish.why
        )
        tx.audit.write(replace(asked, author_id=wish.author.id))
        if state is State.SENT:
            tx.audit.write(of_effect(measure, AuditAction.KEPT_AWAY, now, reason=wish.action.value))
        mark_author(tx, measure, now)
        words = f"asked to have {_theirs(wish)} {_on(measure)}"
        if state is State.SENT:
            words = f"{_on(measure)}, {BY_HAND}"
        tell(tx, measure, f"{words}: {wish.why}" if wish.why else words, now, wish.by)
        withdrawn = 0
        if is_of_author(measure):
            withdrawn = withdraw_automatic(tx, wish.brand, wish.author.id, Reason.MUTED, now)
        return Answer(measure=measure, withdrawn=withdrawn)

    def _asked_again(self, tx: Tx, there: Effect, wish: Wish, now: datetime) -> Answer:
        """Nothing new; but a mute may last longer from now on."""
        if stage_of(there) in (Stage.ENDING, Stage.UNDO_BY_HAND):
            raise WrongState(
                f"`{there.id}` is being undone at this moment",
                hint="ask again when it is: monitor inbox",
            )
        if wish.lasts is None or stage_of(there) is not Stage.STANDS:
            return Answer(measure=there, was_so=True)
        longer = replace(
            there,
            slots=replace(there.slots, lasts=wish.lasts),
            decided_by=wish.by,
            decided_at=now,
            version=there.version + 1,
        )
        _write(tx, there, longer, "", wish.by, now)
        return Answer(measure=longer, was_so=True)

    def _drop(self, tx: Tx, there: Effect, wish: Wish, now: datetime) -> Effect:
        """Nothing was done yet, and nothing will be."""
        dropped = replace(
            there,
            state=State.CANCELLED,
            decided_by=wish.by,
            decided_at=now,
            version=there.version + 1,
        )
        _write(tx, there, dropped, f"not to be {_on(there)} after all", wish.by, now)
        return dropped

    def _moved(self, answer: Answer) -> None:
        if not answer.was_so:
            self.observer.effect_moved(answer.measure)


def measure_against(tx: Tx, wish: Wish) -> Effect | None:
    """The one of this sort that has not ended."""
    for one in tx.outbox.measures(wish.brand):
        if one.action is wish.action and target_of(one) == wish.target:
            return one
    return None


def _can_be_ticked(there: Effect) -> bool:
    """Nothing is under way at this moment."""
    return there.state not in (State.SENDING,)


def _ending(tx: Tx, there: Effect, wish: Wish, now: datetime) -> Effect:
    """The daemon undoes it, or the owner's hand does."""
    ending = replace(
        there,
        state=State.RETRACTING,
        decided_by=wish.by,
        decided_at=now,
        not_before=now,
        # it stood, or may stand: whoever undoes it by hand has to be told so
        sent_at=there.sent_at or now,
        attempts=0,
        version=there.version + 1,
    )
    _write(tx, there, ending, f"asked to have {_theirs(wish)} no longer {_on(there)}", wish.by, now)
    if wish.link is None:
        return ending
    by_hand = replace(ending, state=State.NEEDS_PERSON, posted_url=wish.link, remark="")
    _write(tx, ending, by_hand, "", wish.by, now)
    return by_hand


def _undone_by_hand(tx: Tx, there: Effect, wish: Wish, now: datetime) -> Effect:
    if there.state is not State.RETRACTING and stage_of(there) is not Stage.UNDO_BY_HAND:
        there = _ending(tx, there, replace(wish, link=None), now)
    undone = replace(
        there, state=State.RETRACTED, remark=BY_HAND, decided_by=wish.by, version=there.version + 1
    )
    _write(tx, there, undone, f"no longer {_on(there)}, {BY_HAND}", wish.by, now)
    return undone


def _write(tx: Tx, old: Effect, new: Effect, words: str, by: str, now: datetime) -> None:
    if not write_move(tx, old, new, words, now, by):
        raise WrongState(f"`{old.id}` was changed at this moment by somebody else: look again")


def _on(measure: Effect) -> str:
    return f"{TAKEN[measure.action]} on {platform_named(measure.platform).title}"


def _on_of(wish: Wish) -> str:
    return f"{TAKEN[wish.action]} on {platform_named(wish.author.platform).title}"


def _theirs(wish: Wish) -> str:
    return "their post" if wish.message is not None else "them"
