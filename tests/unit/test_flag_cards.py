"""The card of a flag: the evidence, the choices, and what was decided."""

from datetime import timedelta

import pytest

from monitor.domain.flag import StepKind
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import Sheet, Style
from monitor.testing import an_author
from tests.desk_shop import DeskShop
from tests.messages import assert_message
from tests.people import CY
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import BROKEN, policy

INSULT = "@larchandloaf you idiots, bunch of morons"
OURS = an_author("Larch & Loaf", id="x:larch", handle="larchandloaf")
DAY = timedelta(days=1)


@pytest.fixture
def shop() -> DeskShop:
    """Cy has bashed for five days; a person of ours answered the first."""
    shop = DeskShop(policy=policy(people=("Jo", "Sam")))
    for day in range(1, 6):
        shop.clock.advance(DAY)
        id_ = f"x:{day}"
        shop.hear(shop.says(INSULT, id=id_, author=CY))
        if day == 1:
            shop.clock.advance(timedelta(hours=1))
            answer = "Sorry about that. Come by, we make it good."
            shop.hear(
                shop.says(
                    answer,
                    id="x:100",
                    author=OURS,
                    from_brand=True,
                    parent_id=id_,
                    conversation_id=id_,
                )
            )
        shop.work()
    return shop


def shows(name: str, sheet: Sheet) -> None:
    assert_message(f"cards/{name}", sheet_text(sheet))


def acts(sheet: Sheet) -> list[Act]:
    return [button.act for button in buttons_of(sheet)]


def test_the_evidence_and_the_choices(shop: DeskShop) -> None:
    sheet = shop.sheet("flag f1")

    shows("flag_open", sheet)
    first = [one for one in buttons_of(sheet) if one.style is Style.FIRST]
    assert [one.act for one in first] == [Act.KEEP_QUIET]
    assert all(one.asks for one in buttons_of(sheet) if one.act is Act.MUTE)


def test_what_we_owe_them_comes_first(shop: DeskShop) -> None:
    shop.hear(shop.says(BROKEN, id="x:50", author=CY))
    shop.clock.advance(DAY)

    sheet = shop.sheet("flag f1")

    shows("flag_owed", sheet)
    assert not [one for one in buttons_of(sheet) if one.style is Style.FIRST]


@pytest.mark.parametrize(
    "kind", [StepKind.DISMISS, StepKind.WATCH, StepKind.QUIET], ids=lambda kind: kind.value
)
def test_what_was_decided_stands_on_it(shop: DeskShop, kind: StepKind) -> None:
    shop.flags.decide(1, kind, "Jo", "enough")

    sheet = shop.sheet("flag f1")

    shows(f"flag_{kind.value}", sheet)
    assert Act.UNDO in acts(sheet)
    assert kind is StepKind.WATCH or Act.BLOCK not in acts(sheet)


def test_an_undone_decision_asks_again(shop: DeskShop) -> None:
    before = acts(shop.sheet("flag f1"))
    shop.flags.decide(1, StepKind.QUIET, "Jo", "")
    shop.flags.decide(1, StepKind.UNDO, "Jo", "")

    assert acts(shop.sheet("flag f1")) == before


def test_a_flag_that_nobody_decides_on_ends_by_itself(shop: DeskShop) -> None:
    shop.clock.advance(15 * DAY)

    shows("flag_lapsed", shop.sheet("flag f1"))
    shop.clock.advance(8 * DAY)
    assert shop.sheet("flag f1").is_final


def test_its_alert_belongs_to_it_and_its_buttons_are_sealed(shop: DeskShop) -> None:
    (alert,) = [one for one in shop.effects() if one.template == "flag"]
    with shop.store.read() as tx:
        key = shop.sheets.key_of(tx, alert)
        flag = shop.flags.look(tx, 1).flag

    assert key == "flag f1"
    assert {one.seal for one in buttons_of(shop.sheet(key))} == {sealed(flag)}


def test_their_words_stand_nowhere_on_it(shop: DeskShop) -> None:
    assert "idiots" not in sheet_text(shop.sheet("flag f1"))
