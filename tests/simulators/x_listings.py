"""X's listings: newest first, page by page, with the fields that were asked for and no others."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from tests.simulators.server import Fields
from tests.simulators.x_search import QueryError, matches
from tests.simulators.x_state import EPOCH, OUR_NUMBER, State

Query = Mapping[str, str]
#: what comes without being asked for
POST_DEFAULT = {"id", "text", "edit_history_tweet_ids"}
USER_DEFAULT = {"id", "name", "username"}
EVENT_DEFAULT = {"id", "event_type", "text"}
MEDIA_DEFAULT = {"media_key", "type"}
MENTIONS_AT_MOST, OWN_AT_MOST = 800, 3200
SEARCHED_FOR, EVENTS_FOR = timedelta(days=7), timedelta(days=30)
NOT_FOUND = "https://api.twitter.com/2/problems/resource-not-found"


class BadRequest(Exception):
    """X does not understand it."""


class Listings:
    """What can be read."""

    def __init__(self, state: State) -> None:
        self.state = state
        #: a post shows up in searches so long after it was written
        self.search_delay = timedelta(0)

    # --- posts --------------------------------------------------------------------------------

    def mentions(self, number: str, query: Query) -> Fields:
        named = [
            post
            for post in self._newest_first()
            if any(one["id"] == number for one in post.get("entities", {}).get("mentions", []))
        ]
        return self._posts(named[:MENTIONS_AT_MOST], query, 5)

    def posts_of(self, number: str, query: Query) -> Fields:
        theirs = [post for post in self._newest_first() if post["author_id"] == number]
        return self._posts(theirs[:OWN_AT_MOST], query, 5)

    def found(self, query: Query, now: datetime) -> Fields:
        oldest = now - SEARCHED_FOR
        if "since_id" in query and "start_time" in query:
            raise BadRequest("only one of `since_id`, `start_time`")
        if "since_id" in query and _moment_of(query["since_id"]) < oldest:
            raise BadRequest("'since_id' must be a tweet id created after the last 7 days")
        if "start_time" in query and datetime.fromisoformat(query["start_time"]) < oldest:
            raise BadRequest("'start_time' must be on or after the last 7 days")
        if len(query["query"]) > 512:
            raise BadRequest("the query is longer than 512")
        newest = now - self.search_delay
        try:
            hits = [
                post
                for post in self._newest_first()
                if oldest <= datetime.fromisoformat(post["created_at"]) <= newest
                and matches(query["query"], post, self._handle(post))
            ]
        except QueryError as wrong:
            raise BadRequest(str(wrong)) from None
        return self._posts(hits, query, 10)

    def looked_up(self, query: Query) -> Fields:
        asked = query["ids"].split(",")
        if not 1 <= len(asked) <= 100:
            raise BadRequest("between 1 and 100 `ids`")
        found = [self.state.posts[number] for number in asked if number in self.state.posts]
        gone = [_gone(number, "tweet") for number in asked if number not in self.state.posts]
        return self._shown(found, query) | ({"errors": gone} if gone else {})

    def _newest_first(self) -> list[Fields]:
        # an edited post is listed by its newest version
        return sorted(
            (
                post
                for number, post in self.state.posts.items()
                if post["edit_history_tweet_ids"][-1] == number
            ),
            key=lambda post: -int(post["id"]),
        )

    def _posts(self, posts: list[Fields], query: Query, at_least: int) -> Fields:
        if "since_id" in query:
            posts = [post for post in posts if int(post["id"]) > int(query["since_id"])]
        if "start_time" in query:
            begin = datetime.fromisoformat(query["start_time"])
            posts = [post for post in posts if datetime.fromisoformat(post["created_at"]) >= begin]
        page, meta = _page(posts, query, at_least, 100)
        if page:
            meta |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
        return self._shown(page, query) | {"meta": meta}

    def _shown(self, posts: list[Fields], query: Query) -> Fields:
        wanted, expansions = _wanted(query, "tweet.fields"), _wanted(query, "expansions")
        shown: Fields = {}
        if posts:
            shown["data"] = [_only(post, POST_DEFAULT | wanted) for post in posts]
        includes: Fields = {}
        if "author_id" in expansions:
            authors = dict.fromkeys(post["author_id"] for post in posts)
            if authors:
                includes["users"] = self._users(authors, query)
        if "attachments.media_keys" in expansions:
            keys = [
                key for post in posts for key in post.get("attachments", {}).get("media_keys", [])
            ]
            fields = MEDIA_DEFAULT | _wanted(query, "media.fields")
            if keys:
                includes["media"] = [_only(self.state.media[key], fields) for key in keys]
        return shown | ({"includes": includes} if includes else {})

    # --- people -------------------------------------------------------------------------------

    def me(self, query: Query) -> Fields:
        return {"data": self._users([OUR_NUMBER], query)[0]}

    def users(self, query: Query) -> Fields:
        asked = query["ids"].split(",")
        known = [number for number in asked if number in self.state.people]
        gone = [_gone(number, "user") for number in asked if number not in self.state.people]
        return ({"data": self._users(known, query)} if known else {}) | (
            {"errors": gone} if gone else {}
        )

    def _users(self, numbers: Iterable[str], query: Query) -> list[Fields]:
        wanted = USER_DEFAULT | _wanted(query, "user.fields")
        people = self.state.people
        return [
            _only({**people[number], "connection_status": self._connection(number)}, wanted)
            for number in numbers
        ]

    def _connection(self, number: str) -> list[str]:
        return ["muting"] if number in self.state.muted else []

    def _handle(self, post: Fields) -> str:
        return str(self.state.people[post["author_id"]]["username"])

    # --- private messages ---------------------------------------------------------------------

    def events(self, query: Query, now: datetime, participant: str = "") -> Fields:
        events = [
            event
            for event in sorted(self.state.events.values(), key=lambda event: -int(event["id"]))
            if now - datetime.fromisoformat(event["created_at"]) < EVENTS_FOR
            and (not participant or participant in event["dm_conversation_id"].split("-"))
        ]
        page, meta = _page(events, query, 1, 100)
        shown: Fields = {"meta": meta}
        if page:
            wanted = EVENT_DEFAULT | _wanted(query, "dm_event.fields")
            shown["data"] = [_only(event, wanted) for event in page]
            if "sender_id" in _wanted(query, "expansions"):
                senders = dict.fromkeys(event["sender_id"] for event in page)
                shown["includes"] = {"users": self._users(senders, query)}
        return shown


def _page(
    listed: list[Fields], query: Query, at_least: int, at_most: int
) -> tuple[list[Fields], Fields]:
    """One page, and the token of the next: the number that it begins after."""
    size = int(query.get("max_results", at_most))
    if not at_least <= size <= at_most:
        raise BadRequest(f"`max_results` is not between {at_least} and {at_most}")
    token = query.get("pagination_token") or query.get("next_token")
    if token:
        if not token.startswith("after-"):
            raise BadRequest("the token is not known any more")
        after = int(token.removeprefix("after-"))
        listed = [one for one in listed if int(one["id"]) < after]
    page = listed[:size]
    meta: Fields = {"result_count": len(page)}
    if len(listed) > size:
        meta["next_token"] = f"after-{page[-1]['id']:0>24}"
    return page, meta


def _wanted(query: Query, name: str) -> set[str]:
    return set(filter(None, query.get(name, "").split(",")))


def _only(fields: Fields, names: set[str]) -> Fields:
    return {name: value for name, value in fields.items() if name in names}


def _gone(number: str, kind: str) -> Fields:
    return {
        "type": NOT_FOUND,
        "title": "Not Found Error",
        "detail": f"Could not find {kind} with ids: [{number}].",
        "parameter": "ids",
        "value": number,
        "resource_id": number,
        "resource_type": kind,
    }


def _moment_of(number: str) -> datetime:
    return EPOCH + timedelta(milliseconds=int(number) >> 22)
