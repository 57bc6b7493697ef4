"""`monitor status`: what runs, what is behind, what is blind. Works while the daemon runs, and says
what it can when the database cannot be read."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor import __version__
from monitor.cli.as_json import COST_KEYS, DOOR_KEYS, Keys
from monitor.cli.common import (
    desk_options,
    opened_store,
    read_config,
    say,
    say_error,
    say_json,
    say_sample,
    store_url_of,
)
from monitor.cli.desk import current_clock, lock_of, must_be_there, path_of
from monitor.cli.door_lines import our_doors, platforms_with_doors
from monitor.cli.lines import width
from monitor.cli.notice_lines import NOTICE_KEYS
from monitor.cli.status_facts import (
    Facts,
    PlaybookFacts,
    StoreFacts,
    facts_of_store,
    without_password,
)
from monitor.cli.status_lines import facts_json, status_lines
from monitor.cli.unlock_json import UNLOCK_KEYS
from monitor.domain.advice import live
from monitor.domain.values import replace
from monitor.errors import ConfigError, MonitorError
from monitor.lock import holder
from monitor.services.progress import progress_of
from monitor.services.spending import spent_of
from monitor.services.switches import PauseFile

if TYPE_CHECKING:
    from monitor.config import Config

POLL_KEYS: Keys = {
    "connector": "its name in the config",
    "last_success_at": "when it was read last, or null",
    "last_try_at": "when it was tried last, or null: it was never looked at",
    "blind_since": "since when it cannot be read, or null",
    "error": "what the platform said",
}
STATUS_KEYS: Keys = {
    "version": "of the monitor",
    "brand": "its name",
    "is_sample": "sample data is on",
    "is_running": "the daemon runs on this machine",
    "pid": "its process, or null",
    "still_s": "seconds since the daemon last moved, or null",
    "trouble": "why the daemon cannot use its database; empty when it can",
    "mode": "observe, approve or automatic",
    "automatic": "locked, earned or forced: whether a machine may send by itself",
    "unlock": "how far your decisions have come toward that, or null",
    "paused": "why sending is paused, or null",
    "paused_until": "when the pause ends by itself, or null",
    "away_until": "the first day back, or null",
    "people_away[]": "which of your people are: `name`, and `until` which day",
    "on_hold": "why sending waits for `monitor reconcile`, or null",
    "connectors[]": "how each one is doing",
    "costs[]": "each one that cost something this month",
    "notices[]": "what is wrong with the monitor itself",
    "doors[]": "each platform: can customers write to you in private there",
    "drafts": "replies that wait for your yes",
    "urgent": "urgent cases that wait",
    "late": "other cases in which the next step is overdue",
    "open_cases": "cases that have not ended",
    "needs_person": "replies of which nobody knows whether they were posted",
    "approved": "replies that were said yes to and go out next",
    "held": "reason → how many replies wait for it",
    "alerts": "alerts that are due and not out",
    "undecided": "pages of mentions that were read and not decided on",
    "promises": "how many are open",
    "broken": "how many were broken in the last 7 days",
    "next_promise_at": "when the next one is due, or null",
    "set_aside": "inputs that could not be read",
    "kept_away.muted": "authors muted on their platforms",
    "kept_away.blocked": "authors blocked there",
    "kept_away.hidden": "posts hidden there",
    "kept_away.by_own_hand": "those that you have to do, or undo, by hand",
    "kept_away.coming": "those that the monitor has to do, or undo",
    "flags": "people who need a look: `monitor flags`",
    "evidence_kept[]": "cases on hold, such as `c7`: what they wrote stays",
    "store.place": "the database",
    "store.bytes": "its size, or null",
    "store.problem": "why it cannot be used; empty when it can",
    "playbook.version": "of its files, as stored with every decision",
    "playbook.rules": "how many",
    "playbook.problem": "why it cannot be used; empty when it can",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "status": {
        "the answer": STATUS_KEYS,
        "each connector": POLL_KEYS,
        "each cost": COST_KEYS,
        "each notice": NOTICE_KEYS,
        "each door": DOOR_KEYS,
        "the unlock": UNLOCK_KEYS,
    }
}


@click.command("status")
@desk_options
def status_command(config_path: Path | None, store_url: str | None, *, as_json: bool) -> int:
    """Show what runs, what is behind, and what cannot be read.

    It fails (exit code 1) when the database cannot be used, a platform cannot be read, or the
    monitor hangs.

    \b
    Example:
      monitor status
      monitor status --json | jq .drafts
    """
    config = read_config(config_path)
    facts = gather(config, store_url_of(config, store_url), store_url)
    if as_json:
        say_json(facts_json(facts))
    else:
        say_sample(config)
        for line in status_lines(facts, current_clock().now(), config.hours(), width()):
            say(line)
    for problem in facts.problems:
        say_error(problem)
    if facts.is_still:
        say_error(_still(facts).for_person())
    is_well = not (facts.problems or facts.blind or facts.is_still or facts.trouble)
    return 0 if is_well else 1


def _still(facts: Facts) -> MonitorError:
    """A daemon that is there and does nothing."""
    pid = facts.daemon.pid if facts.daemon is not None else 0
    end = f"kill -9 {pid}" if pid else "end its process"
    return MonitorError(
        "the monitor runs and does nothing: it was stopped, or it hangs",
        hint=f"`{end}`, then start it again: monitor run. Nothing is lost or said twice by that",
    )


def gather(config: "Config", url: str, given: str | None) -> Facts:
    """Everything `status` tells; what cannot be found out is a problem, not an end."""
    from monitor.config.places import pause_path

    clock, policy = current_clock(), config.policy()
    problems: list[str] = []
    path = path_of(url)
    store = StoreFacts(
        place=str(path) if path is not None else without_password(url), bytes=_size(path)
    )

    def read() -> StoreFacts:
        must_be_there(url)
        with opened_store(config, given) as opened, opened.read() as tx:
            now = clock.now()
            costs = spent_of(tx, config.brand.name, config.budgets(), now)
            known = facts_of_store(tx, store, tuple(config.connectors), now, policy)
            doors = our_doors(platforms_with_doors(config), tx.platforms.doors(config.brand.name))
            progress = progress_of(tx, config.brand.name, policy, now)
            flags = live(tx.standings.flags(config.brand.name), policy.standing, now)
            found = {"costs": costs, "doors": doors, "progress": progress, "flags": len(flags)}
            return replace(known, **found)

    try:
        store = read()
    except MonitorError as error:
        problems.append(error.for_person())
        store = StoreFacts(place=store.place, bytes=store.bytes, problem=error.message)
    return Facts(
        version=__version__,
        brand=config.brand.name,
        is_sample=config.is_sample,
        daemon=holder(lock_of(config, url)),
        policy=policy,
        pause_file=PauseFile(pause_path(config), clock).read(),
        store=store,
        playbook=_playbook(config, problems),
        problems=tuple(problems),
    )


def _playbook(config: "Config", problems: list[str]) -> PlaybookFacts:
    from monitor.rules.parse import load_playbook

    try:
        playbook = load_playbook(config.playbook_folder, config.brand.languages)
    except ConfigError as error:
        count = len(error.problems)
        problems.append(
            MonitorError(
                f"the playbook cannot be used: {error.message}",
                hint=f"{count} in all: monitor playbook check" if count > 1 else None,
            ).for_person()
        )
        return PlaybookFacts(problem=error.message)
    return PlaybookFacts(version=playbook.version, rules=len(playbook.rules))


def _size(path: Path | None) -> int | None:
    """The database and its log."""
    if path is None:
        return None
    parts = [path, path.with_name(path.name + "-wal")]
    try:
        return sum(part.stat().st_size for part in parts if part.exists()) or None
    except OSError:
        return None
