"""Notices on the console: what is wrong with the monitor itself, inert and in the brand's clock."""

import io

import pytest

from monitor.alerts.console import Console
from monitor.alerts.lines import no_words
from monitor.domain.delivery import Delivered, Refused
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING
from tests.messages import assert_message
from tests.shop import BRAND, config

HOSTILE = "It says: 503 \x1b[2J<!channel> from \u202ex.example. Nothing is seen meanwhile."
NOTICE = Notice(
    number=3,
    brand=BRAND,
    key="blind x",
    kind=NoticeKind.BLIND,
    headline="X cannot be read",
    text=HOSTILE,
    fix="monitor check",
    began_at=MONDAY_MORNING,
)


def test_a_notice_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    out = io.StringIO()
    console = Console(config().hours(), no_words, out)
    assert isinstance(console.post_notice(NOTICE), Delivered)
    over = replace(NOTICE, ended_at=MONDAY_MORNING, due_at=MONDAY_MORNING)
    assert isinstance(console.post_notice(over), Delivered)
    assert_message("cli/console_notices", out.getvalue())


def test_a_screen_that_is_gone_takes_nothing() -> None:
    out = io.StringIO()
    out.close()
    assert isinstance(Console(config().hours(), no_words, out).post_notice(NOTICE), Refused)
