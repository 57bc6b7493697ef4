"""`monitor export`: everything stored, as a message file."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from monitor.cli.arguments import person
from monitor.cli.common import config_option, say, store_option
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of
from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.message_file import write_line
from monitor.domain.store_ports import Tx
from monitor.errors import InputError


@click.command("export")
@click.option("--out", type=click.Path(path_type=Path), help="Write to a file, for you alone.")
@click.option("--brand", help="Only this brand.")
@config_option
@store_option
def export_command(
    out: Path | None, brand: str | None, config_path: Path | None, store_url: str | None
) -> None:
    """Write every stored message as a message file: one JSON object a line.

    What was deleted by its author has no text any more. `monitor replay` reads the file again.

    \b
    Example:
      monitor export --out mentions.jsonl
      monitor export | head -3
    """
    with opened_desk(config_path, store_url, quiet=out is None) as desk:
        with desk.store.read() as tx:
            if out is None:
                _write(tx, brand, sys.stdout)
                return
            count = _write_file(tx, brand, out)
        written_down(desk, out)
        say(f"{count_of(count, 'message')} in {out}.")
        say("People's names and words are in it: keep it safe.")


def written_down(desk: Desk, out: Path) -> None:
    """In the audit log, so that an erasure can name the file."""
    with desk.store.begin() as tx:
        tx.audit.write(
            AuditEntry(
                brand=desk.config.brand.name,
                at=desk.now,
                actor=person(desk.config, None),
                action=AuditAction.EXPORTED,
                subject=str(out.absolute()),
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
    part = out.with_name(out.name + ".part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            count = _write(tx, brand, file)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError(
            f"`{out}` cannot be written: {(error.strerror or str(error)).lower()}"
        ) from error
    return count
