"""What tests of commands have in common."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.cli_shop import Shop


@pytest.fixture
def a_wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred columns."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def shop(tmp_path: Path) -> "Shop":
    """A shop on a Monday, with all that came in."""
    from tests.unit.cli_shop import Shop, a_monday

    made = Shop(tmp_path)
    a_monday(made)
    return made
