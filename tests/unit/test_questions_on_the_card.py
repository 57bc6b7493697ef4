"""What a customer asks stands where the answer is written, so that nothing is left out."""

import io
import json
from pathlib import Path

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import card_lines, no_words
from monitor.domain.ports import Card
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.shop import Shop as Services
from tests.shop import config
from tests.unit.cli_shop import Shop, said

ASKS = (
    "@larchandloaf my cake came two hours late and broken. Does anybody read the order form? "
    "And can I still return it \x1b[31mtomorrow?"
)


def test_a_complaint_on_the_screen_tells_what_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    console = Console(config().hours(), no_words, out)
    shop = Services(channels=(console,))
    monkeypatch.setattr(shop, "observer", console)
    shop.open()
    shop.complaint(ASKS)
    assert "\x1b" not in out.getvalue()
    assert_message("cli/console_asks", out.getvalue())


def test_a_card_that_comes_later_tells_it_too() -> None:
    shop = Services()
    shop.open()
    effect = shop.complaint(ASKS)
    with shop.store.read() as tx:
        decided = tx.messages.decided(effect.message_id, effect.brand)
    assert decided is not None
    card = Card(
        effect=effect,
        message=decided.message,
        reading=decided.reading,
        decision=decided.decision,
        case=None,
    )
    lines = card_lines(card, config().hours(), 100)
    assert any('asks       "Does anybody read the order form?"' in line for line in lines)


def test_who_only_asks_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    console = Console(config().hours(), no_words, out)
    shop = Services(channels=(console,))
    monkeypatch.setattr(shop, "observer", console)
    shop.open()
    shop.hear(shop.says("@larchandloaf why did you sell me stale bread and charge me twice?"))
    assert "COMPLAINT" in out.getvalue()
    assert "asks" not in out.getvalue()


def test_the_page_of_a_case_has_every_question_once(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    asked = ("does anybody read the order form?", "can I return it?")
    shop.hears((said(ASKS, id="x:1"), a_reading(questions=asked)))
    shop.hears((said("hello? can I return it?", id="x:2"), a_reading(questions=asked[1:])))
    assert json.loads(shop.run("case", "1", "--json").out)["questions"] == list(asked)
    assert '  asks       "does anybody read the order form?" · "can I return it?"' in (
        shop.run("case", "1").out
    )
