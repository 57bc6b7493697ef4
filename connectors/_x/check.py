"""Check: tests the account, and says what will not work and why."""

from collections.abc import Iterator

from connectors._x.account import Account
from connectors._x.directs import ask_directs
from connectors._x.failures import HINTS, Failure, Sort
from connectors._x.fields import Fields, object_in, or_none
from connectors._x.prices import estimate
from monitor.domain.account import Checked, Level, Topic

DEVELOPER_PAGE = 'at console.x.com, in the app\'s "User authentication settings"'
NEW_TOKEN = "then generate a new access token there and run `monitor login x`"


def check(account: Account, *, reads_directs: bool, searches: bool) -> Iterator[Checked]:
    """Every finding, the good ones too."""
    session = account.session
    try:
        answer = session.ask(session.client.get_me, user_fields=["protected", "username"])
    except Failure as failure:
        yield Checked(
            topic=Topic.CREDENTIALS,
            level=Level.BROKEN,
            words=failure.why,
            hint=HINTS.get(failure.sort, "try again later"),
        )
    else:
        account.meter.read(account.prices.user_read, [account.us.number], "user")
        level = session.header("x-access-level")
        yield from _who(account, or_none(lambda: object_in(answer, "data")) or {})
        yield _may_write(level)
        if reads_directs:
            yield _may_read_directs(account)
    yield from _unasked(searches=searches)
    yield _costs(account)


def _who(account: Account, told: Fields) -> Iterator[Checked]:
    handle = str(told.get("username") or "")
    if not account.us.is_us(handle):
        yield Checked(
            topic=Topic.CREDENTIALS,
            level=Level.BROKEN,
            words=f"the keys are for @{handle}, and the config names @{account.us.handle}",
            hint="make the access token with the account of your business, or change the config",
        )
        return
    yield Checked(
        topic=Topic.CREDENTIALS, level=Level.FINE, words=f"X knows the keys: they are @{handle}'s"
    )
    if told.get("protected") is True:
        yield Checked(
            topic=Topic.VISIBILITY,
            level=Level.WARNING,
            words="your posts are protected: only your followers see what you answer",
            hint="switch it off under https://x.com/settings/audience_and_tagging",
        )


def _may_write(level: str) -> Checked:
    """X tells with every answer what the token may do."""
    if level == "read":
        return Checked(
            topic=Topic.SCOPES,
            level=Level.BROKEN,
            words="the access token may read and nothing else",
            hint=f'choose "Read and write and Direct message" {DEVELOPER_PAGE}; {NEW_TOKEN}',
        )
    if level in ("read-write", "read-write-directmessages"):
        return Checked(
            topic=Topic.SCOPES, level=Level.FINE, words="the access token may read and write"
        )
    return Checked(
        topic=Topic.SCOPES,
        level=Level.ASK,
        words="X did not say what the access token may do",
        hint=f'it needs "Read and write and Direct message" {DEVELOPER_PAGE}',
    )


def _may_read_directs(account: Account) -> Checked:
    try:
        ask_directs(account, 1)
    except Failure as failure:
        is_refused = failure.sort in (Sort.FORBIDDEN, Sort.RIGHTS, Sort.NO_DIRECT)
        hint = f'choose "Read and write and Direct message" {DEVELOPER_PAGE}; {NEW_TOKEN}'
        return Checked(
            topic=Topic.SCOPES,
            level=Level.WARNING,
            words=f"private messages cannot be read: {failure.why}",
            hint=hint if is_refused else "try again later",
        )
    return Checked(
        topic=Topic.SCOPES, level=Level.FINE, words="the access token may read private messages"
    )


def _unasked(*, searches: bool) -> Iterator[Checked]:
    """What no program can find out, and what X does not let one do."""
    yield Checked(
        topic=Topic.BOT_LABEL,
        level=Level.ASK,
        words='X tells no program whether your account carries the label "Automated"',
        hint="set it under https://x.com/settings/account/automation",
    )
    yield Checked(
        topic=Topic.DOOR,
        level=Level.ASK,
        words="X tells no program whether strangers can write to you",
        hint="allow message requests from everyone: https://x.com/settings/direct_messages",
    )
    yield Checked(
        topic=Topic.VISIBILITY,
        level=Level.NOTE,
        words="encrypted chats on X reach only your own screen",
        hint="look into the app once a day; answers that come there are seen by nobody here",
    )
    if searches:
        yield Checked(
            topic=Topic.LIMITS,
            level=Level.NOTE,
            words="what a search finds is for you to answer by hand: X lets a program answer only "
            "people who name or quote your account",
        )


def _costs(account: Account) -> Checked:
    prices = account.prices
    mentions = estimate(prices, mentions=20)
    replies = estimate(prices, replies=10)
    linked = estimate(prices, replies=10, has_link=True)
    return Checked(
        topic=Topic.COST,
        level=Level.FINE,
        words=f"20 mentions a day ≈ ${mentions:.2f} a month, 10 replies a day ≈ ${replies:.2f} "
        f"(with a link in each ≈ ${linked:.2f})",
        hint="a spending cap is set at console.x.com",
    )
