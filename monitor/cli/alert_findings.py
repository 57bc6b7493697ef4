"""What `monitor check` finds about where alerts go: each channel connected to, and logged in to."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from monitor.cli.finding import Finding, ok, problem, warning
from monitor.domain.account import Level
from monitor.domain.delivery import Delivered
from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import AlertChannel, Clock, TriesItself
from monitor.errors import ChannelError, ConfigError

if TYPE_CHECKING:
    from monitor.config import Config

CONSOLE = "console"


def about_alerts(
    config: "Config", clock: Clock, *, offline: bool, send_test: bool
) -> Iterator[Finding]:
    """Every channel that the config names, and those that it only describes."""
    from monitor.channels import DESKS, channel_of

    alerts = config.alerts
    yield ok("alerts", _routes(alerts.channels, alerts.fallback))
    for name in alerts.named:
        if name == CONSOLE:
            continue
        if name in DESKS:
            yield from _desk(name, config, clock, offline=offline)
            continue
        try:
            channel = channel_of(config, name, clock)
        except ConfigError as error:
            yield problem(f"alerts {name}", error)
            continue
        if not offline:
            yield _tried(channel, config, clock, send_test=send_test)
    for name in alerts.described:
        if name not in alerts.named:
            yield warning(
                f"alerts {name}",
                f"`[alerts.{name}]` is written, and nothing is sent there",
                f'name it: channels = ["{name}"] under [alerts]',
            )


def a_test(brand: str, clock: Clock) -> Notice:
    """What `--send-test` sends."""
    now = clock.now()
    return Notice(
        brand=brand,
        key="test",
        kind=NoticeKind.CHANNEL,
        urgency=Urgency.NOW,
        headline="this is a test of your alerts",
        text="Nothing is wrong, and there is nothing to do: alerts arrive here.",
        began_at=now,
        due_at=now,
    )


def _tried(channel: AlertChannel, config: "Config", clock: Clock, *, send_test: bool) -> Finding:
    check = f"alerts {channel.name}"
    able: object = channel
    try:
        words = able.try_out() if isinstance(able, TriesItself) else "cannot be tested"
    except ChannelError as error:
        return problem(check, error)
    if not send_test:
        return ok(check, words)
    outcome = channel.post_notice(a_test(config.brand.name, clock))
    if isinstance(outcome, Delivered):
        reached = words.partition("; whether")[0]
        return ok(check, f"{reached}; a test message is on its way, look whether it arrived")
    return problem(check, ChannelError(f"the test message was not taken: {outcome.why}"))


def _desk(name: str, config: "Config", clock: Clock, *, offline: bool) -> Iterator[Finding]:
    """The desk's own tests; nothing is posted."""
    from monitor.desks import desk_check

    check = f"alerts {name}"
    approvers: Mapping[str, str] = getattr(config.alerts, name).approvers
    strangers = [one for one in approvers.values() if one not in config.brand.people]
    for stranger in strangers:
        yield warning(
            check, f"{stranger} may decide, and is nobody of `people` under [brand]",
            "write the same name in both places",
        )  # fmt: skip
    try:
        desk = desk_check(name, config, clock)
    except ConfigError as error:
        yield problem(check, error)
        return
    for found in desk.check() if not offline else ():
        if found.level is Level.FINE:
            yield ok(check, found.words)
        elif found.level is Level.BROKEN:
            yield problem(check, ChannelError(found.words, hint=found.hint))
        else:
            yield warning(check, found.words, found.hint)


def _routes(channels: tuple[str, ...], fallback: tuple[str, ...]) -> str:
    if not fallback:
        return ", ".join(channels)
    return f"{', '.join(channels)}; where these fail: {', '.join(fallback)}"
