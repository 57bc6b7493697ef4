"""Automatic sending as screens tell it: locked, earned or forced, and what is missing."""

from datetime import datetime

from monitor.cli.lines import count_of, day_words
from monitor.domain.clock import Hours
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.policy import Mode, Policy
from monitor.domain.unlock import WHY_LOST, LockReason
from monitor.services.progress import Progress


def is_wanted(policy: Policy) -> bool:
    """The config wants a machine to speak somewhere."""
    return Mode.AUTOMATIC in (policy.mode, *policy.platform_modes.values())


def automatic_is(policy: Policy, progress: Progress) -> str:
    """`locked`, `earned` or `forced`."""
    if is_wanted(policy) and policy.is_unlocked:
        return "forced"
    return "earned" if policy.may_be_earned and progress.unlock.is_earned else "locked"


def mode_words(policy: Policy, progress: Progress | None) -> str:
    """What the mode lets the monitor do now."""
    if policy.mode is Mode.OBSERVE:
        return "observe mode: nothing is sent"
    if policy.mode is Mode.APPROVE:
        return "approve mode: every reply waits for you"
    if progress is None or automatic_is(policy, progress) == "locked":
        return "automatic mode, locked: every reply waits for you"
    return "automatic mode: what passes every check goes out by itself"


def unlock_words(policy: Policy, progress: Progress, now: datetime, hours: Hours) -> str:
    """How automatic sending stands, and what is missing."""
    state = automatic_is(policy, progress)
    if state == "forced":
        return "ON: the config says so, whatever your decisions say"
    told = f"{progress.right} of {count_of(progress.decided, 'decision')} right"
    if state == "earned":
        where = ", ".join(platform_named(name).title for name in progress.unlock.platforms)
        since = progress.unlock.since
        begun = f" since {when(since, now, hours)}" if since is not None else ""
        words = f"ON{begun}, earned by your decisions, on {where}: {told}; one in ten waits"
        words = f"{words} for you{_open_words(progress, is_mistake=False)}"
        return words + _ran_out_words(progress, is_mistake=False)
    words = f"{_missing_words(policy, progress, told)}{_untold_words(progress)}"
    return words + _ran_out_words(progress, is_mistake=True)


def _missing_words(policy: Policy, progress: Progress, told: str) -> str:
    off = "" if policy.may_be_earned else "; the config keeps it off"
    lost, again = "locked: ", ""
    if progress.unlock.reason is not LockReason.NOT_EARNED:
        lost, again = f"locked again: {WHY_LOST[progress.unlock.reason]}. ", " again"
    if not progress.missing and policy.may_be_earned:
        return f"{lost}{told}, and on each platform it takes {policy.unlock.on_platform} of them"
    if not progress.missing:
        return (
            f'{lost}your decisions have earned it ({told}). To switch it on: mode = "automatic" '
            'and automatic = "earned" under [policy]'
        )
    if not progress.decided:
        return f"{lost}{progress.missing} right decisions in a row earn it{again} (0 so far){off}"
    more = f"{progress.missing} more right {_ones(progress.missing)} it{again}"
    pace = f", at this pace by {day_words(progress.on)}" if progress.on is not None else ""
    return f"{lost}{told} so far, {more}{pace}{off}"


def _ones(count: int) -> str:
    return "one earns" if count == 1 else "ones in a row earn"


def _untold_words(progress: Progress) -> str:
    words = _open_words(progress, is_mistake=True)
    if progress.without_score:
        count = progress.without_score
        mentions = "that mention" if count == 1 else "those mentions"
        counts = "counts" if count == 1 else "count"
        said = count_of(count, "decision")
        words += f". {said} {counts} for nothing: no complaint model had read {mentions}"
    return words


def _ran_out_words(progress: Progress, *, is_mistake: bool) -> str:
    """Who decides only on the easy ones would else prove more than is so."""
    if not progress.ran_out:
        return ""
    one = progress.ran_out == 1
    counts = ""
    if is_mistake:
        counts = ", and counts as a mistake" if one else ", and count as mistakes"
    said = count_of(progress.ran_out, "draft")
    it = "it" if one else "them"
    return f". {said} ran out of time undecided{counts} until you look at {it}: monitor practice"


def _open_words(progress: Progress, *, is_mistake: bool) -> str:
    decided = progress.open - progress.ran_out
    if not decided:
        return ""
    one = decided == 1
    counts = ""
    if is_mistake:
        counts = " and counts as a mistake" if one else " and count as mistakes"
    tells = "does not tell" if one else "do not tell"
    said = count_of(decided, "decision")
    return f". {said} {tells}{counts} until you say: monitor right E, or monitor wrong E"
