"""How much Slack takes, and how a text is cut to it: never an error, always "… more".

Characters as Slack counts them (UTF-16 units are never fewer than its count). Source: the models of
slack_sdk; the total was measured (`msg_blocks_too_long` from about 13,200 characters on).
"""

from typing import Final

#: of a section's text, and of a small one's
SECTION: Final = 3000
SMALL: Final = 2000
#: blocks in a message
BLOCKS: Final = 50
#: all blocks of a message together, as they are written down; below what was measured
MESSAGE: Final = 12_500
#: the fallback line, in notifications
FALLBACK: Final = 300
#: buttons in one row; more make a second one
ROW: Final = 5
LABEL: Final = 75
VALUE: Final = 2000
OPTION_VALUE: Final = 150
OPTIONS: Final = 100
CONFIRM: Final = 300
#: of a modal
MODAL_TITLE: Final = 24
MODAL_SUBMIT: Final = 24
INPUT: Final = 3000
INPUT_LABEL: Final = 2000
HINT: Final = 2000
PRIVATE: Final = 3000
#: of what a stranger wrote; the post itself is a tap away
QUOTE: Final = 1500
DRAFT: Final = 2800
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
