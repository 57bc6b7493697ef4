"""The scorers for the brand of a config."""

from collections.abc import Iterable
from importlib.metadata import version

from monitor.config import Config
from monitor.domain.policy import Policy
from monitor.scoring.idle_words import IdleWords
from monitor.scoring.model import Model, shipped_thresholds
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.reader import BrandWords, Reader
from monitor.scoring.vader import FastVader


def reader_for(
    config: Config, others: Iterable[str] = (), vader: FastVader | None = None
) -> Reader:
    """The scorers, with the brand's names masked. Raises ConfigError for wrong phrases.

    `others`: brands that a message file speaks of and that are not configured.
    """
    brand = config.brand
    brands = {other: BrandWords((other,)) for other in others}
    brands[brand.name] = BrandWords((brand.name, *brand.also_called), brand.not_us)
    model = Model.shipped()
    return Reader(
        vader or FastVader(),
        load_phrases(config.playbook_folder / "phrases.toml"),
        brands,
        languages=brand.languages,
        scorers=f"vader {version('vaderSentiment')}, model {model.version}",
        model=model,
        thresholds=config.thresholds(model.thresholds),
    )


def policy_for(config: Config) -> Policy:
    """The owner's limits, with the thresholds of the model that ships where none are written."""
    return config.policy(shipped_thresholds())


def idle_words(config: Config, vader: FastVader | None = None) -> IdleWords:
    """The words that name no cause of a complaint."""
    brand = config.brand
    return IdleWords(
        vader or FastVader(),
        brand.languages,
        (brand.name, *brand.also_called, *brand.handles.values()),
    )
