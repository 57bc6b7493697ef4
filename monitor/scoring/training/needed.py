"""What training needs and nothing else does."""

from importlib import import_module
from typing import Any

from monitor.errors import MonitorError


def needed(module: str) -> Any:  # Any: a module of an extra, without types of its own
    """The module. Raises MonitorError when the extra is not installed."""
    try:
        return import_module(module)
    except ImportError as problem:
        raise MonitorError(
            "training needs scikit-learn, which is not installed",
            hint='pip install "complaint-monitor[train]"',
        ) from problem
