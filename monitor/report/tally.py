"""Counting the mentions of a week while they stream past.

Held in memory: counts, one short line per author, and a few examples; never the week.

Invariant: mentions = sum over days = over platforms = over kinds = over rules, and
complaints = sum over topics = allowed + waited + refused. Our own posts are not mentions.
"""

from collections import Counter
from datetime import datetime
from itertools import zip_longest

from monitor.domain.decision import Recovered
from monitor.domain.message import Message
from monitor.domain.permission import Verdict
from monitor.domain.reading import Kind
from monitor.domain.stored import Decided
from monitor.domain.values import Value
from monitor.report.period import Period

#: at and below this `compound_used` a mention counts as negative (VADER's own border)
NEGATIVE = -0.05
NO_TOPIC = "no topic"
NO_RULE = "no rule"
#: examples of each sort that are kept
EXAMPLES = 8
#: no more of a stranger's text than this is carried along
LONGEST_QUOTE = 600
#: nothing of these is quoted in a report that is passed around
_PRIVATE_MARKS = frozenset({"private_data"})


class Example(Value, frozen=True, kw_only=True):
    """One mention to show. Strangers' text, not yet inert."""

    message_id: str
    platform: str
    author_id: str
    handle: str
    name: str
    text: str
    created_at: datetime
    topic: str
    compound_used: float


class Loudest(Value, frozen=True, kw_only=True):
    """The account with the most negative mentions of the week."""

    author_id: str
    handle: str
    platform: str
    negative: int
    complaints: int


class MentionCounts(Value, frozen=True, kw_only=True):
    """What people said in one week, counted."""

    mentions: int
    own_posts: int
    direct_messages: int
    complaints: int
    negative: int
    people: int
    by_day: dict[str, int]
    by_platform: dict[str, int]
    by_kind: dict[str, int]
    by_rule: dict[str, int]
    complaints_by_topic: dict[str, int]
    complaints_allowed: int
    complaints_waited: dict[str, int]
    complaints_refused: dict[str, int]
    compound_mean: float | None
    people_to_thank: int
    won_back: int
    loudest: Loudest | None
    complaint_examples: tuple[Example, ...]
    praise_examples: tuple[Example, ...]
    won_back_examples: tuple[Example, ...]


class Tally:
    """Counts mentions one by one; `counts` at the end."""

    def __init__(self, period: Period, began: set[str]) -> None:
        self._period = period
        #: messages whose time somebody will ask for, and their times once they came past
        self._wanted = began
        self.times: dict[str, datetime] = {}
        self._own_posts = self._direct = self._allowed = 0
        self._days: Counter[str] = Counter({day.isoformat(): 0 for day in period.days})
        self._platforms: Counter[str] = Counter()
        self._kinds: Counter[str] = Counter({kind.value: 0 for kind in Kind})
        self._rules: Counter[str] = Counter()
        self._topics: Counter[str] = Counter()
        self._waited: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._compound_sum = 0.0
        self._people: set[tuple[str, str]] = set()
        self._negative: Counter[tuple[str, str]] = Counter()
        self._complaints: Counter[tuple[str, str]] = Counter()
        self._loud: dict[tuple[str, str], tuple[str, str]] = {}
        self._thanked: set[tuple[str, str]] = set()
        self._won_back: set[tuple[str, str]] = set()
        self._complaint_examples: dict[str, _Examples] = {}
        self._praise_examples = _Examples()
        self._won_back_examples = _Examples()

    def add(self, decided: Decided) -> None:
        """Counts one message with all that was made of it."""
        message = decided.message
        if message.id in self._wanted:
            self.times[message.id] = message.created_at
        if message.from_brand:
            self._own_posts += 1
            return
        self._count_mention(decided)
        if decided.reading.kind is Kind.COMPLAINT:
            self._count_complaint(decided)
        elif decided.reading.kind is Kind.PRAISE:
            self._thanked.add(_author(message))
            self._praise_examples.offer(decided, -decided.reading.compound_used)
        if any(isinstance(record, Recovered) for record in decided.decision.records):
            self._won_back.add(_author(message))
            self._won_back_examples.offer(decided, -decided.reading.compound_used)

    def counts(self) -> MentionCounts:
        """What was counted."""
        mentions = self._kinds.total()
        return MentionCounts(
            mentions=mentions,
            own_posts=self._own_posts,
            direct_messages=self._direct,
            complaints=self._complaints.total(),
            negative=self._negative.total(),
            people=len(self._people),
            by_day=dict(self._days),
            by_platform=most_first(self._platforms),
            by_kind=dict(self._kinds),
            by_rule=most_first(self._rules),
            complaints_by_topic=most_first(self._topics),
            complaints_allowed=self._allowed,
            complaints_waited=most_first(self._waited),
            complaints_refused=most_first(self._refused),
            compound_mean=self._compound_sum / mentions if mentions else None,
            people_to_thank=len(self._thanked),
            won_back=len(self._won_back),
            loudest=self._loudest(),
            complaint_examples=self._of_each_topic(),
            praise_examples=self._praise_examples.best(),
            won_back_examples=self._won_back_examples.best(),
        )

    def _count_mention(self, decided: Decided) -> None:
        message, reading = decided.message, decided.reading
        self._days[self._day(message.created_at)] += 1
        self._platforms[message.platform] += 1
        self._kinds[reading.kind.value] += 1
        self._rules[decided.decision.rule or NO_RULE] += 1
        self._compound_sum += reading.compound_used
        self._people.add(_author(message))
        self._direct += message.is_direct
        if reading.compound_used <= NEGATIVE:
            self._negative[_author(message)] += 1
            self._loud[_author(message)] = (message.author.handle, message.platform)

    def _count_complaint(self, decided: Decided) -> None:
        topic, permission = decided.reading.topic, decided.decision.permission
        self._topics[topic.name if topic is not None else NO_TOPIC] += 1
        self._complaints[_author(decided.message)] += 1
        match permission.verdict:
            case Verdict.ALLOW:
                self._allowed += 1
            case Verdict.WAIT:
                self._waited[permission.reason.value] += 1
            case Verdict.DENY:
                self._refused[permission.reason.value] += 1
        examples = self._complaint_examples.setdefault(topic.name if topic else "", _Examples())
        examples.offer(decided, decided.reading.compound_used)

    def _of_each_topic(self) -> tuple[Example, ...]:
        """One of the largest topic, one of the next, and round again; one per author."""
        topics = [topic for topic in most_first(self._topics) if topic != NO_TOPIC]
        lists = [self._complaint_examples[topic].best() for topic in topics]
        if "" in self._complaint_examples:
            lists.append(self._complaint_examples[""].best())
        chosen: dict[str, Example] = {}
        for round_of in zip_longest(*lists):
            for example in round_of:
                if example is not None:
                    chosen.setdefault(example.author_id, example)
        return tuple(chosen.values())[:EXAMPLES]

    def _day(self, moment: datetime) -> str:
        # an hour that comes twice around midnight may name the day outside the week
        days = self._period.days
        return min(max(self._period.local(moment).date(), days[0]), days[-1]).isoformat()

    def _loudest(self) -> Loudest | None:
        if not self._negative:
            return None
        author = min(self._negative, key=lambda each: (-self._negative[each], each))
        handle, platform = self._loud[author]
        return Loudest(
            author_id=author[1],
            handle=handle,
            platform=platform,
            negative=self._negative[author],
            complaints=self._complaints[author],
        )


class _Examples:
    """The few examples with the lowest rank, at most one per author; never more than a few held."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Example]] = {}

    def offer(self, decided: Decided, rank: float) -> None:
        message = decided.message
        if not may_be_quoted(decided):
            return
        kept = self._kept.get(message.author.id)
        if kept is not None and kept[0] <= rank:
            return
        self._kept[message.author.id] = (rank, _example(decided))
        if len(self._kept) > 4 * EXAMPLES:
            self._kept = dict(self._ordered()[:EXAMPLES])

    def best(self) -> tuple[Example, ...]:
        return tuple(example for _, (_, example) in self._ordered()[:EXAMPLES])

    def _ordered(self) -> list[tuple[str, tuple[float, Example]]]:
        return sorted(
            self._kept.items(),
            key=lambda each: (each[1][0], each[1][1].created_at, each[1][1].message_id),
        )


def may_be_quoted(decided: Decided) -> bool:
    """It is public, it still lives, and nothing in it is delicate."""
    message, reading = decided.message, decided.reading
    return (
        not message.is_direct
        and message.deleted_at is None
        and bool(message.text.strip())
        and not reading.sensitive
        and not _PRIVATE_MARKS.intersection(reading.marks)
    )


def most_first(counter: Counter[str]) -> dict[str, int]:
    """The counts, the largest first, equal ones by name."""
    return dict(sorted(counter.items(), key=lambda each: (-each[1], each[0])))


def _author(message: Message) -> tuple[str, str]:
    return (message.brand, message.author.id)


def _example(decided: Decided) -> Example:
    message, topic = decided.message, decided.reading.topic
    return Example(
        message_id=message.id,
        platform=message.platform,
        author_id=message.author.id,
        handle=message.author.handle,
        name=message.author.name,
        text=message.text[:LONGEST_QUOTE],
        created_at=message.created_at,
        topic=topic.name if topic is not None else "",
        compound_used=decided.reading.compound_used,
    )
