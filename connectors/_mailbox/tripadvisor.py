"""How Tripadvisor tells of a review: by bubbles, with a title in quotes."""

from connectors._mailbox.review import Service

_COUNTRIES = ("com", "co.uk", "de", "fr", "es", "it", "nl", "ie", "ca", "com.au", "co.nz", "in")

TRIPADVISOR = Service(
    title="Tripadvisor",
    site="tripadvisor.com",
    domains=tuple(f"tripadvisor.{country}" for country in _COUNTRIES),
    senders=(r"[^@\s]+@(?:[a-z0-9-]+\.)*tripadvisor\.(?:com|[a-z]{2}|com?\.[a-z]{2})",),
    subjects=(
        r"\W*(?P<name>.{1,80}?) (?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?review\b.*",
        r"\W*(?P<name>.{1,80}?) (?:just )?reviewed .+",
        r".*\b(?:new|just got an?|received an?) (?:(?P<stars>[1-5])[- ]bubble )?review\b.*",
        r".*\breview (?:of|for) .+ (?:was|has been) (?:posted|published)\b.*",
    ),
    facts=(
        r"^[“\"](?P<title>[^“”\"\n]{1,150})[”\"]$",
        r"^(?:Reviewed|Review|Written) by:? (?P<name>[^\n]{1,80}?)(?:,? on \d[^\n]*)?$",
        r"\b(?P<stars>[1-5])(?:\.0)? (?:of|out of) (?:5|five)(?: bubbles)?\b",
        r"\b(?P<stars>[1-5])[- ]bubbles?\b",
        r"^(?P<stars>[★⭐●]{1,5})[★⭐☆●○ ]{0,5}$",
    ),
    begins=(
        r"^(?:Reviewed|Review|Written) by\b.*$",
        r"^.{0,20}\b[1-5](?:\.0)? (?:of|out of) (?:5|five)(?: bubbles)?.{0,20}$",
    ),
    ends=(
        r"^(?:Respond|Reply|Write a (?:management )?response|Report|"
        r"(?:Read|See|View) (?:the |this |full )*review)\b",
        r"^https?://",
        r"^--",
    ),
    links=(
        r"\brespond\b|\breply\b|\bresponse\b",
        r"\b(?:read|see|view)\b.*\breview",
        r"ShowUserReviews",
        r"/review",
    ),
)
