"""An incident: one sentence for everybody with the same trouble, and the news at its end."""

from datetime import timedelta
from itertools import pairwise

import pytest

from monitor.domain.effect import Action, Effect, State
from monitor.domain.incident import Incident
from monitor.domain.message import Author
from monitor.domain.permission import Reason
from monitor.domain.playbook import Family
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.domain.virtual import Posted
from monitor.errors import InputError, WrongState
from monitor.testing import an_author
from tests.shop import BRAND, LATE, Shop, people, playbook, policy

MINUTE = timedelta(minutes=1)
#: a word leaves 15 to 25 seconds after the one before it
STEP = timedelta(seconds=5)
PAYMENT = "@larchandloaf the payment page is broken, charged me twice, this is a rip off"
SENTENCE = "Our payment page is down since 10, we are on it."
MENDED = "It works again, thank you for your patience."


def a_shop(count: int = 5, mode: Mode = Mode.APPROVE) -> Shop:
    """So many people complain about the payment page, and one about something else."""
    shop = Shop(policy=policy(mode))
    for number, author in enumerate(people(count), 1):
        shop.hear(shop.says(PAYMENT, id=f"x:{number}", author=author))
    shop.hear(shop.says(LATE, id="x:99", author=an_author("Zoe", id="x:zoe")))
    return shop


def started(shop: Shop) -> Incident:
    return shop.incidents.start(["payment page"], SENTENCE, by="Jo")


def sent_to_all(shop: Shop) -> Incident:
    incident = started(shop)
    shop.incidents.send(incident.number, len(ready(shop, incident)), by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    return incident


def ready(shop: Shop, incident: Incident) -> tuple[Effect, ...]:
    with shop.store.read() as tx:
        return shop.incidents.plan(tx, incident.number).ready


def left(shop: Shop, incident: Incident) -> dict[Reason, int]:
    with shop.store.read() as tx:
        return dict(shop.incidents.plan(tx, incident.number).left)


def said_to(shop: Shop, author: str) -> list[Posted]:
    return [posted for posted in shop.x.public if posted.outgoing.author_id == author]


def another(shop: Shop, number: int) -> Author:
    """One more person with the same trouble."""
    author = an_author(f"Late {number}", id=f"x:late{number}")
    shop.hear(shop.says(PAYMENT, id=f"x:late{number}", author=author))
    return author


def test_everybody_with_the_cause_gets_a_draft_with_the_owners_sentence() -> None:
    shop = a_shop()
    incident = started(shop)
    drafts = ready(shop, incident)
    assert {draft.author_id for draft in drafts} == {f"x:p{number}" for number in range(1, 6)}
    assert {draft.state for draft in drafts} == {State.PROPOSED}
    with shop.store.read() as tx:
        texts = [shop.review.if_sent_now(tx, draft).text for draft in drafts]
    assert all(SENTENCE in text for text in texts)
    assert shop.word("x:99").slots.incident == 0


def test_nothing_leaves_without_the_owners_yes() -> None:
    shop = a_shop(mode=Mode.AUTOMATIC)
    started(shop)
    shop.work_for(timedelta(hours=1), MINUTE)
    assert {posted.outgoing.author_id for posted in shop.x.public} <= {"x:zoe"}


def test_one_yes_sends_to_all_one_after_the_other() -> None:
    shop = a_shop()
    sent_to_all(shop)
    assert len(shop.x.public) == 5
    moments = [posted.at for posted in shop.x.public]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) >= timedelta(seconds=10)
    assert max(gaps) <= timedelta(seconds=30)
    assert len(set(gaps)) > 1
    assert all(posted.outgoing.text.endswith("– Jo") for posted in shop.x.public)


def test_the_yes_is_for_exactly_so_many() -> None:
    shop = a_shop()
    incident = started(shop)
    another(shop, 1)
    with pytest.raises(WrongState, match="6 people now, not to 5"):
        shop.incidents.send(incident.number, 5, by="Jo")
    shop.work()
    assert shop.x.public == []


def test_a_second_send_reaches_nobody_twice() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    with pytest.raises(WrongState, match="nobody waits"):
        shop.incidents.send(incident.number, 0, by="Jo")
    another(shop, 1)
    shop.incidents.send(incident.number, 1, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == 6
    assert len({posted.outgoing.author_id for posted in shop.x.public}) == 6


def test_a_second_incident_does_not_tell_the_same_people_again() -> None:
    shop = a_shop()
    first = sent_to_all(shop)
    shop.incidents.end(first.number, by="Jo")
    second = shop.incidents.start(["payment page"], "It is down once more.", by="Jo")
    assert ready(shop, second) == ()


def test_who_joins_later_waits_for_one_more_yes() -> None:
    shop = a_shop(mode=Mode.AUTOMATIC)
    incident = sent_to_all(shop)
    author = another(shop, 1)
    shop.work_for(timedelta(minutes=30), MINUTE)
    assert said_to(shop, author.id) == []
    assert [draft.author_id for draft in ready(shop, incident)] == [author.id]


def test_the_owner_may_say_yes_for_those_who_join_later() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo", and_new_ones=True)
    shop.work_for(timedelta(minutes=5), STEP)
    author = another(shop, 1)
    shop.work()
    assert said_to(shop, author.id) == []
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(said_to(shop, author.id)) == 1


def test_a_surge_asks_again_about_those_who_join_later() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo", and_new_ones=True)
    shop.clock.advance(MINUTE)
    for number in range(1, 5):
        another(shop, number)
    shop.work_for(timedelta(minutes=20), timedelta(seconds=20))
    told = {posted.outgoing.author_id for posted in shop.x.public}
    assert not told & {f"x:late{number}" for number in range(2, 5)}


def test_who_opted_out_or_took_the_post_away_is_left_alone() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo")
    with shop.store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:p3", shop.clock.now(), "asked")
    shop.work_for(timedelta(minutes=5), STEP)
    assert said_to(shop, "x:p3") == []
    assert len(shop.x.public) == 4


def test_what_is_sensitive_is_not_answered_with_the_rest() -> None:
    shop = a_shop(2)
    hurt = "@larchandloaf the payment page is broken and my son had an allergic reaction"
    shop.hear(shop.says(hurt, id="x:50", author=an_author("Hurt", id="x:hurt")))
    incident = started(shop)
    assert {draft.author_id for draft in ready(shop, incident)} == {"x:p1", "x:p2"}
    assert left(shop, incident) == {Reason.SENSITIVE: 1}


def test_under_one_post_only_three_are_answered() -> None:
    shop = Shop()
    for number, author in enumerate(people(6), 1):
        shop.hear(shop.says(PAYMENT, id=f"x:{number}", author=author, conversation_id="x:crowd"))
    incident = started(shop)
    assert len(ready(shop, incident)) == 3
    assert left(shop, incident) == {Reason.HOT_THREAD: 3}
    shop.incidents.send(incident.number, 3, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == 3


def test_after_a_pause_they_still_leave_one_after_the_other() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.clock.advance(timedelta(hours=1))
    shop.deliver.due()
    assert len(shop.x.public) == 1
    shop.work_for(timedelta(minutes=5), STEP)
    moments = [posted.at for posted in shop.x.public]
    assert len(moments) == 5
    assert min(later - earlier for earlier, later in pairwise(moments)) >= timedelta(seconds=10)


def test_by_night_the_line_waits_for_the_morning() -> None:
    shop = a_shop(40)
    shop.clock.move_to(shop.clock.now().replace(hour=20, minute=58))
    incident = shop.incidents.start(
        ["payment page"], SENTENCE, by="Jo", since=shop.clock.now() - timedelta(days=1)
    )
    shop.incidents.send(incident.number, 40, by="Jo")
    shop.work_for(timedelta(hours=1), timedelta(seconds=20))
    assert 3 <= len(shop.x.public) <= 9
    shop.work_for(timedelta(hours=10), MINUTE)
    assert len(shop.x.public) == 40


# --- the end of it --------------------------------------------------------------------------------


def test_whoever_was_told_hears_once_that_it_is_mended() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.clock.advance(timedelta(hours=2))
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    assert len(ready(shop, incident)) == 5
    shop.work_for(timedelta(minutes=5))
    assert len(shop.x.public) == 5
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == 10
    for number in range(1, 6):
        first, second = said_to(shop, f"x:p{number}")
        assert SENTENCE in first.outgoing.text
        assert MENDED in second.outgoing.text
    with pytest.raises(WrongState, match="nobody waits"):
        shop.incidents.send(incident.number, 0, by="Jo")


def test_who_was_not_told_hears_only_that_it_is_mended() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.work_for(timedelta(seconds=30), STEP)
    told = len(shop.x.public)
    assert 1 <= told < 5
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == told
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == told + 5
    texts = [said_to(shop, f"x:p{number}")[-1].outgoing.text for number in range(1, 6)]
    assert all(MENDED in text for text in texts)
    assert len(ready(shop, incident)) == 0


def test_no_news_for_whom_the_first_word_was_taken_back() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.review.retract(shop.word("x:1").number, by="Jo")
    shop.work()
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    assert len(ready(shop, incident)) == 4


def test_a_word_taken_back_after_the_yes_to_the_news_stops_the_news() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.review.retract(shop.word("x:5").number, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(said_to(shop, "x:p5")) == 1
    (news,) = [e for e in shop.effects(Action.NEWS) if e.author_id == "x:p5"]
    assert (news.state, news.reason) == (State.REFUSED, Reason.ALREADY_ACKNOWLEDGED)


def test_nobody_joins_what_is_mended() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    another(shop, 1)
    assert shop.word("x:late1").slots.incident == 0


def test_an_incident_that_ends_lets_its_drafts_go() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.end(incident.number, by="Jo")
    assert {shop.word(f"x:{number}").state for number in range(1, 6)} == {State.REJECTED}
    with pytest.raises(WrongState, match="has ended"):
        shop.incidents.send(incident.number, 5, by="Jo")


def test_the_owner_is_reminded_of_the_news_once_for_all() -> None:
    shop = a_shop()
    sent_to_all(shop)
    shop.work_for(timedelta(hours=3), timedelta(minutes=5))
    (notice,) = shop.channel.notices
    assert notice.headline == "5 people were promised news by Monday 14:00"
    with shop.store.read() as tx:
        assert tx.cases.promises() == []
        cases = [case for case in tx.cases.listed() if case.author_id != "x:zoe"]
    assert all(case.acknowledged_at is not None and case.deadline_at is not None for case in cases)


# --- the sentence ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("", "no words"),
        ("You stupid people, wait.", "`stupid`"),
        ("See https://status.example/now", "reads like a link"),
        ("Ask @shopgirl about it.", "calls somebody else"),
        ("Down {by} then.", "placeholder|`{by}`"),
        ("We are on it. " * 12, "too long for X"),
        ("Hidden \u202e words", "invisible"),
    ],
)
def test_a_sentence_that_cannot_be_said_changes_nothing(sentence: str, problem: str) -> None:
    shop = a_shop()
    with pytest.raises(InputError, match=problem):
        shop.incidents.start(["payment page"], sentence, by="Jo")
    with shop.store.read() as tx:
        assert tx.incidents.listed() == []


@pytest.mark.parametrize("cause", ["", "  ", "!?", "x" * 80])
def test_a_cause_has_words(cause: str) -> None:
    with pytest.raises(InputError, match="no cause"):
        a_shop(1).incidents.start([cause], SENTENCE, by="Jo")


def test_a_topic_is_a_cause_too() -> None:
    shop = a_shop()
    incident = shop.incidents.start(["late"], "Our van is stuck in the snow.", by="Jo")
    assert [draft.author_id for draft in ready(shop, incident)] == ["x:zoe"]


# ---------------------------------------------------------------- our own door


@pytest.mark.parametrize("is_invited", [False, True])
def test_words_to_many_that_invite_wait_for_our_own_door(is_invited: bool) -> None:
    shop = Shop(policy=policy(Mode.APPROVE, doors_count_as_open=False))
    if is_invited:
        told = "{hello}sorry. {note} Please {dm}, and you hear from us {by}.{sign}"
        family = Family(name="incident", variants={"a": told})
        known = replace(playbook(), families={**playbook().families, "incident": family})
        shop.incidents.playbook = shop.deliver.playbook = known
    for number, author in enumerate(people(3), 1):
        shop.hear(shop.says(PAYMENT, id=f"x:{number}", author=author))
    incident = started(shop)
    if is_invited:
        # the drafts are there, each for a person of ours to look at
        assert left(shop, incident) == {Reason.DOOR_UNKNOWN: 3}
        assert ready(shop, incident) == ()
        return
    assert len(ready(shop, incident)) == 3
    shop.incidents.send(incident.number, 3, by="Jo")
    shop.work_for(timedelta(minutes=5), STEP)
    assert len(shop.x.public) == 3
