"""How Trustpilot tells of a review."""

from connectors._mailbox.review import Service

TRUSTPILOT = Service(
    title="Trustpilot",
    site="trustpilot.com",
    domains=("trustpilot.com", "trustpilotmail.com"),
    senders=(r"[^@\s]+@(?:[a-z0-9-]+\.)*trustpilot(?:mail)?\.com",),
    subjects=(
        r"\W*(?P<name>.{1,80}?) (?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?"
        r"(?:(?P<stars>[1-5])[- ]star )?review\b.*",
        r".*\b(?:new |an? )(?:(?P<stars>[1-5])[- ]star )?review from (?P<name>.{1,80}?)",
        r".*\bnew (?:(?P<stars>[1-5])[- ]star )?(?:service |product )?review\b.*",
    ),
    facts=(
        r"^(?:By|Reviewer|From):? (?P<name>[^\n]{1,80})$",
        r"^(?P<name>[^\n]{1,80}?) (?:just )?(?:left|wrote|posted) (?:you )?an? (?:new )?"
        r"(?:(?P<stars>[1-5])[- ]star )?review",
        r"\brated (?:you )?(?P<stars>[1-5]) out of 5\b",
        r"\b(?P<stars>[1-5]) (?:out of 5 )?stars?\b",
        r"^(?P<stars>[★⭐]{1,5})[★⭐☆ ]{0,5}$",
    ),
    begins=(
        r"^.{0,30}\b(?:rated|rating:?) (?:you )?[1-5] out of 5.{0,20}$",
        r"^.{0,20}\b[1-5] (?:out of 5 )?stars?$",
        r"^[★⭐☆ ]{1,6}$",
    ),
    ends=(
        r"^(?:Reply|Respond|(?:See|Read|View) (?:the |this |full )*review|Date of experience|"
        r"Reference|Order (?:ID|number))\b",
        r"^https?://",
        r"^--",
    ),
    links=(r"\breply\b|\brespond\b", r"\b(?:see|read|view)\b.*\breview", r"/reviews?/"),
)
