"""From what went wrong with a channel to how a post ended: a channel never raises."""

from collections.abc import Callable

from monitor.domain.delivery import Delivered, Outcome, Refused, Unknown
from monitor.errors import ChannelError


def outcome_of(send: Callable[[], str]) -> Outcome:
    """`send` gives the id of what it posted, or raises ChannelError."""
    try:
        return Delivered(posted_id=send())
    except ChannelError as error:
        if error.is_unknown:
            return Unknown(why=error.message)
        return Refused(
            why=error.message,
            permanent=error.is_of_alert,
            retry_at=error.retry_at,
            is_auth=error.is_auth,
        )
