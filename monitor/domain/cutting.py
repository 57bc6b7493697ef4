"""Cutting a text to what a desk takes, in UTF-16 units: Slack and Telegram count so, or fewer."""

from typing import Final

MORE: Final = "… more"


def length(text: str) -> int:
    """In UTF-16 units."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with "… more" at the end."""
    if length(text) <= longest:
        return text
    room, kept = longest - len(MORE) - 1, 0
    for at, sign in enumerate(text):
        kept += 2 if sign > "\uffff" else 1
        if kept > room:
            return f"{text[:at].rstrip()} {MORE}"
    return text
