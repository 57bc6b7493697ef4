"""docs/alerts.md: its examples are configs that work, and it names every key of the JSON."""

import json
import re
from pathlib import Path

import pytest

from monitor.alerts.as_json import as_json
from monitor.config import load_config
from monitor.config.alert_tables import CHANNELS
from tests.alert_cards import a_card
from tests.alert_channels import sheets
from tests.people import CONFIG

PAGE = (CONFIG.parent / "docs" / "alerts.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
BRAND = '[brand]\nname = "Larch & Loaf"\n'


@pytest.mark.parametrize("example", EXAMPLES[1:])
def test_each_channels_example_is_whole(example: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(BRAND + example, encoding="utf-8")
    (name,) = load_config(path, channels=CHANNELS).alerts.channels
    assert f"`{name}`" in (CONFIG.parent / "docs" / "configuration.md").read_text(encoding="utf-8")


def test_every_key_of_the_json_is_named() -> None:
    told = json.loads(as_json(sheets().of_card(a_card())))
    first_cells = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    named = {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)}
    assert set(told) <= named
    for inner in ("who", "draft"):
        assert all(f"`{key}`" in PAGE for key in told[inner])
