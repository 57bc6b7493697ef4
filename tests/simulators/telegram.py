"""Telegram's Bot API, as far as python-telegram-bot and the desk use it.

    python -m tests.simulators.telegram FOLDER

Every message that appeared, changed or went is a line in `public.jsonl`, every request one in
`hits.jsonl`. `control/…` presses buttons and writes as anybody. How tests use it:
`telegram_rig.py`.
"""

import json
import re
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.simulators.server import PUBLIC, Answer, Fault, Fields, Request, World, serve
from tests.simulators.telegram_html import BadText, shown

TOKEN = "7:token-of-larch-and-loaf"
BOT = {"id": 7, "is_bot": True, "first_name": "Larch desk", "username": "larch_desk_bot"}
#: the owner's group
CHAT = -100200300
DELETED_WITHIN = timedelta(hours=48)
ERRORS = {
    Fault.UNAVAILABLE_BEFORE: (502, "Bad Gateway"),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: (502, "Bad Gateway"),
    Fault.TOO_MANY: (429, "Too Many Requests: retry after 2"),
    Fault.FORBIDDEN: (403, "Forbidden: bot was kicked from the supergroup chat"),
    Fault.DUPLICATE: (400, "Bad Request: message is too long"),
    Fault.GONE: (400, "Bad Request: chat not found"),
    Fault.REVOKED: (401, "Unauthorized"),
}


class Refusal(Exception):
    """Telegram says no."""

    def __init__(self, status: int, words: str) -> None:
        self.status, self.words = status, words
        super().__init__(words)


class TelegramWorld(World):
    """One bot, one group."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.messages: dict[int, Fields] = {}
        #: numbers of what people wrote
        self.theirs: set[int] = set()
        self.count = 100
        self.update_id = 5000
        self.updates: list[Fields] = []
        self.queries: dict[str, Fields] = {}
        self.popups: list[Fields] = []
        self.commands: list[Fields] = []
        self.webhook = ""
        self.news = threading.Condition(self.turn)
        #: which long poll is the one that counts
        self.poll = 0
        self.is_waiting = False
        self.members: dict[int, str] = {}
        self.can_delete_late = False

    # --- the API ------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        if not request.path.startswith(f"/bot{TOKEN}/"):
            return _no(401, "Unauthorized")
        method = re.sub("[A-Z]", lambda big: f"_{big[0].lower()}", request.path.rpartition("/")[2])
        do: Callable[[Fields], Any] | None = getattr(self, f"do_{method}", None)
        if do is None:
            return _no(404, "Not Found")
        try:
            return Answer(200, {"ok": True, "result": do(_arguments(request))})
        except Refusal as refused:
            return _no(refused.status, refused.words)
        except BadText as refused:
            return _no(400, f"Bad Request: {refused}")

    def failure(self, fault: Fault, request: Request) -> Answer:
        status, words = ERRORS[fault]
        return _no(status, words, {"retry_after": 2} if status == 429 else None)

    def do_get_me(self, _asked: Fields) -> Fields:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}

    def do_get_webhook_info(self, _asked: Fields) -> Fields:
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}

    def do_get_chat(self, asked: Fields) -> Fields:
        self._chat(asked)
        return {
            **_group(),
            "accent_color_id": 1,
            "max_reaction_count": 0,
            "accepted_gift_types": dict.fromkeys(
                (
                    "unlimited_gifts",
                    "limited_gifts",
                    "unique_gifts",
                    "premium_subscription",
                    "gifts_from_channels",
                ),
                False,
            ),
        }

    def do_get_chat_member(self, asked: Fields) -> Fields:
        self._chat(asked)
        user = int(asked["user_id"])
        name = self.members.get(user)
        if user != BOT["id"] and name is None:
            raise Refusal(400, "Bad Request: member not found")
        person = BOT if user == BOT["id"] else _person(user, name or "")
        return {"status": "member", "user": person}

    def do_set_my_commands(self, asked: Fields) -> bool:
        self.commands = asked["commands"]
        return True

    def do_send_message(self, asked: Fields) -> Fields:
        self._chat(asked)
        message = self._made(asked)
        reply = asked.get("reply_parameters")
        if reply and reply["message_id"] not in self.messages.keys() | self.theirs:
            if not reply.get("allow_sending_without_reply"):
                raise Refusal(400, "Bad Request: message to be replied not found")
            reply = None
        self.count += 1
        message["message_id"] = self.count
        message["at"] = self.now().isoformat()
        message["answers"] = reply["message_id"] if reply else 0
        message["is_silent"] = bool(asked.get("disable_notification"))
        self.messages[self.count] = message
        self.write(PUBLIC, {"did": "sent", **message})
        return self._json(message)

    def do_edit_message_text(self, asked: Fields) -> Fields:
        self._chat(asked)
        old = self._mine(asked)
        new = {**old, **self._made(asked)}
        if new == old:
            raise Refusal(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        return self._changed(new)

    def do_edit_message_reply_markup(self, asked: Fields) -> Fields:
        self._chat(asked)
        old = self._mine(asked)
        new = {**old, "keys": _keys(asked.get("reply_markup") or {})}
        if new == old:
            raise Refusal(400, "Bad Request: message is not modified")
        return self._changed(new)

    def do_delete_message(self, asked: Fields) -> bool:
        self._chat(asked)
        message = self.messages.get(int(asked["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to delete not found")
        is_late = self.now() - datetime.fromisoformat(message["at"]) > DELETED_WITHIN
        if is_late and not self.can_delete_late:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        del self.messages[message["message_id"]]
        self.write(PUBLIC, {"did": "deleted", "message_id": message["message_id"]})
        return True

    def do_answer_callback_query(self, asked: Fields) -> bool:
        query = self.queries.pop(asked["callback_query_id"], None)
        if query is None:
            raise Refusal(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        if len(asked.get("text", "")) > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.popups.append(
            {
                "user": query["from"]["id"],
                "text": asked.get("text", ""),
                "is_alert": bool(asked.get("show_alert")),
            }
        )
        return True

    def do_get_updates(self, asked: Fields) -> list[Fields]:
        if self.webhook:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
                "to delete the webhook first",
            )
        self.poll += 1
        mine, offset = self.poll, int(asked.get("offset") or 0)
        self.news.notify_all()
        if offset:
            self.updates = [one for one in self.updates if one["update_id"] >= offset]
        self.is_waiting = True
        self.news.wait_for(
            lambda: self.updates or self.poll != mine, timeout=float(asked.get("timeout") or 0)
        )
        if self.poll != mine and self.webhook:
            raise Refusal(409, "Conflict: terminated by setWebhook request")
        if self.poll != mine:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot "
                "instance is running",
            )
        self.is_waiting = False
        return self.updates[:100]

    # --- what a test asks for -----------------------------------------------------------------

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "messages":
                return list(self.messages.values())
            case "popups":
                return self.popups
            case "commands":
                return self.commands
            case "waiting":
                return len(self.updates)
            case "set":
                for name, value in asked.items():
                    setattr(self, name, value)
                if self.webhook:
                    self.poll += 1
                    self.news.notify_all()
                self.members = {int(user): name for user, name in self.members.items()}
            case "forget":
                self.messages.pop(asked)
            case "press":
                return self._press(asked)
            case "say":
                return self._say(asked)
            case "again":
                # the same update once more, under a new number
                self._tell({key: asked[key] for key in asked if key != "update_id"})
            case _:
                raise ValueError(what)
        return None

    def _press(self, asked: Fields) -> str:
        message = self.messages[asked["message"]]
        key = next(
            (one for row in message["keys"] for one in row if one["text"] == asked["label"]), None
        )
        if key is None and "data" not in asked:
            raise ValueError(f"no button {asked['label']!r} in {message['keys']}")
        data = asked.get("data") or (key or {})["callback_data"]
        query = f"q{self.update_id}"
        shown_in = {**self._json(message), "chat": asked.get("chat") or _group()}
        update = {
            "callback_query": {
                "id": query,
                "from": {**_person(asked["user"], asked["name"]), **asked.get("person", {})},
                "message": shown_in,
                "chat_instance": "1",
                "data": data,
            }
        }
        self.queries[query] = update["callback_query"]
        self._tell(update)
        return query

    def _say(self, asked: Fields) -> int:
        self.count += 1
        self.theirs.add(self.count)
        text = asked["text"]
        message = {
            "message_id": self.count,
            "date": int(self.now().timestamp()),
            "chat": asked.get("chat") or _group(),
            "from": {**_person(asked["user"], asked["name"]), **asked.get("person", {})},
            "text": text,
            **asked.get("extra", {}),
        }
        if text.startswith("/"):
            length = len(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        if asked.get("answers"):
            answered = self.messages.get(asked["answers"])
            if answered is not None:
                message["reply_to_message"] = self._json(answered)
        self._tell({"message": message})
        return self.count

    def _tell(self, update: Fields) -> None:
        self.update_id += 1
        self.updates.append({"update_id": self.update_id, **update})
        self.news.notify_all()

    # --- steps --------------------------------------------------------------------------------

    def _chat(self, asked: Fields) -> None:
        if str(asked["chat_id"]) != str(CHAT):
            raise Refusal(400, "Bad Request: chat not found")

    def _mine(self, asked: Fields) -> Fields:
        message = self.messages.get(int(asked["message_id"]))
        if message is None:
            raise Refusal(400, "Bad Request: message to edit not found")
        return message

    def _made(self, asked: Fields) -> Fields:
        if asked.get("parse_mode") != "HTML":
            raise Refusal(400, "Bad Request: this simulator reads HTML only")
        seen = shown(asked["text"])
        markup = asked.get("reply_markup") or {}
        return {
            "text": seen.text,
            "formats": [[one.sort, one.begin, one.end, one.url] for one in seen.formats],
            "found": [list(one) for one in seen.found],
            "has_preview": not (asked.get("link_preview_options") or {}).get("is_disabled"),
            "keys": _keys(markup),
            "asks": bool(markup.get("force_reply")),
        }

    def _changed(self, message: Fields) -> Fields:
        self.messages[message["message_id"]] = message
        self.write(PUBLIC, {"did": "changed", **message})
        return self._json(message)

    def _json(self, message: Fields) -> Fields:
        made = {
            "message_id": message["message_id"],
            "date": int(datetime.fromisoformat(message["at"]).timestamp()),
            "chat": _group(),
            "from": BOT,
            "text": message["text"],
        }
        if message["keys"]:
            made["reply_markup"] = {"inline_keyboard": message["keys"]}
        return made


def _arguments(request: Request) -> Fields:
    """A form whose values are JSON wherever they are not plain text."""
    made: Fields = {}
    for name, value in request.form().items():
        try:
            made[name] = value if name in ("text", "url") else json.loads(value)
        except ValueError:
            made[name] = value
    if "callback_query_id" in made:
        made["callback_query_id"] = str(made["callback_query_id"])
    return made


def _keys(markup: Fields) -> list[list[Fields]]:
    rows: list[list[Fields]] = markup.get("inline_keyboard") or []
    if sum(map(len, rows)) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    for key in (one for row in rows for one in row):
        if not key.get("text", "").strip():
            raise Refusal(400, "Bad Request: BUTTON_TEXT_INVALID")
        if "url" in key:
            host = urlsplit(key["url"]).hostname or ""
            if not key["url"].startswith(("http://", "https://")) or "." not in host:
                raise Refusal(400, "Bad Request: BUTTON_URL_INVALID")
        elif not 1 <= len(key.get("callback_data", "").encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def _group() -> Fields:
    return {"id": CHAT, "type": "supergroup", "title": "Larch desk"}


def _person(user: int, name: str) -> Fields:
    return {"id": user, "is_bot": False, "first_name": name}


def _no(status: int, words: str, parameters: Fields | None = None) -> Answer:
    body: Fields = {"ok": False, "error_code": status, "description": words}
    return Answer(status, body | ({"parameters": parameters} if parameters else {}))


if __name__ == "__main__":
    serve(TelegramWorld(Path(sys.argv[1])))
