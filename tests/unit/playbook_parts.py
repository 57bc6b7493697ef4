"""What the tests of playbooks share: the shipped one, a small one, a policy and a reader."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from monitor.domain.clock import Hours, parse_hours
from monitor.domain.facts import Facts
from monitor.domain.message import Message
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Reading
from monitor.domain.thresholds import Thresholds
from monitor.errors import PlaybookError
from monitor.rules.example_facts import build_facts
from monitor.rules.parse import load_playbook, parse_playbook
from monitor.scoring.model import Model
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.reader import Reader
from monitor.scoring.vader import FastVader

FOLDER: Final = Path(__file__).parents[2] / "playbooks"

HOURS: Final = Hours(
    time_zone="Europe/Berlin",
    office=parse_hours("Mon-Fri 09:00-17:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
)
#: everything waits for a person
APPROVE: Final = Policy(hours=HOURS)
#: unlocked; nobody waits for settling or for a random delay
AUTOMATIC: Final = Policy(
    hours=HOURS,
    mode=Mode.AUTOMATIC,
    is_unlocked=True,
    settle_for=timedelta(0),
    delay_at_most=timedelta(0),
)

FAMILIES: Final = """\
[general]
a = "{hello}thank you for telling us. Please {dm}; a person will answer you {by}.{sign}"

[late]
a = "{hello}we are sorry about the wait. Please {dm}; a person will answer you {by}.{sign}"
"""
#: the smallest playbook that says anything
RULES: Final = """\
[[rule]]
name = "complaint"
why = "who addressed us gets an answer"
when = { kind = "complaint", addressed = true }
then = { case = "open", acknowledge = "automatic", alert = "now" }

[[rule]]
name = "the-rest"
why = "everything else is counted"
when = { }
then = { }
"""


@lru_cache(maxsize=1)
def shipped() -> Playbook:
    """The playbook as the owner gets it."""
    return load_playbook(FOLDER)


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader as it runs, with the phrases as the owner gets them."""
    model = Model.shipped()
    return Reader(
        FastVader(),
        load_phrases(FOLDER / "phrases.toml"),
        model=model,
        thresholds=Thresholds.of(model.thresholds, {}),
    )


class PlainReader:
    """Understands nothing: every reading is ordinary, so that only stated facts count."""

    def read(self, message: Message) -> Reading:
        words = len(message.text.split())
        return Reading(
            compound=0.0, pos=0.0, neu=1.0, neg=0.0, compound_used=0.0, language="en", words=words
        )


def facts(text: str = "hm", /, **given: object) -> Facts:
    """Facts as an example states them."""
    return build_facts(text, given, PlainReader())


def sources(rules: str = RULES, **files: str) -> dict[str, str]:
    """A playbook's files by name; `acknowledgements="…"` replaces one."""
    ordinary: Mapping[str, str] = {
        "acknowledgements": FAMILIES,
        "policies": "",
        "words": 'refuse = ["liar"]',
    }
    texts = {**ordinary, **files}
    return {"default.toml": rules, **{f"{name}.toml": text for name, text in texts.items()}}


def playbook(rules: str = RULES, **files: str) -> Playbook:
    """A playbook of these rules."""
    return parse_playbook(sources(rules, **files))


def refusal(rules: str = RULES, **files: str) -> str:
    """What the owner reads about a playbook that cannot be used."""
    try:
        parse_playbook(sources(rules, **files))
    except PlaybookError as error:
        return error.for_person()
    return "no problem found"


def rule(when: str = "{ }", then: str = "{ }", name: str = "one", more: str = "") -> str:
    """The text of one rule."""
    return f'[[rule]]\nname = "{name}"\nwhy = "because"\nwhen = {when}\nthen = {then}\n{more}\n'
