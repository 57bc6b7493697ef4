"""A decision: what the playbook makes of one mention. Records are for our own database, effects
for the world; both are stored in one transaction, and nothing is sent that is not a row first."""

from datetime import datetime

from monitor.domain.case import Priority
from monitor.domain.effect import Effect
from monitor.domain.permission import Permission
from monitor.domain.strike import StrikeKind
from monitor.domain.values import Value


class OpenCase(Value):
    """Open a case for this author, or join the one that is open."""

    topic: str
    priority: Priority
    deadline_at: datetime
    note: str = ""


class JoinCase(Value):
    """Join the open case, if there is one."""

    raise_priority: bool = False
    came_to_dm: bool = False
    #: a new answer is due by then (the customer came to direct messages)
    deadline_at: datetime | None = None
    note: str = ""


class OptOut(Value):
    """No automatic words to this author any more."""


class MarkAnswered(Value):
    """Our own post is in this conversation: a person of ours has answered."""


class Recovered(Value):
    """Somebody who had a case thanks or praises us."""


class CancelDrafts(Value):
    """Whatever waits to be said in public to this author is not wanted any more."""

    why: str


class AddStrike(Value):
    """What they did is written down; whether it counts is worked out later."""

    kind: StrikeKind
    #: a phrase tells of it; False: only the model does
    is_firm: bool
    #: it stands in what is, or may be, a complaint
    in_complaint: bool


Record = OpenCase | JoinCase | OptOut | MarkAnswered | Recovered | CancelDrafts | AddStrike


class Decision(Value):
    """What was decided about one version of one mention."""

    #: the rule that decided; empty when none matched
    rule: str
    permission: Permission
    records: tuple[Record, ...] = ()
    effects: tuple[Effect, ...] = ()
    #: shadow rules that matched, recorded only
    shadows: tuple[str, ...] = ()
    #: `also` rules that added something
    also: tuple[str, ...] = ()
    playbook: str = ""
