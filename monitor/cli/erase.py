"""`monitor erase`: everything about one person, for good."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.as_json import Keys, moment
from monitor.cli.authors import person_named
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.customer_accounts import listed_words
from monitor.cli.desk import Desk, opened_desk, path_of
from monitor.cli.lines import count_of, hang, keep, link, title, who, width
from monitor.cli.traces import Trace, names, needles, traces
from monitor.domain.audit import AuditAction
from monitor.domain.erasure import Holdings
from monitor.domain.impersonal import impersonal
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.errors import InputError
from monitor.store.files import FAMILY

if TYPE_CHECKING:
    from monitor.services.erasure import Erased

TRACE_KEYS: Keys = {
    "file": "its path",
    "until": "when it goes by itself (a backup), or null: you delete it",
}
ERASE_KEYS: Keys = {
    "author_id": "who it was, such as `x:42`; kept nowhere but in this answer",
    "accounts[]": "every account of theirs that was erased: what you linked counts as theirs",
    "messages": "how many messages of theirs were emptied",
    "cases[]": "their cases, such as `c7`: the times stay, the story is gone",
    "withdrawn[]": "replies that waited for them, such as `e12`",
    "said[]": "replies of ours that were posted: their ids and hashes stay",
    "cards": "alerts about them, which the channels that can do it forget",
    "set_aside": "unreadable inputs that named them",
    "reports[]": "weekly reports that were written anew without them",
    "is_flushed": "no byte of them is left in the database's files",
    "is_sqlite": "false: the rows are gone, the server's own logs are not ours to clean",
    "traces[]": "files that still name them",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "erase": {"the answer": ERASE_KEYS, "each trace": TRACE_KEYS}
}


@click.command("erase")
@click.argument("author", metavar="AUTHOR")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option("--anyway", is_flag=True, help="Also when evidence of them is kept.")
@by_option
@desk_options
def erase_command(
    author: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    yes: bool,
    anyway: bool,
    as_json: bool,
) -> None:
    """Erase everything about one person: words, name, handle, cases. It cannot be undone.

    AUTHOR is `x:42`, `x:@handle`, or `@handle` when only one account is called so; accounts that
    you linked as one person (`monitor customer`) go together. What was counted stays counted,
    without them. A tombstone (a salted hash) stays, so that the next look at the platform or an
    older backup does not bring them back. When they write anew, they are heard, and nothing is said
    to them by machine. docs/privacy.md tells what cannot be promised.

    \b
    Example:
      monitor erase @crumbfan
      monitor erase x:42 --yes
    """
    from monitor.app import tombstones_of
    from monitor.services.erasure import Erasure, must_be_free

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        name, brand = person(desk.config, by), desk.config.brand.name
        found = person_named(desk, author)
        tombstones = tombstones_of(desk.config, desk.store_url)
        erasure = Erasure(desk.store, desk.clock, tombstones)
        held = erasure.holdings(brand, found.id)
        must_be_free(held, anyway=anyway)
        accounts = _accounts(desk, erasure.identities(brand, found.id))
        if not yes:
            _must_agree(found, accounts, held, as_json=as_json)
        words = {word for one in accounts for word in _words_of(desk, one)}
        erased = erasure.erase(brand, found.id, by=name, anyway=anyway)
        wanted = needles(words)
        reports = tuple(_rewritten(desk, wanted))
        left = tuple(_traces(desk, wanted))
        if as_json:
            say_json(_json(desk, accounts, erased, reports, left))
            return
        for line in _told(desk, accounts, erased, reports):
            for part in hang("", line, width()):
                say(part)
        if left:
            say("These files still name them; what has no day stays until you delete it:")
        for trace in left:
            say(link("  ", f"{trace.path}{_goes(trace, desk)}"))


def _accounts(desk: Desk, author_ids: tuple[str, ...]) -> list[Author]:
    """Every account that goes; of one of which nothing is stored only its id is known."""
    with desk.store.read() as tx:
        return [
            tx.authors.get(id_) or Author(id=id_, platform=id_.partition(":")[0], handle="")
            for id_ in author_ids
        ]


def _must_agree(author: Author, accounts: list[Author], held: Holdings, *, as_json: bool) -> None:
    """Raises InputError where nobody can be asked, click's Abort for a no."""
    if as_json or not sys.stdin.isatty():
        ids = " and ".join(f"`{one.id}`" for one in accounts)
        together = f": {ids} go together" if len(accounts) > 1 else ""
        raise InputError(f"this cannot be undone{together}", hint="add --yes if you mean it")
    for line in _question(author, accounts, held):
        for part in hang("", line, width()):
            say(part)
    click.confirm("Erase all of it?", abort=True)


def _question(author: Author, accounts: list[Author], held: Holdings) -> Iterator[str]:
    what = [count_of(held.messages, "message"), count_of(len(held.cases), "case")]
    what.append(count_of(len(held.said), "reply of ours", "replies of ours"))
    if held.strikes or held.flags:
        what.append(count_of(held.strikes, "note on their conduct", "notes on their conduct"))
    yield f"{listed_words([_name(one) for one in accounts])}: {', '.join(what)}."
    if len(accounts) > 1:
        apart = keep(f"monitor customer split {for_terminal(author.id, 200)}")
        yield (
            f"You linked these {len(accounts)} accounts as one person, so all of them are erased. "
            f"If one is somebody else's, split it off first: {apart}"
        )
    if held.open_cases:
        ends = "It ends" if len(held.open_cases) == 1 else "They end"
        listed = ", ".join(f"case {number}" for number in held.open_cases)
        yield f"Still open: {listed}. {ends}, with every promise in it."
    if held.waiting:
        waits = count_of(len(held.waiting), "reply that waits is", "replies that wait are")
        yield f"{waits} withdrawn."
    if held.standing:
        first = keep(f"monitor retract {held.standing[0]}")
        yield (
            "What you posted to them stays where it stands. If it should go, too, take it back "
            f"first: {first}"
        )


def _words_of(desk: Desk, author: Author) -> set[str]:
    """What may name them in a file. One name alone may be anybody's."""
    words = {author.id, author.handle}
    ours = tuple(desk.config.brand.handles.values())
    with desk.store.read() as tx:
        for message in tx.messages.by_author(desk.config.brand.name, author.id, limit=10_000):
            words |= {message.author.handle, message.id, message.text[:200]}
            # as an export of corrections has it
            words.add(impersonal(message.text, ours)[:200])
            if " " in message.author.name.strip():
                words.add(message.author.name)
    return {word.removeprefix("@") for word in words}


def _rewritten(desk: Desk, wanted: frozenset[bytes]) -> Iterator[Path]:
    """Weekly reports that named them, written anew."""
    from monitor.report.file import write_week

    for path in sorted(desk.config.report_folder.glob("*.html")):
        if names(path, wanted):
            try:
                write_week(desk.config, desk.store, path.stem, desk.now)
            except (InputError, ValueError, OSError):
                # not one of ours, or not ours to change: it is among the traces
                continue
            yield path


def _traces(desk: Desk, wanted: frozenset[bytes]) -> Iterator[Trace]:
    """Files near the database, and exports that we wrote elsewhere; not the database itself, in
    which others may name them."""
    place = path_of(desk.store_url)
    folders = [desk.config.report_folder, desk.config.backup_folder]
    if place is not None:
        folders.insert(0, place.parent)
    own = {place.with_name(place.name + ending) for ending in FAMILY} if place is not None else ()
    yield from (trace for trace in traces(folders, wanted) if trace.path not in own)
    with desk.store.read() as tx:
        exports = {
            Path(row.subject)
            for row in tx.audit.rows()
            if row.action == AuditAction.EXPORTED.value and row.subject
        }
    inside = [folder.resolve() for folder in folders]
    for path in sorted(exports):
        is_seen = any(path.resolve().is_relative_to(folder) for folder in inside)
        if path.is_file() and not is_seen and names(path, wanted):
            yield Trace(path=path)


def _told(
    desk: Desk, accounts: list[Author], erased: "Erased", reports: tuple[Path, ...]
) -> Iterator[str]:
    held = erased.holdings
    are = "is" if len(accounts) == 1 else "are"
    names = listed_words([_name(one) for one in accounts])
    yield f"{names} {are} erased: {count_of(held.messages, 'message')} emptied."
    if held.cases:
        listed = ", ".join(f"case {number}" for number in held.cases)
        yield f"Of {listed} only the times are left."
    if held.waiting:
        withdrawn = count_of(len(held.waiting), "reply that waited was", "replies that waited were")
        yield f"{withdrawn} withdrawn."
    if held.cards and desk.config.alerts.channels != ("console",):
        yield "Cards about them that were posted are changed as soon as the monitor runs."
    if reports:
        yield f"{count_of(len(reports), 'weekly report')} named them and was written anew."
    if path_of(desk.store_url) is None:
        yield "The rows are gone. The logs and backups of your database server are not ours."
    elif not erased.is_flushed:
        yield (
            "Something is reading the database right now, so its log (`-wal`) may hold words of "
            "them until that ends: it goes with the housekeeping of the next night at the latest."
        )
    if held.standing:
        listed = ", ".join(f"e{number}" for number in held.standing)
        yield f"What you posted to them still stands; of {listed} only id and hash are kept here."
    yield "Should they write again, they are heard; nothing is said to them by machine."


def _goes(trace: Trace, desk: Desk) -> str:
    if trace.until is None:
        return ""
    return f" (a backup, goes on {desk.hours.local(trace.until):%Y-%m-%d})"


def _name(author: Author) -> str:
    return f"{who(author)} on {title(author.platform)}"


def _json(
    desk: Desk,
    accounts: list[Author],
    erased: "Erased",
    reports: tuple[Path, ...],
    left: tuple[Trace, ...],
) -> dict[str, object]:
    """The keys of ERASE_KEYS."""
    held = erased.holdings
    return {
        "author_id": accounts[0].id,
        "accounts": [one.id for one in accounts],
        "messages": held.messages,
        "cases": [f"c{number}" for number in held.cases],
        "withdrawn": [f"e{number}" for number in held.waiting],
        "said": [f"e{number}" for number in held.said],
        "cards": held.cards,
        "set_aside": held.set_aside,
        "reports": [str(path) for path in reports],
        "is_flushed": erased.is_flushed,
        "is_sqlite": path_of(desk.store_url) is not None,
        "traces": [{"file": str(trace.path), "until": moment(trace.until)} for trace in left],
    }
