"""Weeks to tell, one per tone, with invented people."""

from datetime import date, timedelta

from monitor.domain.case import PromiseState, Resolution
from monitor.domain.effect import State
from monitor.domain.label import Judged
from monitor.domain.permission import Reason
from monitor.domain.reading import Kind
from monitor.domain.values import replace
from tests.unit.report_history import History, at

H = timedelta(hours=1)
M = timedelta(minutes=1)


def _others(history: History, number: int, first_day: int) -> None:
    platforms = ("x", "bluesky", "mastodon", "reddit")
    for count in range(number):
        history.mention(
            at(first_day + count % 7, 8 + count % 11, count % 60),
            Kind.QUESTION if count % 9 == 0 else Kind.OTHER,
            platform=platforms[count % 4],
        )


def calm_week() -> History:
    """41 mentions after 38; three complaints, all answered; five people to thank."""
    history = History()
    _others(history, 35, -7)
    for day in (-6, -5, -3):
        history.complaint(at(day, 10), topic="late", answered_after=H + 30 * M)
    _others(history, 33, 0)
    for day, text in (
        (0, "50 minutes for two coffees, and one was cold"),
        (2, "The name on the birthday cake is wrong. Does anybody read the order form?"),
        (4, "paid twice for one loaf"),
    ):
        history.complaint(
            at(day, 10),
            text,
            topic=("late", "wrong_item", "money")[day // 2],
            answered_after=timedelta(minutes=50 + 15 * day),
            acknowledged_after=5 * M,
            resolution=Resolution.SOLVED,
            cause="order form",
        )
        history.promise(at(day, 10, 5), PromiseState.KEPT, 1)
    for day, text in enumerate(("best rye in town", "kind people", "thank you!", "10/10", "love")):
        history.mention(at(day, 15), Kind.PRAISE, text, who=f"happy{day}")
    for connector in ("x", "bluesky", "mastodon", "reddit"):
        history.poll(connector)
    return history


def dear_week() -> History:
    """X cost $0.90, then $1.20; $0.30 more earlier in November; nothing else costs."""
    history = calm_week()
    for day, dollars in (
        (date(2026, 10, 31), "8"),
        (date(2026, 11, 2), "0.30"),
        (date(2026, 11, 9), "0.91"),
        (date(2026, 11, 16), "1.19"),
        (date(2026, 11, 22), "0.01"),
        (date(2026, 11, 23), "5"),
    ):
        history.cost(day, dollars)
    return history


def better_week() -> History:
    """Complaints 9 → 5, answers faster, two came back."""
    history = History()
    _others(history, 31, -7)
    for count in range(9):
        history.complaint(at(-7 + count % 5, 9 + count), answered_after=5 * H + 10 * M)
    _others(history, 30, 0)
    for count in range(5):
        history.complaint(
            at(count, 9, 30),
            "not what I ordered, again" if count < 3 else "it came late",
            topic="wrong_item" if count < 3 else "late",
            answered_after=H + 40 * M,
            acknowledged_after=4 * M,
        )
    for name in ("ada", "maria"):
        history.mention(
            at(5, 11),
            Kind.PRAISE,
            "they put it right the same day, thank you",
            who=name,
            rule="won-back",
            recovered=True,
        )
    history.poll("bluesky")
    return history


def hard_week() -> History:
    """212 complaints instead of 8, most about one outage; four promises broken; six still wait."""
    history = History()
    _others(history, 30, -7)
    for count in range(8):
        history.complaint(at(-7 + count % 7, 11), answered_after=2 * H)
    _others(history, 40, 0)
    for count in range(187):
        history.complaint(
            at(1, 9, count),
            "your payment page takes the money and gives no order",
            topic="access",
            platform=("x", "bluesky")[count % 2],
            answered_after=None if count in (20, 60, 100, 140, 180, 186) else 9 * H,
            deadline_after=4 * H,
        )
    for count in range(25):
        history.complaint(at(count % 7, 13, count), topic="late", answered_after=3 * H)
    for count in range(35):
        state = PromiseState.BROKEN if count < 4 else PromiseState.KEPT
        history.promise(at(1, 9, count), state)
    history.poll("x")
    return history


def blind_week() -> History:
    """X could not be read since Tuesday 14:00."""
    history = History()
    _others(history, 40, -7)
    _others(history, 11, 0)
    history.complaint(at(0, 10), answered_after=H)
    history.poll("x", failing_since=at(1, 14), error="login expired")
    history.poll("bluesky")
    return history


def blind_again_week() -> History:
    """X missed most of Tuesday, and can be read again; Bluesky only came late."""
    history = calm_week()
    history.was_blind("x", at(1, 9), at(1, 18, 30), "more than 800 mentions at once")
    history.was_blind("bluesky", at(3, 4), at(3, 14), "a timeout", is_caught_up=True)
    return history


def quiet_week() -> History:
    """Nobody said anything."""
    history = History()
    history.mention(at(-11, 9), Kind.PRAISE, "good bread")
    history.poll("bluesky")
    history.poll("mastodon")
    return history


def first_week() -> History:
    """Nothing is known from before."""
    history = History()
    _others(history, 12, 0)
    history.complaint(at(3, 10), answered_after=H)
    return history


def loose_ends_week() -> History:
    """A promise broken, somebody waiting too long, two drafts expired."""
    history = History()
    _others(history, 10, -7)
    for day in (-6, -4, -2):
        history.complaint(at(day, 10), answered_after=2 * H)
    _others(history, 9, 0)
    for day in range(5):
        case = history.complaint(
            at(day, 10), topic="late", answered_after=None if day == 4 else (1 + day) * H
        )
        if day in (1, 2):
            decided = next(
                each for each in history.decided if each.message.id == case.first_message_id
            )
            history.acknowledge(decided, State.EXPIRED, Reason.NOT_UNLOCKED)
    history.promise(at(1, 10), PromiseState.BROKEN)
    history.promise(at(2, 10), PromiseState.KEPT)
    history.poll("bluesky")
    return history


def one_account_week() -> History:
    """41 of 58 negative mentions came from one account."""
    history = History()
    for count in range(17):
        history.complaint(at(-7 + count % 7, 10, count), answered_after=2 * H)
    _others(history, 20, 0)
    for count in range(17):
        history.complaint(at(count % 7, 10, count), answered_after=2 * H, acknowledged_after=M * 4)
    for count in range(41):
        history.mention(
            at(count % 7, 20, count),
            Kind.COMPLAINT if count % 2 else Kind.ABUSE,
            "worst place ever",
            who="x77",
            topic="treatment",
            compound=-0.7,
        )
    history.poll("bluesky")
    return history


def said_too_much_week() -> History:
    """Two of five acknowledgements were wrong and taken back, and the machine is silent again."""
    history = better_week()
    for effect in history.effects[:2]:
        history.effects[effect.number - 1] = replace(effect, state=State.RETRACTED)
        history.says(at(3, 14), effect, Judged.WRONG)
    history.unlocks(at(-3, 9))
    history.locks(at(3, 14, 5))
    return history


def unlocked_week() -> History:
    """Automatic sending was earned on Tuesday; a step down the ladder on Friday is no news."""
    history = calm_week()
    for effect in history.effects:
        history.says(at(4, 11), effect, Judged.RIGHT)
    history.unlocks(at(1, 9, 30), "0.90")
    history.unlocks(at(4, 10), "0.80")
    return history
