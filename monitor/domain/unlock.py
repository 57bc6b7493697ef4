"""The unlock: when a machine may say acknowledgements by itself, by the owner's own decisions.

Automatic sending is earned when, of the words that a machine would have said, at least nine in ten
were right, with 95 % confidence (`lower_bound`): 29 right ones in a row, 46 with one mistake, 61
with two. How sure the machine has to be is the lowest step of a fixed ladder that proves itself so.
It is lost again when that fails, at once with a grave mistake. Whoever loses it by mistakes earns
it anew: by the decisions since then alone, and by all of them together.

Corrections move the threshold, never a weight of the model.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

import msgspec

from monitor.domain.evidence import (
    Tally,
    UnlockLimits,
    decided,
    mistakes,
    newest_model,
    of_newest_model,
    of_step,
    platforms,
    steps,
    tally,
)
from monitor.domain.label import Label, LabelReason
from monitor.domain.values import Value, replace


class Turn(StrEnum):
    """Whose turn it is to say a word that passed every check."""

    #: a person's: automatic sending is locked, or the machine is not sure enough
    PERSON = "person"
    #: a machine's
    MACHINE = "machine"
    #: a person's, as one in ten, so that it is still known how good the machine is
    HELD_BACK = "held_back"


class LockReason(StrEnum):
    """Why it is locked."""

    #: it never was earned
    NOT_EARNED = "not_earned"
    #: too many mistakes for what was promised
    BELOW = "below"
    #: several mistakes shortly after one another
    MISTAKES = "mistakes"
    #: a mistake about something grave
    SENSITIVE = "sensitive"
    #: too few decisions of late to know it still
    STALE = "stale"
    #: another model reads now
    NEW_MODEL = "new_model"


#: the machine was wrong; else only knowledge is missing
FAULTS = frozenset({LockReason.BELOW, LockReason.MISTAKES, LockReason.SENSITIVE})


#: as people read it
WHY_LOST = {
    LockReason.NOT_EARNED: "it has to be earned first",
    LockReason.BELOW: "after the last mistake it is not proven any more that nine in ten are right",
    LockReason.MISTAKES: "two mistakes in the last twenty decisions",
    LockReason.SENSITIVE: "a mistake about something grave, where a person answers",
    LockReason.STALE: "there are too few decisions of the last months to know it still",
    LockReason.NEW_MODEL: "another version of the program reads the mentions now",
}


class Unlock(Value, omit_defaults=True):
    """How it stands, as stored."""

    is_earned: bool = False
    #: why not
    reason: LockReason = LockReason.NOT_EARNED
    #: since when it is like this; None: from the beginning
    since: datetime | None = None
    #: when it was lost by a mistake last
    lost_at: datetime | None = None
    #: the machine has to be so sure
    threshold: float = 1.0
    #: whose scores they are
    model: str = ""
    #: where it counts
    platforms: tuple[str, ...] = ()
    #: of the draw
    salt: str = ""

    @classmethod
    def read(cls, written: str | None) -> "Unlock":
        """As it was written down; None: nothing was yet. What cannot be read locks."""
        if written is None:
            return cls()
        try:
            return _decode(written)
        except msgspec.MsgspecError:
            return cls()

    def written(self) -> str:
        """`read` makes the same of it."""
        return _encode(self).decode()

    def turn(
        self, message_id: str, platform: str, score: float | None, model: str, one_in: int
    ) -> Turn:
        """Whose turn it is; always the same for a message, so that asking twice changes nothing."""
        if not self.is_earned or score is None or model != self.model:
            return Turn.PERSON
        if score < self.threshold or platform not in self.platforms:
            return Turn.PERSON
        return Turn.HELD_BACK if self._is_drawn(message_id, one_in) else Turn.MACHINE

    def _is_drawn(self, message_id: str, one_in: int) -> bool:
        digest = blake2b(
            message_id.encode("utf-8", "surrogatepass"), key=self.salt.encode()[:64], digest_size=8
        ).digest()
        return int.from_bytes(digest) % one_in == 0


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Unlock).decode


def weigh(
    before: Unlock, labels: Iterable[Label], limits: UnlockLimits, now: datetime, floor: float
) -> Unlock:
    """How it stands now. `labels`: all of the brand; `floor`: no machine speaks below this."""
    everything = list(labels)
    model = newest_model(everything)
    ours = of_newest_model(everything, limits, now)
    if not before.is_earned:
        return _earned(before, ours, limits, now, floor, model)
    before = replace(before, threshold=max(before.threshold, floor))
    reason = _lost(before, ours, limits, model)
    if reason is None:
        return _still_earned(before, ours, limits, floor)
    return replace(
        before,
        is_earned=False,
        reason=reason,
        since=now,
        lost_at=now if reason in FAULTS else before.lost_at,
        platforms=(),
    )


def nearest(
    before: Unlock, labels: Iterable[Label], limits: UnlockLimits, now: datetime, floor: float
) -> tuple[Tally, int]:
    """The step that is nearest to being earned, the lowest of those, and how many right ones in a
    row are missing there. `labels`: all of the brand."""
    ours = of_newest_model(labels, limits, now)
    missing, step = min((_missing(before, ours, limits, step), step) for step in steps(floor))
    return tally(ours, step, limits), missing


def _missing(before: Unlock, labels: Sequence[Label], limits: UnlockLimits, step: float) -> int:
    """Right ones in a row that are missing at this step; the labels newest first."""
    missing = tally(labels, step, limits).missing(limits)
    if before.lost_at is not None:
        since = [label for label in labels if label.at > before.lost_at]
        missing = max(missing, tally(since, step, limits).missing(limits))
    newest = decided(of_step(labels, step, limits))[: limits.among]
    while mistakes(newest) >= limits.mistakes:
        # the newest mistakes have to be outlived
        newest.pop()
        missing = max(missing, limits.among - len(newest))
    return missing


def _earned(
    before: Unlock,
    labels: list[Label],
    limits: UnlockLimits,
    now: datetime,
    floor: float,
    model: str,
) -> Unlock:
    for step in steps(floor):
        if _missing(before, labels, limits, step):
            continue
        where = platforms(labels, step, limits)
        if where:
            return replace(
                before,
                is_earned=True,
                since=now,
                threshold=step,
                model=model,
                platforms=where,
            )
    return before


def _still_earned(
    before: Unlock, labels: list[Label], limits: UnlockLimits, floor: float
) -> Unlock:
    """The same; lower steps and other platforms may have been earned meanwhile."""
    step = before.threshold
    for lower in steps(floor):
        if lower < step and not _missing(before, labels, limits, lower):
            step = lower
    return replace(before, threshold=step, platforms=platforms(labels, step, limits))


def _lost(
    before: Unlock, labels: list[Label], limits: UnlockLimits, model: str
) -> LockReason | None:
    if model and model != before.model:
        return LockReason.NEW_MODEL
    here = of_step(labels, before.threshold, limits)
    new = [label for label in here if before.since is None or label.at > before.since]
    if any(label.reason is LabelReason.SENSITIVE for label in new):
        return LockReason.SENSITIVE
    if mistakes(decided(here)[: limits.among]) >= limits.mistakes:
        return LockReason.MISTAKES
    if not tally(here, before.threshold, limits).is_proven(limits):
        return LockReason.BELOW if mistakes(new) else LockReason.STALE
    if not platforms(labels, before.threshold, limits):
        return LockReason.STALE
    return None
