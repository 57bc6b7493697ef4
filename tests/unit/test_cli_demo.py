"""The diary of the demo: a day as a line, its counts always in the same order."""

from datetime import timedelta

import pytest

from monitor.cli.demo import COUNTED, Diary
from monitor.domain.clock import Hours, parse_hours
from monitor.testing import MONDAY_MORNING

WEEK = parse_hours("daily 00:00-24:00")
HOURS = Hours(time_zone="Europe/Berlin", office=WEEK, acknowledge=WEEK)


def test_a_day_tells_its_counts_in_a_fixed_order(capsys: pytest.CaptureFixture[str]) -> None:
    for names in (COUNTED, tuple(reversed(COUNTED))):
        diary = Diary(HOURS)
        diary._turn(MONDAY_MORNING)
        for name in names:
            diary.count[name] += 2
        diary._turn(MONDAY_MORNING + timedelta(days=1))
    told = "2 " + " · 2 ".join(COUNTED)
    assert capsys.readouterr().out.splitlines() == [f"Monday 23 November   {told}"] * 2
