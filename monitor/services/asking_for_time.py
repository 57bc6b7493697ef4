"""Asking for time: what a person does who knows that a promise cannot be kept in time."""

from datetime import datetime

from monitor.domain.case import Case, Promise, PromiseState, TimelineKind
from monitor.domain.effect import Effect
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.promise import Promised, promise_later
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value, replace
from monitor.errors import WrongState
from monitor.services.more_time import (
    draft_more_time,
    in_other_words,
    must_be_renewable,
    newest_private,
    renew,
    waiting_for_more,
)
from monitor.services.one_case import open_case, tell
from monitor.services.review import Review
from monitor.services.switches import SwitchBoard

NO_TEXTS = "the playbook has no texts that ask for more time"
HOW = (
    "write a family [later] in acknowledgements.toml, or say it in your own words: "
    'monitor case more-time {} "... {{by}}"'
)


class Asked(Value):
    """More time as it would be asked for now."""

    case: Case
    #: the promise that takes longer
    promise: Promise
    #: in their private conversation; None: they never came there, and a person says it by hand
    draft: Effect | None = None
    #: the new time, if it were said now
    until: datetime
    #: of the draft; by hand the time alone: "by 16:00 today"
    words: str


class AskingForTime:
    """`monitor case more-time`."""

    def __init__(
        self, store: Store, clock: Clock, playbook: Playbook, policy: Policy, review: Review
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.review = review

    def ask(self, number: int, own_text: str = "", by: str = "") -> Asked:
        """The draft in their private conversation, or what a person says by hand.

        Raises NotFound, WrongState: nothing is promised, it was asked too often, these words
        cannot be said.
        """
        with self.store.begin() as tx:
            case, promise = self._renewable(tx, number)
            if newest_private(tx, case) is None:
                by_hand = self.new_time(tx, case, promise)
                return Asked(case=case, promise=promise, until=by_hand.until, words=by_hand.words)
            now, own_text = self.clock.now(), own_text.strip()
            waiting = bool(waiting_for_more(tx, case))
            draft = draft_more_time(tx, promise, case, self.playbook, self.policy, now, own_text)
            if draft is None:
                raise WrongState(NO_TEXTS, hint=HOW.format(number))
            if waiting and own_text:
                draft = in_other_words(tx, draft, own_text)
            signed = replace(draft, slots=replace(draft.slots, signed_by="" if own_text else by))
            worded = self.review.if_sent_now(tx, signed)
            if worded.problems:
                raise WrongState(
                    f"these words cannot be sent: {'; '.join(worded.problems)}",
                    hint="nothing was changed",
                )
            return Asked(
                case=case,
                promise=promise,
                draft=draft,
                until=worded.promised_until or promise.due_at,
                words=worded.text,
            )

    def said(self, number: int, *, by: str) -> Promise:
        """They were told by hand: the new promise, from now. Raises NotFound, WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            case, promise = self._renewable(tx, number)
            until = self.new_time(tx, case, promise).until
            renewal = renew(tx, case, until, None, by, now)
            new = replace(
                promise, number=0, made_at=now, due_at=until, look_at=now, renewal=renewal
            )
            new = replace(new, number=tx.cases.add_promise(new))
            told = "told by hand that it takes longer"
            tell(tx, case, TimelineKind.OUR_WORDS, told, by, now)
            tell(tx, case, TimelineKind.PROMISED, until.isoformat(), by, now)
            tx.cases.save(replace(case, deadline_at=until))
            return new

    def new_time(self, tx: Tx, case: Case, promise: Promise) -> Promised:
        """By the same clock as every promise."""
        now = self.clock.now()
        return promise_later(
            now,
            promise.due_at,
            self.policy.answer_within(case.priority),
            self.policy.hours,
            open_promises=len(tx.cases.promises(state=PromiseState.OPEN)),
            max_open_promises=self.policy.max_open_promises,
            away_until=SwitchBoard.read(tx, now, self.policy.hours).away_until,
        )

    def _renewable(self, tx: Tx, number: int) -> tuple[Case, Promise]:
        case = open_case(tx, number)
        return case, must_be_renewable(tx, case, self.policy, self.clock.now())
