"""A shop with people who press: Jo and Sam decide, over the real services."""

from collections.abc import Mapping

from monitor.domain.audit import AuditRow
from monitor.domain.case import Case
from monitor.domain.effect import Effect
from monitor.domain.press import Act, Answer, Form, Press, Told
from monitor.domain.seal import sealed
from monitor.services.press_room import PressRoom
from monitor.services.presses import PressDesk
from monitor.services.senders import Senders
from tests.shop import BRAND, Shop, playbook, reader


class Counter:
    """Where they press."""

    def __init__(self, shop: Shop | None = None) -> None:
        self.shop = shop or Shop()
        #: keys of the cards that were to be changed, in order
        self.changed: list[str] = []
        self.open()

    def open(self) -> None:
        """Starts anew, as after a restart."""
        shop = self.shop
        self.room = PressRoom(
            shop.store,
            shop.clock,
            playbook(),
            shop.policy,
            shop.observer,
            brand=BRAND,
            reader=shop.reads or reader(),
            senders=Senders(shop.connectors),
            flags=shop.flags,
            incidents=shop.incidents,
            surges=shop.surges,
        )
        self.presses = PressDesk(self.room, self.changed.append)

    def press(
        self,
        act: Act,
        subject: str,
        *,
        by: str = "Jo",
        version: int = 0,
        seal: str = "",
        filled: Mapping[str, str] | None = None,
    ) -> Answer:
        """One press."""
        return self.presses.press(
            Press(act=act, subject=subject, version=version, seal=seal, by=by, filled=filled or {})
        )

    def on_draft(self, act: Act, draft: Effect, *, by: str = "Jo", **filled: str) -> Answer:
        """A press on a card that shows the draft as it is given here."""
        return self.press(
            act, draft.id, by=by, version=draft.version, seal=sealed(draft), filled=filled
        )

    def on_case(self, act: Act, case: Case, *, by: str = "Jo", **filled: str) -> Answer:
        """A press on the card of a case."""
        return self.press(act, case.id, by=by, seal=sealed(case), filled=filled)

    def submit(self, form: Answer, *, by: str = "Jo", **filled: str) -> Answer:
        """The form filled in; what is not named stays as it stood."""
        assert isinstance(form, Form), form
        typed = {field.name: field.text for field in form.fields} | filled
        return self.press(
            form.act, form.subject, by=by, version=form.version, seal=form.seal, filled=typed
        )

    def case(self) -> Case:
        """The only one, or the newest."""
        with self.shop.store.read() as tx:
            cases = tx.cases.listed(only_open=False)
        return max(cases, key=lambda case: case.number)

    def audited(self) -> list[tuple[str, str, str]]:
        """Who pressed, about what, and what came of it."""
        return [(row.actor, row.subject, row.reason) for row in self._rows()]

    def _rows(self) -> list[AuditRow]:
        with self.shop.store.read() as tx:
            return [row for row in tx.audit.rows() if row.action == "pressed"]


def words(answer: Answer) -> str:
    """As a person reads it: what they are told, or the form with everything in it."""
    if isinstance(answer, Told):
        return answer.words
    lines = [f"[{answer.title}]", *answer.says]
    for field in answer.fields:
        needed = "" if field.is_needed else " (may stay empty)"
        hint = f" [{field.hint}]" if field.hint and not field.text else ""
        lines.append(f"{field.label}{needed}:{hint} {field.text}".rstrip())
        lines += [f"  ( ) {choice.label}" for choice in field.choices]
        if field.name in answer.problems:
            lines.append(f"  ! {answer.problems[field.name]}")
    lines.append(f"<{answer.submit}>")
    return "\n".join(lines)
