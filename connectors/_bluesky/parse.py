"""From Bluesky's JSON to messages. One post that cannot be read is set aside; the rest goes on."""

from collections.abc import Callable, Container, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors._bluesky import names
from connectors._bluesky.names import PLATFORM
from monitor.domain.message import Author, Media, Message, MessageType, SetAside
from monitor.http import storable

#: what JSON gives. Any: this file is where it ends
Fields = dict[str, Any]
#: how far a clock may be ahead of ours
AHEAD = timedelta(minutes=5)
RAW_AT_MOST = 2_000
#: what a post of the wrong shape may raise
UNREADABLE = (AttributeError, KeyError, LookupError, TypeError, ValueError)
CLOSED = "the author lets only some people reply"


class Parser:
    """Reads what one account of ours is shown."""

    def __init__(
        self, *, brand: str, did: str, handle: str, seen_at: datetime, seen: Container[str] = ()
    ) -> None:
        self.brand = brand
        self.did = did
        self.handle = handle
        self.seen_at = seen_at
        #: versions that were brought already
        self.seen = seen
        self.set_aside: list[SetAside] = []

    def each(
        self, read: Callable[[Fields], Message | None], shown: Iterable[object]
    ) -> list[Message]:
        """Every one that can be read."""
        found = []
        for one in shown:
            try:
                if not isinstance(one, dict):
                    raise TypeError(f"a post is {type(one).__name__}")
                message = read(one)
            except UNREADABLE as error:
                self.put_aside(one, error)
            else:
                if message is not None:
                    found.append(message)
        return found

    def put_aside(self, raw: object, error: Exception) -> None:
        """It cannot be used, and why."""
        uri = raw.get("uri") or raw.get("id") if isinstance(raw, dict) else ""
        self.set_aside.append(
            SetAside(
                connector=PLATFORM,
                where=storable(str(uri)[:300]) or "a post",
                reason=storable(f"it cannot be read: {type(error).__name__}: {error}"[:300]),
                raw=storable(str(raw)[:RAW_AT_MOST]),
            )
        )

    # --- posts --------------------------------------------------------------------------------

    def post(self, shown: Fields) -> Message:
        """A post as it is shown: by `getPosts`, `searchPosts` or `listNotifications`."""
        uri = names.parse_uri(shown["uri"])
        record: Fields = shown["record"]
        author = _author(shown["author"])
        if author.id != names.author_id(uri.did):
            raise ValueError("its author is not who it belongs to")
        return self._message(uri, record, author, shown)

    def own_record(self, listed: Fields) -> Message:
        """A post of ours as our own repository lists it."""
        uri = names.parse_uri(listed["uri"])
        if uri.did != self.did:
            raise ValueError("it is not ours")
        author = Author(id=names.author_id(self.did), platform=PLATFORM, handle=self.handle)
        return self._message(uri, listed["value"], author, {})

    def _message(self, uri: names.Uri, record: Fields, author: Author, shown: Fields) -> Message:
        reply, quoted = _refs(record), _quoted(record)
        root, parent = reply or (None, None)
        kind = MessageType.POST
        if parent is not None:
            kind = MessageType.REPLY
        elif quoted is not None:
            kind, parent = MessageType.QUOTE, quoted
        from_brand = uri.did == self.did
        viewer = shown.get("viewer") or {}
        return Message(
            id=names.message_id(str(uri)),
            brand=self.brand,
            platform=PLATFORM,
            author=author,
            text=storable(_text(record["text"])),
            created_at=self._created_at(record, shown),
            seen_at=self.seen_at,
            url=names.post_url(uri),
            conversation_id=names.message_id(str(root or uri)),
            parent_id=names.message_id(str(parent)) if parent else None,
            type=kind,
            addressed=not from_brand and self._is_addressed(record, parent, quoted),
            from_brand=from_brand,
            found_by=PLATFORM,
            language=_language(record),
            media=_media(shown.get("embed")),
            reply_forbidden=CLOSED if viewer.get("replyDisabled") is True else "",
        )

    def _created_at(self, record: Fields, shown: Fields) -> datetime:
        """When it was written, by its author's clock; never in the future."""
        try:
            written = moment(record["createdAt"])
        except UNREADABLE:
            written = moment(shown["indexedAt"])
        if written <= self.seen_at + AHEAD:
            return written
        indexed = shown.get("indexedAt")
        return min(moment(indexed), self.seen_at) if indexed else self.seen_at

    def _is_addressed(
        self, record: Fields, parent: names.Uri | None, quoted: names.Uri | None
    ) -> bool:
        """It names us, replies to us or quotes us. To write below us to others is neither."""
        if self.did in (parent and parent.did, quoted and quoted.did):
            return True
        for facet in record.get("facets") or ():
            for feature in facet.get("features") or ():
                if feature.get("did") == self.did:
                    return True
        return False

    # --- private messages ---------------------------------------------------------------------

    def direct(self, convo: Fields) -> Callable[[Fields], Message | None]:
        """Reads the messages of one conversation."""
        members = {member["did"]: member for member in convo["members"]}

        def read(shown: Fields) -> Message | None:
            if "text" not in shown:
                return None  # deleted, or "somebody joined"
            sender = shown["sender"]["did"]
            from_brand = sender == self.did
            sent_at = moment(shown["sentAt"])
            return Message(
                id=names.direct_id(convo["id"], shown["id"]),
                brand=self.brand,
                platform=PLATFORM,
                author=_author(members.get(sender) or {"did": sender, "handle": ""}),
                text=storable(_text(shown["text"])),
                created_at=min(sent_at, self.seen_at) if sent_at > self.seen_at else sent_at,
                seen_at=self.seen_at,
                url=f"{names.APP}/messages/{convo['id']}",
                conversation_id=names.direct_id(convo["id"]),
                type=MessageType.DIRECT_MESSAGE,
                addressed=not from_brand,
                from_brand=from_brand,
                found_by=PLATFORM,
            )

        return read


# --- parts ------------------------------------------------------------------------------------


def moment(written: object) -> datetime:
    """A moment as Bluesky writes it. Raises ValueError, TypeError."""
    if not isinstance(written, str):
        raise TypeError("a moment should be a text")
    found = datetime.fromisoformat(written)
    if found.tzinfo is None:
        raise ValueError(f"`{written}` has no time zone")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"`{written}` is no moment") from None


def _text(written: object) -> str:
    if not isinstance(written, str):
        raise TypeError("its text is none")
    return written


def _author(shown: Fields) -> Author:
    """Who wrote it; what is nice to know and odd is left out."""
    name, labels = shown.get("displayName"), shown.get("labels")
    followers = shown.get("followersCount")
    return Author(
        id=names.author_id(shown["did"]),
        platform=PLATFORM,
        handle=_text(shown["handle"]),
        name=storable(name) if isinstance(name, str) else "",
        followers=followers if _is_count(followers) else None,
        created_at=_moment_or_none(shown.get("createdAt")),
        # somebody else's label is an opinion
        is_bot=any(
            label.get("val") == "bot" and label.get("src") == shown["did"]
            for label in (labels if isinstance(labels, list) else ())
            if isinstance(label, dict)
        ),
    )


def _moment_or_none(written: object) -> datetime | None:
    try:
        return moment(written)
    except UNREADABLE:
        return None


def _is_count(written: object) -> bool:
    return isinstance(written, int) and not isinstance(written, bool) and 0 <= written < 2**31


def _refs(record: Fields) -> tuple[names.Uri, names.Uri] | None:
    """Root and parent of a reply."""
    reply = record.get("reply")
    if not reply:
        return None
    return names.parse_uri(reply["root"]["uri"]), names.parse_uri(reply["parent"]["uri"])


def _quoted(record: Fields) -> names.Uri | None:
    """The post that it shows; what is no address of one shows none."""
    try:
        embed = record.get("embed") or {}
        shown = embed.get("record") or {}
        uri = shown.get("uri") or (shown.get("record") or {}).get("uri")
        return names.parse_uri(uri) if uri and f"/{names.POST}/" in uri else None
    except UNREADABLE:
        return None


def _language(record: Fields) -> str | None:
    langs = record.get("langs")
    first = langs[0] if isinstance(langs, list) and langs else None
    return first if isinstance(first, str) else None


def _media(embed: Fields | None) -> tuple[Media, ...]:
    """Pictures, films and links that hang on it, as shown."""
    if not embed:
        return ()
    inner = embed.get("media")
    if inner:
        return _media(inner)
    found = [
        Media(
            kind="image",
            url=str(image.get("fullsize") or ""),
            alt=storable(str(image.get("alt") or "")),
        )
        for image in embed.get("images") or ()
    ]
    if embed.get("playlist"):
        alt = storable(str(embed.get("alt") or ""))
        found.append(Media(kind="video", url=str(embed["playlist"]), alt=alt))
    external = embed.get("external")
    if external:
        uri, title = str(external.get("uri") or ""), storable(str(external.get("title") or ""))
        found.append(Media(kind="link", url=uri, alt=title))
    return tuple(found)
