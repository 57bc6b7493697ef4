"""What the platforms' logs tell of mutes, blocks and hides: how often each was asked of them."""

from monitor.domain.effect import Action
from tests.simulators.rig import Rig

#: requests that do it and undo it, by platform and action; `{id}` is the author's own number
CALLS = {
    ("x", Action.MUTE): ("POST /2/users/", "DELETE /2/users/"),
    ("x", Action.HIDE): ("PUT /2/tweets/", "PUT /2/tweets/"),
    ("mastodon", Action.MUTE): (
        "POST /api/v1/accounts/{id}/mute",
        "POST /api/v1/accounts/{id}/unmute",
    ),
    ("mastodon", Action.BLOCK): (
        "POST /api/v1/accounts/{id}/block",
        "POST /api/v1/accounts/{id}/unblock",
    ),
    ("reddit", Action.BLOCK): ("POST /api/block_user", "POST /r/all/api/unfriend"),
    ("bluesky", Action.MUTE): (
        "POST /xrpc/app.bsky.graph.muteActor",
        "POST /xrpc/app.bsky.graph.unmuteActor",
    ),
    ("bluesky", Action.BLOCK): (
        "POST /xrpc/com.atproto.repo.putRecord",
        "POST /xrpc/com.atproto.repo.deleteRecord",
    ),
    ("bluesky", Action.HIDE): (
        "POST /xrpc/com.atproto.repo.putRecord",
        "POST /xrpc/com.atproto.repo.putRecord",
    ),
}


def requests(platform: str, action: Action, author_id: str) -> tuple[str, str]:
    """How the requests begin that do it and undo it."""
    native = author_id.partition(":")[2]
    do, undo = CALLS[platform, action]
    return do.replace("{id}", native), undo.replace("{id}", native)


def calls(rig: Rig, action: Action, author_id: str) -> tuple[int, int]:
    """How many such requests came in."""
    hits = [hit["request"] for hit in rig.simulator.hits()]
    do, undo = requests(rig.platform, action, author_id)
    return sum(hit.startswith(do) for hit in hits), sum(hit.startswith(undo) for hit in hits)
