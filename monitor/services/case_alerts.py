"""Alerts about a case that no mention and no rule asks for: it was given to you, it is back."""

from datetime import datetime

from monitor.domain.case import Case
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx


def tell_people(tx: Tx, case: Case, about: str, words: str, hours: Hours, now: datetime) -> None:
    """An alert, in office hours; `about`: which sort of reminder it is."""
    not_before = hours.next_office_opening(now)
    is_open = not_before <= now
    author = tx.authors.get(case.author_id)
    message = tx.messages.get(case.first_message_id, case.brand)
    number = tx.outbox.next_number()
    tx.outbox.add(
        [
            Effect(
                number=number,
                brand=case.brand,
                action=Action.ALERT,
                state=State.APPROVED if is_open else State.HELD,
                reason=Reason.OWNER_ASKED if is_open else Reason.OUTSIDE_OFFICE_HOURS,
                platform=case.first_message_id.partition(":")[0],
                message_id=case.first_message_id,
                author_id=case.author_id,
                conversation_id=message.conversation if message is not None else "",
                # each is one of its own: a case may be given away twice
                rule=f"{about}-{number}",
                case_number=case.number,
                template=about,
                slots=Slots(
                    name=author.name if author is not None else "",
                    handle=author.handle if author is not None else "",
                    note=words,
                ),
                urgency=Urgency.NOW,
                created_at=now,
                not_before=not_before,
            )
        ]
    )
