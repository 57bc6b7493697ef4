"""A review as a service tells of it by mail, read by that service's table of patterns.

A service is data: who writes for it, what its subjects look like, where the words begin and end.
What no pattern fits is no review: such a mail is shown as it is.
"""

import re
from functools import cache

from connectors._mailbox.mail import Mail
from connectors._mailbox.sender import belongs
from monitor.domain.html_text import Link
from monitor.domain.values import Value

LONGEST_NAME = 80
_QUOTES = " \n\t\"'“”„«»‘’"
_FLAGS = re.IGNORECASE | re.MULTILINE
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


class Service(Value):
    """How one service writes. The patterns look at lines; capitals do not count."""

    title: str
    #: where people read it
    site: str
    #: whose signature counts, and where its links lead; what stands below them too
    domains: tuple[str, ...]
    #: patterns of whole addresses that it writes from
    senders: tuple[str, ...]
    #: patterns of subjects of a review; groups `name`, `stars`, `verdict`
    subjects: tuple[str, ...]
    #: patterns in the text, with the same groups; `title` where it does not stand among the words
    facts: tuple[str, ...]
    #: the words begin behind the first of these that is there …
    begins: tuple[str, ...]
    #: … and end before the first of these
    ends: tuple[str, ...]
    #: what stands on the link to the review, or in its address
    links: tuple[str, ...]


class Review(Value):
    """What somebody wrote, and where it can be answered."""

    service: Service
    name: str
    #: out of five; 0: none were given
    stars: int
    #: "recommends", "does not recommend"; empty where there are stars
    verdict: str
    text: str
    url: str


def read_review(service: Service, mail: Mail) -> Review | None:
    """The review in a mail of that service; None where it tells of something else."""
    subject = _first(service.subjects, mail.subject, whole=True)
    if subject is None:
        return None
    found = _groups(subject)
    for text in mail.texts:
        for pattern in service.facts:
            for match in _compiled(pattern).finditer(text):
                found = {**_groups(match), **found}
    words = [_words(service, text) for text in mail.texts]
    stars = _number(found.get("stars", ""))
    said = found.get("verdict", "").lower()
    verdict = said if said in ("", "recommends") else "does not recommend"
    if not stars and not verdict and not any(words):
        return None
    return Review(
        service=service,
        name=found.get("name", "").strip(_QUOTES)[:LONGEST_NAME],
        stars=stars,
        verdict=verdict,
        text=_titled(found.get("title", ""), next((text for text in words if text), "")),
        url=_link(service, mail.links),
    )


def _groups(match: re.Match[str]) -> dict[str, str]:
    return {key: text for key, text in match.groupdict().items() if text}


def _words(service: Service, text: str) -> str:
    """What stands between where it begins and where it ends."""
    begin = _first(service.begins, text)
    if begin is None:
        return ""
    rest = text[begin.end() :]
    ends = [end.start() for one in service.ends if (end := _compiled(one).search(rest))]
    return rest[: min(ends, default=len(rest))].strip(_QUOTES)


def _titled(title: str, text: str) -> str:
    return text if not title or text.startswith(title) else f"{title}\n\n{text}".strip()


def _link(service: Service, links: tuple[Link, ...]) -> str:
    for pattern in service.links:
        for link in links:
            host = re.match(r"https://([^/?#:@\s]+)(?:[/?#]|$)", link.url)
            if host is None or not belongs(host[1], service.domains):
                continue
            if _compiled(pattern).search(f"{link.words}\n{link.url}"):
                return link.url
    return ""


def _number(stars: str) -> int:
    """`★★☆☆☆`, `2`, `2.0`, `two`."""
    if "★" in stars or "⭐" in stars:
        return min(5, stars.count("★") + stars.count("⭐"))
    number = stars.strip().lower()[:5]
    return _NUMBERS.get(number) or (int(number[0]) if number[:1] in tuple("12345") else 0)


def _first(patterns: tuple[str, ...], text: str, *, whole: bool = False) -> re.Match[str] | None:
    for pattern in patterns:
        compiled = _compiled(pattern)
        match = compiled.fullmatch(text) if whole else compiled.search(text)
        if match is not None:
            return match
    return None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, _FLAGS)
