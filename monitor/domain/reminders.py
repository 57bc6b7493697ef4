"""Reminders: the alerts that no rule of the playbook asks for, by their sort: their template."""

from typing import Final

#: a part of a promise's time is over, and nobody has answered
NUDGE: Final = "promise-nudge"
#: a draft is at half its time, and nobody has decided
RAISED: Final = "draft-raised"
#: a promise's time has passed: did they write where we cannot see it?
ASK: Final = "did-they-write"
#: a case is somebody else's now
ASSIGNED: Final = "case-given"
#: a case that was put off is back
AWAKE: Final = "case-back"
#: some days after it was put right: is all well?
FOLLOW: Final = "follow-up-due"

REMINDERS = frozenset({FOLLOW, NUDGE, RAISED, ASK, ASSIGNED, AWAKE})
