"""What `[connectors.reddit]` says, read and checked."""

import re
from urllib.parse import urlsplit

from monitor.domain.settings import Settings
from monitor.domain.values import Value, replace
from monitor.http import base_url

PERMITTED_LIKE = '{ larchtown = "https://www.reddit.com/r/larchtown/comments/…" }'
REDIRECT = "http://localhost:8080"
DEFAULT_SUBJECT = "Your post about us"
#: Reddit takes a hundred signs; the reference of the effect comes behind ours
LONGEST_SUBJECT = 80
LONGEST_PHRASE = 100
_SUBREDDIT = re.compile(r"[A-Za-z0-9_]{2,21}")
_USERNAME = re.compile(r"[A-Za-z0-9_-]{3,20}")


class Credentials(Value):
    """With which we log in: a script app's password, or a refresh token."""

    client_id: str
    client_secret: str
    username: str = ""
    password: str = ""
    refresh_token: str = ""
    #: where the app has Reddit send people who said yes; nobody listens there
    redirect_uri: str = REDIRECT
    #: another server than Reddit's own, for tests
    base_url: str = ""


class Options(Value):
    """Everything the owner chose."""

    credentials: Credentials
    #: our account without `u/`; empty when the config does not name it
    account: str
    #: words that concern us
    phrases: tuple[str, ...]
    #: in lower case, where the phrases are looked for; everywhere when empty
    subreddits: tuple[str, ...]
    #: subreddits whose moderators let a program answer, in lower case, and where they said so
    permitted: dict[str, str]
    subject: str


def read_options(settings: Settings) -> Options:
    """The options; every mistake goes into the settings, which tell it with `done`."""
    account = bare_name(settings.account)
    if account and not _USERNAME.fullmatch(account):
        settings.wrong(
            f"`{settings.account}` is no Reddit account",
            'write `reddit = "larchandloaf"` under `[brand.handles]`',
        )
    phrases = settings.texts("search", example="larch and loaf")
    for phrase in phrases:
        if '"' in phrase or len(phrase) > LONGEST_PHRASE:
            settings.wrong(
                f"`search` has `{phrase[:40]}`, which cannot be looked for",
                f"write words without quotation marks, at most {LONGEST_PHRASE} signs",
            )
    subreddits = tuple(
        _subreddit(settings, "subreddits", name)
        for name in settings.texts("subreddits", example="larchtown")
    )
    if subreddits and not phrases:
        settings.wrong(
            "`subreddits` is there, but nothing to look for in them",
            'write what concerns you, like `search = ["larch and loaf"]`',
        )
    options = Options(
        credentials=_credentials(settings, account),
        account=account,
        phrases=phrases,
        subreddits=subreddits,
        permitted=_permitted(settings),
        subject=settings.text("subject", DEFAULT_SUBJECT)[:LONGEST_SUBJECT],
    )
    settings.done()
    return options


def bare_name(written: str) -> str:
    """`@larch`, `u/larch` and `/u/larch` as `larch`."""
    return written.strip().removeprefix("/").removeprefix("u/").removeprefix("@")


def app_of(settings: Settings) -> Credentials:
    """The app alone, without an account."""
    return Credentials(
        client_id=settings.secret("client_id", "REDDIT_CLIENT_ID"),
        client_secret=settings.secret("client_secret", "REDDIT_CLIENT_SECRET"),
        redirect_uri=settings.text("redirect_uri", REDIRECT),
        base_url=settings.value("base_url", _root_url, "", example="https://proxy.example"),
    )


def _credentials(settings: Settings, account: str) -> Credentials:
    """A refresh token is enough; without one, name and password."""
    refresh_token = settings.secret("refresh_token", "REDDIT_REFRESH_TOKEN", is_needed=False)
    needs_password = not refresh_token
    username = settings.secret("username", "REDDIT_USERNAME", is_needed=needs_password)
    password = settings.secret("password", "REDDIT_PASSWORD", is_needed=needs_password)
    username = bare_name(username)
    if username and account and username.casefold() != account.casefold():
        settings.wrong(
            "REDDIT_USERNAME is not the account of `[brand.handles]`",
            "both have to name the brand's own account: it would answer its own posts otherwise",
        )
    return replace(
        app_of(settings),
        username=username or account,
        password=password,
        refresh_token=refresh_token,
    )


def _permitted(settings: Settings) -> dict[str, str]:
    permitted = {}
    for name, link in settings.table("permitted", example=PERMITTED_LIKE).items():
        if urlsplit(link).scheme != "https" or not urlsplit(link).hostname:
            settings.wrong(
                f"`permitted` has no link for `{name}`",
                f"where the moderators said yes, like `permitted = {PERMITTED_LIKE}`",
            )
        permitted[_subreddit(settings, "permitted", name)] = link
    return permitted


def _subreddit(settings: Settings, key: str, written: str) -> str:
    name = written.strip().removeprefix("/").removeprefix("r/").rstrip("/")
    if not _SUBREDDIT.fullmatch(name):
        settings.wrong(
            f"`{key}` has `{written}`, which is no subreddit", "write it like `larchtown`"
        )
    return name.casefold()


def _root_url(written: str) -> str:
    """praw puts its paths in the place of ours."""
    url = base_url(written)
    if urlsplit(url).path:
        raise ValueError(f"`{written}` has a path; write the server's address alone")
    return url
