"""The composition root: the only place that knows concrete classes.

`build` makes one running set of services from a config; commands take from it what they need.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from monitor.channels import DESKS
from monitor.config import Config
from monitor.config.customer_file import CustomerFileReader
from monitor.config.places import beside_store, pause_path
from monitor.configured import budgets_of, connectors_of, prices_of
from monitor.discovery import introduce_platforms
from monitor.domain.clock import Hours
from monitor.domain.connectors import Connector
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import AlertChannel, Clock, Observer
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.failpoints import armed_failpoint
from monitor.rules import load_playbook
from monitor.scoring.for_brand import idle_words, policy_for, reader_for
from monitor.scoring.reader import Reader
from monitor.scoring.vader import FastVader
from monitor.services.cards import CardErasure
from monitor.services.case_moments import CaseMoments
from monitor.services.channels import Routes
from monitor.services.clocks import SystemClock, VirtualClock
from monitor.services.deadlines import Deadlines
from monitor.services.deliver import Deliver
from monitor.services.doors import DoorWatch
from monitor.services.erasure import Erasure
from monitor.services.flags import Flags
from monitor.services.housekeeping import Housekeeping
from monitor.services.incidents import Incidents
from monitor.services.ingest import Ingest
from monitor.services.intake import Intake
from monitor.services.judging import RanOut
from monitor.services.look import Look
from monitor.services.measures import Measures
from monitor.services.notices import Notices
from monitor.services.notify import Notify
from monitor.services.report_telling import ReportTelling
from monitor.services.retention import Expire
from monitor.services.retraction import Retraction
from monitor.services.rhythm import Rhythm
from monitor.services.senders import Senders
from monitor.services.spending import Spending
from monitor.services.surges import Surges
from monitor.services.sweep import Sweep
from monitor.services.switches import PauseFile
from monitor.services.triage import Triage
from monitor.services.unlocking import Unlocking
from monitor.services.virtual_time import VirtualRun
from monitor.store import HeadFile, TombstoneFile, drop_old_copies, open_store

if TYPE_CHECKING:
    from monitor.desks import LaidDesk
    from monitor.services.digest import Digest


@dataclass(frozen=True, kw_only=True)
class App:
    """Everything one brand's monitor is made of."""

    config: Config
    clock: Clock
    store: Store
    playbook: Playbook
    policy: Policy
    reader: Reader
    connectors: tuple[Connector, ...]
    observer: Observer
    pause_file: PauseFile
    ingest: Ingest
    triage: Triage
    intake: Intake
    deliver: Deliver
    look: Look
    notify: Notify
    notices: Notices
    retraction: Retraction
    measures: Measures
    deadlines: Deadlines
    case_moments: CaseMoments
    spending: Spending
    sweep: Sweep
    rhythm: Rhythm
    door_watch: DoorWatch
    housekeeping: Housekeeping
    surges: Surges
    erasure: Erasure
    cards: CardErasure
    incidents: Incidents
    unlocking: Unlocking
    flags: Flags
    #: None: no channel takes one
    digest: "Digest | None" = None
    desks: "tuple[LaidDesk, ...]" = ()
    #: None: there is no desk
    reports: ReportTelling | None = None

    def virtual_run(self) -> VirtualRun:
        """The services on virtual time. Needs a VirtualClock."""
        if not isinstance(self.clock, VirtualClock):
            raise TypeError("a virtual run needs a virtual clock")
        return VirtualRun(
            store=self.store,
            clock=self.clock,
            intake=self.intake,
            deliver=self.deliver,
            look=self.look,
            notify=self.notify,
            deadlines=self.deadlines,
            measures=self.measures,
            flags=self.flags,
        )

    def close(self) -> None:
        """Lets go of the store."""
        self.store.close()


class NobodyWatches:
    """An observer for runs without a screen."""

    def decided(self, decided: object) -> None:
        """Nothing."""

    def effect_moved(self, effect: object) -> None:
        """Nothing."""

    def set_aside(self, set_aside: object) -> None:
        """Nothing."""


def build(
    config: Config,
    *,
    clock: Clock | None = None,
    store: Store | None = None,
    connectors: Iterable[Connector] | None = None,
    observer: Observer | None = None,
    channels: tuple[AlertChannel, ...] = (),
    policy: Policy | None = None,
    is_live: bool = True,
    is_sample: bool = False,
    has_desks: bool = False,
    other_brands: Iterable[str] = (),
) -> App:
    """The services for a config. `is_live` False: a replay, where nothing leaves and every
    message counts as live traffic. `has_desks`: those that the config names are laid.
    Raises ConfigError, StoreError."""
    clock = clock or SystemClock()
    observer = observer or NobodyWatches()
    policy = policy or for_real(policy_for(config))
    introduce_platforms(config.connectors)
    playbook = load_playbook(config.playbook_folder, config.brand.languages)
    vader = FastVader()
    reader = reader_for(config, other_brands, vader)
    if store is None:
        store = open_store(config.store_url())
    if connectors is None:
        connectors = connectors_of(config, clock)
    connectors = tuple(connectors)
    policy = replace(
        policy, budgets=budgets_of(config, connectors), prices=prices_of(config, clock)
    )
    senders = Senders(connectors)
    failpoint = armed_failpoint()
    pause_file = PauseFile(pause_path(config))
    common = {"failpoint": failpoint}
    ingest = Ingest(
        store,
        clock,
        observer,
        brand=config.brand.name,
        is_silent_at_first=is_live and not config.is_sample,
        is_sample=config.is_sample if is_live else is_sample,
    )
    triage = Triage(store, clock, reader, playbook, policy, observer, **common)
    customers = CustomerFileReader.of(config)
    flags = Flags(
        store, clock, policy, playbook.is_canned, brand=config.brand.name, customers=customers
    )
    incidents = Incidents(store, clock, playbook, policy, brand=config.brand.name)
    surges = Surges(
        store, clock, playbook, policy, idle_words(config, vader), brand=config.brand.name
    )
    desks: tuple[LaidDesk, ...] = ()
    digest: Digest | None = None
    if has_desks and not DESKS.isdisjoint(config.alerts.named):
        # loaded only where there is one: buttons need most of the services
        from monitor.desks import Room, desks_of, digest_of

        room = Room(
            config=config,
            store=store,
            clock=clock,
            playbook=playbook,
            policy=policy,
            observer=observer,
            reader=reader,
            senders=senders,
            flags=flags,
            incidents=incidents,
            surges=surges,
            customers=customers,
            failpoint=failpoint,
        )
        desks = desks_of(room, config.alerts.named)
        channels = (*channels, *(desk.cards for desk in desks))
        digest = digest_of(room, channels)
    routes = routes_of(config, channels, store, clock)
    # in a replay there is nobody to tell
    told: tuple[AlertChannel, ...] = (routes,) if channels else ()
    return App(
        config=config,
        clock=clock,
        store=store,
        playbook=playbook,
        policy=policy,
        reader=reader,
        connectors=connectors,
        observer=observer,
        pause_file=pause_file,
        ingest=ingest,
        triage=triage,
        intake=Intake(store, ingest, triage),
        deliver=Deliver(
            store,
            clock,
            playbook,
            policy,
            senders,
            observer,
            pause_file=pause_file if is_live else None,
            **common,
        ),
        look=Look(store, clock, senders, observer, **common),
        notify=Notify(store, clock, playbook, policy, told, customers=customers, **common),
        notices=Notices(store, clock, policy.hours, told, **common),
        retraction=Retraction(store, clock, senders, observer, **common),
        measures=Measures(
            store,
            clock,
            policy,
            senders,
            observer,
            pause_file=pause_file if is_live else None,
            **common,
        ),
        deadlines=Deadlines(
            store, clock, playbook, policy, observer, ran_out=RanOut(playbook, policy)
        ),
        case_moments=CaseMoments(store, clock, playbook, policy),
        spending=Spending(store, clock, policy, brand=config.brand.name),
        sweep=Sweep(store, clock, ingest, brand=config.brand.name),
        rhythm=Rhythm(store, clock, brand=config.brand.name),
        door_watch=DoorWatch(store, clock, brand=config.brand.name),
        cards=CardErasure(store, clock, routes.erasers()),
        erasure=Erasure(store, clock, tombstones_of(config)),
        incidents=incidents,
        unlocking=Unlocking(store, clock, policy, brand=config.brand.name),
        flags=flags,
        digest=digest,
        reports=ReportTelling([desk.cards for desk in desks]) if desks else None,
        desks=desks,
        housekeeping=_housekeeping(config, store, clock, policy.hours),
        surges=surges,
    )


def routes_of(
    config: Config, channels: tuple[AlertChannel, ...], store: Store, clock: Clock
) -> Routes:
    """Which of the channels is told of what."""
    alerts = config.alerts
    return Routes(
        [one for one in channels if one.name not in alerts.fallback],
        [one for one in channels if one.name in alerts.fallback],
        store,
        clock,
        brand=config.brand.name,
        fallback_after=alerts.fallback_after,
        wants_quiet=alerts.wants_quiet,
    )


def _housekeeping(config: Config, store: Store, clock: Clock, hours: Hours) -> Housekeeping:
    """The daily work, with what this config keeps and where."""
    return Housekeeping(
        store,
        clock,
        hours,
        heads_of(config),
        Expire(store, clock, hours, config.retention(), brand=config.brand.name),
        lambda now: drop_old_copies(config.store_url(), config.backup_folder, now),
        partial(_renew_reports, config, store),
    )


def _renew_reports(config: Config, store: Store, now: datetime) -> Sequence[object]:
    """Loaded when it is needed: once a day."""
    from monitor.report.file import write_old_weeks_anew

    return write_old_weeks_anew(config, store, now)


def for_real(policy: Policy) -> Policy:
    """The policy of a real run: no machine speaks where no complaint model has read."""
    return replace(policy, needs_score=True)


def heads_of(config: Config, store_url: str | None = None) -> HeadFile:
    """Where the heads of the audit log are written down."""
    return HeadFile(beside_store(config, store_url or config.store_url(), ".audit"))


def tombstones_of(config: Config, store_url: str | None = None) -> TombstoneFile:
    """Where it is written down who was erased."""
    return TombstoneFile(beside_store(config, store_url or config.store_url(), ".erased"))
