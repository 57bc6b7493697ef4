"""Answers: a person's own words in a case. Each is named like a rule, and the database holds each
of the public ones once to a case.
"""

from typing import Final

#: how the rules of a person's own words begin
OWN: Final = "own-"
#: the one public answer of a person
REPLY: Final = "own-reply"
#: a private message; as many as it takes
LETTER: Final = "own-letter"
#: said when it is solved, with the customer's yes
CLOSING: Final = "closing-line"
#: to somebody who came back happy
THANKS: Final = "thank-you"
#: some days later: is all well?
FOLLOW_UP: Final = "follow-up"
