"""The judge itself: it remembers everything, and fails as it is asked to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, Outcome, Refused, Unknown
from monitor.domain.message_file import write_line
from monitor.domain.settings import Settings
from monitor.errors import ConfigError, ConnectorError
from monitor.testing import FakeClock, a_message, an_outgoing
from tests.simulators.judge import Judge
from tests.simulators.judge_connector import NOT_REACHED_FOR, JudgeConnector, connect
from tests.simulators.server import RETRY_AFTER, Fault


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    with Judge(tmp_path) as judge:
        yield judge


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def connector(judge: Judge, clock: FakeClock, tmp_path: Path) -> JudgeConnector:
    return connect(_settings({"port": judge.port}, clock, tmp_path))


def say(connector: JudgeConnector, text: str = "we are sorry") -> Outcome:
    return connector.send(connector.prepare(an_outgoing(text)))


def look(connector: JudgeConnector, text: str = "we are sorry") -> bool:
    since = connector.clock.now() - timedelta(minutes=2)
    sighting = connector.find(connector.prepare(an_outgoing(text)), since)
    assert isinstance(sighting, Found | Absent)
    return isinstance(sighting, Found)


# ---------------------------------------------------------------- it remembers


def test_the_log_holds_every_post_and_every_deletion(
    judge: Judge, connector: JudgeConnector
) -> None:
    say(connector)
    sent = say(connector, "Grüße 🌾")
    assert isinstance(sent, Delivered)
    connector.retract(sent.posted_id)
    at = connector.clock.now().isoformat()
    assert judge.public() == [
        {
            "did": "posted",
            "id": "p1",
            "at": at,
            "text": "we are sorry",
            "in_reply_to": "1",
            "to": "ada",
            "direct": False,
        },
        {
            "did": "posted",
            "id": "p2",
            "at": at,
            "text": "Grüße 🌾",
            "in_reply_to": "1",
            "to": "ada",
            "direct": False,
        },
        {"did": "deleted", "id": "p2", "at": at},
    ]


def test_a_second_send_is_a_second_post(judge: Judge, connector: JudgeConnector) -> None:
    say(connector)
    say(connector)
    assert [post["id"] for post in judge.posts()] == ["p1", "p2"]


def test_every_request_is_a_hit(judge: Judge, connector: JudgeConnector) -> None:
    connector.fetch("")
    judge.fail_next(Fault.FORBIDDEN)
    say(connector)
    assert [(hit["request"], hit["fault"]) for hit in judge.hits()] == [
        ("GET /mentions", None),
        ("POST /posts", "403"),
    ]


def test_what_the_public_saw_outlives_the_judge(tmp_path: Path, clock: FakeClock) -> None:
    with Judge(tmp_path) as judge:
        say(JudgeConnector(judge.port, brand="larch", clock=clock))
    assert len(judge.posts()) == 1
    outcome = say(JudgeConnector(judge.port, brand="larch", clock=clock))
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.retry_at) == (False, clock.now() + NOT_REACHED_FOR)


# ---------------------------------------------------------------- it fails as asked


@pytest.mark.parametrize(
    ("fault", "is_written"),
    [
        (Fault.TIMEOUT_BEFORE, False),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, True),
        pytest.param(Fault.SILENCE_AFTER_ACCEPTANCE, True, marks=pytest.mark.slow),
        (Fault.HALF_AFTER_ACCEPTANCE, True),
        (Fault.UNAVAILABLE_BEFORE, False),
        (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, True),
        (Fault.DUPLICATE, False),
    ],
)
def test_a_send_without_a_clear_answer_is_unknown_and_a_look_tells(
    judge: Judge, connector: JudgeConnector, fault: Fault, is_written: bool
) -> None:
    judge.fail_next(fault)
    assert isinstance(say(connector), Unknown)
    assert len(judge.posts()) == is_written
    assert look(connector) == is_written


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.FORBIDDEN, Refused(why="403")),
        (Fault.GONE, Refused(why="404")),
        (Fault.REVOKED, Refused(why="401", is_auth=True)),
    ],
)
def test_a_clear_no_is_refused(
    judge: Judge, connector: JudgeConnector, fault: Fault, expected: Refused
) -> None:
    judge.fail_next(fault)
    assert say(connector) == expected
    assert judge.posts() == []


def test_too_many_requests_may_come_again_later(
    judge: Judge, connector: JudgeConnector, clock: FakeClock
) -> None:
    judge.fail_next(Fault.TOO_MANY)
    retry_at = clock.now() + timedelta(seconds=RETRY_AFTER)
    assert say(connector) == Refused(why="429", permanent=False, retry_at=retry_at)
    assert isinstance(say(connector), Delivered)


def test_faults_wait_for_their_request(judge: Judge, connector: JudgeConnector) -> None:
    judge.fail_next("503_before", on="GET /mentions")
    judge.fail_next("timeout_after_acceptance", on="DELETE")
    sent = say(connector)
    assert isinstance(sent, Delivered)
    with pytest.raises(ConnectorError):
        connector.fetch("")
    assert isinstance(connector.retract(sent.posted_id), Unknown)
    assert connector.is_gone(sent.posted_id)


@pytest.mark.parametrize(
    ("fault", "is_permanent"),
    [
        (Fault.REVOKED, True),
        (Fault.TOO_MANY, False),
        (Fault.UNAVAILABLE_BEFORE, False),
        (Fault.TIMEOUT_BEFORE, False),
        (Fault.HALF_AFTER_ACCEPTANCE, False),
    ],
)
def test_mentions_that_cannot_be_read_are_told(
    judge: Judge, connector: JudgeConnector, fault: Fault, is_permanent: bool
) -> None:
    judge.fail_next(fault, on="GET /mentions")
    with pytest.raises(ConnectorError) as raised:
        connector.fetch("")
    assert raised.value.permanent == is_permanent


# ---------------------------------------------------------------- its manners


def test_a_poisoned_mention_is_set_aside_and_the_others_come(
    judge: Judge, connector: JudgeConnector
) -> None:
    good = write_line(a_message())
    judge.add_mentions([good, good.replace("my order", "\\ud800"), "{", good])
    page = connector.fetch("")
    assert len(page.messages) == 2
    assert [broken.where for broken in page.set_aside] == ["mention 2", "mention 3"]


def test_our_own_posts_come_back_when_asked(judge: Judge, connector: JudgeConnector) -> None:
    judge.behave(is_echoing=True)
    say(connector)
    (echo,) = connector.fetch("").messages
    assert (echo.id, echo.from_brand, echo.parent_id) == ("x:p1", True, "x:1")


def test_a_post_may_take_a_while_to_show_up(
    judge: Judge, connector: JudgeConnector, clock: FakeClock
) -> None:
    judge.behave(read_delay=30)
    say(connector)
    assert not look(connector)
    clock.advance(timedelta(seconds=30))
    assert look(connector)


def test_a_request_without_a_time_of_its_own_gets_the_real_one(judge: Judge) -> None:
    assert datetime.fromisoformat(real_hit(judge)["at"]).tzinfo is not None


def real_hit(judge: Judge) -> dict[str, str]:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", judge.port, timeout=5)
    connection.request("GET", "/nowhere")
    assert connection.getresponse().status == 404
    connection.close()
    hit: dict[str, str] = judge.hits()[-1]
    return hit


def test_a_connector_without_a_port_is_refused(clock: FakeClock, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        connect(_settings({}, clock, tmp_path))


def _settings(written: dict[str, object], clock: FakeClock, folder: Path) -> Settings:
    return Settings("judge", written, brand="larch", clock=clock, folder=folder)
