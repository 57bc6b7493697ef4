"""The timetable: which job of the daemon comes when. APScheduler is its only clock."""

from collections.abc import Callable
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.domain.ports import Clock
from monitor.services.weekly_report import WeeklyReport

Do = Callable[[], object]


class Timetable:
    """Jobs, each at its edge, and when they come.

    `edge`: makes of a name and what it does a job that stops no other one.
    """

    def __init__(
        self, clock: Clock, edge: Callable[[str, Do], Callable[[], None]], *, workers: int
    ) -> None:
        self.clock = clock
        self.scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(workers)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )
        self._edge = edge

    def every(self, name: str, every: timedelta, do: Do, jitter: timedelta | None = None) -> None:
        """From now on, again and again."""
        seconds = max(1, round(every.total_seconds()))
        self.scheduler.add_job(
            self._edge(name, do),
            IntervalTrigger(
                seconds=seconds, jitter=round(jitter.total_seconds()) if jitter else None
            ),
            id=name,
            next_run_time=self.clock.now(),
        )

    def weekly(self, report: WeeklyReport, time_zone: str) -> None:
        """At its hour in the owner's zone; and now, for a week that ended while nobody ran."""
        job = self._edge("weekly report", report.due)
        self.scheduler.add_job(job, id="weekly report after downtime")
        self.scheduler.add_job(
            job,
            CronTrigger(
                day_of_week=report.weekday,
                hour=report.hour,
                minute=report.minute,
                timezone=time_zone,
            ),
            id="weekly report",
        )

    def come_again(self) -> None:
        """The clock was set back: what comes every so often would wait for the old time."""
        for job in self.scheduler.get_jobs():
            if isinstance(job.trigger, IntervalTrigger):
                job.modify(next_run_time=self.clock.now())
