"""X: what each failure means to a reader and to a writer."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.effect import Action
from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING
from tests.contract.connectors.steps import how
from tests.contract.connectors.x_steps import LOOK, MENTIONS, POST, answered, said, server
from tests.simulators.server import Fault
from tests.simulators.x_rig import XRig

__all__ = ["server"]

NOW = MONDAY_MORNING
PROBLEMS = "https://api.twitter.com/2/problems/"
A_QUARTER = NOW + timedelta(minutes=15)


def at(moment: datetime) -> str:
    """As X writes a reset."""
    return str(int(moment.timestamp()))


IN_TEN = NOW + timedelta(minutes=10)
#: status, body, headers → for a reader: permanent, auth, retry_at; for a writer: how it ended
ANSWERS: list[tuple[int, object, dict[str, str], bool, bool, datetime | None, str]] = [
    (400, said("wrong"), {}, True, False, None, "refused"),
    (401, said("Unauthorized"), {}, True, True, None, "locked out"),
    # the credits are used up: a reply waits until the owner bought some
    (402, said("CreditsDepleted"), {}, True, False, NOW + timedelta(hours=1), "later"),
    (403, said("You are not permitted to do that"), {}, True, False, None, "refused"),
    # the app may only read
    (
        403,
        said("Your client app is not configured with the appropriate oauth1 app permissions"),
        {},
        True,
        True,
        None,
        "locked out",
    ),
    (403, said("no", PROBLEMS + "oauth1-permissions"), {}, True, True, None, "locked out"),
    (403, said("no", PROBLEMS + "client-forbidden"), {}, True, True, None, "locked out"),
    # our account, and somebody else's
    (
        403,
        said("Your account is suspended and is not permitted"),
        {},
        True,
        True,
        None,
        "locked out",
    ),
    (403, said("User has been suspended"), {}, True, False, None, "refused"),
    # in the old form, with a code: it is there already
    (
        403,
        {"errors": [{"code": 187, "message": "Status is a duplicate."}]},
        {},
        False,
        False,
        None,
        "unknown",
    ),
    (
        403,
        said("You are not allowed to create a Tweet with duplicate content."),
        {},
        False,
        False,
        None,
        "unknown",
    ),
    (
        403,
        said("You attempted to reply to a Tweet that is deleted or not visible to you."),
        {},
        True,
        False,
        None,
        "refused",
    ),
    (404, said("Not Found"), {}, True, False, None, "refused"),
    (408, said("Request Timeout"), {}, False, False, None, "unknown"),
    (409, said("Conflict"), {}, True, False, None, "refused"),
    (
        429,
        said("Too Many Requests"),
        {"x-rate-limit-reset": at(IN_TEN)},
        False,
        False,
        IN_TEN,
        "later",
    ),
    # no reset, a silly one, one that has passed
    (429, "Rate limit exceeded", {}, False, False, A_QUARTER, "later"),
    (429, said("wait"), {"x-rate-limit-reset": "soon"}, False, False, A_QUARTER, "later"),
    (429, said("wait"), {"x-rate-limit-reset": "9" * 30}, False, False, A_QUARTER, "later"),
    (429, said("wait"), {"x-rate-limit-reset": "5"}, False, False, A_QUARTER, "later"),
    # the day's limit is used up, and that counts longer
    (
        429,
        said("wait"),
        {
            "x-rate-limit-reset": at(IN_TEN),
            "x-user-limit-24hour-remaining": "0",
            "x-user-limit-24hour-reset": at(NOW + timedelta(hours=9)),
        },
        False,
        False,
        NOW + timedelta(hours=9),
        "later",
    ),
    # the month's
    (
        429,
        said("cap", PROBLEMS + "usage-capped"),
        {},
        False,
        False,
        NOW + timedelta(hours=6),
        "later",
    ),
    (500, said("Internal error"), {}, False, False, None, "unknown"),
    (503, "<html>over capacity</html>", {}, False, False, None, "unknown"),
    # tweepy stumbles over all of these
    (403, ["not", "an", "object"], {}, False, False, None, "unknown"),
    (400, {"errors": [7, None]}, {}, True, False, None, "refused"),
    (400, {"errors": "none"}, {}, True, False, None, "refused"),
    # a page of a proxy is no refusal of X's
    (403, "<html>are you human?</html>", {}, False, False, None, "unknown"),
    (404, "<html>", {}, False, False, None, "unknown"),
    (200, "<html>welcome</html>", {}, False, False, None, "unknown"),
    (200, ["a", "list"], {}, False, False, None, "unknown"),
    (200, "[" * 100_000, {}, False, False, None, "unknown"),
    (200, "x" * 9_000_000, {}, False, False, None, "unknown"),
    # a redirect is never followed: a POST would be sent twice
    (302, "", {"Location": "/elsewhere"}, False, False, None, "unknown"),
    (307, "", {"Location": "/elsewhere"}, False, False, None, "unknown"),
]


def names(value: object) -> str:
    return str(value)[:40].replace("[", "(") if isinstance(value, dict | list | str) else ""


@pytest.mark.parametrize(
    ("status", "body", "headers", "permanent", "is_auth", "retry_at", "written"), ANSWERS, ids=names
)
def test_what_an_answer_means(
    server: XRig,
    status: int,
    body: object,
    headers: dict[str, str],
    permanent: bool,
    is_auth: bool,
    retry_at: datetime | None,
    written: str,
) -> None:
    server.answer_next(MENTIONS, status, body, headers)
    with pytest.raises(ConnectorError) as read_failed:
        server.connector().fetch("")
    failed = read_failed.value
    assert (failed.permanent, failed.is_auth, failed.retry_at) == (permanent, is_auth, retry_at)
    assert len(server.requests(MENTIONS)) == 1

    server.answer_next(POST, status, body, headers)
    outcome = answered(server)
    assert how(outcome) == written, outcome
    if written == "later":
        assert getattr(outcome, "retry_at") == retry_at  # noqa: B009 - of a refusal only
    assert server.writes() == 1


def test_a_created_post_without_its_number_may_be_there(server: XRig) -> None:
    server.answer_next(POST, 201, {"data": {}})
    assert how(answered(server)) == "unknown"


def test_a_look_that_fails_wrote_nothing(server: XRig) -> None:
    for fault in (Fault.TIMEOUT_AFTER_ACCEPTANCE, Fault.UNAVAILABLE_BEFORE, Fault.TOO_MANY):
        server.simulator.fail_next(fault, on=LOOK)
        assert how(answered(server)) == "later", fault
    server.simulator.fail_next(Fault.REVOKED, on=LOOK)
    assert how(answered(server)) == "locked out"
    # nothing is proven by an answer that is silent about the post
    server.answer_next(LOOK, 200, {"data": []})
    assert how(answered(server)) == "later"
    assert server.writes() == 0


def test_a_measure_fails_like_any_write(server: XRig) -> None:
    mute = server.connector().measures[Action.MUTE]
    server.tell("person", {"handle": "ada"})
    for fault, expected in (
        (Fault.TOO_MANY, "later"),
        (Fault.UNAVAILABLE_BEFORE, "unknown"),
        (Fault.REVOKED, "locked out"),
        (Fault.FORBIDDEN, "refused"),
    ):
        server.simulator.fail_next(fault, on="POST /2/users/1000/muting")
        assert how(mute.do("x:2001")) == expected
