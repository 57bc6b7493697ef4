"""What `monitor check` looks at on this machine, one finding for each thing."""

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.desk import lock_beside, lost, path_of
from monitor.cli.finding import Finding, ok, problem, warning
from monitor.cli.lines import count_of, day_words, title
from monitor.cli.phrase_findings import about_phrases
from monitor.cli.rights import may_change, may_fill
from monitor.cli.status_facts import without_password
from monitor.domain.connectors import (
    Connector,
)
from monitor.domain.inert import for_terminal
from monitor.domain.playbook import Playbook
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.promise import promise
from monitor.errors import ConfigError, MonitorError, Problem
from monitor.lock import had_store

if TYPE_CHECKING:
    from monitor.config import Config

STORE_RIGHTS = (
    "give the user that runs the monitor the right to write there, or name another place "
    "under [store]"
)
#: what stands beside the database: its lock, the heads of the audit log, who was erased
BESIDE = (".lock", ".audit", ".erased")
#: the next holidays, as many as are named
HOLIDAYS_SHOWN = 3


def about_brand(config: "Config") -> Iterator[Finding]:
    """Who we are: without it nobody can address us, and no reply can be signed."""
    handles = config.brand.handles
    named = ", ".join(f"@{handle} on {title(name)}" for name, handle in handles.items())
    if handles:
        yield ok("brand", f"{config.brand.name}: {named}")
    else:
        yield warning(
            "brand",
            f"{config.brand.name} has no account of its own in the config",
            "name your accounts under [brand.handles]: whoever writes to them addresses you, and "
            "your own posts are never answered",
        )
    if config.brand.people == (NOBODY_NAMED,):
        yield warning(
            "people",
            "nobody is named who answers customers",
            'write people = ["Your Name"] under [brand]: the name signs what you send',
        )


def about_hours(config: "Config", now: datetime) -> Iterator[Finding]:
    """The clock, and whether a promise can be made with these hours."""
    try:
        hours = config.hours()
        hours.next_acknowledge_opening(now)
        promised = promise(now, config.promise.first_answer, hours)
    except ConfigError as error:
        yield problem("holidays", error)
        return
    except ValueError as error:
        told = Problem(
            str(error), file=str(config.path), where="[hours]", hint="look at `office_hours`"
        )
        yield problem("hours", ConfigError(problems=(told,)))
        return
    local = hours.local(now)
    yield ok("time zone", f"{hours.time_zone}: it is {local:%H:%M} on {local:%A}")
    if hours.time_zone in ("UTC", "Etc/UTC"):
        yield warning(
            "time zone",
            "promises name UTC hours: are they yours?",
            'if not, name the zone of your shop: time_zone = "Europe/Berlin" under [hours]',
        )
    if config.hours_table.holidays:
        yield ok("holidays", holidays_words(config, hours.day_of(now)))
    yield ok("promises", f"a reply sent now would promise an answer {promised.words}")


def holidays_words(config: "Config", today: date) -> str:
    """The next days off, so that the owner sees whose holidays they are."""
    table = config.hours_table
    coming = [(day, name) for day, name in config.holidays().items() if day >= today]
    days = [
        f"{for_terminal(name, 40)} on {day_words(day)}"
        + (" (you work)" if day in table.open_on else "")
        for day, name in coming[:HOLIDAYS_SHOWN]
    ]
    return f"{for_terminal(table.holidays, 20)}, the next ones: {', '.join(days)}"


def about_playbook(config: "Config") -> tuple[Playbook | None, list[Finding]]:
    """The rules, the texts, the phrases, and every example."""
    from monitor.cli.examples import about_examples, run_examples_of
    from monitor.rules.parse import PHRASES, load_playbook, shown_in
    from monitor.scoring.phrase_file import load_phrases

    folder, found = config.playbook_folder, []
    playbook = None
    try:
        playbook = load_playbook(folder, config.brand.languages)
    except ConfigError as error:
        found.append(problem("playbook", error))
    # what is wrong with the folder, or told of this file by the playbook, is told once
    told = {each.file for finding in found for each in finding.problems}
    lacking: tuple[str, ...] = ()
    if folder.is_dir() and f"{shown_in(folder)}/{PHRASES}" not in told:
        try:
            lacking = load_phrases(folder / PHRASES).lacking
        except ConfigError as error:
            found.append(problem("phrases", error))
    if playbook is None or found:
        return playbook, found
    results = run_examples_of(config, folder, playbook)
    tried = about_examples(folder, len(playbook.rules), results)
    return playbook, [tried, *about_phrases(lacking, folder / PHRASES)]


def about_customers(config: "Config") -> Iterator[Finding]:
    """The owner's own list of orders, where there is one: all its mistakes at once."""
    from monitor.config.customer_file import CustomerFileReader

    if not config.customers.file:
        return
    try:
        file = CustomerFileReader.of(config).read()
    except ConfigError as error:
        yield problem("customers", error)
        return
    yield ok("customers", f"{count_of(len(file), 'order')} in {config.customers.file}")


def about_store(url: str) -> Finding:
    """The database: whole and ours to write, or to be made."""
    from monitor.store import open_store

    path = path_of(url)
    shown = str(path) if path is not None else without_password(url)
    try:
        if path is not None:
            for each in (path, *(Path(f"{path}{ending}") for ending in BESIDE)):
                may_change(each, STORE_RIGHTS)
            if not any(os.path.lexists(each) for each in (path, f"{path}-wal")):
                lock = lock_beside(path)
                if had_store(lock):
                    raise lost(path, lock)
                return ok("store", f"{shown} is not there yet; `monitor run` makes it")
        open_store(url).close()
    except MonitorError as error:
        return problem("store", error)
    return ok("store", f"{shown} is whole")


def about_keyring(config: "Config") -> Iterator[Finding]:
    """Whether it would answer, where the config says that it is asked."""
    from monitor.config.keyring import ask_keyring

    if config.secrets.keyring:
        answer = ask_keyring("monitor check")
        if answer.why_not:
            yield warning(
                "keyring",
                f"it gives no secret: {answer.why_not}",
                hint="keep secrets in `secrets.toml` instead, or see docs/configuration.md",
            )
        else:
            yield ok("keyring", "answers without a prompt")


def about_folders(config: "Config", told: Finding) -> Iterator[Finding]:
    """Where reports and backups go; a folder is made when it is first needed. What was `told` of
    the database, in whose folder they are as a rule, is not told again."""
    places = (
        ("reports", config.report_folder, "`folder` under [report]"),
        ("backups", config.backup_folder, "`backups` under [store]"),
    )
    for name, folder, key in places:
        try:
            may_fill(folder, f"make room for it there, or name another folder: {key}")
        except MonitorError as error:
            if error.message not in {each.message for each in told.problems}:
                yield problem(name, error)


def about_connectors(config: "Config", made: list[Connector]) -> Iterator[Finding]:
    """Whether each platform can be composed; nothing is asked over the network."""
    from monitor.cli.desk import current_clock
    from monitor.configured import settings_of
    from monitor.discovery import connect, platform_of

    if not config.connectors:
        yield warning(
            "connectors",
            "none: there is nothing to read",
            "`monitor login bluesky` (or mastodon, x, reddit, mailbox) tells what to write",
        )
    for name, table in config.connectors.items():
        try:
            connector = connect(settings_of(config, name, current_clock()))
        except MonitorError as error:
            yield problem(f"connector {name}", error)
            continue
        made.append(connector)
        yield ok(f"connector {name}", f"looks every {_lasting(table.every.total_seconds())}")
        platform = platform_of(name)
        if platform is not None:
            machine = "may" if platform.may_reply_by_machine else "may not"
            yield ok(
                f"connector {name}",
                f"says: {title(name)} takes {platform.max_length} signs, a machine {machine} reply",
            )


def _lasting(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min"
