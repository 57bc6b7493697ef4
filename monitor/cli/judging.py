"""`monitor right`, `wrong`: whether a reply that a machine sends by itself is a good one.

Approving, rejecting and taking back say so already; these are for the rest.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.arguments import DRAFT, BecauseName, by_option, person
from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import hang, width
from monitor.domain.effect import Effect, State
from monitor.domain.label import Because, Judged, Label, LabelReason

LABEL_KEYS: Keys = {
    "effect": "the reply, such as `e12`",
    "judged": "right or wrong",
    "reason": "said, or why it was wrong",
    "score": "how sure the machine was, 0 to 1, or null: it does not count for the unlock",
    "by": "who says so",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "right": {"the answer": LABEL_KEYS},
    "wrong": {"the answer": LABEL_KEYS},
}


@click.command("right")
@click.argument("effect", metavar="E", type=DRAFT)
@by_option
@desk_options
def right_command(
    effect: int, by: str | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Say that reply E was right, or would have been. It counts for the unlock.

    For replies that the machine sent by itself, that you wrote anew, or that ran out of time. What
    you approve counts already.

    \b
    Example:
      monitor right 12
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        label = desk.judge.right(effect, by=person(desk.config, by))
        _say(label, f"Reply {effect} counts as right.", as_json=as_json)


@click.command("wrong")
@click.argument("effect", metavar="E", type=DRAFT)
@click.option("--because", type=BecauseName(only_wrong=True), help="What was wrong about it.")
@by_option
@desk_options
def wrong_command(
    effect: int,
    because: Because | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Say that reply E was wrong, or would have been. It counts against the unlock.

    Nothing is deleted: for that there is `monitor retract`, which counts as well.

    \b
    Example:
      monitor wrong 12 --because not-a-complaint
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        label = desk.judge.wrong(effect, by=person(desk.config, by), because=because)
        _say(label, f"Reply {effect} counts as a mistake.", as_json=as_json)
        if as_json:
            return
        with desk.store.read() as tx:
            found = tx.outbox.get(effect)
        if found is not None and found.state is State.SENT:
            say(f"It still stands there. To take it back: monitor retract {effect}")


def untold_lines(desk: Desk, effect: Effect) -> Iterator[str]:
    """What to do when a decision does not tell whether the machine was right."""
    with desk.store.read() as tx:
        label = tx.labels.get(effect.brand, effect.message_id)
    if label is None or label.judged is not Judged.OPEN or label.score is None:
        return
    said = "You wrote it anew." if label.reason is LabelReason.REWRITTEN else "You did not say why."
    yield from hang(
        "",
        f"{said} Would the machine's words have been right? Until you say, they count as a mistake "
        f"toward the unlock: monitor right {effect.number}, or monitor wrong {effect.number}",
        width(),
    )


def _say(label: Label, told: str, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "effect": f"e{label.effect_number}",
                "judged": label.judged.value,
                "reason": label.reason.value,
                "score": label.score,
                "by": label.by,
            }
        )
        return
    say(told)
    if label.score is None:
        for line in hang(
            "",
            "It does not bring the unlock nearer: no complaint model has read this mention.",
            width(),
        ):
            say(line)
