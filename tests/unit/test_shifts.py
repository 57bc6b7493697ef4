"""Shifts and absences: every case has a person who is there, and nudges go to whoever stands in."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import load_config
from monitor.domain.case import Case
from monitor.domain.clock import Hours, parse_hours
from monitor.domain.effect import Action
from monitor.domain.reminders import NUDGE
from monitor.domain.shifts import Shifts, on_shift
from monitor.errors import ConfigError
from monitor.services.absence import switch_of
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.messages import assert_message
from tests.shop import Shop, policy
from tests.unit import cli_shop

PEOPLE = ("Jo", "Sam", "Ada")
SHIFTS = {
    "Jo": parse_hours("Mon-Wed 09:00-17:00"),
    "Sam": parse_hours("Wed-Fri 09:00-17:00"),
}
HOURS = Hours(
    time_zone="UTC",
    office=parse_hours("Mon-Fri 09:00-17:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
    closed_on=frozenset({date(2026, 11, 24)}),
)


def at(day: int, hour: int) -> datetime:
    """In the week of Monday 23 November 2026."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "away", "name"),
    [
        # on shift
        (at(23, 10), (), "Jo"),
        (at(26, 10), (), "Sam"),
        # both are: the first in the list
        (at(25, 10), (), "Jo"),
        # in the evening: whose shift begins next
        (at(25, 18), (), "Sam"),
        (at(28, 12), (), "Jo"),
        # closed on Tuesday: Jo is back first
        (at(24, 10), (), "Jo"),
        # who is away is passed over
        (at(23, 10), ("Jo",), "Sam"),
        # who has no shift takes what nobody else can
        (at(23, 10), ("Jo", "Sam"), "Ada"),
        # and every case has a person
        (at(23, 10), PEOPLE, "Jo"),
    ],
)
def test_a_case_goes_to_who_is_there_or_comes_next(
    moment: datetime, away: tuple[str, ...], name: str
) -> None:
    assert on_shift(PEOPLE, SHIFTS, away, HOURS, moment) == name


@pytest.mark.parametrize(("away", "name"), [((), "Jo"), (("Jo",), "Sam"), (PEOPLE, "Jo")])
def test_without_shifts_it_is_the_first_who_is_there(away: tuple[str, ...], name: str) -> None:
    assert on_shift(PEOPLE, {}, away, HOURS, at(23, 10)) == name


@given(
    minutes=st.integers(0, 60 * 24 * 60),
    away=st.sets(st.sampled_from(PEOPLE)),
    with_shift=st.sets(st.sampled_from(tuple(SHIFTS))),
)
def test_a_case_always_has_one_of_the_people_and_one_who_is_there_if_anybody_is(
    minutes: int, away: set[str], with_shift: set[str]
) -> None:
    shifts = {name: SHIFTS[name] for name in with_shift}
    name = on_shift(PEOPLE, shifts, away, HOURS, at(1, 0) + timedelta(minutes=minutes))
    assert name in PEOPLE
    assert name not in away or away == set(PEOPLE)


# ---------------------------------------------------------------- at work


def a_shop(shifts: Shifts | None = None) -> Shop:
    return Shop(policy=policy(people=PEOPLE, shifts=shifts or {}))


def is_away(shop: Shop, name: str, until: date) -> None:
    with shop.store.begin() as tx:
        tx.switches.put(switch_of(name), until.isoformat(), shop.clock.now())


def the_case(shop: Shop) -> Case:
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    return case


def test_a_new_case_is_whose_shift_it_is() -> None:
    shop = a_shop(shifts={"Sam": parse_hours("Mon-Fri 09:00-17:00")})
    shop.complaint()
    assert the_case(shop).assignee == "Sam"


def test_a_new_case_passes_over_who_is_away_until_they_are_back() -> None:
    clock = FakeClock()
    shop = Shop(clock=clock, policy=policy(people=PEOPLE))
    is_away(shop, "Jo", date(2026, 11, 24))
    shop.complaint()
    assert the_case(shop).assignee == "Sam"
    shop.clock.advance(timedelta(days=1))
    shop.complaint(id="x:2", author=cli_shop.EVE)
    with shop.store.read() as tx:
        names = {case.author_id: case.assignee for case in tx.cases.listed()}
    assert names["x:eve"] == "Jo"


def test_a_nudge_goes_to_who_stands_in() -> None:
    shop = a_shop()
    shop.sent()
    is_away(shop, "Jo", date(2026, 12, 1))
    shop.work_for(timedelta(hours=2, minutes=30), step=timedelta(minutes=10))
    (nudge,) = [one for one in shop.effects(Action.ALERT) if one.template == NUDGE]
    assert nudge.slots.note.endswith("it is Sam's turn, for Jo is away")


# ---------------------------------------------------------------- what the owner writes and reads


def test_shifts_stand_in_the_config(tmp_path: Path) -> None:
    lines = '[hours.shifts]\nJo = "Mon-Wed 09:00-17:00"\n\n[connectors'
    shop = cli_shop.Shop(tmp_path, cli_shop.CONFIG.replace("[connectors", lines))
    config = load_config(shop.folder / "config.toml")
    assert config.policy().shifts == {"Jo": SHIFTS["Jo"]}
    assert tomllib.loads(lines.removesuffix("[connectors"))["hours"]["shifts"].keys() == {"Jo"}


def test_a_shift_of_somebody_unknown_is_refused(tmp_path: Path) -> None:
    lines = '[hours.shifts]\nSma = "Mon-Wed 09:00-17:00"\n\n[connectors'
    shop = cli_shop.Shop(tmp_path, cli_shop.CONFIG.replace("[connectors", lines))
    with pytest.raises(ConfigError) as refused:
        load_config(shop.folder / "config.toml")
    (problem,) = refused.value.problems
    assert_message("config/shift_of_nobody", shop.shown(problem.for_person()))


def test_one_of_the_people_is_away_and_comes_back(shop: cli_shop.Shop, a_wide_screen: None) -> None:
    said = shop.run("away", "--who", "jo", "until", "2026-12-01").said
    assert_message("cli/away_person", said)
    assert (
        "away        Jo, until Tuesday 1 December 2026; the others answer" in shop.run("status").out
    )
    # promises stay as they are
    assert shop.run("away").out == "Nobody is away.\n"
    assert shop.run("away", "--who", "Jo", "--off").out == "Welcome back, Jo.\n"
    assert shop.run("away", "--who", "Jo").out == "Jo is not away.\n"


def test_when_everybody_is_away_the_owner_is_told_what_to_do(
    shop: cli_shop.Shop, a_wide_screen: None
) -> None:
    shop.run("away", "--who", "Jo", "until", "2026-12-01")
    said = shop.run("away", "--who", "Sam", "until", "2026-12-02").said
    assert_message("cli/away_everybody", said)


def test_nobody_named_is_nobody_away(tmp_path: Path) -> None:
    config = cli_shop.CONFIG.replace('people = ["Jo", "Sam"]\n', "")
    shop = cli_shop.Shop(tmp_path, config)
    cli_shop.a_monday(shop)
    assert_message("cli/away_nobody_named", shop.run("away", "--who", "Jo").said)


def test_an_absence_ends_by_itself(shop: cli_shop.Shop) -> None:
    shop.run("away", "--who", "Jo", "until", "2026-11-24")
    shop.clock.move_to(MONDAY_MORNING + timedelta(days=1))
    assert shop.run("away", "--who", "Jo").out == "Jo is not away.\n"
