"""Pieces in words: what the model weighed, as the owner reads it."""

from typing import Final

_SIGNS: Final = {
    "#tone": "the sentiment",
    "#asks": "a question mark",
    "#ends asking": "a question mark at the end",
    "#calls": "an exclamation mark",
    "#calls loudly": "several exclamation marks",
    "#trails off": "three dots",
    "#quotes": "quotation marks",
    "#links": "a link",
    "#tags": "a hashtag",
    "#speaks to": "it begins with a handle",
    "#names": "a handle in it",
    "#shouts": "capitals",
}
_LISTS: Final = {
    "~strong": "a plain phrase of complaint",
    "~strong twice": "several plain phrases of complaint",
    "~strong alone": "a plain phrase of complaint, and no friendly one",
    "~strong quite alone": "a plain phrase of complaint, and nothing else",
    "~weak": "a faint phrase of complaint",
    "~weak twice": "several faint phrases of complaint",
    "~weak alone": "a faint phrase of complaint, and no friendly one",
    "~praise": "a phrase of praise",
    "~praise twice": "several phrases of praise",
    "~praise alone": "a phrase of praise, and none of complaint",
    "~praise_weak": "a friendly word",
    "~praise_weak twice": "several friendly words",
    "~irony": "a sign of irony",
    "~irony twice": "several signs of irony",
    "~abuse": "an insult",
    "~abuse twice": "several insults",
    "~sensitive": "something grave",
    "~sensitive twice": "several grave things",
}
_LIST: Final = "~list "
_LENGTH: Final = "#length"


def piece_in_words(piece: str) -> str:
    """A word stands in quotation marks; the text of a stranger in it is as it was."""
    if piece == "@":
        return "somebody's name"
    if piece.startswith(_LIST):
        return f"the list {piece.removeprefix(_LIST)}"
    if piece.startswith("~"):
        return _LISTS[piece]
    if piece.startswith(_LENGTH):
        return "its length"
    if piece.startswith("#tone"):
        return _SIGNS["#tone"]
    if piece.startswith("#"):
        return _SIGNS.get(piece, piece.removeprefix("#"))
    return f'"{piece}"'
