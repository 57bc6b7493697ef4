"""What `monitor run` says at its start and at its end, and the words it shows for drafts."""

from datetime import datetime
from pathlib import Path

from monitor.alerts.lines import Said, Words
from monitor.app import App
from monitor.cli.common import SAMPLE_LINE
from monitor.cli.lines import hang, width
from monitor.cli.unlock_lines import mode_words, unlock_words
from monitor.domain.case import PromiseState
from monitor.domain.effect import Action, Effect
from monitor.domain.opening_hours import hours_words
from monitor.domain.policy import Mode
from monitor.rules.examples import run_examples
from monitor.services.left import Left
from monitor.services.progress import progress_of
from monitor.services.switches import Hold, SwitchBoard
from monitor.services.weekly_report import WeeklyReport
from monitor.services.wording import is_by_hand, priority_of, word


def opening_lines(app: App) -> list[str]:
    """The first lines: what was checked, what is on."""
    config, policy = app.config, app.policy
    results = run_examples(app.playbook, app.reader, policy)
    failed = [result for result in results if not result.is_right]
    examples = f"{len(results)} examples pass"
    if failed:
        examples = f"{len(failed)} of {len(results)} examples FAIL: monitor playbook test"
    channels = ", ".join("this console" if c == "console" else c for c in config.alerts.channels)
    with app.store.read() as tx:
        is_new = not any(True for _ in tx.switches.polls())
        switches = SwitchBoard.read(tx, app.clock.now(), policy.hours)
        progress = progress_of(tx, config.brand.name, policy, app.clock.now())
    lines = [
        f"Checking  config ok · playbook: {len(app.playbook.rules)} rules, {examples} · "
        f"{'new store' if is_new else 'store ok'} · alerts: {channels}",
        "",
    ]
    if config.is_sample:
        lines.append(f"  {SAMPLE_LINE}")
    table, office = config.hours_table, hours_words(config.hours().office)
    mode = mode_words(policy, progress)
    mode = f"{mode[0].upper()}{mode[1:]}."
    lines.append(f"  {mode}   Office {office}, {table.time_zone}.     Stop: Ctrl-C")
    if policy.mode is not Mode.OBSERVE:
        unlock = unlock_words(policy, progress, app.clock.now(), config.hours())
        lines += hang("  Automatic sending: ", f"{unlock}.", width())
    if not app.connectors:
        lines.append("  NOTHING IS READ: the config names no connector. Was its end cut off?")
    if switches.is_paused or app.pause_file.is_there():
        lines.append("  PAUSED: nothing is sent until `monitor resume`.")
    if switches.reconcile is not None:
        # its module brings the screens of half the commands, and a hold is rare
        from monitor.cli.switch_lines import hold_words

        why = hold_words(Hold.read(switches.reconcile), app.clock.now(), config.hours())
        lines.append(f"  ON HOLD: {why}; nothing is sent until `monitor reconcile`.")
    if switches.away_until is not None:
        lines.append(f"  AWAY until {switches.away_until}: promises move, nothing signs by itself.")
    return [*lines, ""]


def stopped_line(app: App, left: Left) -> str:
    """The last line: nothing is lost, this is what waits."""
    parts = []
    if left.drafts:
        parts.append(f"{left.drafts} draft{'s' if left.drafts != 1 else ''}")
    if left.urgent:
        parts.append(f"{left.urgent} urgent case{'s' if left.urgent != 1 else ''}")
    sending = "Nothing was being sent."
    if left.sending:
        sending = f"{left.sending} being sent: the next start looks how it ended."
    waits = "Nothing waits for you."
    if parts:
        verb = "wait" if left.drafts + left.urgent != 1 else "waits"
        waits = f"{' and '.join(parts)} {verb}: monitor inbox."
    return f"\nStopped. {sending} {waits} Everything is in {place_of(app)}."


def place_of(app: App) -> str:
    """Where the store is, as a person says it."""
    url = app.config.store_url()
    if not url.startswith("sqlite:///"):
        return "the database"
    path = Path(url.removeprefix("sqlite:///"))
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def words_of(app: App) -> Words:
    """Text, promise and price of an effect, as they would read if it were sent now."""

    def words(effect: Effect) -> Said:
        if effect.action is Action.ALERT and not is_by_hand(effect, app.playbook):
            return Said()
        now = app.clock.now()
        with app.store.read() as tx:
            open_promises = len(tx.cases.promises(state=PromiseState.OPEN))
            away_until = SwitchBoard.read(tx, now, app.policy.hours).away_until
            priority = priority_of(tx, effect)
        worded = word(
            effect,
            app.playbook,
            app.policy,
            now,
            open_promises=open_promises,
            away_until=away_until,
            priority=priority,
        )
        return Said(
            text=worded.text,
            promise=promised_words(worded.promised_until, now, app),
            price=worded.price if worded.is_dear else None,
        )

    return words


def promised_words(until: datetime | None, now: datetime, app: App) -> str:
    """A promise as people say it."""
    from monitor.domain.promise import words_for

    return words_for(until, now, app.policy.hours, name_zone=False) if until is not None else ""


def report_of(app: App) -> WeeklyReport:
    """Writes the weekly report into its folder at its hour."""
    when = app.config.hours_table.report

    def write(week: str) -> None:
        # once a week: until then the daemon is smaller without it
        from monitor.report.file import of_week, write_page

        report = of_week(app.config, app.store, week, app.clock.now())
        write_page(app.config, week, report)
        if app.reports is not None:
            from monitor.report.sheet import as_sheet

            app.reports.tell(week, as_sheet(report))

    return WeeklyReport(
        app.store,
        app.clock,
        app.config.hours(),
        weekday=when.weekday,
        hour=when.at.hour,
        minute=when.at.minute,
        write=write,
    )
