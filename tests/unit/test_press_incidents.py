"""Presses about a surge, an incident and money."""

from datetime import timedelta
from decimal import Decimal

import pytest

from monitor.domain.incident import Incident
from monitor.domain.notice import Notice
from monitor.domain.press import Act, Answer, Form, Told
from monitor.domain.seal import sealed
from monitor.services.spending import Spending
from tests.messages import assert_message
from tests.press_shop import Counter, words
from tests.shop import BRAND, Shop, people
from tests.unit.test_services_incidents import MENDED, PAYMENT, SENTENCE
from tests.unit.test_services_spending import shop_with_budget


class Crowd:
    """Nine people complain about one thing, and a surge is on."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.counter = Counter(self.shop)
        self.complain(9)
        self.shop.work()

    def complain(self, count: int, first: int = 1) -> None:
        authors = people(first + count - 1)[first - 1 :]
        for number, author in enumerate(authors, first):
            self.shop.hear(self.shop.says(PAYMENT, id=f"x:{number}", author=author))

    @property
    def notice(self) -> Notice:
        """Of the surge, the newest."""
        with self.shop.store.read() as tx:
            return max(tx.notices.listed(BRAND), key=lambda one: one.number)

    @property
    def incident(self) -> Incident:
        """The newest."""
        with self.shop.store.read() as tx:
            return max(tx.incidents.listed(BRAND), key=lambda one: one.number)

    def on_notice(self, notice: Notice, act: Act, *, by: str = "Jo", **filled: str) -> Answer:
        return self.counter.press(act, notice.id, by=by, seal=sealed(notice), filled=filled)

    def on_incident(self, act: Act, *, by: str = "Jo", version: int = 0, **filled: str) -> Answer:
        incident = self.incident
        return self.counter.press(
            act, incident.id, by=by, version=version, seal=sealed(incident), filled=filled
        )

    def started(self) -> Answer:
        form = self.on_notice(self.notice, Act.START_INCIDENT)
        return self.counter.submit(form, sentence=SENTENCE)


def told(*answers: Answer) -> str:
    return "\n\n".join(map(words, answers))


def test_one_sentence_prepares_all_and_sends_nothing_and_starts_once() -> None:
    crowd = Crowd()
    form = crowd.on_notice(crowd.notice, Act.START_INCIDENT)

    started = crowd.counter.submit(form, sentence=SENTENCE)
    second = crowd.counter.submit(form, by="Sam", sentence="We are so sorry, Sam is on it.")
    crowd.shop.work_for(timedelta(minutes=2))

    assert_message("desk/incident_start", told(form, started, second))
    assert crowd.shop.x.public == []
    with crowd.shop.store.read() as tx:
        assert len(tx.incidents.listed(BRAND)) == 1


@pytest.mark.parametrize(
    "filled",
    [
        {"sentence": ""},
        {"sentence": "You are all liars and stupid."},
        {"sentence": "Look at https://larch.example/status for news."},
        {"sentence": SENTENCE, "cause": " , "},
        {"sentence": SENTENCE, "news": "soon"},
        {"sentence": "We are sorry. " * 40},
    ],
)
def test_a_sentence_that_cannot_be_said_is_told_and_kept(filled: dict[str, str]) -> None:
    crowd = Crowd()

    answer = crowd.counter.submit(crowd.on_notice(crowd.notice, Act.START_INCIDENT), **filled)

    assert isinstance(answer, Form)
    assert answer.problems
    typed = {field.name: field.text for field in answer.fields}
    assert typed | filled == typed
    with crowd.shop.store.read() as tx:
        assert tx.incidents.listed(BRAND) == []


def test_a_yes_for_all_is_for_as_many_as_the_card_showed_and_once() -> None:
    crowd = Crowd()
    crowd.started()

    unknown = crowd.on_incident(Act.SEND_TO_ALL)
    stale = crowd.on_incident(Act.SEND_TO_ALL, version=8)
    sent = crowd.on_incident(Act.SEND_TO_ALL, version=9)
    again = crowd.on_incident(Act.SEND_TO_ALL, by="Sam", version=9)
    crowd.shop.work_for(timedelta(minutes=6), timedelta(seconds=5))

    assert_message("desk/incident_send", told(unknown, stale, sent, again))
    authors = [posted.outgoing.author_id for posted in crowd.shop.x.public]
    assert sorted(authors) == sorted(set(authors))
    assert len(authors) == 9


def test_it_is_mended_once_and_told_only_with_another_yes() -> None:
    crowd = Crowd()
    crowd.started()
    crowd.on_incident(Act.SEND_TO_ALL, version=9)
    crowd.shop.work_for(timedelta(minutes=6), timedelta(seconds=5))
    form = crowd.on_incident(Act.MENDED)

    empty = crowd.counter.submit(form, sentence=" ")
    noted = crowd.counter.submit(form, sentence=MENDED)
    again = crowd.counter.submit(form, by="Sam", sentence="Fixed!")
    crowd.shop.work_for(timedelta(minutes=2))
    ended = crowd.on_incident(Act.END_INCIDENT)
    after = [crowd.on_incident(act, by="Sam", version=9) for act in AFTER_ITS_END]

    assert_message("desk/incident_mended", told(form, empty, noted, again, ended, *after))
    assert len(crowd.shop.x.public) == 9


def test_more_time_is_asked_for_once_and_told_only_with_another_yes() -> None:
    crowd = Crowd()
    crowd.started()
    early = crowd.on_incident(Act.MORE_TIME, version=1, sentence="A part is late.")
    crowd.on_incident(Act.SEND_TO_ALL, version=9)
    crowd.shop.work_for(timedelta(minutes=6), timedelta(seconds=5))
    form = crowd.on_incident(Act.MORE_TIME, version=1)

    refused = crowd.counter.submit(form, sentence="You are all liars and stupid.")
    noted = crowd.counter.submit(form, sentence="A part is late.")
    again = crowd.counter.submit(form, by="Sam", sentence="A part is late.")
    crowd.shop.work_for(timedelta(minutes=2))

    assert_message("desk/incident_more_time", told(early, form, refused, noted, again))
    assert len(crowd.shop.x.public) == 9
    assert crowd.incident.renewals == 1


AFTER_ITS_END = (Act.END_INCIDENT, Act.SEND_TO_ALL, Act.MENDED)


def test_examples_are_three_of_what_came_in() -> None:
    crowd = Crowd()

    answer = crowd.on_notice(crowd.notice, Act.EXAMPLES)

    assert_message("desk/surge_examples", words(answer))


@pytest.mark.parametrize("act", [Act.FALSE_ALARM, Act.RESUME])
def test_a_surge_is_ended_once_by_whoever_says_so_first(act: Act) -> None:
    crowd = Crowd()
    notice = crowd.notice

    first = crowd.on_notice(notice, act)
    if isinstance(first, Form):
        first = crowd.counter.submit(first, anyway="yes")
    second = crowd.on_notice(notice, act, by="Sam")
    others = [crowd.on_notice(notice, one) for one in (Act.START_INCIDENT, Act.EXAMPLES)]

    assert_message(f"desk/surge_{act.value}", told(first, second, *others))
    with crowd.shop.store.read() as tx:
        assert tx.surges.on(BRAND) is None


def test_a_surge_that_is_not_quiet_ends_only_when_somebody_means_it() -> None:
    crowd = Crowd()

    form = crowd.on_notice(crowd.notice, Act.RESUME)

    assert_message("desk/surge_resume_asked", words(form))
    with crowd.shop.store.read() as tx:
        assert tx.surges.on(BRAND) is not None


def test_a_budget_is_raised_once_for_today() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(11)
    spending.take("x", taxi)
    counter = Counter(shop)
    with shop.store.read() as tx:
        (notice,) = tx.notices.listed(BRAND)
    form = counter.press(Act.RAISE_CAP, notice.id, seal=sealed(notice))

    raised = counter.submit(form, more="2")
    again = counter.submit(form, by="Sam", more="5")

    assert_message("desk/budget", told(form, raised, again))
    assert _is_open(shop, spending)


def test_a_notice_without_a_budget_raises_nothing() -> None:
    crowd = Crowd()

    answer = crowd.on_notice(crowd.notice, Act.RAISE_CAP)

    assert isinstance(answer, Told)
    assert not answer.is_done


def _is_open(shop: Shop, spending: Spending) -> bool:
    with shop.store.read() as tx:
        raises = tx.platforms.raises(BRAND, shop.clock.now().date())
    return spending.brand == BRAND and raises["x"].to_dollars == Decimal(13)


def test_why_tells_how_it_was_read_and_what_was_in_the_way() -> None:
    counter = Counter()
    draft = counter.shop.complaint()

    answers = [counter.press(Act.WHY, subject) for subject in (draft.id, "c1", "x:1")]
    sealed_one = counter.on_draft(Act.WHY, draft)

    assert len({words(one) for one in (*answers, sealed_one)}) == 1
    assert_message("desk/why", words(answers[0]))


@pytest.mark.parametrize("subject", ["x:99", "e9", "c9", "", "f1", "<!channel>"])
def test_why_of_something_unknown_is_told_so(subject: str) -> None:
    counter = Counter()

    answer = counter.press(Act.WHY, subject)

    assert isinstance(answer, Told)
    assert not answer.is_done


def test_where_it_stands_names_their_post_and_ours() -> None:
    counter = Counter()
    counter.shop.sent()

    answer = counter.press(Act.OPEN, "e1")

    assert words(answer).startswith("Their post: https://x.example/ada/1")
