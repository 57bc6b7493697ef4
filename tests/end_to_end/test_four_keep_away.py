"""Somebody is kept away on each of four platforms, and let be again, whatever dies on the way.

The monitor, each platform and this test are processes of their own; the platforms' logs decide.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.effect import Action
from tests.end_to_end.four_accounts import CYCLES, FourAccounts, four_accounts
from tests.end_to_end.four_config import PLATFORMS
from tests.simulators.away import calls

pytestmark = pytest.mark.slow

KEEPING_AWAY = (
    "measures.after_claim",
    "measures.after_do",
    "measures.before_record",
    "measures.after_record",
)
LOOKING_AT_IT, LETTING_BE = "measures.after_look", "measures.after_undo"
#: what is done on each
ACTIONS = {
    "bluesky": Action.MUTE,
    "mastodon": Action.BLOCK,
    "reddit": Action.BLOCK,
    "x": Action.MUTE,
}
#: where it dies on each platform, in the order of `PLATFORMS`; each comes to each of them
DEATHS = [(*KEEPING_AWAY[turn:], *KEEPING_AWAY[:turn]) for turn in range(len(KEEPING_AWAY))]


class Bashers:
    """Somebody on each platform, whom the owner has had enough of."""

    def __init__(self, shop: FourAccounts) -> None:
        self.shop = shop
        posts = shop.complaints("cleo")
        self.ids = {name: shop.rigs[name].mention(post).author.id for name, post in posts.items()}
        shop.once()

    def say(self, platform: str, *more: str) -> None:
        """The owner's word."""
        self.shop.do(ACTIONS[platform].value, self.ids[platform], *more)

    def stages(self) -> dict[str, str]:
        """How far each is."""
        found = {}
        for action in set(ACTIONS.values()):
            for one in json.loads(self.shop.do(action.value, "--json"))["measures"]:
                found[one["platform"]] = one["stage"]
        return found

    def calls(self, platform: str) -> tuple[int, int]:
        """How often the platform was asked to do it, and to undo it."""
        return calls(self.shop.rigs[platform], ACTIONS[platform], self.ids[platform])

    def is_on(self, platform: str) -> bool | None:
        connector = self.shop.rigs[platform].connector()
        on: bool | None = connector.measures[ACTIONS[platform]].is_on(self.ids[platform])
        return on

    def go_on(self) -> None:
        """Cycles until nothing is on its way any more."""
        for _ in range(CYCLES):
            self.shop.once()
            if {"coming", "ending"}.isdisjoint(self.stages().values()):
                return
            self.shop.a_while_later()
        raise AssertionError(f"it comes to no end: {self.stages()}")


@pytest.fixture
def bashers(tmp_path: Path) -> Iterator[Bashers]:
    with four_accounts(tmp_path) as shop:
        shop.once()
        yield Bashers(shop)


def test_kept_away_and_let_be_on_every_platform(bashers: Bashers) -> None:
    for platform in PLATFORMS:
        bashers.say(platform, "--yes")
    # the first one dies unheard, and its look dies too
    bashers.shop.die_at("measures.after_do")
    bashers.shop.die_at(LOOKING_AT_IT)
    bashers.go_on()
    for platform in PLATFORMS:
        assert bashers.calls(platform) == (1, 0), platform
        assert bashers.is_on(platform) is True, platform
    assert set(bashers.stages().values()) == {"stands"}
    # nobody of them is answered by machine
    inbox = json.loads(bashers.shop.do("inbox", "--json"))
    assert inbox["drafts"] == []
    for platform in PLATFORMS:
        bashers.say(platform, "--undo")
    bashers.shop.die_at(LETTING_BE)
    bashers.go_on()
    for platform in PLATFORMS:
        assert bashers.calls(platform) == (1, 1), platform
        assert bashers.is_on(platform) is False, platform
    assert bashers.stages() == {}


@pytest.mark.parametrize(
    "deaths",
    [DEATHS[0], *(pytest.param(deaths, marks=pytest.mark.long) for deaths in DEATHS[1:])],
    ids=lambda deaths: deaths[0],
)
def test_deaths_while_keeping_away(bashers: Bashers, deaths: tuple[str, ...]) -> None:
    for platform, failpoint in zip(PLATFORMS, deaths, strict=True):
        bashers.say(platform, "--yes")
        bashers.shop.die_at(failpoint)
        bashers.go_on()
        assert bashers.calls(platform) == (1, 0), (platform, failpoint)
        assert bashers.is_on(platform) is True
    for platform in PLATFORMS:
        bashers.say(platform, "--undo")
        bashers.shop.die_at(LETTING_BE)
        bashers.go_on()
        assert bashers.calls(platform) == (1, 1), platform
        assert bashers.is_on(platform) is False
