"""Who wrote: their name, where to see more of them, and whether we know them."""

from collections.abc import Iterator

from monitor.cards.case_facts import Writer
from monitor.cards.plain_words import count_of
from monitor.cards.web_link import web_link
from monitor.domain.customer_history import PUT_RIGHT
from monitor.domain.platform import platform_named
from monitor.domain.sheet import Line, Words, line, small, theirs


def who_lines(writer: Writer) -> Iterator[Line]:
    """One line, and one for each order that is known to be theirs."""
    words: list[Words | str] = [*name_words(writer)]
    author = writer.author
    if author is not None and author.followers is not None:
        words.append(small(f" · {count_of(author.followers, 'follower')}"))
    words.append(small(f" · {_known(writer)}"))
    if writer.is_flagged:
        words.append(" · under review")
    if writer.is_quiet:
        words.append(" · you keep quiet towards them")
    yield line(*words)
    if writer.also:
        accounts: list[Words | str] = []
        for number, one in enumerate(writer.also):
            accounts += [small(", ")] if number else []
            accounts += [theirs(f"@{one.handle}" if one.handle else one.name or one.id)]
            accounts += [small(f" on {platform_named(one.platform).title}")]
        yield line(small("The same person: "), *accounts)
    for order in writer.orders:
        yield line(small("Customer: "), theirs(order))


def name_words(writer: Writer) -> Iterator[Words]:
    """The name they gave themselves, and the handle; the profile behind it."""
    author = writer.author
    if author is None:
        yield theirs(writer.author_id, is_strong=True)
        return
    handle = f"@{author.handle}" if author.handle else ""
    name = author.name.strip() or handle or author.id
    yield theirs(name, is_strong=True, link=profile_of(writer))
    if handle and name != handle:
        yield Words(text=" ")
        yield theirs(handle)


def profile_of(writer: Writer) -> str:
    """Where it is; empty: not known."""
    author = writer.author
    if author is None or not author.handle:
        return ""
    url = platform_named(author.platform).profile_url
    return web_link(url.replace("{handle}", author.handle))


def _known(writer: Writer) -> str:
    number = len(writer.earlier)
    if not number:
        return "new to us"
    put_right = sum(one.resolution in PUT_RIGHT for one in writer.earlier)
    well = ""
    if put_right:
        well = ", put right" if number == put_right == 1 else f", {put_right} put right"
    return f"known: {count_of(number, 'earlier case')}{well}"
