"""A report: the facts of a week with its summary and sections, ready for any form."""

from monitor.domain.values import Value
from monitor.report.care import care
from monitor.report.facts import ReportFacts
from monitor.report.layout import Section
from monitor.report.playbook import playbook
from monitor.report.service import service
from monitor.report.summary import Summary, summarise
from monitor.report.voices import voices
from monitor.report.wording import dates_of, moment_in

#: said at the top of every form while sample data is on
SAMPLE = "SAMPLE DATA: invented people, no account connected."


class Report(Value, frozen=True, kw_only=True):
    """One week, told."""

    facts: ReportFacts
    summary: Summary
    #: in order; to add a section, add it to `report_on`
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """`Weekly mention report 2026-W47`, with the brand when it is of one."""
        brand = f", {self.facts.brand}" if self.facts.brand else ""
        return f"Weekly mention report {self.facts.this.period.name}{brand}"

    @property
    def dates(self) -> str:
        """The days and the time zone, and how far a running week has come."""
        period = self.facts.this.period
        so_far = f", so far until {moment_in(period, period.until)}" * self.facts.is_running
        return dates_of(period) + so_far

    @property
    def compared_with(self) -> str:
        """What the numbers before are of."""
        if not self.facts.has_history:
            return "Nothing is known from before this week."
        before = self.facts.before.period
        if self.facts.is_running:
            return f"Compared with the same part of {before.name}."
        return f"Compared with {before.name}."

    @property
    def made(self) -> str:
        """When it was made, on the brand's clock: what is `now` in it."""
        period = self.facts.this.period
        return f"Made {period.local(self.facts.made_at):%Y-%m-%d %H:%M}, {period.time_zone}."


def report_on(facts: ReportFacts) -> Report:
    """The report of these facts."""
    return Report(
        facts=facts,
        summary=summarise(facts),
        sections=(voices(facts), service(facts), care(facts), playbook(facts)),
    )
