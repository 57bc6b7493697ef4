"""How Facebook tells of a recommendation: yes or no, without stars."""

from connectors._mailbox.review import Service

_VERDICT = r"(?P<verdict>recommends|doesn['’]?t recommend|does not recommend)"

FACEBOOK = Service(
    title="Facebook",
    site="facebook.com",
    domains=("facebookmail.com", "facebook.com"),
    senders=(r"[^@\s]+@(?:[a-z0-9-]+\.)*facebookmail\.com",),
    subjects=(
        rf"\W*(?P<name>.{{1,80}}?) {_VERDICT} .+",
        r"\W*(?P<name>.{1,80}?) (?:left|wrote|posted) (?:you )?an? (?:new )?"
        r"(?:(?P<stars>[1-5])[- ]star )?(?:review|recommendation)\b.*",
        r"\W*(?P<name>.{1,80}?) reviewed .+",
        r".*\bnew (?:review|recommendation)\b.*",
    ),
    facts=(
        rf"^(?P<name>[^\n]{{1,80}}?) {_VERDICT} ",
        r"^(?P<stars>[★⭐]{1,5})[★⭐☆ ]{0,5}$",
        r"\b(?P<stars>[1-5])[- ]stars?\b",
    ),
    begins=(
        r"^.{1,80} (?:recommends|doesn['’]?t recommend|does not recommend) .{1,80}$",
        r"^[★⭐☆ ]{1,6}$",
        r"^.{1,80} (?:left|wrote|posted) an? (?:review|recommendation)\b.*$",
    ),
    ends=(
        r"^(?:See|View|Read) (?:the |this |full )*(?:review|recommendation|post)\b",
        r"^(?:Reply|Respond|Comment|Like|Go to|Open Facebook|Thanks,)\b",
        r"^https?://",
        r"^={3,}|^--",
    ),
    links=(
        r"\b(?:see|view|read)\b.*\b(?:review|recommendation|post)",
        r"/reviews?\b|/posts?/|/permalink",
    ),
)
