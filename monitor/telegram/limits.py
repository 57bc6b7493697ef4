"""How much Telegram takes; a text is cut to it (`domain.cutting`), and is never an error.

Characters are counted in UTF-16 units, which are never fewer than Telegram's own count.
"""

from typing import Final

#: of a message, without its tags
MESSAGE: Final = 4096
#: formats in a message; what comes after is shown plain
FORMATS: Final = 100
#: of what a button sends back, in bytes
BUTTON: Final = 64
LABEL: Final = 40
#: buttons in one row, and characters in it that a phone shows
ROW: Final = 3
ROW_WIDTH: Final = 30
#: of what pops up after a press
POPUP: Final = 200
PLACEHOLDER: Final = 64
#: of one line, of what a stranger wrote, of a draft
LINE: Final = 700
QUOTE: Final = 1200
DRAFT: Final = 1500
#: kept free at the end, for "… more"
REST: Final = 16
