"""Testing the account: what works, what will be missing, and what the owner has to look at."""

from collections.abc import Callable, Iterable, Iterator

from mastodon import Mastodon

from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import Given, objects
from connectors._mastodon.server import Server
from connectors._mastodon.setup import NEEDED, WISHED
from monitor.domain.account import Checked, Level, Topic
from monitor.http import storable

#: the longest acknowledgement that the default texts make, with a handle
ENOUGH = 500
#: whom the server may keep from us, as its policy calls them
FILTERED = {
    "for_new_accounts": "new accounts",
    "for_not_followers": "people who do not follow you",
    "for_not_following": "people whom you do not follow",
    "for_limited_accounts": "accounts that your server has limited",
}


def findings(server: Server, has_searches: bool) -> Iterator[Checked]:
    """Every finding, the good ones too."""
    try:
        me = server.me()
    except Failed as failed:
        where = f"is `{server.url}` your server?" if failed.failing is Failing.UNSENT else ""
        yield _found(Topic.CREDENTIALS, Level.BROKEN, failed.message, failed.hint or where)
        return
    yield _found(Topic.CREDENTIALS, Level.FINE, f"the token works, for `@{me.handle}`")
    yield from _scopes(server, has_searches)
    yield _bot_label(me.is_bot)
    yield from _policy(server)
    yield from _limits(server)


def _found(topic: Topic, level: Level, words: str, hint: str = "") -> Checked:
    return Checked(topic=topic, level=level, words=words, hint=hint)


def _door(level: Level, words: str, hint: str = "", *, is_open: bool | None) -> Checked:
    return Checked(topic=Topic.DOOR, level=level, words=words, hint=hint, is_open=is_open)


def _ask(server: Server, call: Callable[[Mastodon], object]) -> Given | Failed:
    """An object, or why there is none."""
    try:
        given = server.ask(call)
    except Failed as failed:
        return failed
    if isinstance(given, dict):
        return given
    return Failed("the Mastodon server's answer cannot be understood", Failing.UNHEARD)


def _scopes(server: Server, has_searches: bool) -> Iterator[Checked]:
    app = _ask(server, lambda api: api.app_verify_credentials())
    listed = [] if isinstance(app, Failed) else app.get("scopes")
    granted = {str(one) for one in listed} if isinstance(listed, list) else set[str]()
    if not granted:
        words = "this server does not tell what the token may do"
        yield _found(Topic.SCOPES, Level.ASK, words, f"it should be: {', '.join(NEEDED)}")
        return
    mend = "make a new application with every box that `monitor login mastodon` names"
    missing = [scope for scope in NEEDED if not _has(granted, scope)]
    for scope in missing:
        words = f"the token lacks `{scope}`, {NEEDED[scope]}"
        yield _found(Topic.SCOPES, Level.BROKEN, words, mend)
    for scope, use in WISHED.items():
        is_wanted = has_searches or scope != "read:search"
        if is_wanted and not _has(granted, scope):
            words = f"the token lacks `{scope}`: {use} will not work"
            yield _found(Topic.SCOPES, Level.WARNING, words, mend)
    if not missing:
        yield _found(Topic.SCOPES, Level.FINE, "the token may read mentions, and reply")


def _has(granted: Iterable[str], scope: str) -> bool:
    return scope in granted or scope.partition(":")[0] in granted


def _bot_label(is_bot: bool) -> Checked:
    if is_bot:
        return _found(Topic.BOT_LABEL, Level.FINE, "the account says that it is automated")
    return _found(
        Topic.BOT_LABEL,
        Level.WARNING,
        "the account does not say that it is automated",
        "tick `This is an automated account` in Preferences, Public profile",
    )


def door_of(server: Server) -> Checked:
    """Our own door alone."""
    return next(_policy(server))


def _policy(server: Server) -> Iterator[Checked]:
    """Our own door, and whom the server keeps from us."""
    policy = _ask(server, lambda api: api.notifications_policy())
    if isinstance(policy, Failed):
        words = "this server does not tell which mentions it filters out"
        hint = "look in Preferences, Notifications; private mentions should reach you"
        yield _door(Level.ASK, words, hint, is_open=None)
        return
    mend = "change it in Preferences, Notifications"
    match policy.get("for_private_mentions"):
        case "drop":
            words = "your server throws away private mentions by strangers"
            yield _door(Level.WARNING, words, mend, is_open=False)
        case "filter":
            words = "the monitor reads private mentions by strangers, your own app filters them"
            yield _door(Level.WARNING, words, mend, is_open=True)
        case "accept":
            yield _door(Level.FINE, "everybody can write to you in private", is_open=True)
        case _:
            words = "this server does not tell whether strangers can write to you in private"
            hint = "look in Preferences, Notifications; private mentions should reach you"
            yield _door(Level.ASK, words, hint, is_open=None)
    dropped = [whom for key, whom in FILTERED.items() if policy.get(key) == "drop"]
    for whom in dropped:
        words = f"your server throws away mentions by {whom}: complaints of theirs are lost"
        yield _found(Topic.VISIBILITY, Level.WARNING, words, mend)
    if not dropped:
        words = "no mention is thrown away; the monitor reads those too that your app filters"
        yield _found(Topic.VISIBILITY, Level.FINE, words)


def _limits(server: Server) -> Iterator[Checked]:
    instance = _ask(server, lambda api: api.instance_v2())
    if isinstance(instance, Failed):
        words = f"the server does not tell its limits: {instance.message}"
        yield _found(Topic.LIMITS, Level.WARNING, words)
        return
    longest = _longest(instance)
    if longest is not None and longest < ENOUGH:
        words = f"posts on this server may have {longest} characters, fewer than most"
        hint = "keep your texts shorter: the customer's handle is part of a reply"
        yield _found(Topic.LIMITS, Level.NOTE, words, hint)
    elif longest is not None:
        yield _found(Topic.LIMITS, Level.FINE, f"posts may have {longest} characters")
    rules = [storable(str(one.get("text"))) for one in objects(instance.get("rules"))]
    about = [rule[:200] for rule in rules if "bot" in rule.lower() or "automat" in rule.lower()]
    if about:
        words = f"a rule of your server speaks of automated accounts: {about[0]}"
        yield _found(Topic.LIMITS, Level.ASK, words, "read it before you let the monitor reply")


def _longest(instance: Given) -> int | None:
    found: object = instance
    for key in ("configuration", "statuses", "max_characters"):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, int) else None
