"""The config that `monitor init` writes: one brand, a fresh database, no sample, no platform."""

import json
from dataclasses import dataclass

from monitor.domain.policy import NOBODY_NAMED


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the owner said, or left open."""

    brand: str
    people: tuple[str, ...] = ()
    #: platform → our own account there
    handles: tuple[tuple[str, str], ...] = ()
    time_zone: str = "machine"
    office_hours: str = "Mon-Fri 09:00-17:00"
    languages: tuple[str, ...] = ("en",)


def config_text(wishes: Wishes) -> str:
    """The file."""
    return _TEMPLATE.format(
        name=toml_text(wishes.brand),
        people=_people(wishes.people),
        languages=_list(wishes.languages),
        handles=_handles(wishes.handles),
        time_zone=toml_text(wishes.time_zone),
        office_hours=toml_text(wishes.office_hours),
    )


def toml_text(text: str) -> str:
    # a JSON text is a TOML text, but for this one sign
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(toml_text(name) for name in names) + "]"


def _people(people: tuple[str, ...]) -> str:
    named = tuple(name for name in people if name != NOBODY_NAMED)
    if named:
        return f"people = {_list(named)}"
    return '# people = ["Jo"]'


def _handles(handles: tuple[tuple[str, str], ...]) -> str:
    examples = {
        "x": "yourshop",
        "reddit": "yourshop",
        "bluesky": "yourshop.bsky.social",
        "mastodon": "yourshop@mastodon.social",
    }
    given = dict(handles)
    lines = [f"{name} = {toml_text(handle)}" for name, handle in handles]
    lines += [f'# {name} = "{handle}"' for name, handle in examples.items() if name not in given]
    return "\n".join(lines)


_TEMPLATE = """\
# Your monitor. Every key, with its default: docs/configuration.md. Is it right? monitor check

[brand]
name = {name}
# also_called = ["The Bakery"]              # other names people use for you
# not_us = ["Bakery Street"]                # phrases that mean somebody else
# Who answers customers. The first one gets new cases; your name signs what you send.
{people}
languages = {languages}

[brand.handles]                             # your own accounts
{handles}

[hours]
time_zone = {time_zone}
office_hours = {office_hours}
acknowledge_hours = "daily 07:00-22:00"     # when "we have seen it" may go out
# holidays = "DE-BE"                        # closed on the public holidays there
closed_on = []                              # more days off, such as 2026-12-24

[policy]
mode = "approve"                            # every reply waits for your yes
automatic = "locked"

[promise]
first_answer = "4 office hours"             # when customers hear from a person

[store]
url = "sqlite:///data/monitor.db"

[alerts]
channels = ["console"]

# Where you are read: a table for each platform. `monitor login bluesky` (or mastodon, x, reddit,
# mailbox) says which page to open and what to copy, tests the account, and tells what to write
# here. Passwords never stand here. What works on each of them, and what it costs: docs/platforms
#
# [connectors.bluesky]
# search = ["your shop"]                    # finds who does not name you; you answer those by hand
#
# [connectors.mastodon]
# search = ["#yourshop"]
#
# [connectors.x]                            # X takes money for what is read and written
#
# [connectors.reddit]                       # Reddit has to approve it first
#
# [connectors.feed]                         # Google Alerts, blogs, forums: no login
# urls = ["https://www.google.com/alerts/feeds/123/456"]
#
# [connectors.mailbox]                      # mails about reviews on Google, Yelp and others
# server = "imap.gmail.com"
# user = "reviews.yourshop@gmail.com"
# folder = "Reviews"
"""
