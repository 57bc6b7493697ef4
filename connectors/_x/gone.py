"""Gone: which posts X says are not there any more, and looking at single posts again."""

from collections.abc import Iterator, Sequence

from connectors._x.account import Account, media_of
from connectors._x.failures import Failure, Sort, broken_off, problem
from connectors._x.fields import Fields, numbered, objects_or_none, or_none
from connectors._x.ids import is_direct, is_number, native, post_id
from connectors._x.parse import gone, history_of, message_from
from connectors._x.sources import read_all
from monitor.domain.message import Message, Page, SetAside

#: so many posts are looked up at once
LOOKED_UP = 100
#: not there, or no longer shown to us: its author hid the account, or X did
NOT_FOUND = "resource-not-found"
_GONE = (NOT_FOUND, "not-authorized-for-resource")


def is_gone(answer: Fields, number: str) -> bool:
    """X says in so many words that this post is not there."""
    return number in _gone_in(answer, (NOT_FOUND,))


def look_at(account: Account, number: str) -> Fields:
    """One post as it is now. Raises Failure: `GONE` only where X says so."""
    answer = account.look_up([number])
    for post in objects_or_none(answer, "data"):
        if post.get("id") == number:
            return post
    now = account.clock.now()
    if number in _gone_in(answer, _GONE):
        raise Failure(Sort.GONE, "the post is not there any more")
    raise broken_off(Sort.NO_ANSWER, "an answer without the post", now)


def refresh(account: Account, ids: Sequence[str]) -> Page:
    """The posts as they are now; private messages cannot be looked up. Raises ConnectorError.

    Authors are paid for, and asked for only where a post was edited.
    """
    wanted = [native(name) for name in ids if not is_direct(name) and is_number(native(name))]
    newest: dict[str, Message] = {}
    set_aside: list[SetAside] = []
    try:
        for begin in range(0, len(wanted), LOOKED_UP):
            for answer in _answers(account, wanted[begin : begin + LOOKED_UP]):
                found, bad = _read(account, answer)
                newest.update((message.id, message) for message in found)
                set_aside.extend(bad)
    except Failure as failure:
        raise problem(failure, "posts could not be looked at again") from failure
    return Page(messages=tuple(newest.values()), cursor="", set_aside=tuple(set_aside))


def _answers(account: Account, wanted: list[str]) -> Iterator[Fields]:
    """The posts by their first numbers; then the newest versions of those that were edited.

    They have the same id, so that the later answer stands.
    """
    answer = account.look_up(wanted)
    yield answer
    shown = set(numbered(answer.get("data")))
    newest = {
        history[-1]
        for post in objects_or_none(answer, "data")
        if (history := or_none(lambda post=post: history_of(post)))  # type: ignore[misc]
    }
    if later := sorted(newest - shown):
        yield account.look_up(later, has_authors=not account.is_frugal)


def _read(account: Account, answer: Fields) -> tuple[tuple[Message, ...], tuple[SetAside, ...]]:
    context = account.context(account.clock.now())
    media = media_of(answer)
    messages, set_aside = read_all(
        answer,
        context,
        account.people,
        lambda one, context, people: message_from(one, context, people, media),
    )
    lost = tuple(gone(post_id(number), context) for number in sorted(_gone_in(answer, _GONE)))
    return messages + lost, set_aside


def _gone_in(answer: Fields, types: tuple[str, ...]) -> set[str]:
    """The numbers that X says are not there. About a post it shows, it may say that a picture or
    an author is not."""
    shown = set(numbered(answer.get("data")))
    return {
        str(one.get("resource_id") or one.get("value"))
        for one in objects_or_none(answer, "errors")
        if str(one.get("type")).rpartition("/")[2] in types
        and one.get("resource_type", "tweet") in ("tweet", "post")
    } - shown
