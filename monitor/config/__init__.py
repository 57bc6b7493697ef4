"""The owner's `config.toml`: found, read, checked as a whole, and given as types."""

from monitor.config.load import find_config, load_config
from monitor.config.model import Config
from monitor.config.secrets import resolve_secret

__all__ = ["Config", "find_config", "load_config", "resolve_secret"]
