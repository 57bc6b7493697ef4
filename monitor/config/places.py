"""Where files stand that belong to a database, or to this machine."""

from importlib.resources import files
from pathlib import Path

from monitor.config.model import Config
from monitor.errors import MonitorError

PLAYBOOKS = "playbooks"


def shipped_playbooks() -> Path:
    """The playbooks that travel with the program: in a wheel, or at the top of the checkout.
    Raises MonitorError."""
    packed = files("monitor.shipped") / PLAYBOOKS
    found = Path(str(packed)) if packed.is_dir() else Path(__file__).parents[2] / PLAYBOOKS
    if not found.is_dir():
        raise MonitorError("the playbooks that belong to the monitor are missing: install it again")
    return found


def lock_path(config: Config) -> Path:
    """The file that one daemon on this machine holds."""
    return beside_store(config, config.store_url(), ".lock")


def beside_store(config: Config, store_url: str, ending: str) -> Path:
    """A file beside the database; in the config's `data` for a database that is no file."""
    if store_url.startswith("sqlite:///") and store_url != "sqlite:///:memory:":
        return Path(store_url.removeprefix("sqlite:///") + ending)
    return config.folder / "data" / f"monitor{ending}"


def pause_path(config: Config) -> Path:
    """The file whose being there pauses this machine."""
    return config.folder / "data" / "PAUSED"
