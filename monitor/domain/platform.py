"""What the platforms are, as data: their words, their limits, what an owner may do by machine.

Lengths by each platform's own counting; source: docs/platforms. A connector of a third party
brings a `Platform` of its own (`PLATFORM` in its module), which is introduced when the config that
names it is read; nothing else ever changes what is known.
"""

from enum import StrEnum

from monitor.domain.values import Value, replace


class Counting(StrEnum):
    """How a platform counts the length of a text."""

    #: X: URLs 23, CJK and emoji 2
    WEIGHTED = "weighted"
    #: Bluesky: what a reader sees as one sign, and at most 3000 bytes
    GRAPHEMES = "graphemes"
    #: Mastodon: URLs 23, the server part of a handle is free
    MASTODON = "mastodon"
    #: plain characters
    CHARACTERS = "characters"


class Platform(Value):
    """One platform."""

    name: str
    #: as people write it
    title: str
    #: fills `{dm}`: what to ask for
    dm_words: str
    max_length: int
    counting: Counting
    #: of a private message; 0: as in public
    longest_direct: int = 0
    #: a machine may answer in public people who addressed us
    may_reply_by_machine: bool
    #: … in communities that permit it; a message says so by an empty `reply_forbidden`
    may_reply_where_permitted: bool = False
    #: a public reply exists at all
    has_replies: bool = True
    #: we see all private messages to us; False: some may reach only the owner's own screen
    shows_direct_messages: bool = True
    #: everybody can see whom we block; else only who is blocked
    shows_blocks: bool = False
    #: the URL of a profile, `{handle}` open; for people to click
    profile_url: str = ""

    @property
    def in_private(self) -> "Platform":
        """With the length that counts for private messages."""
        return replace(self, max_length=self.longest_direct or self.max_length)


X = Platform(
    name="x",
    title="X",
    dm_words="send us a direct message",
    max_length=280,
    longest_direct=10_000,
    counting=Counting.WEIGHTED,
    may_reply_by_machine=True,
    # encrypted chats never show in what a program may read
    shows_direct_messages=False,
    profile_url="https://x.com/{handle}",
)
REDDIT = Platform(
    name="reddit",
    title="Reddit",
    dm_words="send us a private message",
    max_length=10_000,
    counting=Counting.CHARACTERS,
    # Reddit forbids unasked automation; elsewhere the owner posts by hand (platform facts, Reddit)
    may_reply_by_machine=False,
    may_reply_where_permitted=True,
    # nor do Reddit's chats, which take the place of its private messages
    shows_direct_messages=False,
    profile_url="https://www.reddit.com/user/{handle}",
)
BLUESKY = Platform(
    name="bluesky",
    title="Bluesky",
    dm_words="message us here",
    max_length=300,
    longest_direct=1_000,
    counting=Counting.GRAPHEMES,
    may_reply_by_machine=True,
    shows_blocks=True,
    profile_url="https://bsky.app/profile/{handle}",
)
MASTODON = Platform(
    name="mastodon",
    title="Mastodon",
    dm_words="send us a private mention",
    # 500, and a reply begins with the customer's handle: at most 30 signs, an `@` and a space
    max_length=468,
    counting=Counting.MASTODON,
    may_reply_by_machine=True,
)
FEED = Platform(
    name="feed",
    title="Feed",
    dm_words="write to us",
    max_length=10_000,
    counting=Counting.CHARACTERS,
    may_reply_by_machine=False,
    has_replies=False,
    shows_direct_messages=False,
)
MAILBOX = Platform(
    name="mailbox",
    title="Mailbox",
    dm_words="write to us",
    max_length=10_000,
    counting=Counting.CHARACTERS,
    may_reply_by_machine=False,
    has_replies=False,
    shows_direct_messages=False,
)

#: those that we ship a connector for
PLATFORMS: tuple[Platform, ...] = (X, REDDIT, BLUESKY, MASTODON, FEED, MAILBOX)
_BY_NAME = {platform.name: platform for platform in PLATFORMS}


def introduce(platform: Platform) -> None:
    """From now on this one is known, too. Raises ValueError for the name of one that is shipped."""
    if any(platform.name == shipped.name for shipped in PLATFORMS):
        raise ValueError(f"`{platform.name}` is a platform of the monitor's own")
    _BY_NAME[platform.name] = platform


def known_platforms() -> tuple[Platform, ...]:
    """The shipped ones, and those that were introduced."""
    return tuple(_BY_NAME.values())


def platform_named(name: str) -> Platform:
    """The platform of that name; one we do not know gets the narrowest limits and no machine."""
    known = _BY_NAME.get(name)
    if known is not None:
        return known
    return Platform(
        name=name,
        title=name.capitalize(),
        dm_words="send us a private message",
        max_length=280,
        counting=Counting.WEIGHTED,
        may_reply_by_machine=False,
        shows_direct_messages=False,
    )
