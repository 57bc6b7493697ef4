"""Pages in any order: overlapping, repeated, split and shuffled within one moment, all the same."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.effect import BEFORE_SENDING, Action
from monitor.domain.message import Message, Page
from monitor.domain.values import replace
from tests.shop import BRAND, BROKEN, LATE, PRAISE, Shop, people

QUESTION = "@larchandloaf what are your opening hours on Sunday?"
#: edits keep what a text is about, so that only their place differs
TEXTS = {BROKEN: BROKEN + " too", LATE: LATE + "!", PRAISE: PRAISE + "!", QUESTION: QUESTION}
AUTHORS = people(6)

#: an arrival: which message, and which version of it; version 0 is its deletion
Arrival = tuple[int, int]


def arrived(shop: Shop, arrival: Arrival, *, authors: int) -> Message:
    """One version of one message."""
    number, version = arrival
    text = list(TEXTS)[number % len(TEXTS)]
    message = shop.says(text, id=f"x:{number}", author=AUTHORS[number % authors])
    if version == 0:
        return replace(message, text="", deleted_at=shop.clock.now())
    if version == 2:
        return replace(message, text=TEXTS[text], version=2, edited_at=shop.clock.now())
    return message


@st.composite
def feeds(draw: st.DrawFn, versions: tuple[int, ...]) -> list[list[Arrival]]:
    """Every first version at least once, with repetitions and others, shuffled, in pages."""
    first = [(number, 1) for number in range(len(AUTHORS))]
    more = draw(
        st.lists(st.tuples(st.integers(0, len(AUTHORS) - 1), st.sampled_from(versions)), max_size=6)
    )
    every = draw(st.permutations([*first, *more]))
    cuts = sorted(draw(st.sets(st.integers(1, len(every) - 1), max_size=4)))
    return [every[a:b] for a, b in zip([0, *cuts], [*cuts, len(every)], strict=True)]


def play(pages: list[list[Arrival]], *, authors: int, after_a_stop: bool = False) -> Shop:
    """The pages one after the other, all in one moment; or stored first and decided on later."""
    shop = Shop()
    for number, page in enumerate(pages, 1):
        messages = tuple(arrived(shop, arrival, authors=authors) for arrival in page)
        if not after_a_stop:
            shop.hear(*messages)
            continue
        shop.ingest.store_page("x", Page(messages=messages, cursor=str(number)))
    if after_a_stop:
        shop.open()
        shop.triage.recover()
    return shop


def state_of(shop: Shop) -> object:
    """Everything that may not depend on the way it came."""
    with shop.store.read() as tx:
        messages = [tx.messages.get(f"x:{number}", BRAND) for number in range(len(AUTHORS))]
        cases = tx.cases.listed(only_open=False)
        untriaged = tx.pages.untriaged()
    assert untriaged == []
    return (
        [(m.id, m.text, m.version, m.deleted_at) for m in messages if m is not None],
        sorted((c.author_id, c.status, c.mentions, c.priority, c.deadline_at) for c in cases),
        sorted((e.message_id, e.rule, e.action, e.state) for e in shop.effects()),
    )


def hold(shop: Shop) -> None:
    """What is true of every store."""
    effects = shop.effects()
    wanted = Counter((e.message_id, e.rule, e.action) for e in effects)
    assert not [key for key, count in wanted.items() if count > 1]
    words = Counter(e.author_id for e in effects if e.action is Action.ACKNOWLEDGE)
    assert max(words.values(), default=0) <= 1
    with shop.store.read() as tx:
        cases = Counter(case.author_id for case in tx.cases.listed(only_open=False))
    assert max(cases.values(), default=0) <= 1


@settings(max_examples=25)
@given(
    pages=feeds((1, 2)),
    after_a_stop=st.booleans(),
)
def test_people_who_wrote_once_have_the_same_end(
    pages: list[list[Arrival]], after_a_stop: bool
) -> None:
    shop = play(pages, authors=len(AUTHORS), after_a_stop=after_a_stop)
    hold(shop)
    newest = dict.fromkeys(range(len(AUTHORS)), 1)
    for number, version in (arrival for page in pages for arrival in page):
        newest[number] = max(newest[number], version)
    plain = play(
        [[(number, 1) for number in newest], list(newest.items())],
        authors=len(AUTHORS),
    )
    assert state_of(shop) == state_of(plain)


@settings(max_examples=25)
@given(pages=feeds((0, 1, 2)), after_a_stop=st.booleans(), authors=st.integers(1, 3))
def test_people_who_wrote_often_have_one_word_and_one_case(
    pages: list[list[Arrival]], after_a_stop: bool, authors: int
) -> None:
    shop = play(pages, authors=authors, after_a_stop=after_a_stop)
    hold(shop)
    gone = {number for page in pages for number, version in page if version == 0}
    with shop.store.read() as tx:
        for number in range(len(AUTHORS)):
            message = tx.messages.get(f"x:{number}", BRAND)
            assert message is not None
            assert (message.deleted_at is not None) is (number in gone)
            waiting = [
                effect
                for effect in tx.outbox.of_message(BRAND, message.id)
                if effect.is_public_word and effect.state in BEFORE_SENDING
            ]
            assert not (waiting and number in gone)
