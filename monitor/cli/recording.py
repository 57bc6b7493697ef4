"""A recording: a message file as the pipeline plays it, in virtual time, with virtual delivery."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, cast

from monitor.app import App, build
from monitor.config import Config
from monitor.discovery import connect
from monitor.domain.connectors import Connector
from monitor.domain.message import Message, SetAside
from monitor.domain.message_file import arrival
from monitor.domain.policy import Mode
from monitor.domain.ports import AlertChannel, Observer
from monitor.domain.settings import Settings
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import InputError
from monitor.scoring.for_brand import policy_for
from monitor.services.clocks import VirtualClock

#: the connector that plays files
REPLAY = "replay"
#: its file that travels with the program
SAMPLE = "sample"
BEFORE_THE_FIRST = timedelta(minutes=2)


class Loaded(Protocol):
    """What the connector read."""

    @property
    def messages(self) -> tuple[Message, ...]: ...

    @property
    def set_aside(self) -> tuple[SetAside, ...]: ...


class Plays(Connector, Protocol):
    """A connector that plays a file."""

    loaded: Loaded


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A file, loaded, and the services that play it."""

    app: App
    clock: VirtualClock
    messages: Sequence[Message]
    set_aside: tuple[SetAside, ...]


def recording(
    config: Config,
    settings: dict[str, object],
    store: Store,
    mode: Mode | None,
    *,
    observer: Observer | None = None,
    channels: tuple[AlertChannel, ...] = (),
) -> Recording:
    """A recording, ready to be played. Raises ConfigError, InputError.

    A replay counts as unlocked, and every door as open: what would happen, not what may.
    """
    start = VirtualClock(datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
    connector = cast("Plays", _connector(config, settings, start))
    messages = connector.loaded.messages
    if messages:
        start.move_to(arrival(messages[0]) - BEFORE_THE_FIRST)
    policy = replace(policy_for(config), is_unlocked=True, doors_count_as_open=True)
    if mode is not None:
        policy = replace(policy, mode=mode, platform_modes={})
    app = build(
        config,
        clock=start,
        store=store,
        connectors=(connector,),
        observer=observer,
        channels=channels,
        policy=policy,
        is_live=False,
        is_sample=settings["file"] == SAMPLE,
        other_brands={message.brand for message in messages},
    )
    return Recording(app=app, clock=start, messages=messages, set_aside=connector.loaded.set_aside)


def _connector(config: Config, settings: dict[str, object], clock: VirtualClock) -> Connector:
    file = settings["file"]
    if file != SAMPLE and not Path(str(file)).is_file():
        raise InputError(f"there is no file `{file}`")
    return connect(
        Settings(REPLAY, settings, brand=config.brand.name, clock=clock, folder=Path.cwd())
    )
