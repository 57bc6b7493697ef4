"""Mutes, blocks and hides on the console: how they went, and what needs a person's hand."""

import io
from datetime import timedelta

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.domain.effect import Action
from monitor.domain.values import replace
from monitor.services.keeping_away import Wish
from monitor.testing import FakePlatform, an_author
from tests.messages import assert_message
from tests.people import CY
from tests.shop import BRAND, Shop, config

#: a name that would act on a terminal
EVE = an_author("\x1b[31mEve", id="x:eve", handle="eve")


def test_what_became_of_them_is_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    console = Console(config().hours(), no_words, out)
    shop = Shop(channels=(console,))
    monkeypatch.setattr(shop, "observer", console)
    shop.open()
    assert isinstance(shop.x, FakePlatform)
    del shop.x.measures[Action.BLOCK]
    mute = Wish(action=Action.MUTE, brand=BRAND, author=CY, by="Jo")
    for wish in (mute, replace(mute, author=EVE), replace(mute, action=Action.BLOCK)):
        shop.keeping_away.ask(wish)
    shop.x.fail_next("timeout_after_acceptance", "404")
    shop.work_for(timedelta(minutes=2))
    shop.keeping_away.undo(mute)
    shop.work_for(timedelta(minutes=1))
    assert "\x1b" not in out.getvalue()
    assert_message("cli/console_measures", out.getvalue())
