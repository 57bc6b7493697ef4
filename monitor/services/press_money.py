"""Presses about money: some dollars more for today."""

from decimal import Decimal

from monitor.domain.bill import dollars, end_of_day, today
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.platform import platform_named
from monitor.domain.press import Answer, Field, Press, Told
from monitor.services.desk_forms import choices, filled, form_for
from monitor.services.press_room import PressRoom
from monitor.services.press_told import no
from monitor.services.spending import connector_of, raise_for_today

#: US dollars that are offered
OFFERED = ("1", "2", "5")


def raise_cap(room: PressRoom, press: Press, notice: Notice) -> Answer:
    """Asked by how much; the budget of the month holds again tomorrow."""
    name = connector_of(notice) if notice.kind is NoticeKind.BUDGET else ""
    budget = room.policy.budgets.get(name)
    if budget is None:
        return no("No budget belongs to it any more.")
    if notice.is_over:
        return no("This is over: look at the newest card.")
    title = platform_named(name).title
    with room.store.read() as tx:
        raised = tx.platforms.raises(room.brand, today(room.now)).get(name)
    if raised is not None and raised.at >= notice.began_at:
        more = dollars(raised.to_dollars - raised.from_dollars)
        return no(f"{raised.said_by} let {title} cost {more} more today, at {room.at(raised.at)}.")
    until = room.by(end_of_day(room.now))
    more = filled(press, "more")
    if more not in OFFERED:
        return form_for(
            press,
            f"Let {title} cost more today?",
            (
                Field(
                    name="more",
                    label="So much more",
                    choices=choices({one: dollars(Decimal(one)) for one in OFFERED}),
                ),
            ),
            says=(f"Until {until}. Then the budget of the month holds again.",),
            submit="Raise it",
            problems={"more": "choose one of them"} if press.filled else {},
        )
    with room.store.begin() as tx:
        raise_for_today(tx, room.brand, name, budget, Decimal(more), press.by, room.now)
    return Told(
        words=f"{title} may cost {dollars(Decimal(more))} more until {until}. New replies go by "
        "your rules again; those that came back to you stay with you."
    )
