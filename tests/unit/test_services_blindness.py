"""Blindness: told once, with since when and what mends it, and over with the first good poll."""

from datetime import datetime, timedelta

from monitor.domain.effect import State
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.stored import BlindPeriod
from monitor.errors import ConnectorError
from monitor.services.rhythm import Rhythm, usual_of
from monitor.testing import Fault, an_author
from tests.shop import BRAND, Shop

DOWN = ConnectorError("503 from x.example")
REVOKED = ConnectorError("401: the token was revoked", is_auth=True, permanent=True)
ONE_MINUTE = timedelta(minutes=1)


def poll(shop: Shop, *problems: ConnectorError, every: timedelta = ONE_MINUTE) -> None:
    """A poll that succeeds, or one for each problem."""
    for problem in problems or (None,):
        if problem is not None:
            shop.x.fail_next_fetch(problem)
        shop.ingest.poll("x", shop.x, shop.intake.page)
        shop.notices.due()
        shop.clock.advance(every)


def open_now(shop: Shop) -> list[Notice]:
    with shop.store.read() as tx:
        return tx.notices.listed(BRAND)


def heard(shop: Shop) -> list[str]:
    return [
        ("over: " if notice.is_over else "") + notice.headline for notice in shop.channel.notices
    ]


def test_the_third_failure_in_a_row_is_told_once_with_since_when() -> None:
    shop = Shop()
    began = shop.clock.now()
    poll(shop, DOWN, DOWN)
    assert open_now(shop) == []
    poll(shop, *[DOWN] * 20)
    (notice,) = open_now(shop)
    assert (notice.kind, notice.began_at, notice.fix) == (NoticeKind.BLIND, began, "monitor check")
    assert "503 from x.example." in notice.text
    assert heard(shop) == ["X cannot be read"]


def test_a_rare_poll_is_told_after_a_quarter_of_an_hour() -> None:
    shop = Shop()
    poll(shop, DOWN, every=timedelta(minutes=15))
    assert open_now(shop) == []
    poll(shop, DOWN)
    assert heard(shop) == ["X cannot be read"]


def test_a_hiccup_is_not_told() -> None:
    shop = Shop()
    poll(shop, DOWN, DOWN)
    poll(shop)
    poll(shop, DOWN, DOWN)
    poll(shop)
    assert heard(shop) == []


def test_it_is_over_with_the_first_good_poll() -> None:
    shop = Shop()
    poll(shop, *[DOWN] * 3)
    poll(shop)
    poll(shop)
    assert open_now(shop) == []
    assert heard(shop) == ["X cannot be read", "over: X cannot be read"]


def test_a_long_rest_that_the_platform_asked_for_is_told_too() -> None:
    shop = Shop()
    later = ConnectorError("429", retry_at=shop.clock.now() + timedelta(hours=2))
    shop.x.fail_next_fetch(later)
    for _ in range(60):
        poll(shop)
    assert heard(shop) == ["X cannot be read"]
    for _ in range(62):
        poll(shop)
    assert heard(shop) == ["X cannot be read", "over: X cannot be read"]


def test_a_restart_knows_since_when_and_tells_nothing_twice() -> None:
    shop = Shop()
    began = shop.clock.now()
    poll(shop, *[DOWN] * 3)
    shop.open()
    poll(shop, *[DOWN] * 5)
    assert heard(shop) == ["X cannot be read"]
    assert open_now(shop)[0].began_at == began
    shop.open()
    poll(shop)
    assert heard(shop) == ["X cannot be read", "over: X cannot be read"]


def test_a_revoked_token_is_told_at_once_and_daily_with_the_command_that_mends_it() -> None:
    shop = Shop()
    poll(shop, REVOKED)
    (notice,) = open_now(shop)
    assert (notice.kind, notice.fix) == (NoticeKind.LOGIN, "monitor login x")
    poll(shop, *[REVOKED] * 7, every=timedelta(hours=4))
    assert heard(shop) == ["X does not accept our login any more"] * 2
    poll(shop)
    assert open_now(shop) == []


def test_an_outage_that_turns_out_to_be_the_login_is_one_notice() -> None:
    shop = Shop()
    poll(shop, *[DOWN] * 3, REVOKED, *[DOWN] * 3)
    assert [notice.kind for notice in open_now(shop)] == [NoticeKind.LOGIN]


def test_words_refused_for_the_login_are_told_once_until_one_is_taken() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(Fault.REVOKED, Fault.REVOKED)
    shop.work_for(timedelta(minutes=20))
    assert heard(shop) == ["X takes no word of ours"]
    assert shop.effect(draft.number).state is State.PENDING
    shop.work_for(timedelta(minutes=20))
    assert shop.effect(draft.number).state is State.SENT
    assert heard(shop) == ["X takes no word of ours", "over: X takes no word of ours"]


# --- silence --------------------------------------------------------------------------------------

BEGAN = datetime.fromisoformat("2026-10-05T10:00+02:00")


def live_for(shop: Shop, days: int, *, every: timedelta) -> None:
    """Mentions at that pace for so many days."""
    number, end = 0, BEGAN + timedelta(days=days)
    shop.clock.move_to(BEGAN)
    while shop.clock.now() < end:
        number += 1
        text, author = f"walked past the shop, number {number}", an_author(f"P{number}")
        shop.hear(shop.says(text, id=f"x:{number}", author=author))
        shop.clock.advance(every)


def rhythm_after(shop: Shop, silence: timedelta) -> tuple[list[Notice], list[BlindPeriod]]:
    shop.clock.advance(silence)
    Rhythm(shop.store, shop.clock, brand=BRAND).due("x", ("x",))
    now = shop.clock.now()
    with shop.store.read() as tx:
        return tx.notices.listed(BRAND), tx.platforms.blind_between(BEGAN, now, BRAND)


def test_a_platform_that_falls_silent_is_told_with_what_is_usual() -> None:
    shop = Shop()
    live_for(shop, 35, every=timedelta(hours=6))
    notices, blind = rhythm_after(shop, timedelta(hours=24))
    assert (notices, blind) == ([], [])
    (notice,), (period,) = rhythm_after(shop, timedelta(hours=36))
    assert notice.kind is NoticeKind.SILENT
    assert period.blind.since == notice.began_at
    shop.hear(shop.says("there again", id="x:9999", author=an_author("Zoe")))
    notices, blind = rhythm_after(shop, timedelta(hours=1))
    assert notices == []
    assert [each.blind.until for each in blind] == [period.blind.until]


def test_a_new_monitor_knows_no_rhythm_yet() -> None:
    shop = Shop()
    live_for(shop, 10, every=timedelta(hours=6))
    assert rhythm_after(shop, timedelta(days=5)) == ([], [])


def test_a_quiet_business_may_be_quiet() -> None:
    assert usual_of([1, 0, 2, 1]) is None
    assert usual_of([9, 0, 9, 9]) is None
    assert usual_of([9, 9]) is None
    assert usual_of([7, 7, 8]) == 7
