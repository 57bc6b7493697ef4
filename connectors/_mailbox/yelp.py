"""How Yelp for Business tells of a review."""

from connectors._mailbox.review import Service

YELP = Service(
    title="Yelp",
    site="yelp.com",
    domains=("yelp.com",),
    senders=(r"(?:no-?reply|feedback|biz|notifications?)@(?:[a-z0-9-]+\.)*yelp\.com",),
    subjects=(
        r"\W*(?P<name>.{1,80}?) (?:just )?(?:wrote|left|posted) (?:you )?an? (?:new )?"
        r"(?:(?P<stars>[1-5])[- ]star )?review\b.*",
        r"\W*(?P<name>.{1,80}?) (?:just )?reviewed .+",
        r".*\bnew (?:(?P<stars>[1-5])[- ]star )?review (?:from|by) (?P<name>.{1,80})",
        r".*\bnew (?:(?P<stars>[1-5])[- ]star )?review\b.*",
    ),
    facts=(
        r"^(?P<name>[^\n]{1,80}?) (?:just )?(?:wrote|left|posted) (?:you )?an? (?:new )?review",
        r"^(?P<name>[^\n]{1,80}?) (?:just )?reviewed ",
        r"\b(?P<stars>[1-5])(?:\.0)?[- ]stars?(?: rating)?\b",
        r"^(?P<stars>[★⭐]{1,5})[★⭐☆ ]{0,5}$",
    ),
    begins=(r"^.{0,20}[1-5](?:\.0)?[- ]stars?(?: rating)?.{0,20}$", r"^[★⭐☆ ]{1,6}$"),
    ends=(
        r"^(?:Read (?:the )?(?:full |entire )?review|Respond|Reply|Thank \w+|"
        r"Send (?:a )?message|View (?:the )?review)\b",
        r"^https?://",
        r"^--",
    ),
    links=(r"\brespond\b|\breply\b", r"\bread\b.*\breview", r"/review", r"biz\.yelp"),
)
