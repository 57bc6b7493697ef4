"""What a message says: the gates between a reading and a word of a machine, in their order.

Every gate looks for itself: at the scores, at the phrases and at the kind that came of both. So a
wrong kind, a playbook of the owner's or a threshold that was moved opens none of the others.
Without a model there are no scores, and the phrases alone keep the gates.
"""

from datetime import datetime
from typing import Final

from monitor.domain.facts import Facts
from monitor.domain.permission import Permission, Reason, deny
from monitor.domain.policy import Policy
from monitor.domain.reading import Certainty, Kind, Reading

#: marks that no machine answers: somebody in hardship, who takes it back in the same breath, or
#: who tells of what is perhaps not ours (a rival, a dream, another's review)
FOR_A_PERSON: Final = frozenset(("hardship", "takes_back", "elsewhere"))
#: marks of which one is enough to doubt a complaint
DOUBTFUL: Final = frozenset(("spam", "jobs", "giveaway", "news", "not_us", "abuse", "opt_out"))


def whether_they_want_a_machine(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    """They ask for none in this very message."""
    return deny(Reason.OPTED_OUT) if "opt_out" in facts.reading.marks else None


def whether_we_speak_their_language(
    facts: Facts, policy: Policy, _now: datetime
) -> Permission | None:
    """Too short to tell counts as ours."""
    language = facts.reading.language
    if language is None or language in policy.languages:
        return None
    return deny(Reason.LANGUAGE_NOT_COVERED)


def whether_it_wants_a_person(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    """Danger, law, a death: never a canned word."""
    return deny(Reason.SENSITIVE) if facts.reading.sensitive else None


def whether_it_abuses(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """By its words, or by the model."""
    reading = facts.reading
    if reading.kind is Kind.ABUSE or reaches(reading.p_abuse, policy.thresholds.abuse):
        return deny(Reason.ABUSIVE)
    return None


def whether_it_complains(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """A question, news, advertising or a namesake's affair gets no apology."""
    reading = facts.reading
    if reading.kind is not Kind.COMPLAINT or "not_us" in reading.marks:
        return deny(Reason.NOT_A_COMPLAINT)
    if reaches(reading.p_spam, policy.thresholds.spam):
        return deny(Reason.NOT_A_COMPLAINT)
    return None


def whether_it_sounds_happy(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """Praise by the model, or a cheerful sentiment that no stricter threshold overrules."""
    reading = facts.reading
    if reaches(reading.p_praise, policy.thresholds.praise):
        return deny(Reason.PRAISE_VETO)
    if reading.compound_used > policy.praise_veto and not _overrules(reading, policy):
        return deny(Reason.PRAISE_VETO)
    return None


def whether_it_takes_more(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    """Hardship, a complaint taken back, or perhaps not ours: more than one sentence can give."""
    return None if FOR_A_PERSON.isdisjoint(facts.reading.marks) else deny(Reason.LOW_CONFIDENCE)


def whether_the_tone_is_clear(facts: Facts, _policy: Policy, _now: datetime) -> Permission | None:
    """No irony, no praise beside it, no picture in place of words, nobody else's words."""
    reading = facts.reading
    if reading.signs or not DOUBTFUL.isdisjoint(reading.marks):
        return deny(Reason.LOW_CONFIDENCE)
    return None


def whether_it_only_asks(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """By the model; what is wrong beside the question has to be plain."""
    reading = facts.reading
    if reaches(reading.p_question, policy.thresholds.question) and not _overrules(reading, policy):
        return deny(Reason.LOW_CONFIDENCE)
    return None


def how_sure_that_is(facts: Facts, policy: Policy, _now: datetime) -> Permission | None:
    """Sure by phrases and model, each as far as it has a say."""
    reading = facts.reading
    if reading.certainty is not Certainty.SURE:
        return deny(Reason.LOW_CONFIDENCE)
    if reading.p_complaint is not None and reading.p_complaint < policy.thresholds.automatic:
        return deny(Reason.LOW_CONFIDENCE)
    return None


def reaches(share: float | None, threshold: float) -> bool:
    """A score that nobody computed reaches nothing."""
    return share is not None and share >= threshold


def _overrules(reading: Reading, policy: Policy) -> bool:
    return reaches(reading.p_complaint, policy.thresholds.overrule_veto)
