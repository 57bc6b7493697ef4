"""Templates: the owner's texts with a closed set of placeholders.

    {hello} "Hi Maria, " or "Hello, "     {dm}   the platform's words for a private message
    {by}    the promise                   {sign} " – Jo", or nothing when the machine sends
    {note}  the owner's own sentence      in drafts also {brand}, {person}, {question}
    {was}   the time that was promised before; where more time is asked for

Everything is filled in one pass: a value that holds braces is printed as it is. A template is
checked when it is loaded, at the longest it can become.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence

from monitor.domain.display_name import LONGEST, usable_first_name
from monitor.domain.effect import Slots
from monitor.domain.length import fits, length
from monitor.domain.links import WEB_ADDRESS, links_in
from monitor.domain.listed import listed_in
from monitor.domain.near import nearest
from monitor.domain.platform import Platform
from monitor.domain.promise import LONGEST_WORDS

PLACEHOLDERS = ("hello", "dm", "by", "sign", "note")
DRAFT_PLACEHOLDERS = (*PLACEHOLDERS, "brand", "person", "question")
#: what every acknowledgement holds; an incident's text needs `by` alone
NEEDS = ("dm", "by")
WHY_NEEDED = {
    "by": "every acknowledgement says by when a person answers",
    "dm": "every acknowledgement says how to reach us privately",
    "note": "the owner's sentence about the incident",
    "was": "it says which time does not hold",
}
#: asks for more time for a promise, in private
LATER = "later"
#: what other texts need: the news of an incident names no time any more
NEEDS_OF_OTHERS = {
    "incident": ("note", "by"),
    "more_time": ("note", "by"),
    "mended": ("note",),
    LATER: ("was", "by"),
}
#: an incident's sentence that still fits every text on every platform
LONGEST_NOTE = 90

#: how a link begins that a template may hold
SECURE = "https://"

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# an empty note takes its space with it
_NO_NOTE = re.compile(r"\{note\}\s?")
# it begins with a space, or is nothing
_FILLS_NO_LINK = re.compile(r"\{sign\}")
_I = re.compile(r"(?<!\w)I(?!\w)")
_LONGEST = {
    "hello": f"Hi {'M' + 'a' * (LONGEST - 1)}, ",
    "by": LONGEST_WORDS,
    "sign": f" – {'J' + 'o' * 11}",
    "was": LONGEST_WORDS.removeprefix("by "),
    "note": "n" * LONGEST_NOTE,
    "brand": "b" * 30,
    "person": "p" * 12,
    "question": "q" * 100,
}


def needs_of(family: str) -> tuple[str, ...]:
    """What each text of a family holds; `incident_de` as `incident`."""
    for name, needs in NEEDS_OF_OTHERS.items():
        if family == name or family.startswith(f"{name}_"):
            return needs
    return NEEDS


def placeholders_of(template: str) -> tuple[str, ...]:
    """Every placeholder in the order of the text, known or not, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(template)))


def links_of(template: str) -> tuple[str, ...]:
    """The web addresses that stand in the template itself, in full: the owner's own."""
    found = WEB_ADDRESS.findall(_PLACEHOLDER.sub(" ", template))
    return tuple(dict.fromkeys(link for link in found if link.startswith(SECURE)))


def is_filled_from(text: str, template: str) -> bool:
    """The text could be this template, filled: every word of its own stands there, in order.

    Platforms change white space and put names before a reply, so neither counts.
    """
    own = [" ".join(part.split()) for part in _PLACEHOLDER.split(template)[::2]]
    pattern = ".*?".join(re.escape(part) for part in own if part)
    return bool(pattern) and re.search(pattern, " ".join(text.split()), re.DOTALL) is not None


def render(
    template: str,
    slots: Slots,
    platform: Platform,
    by: str,
    *,
    refused_words: Collection[str] = (),
    more: Mapping[str, str] | None = None,
) -> str:
    """The text as it would be sent; `more` fills the placeholders of drafts.

    Raises ValueError for a placeholder that nothing fills.
    """
    name = usable_first_name(slots.name, refused_words)
    note = " ".join(slots.note.split())
    values = {
        "hello": f"Hi {name}, " if name else "Hello, ",
        "dm": platform.dm_words,
        "sign": f" – {slots.signed_by}" if slots.signed_by else "",
        "note": note,
        **(more or {}),
    }
    if by:
        values["by"] = by
    return _fill(template if note else _NO_NOTE.sub("", template), values)


def longest_with(template: str, note: str, platform: Platform) -> str:
    """The text with this note, at the longest it can become there."""
    return _fill(template, {**_LONGEST, "dm": platform.dm_words, "note": " ".join(note.split())})


def problems_of_template(
    template: str,
    *,
    refuse: Collection[str] = (),
    ask: Collection[str] = (),
    platforms: Sequence[Platform] = (),
    needs: Collection[str] = NEEDS,
    is_draft: bool = False,
    exempt: Collection[str] = (),
) -> list[str]:
    """What keeps the owner from using this text, one sentence each.

    A draft is finished by a person: it may say "I", ask, and need nothing.
    """
    if not template.strip():
        return ["the text is empty"]
    known = DRAFT_PLACEHOLDERS if is_draft else PLACEHOLDERS
    known = tuple(dict.fromkeys((*known, *needs)))
    problems = _problems_of_placeholders(template, known)
    if not is_draft:
        problems += _missing(template, needs) + _house_rules(template)
    problems += _problems_of_links(template)
    if "@" in template:
        problems.append("`@` is not allowed: the platform adds the addressee")
    for word in listed_in(template, refuse, exempt=exempt):
        problems.append(f"`{word}` is on the list of refused words")
    for word in listed_in(template, ask, exempt=exempt):
        problems.append(f"`{word}` is on the list of words to think twice about")
    # an unknown placeholder has no length
    return problems or _too_long(template, platforms)


def choose_variant(family_variants: Sequence[str], recent: Sequence[str], seed: str) -> str:
    """One variant, the same for the same seed: one not used recently, else the one used longest
    ago. `recent` has the newest first. Raises ValueError without variants."""
    if not family_variants:
        raise ValueError("a family needs at least one variant")
    fresh = [variant for variant in family_variants if variant not in recent]
    if fresh:
        number = int.from_bytes(hashlib.sha256(seed.encode(errors="surrogatepass")).digest()[:8])
        return fresh[number % len(fresh)]
    return max(family_variants, key=recent.index)


def _fill(template: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise ValueError(f"nothing fills `{{{match[1]}}}`")
        return values[match[1]]

    return _PLACEHOLDER.sub(value, template)


def _problems_of_placeholders(template: str, known: Sequence[str]) -> list[str]:
    problems = []
    for name in placeholders_of(template):
        if name not in known:
            near = nearest(name.strip().lower(), known)
            hint = f"did you mean `{{{near}}}`?" if near else f"known are {_listing(known)}"
            problems.append(f"unknown placeholder `{{{name}}}`, {hint}")
    rest = _PLACEHOLDER.sub("", template)
    problems += [f"stray `{brace}`" for brace in "{}" if brace in rest]
    return problems


def _missing(template: str, needs: Collection[str]) -> list[str]:
    there = placeholders_of(template)
    return [
        f"`{{{name}}}` is missing: {WHY_NEEDED.get(name, 'this text needs it')}"
        for name in needs
        if name not in there
    ]


def _problems_of_links(template: str) -> list[str]:
    """A link is the owner's own and whole: nothing that is filled in may become a part of it."""
    own = links_of(template)
    problems = []
    for link in links_in(_PLACEHOLDER.sub(" ", template)):
        if link.lower().startswith("http://"):
            problems.append(f"`{link}` is not safe: write it with `{SECURE}`")
        elif link not in own or "." not in link.removeprefix(SECURE).partition("/")[0]:
            problems.append(
                f"`{link}` is no whole address: write it with `{SECURE}`, or not at all"
            )
    for word in _FILLS_NO_LINK.sub("", template).split():
        if "://" in word and _PLACEHOLDER.search(word):
            problems.append(f"`{word}` is a link with a placeholder: put a space between them")
    return problems


def _house_rules(template: str) -> list[str]:
    words = WEB_ADDRESS.sub(" ", template)
    problems = [
        f"`{sign}` is not allowed: calm words, no questions" for sign in "!?" if sign in words
    ]
    if _I.search(template):
        problems.append("`I` is not allowed: the machine is nobody, write `we` or `a person`")
    if "{hello}" in template and not template.startswith("{hello}"):
        problems.append("`{hello}` does not stand at the beginning")
    return problems


def _too_long(template: str, platforms: Sequence[Platform]) -> list[str]:
    problems = []
    for platform in platforms:
        longest = _fill(template, {**_LONGEST, "dm": platform.dm_words})
        if not fits(longest, platform):
            count = length(longest, platform.counting)
            problems.append(
                f"too long for {platform.title}: {count} of {platform.max_length} with a long "
                "name, promise and signature"
            )
    return problems


def _listing(names: Sequence[str]) -> str:
    return ", ".join(f"`{{{name}}}`" for name in names)
