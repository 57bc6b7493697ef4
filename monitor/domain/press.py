"""A press: somebody of ours presses a button, submits a form or types a command at a desk.

A press is a wish. The row in the database decides whether it still can be done, and the first one
wins; the answer tells what happened. Who may press is decided before, by `Approvers`.
"""

from collections.abc import Mapping
from enum import StrEnum

from monitor.domain.values import Value


class Act(StrEnum):
    """What a button does. The names travel in buttons that were posted long ago: never rename."""

    # a draft, `e12`
    SEND = "send"
    EDIT = "edit"
    KEEP = "keep"
    SEND_ANYWAY = "send_anyway"
    NO_REPLY = "no_reply"
    TAKE_BACK = "take_back"
    WAS_WRONG = "was_wrong"
    WAS_RIGHT = "was_right"
    IT_IS_THERE = "it_is_there"
    NOT_THERE = "not_there"
    # a case, `c7`
    ANSWERED = "answered"
    LATER = "later"
    NOT_A_COMPLAINT = "not_a_complaint"
    NOT_ABOUT_US = "not_about_us"
    I_HAVE_IT = "i_have_it"
    REPLY = "reply"
    MORE_TIME = "more_time"
    CAME = "came"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    QUIET = "quiet"
    # anything: an effect, a case, a message
    WHY = "why"
    OPEN = "open"
    # a flag, `f3`
    DISMISS = "dismiss"
    WATCH = "watch"
    KEEP_QUIET = "keep_quiet"
    MUTE = "mute"
    HIDE = "hide"
    BLOCK = "block"
    UNDO = "undo"
    EVIDENCE = "evidence"
    # a surge, `n4` of its notice
    START_INCIDENT = "start_incident"
    EXAMPLES = "examples"
    FALSE_ALARM = "false_alarm"
    RESUME = "resume"
    # an incident, `i1`; of SEND_TO_ALL the version is to how many
    SEND_TO_ALL = "send_to_all"
    MENDED = "mended"
    END_INCIDENT = "end_incident"
    # money, `n4` of the notice
    RAISE_CAP = "raise_cap"


class Press(Value):
    """What was pressed, by whom."""

    act: Act
    #: `e12`, `c7`, `f3`, `i1`, `n4`
    subject: str
    #: the draft's, as the person saw it; 0: it does not matter
    version: int = 0
    #: as it stood on the button; empty: typed, with the number of today
    seal: str = ""
    #: a person of ours, by the name in the config
    by: str
    #: what was written or chosen in a form, by the names of its fields
    filled: Mapping[str, str] = {}


class Choice(Value):
    """One of a field's."""

    value: str
    label: str


class Field(Value, omit_defaults=True):
    """Something to write or to choose."""

    name: str
    label: str
    #: what stands in it at first
    text: str = ""
    hint: str = ""
    is_long: bool = False
    is_needed: bool = True
    #: … to choose among; empty: to write
    choices: tuple[Choice, ...] = ()
    #: at most so many by the platform's own counting; 0: as many as fit
    longest: int = 0
    #: whose counting
    platform: str = ""


class Form(Value):
    """Asked before something is done; submitted, it is a press with `filled`."""

    title: str
    act: Act
    subject: str
    version: int = 0
    seal: str = ""
    #: sentences above the fields
    says: tuple[str, ...] = ()
    fields: tuple[Field, ...]
    submit: str = "Save"
    #: what is wrong with what was filled in, by field; empty: nothing yet
    problems: Mapping[str, str] = {}


class Told(Value):
    """What came of a press, in words for whoever pressed."""

    words: str
    #: it was done now; False: it could not be, or somebody else had done it
    is_done: bool = True


Answer = Told | Form
