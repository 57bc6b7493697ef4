"""One page of a listing, measured against what was seen before. Pure.

A sweep begins at the newest and goes on, page by page, until a page ends with what an earlier one
has seen, or the listing ends. Every page is looked at as a whole: what moderators let through
later stands among what is known.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors._reddit.cursor import ANCHORS, REMEMBERED, Place, Sweep
from connectors._reddit.parse import created_at, field, is_edited_at
from monitor.domain.message import Blind
from monitor.domain.values import Value

#: Reddit's listings end after about a thousand; who has come so far has missed something
NEARLY_ALL = 900
#: one thing of a listing. Any: it is JSON
Thing = Mapping[str, Any]


class Listing(Value):
    """A page as Reddit gave it, newest first."""

    things: tuple[Thing, ...]
    #: Reddit says that there is more
    has_more: bool


class Step(Value):
    """What one page brought."""

    place: Place
    #: new ones and newly edited ones
    news: tuple[Thing, ...]
    blind: Blind | None = None


def listing_from(answer: object) -> Listing:
    """Raises ValueError for what is no listing."""
    data = answer.get("data") if isinstance(answer, Mapping) else None
    children = data.get("children") if isinstance(data, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(children, list):
        raise ValueError("the answer is no listing")
    things = tuple(thing for thing in children if isinstance(thing, Mapping))
    return Listing(things=things, has_more=bool(data.get("after")))


def anchor(place: Place) -> str:
    """Where the next page begins; empty: at the newest."""
    return place.sweep.anchors[-1] if place.sweep is not None else ""


def step(place: Place, listing: Listing, floor: datetime) -> Step:
    """The place after this page. `floor`: the very first sweep need not look further back."""
    if place.sweep is not None and not listing.things:
        return _lost(place, place.sweep)
    before = place.sweep or Sweep(anchors=(), found=(), looked_at=0, newest=0.0, oldest=0.0)
    seen = frozenset((*place.seen, *before.found))
    names = [name_of(thing) for thing in listing.things]
    fresh = [
        (name, thing) for name, thing in zip(names, listing.things, strict=True) if name not in seen
    ]
    again = [
        (name, thing)
        for name, thing in zip(names, listing.things, strict=True)
        if name in seen and is_edited_at(thing) > place.edited.get(name, 0)
    ]
    moments = [moment for moment in map(_created, listing.things) if moment]
    sweep = Sweep(
        anchors=tuple(names[-ANCHORS:]),
        found=(*before.found, *(name for name, _ in fresh)),
        looked_at=before.looked_at + len(names),
        newest=max([before.newest, *moments]),
        oldest=min([*moments, *([before.oldest] if before.oldest else [])], default=0.0),
    )
    edited = place.edited | _edits([*fresh, *again])
    place = msgspec.structs.replace(place, edited=edited, sweep=sweep)
    has_met = any(name in place.seen for name in names)
    is_known_below = bool(names) and names[-1] in place.seen
    is_far_enough = not place.is_begun and 0 < sweep.oldest < floor.timestamp()
    news = tuple(thing for _, thing in (*fresh, *again))
    if listing.has_more and names and not is_known_below and not is_far_enough:
        return Step(place=place, news=news)
    missed = not has_met and sweep.looked_at >= NEARLY_ALL
    return Step(place=_ended(place, sweep), news=news, blind=_blind(place, sweep, missed))


def name_of(thing: Thing) -> str:
    """Its fullname; of a broken one, something that stays the same."""
    parts = [field(thing, key) for key in ("name", "id", "permalink", "body", "title")]
    return parts[0] or "?" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def _lost(place: Place, sweep: Sweep) -> Step:
    """A page that should not be empty: its anchor was deleted. An earlier one will do."""
    if len(sweep.anchors) > 1:
        earlier = msgspec.structs.replace(sweep, anchors=sweep.anchors[:-1])
        return Step(place=msgspec.structs.replace(place, sweep=earlier), news=())
    return Step(place=_ended(place, sweep), news=(), blind=_blind(place, sweep, True))


def _ended(place: Place, sweep: Sweep) -> Place:
    """The sweep is whole: only now is what it found what the next one stops at."""
    seen = tuple(dict.fromkeys((*sweep.found, *place.seen)))[:REMEMBERED]
    kept = frozenset(seen)
    return Place(
        seen=seen,
        edited={name: at for name, at in place.edited.items() if name in kept},
        newest=max(place.newest, sweep.newest),
        is_begun=True,
    )


def _blind(place: Place, sweep: Sweep, missed: bool) -> Blind | None:
    """What lies between the newest known and the oldest that was reached was never seen."""
    if not missed or not place.seen or not place.newest or place.newest >= sweep.oldest:
        return None
    return Blind(
        since=datetime.fromtimestamp(place.newest, UTC),
        until=datetime.fromtimestamp(sweep.oldest, UTC),
        why="more was written than Reddit lists",
    )


def _edits(found: Sequence[tuple[str, Thing]]) -> dict[str, float]:
    return {name: at for name, thing in found if (at := is_edited_at(thing))}


def _created(thing: Thing) -> float:
    """0 where it does not tell."""
    try:
        return created_at(thing).timestamp()
    except ValueError:
        return 0.0
