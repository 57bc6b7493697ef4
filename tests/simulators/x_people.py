"""What people do on X when a test asks them to."""

from datetime import datetime, timedelta
from typing import Any

from tests.simulators.server import Fields
from tests.simulators.x_state import OUR_HANDLE, OUR_NUMBER, State


class Crowd:
    """Everybody, the owner with a phone among them."""

    def __init__(self, state: State) -> None:
        self.state = state

    # Any: what a test asks for is what it knows of
    def does(self, what: str, asked: Any, now: datetime) -> object:
        state = self.state
        match what:
            case "post":
                at = datetime.fromisoformat(asked.pop("at", None) or now.isoformat())
                fields = asked.pop("fields", {})
                post = state.post(asked.pop("text"), asked.pop("by"), at, **asked)
                post.update(fields)
                return post["id"]
            case "many":
                begin = now - timedelta(seconds=asked["count"])
                moments = [begin + timedelta(seconds=one) for one in range(asked["count"])]
                text = f"@{OUR_HANDLE} where is order"
                return [state.post(f"{text} {at:%H%M%S}?", "ada", at)["id"] for at in moments]
            case "edit":
                return state.edit(asked["id"], asked["text"], now)["id"]
            case "delete":
                for number in state.posts[asked]["edit_history_tweet_ids"]:
                    del state.posts[number]
            case "write_privately":
                sender = state.person(asked["by"])["id"]
                to = state.person(asked.get("to", OUR_HANDLE))["id"]
                return state.write_privately(asked["text"], sender, to, now)["id"]
            case "event":
                number = state.number(now)
                state.events[number] = {"id": number, **asked}
                return number
            case "close":
                state.closed.add(asked)
                state.posts[asked]["reply_settings"] = "other"
            case "person":
                state.person(asked["handle"]).update(asked.get("fields", {}))
                return state.person(asked["handle"])["id"]
            case "no_letters":
                state.takes_no_letters.add(state.person(asked)["id"])
            case "media":
                state.media[asked["media_key"]] = asked
            case "ours":
                return self._ours()
            case "muted":
                return sorted(state.muted)
            case "hidden":
                return sorted(state.hidden)
            case _:
                raise ValueError(f"nobody can {what}")
        return None

    def _ours(self) -> list[Fields]:
        """Every word of ours that is there, oldest first."""
        posts = [
            {
                "id": number,
                "text": self.state.written[number],
                "shown": post["text"],
                "parent": next(
                    (
                        one["id"]
                        for one in post.get("referenced_tweets", [])
                        if one["type"] == "replied_to"
                    ),
                    "",
                ),
                "to": "",
            }
            for number, post in self.state.posts.items()
            if post["author_id"] == OUR_NUMBER
        ]
        letters = [
            {"id": event["id"], "text": event["text"], "parent": "", "to": _other(event)}
            for event in self.state.events.values()
            if event.get("sender_id") == OUR_NUMBER
        ]
        return sorted(posts + letters, key=lambda one: int(str(one["id"])))


def _other(event: Fields) -> str:
    pair = str(event["dm_conversation_id"]).split("-")
    return next(number for number in pair if number != OUR_NUMBER)
