"""Keeping somebody away: mute, block, and hiding a reply under a post of ours. All can be done
twice without harm, and undone."""

from abc import ABC, abstractmethod

from connectors._bluesky import errors, names
from connectors._bluesky.errors import Trouble
from connectors._bluesky.listings import posts_of
from connectors._bluesky.parse import UNREADABLE, Fields
from connectors._bluesky.refresh import GONE
from connectors._bluesky.replies import written_at
from connectors._bluesky.session import Session
from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Action
from monitor.errors import ConnectorError

#: as many replies may be hidden under one post
MOST_HIDDEN = 300


def by_hand(action: Action, target_id: str, handle: str) -> str:
    """Where a person does it in the app."""
    try:
        if action is Action.HIDE:
            return names.post_url(names.post_of(target_id))
        if action in (Action.MUTE, Action.BLOCK):
            return names.profile_url(names.did_of(target_id))
    except ValueError:
        return names.profile_url(handle.removeprefix("@")) if handle else ""
    return ""


class _Measure(ABC):
    """What all of them have in common."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def do(self, target_id: str) -> Outcome:
        return self._carry_out(target_id, is_on=True)

    def undo(self, target_id: str) -> Outcome:
        return self._carry_out(target_id, is_on=False)

    def _carry_out(self, target_id: str, *, is_on: bool) -> Outcome:
        try:
            refused = self._change(target_id, is_on)
        except ValueError:
            return Refused(why=f"`{target_id}` is not on Bluesky")
        except ConnectorError as error:
            return errors.refused_before(error)
        except Trouble as trouble:
            return errors.outcome(trouble, self._session.clock.now())
        return refused or Delivered(posted_id=target_id)

    @abstractmethod
    def _change(self, target_id: str, is_on: bool) -> Refused | None:
        """Makes it so, or says why that cannot be. Raises ValueError, ConnectorError, Trouble."""

    def _viewer(self, did: str) -> Fields:
        """How we stand to an account. Raises ConnectorError."""
        viewer = self._session.read("app.bsky.actor.getProfile", actor=did).get("viewer")
        return viewer if isinstance(viewer, dict) else {}


class Mute(_Measure):
    """We no longer see them; they do not notice."""

    def _change(self, target_id: str, is_on: bool) -> Refused | None:
        method = "app.bsky.graph.muteActor" if is_on else "app.bsky.graph.unmuteActor"
        self._session.write(method, {"actor": names.did_of(target_id)})
        return None

    def is_on(self, target_id: str) -> bool | None:
        return bool(self._viewer(names.did_of(target_id)).get("muted"))


class Block(_Measure):
    """They can no longer interact with us. Everybody can see it."""

    def _change(self, target_id: str, is_on: bool) -> Refused | None:
        did = names.did_of(target_id)
        ours = self._session.did()
        place = {"repo": ours, "collection": names.BLOCK, "rkey": names.block_key(did)}
        if is_on:
            record = {
                "$type": names.BLOCK,
                "subject": did,
                "createdAt": written_at(self._session.clock.now()),
            }
            self._session.write("com.atproto.repo.putRecord", {**place, "record": record})
            return None
        by_app = self._viewer(did).get("blocking")
        self._session.write("com.atproto.repo.deleteRecord", place)
        if by_app and not str(by_app).endswith(f"/{place['rkey']}"):
            # somebody of ours blocked them in the app: another key
            uri = names.parse_uri(by_app)
            if uri.did == ours and uri.collection == names.BLOCK:
                self._session.write("com.atproto.repo.deleteRecord", {**place, "rkey": uri.key})
        return None

    def is_on(self, target_id: str) -> bool | None:
        did = names.did_of(target_id)
        uri = names.Uri(self._session.did(), names.BLOCK, names.block_key(did))
        # our own repository knows at once, the app's view a little later
        if record_of(self._session, uri) is not None:
            return True
        blocking = self._viewer(did).get("blocking")
        return bool(blocking) and not str(blocking).endswith(f"/{uri.key}")


class Hide(_Measure):
    """A reply under a post of ours that people see only when they ask for it."""

    def _change(self, target_id: str, is_on: bool) -> Refused | None:
        reply = names.post_of(target_id)
        root = self._root(reply)
        if root is None:
            if not is_on:
                return None
            return Refused(why="only a reply under a post of ours can be hidden")
        gate, cid = self._gate(root)
        hidden = [uri for uri in gate.get("hiddenReplies") or () if uri != str(reply)]
        if is_on:
            hidden.append(str(reply))
        if hidden == (gate.get("hiddenReplies") or []):
            return None
        if len(hidden) > MOST_HIDDEN:
            return Refused(why=f"{MOST_HIDDEN} replies are hidden there already")
        new = {
            "$type": names.THREADGATE,
            "post": str(root),
            "createdAt": written_at(self._session.clock.now()),
            # who may reply stays as it is: without `allow` everybody, with an empty one nobody
            **gate,
            "hiddenReplies": hidden,
        }
        body = {
            "repo": root.did,
            "collection": names.THREADGATE,
            "rkey": root.key,
            "record": new,
            "swapRecord": cid,
        }
        try:
            self._session.write("com.atproto.repo.putRecord", body)
        except Trouble as trouble:
            if trouble.name != "InvalidSwap":
                raise
            return Refused(why="somebody changed it at the same moment", permanent=False)
        return None

    def is_on(self, target_id: str) -> bool | None:
        reply = names.post_of(target_id)
        root = self._root(reply)
        if root is None:
            return False
        gate, _ = self._gate(root)
        return str(reply) in (gate.get("hiddenReplies") or ())

    def _root(self, reply: names.Uri) -> names.Uri | None:
        """The post of ours that it stands under. Raises ConnectorError."""
        posts = posts_of(self._session, [str(reply)])
        try:
            record = posts[0]["record"] if posts else {}
            root = names.parse_uri(record["reply"]["root"]["uri"])
        except UNREADABLE:
            return None
        return root if root.did == self._session.did() else None

    def _gate(self, root: names.Uri) -> tuple[Fields, str | None]:
        """The record beside our post, and its hash. Raises ConnectorError."""
        found = record_of(self._session, names.Uri(root.did, names.THREADGATE, root.key))
        if found is None:
            return {}, None
        value = found.get("value")
        return (value if isinstance(value, dict) else {}), str(found.get("cid"))


def record_of(session: Session, uri: names.Uri) -> Fields | None:
    """A record with its hash, None where there is none. Raises ConnectorError."""
    try:
        return session.ask(
            "com.atproto.repo.getRecord", repo=uri.did, collection=uri.collection, rkey=uri.key
        )
    except Trouble as trouble:
        if trouble.name in GONE:
            return None
        raise errors.connector_error(trouble, session.clock.now()) from None
