"""Counts and names in a card's words."""

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(10, 20)


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 photo`, `1,200 followers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """`only`, `2nd`, `13th`: there is no first of one."""
    if number == 1:
        return "only"
    ending = "th" if number % 100 in _TEENS else _ORDINALS.get(number % 10, "th")
    return f"{number:,}{ending}"


def in_words(name: str) -> str:
    """A name of the code as words: `wrong_item` → `wrong item`."""
    return name.replace("_", " ")


def sentence(words: str) -> str:
    """It begins as a sentence does."""
    return words[:1].upper() + words[1:]


def listed(names: tuple[str, ...]) -> str:
    """`Jo`, `Jo and Sam`, `Jo, Sam and Kim`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
