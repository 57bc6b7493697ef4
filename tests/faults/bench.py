"""`make bench-faults`: how often the monitor was killed, and what the public saw of it.

    python -m tests.faults.bench [--short] [--seed N] [--only PART]

1.  Crash points: lives on real database files, in two processes; see `crash_points`.
2.  Kills: SIGKILL to real daemons, with the judge in a process of its own; see `campaign`.
3.  Mutants: classic mistakes, each of which has to be caught; see `mutants`.

The same seed tries the same lives. Which instruction a kill at a random moment hits is chance.
"""

import argparse
import itertools
import logging
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from monitor.domain.effect import Action, State
from tests.faults.campaign import BEHAVIOURS, Campaign
from tests.faults.crash_points import Explorer, in_memory
from tests.faults.failpoints import without_a_desk
from tests.faults.life import life_of
from tests.faults.mutants import LIVES, MUTANTS, broken_by
from tests.faults.warm import Warm
from tests.invariants import ALWAYS, AT_REST, every_breach

#: said twice, or to somebody who had one already
DOUBLED: Final = ("each_word_is_said_once", "one_word_to_one_person")
#: gone, or on the way for ever
LOST: Final = ("nothing_is_lost", "everything_comes_to_an_end", "what_is_sent_was_seen")
CORES: Final = 2


@dataclass
class Tally:
    """What a part of it found."""

    #: deaths by place
    deaths: Counter[str] = field(default_factory=Counter)
    #: deaths by failpoint and by what the platform did
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: breaches by promise
    broken: Counter[str] = field(default_factory=Counter)
    #: the first of them, in words
    told: list[str] = field(default_factory=list)
    #: public words, and effects that a person has to look for
    words: int = 0
    needs_person: int = 0
    #: deaths after which a promise was broken
    not_survived: int = 0

    def add(self, other: "Tally") -> None:
        """Both together."""
        self.deaths += other.deaths
        self.cells += other.cells
        self.broken += other.broken
        self.told = (self.told + other.told)[:20]
        self.words += other.words
        self.needs_person += other.needs_person
        self.not_survived += other.not_survived

    def count(self, *promises: str) -> int:
        """Breaches of these."""
        return sum(self.broken[name] for name in promises)


# --- 1 crash points ---------------------------------------------------------------------------


def points_of(seed: int) -> Tally:
    """All the deaths of one life."""
    logging.disable()
    explorer = Explorer(life_of(seed))
    explorer.explore()
    tally = Tally(deaths=explorer.deaths, words=explorer.words)
    tally.needs_person = explorer.needs_person
    for name, found in explorer.broken.items():
        tally.broken.update(found.keys())
        tally.not_survived += 1
        tally.told.append(f"life {seed}, {name}: {found}")
    return tally


def crash_points(at_least: int, seed: int) -> Tally:
    """Lives until there were so many deaths."""
    total = Tally()
    seeds = itertools.count(seed)
    with ProcessPoolExecutor(CORES, multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(points_of, next(seeds)) for _ in range(CORES)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                total.add(future.result())
                _progress("crash points", total.deaths.total(), at_least)
                if total.deaths.total() < at_least:
                    running.add(pool.submit(points_of, next(seeds)))
    return total


# --- 2 kills ----------------------------------------------------------------------------------


def cells(campaign: Campaign, *, is_short: bool) -> Iterator[tuple[str, str]]:
    """A death at every failpoint under every behaviour of the platform."""
    for number, name in enumerate(without_a_desk()):
        behaviours = list(BEHAVIOURS)
        if is_short:
            behaviours = [behaviours[number % len(behaviours)]]
        for behaviour in behaviours:
            campaign.dies_at(name, behaviour=BEHAVIOURS[behaviour])
            campaign.rest()
            yield name, behaviour


def pairs(campaign: Campaign, *, is_short: bool) -> Iterator[tuple[str, str]]:
    """A death at a failpoint, and at another one or the same on the way back; every second pair."""
    every = list(itertools.product(without_a_desk(), repeat=2))
    for number, (first, then) in enumerate(every[:: 23 if is_short else 2]):
        campaign.dies_at(first, then)
        if number % 10 == 9:
            campaign.rest()
        yield first, f"then {then}"


def moments(campaign: Campaign, *, is_short: bool) -> Iterator[tuple[str, str]]:
    """Deaths at random moments, with the owner and the platform going on as ever."""
    while campaign.deaths["some time"] < (15 if is_short else 120):
        campaign.complains()
        campaign.decides()
        campaign.judge.fail_next(*campaign.trouble())
        campaign.dies_some_time()
        if campaign.deaths.total() % 20 == 19:
            campaign.rest()
        yield "some time", "as it likes"


PARTS: Final[dict[str, tuple[Callable[..., Iterator[tuple[str, str]]], bool]]] = {
    "every failpoint, the platform can be asked": (cells, True),
    "every failpoint, the platform cannot be asked": (cells, False),
    "pairs, the platform can be asked": (pairs, True),
    "random moments, the platform can be asked": (moments, True),
    "random moments, the platform cannot be asked": (moments, False),
}


def kills_of(part: str, seed: int, *, is_short: bool) -> Tally:
    """One campaign."""
    logging.disable()
    play, can_be_asked = PARTS[part]
    tally = Tally()
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder, Warm() as warm:
        place = Path(folder) / "town"
        with Campaign(place, warm, can_be_asked=can_be_asked, seed=seed) as campaign:
            for cell in play(campaign, is_short=is_short):
                tally.cells[cell] += 1
            campaign.breaches()
            seen = campaign.seen()
            measures = campaign.breaches_of_measures()
            words = campaign.effects(Action.ACKNOWLEDGE)
    found = every_breach(seen, campaign.model, (*ALWAYS, *AT_REST))
    if measures:
        found["a_measure_is_taken_once"] = measures
    tally.deaths = campaign.deaths
    tally.words = len(seen.words)
    tally.needs_person = sum(each.state is State.NEEDS_PERSON for each in words)
    for name, told in found.items():
        tally.broken[name] += len(told)
        tally.not_survived += len(told)
        tally.told += [f"{part}: {name}: {one}" for one in told]
    return tally


def kills(seed: int, *, is_short: bool) -> dict[str, Tally]:
    """Every campaign."""
    found: dict[str, Tally] = {}
    with ProcessPoolExecutor(CORES, multiprocessing.get_context("spawn")) as pool:
        play = partial(kills_of, seed=seed, is_short=is_short)
        for part, tally in zip(PARTS, pool.map(play, PARTS), strict=True):
            found[part] = tally
            total = sum(each.deaths.total() for each in found.values())
            print(f"  kill -9: {total}, after {part}", flush=True)
    return found


# --- 3 mutants --------------------------------------------------------------------------------


def is_caught(number: int) -> bool:
    """By the lives that the tests play too."""
    logging.disable()
    mutant = MUTANTS[number]
    return not broken_by(mutant, LIVES).isdisjoint(mutant.breaks)


def mutants() -> tuple[list[str], int]:
    """The names of those that came through, and how many there are."""
    with ProcessPoolExecutor(CORES, multiprocessing.get_context("spawn")) as pool:
        caught = list(pool.map(is_caught, range(len(MUTANTS))))
    through = [one.name for one, was in zip(MUTANTS, caught, strict=True) if not was]
    print(f"  mutants caught: {sum(caught)} of {len(MUTANTS)}", flush=True)
    return through, len(MUTANTS)


# --- what it tells ----------------------------------------------------------------------------


def main() -> int:
    """Everything; 1 when a promise was broken or a mutant came through."""
    asked = _arguments()
    logging.disable()
    began = time.monotonic()
    points = Tally()
    killed: dict[str, Tally] = {}
    if asked.only in ("", "points"):
        points = crash_points(1_000 if asked.short else 10_000, asked.seed)
    points_s = time.monotonic() - began
    if asked.only in ("", "kills"):
        killed = kills(asked.seed, is_short=asked.short)
    kills_s = time.monotonic() - began - points_s
    for line in told(points, points_s, killed, kills_s) if points.deaths or killed else ():
        print(line)
    through, of = mutants() if asked.only in ("", "mutants") else ([], 0)
    print(f"{of - len(through)} of {of} mutants caught; {time.monotonic() - began:.0f} seconds")
    faults = [f"the mutant `{name}` came through" for name in through]
    faults += [*points.told, *(each for tally in killed.values() for each in tally.told)]
    for fault in faults:
        print(f"BROKEN {fault}", file=sys.stderr)
    return 1 if faults else 0


def told(points: Tally, points_s: float, killed: dict[str, Tally], kills_s: float) -> Iterator[str]:
    """The tables, as they stand in docs/reliability.md."""
    yield "| what | deaths | survived | doubled | lost | needs_person | public words | seconds |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    if points.deaths:
        yield _row("crash points in the process", points, f"{points_s:.0f}")
    total = Tally()
    for part, tally in killed.items():
        total.add(tally)
        yield _row(f"kill -9, {part}", tally, "")
    if killed:
        yield _row("kill -9, together", total, f"{kills_s:.0f}")
    yield ""
    yield "| place | crash points | kill -9 |"
    yield "| --- | --- | --- |"
    for place in sorted({*points.deaths, *total.deaths, *without_a_desk()}):
        yield f"| {place} | {points.deaths[place]} | {total.deaths[place]} |"


def _row(name: str, tally: Tally, seconds: str) -> str:
    tried = tally.deaths.total()
    numbers = (
        tried,
        f"{tried - tally.not_survived} of {tried}",
        tally.count(*DOUBLED),
        tally.count(*LOST),
        tally.needs_person,
        tally.words,
        seconds,
    )
    return f"| {name} | " + " | ".join(str(number) for number in numbers) + " |"


def _progress(what: str, count: int, of: int) -> None:
    if sys.stdout.isatty():
        print(f"\r  {what}: {count} of {of}", end="" if count < of else "\n", flush=True)
    elif count >= of or count % 1000 < 100:
        print(f"  {what}: {count} of {of}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a tenth of it")
    parser.add_argument("--seed", type=int, default=0, help="which lives (default 0)")
    parser.add_argument(
        "--only", choices=("points", "kills", "mutants"), default="", help="one part of it"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
