"""A mail as a message: a review with its stars, or any other mail with its first words."""

import hashlib
from datetime import datetime, timedelta

from connectors._mailbox.mail import Mail
from connectors._mailbox.review import Review, read_review
from connectors._mailbox.sender import Sender, verdict
from connectors._mailbox.services import service_of
from monitor.domain.message import Author, Message
from monitor.domain.values import Value

PLATFORM = "mailbox"
#: characters of a review, and of a mail that is none
LONGEST_REVIEW, LONGEST_WORDS = 20_000, 1_500
LONGEST_URL = 2_000
#: a mail that says it was sent so long before it arrived has a wrong date
LONGEST_WAY = timedelta(days=30)
_SIGNS = 24


class Arrival(Value):
    """How a mail came to us."""

    brand: str
    seen_at: datetime
    #: when the server took it; None when it does not say
    arrived_at: datetime | None


def message_of(mail: Mail, arrival: Arrival) -> Message:
    """The mail, read as a review only where its sender is who it says."""
    service = service_of(mail.sender)
    standing = verdict(mail, service.domains) if service is not None else Sender.UNCHECKED
    if service is not None and standing is not Sender.DOUBTFUL:
        review = read_review(service, mail)
        if review is not None:
            return _of_review(review, mail, arrival)
    if service is not None and standing is Sender.DOUBTFUL:
        doubt = f"(It says it comes from {service.title}. The mail server could not confirm that.)"
        return _of_mail(mail, arrival, url="", remark=doubt)
    return _of_mail(mail, arrival, url=_first_link(mail))


def _of_review(review: Review, mail: Mail, arrival: Arrival) -> Message:
    site = review.service.site
    message_id = _global(f"{site}\n{_identity(mail)}")
    # people of one name on one site are one author; without a name each is somebody else
    author_id = _global(f"author {site}\n{review.name.casefold()}") if review.name else message_id
    return Message(
        id=message_id,
        brand=arrival.brand,
        platform=PLATFORM,
        author=Author(id=author_id, platform=PLATFORM, handle=site, name=review.name),
        text=_cut(f"{_stars(review)}\n\n{review.text}".strip(), LONGEST_REVIEW),
        created_at=_moment(mail, arrival),
        seen_at=arrival.seen_at,
        url=review.url,
        # a review of a business speaks to it
        addressed=True,
        found_by=PLATFORM,
    )


def _of_mail(mail: Mail, arrival: Arrival, *, url: str, remark: str = "") -> Message:
    text = _cut(f"{mail.subject}\n\n{mail.text}".strip() or "(a mail without words)", LONGEST_WORDS)
    message_id = _global(f"{mail.sender}\n{_identity(mail)}")
    author_id = _global(f"author {mail.sender}") if mail.sender else message_id
    name = mail.sender_name or mail.sender
    return Message(
        id=message_id,
        brand=arrival.brand,
        platform=PLATFORM,
        author=Author(id=author_id, platform=PLATFORM, handle=mail.domain, name=name),
        text=f"{text}\n\n{remark}".strip(),
        created_at=_moment(mail, arrival),
        seen_at=arrival.seen_at,
        url=url,
        found_by=PLATFORM,
    )


def _stars(review: Review) -> str:
    """`★★ (2 of 5 stars), Google`: for the reading, the rules and the owner."""
    title = review.service.title
    if review.stars:
        return f"{'★' * review.stars} ({review.stars} of 5 stars), {title}"
    return f"{title}: {review.verdict}" if review.verdict else f"A review on {title}"


def _identity(mail: Mail) -> str:
    """The same for each copy of a mail."""
    if mail.message_id:
        return mail.message_id
    return f"{mail.sender}\n{mail.sent_at}\n{mail.subject}\n{mail.text[:500]}"


def _global(name: str) -> str:
    return f"{PLATFORM}:{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:_SIGNS]}"


def _moment(mail: Mail, arrival: Arrival) -> datetime:
    """When it was sent, as far as that can be."""
    arrived = min(arrival.arrived_at or arrival.seen_at, arrival.seen_at)
    sent = mail.sent_at
    return sent if sent is not None and arrived - LONGEST_WAY <= sent <= arrived else arrived


def _first_link(mail: Mail) -> str:
    for link in mail.links:
        is_plain = not any(sign <= " " or sign in '<>"' for sign in link.url)
        if link.url.startswith(("https://", "http://")) and len(link.url) <= LONGEST_URL:
            return link.url if is_plain else ""
    return ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"
