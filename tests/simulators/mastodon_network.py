"""What a Mastodon server knows: accounts, statuses and notifications, and their JSON.

Ids of statuses are snowflakes, those of notifications count up; lists come newest first, and
`min_id` gives the page just above it, as the real server does.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.simulators.server import Fields, Request

US = "1"
OUR_HANDLE = "larchandloaf"
LONG_AGO = datetime(2020, 5, 14, tzinfo=UTC)
_HANDLE = re.compile(r"(?<![=/\w])@(\w+(?:@[\w.]+)?)")
_LINK = re.compile(r"https?://\S+")


def moment(at: datetime) -> str:
    """As Mastodon writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass
class Account:
    id: str
    handle: str
    name: str
    created_at: datetime = LONG_AGO
    is_bot: bool = False
    #: they want nothing to do with us
    blocks_us: bool = False
    is_muted: bool = False
    is_blocked: bool = False

    def as_json(self) -> Fields:
        host = self.handle.partition("@")[2] or "social.example"
        username = self.handle.partition("@")[0]
        return {
            "id": self.id,
            "username": username,
            "acct": self.handle,
            "display_name": self.name,
            "created_at": self.created_at.strftime("%Y-%m-%dT00:00:00.000Z"),
            "bot": self.is_bot,
            "locked": False,
            "followers_count": 120,
            "url": f"https://{host}/@{username}",
        }

    def relationship(self) -> Fields:
        return {"id": self.id, "muting": self.is_muted, "blocking": self.is_blocked}


@dataclass
class Status:
    id: str
    by: Account
    text: str
    at: datetime
    visibility: str = "public"
    parent: "Status | None" = None
    quoted: "Status | None" = None
    warning: str = ""
    edited_at: datetime | None = None
    is_gone: bool = False
    named: list[Account] = field(default_factory=list)
    #: what a test puts in the place of fields
    odd: Fields = field(default_factory=dict)

    def as_json(self, *, is_shown: bool = False) -> Fields:
        parent = self.parent
        made: Fields = {
            "id": self.id,
            "uri": f"https://social.example/users/{self.by.handle}/statuses/{self.id}",
            "url": f"https://social.example/@{self.by.handle}/{self.id}",
            "created_at": moment(self.at),
            "edited_at": self.edited_at and moment(self.edited_at),
            "in_reply_to_id": parent and parent.id,
            "in_reply_to_account_id": parent and parent.by.id,
            "visibility": self.visibility,
            "spoiler_text": self.warning,
            "content": self.html(),
            "language": "en",
            "account": self.by.as_json(),
            "mentions": [{"id": one.id, "acct": one.handle} for one in self.named],
            "media_attachments": [],
            "tags": [],
        }
        if self.quoted is not None and not is_shown:
            shown = self.quoted.as_json(is_shown=True)
            made["quote"] = {"state": "accepted", "quoted_status": shown}
        return {**made, **self.odd}

    def html(self) -> str:
        """Paragraphs, breaks, links that hide their ends, handles without their server."""
        text = html.escape(self.text, quote=True)
        text = _LINK.sub(_as_link, text)
        text = _HANDLE.sub(_as_handle, text)
        parts = re.split(r"\n{2,}", text)
        made = "".join(f"<p>{part}</p>" for part in parts).replace("\n", "<br />")
        if self.quoted is not None:
            url = f"https://social.example/@{self.quoted.by.handle}/{self.quoted.id}"
            made = f'<p class="quote-inline">RE: <a href="{url}">{url}</a></p>{made}'
        return made


def _as_link(found: re.Match[str]) -> str:
    scheme, _, rest = found[0].partition("://")
    return (
        f'<a href="{found[0]}" rel="nofollow noopener"><span class="invisible">{scheme}://</span>'
        f'<span class="ellipsis">{rest[:20]}</span><span class="invisible">{rest[20:]}</span></a>'
    )


def _as_handle(found: re.Match[str]) -> str:
    name = found[1].partition("@")[0]
    return (
        f'<span class="h-card"><a href="https://social.example/@{found[1]}" class="u-url mention">'
        f"@<span>{name}</span></a></span>"
    )


class Network:
    """Everybody, and all that was said."""

    def __init__(self) -> None:
        self.us = Account(US, OUR_HANDLE, "Larch & Loaf", is_bot=True)
        self.accounts: dict[str, Account] = {OUR_HANDLE: self.us}
        self.statuses: dict[str, Status] = {}
        self.notifications: list[Fields] = []
        self.policy = {
            "for_not_following": "accept",
            "for_not_followers": "accept",
            "for_new_accounts": "filter",
            "for_private_mentions": "accept",
            "for_limited_accounts": "filter",
        }

    def person(self, name: str) -> Account:
        """Somebody by their first name; Ada is on our server, everybody else on another."""
        handle = name if name == "ada" else f"{name}@elsewhere.example"
        if handle not in self.accounts:
            number = f"10{len(self.accounts)}"
            self.accounts[handle] = Account(number, handle, name.capitalize())
        return self.accounts[handle]

    def by_id(self, account_id: str) -> Account | None:
        return next((one for one in self.accounts.values() if one.id == account_id), None)

    def add(self, by: Account, text: str, at: datetime, **more: object) -> Status:
        """A new status; those whom it names, answers or shows are told."""
        number = (int(at.timestamp() * 1000) << 16) + len(self.statuses)
        status = Status(id=f"{number}", by=by, text=text, at=at)
        for key, value in more.items():
            setattr(status, key, value)
        found = (self.accounts.get(handle) for handle in _HANDLE.findall(text))
        status.named = [one for one in found if one is not None]
        self.statuses[status.id] = status
        if by is not self.us:
            self._notify(status, at)
        return status

    def _notify(self, status: Status, at: datetime) -> None:
        if self.us in status.named:
            kind = "mention"
        elif status.quoted is not None and status.quoted.by is self.us:
            kind = "quote"
        elif status.parent is not None and status.parent.by is self.us:
            # the server names whom an answer is for, whether its text does or not
            status.named.append(self.us)
            kind = "mention"
        else:
            return
        is_new = at - status.by.created_at < timedelta(days=30)
        rule = self.policy["for_new_accounts"] if is_new else "accept"
        if rule != "drop":
            told = {"id": f"{10 * len(self.notifications) + 10}", "type": kind, "at": at}
            self.notifications.append({**told, "status": status, "is_filtered": rule == "filter"})

    def place(self, of: str, before: str) -> None:
        """A worker was slow: the notification of one status stands before another's after all."""
        by_status = {one["status"].id: one for one in self.notifications}
        by_status[of]["id"] = f"{int(by_status[before]['id']) - 5}"

    # --- what is shown ------------------------------------------------------------------------

    def shown(self, status_id: str) -> Status | None:
        """A status that is there, for us."""
        status = self.statuses.get(status_id)
        if status is None or status.is_gone or status.by.blocks_us:
            return None
        is_private = status.visibility == "direct"
        is_ours = status.by is self.us or self.us in status.named
        return status if is_ours or not is_private else None

    def ours(self) -> list[Status]:
        """What we said and is there, oldest first."""
        return [one for one in self.statuses.values() if one.by is self.us and not one.is_gone]

    def above(self, status: Status) -> list[Status]:
        """The oldest first; what was deleted is left out, and cuts off what is above it."""
        found: list[Status] = []
        parent = status.parent
        while parent is not None and self.shown(parent.id):
            found.insert(0, parent)
            parent = parent.parent
        return found

    def below(self, status: Status) -> list[Status]:
        found = [one for one in self.statuses.values() if one.parent is status]
        found = [one for one in found if self.shown(one.id)]
        return found + [deep for one in found for deep in self.below(one)]

    def notified(self, types: Iterable[str], *, with_filtered: bool) -> list[Fields]:
        """What we were told of, oldest first."""
        wanted = set(types)
        return [
            {
                "id": one["id"],
                "type": one["type"],
                "created_at": moment(one["at"]),
                "account": one["status"].by.as_json(),
                "status": one["status"].as_json(),
            }
            for one in self.notifications
            if (not wanted or one["type"] in wanted)
            and (with_filtered or not one["is_filtered"])
            and not one["status"].is_gone
            and not one["status"].by.is_muted
        ]


def page(found: Sequence[Fields], request: Request, *, most: int, default: int) -> list[Fields]:
    """A page of a listing: newest first, whichever way it is read."""
    query = request.query
    limit = min(int(query.get("limit", default)), most)
    rows = sorted(found, key=lambda one: int(one["id"]))
    for key in ("max_id", "min_id", "since_id"):
        if key not in query:
            continue
        bound, is_below = int(query[key]), key == "max_id"
        rows = [
            one for one in rows if (int(one["id"]) < bound) == is_below and one["id"] != query[key]
        ]
    rows = rows[:limit] if "min_id" in query else rows[-limit:]
    return rows[::-1]
