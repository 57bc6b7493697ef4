"""Public holidays: closed like any day off, and named by `monitor check`."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.config import Config
from monitor.config.public_holidays import NONE, public_holidays
from monitor.domain.promise import promise
from monitor.errors import ConfigError
from tests.messages import assert_message
from tests.unit.cli_shop import CONFIG, Shop

CHRISTMAS = date(2026, 12, 25)
WEEK = {"time_zone": "Europe/Berlin", "office_hours": "Mon-Fri 09:00-17:00"}


def config(**hours: object) -> Config:
    return Config.read({"brand": {"name": "Larch & Loaf"}, "hours": {**WEEK, **hours}})


def test_without_a_place_there_are_none() -> None:
    assert config().holidays() == NONE
    assert config().hours().closed_on == frozenset()


@pytest.mark.parametrize(
    ("place", "day", "name"),
    [
        # Berlin alone in Germany
        ("DE-BE", date(2026, 3, 8), "Women's Day"),
        ("DE", CHRISTMAS, "Christmas Day"),
        ("GB-ENG", date(2026, 4, 6), "Easter Monday"),
        # Boxing Day falls on a Saturday
        ("GB-ENG", date(2026, 12, 28), "Boxing Day (observed)"),
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        # however it is written
        ("gb - eng", CHRISTMAS, "Christmas Day"),
        # a week of long ago is replayed, and the monitor runs for years
        ("US", date(2015, 1, 19), "Martin Luther King Jr. Day"),
        ("DE-BE", date(2075, 12, 25), "Christmas Day"),
    ],
)
def test_the_holidays_of_a_place_are_known_by_day(place: str, day: date, name: str) -> None:
    assert public_holidays(place)[day] == name


def test_a_holiday_is_closed_like_any_other_day_off() -> None:
    hours = config(holidays="DE-BE", closed_on=[date(2026, 12, 24)]).hours()
    assert {CHRISTMAS, date(2026, 12, 24)} < hours.closed_on
    wednesday_evening = datetime(2026, 12, 23, 17, tzinfo=UTC)
    assert promise(wednesday_evening, "4 office hours", hours).words == "by 12:00 on Monday"
    # a machine may still say "seen"
    assert hours.may_acknowledge(datetime(2026, 12, 25, 10, tzinfo=UTC))


def test_a_holiday_on_which_they_work_is_open() -> None:
    hours = config(holidays="DE-BE", open_on=[CHRISTMAS]).hours()
    assert hours.is_office_day(CHRISTMAS)


def test_what_is_closed_by_hand_stays_closed() -> None:
    hours = config(open_on=[CHRISTMAS], closed_on=[CHRISTMAS]).hours()
    assert not hours.is_office_day(CHRISTMAS)


def test_the_library_is_never_loaded_here() -> None:
    code = (
        "import sys; from monitor.config.public_holidays import public_holidays;"
        "assert public_holidays('DE-BE'); print('holidays' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("DE-XX", "config/holidays_no_such_part"),
        ("DE-Berlin", "config/holidays_part_by_name"),
        ("Germany", "config/holidays_country_by_name"),
        ("ZZ", "config/holidays_no_such_country"),
        ("AI-2", "config/holidays_no_parts"),
        ("x" * 80, "config/holidays_no_place"),
    ],
)
def test_a_place_that_is_not_known_is_told_with_those_near(place: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        config(holidays=place).hours()
    (problem,) = refused.value.problems
    assert_message(message, problem.for_person())


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Path(sys.executable).resolve()
    monkeypatch.setattr("monitor.config.public_holidays.sys.executable", str(bare))
    public_holidays.cache_clear()
    with pytest.raises(ConfigError) as refused:
        config(holidays="DE-BE").hours()
    public_holidays.cache_clear()
    (problem,) = refused.value.problems
    assert_message("config/holidays_no_library", problem.for_person())


def test_check_names_the_next_ones(tmp_path: Path, a_wide_screen: None) -> None:
    lines = 'holidays = "DE-BE"\nopen_on = [2026-12-26]\n'
    shop = Shop(tmp_path, CONFIG.replace("[connectors", f"{lines}\n[connectors"))
    (line,) = [line for line in shop.run("check").out.splitlines() if "holidays" in line]
    assert_message("cli/check_holidays", line)


def test_check_tells_a_wrong_place_with_its_file(tmp_path: Path, a_wide_screen: None) -> None:
    shop = Shop(tmp_path, CONFIG.replace("[connectors", 'holidays = "DE-XX"\n\n[connectors'))
    answer = shop.run("check")
    assert answer.code == 2
    assert "--> SHOP/config.toml  [hours] holidays" in answer.err
