"""The way to automatic sending in JSON."""

from monitor.cli.as_json import Keys, moment
from monitor.services.progress import Progress

UNLOCK_KEYS: Keys = {
    "threshold": "how sure the machine has to be, 0 to 1: where it is earned, or nearest to it",
    "right": "decisions by which the machine was right",
    "wrong": "decisions by which it was wrong",
    "open": "what does not tell, `ran_out` included; mistakes until it is earned",
    "practice": "of these, from the practice round",
    "without_score": "decisions that count for nothing: no complaint model had read the mention",
    "ran_out": "drafts that ran out of time undecided",
    "missing": "right decisions in a row that are missing",
    "on": "the day on which that will be so at the present pace, or null",
    "since": "since when it is earned, or lost, or null",
    "reason": "why it is locked, or null: not_earned, below, mistakes, sensitive, stale, new_model",
    "platforms[]": "where it is earned",
}


def unlock_json(progress: Progress) -> dict[str, object]:
    """The keys of UNLOCK_KEYS."""
    unlock = progress.unlock
    return {
        "threshold": progress.threshold,
        "right": progress.right,
        "wrong": progress.wrong,
        "open": progress.open,
        "practice": progress.practice,
        "without_score": progress.without_score,
        "ran_out": progress.ran_out,
        "missing": progress.missing,
        "on": progress.on.isoformat() if progress.on is not None else None,
        "since": moment(unlock.since),
        "reason": None if unlock.is_earned else unlock.reason.value,
        "platforms": list(unlock.platforms),
    }
