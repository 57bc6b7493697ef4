"""Where files stand that belong to a database, or to this machine."""

from pathlib import Path

from monitor.config.model import Config


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
