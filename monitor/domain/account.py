"""An account on a platform: how it is set up, and what a test of it found. Data for the CLI to show
and to ask for; a connector never prompts."""

from enum import StrEnum

from monitor.domain.values import Value


class Ask(Value):
    """One thing the owner copies from the platform."""

    #: the key in `[connectors.<name>]`, or the name of the secret
    name: str
    #: in plain words: "API key"
    title: str
    #: kept as a secret, never in config.toml and never shown
    is_secret: bool = True
    #: may stay empty
    is_optional: bool = False
    #: like this it looks
    example: str = ""


class Step(Value):
    """One page to open and what to do there."""

    words: str
    #: which page; empty when it is the same
    url: str = ""
    asks: tuple[Ask, ...] = ()
    #: the secret that a yes on the platform's own page brings (`ask_consent` of the connector)
    consent: str = ""
    #: left out when this secret is there
    unless: str = ""


class Setup(Value):
    """From no account to a working one, in plain words."""

    #: as people write it: "Bluesky"
    title: str
    #: how long it takes somebody who does it for the first time
    minutes: int
    steps: tuple[Step, ...]
    #: what the owner should know before: costs, approvals, rules
    before: tuple[str, ...] = ()


class Level(StrEnum):
    """How a finding is meant."""

    #: works
    FINE = "fine"
    #: so by the platform's nature, or as the owner chose: good to know, nothing to mend
    NOTE = "note"
    #: works, and something will be missing
    WARNING = "warning"
    #: nothing works until it is mended
    BROKEN = "broken"
    #: cannot be tested from here: the owner is asked
    ASK = "ask"


class Topic(StrEnum):
    """What a test was about."""

    CREDENTIALS = "credentials"
    SCOPES = "scopes"
    BOT_LABEL = "bot_label"
    #: can strangers write to us privately?
    DOOR = "door"
    #: what the platform keeps from us: filtered notifications, private chats
    VISIBILITY = "visibility"
    COST = "cost"
    LIMITS = "limits"


class Checked(Value):
    """What one test found."""

    topic: Topic
    level: Level
    #: what is so, in one sentence
    words: str
    #: what to do about it
    hint: str = ""
    #: of our own door alone: strangers can write to us; None: the test could not tell
    is_open: bool | None = None
