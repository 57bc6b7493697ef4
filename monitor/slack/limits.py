"""How much Slack takes; a text is cut to it (`domain.cutting`), and is never an error.

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
#: of what a stranger wrote; the post itself is a tap away
QUOTE: Final = 1500
DRAFT: Final = 2800
