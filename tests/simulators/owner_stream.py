"""An owner who decides on draft after draft of a machine whose true precision is known."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from monitor.domain.evidence import UnlockLimits
from monitor.domain.label import Judged, Label, LabelReason
from monitor.domain.unlock import Turn, Unlock, weigh
from monitor.testing import MONDAY_MORNING

#: how often a machine is right that is so sure
Precision = Callable[[float], float]
GRAIN = 200
LIMITS = UnlockLimits()


class Machine(NamedTuple):
    """What is true, and what the owner does not know."""

    name: str
    #: scores are spread evenly from here to 1
    floor: float
    precision: Precision

    def true_from(self, step: float) -> float:
        """The precision of everything that it says from this step on."""
        scores = [step + (1 - step) * (each + 0.5) / GRAIN for each in range(GRAIN)]
        return sum(map(self.precision, scores)) / GRAIN


class Run(NamedTuple):
    """How one stream went."""

    #: decisions until it was first earned; None: never
    earned_after: int | None
    #: the true precision of what the machine then said
    true: float | None
    #: how often it was lost
    lost: int
    #: words said by machine, and how many of them were wrong
    said: int
    wrong: int


def stream(machine: Machine, mentions: int, seed: int) -> Run:
    """So many mentions that pass every check, one every three hours, all decided on by the owner
    as long as it is theirs."""
    chance = random.Random(seed)
    unlock, labels = Unlock(salt=str(seed)), list[Label]()
    earned_after = true = None
    lost = said = wrong = 0
    for number in range(mentions):
        now = MONDAY_MORNING + timedelta(hours=3 * number)
        score = chance.uniform(machine.floor, 1)
        is_right = chance.random() < machine.precision(score)
        if unlock.turn(f"x:{number}", "x", score, "m", LIMITS.hold_back) is Turn.MACHINE:
            said += 1
            wrong += not is_right
            continue
        labels.append(
            Label(
                brand="larch",
                message_id=f"x:{number}",
                author_id="x:ada",
                platform="x",
                judged=Judged.RIGHT if is_right else Judged.WRONG,
                reason=LabelReason.APPROVED if is_right else LabelReason.NOT_A_COMPLAINT,
                score=score,
                floor=machine.floor,
                model="m",
                by="Jo",
                at=now,
            )
        )
        after = weigh(unlock, labels[-LIMITS.decisions :], LIMITS, now, machine.floor)
        if after.is_earned and not unlock.is_earned and earned_after is None:
            earned_after, true = len(labels), machine.true_from(after.threshold)
        lost += unlock.is_earned and not after.is_earned
        unlock = after
    return Run(earned_after, true, lost, said, wrong)
