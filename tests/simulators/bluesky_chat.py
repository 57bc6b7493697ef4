"""Private messages (`chat.bsky`), which a program reaches through the account's server."""

from typing import Any

from tests.simulators.bluesky_network import OUR_DID, Network, XrpcError, iso
from tests.simulators.server import Fields

Asked = dict[str, list[str]]


class Chat:
    """Conversations of two."""

    def __init__(self, network: Network) -> None:
        self.network = network
        #: by convo: members, rev, messages (oldest first)
        self.convos: dict[str, Fields] = {}
        self._count = 0

    def say(self, by: str, to: str, text: str) -> Fields:
        """One message, however it is sent."""
        convo = self.convo(by, to)
        self._count += 1
        message = {
            "$type": "chat.bsky.convo.defs#messageView",
            "id": f"m{self._count}",
            "rev": f"{self._count:013}",
            "text": text,
            "sender": {"did": by},
            "sentAt": iso(self.network.now()),
        }
        convo["messages"].append({**message, "order": self._count + 1_000_000})
        convo["rev"] = message["rev"]
        if by == OUR_DID:
            line = {"did": "posted", "id": f"dm:{convo['id']}/{message['id']}", "text": text}
            self.network.public({**line, "to": to})
        return {**message, "id": f"bluesky:dm:{convo['id']}/{message['id']}"} | {
            "native": message["id"]
        }

    def convo(self, one: str, other: str) -> Fields:
        """Always the same one for the same two."""
        members = sorted([one, other])
        convo_id = "-".join(did.removeprefix("did:plc:") for did in members)
        new = {"id": convo_id, "members": members, "rev": "0", "messages": []}
        return self.convos.setdefault(convo_id, new)

    def said_by(self, did: str) -> list[Fields]:
        return [
            {
                "id": f"bluesky:dm:{convo['id']}/{message['id']}",
                "text": message["text"],
                "parent_id": "",
                "to": f"bluesky:{next(m for m in convo['members'] if m != did)}",
                "order": message["order"],
            }
            for convo in self.convos.values()
            for message in convo["messages"]
            if message["sender"]["did"] == did
        ]

    def answer(self, method: str, asked: Asked, body: Any) -> Fields:
        match method.rpartition(".")[2]:
            case "listConvos":
                return self._listed(asked)
            case "getMessages":
                return self._messages(asked)
            case "getConvoAvailability":
                other = asked["members"][0]
                can_chat = self._accepts(other)
                there = [
                    c for c in self.convos.values() if c["members"] == sorted([OUR_DID, other])
                ]
                shown = {"convo": self._view(there[0])} if there and can_chat else {}
                return {"canChat": can_chat, **shown}
            case "getConvoForMembers":
                other = asked["members"][0]
                if not self._accepts(other):
                    raise XrpcError(400, "MessagesDisabled", "recipient has disabled messages")
                return {"convo": self._view(self.convo(OUR_DID, other))}
            case "sendMessage":
                return self._sent(body)
        raise XrpcError(501, "MethodNotImplemented")

    def _accepts(self, did: str) -> bool:
        account = self.network.accounts[self.network.did_of(did)]
        return bool(account["chat"] == "all")

    def _sent(self, body: Fields) -> Fields:
        convo = self.convos.get(body["convoId"])
        if convo is None:
            raise XrpcError(400, "InvalidConvo", "no such conversation")
        other = next(did for did in convo["members"] if did != OUR_DID)
        if not self._accepts(other):
            raise XrpcError(400, "MessagesDisabled", "recipient has disabled messages")
        if len(body["message"]["text"]) > 1000:
            raise XrpcError(400, "InvalidRequest", "text must not be longer than 1000 graphemes")
        sent = self.say(OUR_DID, other, body["message"]["text"])
        return {**sent, "id": sent["native"]}

    def _listed(self, asked: Asked) -> Fields:
        convos = sorted(self.convos.values(), key=lambda one: one["rev"], reverse=True)
        after = (asked.get("cursor") or [""])[0]
        rest = [one for one in convos if not after or one["rev"] < after]
        page = rest[: int((asked.get("limit") or ["50"])[0])]
        cursor = {"cursor": page[-1]["rev"]} if len(rest) > len(page) else {}
        return {"convos": [self._view(one) for one in page], **cursor}

    def _messages(self, asked: Asked) -> Fields:
        convo = self.convos[asked["convoId"][0]]
        after = (asked.get("cursor") or [""])[0]
        rest = [one for one in reversed(convo["messages"]) if not after or one["rev"] < after]
        page = rest[: int((asked.get("limit") or ["50"])[0])]
        cursor = {"cursor": page[-1]["rev"]} if len(rest) > len(page) else {}
        return {"messages": page, **cursor}

    def _view(self, convo: Fields) -> Fields:
        members = []
        for did in convo["members"]:
            account = self.network.accounts[self.network.did_of(did)]
            members.append({key: account[key] for key in ("did", "handle", "displayName")})
        return {
            "id": convo["id"],
            "rev": convo["rev"],
            "members": members,
            "muted": False,
            "unreadCount": 0,
        }
