"""Listings: the sources of a round, in order.

Our own posts come first, so that an answer the owner gave by hand is known before the mention that
it answers.
"""

from datetime import timedelta

from connectors._x.account import Account
from connectors._x.directs import Directs
from connectors._x.options import Options
from connectors._x.posts import MENTIONS, OWN, SEARCHED_FOR, Posts
from connectors._x.sources import Source

#: how far back the first start searches
SEARCH_AT_FIRST = timedelta(days=1)
QUOTES = "quotes"
#: X lists so many pages of a hundred
MENTION_PAGES, OWN_PAGES = 8, 32


def listings(account: Account, options: Options) -> tuple[Source, ...]:
    """Everything that these options ask for."""
    client, prices = account.session.client, account.prices
    history = timedelta(days=options.history_days)
    own = Posts(
        account,
        OWN,
        "posts of our own",
        method=client.get_users_tweets,
        subject=account.us.number,
        price=prices.own_read,
        at_first=history,
        pages_at_most=OWN_PAGES,
    )
    mentions = Posts(
        account,
        MENTIONS,
        "mentions",
        method=client.get_users_mentions,
        subject=account.us.number,
        price=prices.own_read,
        at_first=history,
        pages_at_most=MENTION_PAGES,
    )
    directs = (Directs(account),) if options.direct_messages else ()
    asked = {QUOTES: options.quotes} if options.quotes else {}
    asked |= {f"search `{wanted}`": query for wanted, query in options.searches.items()}
    searches = [
        Posts(
            account,
            name,
            "quotes of our posts" if name == QUOTES else f"the {name}",
            method=client.search_recent_tweets,
            subject=query,
            price=prices.post_read,
            at_first=SEARCH_AT_FIRST,
            kept_for=SEARCHED_FOR,
            hint="write it otherwise, or leave it out of `search`"
            if name != QUOTES
            else "write `quotes = false` under `[connectors.x]`",
        )
        for name, query in asked.items()
    ]
    return (own, *directs, mentions, *searches)
