"""Automatic sending in `status`: how far it is, since when it is on, and why it is off again."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.unlock_json import UNLOCK_KEYS
from monitor.domain.label import JUDGED, Label, LabelReason
from monitor.services.unlocking import reweigh
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, CONFIG, Shop, said

APPROVE = CONFIG
EARNED = CONFIG + '\n[policy]\nmode = "automatic"\nautomatic = "earned"\n'
FORCED = EARNED.replace("earned", "I accept wrong public apologies")
YES, NO = LabelReason.APPROVED, LabelReason.NOT_A_COMPLAINT


@pytest.fixture(autouse=True)
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def decided(
    shop: Shop,
    *reasons: LabelReason,
    score: float | None = 0.99,
    practice: int = 0,
    floor: float = 0.9,
    model: str = "m 1",
) -> None:
    """So many decisions, a day apart, the last one today; weighed after each."""
    store = shop.open()
    policy = shop._policy()
    for number, reason in enumerate(reasons):
        at = shop.clock.now() - timedelta(days=len(reasons) - 1 - number)
        with store.begin() as tx:
            tx.labels.put(
                Label(
                    brand=BRAND,
                    message_id=f"x:{number}:{score}:{floor}",
                    author_id=f"x:{number}",
                    platform="x" if number % 4 else "mastodon",
                    effect_number=None,
                    judged=JUDGED[reason],
                    reason=reason,
                    is_practice=number < practice,
                    score=score,
                    floor=floor,
                    model=model,
                    by="Jo",
                    at=at,
                )
            )
            reweigh(tx, BRAND, policy, at)
    store.close()


def automatic(shop: Shop) -> str:
    """The rows of `status` about it."""
    lines = shop.run("status").out.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("  mode"))
    last = next(number for number, line in enumerate(lines) if line.startswith("  reading"))
    return "\n".join(lines[first:last])


@pytest.mark.parametrize(
    ("name", "config", "reasons"),
    [
        ("none", APPROVE, []),
        ("some", APPROVE, [YES] * 12),
        ("earned_not_wanted", APPROVE, [YES] * 29),
        ("locked", EARNED, [NO] + [YES] * 12),
        ("open", EARNED, [YES] * 12 + [LabelReason.UNEXPLAINED, LabelReason.REWRITTEN]),
        ("one_missing", EARNED, [YES] * 28),
        ("on", EARNED, [YES] * 31),
        ("on_open", EARNED, [YES] * 31 + [LabelReason.UNEXPLAINED]),
        ("lost", EARNED, [YES] * 29 + [NO] + [YES] * 3),
        ("lost_grave", EARNED, [YES] * 60 + [LabelReason.SENSITIVE]),
        ("forced", FORCED, [YES] * 3),
    ],
)
def test_status_tells_how_far_it_is(
    tmp_path: Path, name: str, config: str, reasons: list[LabelReason]
) -> None:
    shop = Shop(tmp_path, config)
    decided(shop, *reasons)
    assert_message(f"cli/unlock_{name}", automatic(shop))


def test_what_no_model_has_read_counts_for_nothing(tmp_path: Path) -> None:
    shop = Shop(tmp_path, EARNED)
    decided(shop, *[YES] * 40, score=None)
    assert_message("cli/unlock_without_score", automatic(shop))


def undecided(shop: Shop, count: int) -> None:
    """So many drafts whose time is over."""
    for number in range(1, count + 1):
        author = an_author(f"Person {number}", id=f"x:p{number}")
        shop.hears((said("my order never came", id=f"x:{number}", author=author), a_reading()))
    shop.clock.advance(timedelta(days=2))
    shop.looks_at_deadlines()


def test_drafts_that_ran_out_of_time_count_as_mistakes_until_somebody_says(
    tmp_path: Path,
) -> None:
    shop = Shop(tmp_path, EARNED)
    undecided(shop, 3)
    decided(shop, *[YES] * 4, model="fake")
    assert_message("cli/unlock_ran_out", automatic(shop))
    unlock = json.loads(shop.run("status", "--json").out)["unlock"]
    # 76 in all with three mistakes
    assert (unlock["ran_out"], unlock["open"], unlock["missing"]) == (3, 3, 72 - 3)
    shop.run("practice", stdin="y\ny\ny\n")
    unlock = json.loads(shop.run("status", "--json").out)["unlock"]
    assert (unlock["ran_out"], unlock["open"], unlock["right"]) == (0, 0, 7)


def test_they_are_shown_in_the_inbox_where_the_unlock_can_be_earned(tmp_path: Path) -> None:
    shop = Shop(tmp_path, EARNED)
    undecided(shop, 2)
    line = "Ran out of time before you decided: 2 drafts (monitor practice)"
    assert line in shop.run("inbox").out
    assert json.loads(shop.run("inbox", "--json").out)["ran_out"] == 2
    config = shop.folder / "config.toml"
    config.write_text(config.read_text().replace('"earned"', '"locked"'))
    assert line not in shop.run("inbox").out
    assert json.loads(shop.run("inbox", "--json").out)["ran_out"] == 0


def test_the_newest_decision_tells_from_where_on_a_machine_may_speak(tmp_path: Path) -> None:
    shop = Shop(tmp_path, EARNED)
    decided(shop, YES, YES)
    assert json.loads(shop.run("status", "--json").out)["unlock"]["threshold"] == 0.9
    decided(shop, YES, floor=0.93)
    assert json.loads(shop.run("status", "--json").out)["unlock"]["threshold"] == 0.93


def test_practice_sets_no_pace(tmp_path: Path) -> None:
    shop = Shop(tmp_path, EARNED)
    decided(shop, *[YES] * 10, practice=10)
    assert "pace" not in automatic(shop)
    answer = json.loads(shop.run("status", "--json").out)["unlock"]
    assert (answer["practice"], answer["right"], answer["on"]) == (10, 10, None)


@pytest.mark.parametrize(
    ("config", "reasons", "expected"),
    [
        (APPROVE, [YES] * 40, "locked"),
        (EARNED, [YES] * 28, "locked"),
        (EARNED, [YES] * 29, "earned"),
        (FORCED, [], "forced"),
    ],
)
def test_in_json_it_is_one_word_and_numbers(
    tmp_path: Path, config: str, reasons: list[LabelReason], expected: str
) -> None:
    shop = Shop(tmp_path, config)
    decided(shop, *reasons)
    answer = json.loads(shop.run("status", "--json").out)
    assert answer["automatic"] == expected
    assert set(answer["unlock"]) == {key.removesuffix("[]") for key in UNLOCK_KEYS}
    if expected == "earned":
        assert answer["unlock"]["platforms"] == ["mastodon", "x"]
        assert answer["unlock"]["missing"] == 0


def test_the_date_is_that_of_the_present_pace(tmp_path: Path) -> None:
    shop = Shop(tmp_path, EARNED)
    decided(shop, *[YES] * 15)
    answer = json.loads(shop.run("status", "--json").out)["unlock"]
    # fifteen in fourteen days, and fourteen are missing
    assert (answer["missing"], answer["on"]) == (14, "2026-12-06")
