"""An app made of the services of a shop, for what takes a whole app."""

from pathlib import Path

from monitor.app import App
from monitor.domain.connectors import Connector
from monitor.domain.retention import Retention
from monitor.services.cards import CardErasure
from monitor.services.doors import DoorWatch
from monitor.services.erasure import Erasure
from monitor.services.housekeeping import Housekeeping
from monitor.services.retention import Expire
from monitor.services.rhythm import Rhythm
from monitor.services.spending import Spending
from monitor.services.sweep import Sweep
from monitor.services.switches import PauseFile
from monitor.testing import FakeHeads, FakeTombstones
from tests.shop import BRAND, Shop, config, playbook, reader


def housekeeping_of(shop: Shop, retention: Retention | None = None) -> Housekeeping:
    """With nothing outside the store."""
    hours = shop.policy.hours
    expire = Expire(shop.store, shop.clock, hours, retention or Retention(), brand=BRAND)
    return Housekeeping(
        shop.store, shop.clock, hours, FakeHeads(), expire, lambda _now: [], lambda _now: []
    )


def app_of(shop: Shop, *more: Connector) -> App:
    """What `build` would have made."""
    return App(
        config=config(),
        clock=shop.clock,
        store=shop.store,
        playbook=playbook(),
        policy=shop.policy,
        reader=reader(),
        connectors=(*shop.connectors, *more),
        observer=shop.observer,
        pause_file=shop.pause_file or PauseFile(Path("/nonexistent/PAUSED")),
        ingest=shop.ingest,
        triage=shop.triage,
        intake=shop.intake,
        deliver=shop.deliver,
        look=shop.look,
        notify=shop.notify,
        notices=shop.notices,
        retraction=shop.retraction,
        measures=shop.measures,
        deadlines=shop.deadlines,
        case_moments=shop.case_moments,
        sweep=Sweep(shop.store, shop.clock, shop.ingest, brand=BRAND),
        rhythm=Rhythm(shop.store, shop.clock, brand=BRAND),
        door_watch=DoorWatch(shop.store, shop.clock, brand=BRAND),
        cards=CardErasure(shop.store, shop.clock, shop.channels or ()),
        erasure=Erasure(shop.store, shop.clock, FakeTombstones()),
        housekeeping=housekeeping_of(shop),
        surges=shop.surges,
        incidents=shop.incidents,
        unlocking=shop.unlocking,
        flags=shop.flags,
        spending=Spending(shop.store, shop.clock, shop.policy, brand=BRAND),
    )
