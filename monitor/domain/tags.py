"""Tags: the owner's own words for a case, such as `late` or `regular`."""

import re
from collections.abc import Iterable

#: more of them on one case say nothing
MOST = 12
LONGEST = 30
_TAG = re.compile(r"[^\W_][\w-]*")


def changed(tags: tuple[str, ...], wanted: Iterable[str]) -> tuple[str, ...]:
    """The tags after `+late` and `-late`. Raises ValueError with a sentence for the owner."""
    now = list(tags)
    for written in wanted:
        tag = _tag(written)
        if written.startswith("-"):
            if tag not in now:
                raise ValueError(f"the case has no tag `{tag}`")
            now.remove(tag)
        elif tag not in now:
            now.append(tag)
    if len(now) > MOST:
        raise ValueError(f"a case takes {MOST} tags and no more")
    return tuple(now)


def _tag(written: str) -> str:
    sign, tag = written[:1], written[1:].casefold()
    if sign not in ("+", "-"):
        raise ValueError(f"`{written}` says neither `+` nor `-`; write it like `+late` or `-late`")
    if not _TAG.fullmatch(tag) or len(tag) > LONGEST:
        raise ValueError(
            f"`{written}` is no tag; write it like `+late`: letters, digits and hyphens, "
            f"{LONGEST} at most"
        )
    return tag
