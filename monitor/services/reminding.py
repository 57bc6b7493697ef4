"""Reminding: an alert that comes with time, not with a mention."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.permission import Reason
from monitor.domain.reminders import REMINDERS
from monitor.domain.store_ports import Tx


def remind(
    tx: Tx,
    about: Effect,
    sort: str,
    words: str,
    hours: Hours,
    now: datetime,
    *,
    one_of_many: str = "",
) -> None:
    """Tells the owner, in office hours: nobody is woken for what can wait. What a person put off
    comes back by itself.

    Of each sort there is one about a message; `one_of_many` names it apart from others.
    """
    case = tx.cases.get(about.case_number) if about.case_number is not None else None
    if sort in REMINDERS and case is not None and case.is_put_off(now):
        return
    not_before = hours.next_office_opening(now)
    is_open = not_before <= now
    tx.outbox.add(
        [
            Effect(
                number=tx.outbox.next_number(),
                brand=about.brand,
                action=Action.ALERT,
                state=State.APPROVED if is_open else State.HELD,
                reason=Reason.ADDRESSED_US if is_open else Reason.OUTSIDE_OFFICE_HOURS,
                platform=about.platform,
                message_id=about.message_id,
                author_id=about.author_id,
                conversation_id=about.conversation_id,
                rule=f"{sort}-{one_of_many}" if one_of_many else sort,
                case_number=about.case_number,
                template=sort,
                slots=Slots(name=about.slots.name, handle=about.slots.handle, note=words),
                urgency=Urgency.NOW,
                created_at=now,
                not_before=not_before,
            )
        ]
    )
