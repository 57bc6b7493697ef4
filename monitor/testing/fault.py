"""How a send to a platform in memory may fail."""

from datetime import timedelta
from enum import StrEnum


class Fault(StrEnum):
    """How a send may fail."""

    #: no answer, and nothing was written
    TIMEOUT_BEFORE = "timeout_before"
    #: no answer, and it was written
    TIMEOUT_AFTER_ACCEPTANCE = "timeout_after_acceptance"
    #: a 503, and nothing was written
    UNAVAILABLE_BEFORE = "503_before"
    #: a 503, and it was written
    UNAVAILABLE_AFTER_ACCEPTANCE = "503_after_acceptance"
    #: the connector itself breaks, and it was written
    CRASH_AFTER_ACCEPTANCE = "crash_after_acceptance"
    #: too many requests; later it will do
    TOO_MANY = "429"
    #: the platform does not allow this word
    FORBIDDEN = "403"
    #: the mention is gone
    GONE = "404"
    #: the credentials are no longer good
    REVOKED = "revoked"


IS_WRITTEN = frozenset(
    {
        Fault.TIMEOUT_AFTER_ACCEPTANCE,
        Fault.UNAVAILABLE_AFTER_ACCEPTANCE,
        Fault.CRASH_AFTER_ACCEPTANCE,
    }
)
RETRY_AFTER = timedelta(minutes=15)
