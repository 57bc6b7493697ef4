"""The complaint model: linear, in plain Python, every answer explained by its words."""

from collections.abc import Mapping

from monitor.scoring.model.model import Model, Weighed
from monitor.scoring.model.text import Text
from monitor.scoring.model.weights import SHIPPED, read_thresholds

__all__ = ["Model", "Text", "Weighed", "shipped_thresholds"]


def shipped_thresholds() -> Mapping[str, float]:
    """From which probabilities on something is done, as the model that ships says. Raises
    MonitorError."""
    return read_thresholds(SHIPPED)
