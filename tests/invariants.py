"""What must hold whatever happens: each promise a function, which tells every breach of it.

A test gathers what the public and the store show (`Seen`) and what people did (`Model`), after
any crash and in any order of things, and asks `breaches`. `ALWAYS` holds at every moment, `AT_REST`
once there is nothing left to do. Each has a mutant in `tests.faults.mutants` that it catches.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.domain.case import CaseStatus
from monitor.domain.effect import FINAL, Action, State
from monitor.domain.reading import Kind
from monitor.domain.stored import Decided
from tests.people_did import Model
from tests.seen import Seen
from tests.shop import playbook

#: one public word to one person
APART = timedelta(days=30)
#: under one post, by machine
PER_CONVERSATION = 3
#: an effect that stays there has not been brought to its end
ENDS = FINAL | {State.SENT, State.NEEDS_PERSON}
#: the platform said no, once and for all, when our own word was to be deleted
DELETES_NOTHING = "delete it by hand: the "
#: the platform has or had it, as far as we know
SAID = frozenset({State.SENT, State.RETRACTING, State.RETRACTED})

Promise = Callable[[Seen, Model], Iterator[str]]


# --- the public word --------------------------------------------------------------------------


def one_word_to_one_person(seen: Seen, _model: Model) -> Iterator[str]:
    """One acknowledgement per brand and author while its slot is taken, a month at least."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for word in seen.words:
        effect = seen.effect_of(word)
        if effect is not None and effect.action is Action.ACKNOWLEDGE:
            times[effect.author_id].append(word.at)
    for author_id, moments in times.items():
        for earlier, later in pairwise(sorted(moments)):
            if later - earlier < APART:
                yield f"{author_id} got a word at {earlier} and another one at {later}"


def each_word_is_said_once(seen: Seen, _model: Model) -> Iterator[str]:
    """However often it was tried."""
    for message_id, count in Counter(word.message_id for word in seen.words).items():
        if count > 1:
            yield f"{message_id} was answered {count} times"


def three_to_a_conversation(seen: Seen, model: Model) -> Iterator[str]:
    """By machine; a person may go on."""
    by_machine: Counter[str] = Counter()
    for word in seen.words:
        effect = seen.effect_of(word)
        if effect is not None and effect.number not in model.yes:
            by_machine[effect.conversation_id] += 1
    for conversation, count in by_machine.items():
        if count > PER_CONVERSATION:
            yield f"a machine spoke {count} times in {conversation}"


def nothing_that_was_not_decided(seen: Seen, _model: Model) -> Iterator[str]:
    """Whatever the public saw is an effect, and one that may have been said."""
    for word in seen.words:
        effect = seen.effect_of(word)
        if effect is None:
            yield f"the answer to {word.message_id} is no effect"
        elif effect.state in (State.PROPOSED, State.REJECTED, State.CANCELLED):
            yield f"{effect.id} was said and is {effect.state}"


def nothing_without_a_yes(seen: Seen, model: Model) -> Iterator[str]:
    """Where approval is due, a person gave it."""
    for word in seen.words:
        effect = seen.effect_of(word)
        if effect is not None and not model.is_automatic and effect.number not in model.yes:
            yield f"{effect.id} was said, and nobody had approved it"


def the_words_that_were_approved(seen: Seen, model: Model) -> Iterator[str]:
    """A yes is for these words; others need another one."""
    for word in seen.words:
        effect = seen.effect_of(word)
        yes = model.yes.get(effect.number) if effect is not None else None
        if effect is None or yes is None:
            continue
        is_own = bool(effect.slots.own_text) and word.text == effect.slots.own_text
        if (word.text != yes.own_text) if yes.own_text else is_own:
            yield f"{effect.id} said {word.text!r}, approved was {yes.own_text or 'ours'!r}"


def nothing_to_what_was_there_before(seen: Seen, model: Model) -> Iterator[str]:
    """A first start is silent: what is older is stored, and never answered."""
    for word in seen.words:
        if word.message_id in model.older:
            yield f"{word.message_id} is older than the first start, and was answered"


def nothing_after_its_end(seen: Seen, _model: Model) -> Iterator[str]:
    """No word is said after its `not_after`."""
    for word in seen.words:
        effect = seen.effect_of(word)
        if effect is not None and effect.not_after is not None and word.at > effect.not_after:
            yield f"{effect.id} was said at {word.at}, its end was {effect.not_after}"


def nothing_to_who_wants_silence(seen: Seen, model: Model) -> Iterator[str]:
    """Whoever asked for no machine hears none, whatever was approved before."""
    for place, word in enumerate(seen.words):
        effect = seen.effect_of(word)
        if effect is not None and place >= model.silent.get(effect.author_id, place + 1):
            yield f"{effect.id} was said to {effect.author_id}, who had asked for silence"


def no_machine_to_the_marked(seen: Seen, model: Model) -> Iterator[str]:
    """Flagged, quiet, muted: a person may answer them, a machine may not."""
    for place, word in enumerate(seen.words):
        effect = seen.effect_of(word)
        if effect is None or effect.number in model.yes:
            continue
        if place >= model.marked.get(effect.author_id, place + 1):
            yield f"a machine said {effect.id} to {effect.author_id}, who is marked"


def nothing_after_our_own_answer(seen: Seen, model: Model) -> Iterator[str]:
    """Somebody of ours has answered there: what was to be said before is not wanted any more."""
    for place, word in enumerate(seen.words):
        effect = seen.effect_of(word)
        mention = model.written.get(word.message_id)
        if effect is None or mention is None:
            continue
        for answer in model.answers:
            # who says yes after it has seen it, and may want both
            is_old = effect.number in answer.approved or effect.number not in model.yes
            is_there = mention.conversation == answer.conversation and place >= answer.place
            if is_there and is_old and mention.created_at < answer.at:
                yield f"{effect.id} was said after our own answer in {answer.conversation}"
                break


def nothing_while_paused(seen: Seen, model: Model) -> Iterator[str]:
    """A pause stops all sending; while the owner is away, no machine speaks."""
    for pause in model.pauses:
        for word in seen.words[pause.begins : pause.ends]:
            effect = seen.effect_of(word)
            if pause.is_away and effect is not None and effect.number in model.yes:
                continue
            yield f"{word.message_id} was answered while {'away' if pause.is_away else 'paused'}"


# --- the store --------------------------------------------------------------------------------


def one_effect_for_each_wish(seen: Seen, _model: Model) -> Iterator[str]:
    """Effects per (mention, rule, action): one at most."""
    wishes = Counter((each.message_id, each.rule, each.action) for each in seen.effects)
    for wish, count in wishes.items():
        if count > 1:
            yield f"{count} effects of {wish}"


def what_is_sent_was_seen(seen: Seen, _model: Model) -> Iterator[str]:
    """What the store calls said stands in the public log, once, with these words."""
    for effect in seen.effects:
        if effect.action is not Action.ACKNOWLEDGE or effect.state not in SAID:
            continue
        texts = [word.text for word in seen.words if seen.effect_of(word) is effect]
        if texts != [effect.text]:
            yield f"{effect.id} is {effect.state} as {effect.text!r}; the public saw {texts}"


def what_is_taken_back_is_gone(seen: Seen, _model: Model) -> Iterator[str]:
    """And only what the owner wanted back."""
    for effect in seen.effects:
        if effect.is_measure:
            # their undoing is another's to judge
            continue
        if effect.state is State.RETRACTED and effect.posted_id not in seen.taken_back:
            yield f"{effect.id} is {effect.state}, and {effect.posted_id} is still there"
        if effect.state is State.SENT and effect.posted_id in seen.taken_back:
            yield f"{effect.id} is {effect.state}, and {effect.posted_id} was taken away"


def every_complaint_has_a_case(seen: Seen, _model: Model) -> Iterator[str]:
    """Whatever a machine may say in public."""
    cases = {case.number for case in seen.cases}
    for message_id, decided in seen.decided.items():
        if decided is not None and _is_owed_a_case(decided) and decided.case_number not in cases:
            yield f"{message_id} has no case under `{decided.decision.rule}`"


def every_case_has_a_person_and_a_deadline(seen: Seen, _model: Model) -> Iterator[str]:
    """Unless it waits for the customer."""
    for case in seen.cases:
        if not case.assignee:
            yield f"{case.id} has no person"
        if case.status in (CaseStatus.NEW, CaseStatus.OPEN) and case.deadline_at is None:
            yield f"{case.id} is {case.status} and has no deadline"


def one_open_case_to_a_person(seen: Seen, _model: Model) -> Iterator[str]:
    """One customer, one case."""
    for author_id, count in Counter(case.author_id for case in seen.cases if case.is_open).items():
        if count > 1:
            yield f"{author_id} has {count} open cases"


# --- at rest ----------------------------------------------------------------------------------


def nothing_is_lost(seen: Seen, model: Model) -> Iterator[str]:
    """Every message that people wrote, and did not take away, is there and decided on."""
    for message_id, decided in seen.decided.items():
        if decided is None and model.written[message_id].deleted_at is None:
            yield f"{message_id} was never decided on"
    if seen.untriaged:
        yield f"{seen.untriaged} pages are not decided on"


def everything_comes_to_an_end(seen: Seen, model: Model) -> Iterator[str]:
    """What was approved ends as sent, refused, cancelled or with a person; alerts are told."""
    for effect in seen.effects:
        is_approved = effect.number in model.yes and effect.state is not State.PROPOSED
        is_on_the_way = is_approved or effect.action is Action.ALERT
        if is_on_the_way and effect.state not in ENDS:
            yield f"{effect.id} ({effect.action}) is still {effect.state}: {effect.remark}"


def a_person_looks_only_where_nobody_can_ask(seen: Seen, model: Model) -> Iterator[str]:
    """Where the platform tells what we posted, no person has to; unless it deletes nothing."""
    for effect in seen.effects:
        if effect.remark.startswith(DELETES_NOTHING):
            continue
        if effect.state is State.NEEDS_PERSON and not model.cannot_be_asked:
            yield f"{effect.id} needs a person: {effect.remark}"


ALWAYS: tuple[Promise, ...] = (
    one_word_to_one_person,
    each_word_is_said_once,
    three_to_a_conversation,
    nothing_that_was_not_decided,
    nothing_without_a_yes,
    the_words_that_were_approved,
    nothing_to_what_was_there_before,
    nothing_after_its_end,
    nothing_to_who_wants_silence,
    no_machine_to_the_marked,
    nothing_after_our_own_answer,
    nothing_while_paused,
    one_effect_for_each_wish,
    what_is_sent_was_seen,
    what_is_taken_back_is_gone,
    every_complaint_has_a_case,
    every_case_has_a_person_and_a_deadline,
    one_open_case_to_a_person,
)
AT_REST: tuple[Promise, ...] = (
    nothing_is_lost,
    everything_comes_to_an_end,
    a_person_looks_only_where_nobody_can_ask,
)


def every_breach(
    seen: Seen, model: Model, promises: tuple[Promise, ...] = ALWAYS
) -> dict[str, list[str]]:
    """Every promise that is broken, by its name, with all its breaches."""
    found = {promise.__name__: list(promise(seen, model)) for promise in promises}
    return {name: told for name, told in found.items() if told}


def breaches(seen: Seen, model: Model, promises: tuple[Promise, ...] = ALWAYS) -> dict[str, str]:
    """Every promise that is broken, by its name, with its first breach."""
    return {name: told[0] for name, told in every_breach(seen, model, promises).items()}


def _is_owed_a_case(one: Decided) -> bool:
    if one.reading.kind is not Kind.COMPLAINT or not one.message.is_live:
        return False
    if one.message.from_brand or one.message.deleted_at is not None:
        return False
    rules = {rule.name: rule for rule in playbook().rules}
    return one.decision.rule not in rules or not rules[one.decision.rule].then.not_ours
