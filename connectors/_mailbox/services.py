"""Every service whose mails are known."""

import re

from connectors._mailbox.facebook import FACEBOOK
from connectors._mailbox.google import GOOGLE
from connectors._mailbox.review import Service
from connectors._mailbox.tripadvisor import TRIPADVISOR
from connectors._mailbox.trustpilot import TRUSTPILOT
from connectors._mailbox.yelp import YELP

SERVICES: tuple[Service, ...] = (GOOGLE, YELP, TRUSTPILOT, TRIPADVISOR, FACEBOOK)


def service_of(sender: str) -> Service | None:
    """The service that writes from this address; None for everybody else."""
    for service in SERVICES:
        if any(re.fullmatch(pattern, sender) for pattern in service.senders):
            return service
    return None
