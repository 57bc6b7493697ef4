"""kill -9 at every step: nothing is lost, nothing is said twice, nothing is dropped silently.

The daemon, its platform and this test are three processes; the judge's append-only log decides.
"""

from pathlib import Path

import pytest

from monitor.domain.case import CaseStatus
from monitor.domain.effect import State
from tests.faults.killed import AFTER, BEFORE, EARLY, Bases, Ending, failpoints

LOOK = "look.after_find"
#: one death each; a look is only taken after a send that nobody heard of
DEATHS = [("deliver.after_send", name) if name == LOOK else (name,) for name in failpoints()]
#: deaths during the recovery from another death. A word that was out when the first one came is
#: found, and not sent again: nothing of `deliver` is left to die at
PAIRS = [("deliver.after_claim", "deliver.after_send")]
MORE_PAIRS = [
    *[("deliver.after_claim", name) for name in failpoints() if name.startswith("deliver.")],
    ("deliver.after_claim", LOOK),
    ("deliver.after_claim", LOOK, LOOK),
    ("deliver.after_claim", LOOK, "deliver.after_send", LOOK),
    ("deliver.after_send", LOOK, LOOK),
    ("deliver.before_record", LOOK),
    ("retraction.after_delete", "retraction.after_delete"),
    ("triage.before_commit", "triage.before_decide"),
    *[("triage.after_commit", name) for name in failpoints() if name.startswith("notify.")],
]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    return Bases(tmp_path_factory.mktemp("bases"))


def test_the_source_has_failpoints_in_every_step() -> None:
    steps = {name.partition(".")[0] for name in failpoints()}
    assert steps == {"triage", "deliver", "look", "retraction", "notify"}


@pytest.mark.parametrize("armed", [*DEATHS, *PAIRS], ids=" then ".join)
def test_a_death_doubles_nothing_and_loses_nothing(
    bases: Bases, tmp_path: Path, armed: tuple[str, ...]
) -> None:
    ending = bases.play(tmp_path, armed)
    hold(ending, is_taken_back=armed[0].startswith("retraction."))
    if armed[0].startswith(EARLY):
        # the owner was told, if need be by the start after the death
        assert "the cake arrived broken" in ending.said


@pytest.mark.slow
@pytest.mark.parametrize("pair", MORE_PAIRS, ids=" then ".join)
def test_a_death_while_recovering_from_a_death(
    bases: Bases, tmp_path: Path, pair: tuple[str, ...]
) -> None:
    ending = bases.play(tmp_path, pair)
    hold(ending, is_taken_back=pair[0].startswith("retraction."))


def hold(ending: Ending, *, is_taken_back: bool) -> None:
    """One acknowledgement, to whom it was due; each mention once; the case open."""
    posts = [line for line in ending.public if line["did"] == "posted"]
    assert [post["in_reply_to"] for post in posts] == [AFTER.removeprefix("x:")]
    gone = [line["id"] for line in ending.public if line["did"] == "deleted"]
    assert gone == ([posts[0]["id"]] if is_taken_back else [])
    (word,) = ending.words
    assert word.state is (State.RETRACTED if is_taken_back else State.SENT)
    assert word.posted_id == f"x:{posts[0]['id']}"
    assert (word.text, word.message_id) == (posts[0]["text"], AFTER)
    assert [message.id for message in ending.messages] == [BEFORE, AFTER]
    assert [message.is_live for message in ending.messages] == [False, True]
    (case,) = ending.cases
    assert (case.author_id, case.status, case.mentions) == ("x:ada", CaseStatus.OPEN, 1)
    assert case.assignee == "Jo"
    assert case.deadline_at is not None
    assert ending.untriaged == 0
    (card,) = [alert for alert in ending.alerts if alert.rule == "complaint"]
    assert card.state is State.SENT
