"""The facts of a flag for its card, gathered in one reading transaction."""

from monitor.cards.flag_card import FlagFacts
from monitor.domain.effect import Action
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound
from monitor.services.case_facts import CaseLook
from monitor.services.flags import Flags
from monitor.services.senders import Senders
from monitor.services.switches import holds_sample
from monitor.services.waiting import TO_ANSWER

_MEASURES = (Action.MUTE, Action.HIDE, Action.BLOCK)


class FlagLook:
    """Looks at one flag."""

    def __init__(self, flags: Flags, cases: CaseLook, senders: Senders) -> None:
        self.flags = flags
        self.cases = cases
        self.senders = senders

    def at(self, tx: Tx, number: int) -> FlagFacts | None:
        """All that its card may show; None: there is no such flag."""
        try:
            look = self.flags.look(tx, number)
        except NotFound:
            return None
        flag = look.flag
        case = tx.cases.open_of(flag.brand, flag.author_id)
        writer = self.cases.writer(tx, flag.brand, flag.author_id, case)
        people = self.flags.policy.people
        return FlagFacts(
            now=self.flags.clock.now(),
            hours=self.flags.hours,
            flag=flag,
            steps=look.decided.steps,
            state=look.state,
            lapses_at=look.lapses_at,
            standing=look.standing,
            advice=look.advice,
            writer=writer,
            owed=case if case is not None and case.status in TO_ANSWER else None,
            can=self._can(flag.author_id, writer.author.handle if writer.author else ""),
            calls=tuple(one for one in people[:1] if one != NOBODY_NAMED),
            is_sample=holds_sample(tx),
        )

    def _can(self, author_id: str, handle: str) -> frozenset[Action]:
        """What the platform lets the monitor do, or a person by hand."""
        platform = author_id.partition(":")[0]
        return frozenset(
            action
            for action in _MEASURES
            if self.senders.measure(platform, action) is not None
            or self.senders.by_hand(platform, action, author_id, handle) is not None
        )
