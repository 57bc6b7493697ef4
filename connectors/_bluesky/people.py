"""How many follow somebody, which Bluesky tells only of profiles, not beside posts."""

from connectors._bluesky.parse import Fields
from connectors._bluesky.session import Session
from monitor.errors import ConnectorError

#: `getProfiles` takes no more at once
AT_ONCE = 25


def with_followers(session: Session, posts: list[Fields]) -> list[Fields]:
    """The posts, their authors with how many follow them; without it where that is not told."""
    dids = [did for did in dict.fromkeys(map(_did, posts)) if did]
    followers: dict[str, object] = {}
    for first in range(0, len(dids), AT_ONCE):
        try:
            answer = session.read(
                "app.bsky.actor.getProfiles", actors=dids[first : first + AT_ONCE]
            )
        except ConnectorError as error:
            if error.is_auth or error.retry_at is not None:
                raise
            break  # nobody has to know that; the posts are what counts
        for profile in answer.get("profiles") or ():
            if isinstance(profile, dict):
                followers[str(profile.get("did"))] = profile.get("followersCount")
    return [_with(post, followers.get(_did(post))) for post in posts]


def _with(post: Fields, count: object) -> Fields:
    if count is None:
        return post
    return {**post, "author": {**post["author"], "followersCount": count}}


def _did(post: Fields) -> str:
    author = post.get("author")
    did = author.get("did") if isinstance(author, dict) else None
    return did if isinstance(did, str) else ""
