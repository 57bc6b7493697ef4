"""Buttons of a case's card: only those that can do something now."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.case_facts import CaseFacts, DraftFacts
from monitor.cards.case_stage import OVER, Stage, is_looked_at
from monitor.cards.web_link import web_link
from monitor.domain.case import CaseStatus, PromiseState
from monitor.domain.effect import Action, Effect, State
from monitor.domain.permission import Reason
from monitor.domain.platform import platform_named
from monitor.domain.press import Act
from monitor.domain.seal import sealed
from monitor.domain.sheet import Button, Buttons, Style

#: buttons in a row; the others stand behind "…"
IN_A_ROW = 4
TAKE_BACK_ASKS = "Delete our public reply? No second one follows by itself."
QUIET_ASKS = (
    "Keep quiet towards this person? No machine speaks to them for a while; everything is still"
    " read, and real complaints still open a case."
)
#: thank-yous, closing lines and the like: a no is no verdict on a complaint
_SMALL_WORDS = frozenset({Action.ANSWER, Action.DIRECT_MESSAGE, Action.NEWS})
_STOPPABLE = frozenset({State.APPROVED, State.HELD})


def case_buttons(facts: CaseFacts, stage: Stage) -> Buttons:
    """The first ones in a row, the rest behind it."""
    found: dict[tuple[Act, str], Button] = {}
    for one in _in_order(facts, stage):
        found.setdefault((one.act, one.subject), one)
    every = list(found.values())
    return Buttons(row=tuple(every[:IN_A_ROW]), more=tuple(every[IN_A_ROW:]))


def open_button(url: str, subject: str, platform: str) -> Iterator[Button]:
    """Leads to a post; nothing is pressed."""
    link = web_link(url)
    if link:
        where = platform_named(platform).title
        yield Button(label=f"Open on {where}", act=Act.OPEN, subject=subject, url=link)


def of_effect(effect: Effect, label: str, act: Act, **looks: object) -> Button:
    """About a draft, in the version that the card shows."""
    return Button(
        label=label,
        act=act,
        subject=effect.id,
        version=effect.version,
        seal=sealed(effect),
        **looks,  # type: ignore[arg-type]
    )


def of_case(facts: CaseFacts, label: str, act: Act, **looks: object) -> Button:
    """About the case."""
    return Button(
        label=label,
        act=act,
        subject=facts.case.id,
        seal=sealed(facts.case),
        **looks,  # type: ignore[arg-type]
    )


def draft_buttons(draft: DraftFacts, now: datetime) -> Iterator[Button]:
    """Send, if a yes sends it, and Edit."""
    effect = draft.effect
    if draft.may_be_sent(now):
        yield of_effect(effect, "Send", Act.SEND, style=Style.FIRST)
    if draft.why_not is None:
        yield of_effect(effect, "Edit", Act.EDIT)


def _in_order(facts: CaseFacts, stage: Stage) -> Iterator[Button]:
    """Most useful first."""
    if stage in (Stage.ERASED, Stage.JOINED):
        return
    yield from _unsure(facts)
    if stage is Stage.URGENT:
        yield from _urgent(facts)
    yield from _waiting(facts)
    if stage in OVER:
        yield from _over(facts)
    else:
        yield from _running(facts, stage)
    yield from _last(facts)


def _unsure(facts: CaseFacts) -> Iterator[Button]:
    for one in facts.drafts:
        if one.effect.state is State.NEEDS_PERSON:
            yield of_effect(one.effect, "It is there", Act.IT_IS_THERE, style=Style.FIRST)
            yield of_effect(one.effect, "It is not there", Act.NOT_THERE)


def _urgent(facts: CaseFacts) -> Iterator[Button]:
    if not is_looked_at(facts):
        yield of_case(facts, "I have it", Act.I_HAVE_IT, style=Style.FIRST)
    elif len(facts.people) > 1:
        # somebody else may take it over
        yield of_case(facts, "I have it", Act.I_HAVE_IT)
    yield from _open(facts)


def _waiting(facts: CaseFacts) -> Iterator[Button]:
    """Of the newest draft; else of what is on its way."""
    draft = facts.draft
    if draft is not None and not draft.is_too_late(facts.now):
        yield from draft_buttons(draft, facts.now)
        if draft.effect.action in _SMALL_WORDS:
            yield of_effect(draft.effect, "Leave it", Act.NO_REPLY)
        return
    for one in facts.drafts:
        if one.effect.state in _STOPPABLE:
            yield from _on_its_way(one.effect)


def _on_its_way(effect: Effect) -> Iterator[Button]:
    """A person's yes is stopped; what is slept on, and what goes by itself, may read otherwise."""
    is_slept_on = effect.state is State.HELD and effect.reason is Reason.SLEPT_ON
    if effect.decided_by and not is_slept_on:
        yield of_effect(effect, "Do not send", Act.TAKE_BACK, style=Style.DANGER)
        return
    if is_slept_on:
        yield of_effect(effect, "Send now", Act.SEND_ANYWAY)
    yield of_effect(effect, "Edit", Act.EDIT)
    yield of_effect(effect, "Do not send", Act.NO_REPLY, style=Style.DANGER)


def _running(facts: CaseFacts, stage: Stage) -> Iterator[Button]:
    case = facts.case
    if stage is Stage.SAID:
        yield from _about_what_was_said(facts)
    if stage in (Stage.OURS, Stage.THEIRS, Stage.URGENT) and facts.can_reply:
        yield of_case(facts, "Reply", Act.REPLY, **_first(facts, stage))
    if _asks_whether_they_came(facts):
        yield of_case(facts, "They wrote to us", Act.CAME)
    if stage is Stage.THEIRS:
        yield of_case(facts, "Solved …", Act.RESOLVE)
        yield from _open(facts)
        yield from _later(facts)
    else:
        yield of_case(facts, "I answered it", Act.ANSWERED)
    if facts.can_renew:
        yield of_case(facts, "Need more time", Act.MORE_TIME)
    yield from _later(facts)
    if stage is not Stage.ASKS:
        yield from _by_a_person(facts)
    if case.status is CaseStatus.NEW or stage in (Stage.ASKS, Stage.SAID, Stage.OURS):
        yield of_case(facts, "Not a complaint", Act.NOT_A_COMPLAINT)
        yield of_case(facts, "Not about us", Act.NOT_ABOUT_US)
    draft = facts.draft
    if draft is not None and draft.effect.action not in _SMALL_WORDS:
        yield of_effect(draft.effect, "No reply needed", Act.NO_REPLY)
    yield from _about_what_was_said(facts)
    if not facts.writer.is_quiet:
        yield of_case(facts, "Quiet this person", Act.QUIET, asks=QUIET_ASKS)
    yield from _by_a_person(facts)


def _by_a_person(facts: CaseFacts) -> Iterator[Button]:
    """Where a draft waits, these come last."""
    yield of_case(facts, "Solved …", Act.RESOLVE)
    if facts.can_reply:
        yield of_case(facts, "Reply", Act.REPLY)


def _later(facts: CaseFacts) -> Iterator[Button]:
    if facts.can_be_put_off:
        yield of_case(facts, "Later", Act.LATER)


def _about_what_was_said(facts: CaseFacts) -> Iterator[Button]:
    """Of the newest public word that stands there."""
    said = [one for one in facts.said if one.state is State.SENT]
    public = [one for one in said if one.action is not Action.DIRECT_MESSAGE]
    if public:
        newest = public[-1]
        yield of_effect(
            newest, "Take it back", Act.TAKE_BACK, style=Style.DANGER, asks=TAKE_BACK_ASKS
        )
    for one in reversed(public):
        if one.number in facts.wrong:
            yield of_effect(one, "It was right", Act.WAS_RIGHT)
        elif one.number in facts.judged:
            yield of_effect(one, "That was wrong", Act.WAS_WRONG)
        else:
            continue
        return


def _over(facts: CaseFacts) -> Iterator[Button]:
    if facts.can_reopen:
        yield of_case(facts, "Open again", Act.REOPEN)
    yield from _about_what_was_said(facts)


def _last(facts: CaseFacts) -> Iterator[Button]:
    effects = [*(one.effect for one in facts.drafts), *reversed(facts.said)]
    if facts.message is not None:
        if effects:
            yield of_effect(effects[0], "Why this?", Act.WHY)
        else:
            yield of_case(facts, "Why this?", Act.WHY)
    yield from _open(facts)


def _open(facts: CaseFacts) -> Iterator[Button]:
    for message in (facts.message, facts.first):
        if message is not None and message.deleted_at is None:
            yield from open_button(message.url, facts.case.id, message.platform)
            return


def _asks_whether_they_came(facts: CaseFacts) -> bool:
    """Nobody has seen them, and they may have written where it does not show."""
    case = facts.case
    if case.in_dm_at is not None or case.acknowledged_at is None:
        return False
    newest = facts.promises[-1].state if facts.promises else None
    return newest is PromiseState.UNSEEN or not facts.shows_direct


def _first(facts: CaseFacts, stage: Stage) -> dict[str, Style]:
    """Nobody is led to answer a lawyer in public."""
    is_serious = facts.reading is not None and bool(facts.reading.sensitive)
    return {"style": Style.FIRST} if stage is Stage.OURS and not is_serious else {}
