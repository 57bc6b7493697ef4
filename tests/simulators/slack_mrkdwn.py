"""A strict reader of Slack's mrkdwn: what a text would ping, where it leads, what is wrong with it.

Strict: where Slack's pages leave open what a client does, the worse is assumed. A text object that
is not `verbatim` is taken to find addresses and `@here` by itself; `<` and `&` that stand for
themselves are wrong, also where a client would let them pass.
"""

import re
import unicodedata
from dataclasses import dataclass, field

#: between `<` and `>`: what Slack knows
_USER = re.compile(r"@(?P<id>[UW][A-Z0-9]+)(\|[^<>|]*)?")
_CHANNEL = re.compile(r"#(?P<id>[CG][A-Z0-9]+)(\|[^<>|]*)?")
_GROUP = re.compile(r"!subteam\^(?P<id>S[A-Z0-9]+)(\|[^<>|]*)?")
_EVERYBODY = re.compile(r"!(?P<id>here|channel|everyone|group)(\|[^<>|]*)?")
_DATE = re.compile(r"!date\^\d+\^[^<>^|]+(\^(?P<url>[^<>|]+))?\|[^<>|]+")
_LINK = re.compile(r"(?P<url>(https?|mailto|tel|slack):[^<>|\s]+)(\|(?P<label>[^<>|]+))?")
#: what stands for `&`, `<`, `>`
_ENTITY = re.compile(r"&(amp|lt|gt);")
#: what a client finds in plain words
_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|www\.\S+|(mailto|tel):\S+|[\w.+-]+@[\w-]+(\.[\w-]+)+"
    r"|(?<![\w@.-])([a-z0-9-]+\.)+[a-z]{2,}(?![\w-])(/\S*)?",
    re.IGNORECASE,
)
_EVERYBODY_BY_NAME = re.compile(r"(?<!\w)@(here|channel|everyone|group)\b", re.IGNORECASE)
_NAME = re.compile(r"(?<!\w)@([\w][\w.-]*)")
_CHANNEL_NAME = re.compile(r"(?<!\w)#([\w][\w-]*)")
_EMOJI = re.compile(r":([a-z0-9_+'-]+):")
#: takes a text apart without a gap; ours, so that signs do not pair up
JOINER = "\u2060"
_STYLES = {
    name: re.compile(
        rf"(?<![\w{sign}]){sign}(?![\s{JOINER}])[^{sign}\n]+(?<![\s{JOINER}]){sign}(?![\w{sign}])"
    )
    for name, sign in (("bold", r"\*"), ("italic", "_"), ("strike", "~"), ("code", "`"))
}
#: joiners inside emoji and in Persian and Indic words
_JOINERS = frozenset("\u200c\u200d")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
#: letters that look like nothing
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: marks upon one letter; more reach into other lines
_MOST_MARKS = 3


@dataclass(frozen=True, kw_only=True)
class Link:
    """Where a text leads."""

    url: str
    label: str = ""
    #: found by the client, not written as a link
    is_automatic: bool = False


@dataclass(kw_only=True)
class Read:
    """What was found in one text, or in several together."""

    #: users, groups, and `here`, `channel`, `everyone`
    pings: list[str] = field(default_factory=list)
    #: channels that are named; nobody is pinged by that
    channels: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    #: stray signs, controls, letters that cannot be seen: sentences
    problems: list[str] = field(default_factory=list)
    #: names of emoji that would be shown as pictures
    emoji: list[str] = field(default_factory=list)
    #: `bold`, `italic`, `strike`, `code`, `quote`
    styles: set[str] = field(default_factory=set)
    #: addresses of pictures that Slack would fetch
    images: list[str] = field(default_factory=list)

    def __add__(self, other: "Read") -> "Read":
        return Read(
            pings=self.pings + other.pings,
            channels=self.channels + other.channels,
            links=self.links + other.links,
            problems=self.problems + other.problems,
            emoji=self.emoji + other.emoji,
            styles=self.styles | other.styles,
            images=self.images + other.images,
        )


def read(text: str, *, is_verbatim: bool = False, finds_names: bool = False) -> Read:
    """One mrkdwn text. `finds_names`: `link_names` or `parse=full` was asked for."""
    found = Read(problems=unseen(text))
    plain = _without_controls(text, found)
    for line in plain.split("\n"):
        _check_signs(line, found)
    words = _decoded(plain)
    if not is_verbatim:
        found.links += [Link(url=one[0], is_automatic=True) for one in _ADDRESS.finditer(words)]
    if finds_names or not is_verbatim:
        found.pings += [one[1].lower() for one in _EVERYBODY_BY_NAME.finditer(words)]
    if finds_names:
        everybody = ("here", "channel", "everyone", "group")
        names = [one[1] for one in _NAME.finditer(words)]
        found.pings += [one for one in names if one.lower() not in everybody]
        found.channels += [one[1] for one in _CHANNEL_NAME.finditer(words)]
    found.emoji += [one[1] for one in _EMOJI.finditer(words)]
    found.styles |= {name for name, style in _STYLES.items() if style.search(words)}
    return found


def unseen(text: str) -> list[str]:
    """Signs that act without being seen: controls, turns of direction, blanks, piles of marks."""
    found: list[str] = []
    isolates = marks = 0
    before = ""
    for sign in text:
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if sign == _ISOLATE:
            isolates += 1
        elif sign == _END_ISOLATE and isolates:
            isolates -= 1
        elif _acts(sign, category, before):
            found.append(f"U+{ord(sign):04X} cannot be seen")
        if marks == _MOST_MARKS + 1:
            found.append("too many marks on one letter")
        before = sign
    if isolates:
        found.append("U+2068 is not closed")
    return found


def _acts(sign: str, category: str, before: str) -> bool:
    if sign in ("\n", "\t", JOINER):
        return False
    if sign in _JOINERS:
        return not before or before.isascii()
    return sign in _BLANKS or category in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def _without_controls(text: str, found: Read) -> str:
    """The words between what stands in angle brackets; the brackets that are none stay."""
    rest: list[str] = []
    at = 0
    while at < len(text):
        if text[at] != "<":
            rest.append(text[at])
            at += 1
            continue
        end = next((n for n in range(at + 1, len(text)) if text[n] in "<>\n"), len(text))
        if end == len(text) or text[end] != ">":
            found.problems.append(f"a stray `<` before `{text[at + 1 : at + 21]}`")
            at += 1
            continue
        _take_control(text[at + 1 : end], found)
        rest.append(" ")
        at = end + 1
    return "".join(rest)


def _take_control(said: str, found: Read) -> None:
    for pattern in (_USER, _GROUP, _EVERYBODY):
        if match := pattern.fullmatch(said):
            found.pings.append(match["id"])
            return
    if match := _CHANNEL.fullmatch(said):
        found.channels.append(match["id"])
    elif match := _DATE.fullmatch(said):
        if match["url"]:
            found.links.append(Link(url=match["url"]))
    elif match := _LINK.fullmatch(said):
        url = match["url"].replace("&amp;", "&")
        found.links.append(Link(url=url, label=_decoded(match["label"] or "")))
    else:
        found.problems.append(f"Slack knows no `<{said}>`")
        if said[:1] in ("@", "!"):
            # some client may make something of it
            found.pings.append(said)


def _check_signs(line: str, found: Read) -> None:
    words = line
    if line.startswith((">", "&gt;")):
        found.styles.add("quote")
        words = line.removeprefix(">")
    if ">" in words:
        found.problems.append(f"a stray `>` in `{line[:40]}`")
    if "&" in _ENTITY.sub("", words):
        found.problems.append(f"a stray `&` in `{line[:40]}`")


def _decoded(text: str) -> str:
    signs = {"lt": "<", "gt": ">", "amp": "&"}
    return _ENTITY.sub(lambda one: signs[one[1]], text)
