"""A folder with a shop in it, whose only platform is the judge."""

from pathlib import Path
from typing import Final

from tests.program import ROOT

BRAND: Final = "Larch & Loaf"
CONFIG: Final = """\
[brand]
name = "{brand}"
people = ["Jo"]
handles = {{ x = "larchandloaf" }}

[hours]
time_zone = "UTC"
office_hours = "daily 00:00-24:00"
acknowledge_hours = "daily 00:00-24:00"

[playbook]
folder = "{playbooks}"

[store]
url = "sqlite:///data/monitor.db"

[connectors.judge]
port = {port}
{settings}
"""


def furnish(home: Path, port: int, settings: str = "") -> None:
    """A config, and the judge's connector as a package that somebody installed."""
    package = home / "installed" / "judge_connector-1.0.dist-info"
    package.mkdir(parents=True, exist_ok=True)
    (package / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: judge-connector\nVersion: 1.0\n", encoding="utf-8"
    )
    (package / "entry_points.txt").write_text(
        "[complaint_monitor.connectors]\njudge = tests.simulators.judge_connector\n",
        encoding="utf-8",
    )
    written = CONFIG.format(brand=BRAND, playbooks=ROOT / "playbooks", port=port, settings=settings)
    (home / "config.toml").write_text(written, encoding="utf-8")
