"""`monitor export --person`: all that is kept about one person, and of nobody else."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli.person_json import CASE_KEYS, MESSAGE_KEYS, PERSON_KEYS
from monitor.cli.person_letter import DECIDED
from monitor.domain.label import LabelReason
from monitor.domain.message import MessageType
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import LATE, Shop, a_monday, keys_of, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

OURS = an_author("Larch & Loaf", id="x:larch", handle="larchandloaf")
GUS = an_author("Gustav Bystander", id="x:gus", handle="gusbystander")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Ada, answered in public and in private; and others around her."""
    made = Shop(tmp_path)
    a_monday(made)
    made.sends(1)
    made.clock.advance(timedelta(minutes=10))
    edited = said(
        "50 minutes for two coffees, and both were cold\n<script>alert(1)</script>",
        id="x:1",
        version=2,
        edited_at=made.clock.now(),
    )
    private = said(
        "my number is 030 123", id="x:d1", type=MessageType.DIRECT_MESSAGE, conversation_id="x:dm1"
    )
    answer = said(
        "Thank you, we will call.",
        id="x:d2",
        author=OURS,
        type=MessageType.DIRECT_MESSAGE,
        conversation_id="x:dm1",
        from_brand=True,
        minutes_ago=-10,
    )
    other = said(
        "me too, GUSTAVS WORDS", id="x:g1", author=GUS, conversation_id="x:1", parent_id="x:1"
    )
    made.hears((edited, LATE), (private, a_reading()), (answer, a_reading()), (other, LATE))
    made.run("opt-out", "x:ada")
    made.run("case", "resolve", "1", "--as", "solved", "--cause", "one cook was ill")
    return made


def test_the_letter(shop: Shop) -> None:
    answer = shop.run("export", "--person", "@ada")
    assert answer.code == 0
    assert_message("cli/person_file", answer.said)


def test_it_holds_nothing_of_anybody_else(shop: Shop) -> None:
    for more in ((), ("--json",)):
        told = shop.run("export", "--person", "@ada", *more).out
        assert "030 123" in told
        for foreign in ("GUSTAV", "gusbystander", "x:g1", "Okoro", "flatwhite", "Sam", '"Jo"'):
            assert foreign not in told


def test_a_file_of_theirs_is_for_its_owner_alone(shop: Shop) -> None:
    out = shop.folder / "ada.txt"
    answer = shop.run("export", "--person", "x:ada", "--out", str(out))
    assert_message("cli/person_file_out", answer.said)
    assert out.stat().st_mode & 0o777 == 0o600
    assert out.read_text(encoding="utf-8") == shop.run("export", "--person", "x:ada").out
    row = json.loads(shop.run("audit", "--last", "1", "--json").out)[0]
    assert (row["action"], row["subject"]) == (
        "exported",
        str(out).replace(str(shop.folder), "SHOP"),
    )
    # an erasure names it
    erased = json.loads(shop.run("erase", "x:ada", "--yes", "--json").out)
    assert [trace["file"] for trace in erased["traces"]] == ["SHOP/ada.txt"]


def test_for_programs(shop: Shop) -> None:
    told = json.loads(shop.run("export", "--person", "@ada", "--json").out)
    assert {key.partition("[]")[0].partition(".")[0] for key in keys_of(told)} == {
        key.partition("[]")[0].partition(".")[0] for key in PERSON_KEYS
    }
    assert [set(one) for one in told["messages"]] == [
        {key.removesuffix("[]") for key in MESSAGE_KEYS}
    ] * 2
    assert [set(one) for one in told["cases"]] == [{key.removesuffix("[]") for key in CASE_KEYS}]
    first = told["messages"][0]
    assert first["earlier"][0]["text"] == "50 minutes for two coffees, and one was cold"
    assert first["words_until"] == "2027-02-21T08:30:00+00:00"
    assert told["cases"][0]["until"] == "2027-11-23T09:10:00+00:00"
    assert [one["text"] for one in told["said"]][-1] == "Thank you, we will call."


def test_with_an_open_case_nothing_has_a_day(shop: Shop) -> None:
    shop.run("case", "reopen", "1")
    told = json.loads(shop.run("export", "--person", "@ada", "--json").out)
    assert [one["words_until"] for one in told["messages"]] == [None, None]
    assert told["cases"][0]["until"] is None


@pytest.mark.parametrize("author", ["@ghost", "x:1234", "x:larch"])
def test_of_whom_nothing_can_be_given(shop: Shop, author: str) -> None:
    assert shop.run("export", "--person", author).code == 1


def test_an_erased_person_has_no_file(shop: Shop) -> None:
    shop.run("erase", "@ada", "--yes")
    answer = shop.run("export", "--person", "x:ada")
    assert answer.code == 1
    assert "nothing is stored about `x:ada`" in answer.err


def test_every_decision_about_a_reply_can_be_told() -> None:
    assert set(DECIDED) == set(LabelReason)
