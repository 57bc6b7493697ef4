"""How Google Business Profile tells of a review."""

from connectors._mailbox.review import Service

GOOGLE = Service(
    title="Google",
    site="google.com",
    domains=("google.com",),
    # Google signs mails for whatever its users write, so the whole address counts
    senders=(r"businessprofile-noreply@google\.com", r"google-my-business-noreply@google\.com"),
    subjects=(
        r"\W*(?P<name>.{1,80}?) (?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?"
        r"(?:(?P<stars>[1-5])[- ]star )?review\b.*",
        r"\W*(?P<name>.{1,80}?) (?:just )?reviewed .+",
        r".*\b(?:new|received an?|got an?) (?:(?P<stars>[1-5])[- ]star )?review\b.*",
    ),
    facts=(
        r"^(?P<name>[^\n]{1,80}?) (?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?review",
        r"^(?P<stars>[★⭐]{1,5})[★⭐☆ ]{0,5}$",
        r"\b(?P<stars>[1-5]) (?:out of 5 )?stars?\b",
        r"\brated (?:you )?(?P<stars>[1-5])(?:/5| out of 5)",
    ),
    begins=(r"^[★⭐☆ ]{1,6}$", r"^.{0,40}\b[1-5] (?:out of 5 )?stars?\b.{0,10}$"),
    ends=(
        r"^(?:Reply(?: to (?:the )?review)?|Read(?: the)? (?:full )?review|See(?: the)? review|"
        r"View(?: the)? review|Manage reviews?|Respond)\b",
        r"^https?://",
        r"^--",
    ),
    links=(r"\breply\b", r"\b(?:read|see|view)\b.*\breview", r"/reviews?\b", r"business\.google"),
)
