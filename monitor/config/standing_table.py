"""The table of `config.toml` about people who come to hurt: what counts, and for how long."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from monitor.config.table import Table, written
from monitor.config.written import kind_of, number, whole
from monitor.config.written_times import duration
from monitor.domain.flag import FlagTimes
from monitor.domain.near import nearest
from monitor.domain.standing_limits import GOODWILL as GOODWILL_WEIGHTS
from monitor.domain.standing_limits import WEIGHTS, Limits
from monitor.domain.strike import StrikeKind
from monitor.domain.track import GoodKind

E = TypeVar("E", bound=StrEnum)

WEIGHT = number(0, 100)
SHARE = number(0, 1)
#: as it is written → what it is
STRIKES = {
    "threat_to_person": StrikeKind.THREAT,
    "slur": StrikeKind.SLUR,
    "harass_named_staff": StrikeKind.HARASSMENT,
    "insult_without_complaint": StrikeKind.INSULT,
    "bait_after_answer": StrikeKind.BAIT,
    "copy_paste_after_answer": StrikeKind.COPY,
    "spam": StrikeKind.SPAM,
}
GOODWILL = {kind.value: kind for kind in GoodKind}


def weighing(
    names: Mapping[str, E], defaults: Mapping[E, float]
) -> Callable[[object], dict[E, float]]:
    """Reads `{ slur = 3 }`; what it leaves out keeps its default."""

    def read(value: object) -> dict[E, float]:
        if not isinstance(value, dict):
            raise ValueError(
                f"this should be a table, not {kind_of(value)}; write it like "
                f"`{{ {next(iter(names))} = 2 }}`"
            )
        found = dict(defaults)
        for name, weight in value.items():
            if name not in names:
                near = nearest(name, names)
                hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(names)}"
                raise ValueError(f"unknown name `{name}`; {hint}")
            try:
                found[names[name]] = WEIGHT(weight)
            except ValueError as refused:
                raise ValueError(f"`{name}`: {refused}") from None
        return found

    return read


def durations(value: object) -> tuple[timedelta, ...]:
    """`["3 days", "10 days"]`; none will do."""
    if not isinstance(value, list):
        raise ValueError(
            f'this should be a list, not {kind_of(value)}; write it like `["3 days", "10 days"]`'
        )
    return tuple(sorted(duration(each) for each in value))


class StandingTable(Table):
    """When you are asked to look at somebody, and how long you keep away (docs/standing.md)."""

    window = written(duration, "60 days", "Strikes of this time add up.")
    expiry = written(
        duration, "90 days", "Older strikes are not shown any more; people have bad months."
    )
    weights = written(
        weighing(STRIKES, WEIGHTS),
        {},
        "What each sort of strike weighs, such as `{ spam = 0 }`. As shipped: threat_to_person 4, "
        "slur 3, harass_named_staff 3, insult_without_complaint, bait_after_answer, "
        "copy_paste_after_answer and spam 1.",
    )
    heated_complaint = written(
        SHARE, 0, "What an insult in a complaint weighs, as a share (0 to 1) of an insult."
    )
    while_we_owe = written(
        SHARE,
        0,
        "The share that counts while you owe an answer; threats, slurs and harassment count whole.",
    )
    model_only = written(
        SHARE,
        0.5,
        "The share that counts where no phrase tells of it, only the model; it never decides.",
    )
    goodwill = written(
        weighing(GOODWILL, GOODWILL_WEIGHTS),
        {},
        "What speaks for somebody, as shipped: praise, resolved_case and known_customer 1 each.",
    )
    goodwill_at_most = written(WEIGHT, 3, "More goodwill than this does not count.")
    goodwill_lasts = written(duration, "365 days", "Praise and solved cases count for so long.")
    points = written(
        number(0.5, 100), 4, "From so many points on, after goodwill, you are asked to look."
    )
    days = written(whole(1, 60), 3, "The strikes have to be of so many days.")
    mentions = written(
        whole(1, 100),
        3,
        "They have to stand in so many mentions; and a person of yours has to have answered.",
    )
    reminders = written(
        durations, ["3 days", "10 days"], "When you are told of an undecided flag again."
    )
    lapse = written(duration, "14 days", "An undecided flag is over after this.")
    rest_after_dismiss = written(
        duration, "60 days", "After you dismissed a flag there is no new one for so long."
    )
    watch = written(duration, "30 days", "How long `monitor flag F watch` lasts.")
    quiet = written(duration, "30 days", "How long `monitor quiet` lasts.")
    platform_mute = written(
        duration, "30 days", "How long `monitor mute` lasts; then it is undone by itself."
    )
    block_review = written(
        duration, "180 days", "A block that stands for so long is asked about once."
    )

    def limits(self) -> Limits:
        """The numbers for `standing_of`."""
        return Limits(
            window=self.window,
            expiry=max(self.window, self.expiry),
            weights=self.weights,
            heated_complaint=self.heated_complaint,
            while_we_owe=self.while_we_owe,
            model_only=self.model_only,
            goodwill=self.goodwill,
            goodwill_at_most=self.goodwill_at_most,
            goodwill_lasts=self.goodwill_lasts,
            points=self.points,
            days=self.days,
            mentions=self.mentions,
            times=FlagTimes(
                reminders=self.reminders,
                lapse=self.lapse,
                rest=self.rest_after_dismiss,
                watch=self.watch,
            ),
        )
