"""Discovery: a third party's connector that cannot be used is told, with the package it is of."""

import importlib
from pathlib import Path

import pytest

from monitor.discovery import (
    GROUP,
    connect,
    connector_names,
    introduce_platforms,
    setup_of,
)
from monitor.domain import platform
from monitor.domain.settings import Settings
from monitor.domain.values import replace
from monitor.errors import ConfigError, PlaybookError
from monitor.testing import FakeClock
from tests.messages import assert_message
from tests.unit.playbook_parts import playbook

WORKING = "def connect(settings):\n    return settings.name\n"


class Installed:
    """A folder on the path, with the packages that somebody installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, package: str, name: str, module: str, source: str = WORKING) -> None:
        """A package that offers a connector of this name."""
        described = self.folder / f"{package.replace('-', '_')}-1.0.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8"
        )
        (described / "entry_points.txt").write_text(
            f"[{GROUP}]\n{name} = {module}\n", encoding="utf-8"
        )
        (self.folder / f"{module}.py").write_text(source, encoding="utf-8")
        importlib.invalidate_caches()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    monkeypatch.syspath_prepend(tmp_path)
    return Installed(tmp_path)


def connected(name: str) -> object:
    """What `connect` gives for it."""
    return connect(Settings(name, {}, brand="Larch", clock=FakeClock(), folder=Path()))


def told(name: str) -> str:
    """What an owner reads when it cannot be used."""
    with pytest.raises(ConfigError) as wrong:
        connected(name)
    return wrong.value.for_person()


def test_a_package_offers_a_connector_by_its_entry_point(installed: Installed) -> None:
    installed.add("guestbook-connector", "guestbook", "offered_and_working")
    assert "guestbook" in connector_names()
    assert connected("guestbook") == "guestbook"
    assert setup_of("guestbook") is None


def test_two_packages_with_one_name_are_told(installed: Installed) -> None:
    installed.add("guestbook-connector", "guestbook", "offered_first")
    installed.add("another-guestbook", "guestbook", "offered_second")
    assert connector_names().count("guestbook") == 1
    assert_message("connectors/two_packages", told("guestbook"))
    with pytest.raises(ConfigError):
        setup_of("guestbook")


def test_no_package_takes_the_place_of_a_connector_that_is_shipped(installed: Installed) -> None:
    installed.add("my-bluesky", "bluesky", "offered_instead")
    assert_message("connectors/shipped_too", told("bluesky"))


@pytest.mark.parametrize(
    ("case", "source"),
    [
        ("no_library", "import no_such_library\n"),
        ("breaks", "raise OSError('no printer')\n"),
        ("no_connect", "def conect(settings):\n    return None\n"),
        # found only when it connects: a library that loads late
        ("no_late_library", "def connect(settings):\n    import no_such_library\n"),
    ],
)
def test_a_package_that_cannot_be_used_is_told(
    installed: Installed, case: str, source: str
) -> None:
    installed.add("guestbook-connector", "guestbook", f"offered_that_{case}", source)
    assert_message(f"connectors/{case}", told("guestbook"))


def test_a_module_that_is_not_there_is_told(installed: Installed) -> None:
    installed.add("guestbook-connector", "guestbook", "offered_and_gone")
    (installed.folder / "offered_and_gone.py").unlink()
    assert "No module named 'offered_and_gone'" in told("guestbook")


def test_a_name_that_nobody_offers_is_told(installed: Installed) -> None:
    installed.add("guestbook-connector", "guestbook", "offered_elsewhere")
    assert "unknown connector `guestbok`, did you mean `guestbook`?" in told("guestbok")


# ---------------------------------------------------------------- what its platform is like

PLATFORM = """
from monitor.domain.platform import Counting, Platform
PLATFORM = Platform(
    name={name!r},
    title="Guest book",
    dm_words={dm!r},
    max_length={length},
    counting=Counting.CHARACTERS,
    may_reply_by_machine=True,
)
def connect(settings):
    return settings.name
"""


def saying(name: str = "guestbook", dm: str = "write to us", length: int = 500) -> str:
    return PLATFORM.format(name=name, dm=dm, length=length)


@pytest.fixture
def only_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test introduces is forgotten after it."""
    monkeypatch.setattr(platform, "_BY_NAME", dict(platform._BY_NAME))


@pytest.mark.usefixtures("only_shipped")
def test_a_package_says_what_its_platform_is_like(installed: Installed) -> None:
    installed.add("guestbook-connector", "guestbook", "offered_with_platform", saying())
    assert platform.platform_named("guestbook").max_length == 280
    introduce_platforms(["guestbook", "bluesky", "nobody"])
    told = platform.platform_named("guestbook")
    assert (told.title, told.max_length, told.may_reply_by_machine) == ("Guest book", 500, True)
    assert platform.known_platforms() == (*platform.PLATFORMS, told)
    assert connected("guestbook") == "guestbook"


@pytest.mark.usefixtures("only_shipped")
def test_its_texts_are_checked_for_its_length(installed: Installed) -> None:
    source = saying(length=100)
    installed.add("guestbook-connector", "guestbook", "offered_and_short", source)
    playbook()
    introduce_platforms(["guestbook"])
    with pytest.raises(PlaybookError, match="too long for Guest book"):
        playbook()


@pytest.mark.usefixtures("only_shipped")
@pytest.mark.parametrize(
    ("case", "source"),
    [
        ("of_another_name", saying(name="bluesky")),
        ("without_words", saying(dm=" ")),
        ("with_a_link", saying(dm="write to us at https://evil.example")),
        ("without_room", saying(length=0)),
        ("of_another_sort", "PLATFORM = 'guestbook'\ndef connect(settings):\n    return 1\n"),
    ],
)
def test_a_platform_that_cannot_be_used_is_told_and_not_gone_by(
    installed: Installed, case: str, source: str
) -> None:
    installed.add("guestbook-connector", "guestbook", f"offered_{case}", source)
    introduce_platforms(["guestbook"])
    assert platform.known_platforms() == platform.PLATFORMS
    assert_message(f"connectors/platform_{case}", told("guestbook"))


def test_nobody_changes_what_is_shipped() -> None:
    with pytest.raises(ValueError, match="`x` is a platform of the monitor's own"):
        platform.introduce(replace(platform.X, max_length=25_000))
    assert platform.platform_named("x").max_length == 280
