"""What X knows: people, posts and private messages, in the shape its API shows them."""

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.simulators.server import Fields

EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
OUR_NUMBER, OUR_HANDLE = "1000", "larchandloaf"
_HANDLE = re.compile(r"@(\w{1,15})")
_LINK = re.compile(r"https?://\S+")
#: an old-style text ends here; the rest is in the note
TRUNCATED_AT = 280


class State:
    """People and what they said."""

    def __init__(self) -> None:
        self.people: dict[str, Fields] = {}
        self.posts: dict[str, Fields] = {}
        self.events: dict[str, Fields] = {}
        self.media: dict[str, Fields] = {}
        self.muted: set[str] = set()
        self.hidden: set[str] = set()
        #: as we wrote it, by number; X shows more
        self.written: dict[str, str] = {}
        self.closed: set[str] = set()
        #: numbers of posts → numbers of their authors, who took no letters
        self.takes_no_letters: set[str] = set()
        self._given = 0
        self._join(OUR_HANDLE, OUR_NUMBER, "Larch & Loaf")

    # --- people -------------------------------------------------------------------------------

    def person(self, handle: str) -> Fields:
        """That account; it joins when nobody has that handle."""
        for one in self.people.values():
            if one["username"].lower() == handle.lower():
                return one
        return self._join(handle, str(2000 + len(self.people)), handle.capitalize())

    def _join(self, handle: str, number: str, name: str) -> Fields:
        self.people[number] = {
            "id": number,
            "name": name,
            "username": handle,
            "created_at": "2019-05-14T08:00:00.000Z",
            "protected": False,
            "public_metrics": {
                "followers_count": 120,
                "following_count": 80,
                "tweet_count": 900,
                "listed_count": 1,
            },
        }
        return self.people[number]

    # --- posts --------------------------------------------------------------------------------

    def post(
        self,
        text: str,
        by: str,
        at: datetime,
        *,
        parent: str = "",
        quoted: str = "",
        reposted: str = "",
        excluded: Iterable[str] = (),
        names_parent: bool = True,
    ) -> Fields:
        """Somebody posts; X puts the names of those they answer before the words."""
        author = self.person(by)
        refers = [("replied_to", parent), ("quoted", quoted), ("retweeted", reposted)]
        words = text
        above = self.posts.get(parent)
        if above is not None and names_parent:
            words = self._with_names(text, above, author["id"], set(excluded))
        number = self.number(at)
        post: Fields = {
            "id": number,
            "author_id": author["id"],
            "created_at": written(at),
            "lang": "en",
            "conversation_id": number if above is None else above["conversation_id"],
            "edit_history_tweet_ids": [number],
            "reply_settings": "everyone",
        }
        if above is not None:
            post["in_reply_to_user_id"] = above["author_id"]
        if any(of for _, of in refers):
            post["referenced_tweets"] = [{"type": kind, "id": of} for kind, of in refers if of]
        if quoted:
            handle = self.people[self.posts[quoted]["author_id"]]["username"]
            words += f" https://x.com/{handle}/status/{quoted}"
        self._put_words(post, words)
        self.posts[number] = post
        self.written[number] = text
        return post

    def edit(self, number: str, text: str, at: datetime) -> Fields:
        """A new post with a new number, which knows the older ones."""
        old = self.posts[number]
        history = [*old["edit_history_tweet_ids"], self.number(at)]
        new = {**old, "id": history[-1], "created_at": written(at)}
        for name in ("note_tweet", "entities"):
            new.pop(name, None)
        self._put_words(new, text)
        self.posts[history[-1]] = new
        for each in history:
            self.posts[each]["edit_history_tweet_ids"] = history
        return new

    def _with_names(self, text: str, above: Fields, by: str, excluded: set[str]) -> str:
        numbers = [above["author_id"]]
        numbers += [one["id"] for one in above.get("entities", {}).get("mentions", [])]
        wanted = [one for one in dict.fromkeys(numbers) if one not in excluded and one != by]
        names = [f"@{self.people[number]['username']}" for number in wanted]
        left = [name for name in names if name.lower() not in text.lower()]
        return " ".join([*left, text])

    def _put_words(self, post: Fields, words: str) -> None:
        """Escaped, with short links, and cut off where a note carries the rest."""
        links = {link: f"https://t.co/{number}" for number, link in enumerate(_LINK.findall(words))}
        for link, short in links.items():
            words = words.replace(link, short)
        entities: Fields = {}
        mentions = [
            {
                "start": found.start(),
                "end": found.end(),
                "username": found[1],
                "id": self.person(found[1])["id"],
            }
            for found in _HANDLE.finditer(words)
        ]
        if mentions:
            entities["mentions"] = mentions
        if links:
            entities["urls"] = [
                {
                    "start": words.index(short),
                    "end": words.index(short) + len(short),
                    "url": short,
                    "expanded_url": link,
                    "display_url": link.removeprefix("https://"),
                }
                for link, short in links.items()
            ]
        whole = html.escape(words, quote=False)
        post["text"] = whole
        if len(words) > TRUNCATED_AT:
            post["text"] = html.escape(words[:TRUNCATED_AT], quote=False) + "…"
            post["note_tweet"] = {"text": whole, **({"entities": entities} if entities else {})}
        if entities:
            post["entities"] = entities

    # --- private messages ---------------------------------------------------------------------

    def write_privately(self, text: str, sender: str, to: str, at: datetime) -> Fields:
        """One private message between two people."""
        pair = sorted((sender, to), key=int)
        event = {
            "id": self.number(at),
            "event_type": "MessageCreate",
            "text": text,
            "sender_id": sender,
            "dm_conversation_id": "-".join(pair),
            "created_at": written(at),
        }
        self.events[event["id"]] = event
        return event

    # --- numbers ------------------------------------------------------------------------------

    def number(self, at: datetime) -> str:
        """X's numbers tell the time, and grow."""
        self._given += 1
        milliseconds = (at - EPOCH) // timedelta(milliseconds=1)
        return str((milliseconds << 22) + self._given)


def written(at: datetime) -> str:
    """As X writes a moment."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
