"""The report as a file: it quotes nobody any more when the words of its week have gone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import load_config
from monitor.domain.case import Resolution
from monitor.report.file import write_old_weeks_anew, write_report, write_week
from monitor.services.casework import resolve
from tests.app import housekeeping_of
from tests.shop import Shop


def test_a_report_loses_its_quotes_when_the_words_have_gone(tmp_path: Path) -> None:
    shop = Shop()
    shop.hear(shop.says("@larchandloaf QUOTED my cake came two hours late, never again"))
    (tmp_path / "config.toml").write_text('[brand]\nname = "Larch & Loaf"\n', encoding="utf-8")
    config = load_config(tmp_path / "config.toml")
    shop.clock.advance(timedelta(days=7))
    path = write_week(config, shop.store, "2026-W48", shop.clock.now())
    young = path.with_name("2026-W60.html")
    young.write_text("no report", encoding="utf-8")
    made = shop.clock.now().timestamp()
    os.utime(path, (made, made))
    assert "QUOTED" in path.read_text(encoding="utf-8")
    shop.clock.advance(timedelta(days=83))
    assert write_old_weeks_anew(config, shop.store, shop.clock.now()) == []
    with shop.store.begin() as tx:
        case = tx.cases.listed()[0]
    resolve(shop.store, shop.clock, case.number, Resolution.SOLVED, "Jo")
    shop.clock.advance(timedelta(days=8))
    housekeeping_of(shop).expire.run()
    assert write_old_weeks_anew(config, shop.store, shop.clock.now()) == [path]
    assert "QUOTED" not in path.read_text(encoding="utf-8")
    # it was made after the words had gone: nothing is to be done any more
    later = shop.clock.now().timestamp()
    os.utime(path, (later, later))
    assert write_old_weeks_anew(config, shop.store, shop.clock.now()) == []
    assert young.read_text(encoding="utf-8") == "no report"


def test_a_report_with_people_s_words_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "2026-W48.html"
    write_report(path, "first")
    path.chmod(0o644)
    assert write_report(path, "QUOTED").read_text(encoding="utf-8") == "QUOTED"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["2026-W48.html"]


def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = write_report(tmp_path / "2026-W48.html", "first")
    with pytest.raises(UnicodeEncodeError):
        write_report(path, "half \ud800")
    assert path.read_text(encoding="utf-8") == "first"
    assert list(tmp_path.iterdir()) == [path]
