"""Whom the owner means: an author, or one post of theirs; and whether we owe them an answer."""

from monitor.cli.authors import author_named
from monitor.cli.desk import Desk
from monitor.cli.lines import title, who
from monitor.domain.case import Case
from monitor.domain.effect import Action
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author, Message
from monitor.domain.platform import platform_named
from monitor.domain.store_ports import Tx
from monitor.errors import NotFound, WrongState
from monitor.services.named import message_named
from monitor.services.waiting import TO_ANSWER


def meant(tx: Tx, desk: Desk, action: Action, written: str) -> tuple[Author, Message | None]:
    """Whom, or which post. Raises InputError, NotFound, WrongState."""
    if action is not Action.HIDE:
        return _author_meant(tx, desk, written), None
    shown = for_terminal(written.strip(), 120)
    message_id, _ = message_named(tx, written.strip())
    message = tx.messages.get(message_id, desk.config.brand.name)
    if message is None:
        raise NotFound(
            f"there is no message `{shown}`",
            hint="write a message as `x:123`, a draft as `12`, a case as `c7`",
        )
    if message.from_brand:
        raise WrongState(
            f"`{shown}` is your own post", hint="a reply of the monitor's: monitor retract"
        )
    if message.is_direct:
        raise WrongState(f"`{shown}` is a private message: nobody else sees it")
    _must_have_accounts(message.platform)
    return message.author, message


def _author_meant(tx: Tx, desk: Desk, written: str) -> Author:
    author = written_before(tx, written)
    own = desk.config.brand.handles.get(author.platform, "")
    if own and own.lstrip("@").casefold() == author.handle.lstrip("@").casefold():
        raise WrongState(f"{who(author)} is your own account")
    _must_have_accounts(author.platform)
    if author.id.partition(":")[2].startswith("@"):
        profile = platform_named(author.platform).profile_url
        there = profile.replace("{handle}", author.handle)
        raise NotFound(
            f"{who(author)} has not written yet, and platforms know accounts by a number",
            hint=f"do it there: {there}" if there else "do it in the platform's own app",
        )
    return author


def _must_have_accounts(platform: str) -> None:
    if not platform_named(platform).has_replies:
        raise WrongState(f"{title(platform)} has no accounts: nobody can be kept away there")


def id_of(author: Author, message: Message | None) -> str:
    return message.id if message is not None else author.id


def owed_case(tx: Tx, desk: Desk, author: Author) -> Case | None:
    """The case in which the next step is ours."""
    case = tx.cases.open_of(desk.config.brand.name, author.id)
    return case if case is not None and case.status in TO_ANSWER else None


def written_before(tx: Tx, written: str) -> Author:
    """The author that is meant. Raises InputError; NotFound for a handle that nobody knows."""
    try:
        return author_named(tx, written)
    except NotFound as error:
        raise NotFound(
            error.message, hint="platforms know accounts by a number: write `x:42`"
        ) from None
