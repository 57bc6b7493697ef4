"""Moments of cases: what was put off wakes by itself; some days after a case was put right its
customer is asked, once and by a person, whether all is well.

A case that nobody has to be told of (it ended, or the customer wrote meanwhile) wakes silently. Who
came back, happy or not, is not asked.
"""

from datetime import datetime

from monitor.domain.answers import FOLLOW_UP
from monitor.domain.case import Case, Outcome, TimelineKind
from monitor.domain.effect import Action, Effect
from monitor.domain.message import Message
from monitor.domain.permission import Verdict
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.reminders import AWAKE, FOLLOW
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.services.answers import draft_of
from monitor.services.case_alerts import tell_people
from monitor.services.case_book import MACHINE
from monitor.services.casework import PUT_RIGHT
from monitor.services.doubts import permission_for
from monitor.services.fresh import fresh_facts
from monitor.services.one_case import tell
from monitor.services.what_is_answered import newest_private

FAMILY = "follow_up"


class CaseMoments:
    """Looks at the clock for what a person asked to be reminded of."""

    def __init__(self, store: Store, clock: Clock, playbook: Playbook, policy: Policy) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy

    def due(self) -> int:
        """Whatever has come by now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            waking = tx.cases.waking(now)
            asking = tx.cases.to_follow_up(now)
        for case in waking:
            self._wake(case.number, now)
        for case in asking:
            self._follow_up(case.number, now)
        return len(waking) + len(asking)

    # --- put off ------------------------------------------------------------------------------

    def _wake(self, number: int, now: datetime) -> None:
        with self.store.begin() as tx:
            case = tx.cases.get(number)
            if case is None or case.snoozed_until is None or case.snoozed_until > now:
                return
            tx.cases.save(replace(case, snoozed_until=None))
            if not case.is_open:
                return
            tell(tx, case, TimelineKind.STATUS, "no longer put off", MACHINE, now)
            words = f"{case.assignee}, you put this off until now. monitor case {case.number}"
            tell_people(tx, case, AWAKE, words, self.policy.hours, now)

    # --- is all well? -------------------------------------------------------------------------

    def _follow_up(self, number: int, now: datetime) -> None:
        with self.store.begin() as tx:
            case = tx.cases.get(number)
            if case is None or case.follow_up_at is None or case.follow_up_at > now:
                return
            case = replace(case, follow_up_at=None)
            tx.cases.save(case)
            if not _is_wanted(tx, case):
                return
            draft = self._draft(tx, case, now)
            words = (
                f"{case.assignee}, some days ago this was put right. Ask whether all is well: "
                f"monitor case {number}"
            )
            if draft is not None:
                tx.outbox.add([draft])
                words = f"{words}. The draft: monitor approve {draft.number}"
            tell(tx, case, TimelineKind.NOTE, "time to ask whether all is well", MACHINE, now)
            tell_people(tx, case, FOLLOW, words, self.policy.hours, now)

    def _draft(self, tx: Tx, case: Case, now: datetime) -> Effect | None:
        """In private, to who came there; None: a person asks by hand, if at all."""
        message = newest_private(tx, case)
        if message is None or not self._has_texts(message):
            return None
        draft = draft_of(
            tx, self.playbook, case, message, Action.DIRECT_MESSAGE, FOLLOW_UP, FAMILY, now
        )
        draft = replace(draft, rule=f"{FOLLOW_UP}-{draft.number}")
        facts = fresh_facts(tx, draft, self.policy, now)
        if facts is None or facts.circumstances.is_opted_out:
            return None
        permission = permission_for(draft, facts, self.policy, now)
        return None if permission.verdict is Verdict.DENY else draft

    def _has_texts(self, message: Message) -> bool:
        return self.playbook.family_for(FAMILY, message.platform) in self.playbook.families


def _is_wanted(tx: Tx, case: Case) -> bool:
    """Nobody has heard of them since, and nobody was asked to ask them before."""
    if case.is_open or case.resolution not in PUT_RIGHT or case.outcome is not Outcome.NONE:
        return False
    newest = tx.cases.newest_of(case.brand, case.author_id)
    if newest is None or newest.number != case.number:
        return False
    return not any(
        effect.template == FOLLOW or effect.rule.startswith(FOLLOW_UP)
        for effect in tx.outbox.of_case(case.number)
    )
