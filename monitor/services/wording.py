"""Wording: the text of an effect as it would read if it were sent at this moment.

The promise is made now, from the hours and the promises that are open now; the text is checked
again, whoever wrote it.
"""

from datetime import date, datetime
from decimal import Decimal

from monitor.domain.answers import OWN
from monitor.domain.case import Priority
from monitor.domain.effect import PUBLIC, Action, Effect
from monitor.domain.own_text import PASSED_WITH_A_REASON
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.promise import Promised, promise, promise_later, words_for
from monitor.domain.store_ports import Tx
from monitor.domain.template import choose_variant, links_of, render
from monitor.domain.values import Value
from monitor.domain.words import Objection, problems_of_words

#: where a person's own words that ask for more time name it
BY = "{by}"
NO_TIME = "they name no time that we can keep: write `{by}` where it belongs, now it would be"


class Worded(Value):
    """A text with its promise, and what is wrong with it."""

    text: str = ""
    promised_until: datetime | None = None
    #: empty when it may be sent
    problems: tuple[str, ...] = ()
    #: US dollars for saying it, where the platform takes money for a reply
    price: Decimal | None = None
    #: a link in it makes it dearer
    is_dear: bool = False


def word(
    effect: Effect,
    playbook: Playbook,
    policy: Policy,
    now: datetime,
    *,
    open_promises: int = 0,
    away_until: date | None = None,
    priority: Priority = Priority.NORMAL,
) -> Worded:
    """The effect's words, if they were sent now; `priority` of its case."""
    platform = platform_named(effect.platform)
    promised = _promised(effect, policy, now, open_promises, away_until, priority)
    more_problems: tuple[str, ...] = ()
    if effect.slots.own_text:
        text, until = effect.slots.own_text, None
        template = text
        if effect.slots.renews:
            text = text.replace(BY, promised.words)
            until = promised.until if promised.words in text else None
            more_problems = () if until else (f"{NO_TIME} {promised.words}",)
    else:
        template = playbook.template(_variant(effect, playbook))
        text = render(
            template,
            effect.slots,
            platform,
            promised.words,
            refused_words=playbook.refuse,
            more={
                "brand": effect.brand,
                "person": effect.slots.signed_by or policy.people[0],
                "question": "[your question]",
                "was": _was(effect, policy, now),
            },
        )
        until = promised.until if "{by}" in template else None
    is_private = effect.action is Action.DIRECT_MESSAGE
    objections = [
        objection
        for objection in problems_of_words(
            text,
            platform=platform.in_private if is_private else platform,
            refuse=playbook.refuse,
            allowed_urls=_own_links(effect, playbook),
            addressee_handle=effect.slots.handle,
            exempt=playbook.exempt,
        )
        if not _is_passed(objection, effect)
    ]
    prices = policy.prices.get(effect.platform) if effect.action in PUBLIC else None
    return Worded(
        text=text,
        promised_until=until,
        problems=(*map(str, objections), *more_problems),
        price=prices.of(text) if prices is not None else None,
        is_dear=prices is not None and prices.of(text) > prices.plain,
    )


def _promised(
    effect: Effect,
    policy: Policy,
    now: datetime,
    open_promises: int,
    away_until: date | None,
    priority: Priority,
) -> Promised:
    """The promise in the words; one that asks for more time is later than the one before."""
    slots = effect.slots
    within = _within(effect, policy, priority)
    name_zone = bool(slots.language) and slots.language not in policy.languages
    if slots.promised_for is None:
        return promise(
            now,
            within,
            policy.hours,
            open_promises=open_promises,
            max_open_promises=policy.max_open_promises,
            away_until=away_until,
            name_zone=name_zone,
        )
    return promise_later(
        now,
        slots.promised_for,
        within,
        policy.hours,
        open_promises=open_promises,
        max_open_promises=policy.max_open_promises,
        away_until=away_until,
        name_zone=name_zone,
    )


def _was(effect: Effect, policy: Policy, now: datetime) -> str:
    """ "11:00 today": what was promised, where more time is asked for."""
    was = effect.slots.promised_for
    if was is None:
        return ""
    return words_for(was, now, policy.hours, name_zone=False).removeprefix("by ")


def _within(effect: Effect, policy: Policy, priority: Priority) -> str:
    """A case that became pressing since the draft was made gets the shorter time, too."""
    if effect.slots.promise in ("", policy.first_answer):
        return policy.answer_within(priority)
    return effect.slots.promise


def priority_of(tx: Tx, effect: Effect) -> Priority:
    """How pressing the case of an effect is by now."""
    case = tx.cases.get(effect.case_number) if effect.case_number is not None else None
    return case.priority if case is not None else Priority.NORMAL


def _is_passed(objection: Objection, effect: Effect) -> bool:
    """A person says it all the same, with a reason; in private a link of theirs needs none."""
    if not effect.slots.own_text or objection.kind not in PASSED_WITH_A_REASON:
        return False
    is_own_link = objection.kind == "link" and effect.action is Action.DIRECT_MESSAGE
    return bool(effect.slots.anyway) or (is_own_link and effect.rule.startswith(OWN))


def _own_links(effect: Effect, playbook: Playbook) -> tuple[str, ...]:
    """The links of the template; a person who changes its words may leave them there."""
    if effect.slots.own_text and not playbook.has_template(effect.template):
        return ()
    return links_of(playbook.template(_variant(effect, playbook)))


def is_by_hand(effect: Effect, playbook: Playbook) -> bool:
    """An alert that holds words for a person to post: nothing here may post them."""
    return effect.action is Action.ALERT and effect.template in playbook.families


def _variant(effect: Effect, playbook: Playbook) -> str:
    """`late` → one of its variants, always the same for one message; `late.b` as it is."""
    if "." in effect.template:
        return effect.template
    variants = playbook.families[effect.template].variants
    named = [f"{effect.template}.{variant}" for variant in variants]
    return choose_variant(named, (), effect.message_id)
