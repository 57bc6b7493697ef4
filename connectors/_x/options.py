"""Options: what `[connectors.x]` says, checked before anything is asked of X."""

import re

from connectors._x.people import Us
from connectors._x.prices import Prices, read_prices
from connectors._x.setup import ACCESS_SECRET, ACCESS_TOKEN, API_KEY, API_SECRET
from monitor.domain.settings import Settings
from monitor.domain.values import Value
from monitor.http import base_url

#: the address that tweepy knows
HOST = "https://api.twitter.com"
#: what a self-serve app may ask in one search
LONGEST_QUERY = 512
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_TOKEN = re.compile(r"[0-9]{1,19}-\S+")
#: written like this it is a search in X's own language
_OPERATORS = re.compile(r'["():]|(?:^|\s)(?:OR|-\S)')


class Keys(Value):
    """The four secrets of an app and its owner."""

    api_key: str
    api_secret: str
    access_token: str
    access_secret: str


class Options(Value):
    """All of it."""

    base: str
    us: Us
    keys: Keys
    #: what is searched for, as the owner wrote it → as X is asked
    searches: dict[str, str]
    #: the posts that quote ours without naming us
    quotes: str
    direct_messages: bool
    #: posts of open cases are looked at again, which costs
    sweep: bool
    history_days: int
    prices: Prices


def read_options(settings: Settings) -> Options:
    """Raises ConfigError with every problem."""
    handle = _handle(settings)
    keys = Keys(
        api_key=settings.secret("api_key", API_KEY),
        api_secret=settings.secret("api_secret", API_SECRET),
        access_token=settings.secret("access_token", ACCESS_TOKEN),
        access_secret=settings.secret("access_secret", ACCESS_SECRET),
    )
    if keys.access_token and not _TOKEN.fullmatch(keys.access_token):
        settings.wrong(
            "the access token does not look like one of X",
            "it begins with your account's number and a hyphen: `1234567890-AbCdEf`",
        )
    options = Options(
        base=settings.value("base_url", base_url, HOST, example=HOST),
        us=Us(number=keys.access_token.partition("-")[0], handle=handle),
        keys=keys,
        searches=_searches(settings, handle),
        quotes=_quotes(handle) if settings.flag("quotes", True) else "",
        direct_messages=settings.flag("direct_messages", True),
        sweep=settings.flag("sweep", False),
        history_days=int(settings.number("history_days", 30, at_least=1)),
        prices=read_prices(settings),
    )
    settings.done()
    return options


def query_of(wanted: str, handle: str) -> str:
    """A search as X is asked: plain words as one phrase, without reposts and our own posts."""
    wanted = wanted.strip()
    asked = f"({wanted})" if _OPERATORS.search(wanted) else f'"{wanted}"'
    return f"{asked} -is:retweet -from:{handle}"


def _quotes(handle: str) -> str:
    places = " OR ".join(f'url:"{host}/{handle}/status"' for host in ("x.com", "twitter.com"))
    return f"({places}) is:quote -is:retweet -from:{handle}"


def _searches(settings: Settings, handle: str) -> dict[str, str]:
    found = {}
    for wanted in settings.texts("search", example="larch and loaf"):
        query = query_of(wanted, handle)
        if len(query) > LONGEST_QUERY:
            settings.wrong(
                f"the search `{wanted[:40]}…` is too long for X",
                f"{LONGEST_QUERY} signs and no more; make two of it",
            )
        found[wanted] = query
    return found


def _handle(settings: Settings) -> str:
    handle = settings.account.strip().removeprefix("@")
    if not handle:
        settings.wrong(
            "your account on X is not named", 'write `x = "yourname"` under `[brand.handles]`'
        )
    elif not _HANDLE.fullmatch(handle):
        settings.wrong(
            f"`{handle}` is no handle on X",
            "letters, digits and `_`, fifteen at most, as in x.com/yourname",
        )
    return handle
