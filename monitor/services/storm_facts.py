"""The facts of surges and incidents for their cards.

Both take long to work out where thousands complain, and a desk asks every second: what was worked
out is told for a minute, unless the incident itself was changed.
"""

from datetime import datetime, timedelta

from monitor.cards.incident_card import PREVIEWS, IncidentFacts, Preview
from monitor.cards.surge_card import SurgeFacts
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Tx
from monitor.domain.surge import Surge
from monitor.domain.values import replace
from monitor.services.case_facts import CaseLook
from monitor.services.draft_facts import Drafts
from monitor.services.incident_plan import Plan
from monitor.services.incidents import Incidents
from monitor.services.surges import QUIET, SURGE, Surges, SurgeView
from monitor.services.switches import SwitchBoard, holds_sample

LASTS = timedelta(minutes=1)


class SurgeLook:
    """Looks at the surge that a notice tells of."""

    def __init__(self, surges: Surges) -> None:
        self.surges = surges
        self._seen: tuple[int, datetime, SurgeView] | None = None

    def tells(self, notice: Notice) -> bool:
        """This notice is about a surge itself, not about an incident."""
        return notice.kind is NoticeKind.SURGE and notice.key in (SURGE, QUIET)

    def at(self, tx: Tx, notice: Notice, now: datetime) -> SurgeFacts:
        """All that its card may show."""
        brand, policy = self.surges.brand, self.surges.policy
        on, last = tx.surges.on(brand), tx.surges.last(brand)
        surge = next(
            (one for one in (on, last) if one is not None and one.began_at == notice.began_at), None
        )
        facts = SurgeFacts(
            now=now,
            hours=policy.hours,
            notice=notice,
            surge=surge,
            incidents=tuple(tx.incidents.open_of(brand)),
            calls=tuple(one for one in policy.people[:1] if one != NOBODY_NAMED),
            is_sample=holds_sample(tx),
        )
        return self._with_view(tx, facts, surge, now) if facts.is_on and surge else facts

    def _with_view(self, tx: Tx, facts: SurgeFacts, surge: Surge, now: datetime) -> SurgeFacts:
        seen = self._seen
        if seen is None or seen[0] != surge.number or not timedelta(0) <= now - seen[1] < LASTS:
            seen = self._seen = (surge.number, now, self.surges.view(tx))
        view = seen[2]
        return replace(
            facts,
            volume=view.volume,
            is_quiet=facts.notice.key == QUIET,
            causes=view.causes,
            looked_at=view.looked_at,
            drafts=view.drafts,
        )


class IncidentLook:
    """Looks at one incident."""

    def __init__(self, clock: Clock, incidents: Incidents, cases: CaseLook, drafts: Drafts) -> None:
        self.clock = clock
        self.incidents = incidents
        self.cases = cases
        self.drafts = drafts
        self._seen: dict[int, tuple[datetime, Incident, Plan]] = {}

    def at(self, tx: Tx, number: int) -> IncidentFacts | None:
        """All that its card may show; None: there is no such incident."""
        incident = tx.incidents.get(number)
        if incident is None or incident.brand != self.incidents.brand:
            return None
        now = self.clock.now()
        plan = self._plan(tx, incident, now)
        hours = self.incidents.policy.hours
        board = SwitchBoard.read(tx, now, hours)
        return IncidentFacts(
            now=now,
            hours=hours,
            incident=incident,
            people=plan.people,
            ready=len(plan.ready),
            told=plan.told,
            in_line=plan.in_line,
            left=plan.left,
            previews=tuple(self._previews(tx, plan)),
            is_stopped=board.is_paused or board.is_reconciling,
            is_sample=holds_sample(tx),
        )

    def _plan(self, tx: Tx, incident: Incident, now: datetime) -> Plan:
        seen = self._seen.get(incident.number)
        if seen is not None and seen[1] == incident and timedelta(0) <= now - seen[0] < LASTS:
            return seen[2]
        plan = self.incidents.plan(tx, incident.number)
        self._seen = {**self._seen, incident.number: (now, incident, plan)}
        return plan

    def _previews(self, tx: Tx, plan: Plan) -> list[Preview]:
        found = []
        for effect in plan.ready[:PREVIEWS]:
            now = tx.outbox.get(effect.number) or effect
            draft = self.drafts.of(tx, now)
            found.append(
                Preview(
                    to=self.cases.writer(tx, effect.brand, effect.author_id),
                    platform=effect.platform,
                    text=draft.text,
                    problems=draft.problems,
                )
            )
        return found
