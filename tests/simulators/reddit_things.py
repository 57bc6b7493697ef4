"""Comments, posts and private messages of the Reddit simulator, in Reddit's own words."""

import re
from collections.abc import Iterator
from datetime import datetime

from tests.simulators.server import Fields, Request

_PHRASES = re.compile(r'"([^"]*)"')
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: inbox items have these instead of what other listings tell
NOT_IN_INBOX = ("permalink", "link_id", "locked", "archived")


class Things:
    """Everything there is, by fullname."""

    def __init__(self, us: str) -> None:
        self.us = us
        self.all: dict[str, Fields] = {}
        self.subreddits: dict[str, Fields] = {}
        self._count = 46655
        self.found("larchtown")

    # --- new ones -----------------------------------------------------------------------------

    def found(self, name: str, **about: object) -> None:
        """A subreddit, or other facts about one."""
        known = self.subreddits.setdefault(
            name.lower(),
            {"display_name": name, "subreddit_type": "public", "user_is_banned": False},
        )
        known.update(about)

    def thread(self, subreddit: str) -> str:
        """The thread that people comment in when they do not say where."""
        for one in self.all.values():
            data = one["data"]
            if one["kind"] == "t3" and data["subreddit"] == subreddit and data["author"] == "moss":
                return str(data["name"])
        made = self.post("moss", "What is new in town?", "", subreddit, 1.7e9)
        return str(made["data"]["name"])

    def post(self, by: str, title: str, text: str, subreddit: str, at: datetime | float) -> Fields:
        name = self._next("t3")
        self.found(subreddit)
        path = f"/r/{subreddit}/comments/{name[3:]}/a_post/"
        return self._add(
            "t3",
            name,
            by,
            at,
            title=title,
            selftext=text,
            subreddit=subreddit,
            permalink=path,
            url=f"https://www.reddit.com{path}",
            removed_by_category=None,
        )

    def reply(self, by: str, text: str, parent: Fields, at: datetime | float) -> Fields:
        """Under a comment or a post; under a private message, another one."""
        above = parent["data"]
        if parent["kind"] == "t4":
            other = above["author"] if above["author"] != by else above["dest"]
            return self.letter(by, other, f"re: {above['subject']}", text, at, above)
        link = above["name"] if parent["kind"] == "t3" else above["link_id"]
        name = self._next("t1")
        return self._add(
            "t1",
            name,
            by,
            at,
            body=text,
            parent_id=above["name"],
            link_id=link,
            subreddit=above["subreddit"],
            permalink=f"/r/{above['subreddit']}/comments/{link[3:]}/a_post/{name[3:]}/",
        )

    def letter(
        self,
        by: str,
        to: str,
        subject: str,
        text: str,
        at: datetime | float,
        above: Fields | None = None,
    ) -> Fields:
        first = (above.get("first_message_name") or above["name"]) if above else None
        return self._add(
            "t4",
            self._next("t4"),
            by,
            at,
            dest=to,
            subject=subject,
            body=text,
            parent_id=above["name"] if above else None,
            first_message_name=first,
            was_comment=False,
            subreddit=None,
        )

    def _next(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{base36(self._count)}"

    def _add(self, kind: str, name: str, by: str, at: datetime | float, **more: object) -> Fields:
        moment = at.timestamp() if isinstance(at, datetime) else at
        data: Fields = {
            "id": name[3:],
            "name": name,
            "author": by,
            "author_fullname": f"t2_{by}",
            # Reddit tells whole seconds
            "created_utc": float(int(moment)),
            "edited": False,
            "locked": False,
            "archived": False,
            **more,
        }
        self.all[name] = {"kind": kind, "data": data}
        return self.all[name]

    # --- changes ------------------------------------------------------------------------------

    def edit(self, name: str, text: str, at: datetime) -> None:
        data = self.all[name]["data"]
        data["selftext" if name.startswith("t3") else "body"] = text
        data["edited"] = float(int(at.timestamp()))

    def delete(self, name: str) -> None:
        """Gone from the listings; asked for by name it is an empty shell."""
        data = self.all[name]["data"]
        data["selftext" if name.startswith("t3") else "body"] = "[deleted]"
        data.update(author=None, is_unlisted=True)
        data.pop("author_fullname", None)

    def remove(self, name: str) -> None:
        """A moderator takes it away: its author does not notice."""
        self.all[name]["data"]["is_removed"] = True

    # --- listings, newest first ---------------------------------------------------------------

    def inbox(self) -> list[Fields]:
        return [
            self._in_inbox(one, why) for one in self._newest() if (why := self._why_in_inbox(one))
        ]

    def mentions(self) -> list[Fields]:
        named = "username_mention"
        return [one for one in self.inbox() if one["data"].get("type") == named]

    def sent(self) -> list[Fields]:
        return [
            one
            for one in self._newest()
            if one["kind"] == "t4" and one["data"]["author"] == self.us
        ]

    def comments_of(self, name: str) -> list[Fields]:
        return [
            one for one in self._newest() if one["kind"] == "t1" and one["data"]["author"] == name
        ]

    def comments_in(self, names: str) -> list[Fields]:
        return [one for one in self._newest() if one["kind"] == "t1" and _is_in(one, names)]

    def search(self, names: str, request: Request) -> list[Fields]:
        """Posts only, by any of the phrases."""
        wanted = [phrase.casefold() for phrase in _PHRASES.findall(request.query["q"])]
        return [
            one
            for one in self._newest()
            if one["kind"] == "t3"
            and _is_in(one, names)
            and any(phrase in _said(one).casefold() for phrase in wanted)
        ]

    def _newest(self) -> Iterator[Fields]:
        yield from sorted(
            self.all.values(),
            key=lambda one: (one["data"]["created_utc"], fullname_number(one)),
            reverse=True,
        )

    def _why_in_inbox(self, one: Fields) -> str:
        data = one["data"]
        if data["author"] in (self.us, None):
            return ""
        if one["kind"] == "t4":
            return "unknown" if data["dest"] == self.us else ""
        if one["kind"] != "t1" or data.get("is_removed"):
            return ""
        parent = self.all.get(data["parent_id"], {"kind": "", "data": {}})
        if parent["data"].get("author") == self.us:
            return "comment_reply" if parent["kind"] == "t1" else "post_reply"
        return "username_mention" if f"u/{self.us}" in data["body"].lower() else ""

    def _in_inbox(self, one: Fields, why: str) -> Fields:
        if one["kind"] == "t4":
            return one
        data = {key: value for key, value in one["data"].items() if key not in NOT_IN_INBOX}
        context = f"{one['data']['permalink']}?context=3"
        return {
            "kind": "t1",
            "data": {**data, "context": context, "type": why, "was_comment": True, "new": True},
        }


def shown(one: Fields, who: str | None) -> Fields:
    """As Reddit tells it: a removed one only to its author."""
    data = {key: value for key, value in one["data"].items() if not key.startswith("is_")}
    if one["data"].get("is_removed") and who != data["author"]:
        data["selftext" if one["kind"] == "t3" else "body"] = "[removed]"
        data["author"] = "[deleted]"
    if data["author"] is None:
        data["author"] = "[deleted]"
    return {"kind": one["kind"], "data": data}


def base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text


def fullname_number(one: Fields) -> int:
    return int(one["data"]["name"][3:], 36)


def _is_in(one: Fields, names: str) -> bool:
    return names == "all" or one["data"]["subreddit"].lower() in names.lower().split("+")


def _said(one: Fields) -> str:
    return f"{one['data'].get('title', '')} {one['data'].get('selftext', '')}"
