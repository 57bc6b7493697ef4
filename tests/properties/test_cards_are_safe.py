"""Cards of any facts: there is one, strangers' words stand as theirs, and nothing is offered that a
person's yes would not do."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from monitor.cards.case_card import case_card
from monitor.cards.case_facts import CaseFacts, DraftFacts, Writer
from monitor.cards.digest import DigestFacts, Row, digest
from monitor.cards.happened import Happened
from monitor.cards.incident_card import IncidentFacts, Preview, incident_card
from monitor.cards.lone_card import LoneFacts, lone_card
from monitor.cards.notice_card import notice_card
from monitor.cards.surge_card import SurgeFacts, surge_card
from monitor.domain.case import (
    Case,
    CaseStatus,
    Outcome,
    Priority,
    Promise,
    PromiseState,
    Resolution,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.causes import Cause
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.incident import Incident
from monitor.domain.message import Media, Message, MessageType
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.permission import Reason
from monitor.domain.press import Act
from monitor.domain.reading import Certainty, Evidence, Kind, Reading, Topic
from monitor.domain.seal import sealed
from monitor.domain.sheet import Draft, Sheet
from monitor.domain.surge import Surge, SurgeEnd, Volume
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING, a_message, a_reading, an_author
from tests.sheet_text import buttons_of, sheet_text
from tests.shop import BRAND, policy
from tests.strange_words import MARK, assert_inert

HOURS = policy().hours
PEOPLE = ("Jo", "Sam")
#: what a stranger may have written, always with the mark in it
strange = st.one_of(
    st.sampled_from(
        (
            f"{MARK} <!channel> *bold* <https://evil.example|here>",
            f"<b>{MARK}</b> @everyone `code`",
            f"\u202e{MARK}\u200b\x1b[31m\x00",
            f"{MARK}\n\n# {MARK}\r\n> {MARK}",
            MARK * 2_000,
        )
    ),
    st.text(max_size=30).map(lambda text: f"{MARK}{text}"),
)
urls = st.one_of(
    st.just("https://x.example/ada/1"),
    st.sampled_from(
        (
            "",
            "javascript:alert(1)",
            "http://x.example/1",
            "https://a@b.example/",
            "https://[::1",
            "x",
        )
    ),
    strange.map(lambda text: f"https://x.example/{text}"),
)
moments = st.integers(-60 * 24 * 20, 60 * 24 * 3).map(
    lambda minutes: MONDAY_MORNING + timedelta(minutes=minutes)
)
maybe = st.one_of(st.none(), moments)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    author = an_author(draw(strange), id="x:strange", handle=draw(strange))
    count = draw(st.integers(0, 3))
    kinds = st.sampled_from(("photo", "video", "link", MARK))
    return a_message(
        draw(st.one_of(strange, st.just(""))),
        id=f"x:{draw(st.integers(1, 5))}",
        author=author,
        at=draw(moments),
        brand=BRAND,
        url=draw(urls),
        addressed=draw(st.booleans()),
        type=draw(st.sampled_from(MessageType)),
        media=tuple(Media(kind=draw(kinds), url=MARK, alt=draw(strange)) for _ in range(count)),
        deleted_at=draw(maybe),
        edited_at=draw(maybe),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    return a_reading(
        draw(st.sampled_from(Kind)),
        certainty=draw(st.sampled_from(Certainty)),
        compound_used=draw(st.floats(-1, 1)),
        topics=draw(st.sampled_from(((), (Topic(name="wrong_item", confidence=0.9),)))),
        sensitive=draw(st.sampled_from(((), ("allergy",), ("lawyer", "press")))),
        signs=draw(st.sampled_from(((), ("irony", "mixed", "other")))),
        marks=draw(st.sampled_from(((), ("slur",), ("abuse", "insult")))),
        questions=tuple(draw(st.lists(strange, max_size=2))),
        evidence=draw(st.sampled_from(((), (Evidence(list="conduct.slur", phrase=MARK),)))),
    )


@st.composite
def effects(draw: st.DrawFn, *states: State) -> Effect:
    at = draw(moments)
    action = st.sampled_from(
        (Action.ACKNOWLEDGE, Action.ANSWER, Action.DIRECT_MESSAGE, Action.NEWS)
    )
    return Effect(
        number=draw(st.integers(1, 9)),
        brand=BRAND,
        action=draw(action),
        state=draw(st.sampled_from(states or tuple(State))),
        reason=draw(st.sampled_from(Reason)),
        platform=draw(st.sampled_from(("x", "bluesky", "unheard-of"))),
        message_id="x:1",
        author_id="x:strange",
        conversation_id="x:1",
        rule=draw(st.sampled_from(("complaint", "own-reply", "thank-you", "closing-line-3"))),
        case_number=7,
        template="general.a",
        slots=Slots(
            name=draw(strange),
            handle=draw(strange),
            renews=draw(st.integers(0, 1)),
            promised_for=draw(maybe),
        ),
        version=draw(st.integers(1, 9)),
        created_at=at,
        not_before=draw(moments),
        not_after=draw(maybe),
        decided_by=draw(st.sampled_from(("", "Jo"))),
        sent_at=draw(maybe),
        promised_until=draw(maybe),
        remark=draw(st.one_of(st.just(""), strange)),
    )


@st.composite
def drafts(draw: st.DrawFn, *states: State) -> DraftFacts:
    return DraftFacts(
        effect=draw(effects(*states)),
        text=draw(strange),
        promised_until=draw(maybe),
        problems=tuple(draw(st.lists(strange, max_size=1))),
        price=draw(st.sampled_from((None, Decimal("0.01")))),
        is_dear=draw(st.booleans()),
        door=draw(st.sampled_from(DoorState)),
        why_not=draw(st.sampled_from((None, *Reason))),
        waits_for=draw(st.sampled_from((None, Reason.PAUSED, Reason.RECONCILING))),
        is_signed=draw(st.booleans()),
        account=draw(st.sampled_from(("", "larchandloaf"))),
    )


@st.composite
def writers(draw: st.DrawFn) -> Writer:
    author = an_author(draw(strange), id="x:strange", handle=draw(strange))
    return Writer(
        author_id="x:strange",
        author=draw(st.sampled_from((None, author))),
        also=tuple(draw(st.lists(st.just(author), max_size=2))),
        earlier=tuple(draw(st.lists(cases(), max_size=2))),
        orders=tuple(draw(st.lists(strange, max_size=2))),
        is_flagged=draw(st.booleans()),
        is_quiet=draw(st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    status = draw(st.sampled_from(CaseStatus))
    is_open = status is not CaseStatus.RESOLVED
    return Case(
        number=7,
        brand=BRAND,
        author_id="x:strange",
        status=status,
        priority=draw(st.sampled_from(Priority)),
        topic=draw(st.sampled_from(("", "late", "wrong_item"))),
        assignee="Jo",
        opened_at=draw(moments),
        deadline_at=draw(maybe) if is_open else None,
        first_message_id="x:1",
        mentions=draw(st.integers(1, 4)),
        acknowledged_at=draw(maybe),
        first_response_at=draw(maybe),
        in_dm_at=draw(maybe),
        resolved_at=None if is_open else draw(moments),
        resolution=None if is_open else draw(st.sampled_from(Resolution)),
        outcome=draw(st.sampled_from(Outcome)),
        snoozed_until=draw(maybe),
    )


@st.composite
def happenings(draw: st.DrawFn) -> Happened:
    kind = draw(st.sampled_from(TimelineKind))
    is_ours = kind in (TimelineKind.NOTE, TimelineKind.STATUS, TimelineKind.PROMISE_ENDED)
    # of a mention, and of what a platform said, the words may be theirs
    words = draw(st.sampled_from(("kept", "resolved: solved", "a note"))) if is_ours else MARK
    return Happened(
        entry=TimelineEntry(
            brand=BRAND,
            case_number=7,
            at=draw(moments),
            kind=kind,
            by=draw(st.sampled_from(("Jo", "monitor", f"x:{MARK}"))),
            words=words,
            message_id=draw(st.sampled_from(("", "x:1", "x:2"))),
        ),
        message=draw(st.one_of(st.none(), messages())),
        effect=draw(st.one_of(st.none(), effects())),
    )


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    return Promise(
        number=1,
        brand=BRAND,
        case_number=7,
        effect_number=1,
        made_at=draw(moments),
        due_at=draw(moments),
        state=draw(st.sampled_from(PromiseState)),
        renewal=draw(st.integers(0, 2)),
    )


ALIVE = (
    State.PROPOSED,
    State.APPROVED,
    State.HELD,
    State.PENDING,
    State.SENDING,
    State.UNKNOWN,
    State.NEEDS_PERSON,
)
incidents = st.builds(
    Incident,
    number=st.just(1),
    brand=st.just(BRAND),
    causes=st.just(("payment page",)),
    sentence=st.just("The payment page is down."),
    since=moments,
    started_at=moments,
    started_by=st.just("Jo"),
    promise=st.just("4 office hours"),
    news_due_at=maybe,
    mended_at=maybe,
    ended_at=maybe,
    renewals=st.integers(0, 2),
)


@st.composite
def case_facts(draw: st.DrawFn) -> CaseFacts:
    read = st.one_of(st.none(), readings())
    found = st.one_of(st.none(), messages())
    numbers = st.frozensets(st.integers(1, 9))
    return CaseFacts(
        now=MONDAY_MORNING,
        hours=HOURS,
        case=draw(cases()),
        writer=draw(writers()),
        first=draw(found),
        first_reading=draw(read),
        message=draw(found),
        reading=draw(read),
        questions=tuple(draw(st.lists(strange, max_size=2))),
        policy=draw(st.sampled_from(("", "Remake it."))),
        pressing=draw(st.sampled_from(("", "a promise is late"))),
        solve_by=draw(maybe),
        steps=draw(st.sampled_from(("", "Answer kindly."))),
        drafts=tuple(
            draw(st.lists(drafts(*ALIVE), max_size=3, unique_by=lambda one: one.effect.number))
        ),
        by_hand=draw(st.one_of(st.just(""), strange)),
        said=tuple(draw(st.lists(effects(State.SENT, State.RETRACTED), max_size=2))),
        judged=draw(numbers),
        wrong=draw(numbers),
        timeline=tuple(draw(st.lists(happenings(), max_size=10))),
        promises=tuple(draw(st.lists(promises(), max_size=2))),
        open_promises=draw(st.integers(0, 20)),
        incidents=tuple(draw(st.lists(incidents, max_size=1))),
        part_of=draw(st.sampled_from((None, None, 9))),
        can_reply=draw(st.booleans()),
        can_renew=draw(st.booleans()),
        can_reopen=draw(st.booleans()),
        can_be_put_off=draw(st.booleans()),
        shows_direct=draw(st.booleans()),
        people=PEOPLE,
        on_call=PEOPLE,
        is_sample=draw(st.booleans()),
    )


def assert_plain(sheet: Sheet) -> None:
    assert_inert(sheet)
    assert sheet.title
    assert sheet_text(sheet)
    assert not (sheet.is_final and buttons_of(sheet))
    pressed = [(one.act, one.subject) for one in buttons_of(sheet)]
    assert len(pressed) == len(set(pressed)), "the same button twice"


@given(case_facts())
def test_any_case_has_a_card_with_strangers_words_as_theirs(facts: CaseFacts) -> None:
    assert_plain(case_card(facts))


@given(case_facts())
def test_nothing_can_be_sent_that_a_persons_yes_would_not_send(facts: CaseFacts) -> None:
    sheet = case_card(facts)
    by_id = {one.effect.id: one for one in facts.drafts}

    for button in buttons_of(sheet):
        if button.act is not Act.SEND:
            continue
        draft = by_id[button.subject]
        assert draft.is_proposed
        assert draft.why_not is None
        assert not draft.problems
        assert draft.effect.not_after is None or draft.effect.not_after >= facts.now
        # … and what it would send stands on the card
        assert draft.text in [part.text for part in sheet.parts if isinstance(part, Draft)]


@given(case_facts())
def test_buttons_carry_the_version_and_the_seal_of_what_they_are_about(facts: CaseFacts) -> None:
    words = {one.effect for one in facts.drafts} | set(facts.said)

    for button in buttons_of(case_card(facts)):
        if button.url:
            continue
        if button.subject == facts.case.id:
            assert button.seal == sealed(facts.case)
        else:
            assert (button.subject, button.version, button.seal) in {
                (one.id, one.version, sealed(one)) for one in words
            }


@given(effects(), writers(), st.one_of(st.none(), messages()), st.one_of(st.none(), readings()))
def test_any_alert_without_a_case_has_a_card(
    effect: Effect, writer: Writer, message: Message | None, reading: Reading | None
) -> None:
    draft = DraftFacts(effect=effect, text=MARK, why_not=Reason.OPTED_OUT)
    if message is None:
        # what a platform said of a measure
        effect = replace(effect, slots=replace(effect.slots, note=MARK))
    facts = LoneFacts(
        now=MONDAY_MORNING,
        hours=HOURS,
        effect=effect,
        writer=writer,
        message=message,
        reading=reading,
        draft=draft,
        said=effect,
    )

    sheet = lone_card(facts)

    assert_plain(sheet)
    assert Act.SEND not in [one.act for one in buttons_of(sheet)]


@given(strange, strange, st.sampled_from(NoticeKind), st.sampled_from(Urgency), maybe)
def test_any_notice_has_a_card(
    headline: str, text: str, kind: NoticeKind, urgency: Urgency, ended_at: object
) -> None:
    notice = Notice(
        number=4,
        brand=BRAND,
        key="x",
        kind=kind,
        urgency=urgency,
        headline=headline,
        text=text,
        began_at=MONDAY_MORNING,
        ended_at=ended_at,  # type: ignore[arg-type]
    )

    assert_plain(notice_card(notice, MONDAY_MORNING, HOURS, calls=PEOPLE, is_sample=False))


@given(st.lists(strange, max_size=3), st.booleans(), st.booleans(), st.sampled_from(SurgeEnd))
def test_any_surge_has_a_card(
    causes: list[str], is_quiet: bool, is_over: bool, end: SurgeEnd
) -> None:
    ended_at = MONDAY_MORNING if is_over else None
    surge = Surge(
        brand=BRAND,
        began_at=MONDAY_MORNING,
        complaints=9,
        people=7,
        normal=1,
        ended_at=ended_at,
        ended_by="Jo",
        end=end,
    )
    notice = Notice(
        number=4,
        brand=BRAND,
        key="surge",
        kind=NoticeKind.SURGE,
        headline=MARK,
        began_at=MONDAY_MORNING,
        ended_at=ended_at,
    )
    facts = SurgeFacts(
        now=MONDAY_MORNING,
        hours=HOURS,
        notice=notice,
        surge=surge,
        volume=Volume(complaints=9, people=7),
        is_quiet=is_quiet,
        causes=tuple(Cause(words=one, complaints=4, people=3) for one in causes),
        looked_at=9,
    )

    assert_plain(surge_card(facts))


@given(incidents, writers(), strange, st.lists(strange, max_size=1), st.integers(0, 40))
def test_any_incident_has_a_card(
    incident: Incident, to: Writer, text: str, problems: list[str], ready: int
) -> None:
    facts = IncidentFacts(
        now=MONDAY_MORNING,
        hours=HOURS,
        incident=incident,
        people=40,
        ready=ready,
        left=((Reason.SENSITIVE, 2),),
        previews=(Preview(to=to, platform="x", text=text, problems=tuple(problems)),),
    )

    sheet = incident_card(facts)

    assert_plain(sheet)
    for button in buttons_of(sheet):
        if button.act is Act.SEND_TO_ALL:
            assert (button.version, incident.is_open, problems) == (ready, True, [])


@given(writers(), messages(), readings(), st.integers(0, 9), strange)
def test_any_morning_has_a_digest(
    writer: Writer, message: Message, reading: Reading, count: int, headline: str
) -> None:
    row = Row(writer=writer, platform="x", message=message, reading=reading, case_number=7)
    notice = Notice(
        brand=BRAND,
        key="x",
        kind=NoticeKind.LOGIN,
        headline=headline,
        began_at=MONDAY_MORNING,
    )
    facts = DigestFacts(
        now=MONDAY_MORNING,
        hours=HOURS,
        since=MONDAY_MORNING,
        heard={Kind.COMPLAINT: count},
        urgent=(row,) * count,
        quiet=(row,) * count,
        notices=(notice,),
    )

    assert_plain(digest(facts))
