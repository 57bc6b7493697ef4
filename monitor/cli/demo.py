"""`monitor demo`: the sample week in seconds."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.common import SAMPLE_LINE, config_option, read_config, say
from monitor.cli.recording import Recording, recording
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.inert import for_terminal
from monitor.domain.message import SetAside
from monitor.domain.platform import platform_named
from monitor.domain.policy import Mode
from monitor.domain.reading import Kind
from monitor.domain.stored import Decided

DATABASE = "demo.db"
#: what is counted, in the order in which a day tells it
COUNTED = ("mentions", "complaints", "acknowledged", "drafts for you", "urgent", "set aside")


@click.command("demo")
@config_option
def demo_command(config_path: Path | None) -> None:
    """Play a week of an invented bakery in seconds: no account, no key, nothing leaves.

    It ends by itself, with the weekly report. What it leaves behind can be looked at:
    monitor report, cases and explain with --store data/demo.db.

    \b
    Example:
      monitor demo
    """
    from monitor.report import last_full_week, render, weekly_report
    from monitor.report.file import write_report
    from monitor.services.clocks import SystemClock
    from monitor.store import open_store

    config = read_config(config_path)
    hours = config.hours()
    now = SystemClock().now()
    period = last_full_week(now, hours.time_zone)
    database = config.folder / "data" / DATABASE
    for old in database.parent.glob(DATABASE + "*"):
        old.unlink()
    say(f"  {SAMPLE_LINE}")
    say(f"  The week {period.name}. Automatic mode, which counts as unlocked in a demo, and every")
    say("  platform as one where customers can write to you in private. In real life every reply")
    say("  waits for your yes until your own decisions unlock it.")
    say()
    store = open_store(f"sqlite:///{database}")
    try:
        diary = Diary(hours)
        play = recording(
            config,
            {"file": "sample", "week": period.name},
            store,
            Mode.AUTOMATIC,
            observer=diary,
        )
        _play(play, diary, period.until)
        report = weekly_report(store, period, hours, sample=True, now=play.clock.now())
    finally:
        store.close()
    path = write_report(config.report_folder / f"demo-{period.name}.html", render(report, "html"))
    say(render(report, "text"))
    say()
    say(f"The report: {path}")
    say(f"Look closer: monitor cases --store {database.relative_to(config.folder)}")


def _play(play: Recording, diary: "Diary", until: datetime) -> None:
    play.app.virtual_run().play(play.messages, until=until)
    diary.end_of_day()


class Diary:
    """Tells the highlights of a week, day by day."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.day = ""
        self.count: Counter[str] = Counter()
        self.told: list[str] = []

    def decided(self, decided: Decided) -> None:
        """Counts; an urgent one is told."""
        message = decided.message
        self._turn(decided.decided_at)
        if message.from_brand:
            return
        self.count["mentions"] += 1
        if decided.reading.kind is Kind.COMPLAINT:
            self.count["complaints"] += 1
        if any(effect.state is State.PROPOSED for effect in decided.effects):
            self.count["drafts for you"] += 1
        if any(effect.urgency is Urgency.WAKE for effect in decided.effects):
            self.count["urgent"] += 1
            self._tell(decided.decided_at, "URGENT", message.platform, message.text)

    def effect_moved(self, effect: Effect) -> None:
        """A word that went out is told."""
        if effect.state is State.SENT and effect.action is Action.ACKNOWLEDGE:
            moment = effect.sent_at or effect.not_before
            self._turn(moment)
            self.count["acknowledged"] += 1
            self._tell(moment, "said", effect.platform, effect.text)

    def set_aside(self, _set_aside: SetAside) -> None:
        """Counts."""
        self.count["set aside"] += 1

    def end_of_day(self) -> None:
        """The day's line, and its highlights under it."""
        if not self.day:
            return
        counts = " · ".join(f"{self.count[what]} {what}" for what in COUNTED if self.count[what])
        say(f"{self.day}   {counts}")
        for line in self.told:
            say(line)
        self.count, self.told = Counter(), []

    def _turn(self, moment: datetime) -> None:
        day = f"{self.hours.local(moment):%A %d %B}"
        if day != self.day:
            self.end_of_day()
            self.day = day

    def _tell(self, moment: datetime, what: str, platform: str, text: str) -> None:
        at = f"{self.hours.local(moment):%H:%M}"
        title = platform_named(platform).title
        self.told.append(f'  {at}  {what:<7} {title:<9} "{for_terminal(text, 92)}"')
