"""More time for an incident, other words for it, and words that are not true any more."""

from datetime import timedelta

import pytest

from monitor.domain.effect import Action, State
from monitor.domain.incident import Incident
from monitor.domain.permission import Reason
from monitor.errors import InputError, WrongState
from monitor.testing import Fault
from tests.shop import Shop
from tests.unit.test_services_incidents import (
    MENDED,
    SENTENCE,
    STEP,
    a_shop,
    another,
    left,
    ready,
    said_to,
    sent_to_all,
    started,
)

WAITING = "We wait for a part."
A_WHILE = timedelta(minutes=5)


def send(shop: Shop, incident: Incident) -> int:
    """A yes for everybody; how many."""
    count = len(ready(shop, incident))
    if count:
        shop.incidents.send(incident.number, count, by="Jo")
        shop.work_for(A_WHILE, STEP)
    return count


def as_stored(shop: Shop, incident: Incident) -> Incident:
    with shop.store.read() as tx:
        found = tx.incidents.get(incident.number)
    assert found is not None
    return found


# --- it takes longer ------------------------------------------------------------------------------


def test_whoever_was_told_hears_once_that_it_takes_longer() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.clock.advance(timedelta(hours=2))
    shop.incidents.more_time(incident.number, WAITING, by="Jo", promise="1 office day")
    shop.work_for(A_WHILE, STEP)
    assert len(shop.x.public) == 5, "nothing leaves without a yes"
    assert send(shop, incident) == 5
    for number in range(1, 6):
        _, second = said_to(shop, f"x:p{number}")
        assert WAITING in second.outgoing.text
        assert "by 12:30 tomorrow" in second.outgoing.text
        assert second.outgoing.text.endswith("– Jo")
    assert send(shop, incident) == 0


def test_the_new_time_is_the_one_that_counts() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    before = as_stored(shop, incident).news_due_at
    shop.clock.advance(timedelta(hours=2))
    shop.incidents.more_time(incident.number, "", by="Jo", promise="1 office day")
    assert as_stored(shop, incident).news_due_at == before, "nobody was told of it yet"
    send(shop, incident)
    due_at = as_stored(shop, incident).news_due_at
    assert before is not None
    assert due_at is not None
    assert due_at - before > timedelta(hours=20)
    with shop.store.read() as tx:
        deadlines = {case.deadline_at for case in tx.cases.listed() if case.author_id != "x:zoe"}
    assert deadlines == {due_at}


def test_the_owner_is_reminded_anew_when_half_of_the_new_time_has_passed() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    shop.work_for(timedelta(hours=3), timedelta(minutes=5))
    shop.incidents.more_time(incident.number, WAITING, by="Jo", promise="1 office day")
    send(shop, incident)
    shop.work_for(timedelta(minutes=30), timedelta(minutes=5))
    (first,) = shop.channel.notices
    assert "monitor incident more-time" in first.text
    shop.work_for(timedelta(hours=23), timedelta(minutes=5))
    (_, second) = shop.channel.notices
    assert second.headline == "5 people were promised news by Tuesday 13:30"


def test_who_was_not_told_yet_hears_the_first_words_with_the_new_promise() -> None:
    shop = a_shop()
    incident = sent_to_all(shop)
    author = another(shop, 1)
    shop.incidents.more_time(incident.number, WAITING, by="Jo", promise="1 office day")
    assert send(shop, incident) == 6
    (only,) = said_to(shop, author.id)
    assert SENTENCE in only.outgoing.text
    assert "tomorrow" in only.outgoing.text
    # and whoever joins after that needs no second word
    late = another(shop, 2)
    assert send(shop, incident) == 1
    assert len(said_to(shop, late.id)) == 1
    assert send(shop, incident) == 0


def test_twice_and_then_somebody_has_to_call() -> None:
    shop = a_shop(2)
    incident = sent_to_all(shop)
    for sentence in (WAITING, "The part was the wrong one."):
        shop.clock.advance(timedelta(hours=1))
        shop.incidents.more_time(incident.number, sentence, by="Jo")
        assert send(shop, incident) == 2
    with pytest.raises(WrongState, match="asked for twice"):
        shop.incidents.more_time(incident.number, WAITING, by="Jo")
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    assert send(shop, incident) == 2
    texts = [posted.outgoing.text for posted in said_to(shop, "x:p1")]
    begun = (texts[0][:20], texts[1][:20], texts[2][:20], texts[3][:20])
    assert len(set(begun)) == 4, "never twice in the same words"
    for sentence, text in zip(
        (SENTENCE, WAITING, "The part was the wrong one.", MENDED), texts, strict=True
    ):
        assert sentence in text


def test_a_second_time_before_the_first_was_said_is_one_word() -> None:
    shop = a_shop(2)
    incident = sent_to_all(shop)
    shop.incidents.more_time(incident.number, WAITING, by="Jo")
    shop.incidents.more_time(incident.number, "Two parts, in fact.", by="Jo")
    assert send(shop, incident) == 2
    _, only = said_to(shop, "x:p1")
    assert "Two parts" in only.outgoing.text


def test_mended_before_it_was_said_is_the_only_news() -> None:
    shop = a_shop(2)
    incident = sent_to_all(shop)
    shop.incidents.more_time(incident.number, WAITING, by="Jo")
    shop.incidents.send(incident.number, 2, by="Jo")
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    assert send(shop, incident) == 2
    for author in ("x:p1", "x:p2"):
        assert [SENTENCE in one.outgoing.text for one in said_to(shop, author)] == [True, False]
    assert not any(WAITING in posted.outgoing.text for posted in shop.x.public)


def test_who_said_no_to_one_of_them_is_still_told_that_it_is_mended() -> None:
    shop = a_shop(2)
    incident = sent_to_all(shop)
    shop.incidents.more_time(incident.number, WAITING, by="Jo")
    draft = next(one for one in ready(shop, incident) if one.author_id == "x:p1")
    shop.review.reject(draft.number, by="Jo")
    assert send(shop, incident) == 1
    shop.work_for(A_WHILE, STEP)
    assert send(shop, incident) == 0
    assert left(shop, incident) == {Reason.INCIDENT: 1}
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    assert send(shop, incident) == 2
    assert len(said_to(shop, "x:p1")) == 2


def test_who_opted_out_since_hears_nothing_of_it() -> None:
    shop = a_shop(2)
    incident = sent_to_all(shop)
    shop.incidents.more_time(incident.number, WAITING, by="Jo")
    shop.incidents.send(incident.number, 2, by="Jo")
    with shop.store.begin() as tx:
        tx.authors.opt_out(incident.brand, "x:p1", shop.clock.now(), "asked")
    shop.work_for(A_WHILE, STEP)
    assert len(said_to(shop, "x:p1")) == 1
    assert len(said_to(shop, "x:p2")) == 2


def test_more_time_needs_somebody_who_waits() -> None:
    shop = a_shop()
    incident = started(shop)
    with pytest.raises(WrongState, match="nobody was told of incident 1 yet"):
        shop.incidents.more_time(incident.number, WAITING, by="Jo")
    incident = sent_to_all(a_shop(1))


@pytest.mark.parametrize(("sentence", "promise"), [("See https://a.example", ""), ("", "soon")])
def test_what_cannot_be_said_or_promised_changes_nothing(sentence: str, promise: str) -> None:
    shop = a_shop(1)
    incident = sent_to_all(shop)
    with pytest.raises(InputError):
        shop.incidents.more_time(incident.number, sentence, by="Jo", promise=promise)
    assert as_stored(shop, incident).renewals == 0


# --- other words ----------------------------------------------------------------------------------


def test_a_slip_is_put_right_before_anybody_hears_it() -> None:
    shop = a_shop()
    incident = started(shop)
    for sentence in ("Our payment page is donw.", "Our payment page is down."):
        shop.incidents.reword(incident.number, sentence, by="Jo")
    assert send(shop, incident) == 5
    assert all("is down." in posted.outgoing.text for posted in shop.x.public)


def test_whoever_heard_the_old_words_hears_no_others() -> None:
    shop = a_shop()
    incident = started(shop)
    shop.incidents.send(incident.number, 5, by="Jo")
    shop.work_for(timedelta(seconds=30), STEP)
    told = len(shop.x.public)
    assert 1 <= told < 5
    shop.incidents.reword(incident.number, "Our till is down, too.", by="Jo")
    shop.work_for(A_WHILE, STEP)
    assert len(shop.x.public) == told, "the yes was for the other words"
    assert send(shop, incident) == 5 - told
    assert len({posted.outgoing.author_id for posted in shop.x.public}) == 5
    assert sum(SENTENCE in posted.outgoing.text for posted in shop.x.public) == told


def test_the_newest_sentence_is_the_one_that_is_reworded() -> None:
    shop = a_shop(1)
    incident = sent_to_all(shop)
    shop.incidents.more_time(incident.number, "We wiat.", by="Jo")
    shop.incidents.reword(incident.number, WAITING, by="Jo")
    assert send(shop, incident) == 1
    shop.incidents.mended(incident.number, "It wroks.", by="Jo")
    shop.incidents.reword(incident.number, MENDED, by="Jo")
    assert send(shop, incident) == 1
    first, second, third = [posted.outgoing.text for posted in said_to(shop, "x:p1")]
    assert SENTENCE in first
    assert WAITING in second
    assert MENDED in third


def test_who_joins_later_hears_the_new_words() -> None:
    shop = a_shop(1)
    incident = sent_to_all(shop)
    shop.incidents.reword(incident.number, "Our till is down, too.", by="Jo")
    author = another(shop, 1)
    assert send(shop, incident) == 1
    assert "Our till" in said_to(shop, author.id)[0].outgoing.text


# --- what was under way ---------------------------------------------------------------------------


def under_way(shop: Shop) -> Incident:
    """One word of which nobody knows whether it is out; it is not."""
    incident = started(shop)
    shop.x.fail_next(Fault.TIMEOUT_BEFORE)
    shop.incidents.send(incident.number, 1, by="Jo")
    while shop.word("x:1").state is not State.UNKNOWN:
        shop.clock.advance(STEP)
        shop.deliver.due()
    return incident


def test_nobody_hears_that_it_is_down_after_it_was_mended() -> None:
    shop = a_shop(1)
    incident = under_way(shop)
    shop.incidents.mended(incident.number, MENDED, by="Jo")
    shop.work_for(timedelta(minutes=20), STEP)
    assert shop.x.public == []
    assert send(shop, incident) == 1
    (only,) = shop.x.public
    assert MENDED in only.outgoing.text


def test_a_word_that_was_under_way_is_not_said_after_the_end() -> None:
    shop = a_shop(1)
    incident = under_way(shop)
    shop.incidents.end(incident.number, by="Jo")
    shop.work_for(timedelta(minutes=20), STEP)
    assert shop.x.public == []
    word = shop.word("x:1")
    assert (word.state, word.reason) == (State.REFUSED, Reason.NO_REPLY_WANTED)


def test_a_word_that_was_under_way_is_not_said_with_the_old_sentence() -> None:
    shop = a_shop(1)
    incident = under_way(shop)
    shop.incidents.reword(incident.number, "Our till is down, too.", by="Jo")
    shop.work_for(timedelta(minutes=20), STEP)
    assert shop.x.public == []
    assert send(shop, incident) == 1
    assert "Our till" in shop.x.public[0].outgoing.text
    assert len(shop.effects(Action.NEWS)) == 0


# --- begun anew -----------------------------------------------------------------------------------


def test_whoever_names_the_wrong_cause_may_begin_anew_as_often_as_it_takes() -> None:
    shop = a_shop(2)
    for _ in range(4):
        incident = started(shop)
        assert len(ready(shop, incident)) == 2
        shop.incidents.end(incident.number, by="Jo")
    incident = started(shop)
    assert send(shop, incident) == 2
    assert len(shop.x.public) == 2


def test_what_the_platform_refused_is_not_tried_again_by_a_new_incident() -> None:
    shop = a_shop(1)
    incident = started(shop)
    shop.incidents.end(incident.number, by="Jo")
    incident = started(shop)
    shop.x.fail_next(Fault.FORBIDDEN)
    send(shop, incident)
    assert shop.effects(Action.ACKNOWLEDGE)[-1].state is State.REFUSED
    shop.incidents.end(incident.number, by="Jo")
    assert ready(shop, started(shop)) == ()
