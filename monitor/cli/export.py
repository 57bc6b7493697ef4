"""`monitor export`: everything stored, as a message file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from monitor.cli.arguments import person
from monitor.cli.as_json import Keys
from monitor.cli.authors import person_named
from monitor.cli.common import (
    desk_options,
    json_line,
    say,
    say_error,
)
from monitor.cli.corrections import CORRECTION_KEYS, corrections_of, told_of, write_corrections
from monitor.cli.customer_accounts import account_words, customer_words, listed_words
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.files import whole_file
from monitor.cli.lines import count_of, who, width
from monitor.cli.person_json import CASE_KEYS, MESSAGE_KEYS, PERSON_KEYS
from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.message_file import write_line
from monitor.domain.store_ports import Tx
from monitor.errors import InputError

JSON_KEYS: dict[str, dict[str, Keys]] = {
    "export": {
        "with `--person`": PERSON_KEYS,
        "each message of theirs": MESSAGE_KEYS,
        "each case of theirs": CASE_KEYS,
        "with `--corrections`, each line": CORRECTION_KEYS,
    }
}


@click.command("export")
@click.option("--out", type=click.Path(path_type=Path), help="Write to a file, for you alone.")
@click.option("--brand", help="Only this brand.")
@click.option(
    "--person", "author", metavar="AUTHOR", help="Everything about one person, to give to them."
)
@click.option(
    "--corrections", is_flag=True, help="What your decisions say, for `monitor playbook test`."
)
@click.option("--yes", is_flag=True, help="With --person: every account that you linked is theirs.")
@desk_options
def export_command(
    out: Path | None,
    brand: str | None,
    author: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    corrections: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Write every stored message as a message file: one JSON object a line.

    What was deleted by its author has no text any more. `monitor replay` reads the file again.

    With --person it writes what is kept about one person instead, as a letter to them (or with
    --json, for programs): what, why, since when, until when. AUTHOR is `x:42`, `x:@handle` or
    `@handle`; what you linked with it (`monitor customer`) is in it, too. Read it before
    you send it, and be sure who asks.

    With --corrections it writes a regression set: the mentions on which you decided (a reply sent
    or taken back, how its case ended), with what has to become of them. Handles and links are
    masked; private messages, private data and whoever was erased are left out. docs/evaluate.md
    tells more.

    \b
    Example:
      monitor export --out mentions.jsonl
      monitor export --person @crumbfan --out crumbfan.txt
      monitor export --corrections --out corrections.jsonl
    """
    if corrections:
        if author is not None:
            raise InputError("`--corrections` are of everybody, and `--person` is one: say which")
        _export_corrections(out, brand, config_path, store_url)
        return
    if author is not None:
        _export_person(author, out, brand, config_path, store_url, as_json=as_json, yes=yes)
        return
    with opened_desk(config_path, store_url, quiet=out is None) as desk:
        with desk.store.read() as tx:
            if out is None:
                _write(tx, brand, sys.stdout)
                return
            count = _write_file(tx, brand, out)
        written_down(desk, out)
        say(f"{count_of(count, 'message')} in {out}.")
        say("People's names and words are in it: keep it safe.")


def _export_person(
    author: str,
    out: Path | None,
    brand: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
    yes: bool,
) -> None:
    from monitor.cli.person_json import as_json as person_json
    from monitor.cli.person_letter import letter
    from monitor.services.person_file import person_file

    with opened_desk(config_path, store_url, quiet=True) as desk:
        found = person_named(desk, author)
        if not yes:
            _must_agree(desk, brand or desk.config.brand.name, found, as_json=as_json)
        with desk.store.read() as tx:
            file = person_file(
                tx, brand or desk.config.brand.name, found, desk.config.retention(), desk.now
            )
        text = json_line(person_json(file), sys.stdout)
        if not as_json:
            text = "\n".join(letter(file, desk.hours))
        if out is None:
            say(text)
            return
        with cannot_be_written(out), whole_file(out) as to:
            to.write(text + "\n")
        written_down(desk, out, found.id)
        if file.others:
            others = listed_words([account_words(each) for each in file.others])
            say(f"It is about {others}, too.")
        say(f"What is kept about {who(found)} is in {for_terminal(str(out), 300)}.")
        say("Read it before you send it, and be sure who asks.")


def _must_agree(desk: Desk, brand: str, found: Author, *, as_json: bool) -> None:
    """Before somebody is given what another account wrote. Raises InputError where nobody can be
    asked, click's Abort for a no."""
    with desk.store.read() as tx:
        customer = tx.customers.of(brand, found.id)
        if not customer.is_linked:
            return
        accounts = customer_words(tx, customer)
    if as_json or not sys.stdin.isatty():
        raise InputError(
            f"you linked {accounts} as one person, and the file is about all of them",
            hint="add --yes if all of them are theirs; if not: monitor customer split",
        )
    say_error(f"You linked {accounts} as one person: the file is about all of them.")
    click.confirm("Are all of these accounts theirs?", abort=True, err=True)


def _export_corrections(
    out: Path | None, brand: str | None, config_path: Path | None, store_url: str | None
) -> None:
    with opened_desk(config_path, store_url, quiet=True) as desk:
        gathered = corrections_of(desk, brand)
        if out is None:
            write_corrections(gathered, sys.stdout)
        else:
            with cannot_be_written(out), whole_file(out) as to:
                write_corrections(gathered, to)
            written_down(desk, out)
            count = count_of(len(gathered.corrections), "correction")
            say(f"{count} in {for_terminal(str(out), 300)}.")
        for line in told_of(gathered, out, desk.config.playbook_folder, width()):
            say_error(line)


@contextmanager
def cannot_be_written(out: Path) -> Iterator[None]:
    """Raises InputError for what the system says about the file."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"`{out}` cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error


def written_down(desk: Desk, out: Path, author_id: str = "") -> None:
    """In the audit log, so that an erasure can name the file."""
    with desk.store.begin() as tx:
        tx.audit.write(
            AuditEntry(
                brand=desk.config.brand.name,
                at=desk.now,
                actor=person(desk.config, None),
                action=AuditAction.EXPORTED,
                subject=str(out.absolute()),
                author_id=author_id,
            )
        )


def lines_of(tx: Tx, brand: str | None) -> Iterator[str]:
    """Every message as a line, by time, as they come out of the store."""
    for decided in tx.messages.all_decided(brand):
        yield write_line(decided.message)


def _write(tx: Tx, brand: str | None, file: TextIO) -> int:
    count = 0
    for line in lines_of(tx, brand):
        file.write(line + "\n")
        count += 1
    return count


def _write_file(tx: Tx, brand: str | None, out: Path) -> int:
    """Under another name first: half a file never takes the place of a whole one."""
    with cannot_be_written(out), whole_file(out) as file:
        return _write(tx, brand, file)
