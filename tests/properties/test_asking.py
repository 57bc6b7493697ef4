"""What is asked of circumstances once changes no answer, whoever shares them with whom."""

from collections.abc import Sequence
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.facts import Circumstances, Facts, Sender
from monitor.domain.may_reply import (
    ABOUT_OUR_DOOR,
    ASKED_OF,
    ASKED_OF_CIRCUMSTANCES,
    may_reply,
)
from monitor.domain.permission import Permission, allow
from monitor.domain.policy import Policy
from monitor.domain.reading import Reading
from tests.properties.any_facts import all_facts, circumstances, moments, policies, readings

senders: st.SearchStrategy[Sender] = st.sampled_from(["machine", "person", "many", "news"])
#: facts, and which of two circumstances surround them
pages = st.lists(st.tuples(all_facts, st.integers(0, 1)), min_size=2, max_size=8)


def one_by_one(
    facts: Facts, policy: Policy, now: datetime, sender: Sender, *, invites: bool
) -> Permission:
    """Every check, one after the other."""
    for check in ASKED_OF[sender]:
        permission = check(facts, policy, now)
        if permission is not None and (invites or permission.reason not in ABOUT_OUR_DOOR):
            return permission
    return allow()


@given(
    pages,
    st.tuples(circumstances, circumstances),
    policies,
    st.lists(moments, min_size=1, max_size=2),
    senders,
    st.booleans(),
)
def test_mentions_that_share_their_circumstances_hear_what_each_alone_would(
    page: Sequence[tuple[Facts, int]],
    shared: tuple[Circumstances, Circumstances],
    policy: Policy,
    nows: Sequence[datetime],
    sender: Sender,
    invites: bool,
) -> None:
    for now in nows:
        for one, which in page:
            facts = Facts(message=one.message, reading=one.reading, circumstances=shared[which])
            told = may_reply(facts, policy, now, sender, invites=invites)
            assert told == one_by_one(facts, policy, now, sender, invites=invites)


@given(all_facts, all_facts, readings, policies, moments)
def test_what_is_asked_of_circumstances_looks_at_nothing_else(
    one: Facts, other: Facts, reading: Reading, policy: Policy, now: datetime
) -> None:
    elsewhere = Facts(message=other.message, reading=reading, circumstances=one.circumstances)
    for check in ASKED_OF_CIRCUMSTANCES:
        assert check(one, policy, now) == check(elsewhere, policy, now), check.__name__
