"""What somebody probably meant who wrote a name that is not there."""

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The name most like the word; None when none is. `cutoff`: how like it has to be, 0…1."""
    # loaded for a mistake only: the daemon would carry it for ever
    from difflib import get_close_matches

    found = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None
