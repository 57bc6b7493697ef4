"""A test of the account: can it log in, read private messages, is it labelled, is its door open."""

from collections.abc import Iterator

from connectors._bluesky import names
from connectors._bluesky.errors import LOGIN, Trouble, judge
from connectors._bluesky.listings import REASONS
from connectors._bluesky.measures import record_of
from connectors._bluesky.session import Session
from monitor.domain.account import Checked, Level, Topic
from monitor.errors import ConnectorError

#: "Bluesky" itself shows what the account's own words say
PROFILE, DECLARATION = "app.bsky.actor.profile", "chat.bsky.actor.declaration"


def check(session: Session, *, has_private: bool) -> Iterator[Checked]:
    """Every finding, the good ones too; an outage is one."""
    try:
        did = session.did()
        session.read("com.atproto.server.getSession")
    except ConnectorError as error:
        yield _failed(Topic.CREDENTIALS, _with_account(error, session.account))
        return
    yield Checked(
        topic=Topic.CREDENTIALS, level=Level.FINE, words=f"logged in as {session.account}"
    )
    yield _mentions(session)
    yield _scope(session, has_private)
    yield _record(Topic.BOT_LABEL, session, names.Uri(did, PROFILE, "self"))
    yield _record(Topic.DOOR, session, names.Uri(did, DECLARATION, "self"))


def _with_account(error: ConnectorError, account: str) -> ConnectorError:
    """Bluesky says the same of a wrong name and of a wrong password: both are to be looked at."""
    if not error.is_auth:
        return error
    hint = f"is `{account}` the account, as `[brand.handles]` has it? If it is, {LOGIN}"
    return ConnectorError(error.message, permanent=True, is_auth=True, hint=hint)


def _mentions(session: Session) -> Checked:
    try:
        session.read("app.bsky.notification.listNotifications", reasons=REASONS, limit=1)
    except ConnectorError as error:
        return _failed(Topic.VISIBILITY, error)
    return Checked(
        topic=Topic.VISIBILITY,
        level=Level.FINE,
        words="mentions can be read; Bluesky leaves out people whom the account muted or blocked",
    )


def _scope(session: Session, has_private: bool) -> Checked:
    if not has_private:
        return Checked(
            topic=Topic.SCOPES,
            level=Level.NOTE,
            words="private messages are left alone",
            hint="remove `direct_messages = false` to read them",
        )
    try:
        session.ask("chat.bsky.convo.listConvos", chat=True, limit=1)
    except Trouble as trouble:
        if trouble.is_about_scope:
            return Checked(
                topic=Topic.SCOPES,
                level=Level.WARNING,
                words="this app password may not read private messages",
                hint="make a new one with “Allow access to your direct messages” ticked, and "
                "run `monitor login bluesky`",
            )
        return Checked(
            topic=Topic.SCOPES,
            level=Level.WARNING,
            words=f"private messages cannot be read: {judge(trouble, session.clock.now()).why}",
        )
    return Checked(topic=Topic.SCOPES, level=Level.FINE, words="private messages can be read")


def check_door(session: Session) -> Checked:
    """Our own door alone."""
    try:
        uri = names.Uri(session.did(), DECLARATION, "self")
    except ConnectorError as error:
        return _failed(Topic.DOOR, error)
    return _record(Topic.DOOR, session, uri)


def _record(topic: Topic, session: Session, uri: names.Uri) -> Checked:
    try:
        found = record_of(session, uri)
    except ConnectorError as error:
        return _failed(topic, error)
    value = (found or {}).get("value")
    value = value if isinstance(value, dict) else {}
    return _label(value) if topic is Topic.BOT_LABEL else _door(value)


def _label(profile: dict[str, object]) -> Checked:
    labels = profile.get("labels")
    values = labels.get("values") if isinstance(labels, dict) else None
    if any(isinstance(one, dict) and one.get("val") == "bot" for one in values or ()):
        return Checked(
            topic=Topic.BOT_LABEL, level=Level.FINE, words="the account is marked as automated"
        )
    return Checked(
        topic=Topic.BOT_LABEL,
        level=Level.WARNING,
        words="the account is not marked as automated, which Bluesky asks of those that answer "
        "by machine",
        hint="in Bluesky: Settings, Account, “Automation label”",
    )


def _door(declaration: dict[str, object]) -> Checked:
    # without a word Bluesky takes "following"
    allowed = declaration.get("allowIncoming") or "following"
    if allowed == "all":
        return Checked(
            topic=Topic.DOOR,
            level=Level.FINE,
            words="everyone can send us private messages",
            is_open=True,
        )
    who = "nobody" if allowed == "none" else "only people whom the account follows"
    return Checked(
        topic=Topic.DOOR,
        level=Level.WARNING,
        words=f"{who} can send us private messages, so customers whom we ask to cannot",
        hint="https://bsky.app/messages/settings: “Allow new messages from” “Everyone”",
        is_open=False,
    )


def _failed(topic: Topic, error: ConnectorError) -> Checked:
    is_lasting = error.permanent or error.is_auth
    hint = error.hint or (LOGIN if error.is_auth else "" if is_lasting else "try again later")
    return Checked(topic=topic, level=Level.BROKEN, words=error.message, hint=hint)
