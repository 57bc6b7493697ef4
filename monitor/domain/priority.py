"""Priority as reasons: how soon a case wants a person, and why, in words.

Four sorts of reasons count: severity (what the playbook said, what is sensitive, how angry), reach
(followers, replies under it), repeat (earlier cases, messages in this one), and waiting time. A
strong reason makes a case high by itself; of weak ones it takes two. Nothing here makes a case
urgent, or less than the playbook or a person said. Invariant: depends on its arguments alone.
"""

from datetime import datetime, timedelta

from monitor.domain.case import PRIORITY_ORDER, Case, CaseStatus, Priority
from monitor.domain.reading import Reading
from monitor.domain.values import Value

#: so bad a sound is a reason
ANGRY = -0.8
#: half as many as make a crowd are a weak reason
SOME = 2
#: so many messages in one case are a reason
OFTEN = 3
#: nobody has answered for so long
LONG = timedelta(hours=24)
#: topics that are serious by themselves: nobody answered them before
SERIOUS_TOPICS = {"no_answer": "was left without an answer before"}
PROMISE_LATE, STEP_LATE = "a promise is late", "the next step is late"
LATE = (PROMISE_LATE, STEP_LATE)
#: weak reasons that make a case high together
WEAK_ONES = 2


class Pressing(Value):
    """What counts for the priority of a case."""

    case: Case
    #: of the message that began it, or the newest
    reading: Reading | None = None
    followers: int | None = None
    #: replies by others in the conversation
    replies: int = 0
    #: earlier cases of this customer within the time of "again"
    earlier: int = 0
    again_within: timedelta = timedelta(days=90)
    crowd_followers: int = 20_000
    crowd_replies: int = 20
    promise_is_late: bool = False
    #: None: waiting time does not count
    now: datetime | None = None


class Assessed(Value):
    """A priority with its reasons, the strongest first."""

    priority: Priority
    reasons: tuple[str, ...] = ()

    @property
    def told_first(self) -> str:
        """The reason for a line of a list, which tells of lateness anyway; empty: there is none."""
        others = (reason for reason in self.reasons if reason not in LATE)
        return next(others, self.reasons[0] if self.reasons else "")


def assess(pressing: Pressing) -> Assessed:
    """How soon the case wants a person, and why."""
    strong: list[str] = []
    weak: list[str] = []
    _severity(pressing, strong, weak)
    _waiting(pressing, strong, weak)
    _repeat(pressing, strong, weak)
    _reach(pressing, strong, weak)
    priority = pressing.case.priority
    if priority is Priority.HIGH and not strong and len(weak) < WEAK_ONES:
        strong.append("what was written makes it high")
    if strong or len(weak) >= WEAK_ONES:
        priority = max(priority, Priority.HIGH, key=PRIORITY_ORDER.__getitem__)
    return Assessed(priority=priority, reasons=(*strong, *weak))


def _severity(pressing: Pressing, strong: list[str], weak: list[str]) -> None:
    case, reading = pressing.case, pressing.reading
    sensitive = ", ".join(one.replace("_", " ") for one in reading.sensitive) if reading else ""
    if case.priority is Priority.URGENT:
        strong.append(
            f"may not wait: {sensitive}" if sensitive else "what was written makes it urgent"
        )
    elif sensitive:
        strong.append(f"serious: {sensitive}")
    elif case.topic in SERIOUS_TOPICS:
        strong.append(SERIOUS_TOPICS[case.topic])
    if reading is not None and reading.compound_used <= ANGRY:
        weak.append("strong words")


def _waiting(pressing: Pressing, strong: list[str], weak: list[str]) -> None:
    case, now = pressing.case, pressing.now
    is_ours = case.status in (CaseStatus.NEW, CaseStatus.OPEN)
    if now is None or not is_ours or case.is_put_off(now):
        return
    if pressing.promise_is_late:
        strong.append(PROMISE_LATE)
    elif case.deadline_at is not None and case.deadline_at <= now:
        strong.append(STEP_LATE)
    if case.first_response_at in (None, case.acknowledged_at) and now - case.opened_at >= LONG:
        weak.append(f"nobody has answered for {_long(now - case.opened_at)}")


def _repeat(pressing: Pressing, strong: list[str], weak: list[str]) -> None:
    days = pressing.again_within.days
    if pressing.earlier:
        strong.append(f"case {pressing.earlier + 1} of this customer within {days} days")
    if pressing.case.mentions >= OFTEN:
        weak.append(f"wrote {pressing.case.mentions} times")


def _reach(pressing: Pressing, strong: list[str], weak: list[str]) -> None:
    followers = pressing.followers or 0
    if followers >= pressing.crowd_followers:
        strong.append(f"{followers:,} followers")
    elif followers >= pressing.crowd_followers // SOME:
        weak.append(f"{followers:,} followers")
    if pressing.replies >= pressing.crowd_replies:
        strong.append(f"{pressing.replies} replies under it")
    elif pressing.replies >= pressing.crowd_replies // SOME:
        weak.append(f"{pressing.replies} replies under it")


def _long(duration: timedelta) -> str:
    days = duration // timedelta(days=1)
    return f"{days} days" if days > 1 else f"{duration // timedelta(hours=1)} hours"
