"""Practice: complaints to decide on as if they had just come in, and nothing is sent.

First the drafts that ran out of time before anybody decided: what the owner says of them counts as
any decision. Then complaints from before the first look, which count toward the unlock as far as
its limits let them: those posts are easier than live ones.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from monitor.domain.decide import decide
from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Circumstances, Facts
from monitor.domain.label import SAYS, Because, Judged, Label, LabelReason
from monitor.domain.message import Message
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode, Policy
from monitor.domain.ports import Clock
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import Decided
from monitor.domain.values import Value, replace
from monitor.services.judging import Judge
from monitor.services.ledger import tagged_accounts
from monitor.services.triage import Reads
from monitor.services.unanswered import unanswered_before_start
from monitor.services.unlocking import reweigh
from monitor.services.wording import word

#: so many are offered
ROUND = 30
#: of a word that a machine says by itself
BY_ITSELF = frozenset({State.APPROVED, State.HELD})


class Exercise(Value):
    """A complaint that a machine would have answered, and its words."""

    message: Message
    reading: Reading
    text: str
    #: the draft that ran out of time; None: it is from before the first look
    effect_number: int | None = None


class Practice:
    """One brand's practice round."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        reads: Reads,
        *,
        brand: str,
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        #: for what no complaint model had read
        self.reads = reads
        self.brand = brand
        self._judge = Judge(store, clock, playbook, policy)

    def round(self) -> list[Exercise]:
        """What is left of it, the newest first."""
        now = self.clock.now()
        with self.store.read() as tx:
            labels = tx.labels.since(self.brand, now - self.policy.unlock.lasts)
            left = max(0, ROUND - sum(label.is_practice for label in labels))
            undecided = list(self._undecided(tx, labels, now))
            return [*undecided, *islice(self._exercises(tx, now), left)]

    def _undecided(self, tx: Tx, labels: Sequence[Label], now: datetime) -> Iterator[Exercise]:
        """Drafts that ran out of time, the newest first; not those whose words are gone."""
        for label in reversed(labels):
            number = label.effect_number
            if not label.wants_a_word or number is None:
                continue
            effect = tx.outbox.get(number)
            decided = tx.messages.decided(label.message_id, self.brand)
            if effect is not None and decided is not None and decided.message.text:
                yield Exercise(
                    message=decided.message,
                    reading=decided.reading,
                    text=word(effect, self.playbook, self.policy, now).text,
                    effect_number=number,
                )

    def _exercises(self, tx: Tx, now: datetime) -> Iterator[Exercise]:
        for decided in unanswered_before_start(tx, self.brand):
            if tx.labels.get(self.brand, decided.message.id) is not None:
                continue
            reading = self._reading(decided)
            effect = self._said_by_machine(decided.message, reading, now)
            if effect is not None:
                text = word(effect, self.playbook, self.policy, now).text
                yield Exercise(message=decided.message, reading=reading, text=text)

    def _reading(self, decided: Decided) -> Reading:
        if decided.reading.p_complaint is not None:
            return decided.reading
        return self.reads.read(decided.message)

    def _said_by_machine(self, message: Message, reading: Reading, now: datetime) -> Effect | None:
        """What a machine would say, had it been written now and by somebody unknown."""
        facts = Facts(
            message=replace(message, is_live=True, created_at=now),
            reading=reading,
            circumstances=Circumstances(tagged_accounts=tagged_accounts(message.text)),
        )
        policy = replace(self.policy, mode=Mode.AUTOMATIC, platform_modes={}, is_unlocked=True)
        for effect in decide(facts, self.playbook, policy, now).effects:
            if effect.action is Action.ACKNOWLEDGE and effect.state in BY_ITSELF:
                return effect
        return None

    def right(self, exercise: Exercise, *, by: str) -> Label:
        """It would have been right to say it."""
        if exercise.effect_number is not None:
            return self._judge.right(exercise.effect_number, by=by)
        return self._keep(exercise, Judged.RIGHT, LabelReason.SAID, by)

    def wrong(self, exercise: Exercise, because: Because, *, by: str) -> Label:
        """It would have been wrong."""
        if exercise.effect_number is not None:
            return self._judge.wrong(exercise.effect_number, by=by, because=because)
        return self._keep(exercise, Judged.WRONG, SAYS[because] or LabelReason.SAID, by)

    def _keep(self, exercise: Exercise, judged: Judged, reason: LabelReason, by: str) -> Label:
        now, message = self.clock.now(), exercise.message
        label = Label(
            brand=self.brand,
            message_id=message.id,
            author_id=message.author.id,
            platform=message.platform,
            judged=judged,
            reason=reason,
            is_practice=True,
            score=exercise.reading.p_complaint,
            floor=self.policy.thresholds.automatic,
            model=exercise.reading.scorers,
            by=by,
            at=now,
        )
        with self.store.begin() as tx:
            tx.labels.put(label)
            reweigh(tx, self.brand, self.policy, now)
        return label
