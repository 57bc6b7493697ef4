"""A case read from the store, and as JSON."""

from collections.abc import Iterable

from monitor.cards.happened import Happened
from monitor.cli.as_json import (
    ASSESSED_KEYS,
    CASE_ROW_KEYS,
    Keys,
    assessed_json,
    draft_json,
    message_json,
    moment,
    promise_json,
)
from monitor.cli.case_customer import WHOSE_KEYS, whose, whose_json
from monitor.cli.case_page import CasePage, Shared
from monitor.cli.desk import Desk
from monitor.cli.measure_json import measure_json
from monitor.cli.measure_lines import around
from monitor.domain.case import Case, Evidence, Priority, PromiseState
from monitor.domain.effect import State
from monitor.domain.message import Media
from monitor.domain.solving import solve_by
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.errors import NotFound
from monitor.services.open_questions import questions_in, unanswered
from monitor.services.pressing import assessed_now
from monitor.services.waiting import ON_THE_WAY, CaseRow, began_of, draft_of

HOLD_KEYS: Keys = {
    "kept_since": "since when the evidence is kept, or null: it is not",
    "kept_why": "why; empty when it is not",
}
PAGE_KEYS: Keys = {
    **CASE_ROW_KEYS,
    **ASSESSED_KEYS,
    **WHOSE_KEYS,
    **HOLD_KEYS,
    "incidents[]": "each incident it is a part of: `incident`, `causes` and how many `people`",
    "questions[]": "what the customer asked in it, as written, the oldest first",
    "open_questions[]": "those that nobody has answered yet",
    "media[]": "what they showed: `kind`, `url` and `alt`; the monitor never opens it",
    "solve_by": "by when it is to be put right, or null when it has ended",
    "policy": "your own policy for what it is about; empty: none is written",
    "promises[]": "every promise of the case",
    "timeline[].at": "when it happened",
    "timeline[].kind": "opened, mention, our_words, sent, not_sent, retracted, promised, "
    "promise_ended, came_to_dm, status or note",
    "timeline[].by": "who did it: a person of yours, an author's id, or `monitor`",
    "timeline[].words": "our words about it",
    "timeline[].effect": "the reply it is about, or null",
    "timeline[].message": "the message it is about, or null",
    "drafts[]": "replies that wait for a yes, or to be sent",
    "measures[]": "mutes, blocks and hides against this customer that have not ended",
}


def read_page(desk: Desk, number: int) -> CasePage:
    """All there is about one case. Raises NotFound."""
    here = around(desk)
    with desk.store.read() as tx:
        case = tx.cases.get(number)
        if case is None:
            raise NotFound(f"there is no case {number}", hint="monitor cases --all shows them")
        shown = (State.PROPOSED, *ON_THE_WAY, State.NEEDS_PERSON)
        effects = [
            effect
            for effect in tx.outbox.of_case(number)
            if effect.is_public_word and effect.state in shown
        ]
        timeline = []
        for entry in tx.cases.timeline(number):
            message = tx.messages.get(entry.message_id, case.brand) if entry.message_id else None
            told_of = entry.effect_number
            about = tx.outbox.get(told_of) if told_of is not None else None
            timeline.append(Happened(entry=entry, message=message, effect=about))
        asked = questions_in(tx, case, timeline)
        return CasePage(
            row=replace(
                row_of(tx, case), words_by_hand=desk.review.words_by_hand(tx, case, desk.signer)
            ),
            shared=_shared(tx, case),
            questions=tuple(dict.fromkeys(one for _, one in asked)),
            open_questions=unanswered(asked, timeline),
            media=_media(timeline),
            policy=desk.playbook.policy_for(case.topic) if _has_policy(case) else "",
            promises=tuple(tx.cases.promises(case_number=number)),
            timeline=tuple(timeline),
            drafts=tuple(draft_of(tx, desk.review, effect, desk.signer) for effect in effects),
            here=here,
            measures=tuple(
                one
                for one in tx.outbox.measures(case.brand)
                if one.author_id in tx.customers.of(case.brand, case.author_id).identities
            ),
            whose=whose(tx, case, desk.now, desk.customer_file),
            solve_by=solve_by(case, began_of(tx, case), desk.policy) if case.is_open else None,
            assessed=assessed_now(tx, case, desk.policy, desk.now),
            evidence=next((one for one in tx.cases.evidence() if one.case_number == number), None),
        )


def _shared(tx: Tx, case: Case) -> tuple[Shared, ...]:
    """The incidents this case is a part of."""
    found = []
    for person in tx.incidents.of_author(case.brand, case.author_id):
        incident = tx.incidents.get(person.incident)
        if incident is not None and person.case_number == case.number:
            found.append(
                Shared(incident=incident, people=len(tx.incidents.people(incident.number)))
            )
    return tuple(found)


def _has_policy(case: Case) -> bool:
    """Nobody who was hurt is offered what a late delivery would be."""
    return bool(case.topic) or case.priority is not Priority.URGENT


def _media(timeline: Iterable[Happened]) -> tuple[Media, ...]:
    """What the customer showed, each address once."""
    found = {
        media.url: media
        for happened in timeline
        if happened.message is not None and not happened.message.from_brand
        for media in happened.message.media
    }
    return tuple(found.values())


def page_json(page: CasePage) -> dict[str, object]:
    """The page; the keys are PAGE_KEYS."""
    return {
        **assessed_json(page.row, page.assessed),
        **whose_json(page.whose),
        **_kept(page.evidence),
        "incidents": [
            {
                "incident": shared.incident.id,
                "causes": list(shared.incident.causes),
                "people": shared.people,
            }
            for shared in page.shared
        ],
        "questions": list(page.questions),
        "open_questions": list(page.open_questions),
        "media": [{"kind": media.kind, "url": media.url, "alt": media.alt} for media in page.media],
        "policy": page.policy,
        "solve_by": moment(page.solve_by),
        "promises": [promise_json(promise) for promise in page.promises],
        "timeline": [_happened_json(happened) for happened in page.timeline],
        "drafts": [draft_json(draft) for draft in page.drafts],
        "measures": [measure_json(measure) for measure in page.measures],
    }


def hold_json(number: int, evidence: Evidence | None) -> dict[str, object]:
    """What `case hold` answers."""
    return {"case": f"c{number}", **_kept(evidence)}


def _kept(evidence: Evidence | None) -> dict[str, object]:
    """The keys of HOLD_KEYS."""
    return {
        "kept_since": moment(evidence.kept_since) if evidence is not None else None,
        "kept_why": evidence.why if evidence is not None else "",
    }


def row_of(tx: Tx, case: Case) -> CaseRow:
    running = tx.cases.promises(case_number=case.number, state=PromiseState.OPEN)
    return CaseRow(
        case=case,
        author=tx.authors.get(tx.customers.owner(case)),
        message=tx.messages.get(case.first_message_id, case.brand),
        promise=running[0] if running else None,
    )


def _happened_json(happened: Happened) -> dict[str, object]:
    entry = happened.entry
    return {
        "at": moment(entry.at),
        "kind": entry.kind.value,
        "by": entry.by,
        "words": entry.words,
        "effect": f"e{entry.effect_number}" if entry.effect_number is not None else None,
        "message": message_json(happened.message),
    }
