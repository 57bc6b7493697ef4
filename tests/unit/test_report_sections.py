"""What the report says: tones, numbers, and the same facts in every form."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from monitor.domain.case import PromiseState, Resolution
from monitor.domain.effect import Action, State
from monitor.domain.inert import columns
from monitor.domain.label import Judged
from monitor.domain.message import SetAside
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.policy import Budget
from monitor.domain.reading import Kind
from monitor.domain.unlock import LockReason
from monitor.domain.values import replace
from monitor.report import Form, Report, render
from monitor.report.slack import LONGEST_TEXT, MOST_BLOCKS, blocks
from monitor.report.tone import Tone
from monitor.report.wording import Change, change_of_count, change_of_time, lasting
from tests.messages import assert_message
from tests.unit import report_weeks
from tests.unit.report_history import BRAND, NOW, WEEK, History, at
from tests.unit.test_inert import HOSTILE

FORMS: tuple[Form, ...] = ("text", "html", "json", "slack")
H = timedelta(hours=1)


def report_of(name: str) -> Report:
    history = getattr(report_weeks, f"{name}_week")()
    assert isinstance(history, History)
    return history.report()


# --- the verdict ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "tone"),
    [
        ("calm", Tone.CALM),
        ("better", Tone.BETTER),
        ("hard", Tone.HARD),
        ("blind", Tone.BLIND),
        ("blind_again", Tone.BLIND),
        ("quiet", Tone.QUIET),
        ("first", Tone.FIRST),
        ("loose_ends", Tone.LOOSE_ENDS),
        ("one_account", Tone.CALM),  # without the one account it is
        ("said_too_much", Tone.SAID_TOO_MUCH),
        ("unlocked", Tone.CALM),
    ],
)
def test_a_week_has_its_tone_and_its_words(week: str, tone: Tone) -> None:
    report = report_of(week)
    assert report.summary.tone is tone
    assert_message(f"report/{week}", render(report, "text"))


@pytest.mark.parametrize(
    ("taken_back", "stand", "told"),
    [
        (1, 0, "1 of 5 acknowledgements was wrong and taken back."),
        (0, 1, "1 of 5 acknowledgements was wrong and still stands."),
        (3, 0, "3 of 5 acknowledgements were wrong, all taken back."),
        (1, 2, "3 of 5 acknowledgements were wrong, 1 of them taken back."),
        (0, 2, "2 of 5 acknowledgements were wrong, none of them taken back."),
    ],
)
def test_what_was_wrong_is_told_taken_back_or_not(taken_back: int, stand: int, told: str) -> None:
    history = report_weeks.better_week()
    for effect in history.effects[:taken_back]:
        history.effects[effect.number - 1] = replace(effect, state=State.RETRACTED)
    wrong = history.effects[taken_back : taken_back + stand]
    for effect in wrong:
        history.says(at(3), effect, Judged.WRONG)
    report = history.report()
    assert report.summary.tone is Tone.SAID_TOO_MUCH
    assert report.summary.verdict.startswith(f"We said too much: {told}")
    if wrong:
        assert f"`monitor retract {wrong[0].number}`" in report.summary.next_step


def test_a_draft_that_was_wrong_was_not_said() -> None:
    history = report_weeks.calm_week()
    draft = history.acknowledge(history.decided[-1], State.REJECTED)
    history.says(at(3), draft, Judged.WRONG)
    report = history.report()
    assert report.facts.this.work.words.wrong == 0
    assert report.facts.this.judgements.wrong == 1
    assert report.summary.tone is Tone.CALM


def test_what_changed_after_the_week_is_not_of_the_week() -> None:
    history = report_weeks.calm_week()
    history.unlocks(at(-1))
    history.locks(at(7, 1))
    history.says(at(7, 1), history.effects[0], Judged.RIGHT)
    report = history.report(now=at(8))
    assert report.facts.switched == ()
    assert report.facts.this.judgements.right == 0


def test_locked_because_decisions_grew_old_is_not_said_too_much() -> None:
    history = report_weeks.calm_week()
    history.unlocks(at(-3))
    history.locks(at(2, 9), LockReason.STALE)
    summary = history.report().summary
    assert summary.tone is Tone.CALM
    assert summary.notes == (
        "Automatic sending was locked again on Wednesday 09:00: there are too few decisions of the"
        " last months to know it still.",
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_unlock_is_told_in_every_form(form: Form) -> None:
    told = render(report_of("said_too_much"), form)
    for part in ("both taken back", "locked again on Thursday 14:05"):
        # Slack's dates hold a word joiner
        assert part in re.sub(r"\s+", " ", told.replace("\u2060", "").replace("\\u2060", ""))


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (3, 5, Change.USUAL),  # two more of eight are nothing
        (0, 2, Change.USUAL),
        (38, 41, Change.USUAL),
        (5, 5, Change.SAME),
        (9, 5, Change.FEWER),
        (5, 9, Change.MORE),
        (8, 212, Change.MUCH_MORE),
        (40, 12, Change.MUCH_FEWER),
        (100, 110, Change.USUAL),
    ],
)
def test_small_numbers_are_not_read_for_more_than_they_say(
    before: int, now: int, change: Change
) -> None:
    assert change_of_count(before, now) is change


@pytest.mark.parametrize(
    ("before", "now", "fewest", "change"),
    [
        (5.2, 1.7, 5, Change.FASTER),
        (1.7, 5.2, 5, Change.SLOWER),
        (5.2, 1.7, 2, Change.USUAL),  # two answers say nothing
        (0.2, 0.1, 9, Change.USUAL),  # half the time, and six minutes
        (10.0, 9.0, 9, Change.USUAL),  # an hour of ten
        (2.0, 2.0, 9, Change.SAME),
        (None, 2.0, 0, Change.UNKNOWN),
    ],
)
def test_medians_are_compared_when_there_are_enough(
    before: float | None, now: float | None, fewest: int, change: Change
) -> None:
    assert change_of_time(before, now, fewest) is change


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, "–"),
        (0, "0 min"),
        (0.001, "1 min"),  # never shorter than it was
        (1.7, "1 h 42"),
        (1, "1 h"),
        (5 + 1 / 6, "5 h 10"),
        (47.99, "2 days"),
        (48, "2 days"),
        (76.2, "3 days 5 h"),
    ],
)
def test_lengths_of_time_are_written_for_people(hours: float | None, words: str) -> None:
    assert lasting(hours) == words


def test_a_running_week_is_compared_with_the_same_part_of_the_week_before() -> None:
    history = report_weeks.calm_week()
    report = history.report(now=at(2, 12))
    assert report.facts.is_running
    assert report.facts.before.period.until == at(-5, 12)
    assert "so far until Wednesday 12:00" in report.dates
    assert "the same days of the week before" in report.summary.verdict


def test_a_short_blindness_is_a_note_and_not_the_verdict() -> None:
    history = report_weeks.calm_week()
    history.poll("mailbox", failing_since=at(6, 22))
    report = history.report()
    assert report.summary.tone is Tone.CALM
    assert report.summary.notes == ("Mailbox has been blind since Sunday 22:00.",)


def test_blindness_that_began_after_the_week_is_not_of_the_week() -> None:
    history = report_weeks.calm_week()
    history.poll("mailbox", failing_since=at(7, 1))
    assert history.report().facts.blind == ()


def test_people_come_before_causes_in_the_next_step() -> None:
    history = report_weeks.better_week()
    assert "wrong item" in history.report().summary.next_step
    history.complaint(at(6, 12))
    assert history.report().summary.next_step == "write to the person who still waits (list below)."


# --- the numbers ------------------------------------------------------------------------------


def test_own_posts_are_not_mentions() -> None:
    history = History()
    history.mention(at(0), from_brand=True)
    history.mention(at(1))
    counts = history.report().facts.this.mentions
    assert (counts.mentions, counts.own_posts) == (1, 1)


def test_a_brand_counts_its_own() -> None:
    history = History()
    history.mention(at(0))
    history.mention(at(1), brand="other")
    assert history.report(brand=BRAND).facts.this.mentions.mentions == 1
    assert history.report().facts.this.mentions.mentions == 2


def test_an_acknowledgement_belongs_to_the_week_in_which_it_was_sent() -> None:
    history = History()
    late_on_sunday = history.mention(at(-1, 23, 50), Kind.COMPLAINT)
    history.acknowledge(late_on_sunday, sent_after=8 * H)
    facts = history.report().facts
    assert facts.before.work.words.acknowledgements == 0
    assert facts.this.work.words.sent == 1
    assert facts.this.work.first_acknowledgement.elapsed.median == 8
    assert facts.this.work.first_acknowledgement.office.median == 0


def test_first_answers_are_told_on_both_clocks() -> None:
    history = History()
    for hours in (1, 2, 3, 20):
        history.complaint(at(0, 15), answered_after=hours * H)
    times = history.report().facts.this.work.first_answer
    assert times.count == 4
    assert (times.elapsed.median, times.elapsed.p90, times.elapsed.slowest) == (2.5, 20, 20)
    assert (times.office.median, times.office.slowest) == (2, 4)


def test_promises_count_when_they_end() -> None:
    history = History()
    history.promise(at(-1, 23), PromiseState.KEPT, lasting=2)
    history.promise(at(1), PromiseState.BROKEN)
    history.promise(at(6, 23), PromiseState.NOT_COME, lasting=4)
    history.promise(at(2), PromiseState.OPEN)
    facts = history.report().facts
    promises = facts.this.work.promises
    assert (promises.made, promises.kept, promises.broken, promises.not_come) == (3, 1, 1, 0)
    assert facts.now.open_promises == 1


def test_who_waits_is_who_had_no_human_answer_and_is_owed_one() -> None:
    history = History()
    history.complaint(at(0), who="answered", answered_after=H)
    history.complaint(at(1), who="waits")
    history.complaint(at(2), who="ended", resolution=Resolution.SPAM)
    history.complaint(at(7), who="next-week")
    now = history.report().facts.now
    assert [each.handle for each in now.who_waits] == ["waits"]
    assert (now.open_cases, now.waiting, now.late) == (2, 1, 1)


def test_private_deleted_and_delicate_words_are_counted_and_never_quoted() -> None:
    history = History()
    history.mention(at(0), Kind.COMPLAINT, "secret one", direct=True)
    history.mention(at(1), Kind.COMPLAINT, "secret two", sensitive=("injury",))
    history.mention(at(2), Kind.COMPLAINT, "secret three", deleted=True)
    report = history.report()
    assert report.facts.this.mentions.complaints == 3
    for form in FORMS:
        assert "secret" not in render(report, form)


def test_one_author_gives_one_example_and_topics_take_turns() -> None:
    history = History()
    for count in range(20):
        history.complaint(at(1, 9, count), f"loud {count}", who="loud", topic="late", compound=-0.9)
    for count in range(5):
        history.complaint(at(2, 9, count), f"late {count}", topic="late")
    history.complaint(at(3), "paid twice", topic="money")
    examples = history.report().facts.this.mentions.complaint_examples
    assert [each.text for each in examples][:3] == ["loud 0", "paid twice", "late 0"]


def test_examples_stay_few_whatever_the_week() -> None:
    history = History()
    for count in range(500):
        history.mention(at(count % 7, 9), Kind.PRAISE, f"fine {count}", compound=count / 500)
    counts = history.report().facts.this.mentions
    assert counts.people_to_thank == 500
    assert [each.text for each in counts.praise_examples][:2] == ["fine 499", "fine 498"]
    assert len(counts.praise_examples) == 8


def test_complaints_add_up_over_what_a_machine_may_do() -> None:
    history = History()
    for verdict, reason in (
        (Verdict.ALLOW, Reason.ADDRESSED_US),
        (Verdict.WAIT, Reason.SETTLING),
        (Verdict.DENY, Reason.SENSITIVE),
        (Verdict.DENY, Reason.SENSITIVE),
    ):
        permission = Permission(verdict=verdict, reason=reason)
        history.mention(at(0), Kind.COMPLAINT, permission=permission)
    counts = history.report().facts.this.mentions
    assert counts.complaints_allowed == 1
    assert counts.complaints_waited == {"settling": 1}
    assert counts.complaints_refused == {"sensitive": 2}


def test_words_are_told_by_state_and_reason() -> None:
    history = History()
    states = (State.SENT, State.HELD, State.HELD, State.REFUSED, State.EXPIRED, State.RETRACTED)
    for state in states:
        decided = history.mention(at(0), Kind.COMPLAINT)
        sent_after = H if state in (State.SENT, State.RETRACTED) else None
        history.acknowledge(decided, state, Reason.SETTLING, sent_after=sent_after)
    alert = history.acknowledge(history.mention(at(0)), sent_after=H, action=Action.ALERT)
    words = history.report().facts.this.work.words
    assert alert.sent_at is not None
    assert (words.acknowledgements, words.sent, words.taken_back) == (6, 2, 1)
    assert words.by_state == {"held": 2, "expired": 1, "refused": 1, "retracted": 1, "sent": 1}
    assert words.reasons["held"] == {"settling": 2}
    assert words.alerts_sent == 1


BUDGETS = {"x": Budget(per_month=Decimal(15)), "bluesky": Budget()}


@pytest.mark.parametrize("form", FORMS)
def test_what_a_platform_cost_is_told_with_its_cap(form: Form) -> None:
    told = render(report_weeks.dear_week().report(budgets=BUDGETS), form)
    if form == "json":
        costs = [{"connector": "x", "month": "2026-11", "spent": 2.41, "cap": 15.0}]
        assert json.loads(told)["costs"] == costs
        assert json.loads(told)["this"]["playbook"]["spent"] == {"x": 1.2}
        return
    # Slack gets a sign between the digits that keeps "1.20" from being a link
    assert "playbook and cost" in told.lower()
    words = "Cost of X: $1.20 ($0.91 the week before), $2.41 of $15.00 in November."
    assert words in told.replace("\u2060", "")


def test_a_cap_that_is_not_known_is_not_told() -> None:
    assert ", $2.41 in November.\n" in render(report_weeks.dear_week().report(), "text")


def test_where_nothing_costs_nothing_is_told_of_it() -> None:
    report = report_weeks.calm_week().report(budgets=BUDGETS)
    assert "cost" not in render(report, "text").lower()


def test_costs_of_a_running_week_are_those_so_far() -> None:
    report = report_weeks.dear_week().report(now=at(2, 12))
    assert (report.facts.this.spent, report.facts.before.spent) == (
        {"x": Decimal("1.19")},
        {"x": Decimal("0.91")},
    )
    assert [cost.spent for cost in report.facts.costs] == [Decimal("2.4")]


def test_rules_never_hit_are_named_when_the_rules_are_known() -> None:
    report = report_of("calm")
    assert "Rules no mention met: our-own-words, serious, won-back." in render(report, "text")
    unknown = replace(report.facts, rules=())
    assert json.loads(render(replace(report, facts=unknown), "json"))["rules_never_hit"] is None


# --- the forms --------------------------------------------------------------------------------


def hostile_report() -> Report:
    history = History()
    for count, text in enumerate(HOSTILE):
        case = history.complaint(
            at(count % 7, 9, count),
            text,
            who=text,
            topic=f"topic {text}",
            resolution=Resolution.SOLVED if count % 2 else None,
            cause=text,
        )
        author = history.decided[-1].message.author
        message = replace(history.decided[-1].message, author=replace(author, name=text * 3))
        history.decided[-1] = replace(history.decided[-1], message=message)
        assert case.number == count + 1
        history.set_aside.append(SetAside(connector="replay", where=text, reason=text, raw=text))
    history.poll("x", failing_since=at(0), error=" ".join(HOSTILE))
    return history.report(sample=True, brand=BRAND)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_sample_while_sample_data_is_on(form: Form) -> None:
    history = report_weeks.calm_week()
    assert ("SAMPLE" in render(history.report(sample=True), form)) is (form != "json")
    assert "SAMPLE" not in render(history.report(), form)
    if form == "json":
        assert json.loads(render(history.report(sample=True), form))["sample"] is True


def test_text_is_inert_and_fits_a_terminal() -> None:
    for line in render(hostile_report(), "text").splitlines():
        assert columns(line) <= 100
        assert not set(line) & set("\x00\x1b\x9b\x07\u202e\u200b\r")


def test_text_breaks_lines_by_columns() -> None:
    history = History()
    history.mention(at(0), Kind.COMPLAINT, "面包" * 90 + " " + "a" * 150 + " and 🥐 " * 20)
    lines = render(history.report(), "text").splitlines()
    assert max(columns(line) for line in lines) in range(90, 101)


def test_html_holds_nothing_that_loads_runs_or_leads_elsewhere() -> None:
    page = render(hostile_report(), "html")
    assert (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">" in page
    )
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    tags = set(re.findall(r"<\s*/?([a-zA-Z!]+)", body))
    assert not tags & {"script", "img", "a", "link", "iframe", "object", "form", "base", "image"}
    without_text = re.sub(r">[^<]*<", "><", body)
    assert not re.search(r"\s(on\w+|href|src|srcset|style|action)\s*=", without_text)
    assert "url(" not in page
    assert "@import" not in page
    assert "{{" not in body


def test_html_balances_its_tags() -> None:
    page = render(hostile_report(), "html")
    for tag in ("div", "section", "table", "ul", "li", "figure", "bdi", "dl", "header", "main"):
        assert len(re.findall(rf"<{tag}[\s>]", page)) == page.count(f"</{tag}>"), tag


def test_slack_stays_within_its_limits_and_calls_nobody() -> None:
    made = blocks(hostile_report())
    assert len(made) <= MOST_BLOCKS
    for text in _texts(made):
        assert 0 < len(text) <= LONGEST_TEXT
        assert not re.search(r"<[!@#h]", text)
        assert "://" not in text
    assert json.loads(render(hostile_report(), "slack"))["blocks"] == made


def _texts(tree: object) -> list[str]:
    match tree:
        case {"text": str(text)}:
            return [text]
        case dict():
            return [text for each in tree.values() for text in _texts(each)]
        case list():
            return [text for each in tree for text in _texts(each)]
        case _:
            return []


def test_json_keys_are_stable() -> None:
    history = report_weeks.hard_week()
    history.set_aside.append(SetAside(connector="replay", where="line 3", reason="not JSON"))
    history.poll("reddit", failing_since=at(1))
    decided = history.mention(at(1), Kind.PRAISE, "thanks", recovered=True)
    history.acknowledge(decided, State.HELD, Reason.SETTLING)
    history.cost(date(2026, 11, 16), "1")
    history.cost(date(2026, 11, 9), "1")
    history.unlocks(at(1))
    keys = sorted(_keys(json.loads(render(history.report(now=NOW), "json")), ""))
    assert_message("report/json_keys", "\n".join(keys))


#: keys that are names of the owner's, not ours
_OPEN = re.compile(
    r"\.(by_platform|by_rule|by_day|complaints_by_topic|complaints_waited|complaints_refused|causes"
    r"|resolutions|last_read|spent|reasons\.\w+)\.[^.]*$"
)


def _keys(tree: object, path: str) -> set[str]:
    match tree:
        case dict() if tree:
            found: set[str] = set()
            for key, value in tree.items():
                found |= _keys(value, _OPEN.sub(r".\1.*", f"{path}.{key}"))
            return found
        case list() if tree:
            return {key for each in tree for key in _keys(each, f"{path}[]")}
        case _:
            return {path.lstrip(".")}


def test_json_is_read_back_whatever_strangers_wrote() -> None:
    written = render(hostile_report(), "json")
    written.encode("utf-8")
    read = json.loads(written)
    assert read["schema"] == 1
    assert read["this"]["week"] == WEEK.name == "2026-W47"
