"""What X lets a program write, and in which words it refuses."""

from collections.abc import Callable
from datetime import datetime

from tests.simulators.server import Fields
from tests.simulators.x_state import OUR_HANDLE, OUR_NUMBER, State

NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
INVISIBLE = "You attempted to reply to a Tweet that is deleted or not visible to you."
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
NO_LETTERS = "You do not have permission to DM one or more participants."


class Refusal(Exception):
    """X says no."""

    def __init__(self, status: int, words: str) -> None:
        self.status = status
        super().__init__(words)


class Writes:
    """What can be written."""

    def __init__(self, state: State, log: Callable[[str, Fields], None]) -> None:
        self.state = state
        self._log = log

    def post(self, asked: Fields, now: datetime) -> Fields:
        reply = asked.get("reply", {})
        parent = reply.get("in_reply_to_tweet_id", "")
        if parent:
            self._may_answer(parent)
        self._is_new(asked["text"], parent)
        excluded = reply.get("exclude_reply_user_ids", [])
        post = self.state.post(asked["text"], OUR_HANDLE, now, parent=parent, excluded=excluded)
        self._log(
            "posted",
            {"id": post["id"], "text": asked["text"], "parent": parent, "at": now.isoformat()},
        )
        return {"data": {"id": post["id"], "text": post["text"]}}

    def _may_answer(self, parent: str) -> None:
        above = self.state.posts.get(parent)
        if above is None:
            raise Refusal(403, INVISIBLE)
        named = [one["id"] for one in above.get("entities", {}).get("mentions", [])]
        links = above.get("entities", {}).get("urls", [])
        quotes_us = any(f"/{OUR_HANDLE}/status/" in link["expanded_url"] for link in links)
        first = above["edit_history_tweet_ids"][0]
        if first in self.state.closed or not (OUR_NUMBER in named or quotes_us):
            raise Refusal(403, NOT_SUMMONED)

    def _is_new(self, text: str, parent: str) -> None:
        for number, post in self.state.posts.items():
            answers = [one["id"] for one in post.get("referenced_tweets", [])] or [""]
            is_ours = post["author_id"] == OUR_NUMBER
            if is_ours and self.state.written[number] == text and parent in answers:
                raise Refusal(403, DUPLICATE)

    def delete(self, number: str, now: datetime) -> Fields:
        post = self.state.posts.get(number)
        if post is None:
            raise Refusal(404, "Could not find that post.")
        if post["author_id"] != OUR_NUMBER:
            raise Refusal(403, "You are not allowed to delete this Tweet.")
        del self.state.posts[number]
        self._log("deleted", {"id": number, "at": now.isoformat()})
        return {"data": {"deleted": True}}

    def hide(self, number: str, asked: Fields) -> Fields:
        post = self.state.posts.get(number)
        root = self.state.posts.get(post["conversation_id"]) if post is not None else None
        if root is None or root["author_id"] != OUR_NUMBER or root is post:
            raise Refusal(403, "You are not allowed to hide this reply.")
        (self.state.hidden.add if asked["hidden"] else self.state.hidden.discard)(number)
        return {"data": {"hidden": asked["hidden"]}}

    def mute(self, number: str) -> Fields:
        if number not in self.state.people:
            # with a 200, as X does
            problem = {
                "type": "https://api.twitter.com/2/problems/resource-not-found",
                "title": "Not Found Error",
                "detail": f"Could not find user with id: [{number}].",
                "parameter": "target_user_id",
                "value": number,
                "resource_id": number,
                "resource_type": "user",
            }
            return {"errors": [problem]}
        self.state.muted.add(number)
        return {"data": {"muting": True}}

    def unmute(self, number: str) -> Fields:
        self.state.muted.discard(number)
        return {"data": {"muting": False}}

    def letter(self, number: str, asked: Fields, now: datetime) -> Fields:
        if number not in self.state.people or number in self.state.takes_no_letters:
            raise Refusal(403, NO_LETTERS)
        event = self.state.write_privately(asked["text"], OUR_NUMBER, number, now)
        self._log(
            "posted",
            {"id": event["id"], "text": asked["text"], "to": number, "at": now.isoformat()},
        )
        return {
            "data": {
                "dm_conversation_id": event["dm_conversation_id"],
                "dm_event_id": event["id"],
            }
        }
