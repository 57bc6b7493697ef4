"""The curve: precision over recall, drawn by matplotlib, which is loaded only here."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from monitor.errors import InputError
from monitor.scoring.evaluation.evaluation import Evaluation

FORMATS: Final = (".svg", ".png")
_DOTS: Final = ("likely", "sure", "acknowledged")


def can_be_drawn(path: Path) -> None:
    """Before the work. Raises InputError: another format, or nothing here that draws."""
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            f"a curve cannot be drawn as `{path.suffix or path.name}`",
            hint="name a file that ends in .svg or .png",
        )
    if find_spec("matplotlib") is None:
        raise InputError(
            "nothing is installed that draws curves",
            hint='pip install "complaint-monitor[plot]", or `pip install matplotlib` in a checkout',
        )


def draw(evaluation: Evaluation, path: Path) -> None:
    """Writes the picture. Raises InputError: there is no curve, or the file cannot be written."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    ranking = evaluation.ranking
    if ranking is None or not ranking.steps:
        raise InputError(
            f"there is no curve for {evaluation.head}: nothing scores it, or no text is labelled so"
        )
    # letters stay letters, and the same numbers give the same file
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "monitor"}):
        figure = Figure(figsize=(6, 5), layout="constrained")
        axes = figure.add_subplot()
        axes.step(
            [0.0, *(step.recall for step in ranking.steps)],
            [ranking.steps[0].precision, *(step.precision for step in ranking.steps)],
            where="pre",
            label="by score",
        )
        share = evaluation.yes / len(evaluation.tried)
        axes.axhline(share, linestyle=":", color="grey", label="by chance")
        for point in evaluation.points:
            counts = point.confusion
            if point.name in _DOTS and counts.precision is not None and counts.recall is not None:
                axes.plot([counts.recall], [counts.precision], "o", label=point.name)
        axes.set(
            xlim=(0, 1),
            ylim=(0, 1.02),
            xlabel="recall: so much is found",
            ylabel="precision: so much of it is right",
            title=f"{evaluation.head}: {len(evaluation.tried):,} texts",
        )
        axes.legend(loc="lower left")
        part = path.with_name(path.name + ".part")
        kind = path.suffix.lower().removeprefix(".")
        try:
            figure.savefig(part, format=kind, metadata={"Date": None} if kind == "svg" else None)
            part.replace(path)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise InputError(f"`{path}` cannot be written: {why}") from error
        finally:
            part.unlink(missing_ok=True)
