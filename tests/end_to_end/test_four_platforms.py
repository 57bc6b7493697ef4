"""Four accounts through the whole program, with the real libraries, against HTTP simulators: the
first start is silent, then every mention that is approved gets one reply, whatever dies on the way.

The monitor, each platform and this test are processes of their own; the platforms' logs decide.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.effect import State
from tests.end_to_end.four_accounts import COMPLAINT, FourAccounts, four_accounts
from tests.end_to_end.four_config import PLATFORMS
from tests.end_to_end.test_four_keep_away import KEEPING_AWAY, LETTING_BE, LOOKING_AT_IT
from tests.faults.failpoints import without_a_desk

pytestmark = pytest.mark.slow

LONG_AGO = timedelta(days=2)
READING = ("triage.before_decide", "triage.before_commit", "triage.after_commit")
TELLING = ("notify.after_post", "notices.after_telling")
SENDING = (
    "deliver.after_claim",
    "deliver.after_send",
    "deliver.before_record",
    "deliver.after_record",
)
LOOKING, TAKING_BACK = "look.after_find", "retraction.after_delete"
#: where the word of each platform dies, in the order of `PLATFORMS`; each comes to each of them
DEATHS = [(*SENDING[turn:], *SENDING[:turn]) for turn in range(len(SENDING))]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose first start found nothing."""
    with four_accounts(tmp_path_factory.mktemp("started")) as shop:
        shop.once()
        return shop.folder


@pytest.fixture
def shop(tmp_path: Path, started: Path) -> Iterator[FourAccounts]:
    """Somebody else's copy of it, with platforms of its own."""
    with four_accounts(tmp_path, started) as made:
        yield made


def hold(shop: FourAccounts, messages: dict[str, str]) -> None:
    """One reply on each platform, to whom it was due, and the monitor knows of it."""
    for platform, message_id in messages.items():
        assert shop.public(platform) == ["posted"], platform
        (seen,) = shop.rigs[platform].seen()
        word = shop.word(message_id)
        assert (word.state, word.posted_id) == (State.SENT, seen.id)
        assert (seen.parent_id, seen.text, seen.to) == (message_id, word.text, "")
    assert len(shop.words()) == len(messages)


def is_taken_back(shop: FourAccounts, messages: dict[str, str]) -> None:
    """Each platform shows nothing of ours any more, and the monitor knows of it."""
    for platform, message_id in messages.items():
        assert shop.public(platform) == ["posted", "deleted"], platform
        assert shop.rigs[platform].seen() == []
        assert shop.word(message_id).state is State.RETRACTED


# --- without a death ----------------------------------------------------------------------------


def test_the_first_start_is_silent_then_one_reply_each_and_taken_back(tmp_path: Path) -> None:
    with four_accounts(tmp_path) as shop:
        old = shop.complaints("bea", ago=LONG_AGO)
        shop.once()
        assert shop.words() == []
        told = " ".join(shop.do("inbox", "--before").split())
        assert "4 complaints or questions" in told
        assert all(f"monitor case open {message_id}" in told for message_id in old.values())

        messages = shop.complaints("ada")
        # nobody allowed us to answer in that subreddit
        elsewhere = shop.rigs["reddit"].post(COMPLAINT, by="cleo", subreddit="cakes")
        shop.once()
        assert elsewhere not in [word.message_id for word in shop.words()]
        assert all(shop.public(platform) == [] for platform in PLATFORMS)
        shop.approve_all()
        shop.once()
        # once more, when the monitor finds its own words there
        shop.once()
        hold(shop, messages)

        for word in shop.words():
            shop.do("retract", word.id)
        shop.once()
        is_taken_back(shop, messages)
        shop.once()
        assert len(shop.words()) == len(PLATFORMS)


def test_a_native_answer_cancels_ours(shop: FourAccounts) -> None:
    draft, approved = shop.complaints("ada"), shop.complaints("cleo")
    shop.once()
    for message_id in approved.values():
        shop.do("approve", shop.word(message_id).id)
    for platform, rig in shop.rigs.items():
        for messages in (draft, approved):
            rig.answer_natively("Sorry! Come by and take another one. Jo", messages[platform])
    shop.once()
    for platform, rig in shop.rigs.items():
        assert rig.writes() == 0, platform
        assert len(rig.seen()) == 2
        for messages in (draft, approved):
            assert shop.word(messages[platform]).state is State.CANCELLED


# --- killed on the way --------------------------------------------------------------------------


def test_every_failpoint_has_its_story() -> None:
    stories = {*READING, *TELLING, *SENDING, LOOKING, TAKING_BACK}
    assert stories | {*KEEPING_AWAY, LOOKING_AT_IT, LETTING_BE} == set(without_a_desk())


def test_deaths_while_reading_and_telling(shop: FourAccounts) -> None:
    messages = shop.complaints()
    for failpoint in (*READING, *TELLING):
        shop.die_at(failpoint)
    shop.go_on()
    hold(shop, messages)


@pytest.mark.parametrize("deaths", DEATHS, ids=lambda deaths: deaths[0])
def test_deaths_while_sending(shop: FourAccounts, deaths: tuple[str, ...]) -> None:
    messages = shop.complaints()
    shop.once()
    shop.approve_all()
    for platform, failpoint in zip(PLATFORMS, deaths, strict=True):
        shop.die_at(failpoint)
        is_known = failpoint == "deliver.after_record"
        word = shop.word(messages[platform])
        assert word.state is (State.SENT if is_known else State.SENDING), (platform, failpoint)
    shop.go_on()
    hold(shop, messages)


def test_deaths_while_looking_and_taking_back(shop: FourAccounts) -> None:
    messages = shop.complaints()
    shop.once()
    shop.approve_all()
    # the first one's word is out, and the start after that looks for it
    shop.die_at("deliver.after_send")
    shop.die_at(LOOKING)
    shop.go_on()
    hold(shop, messages)
    for word in shop.words():
        shop.do("retract", word.id)
    shop.die_at(TAKING_BACK)
    shop.go_on()
    is_taken_back(shop, messages)
