"""Training: from labelled texts to the file of the complaint model. Needs the extra `train`."""

from monitor.scoring.training.recipe import train

__all__ = ["train"]
