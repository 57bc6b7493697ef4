"""`monitor train`: the complaint model, made anew from its texts."""

from pathlib import Path

import click

from monitor.cli.common import config_option, read_config, say
from monitor.cli.lines import count_of

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITABLE = click.Path(dir_okay=False, path_type=Path)


@click.command("train")
@config_option
@click.option(
    "--languages",
    type=EXISTING,
    required=True,
    metavar="FILE",
    help="Posts in eight languages with their sentiment: CSV with lang, sentiment, text.",
)
@click.option(
    "--out",
    type=WRITABLE,
    default=Path("default.model"),
    show_default=True,
    metavar="FILE",
    help="Where the new model goes.",
)
def train_command(config_path: Path | None, languages: Path, out: Path) -> None:
    """Make the complaint model anew, from the corpus of this program and a file of languages.

    The same texts make the same model. It takes one or two minutes and the extra `train`. What the
    owner decides is never learnt from: it moves thresholds, not weights. docs/model-card.md says
    which file of languages it is.

    \b
    Example:
      monitor train --languages languages.csv --out new.model
    """
    from monitor.scoring.model.weights import SHIPPED, read_weights, write_weights
    from monitor.scoring.phrase_file import load_phrases
    from monitor.scoring.training import train
    from monitor.scoring.training.comparison import largest_difference
    from monitor.scoring.training.examples import LANGUAGES_SHA256, examples, fingerprint

    config = read_config(config_path)
    phrases = tuple(load_phrases(config.playbook_folder / "phrases.toml").phrases)
    if fingerprint(languages) != LANGUAGES_SHA256:
        say(f"{languages.name} is another file than the one that the shipped model learnt from.")
    weights = train(languages, phrases, told=say)
    write_weights(out, weights)
    say(f"The new model is in {out}.")
    texts = [one.text for one in examples(languages)]
    difference = largest_difference(weights, read_weights(SHIPPED), texts, phrases)
    say(
        f"Its probabilities differ by {difference:.4f} at most from those of the shipped one, on "
        f"{count_of(len(texts), 'text')}."
    )
