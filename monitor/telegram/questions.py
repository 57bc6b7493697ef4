"""Forms in Telegram, which has none: one question after the other, to the person who pressed.

An open question is kept in memory, and a pointer to it without any words in the store: after a
restart the form is made anew, and the person is asked again from the beginning. One question for
each person, for a quarter of an hour.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Final

import msgspec

from monitor.domain.card_ports import Presses
from monitor.domain.cutting import cut
from monitor.domain.inert import for_telegram
from monitor.domain.ports import Clock
from monitor.domain.press import Act, Answer, Field, Form, Press
from monitor.domain.store_ports import Store
from monitor.domain.values import Value, replace
from monitor.telegram.asker import Answering, Asker
from monitor.telegram.keyboard import Key, Pressed, Sort, rows_of
from monitor.telegram.limits import LABEL, LINE
from monitor.telegram.page import copied, escaped

#: a question nobody answered is forgotten
OPEN_FOR: Final = timedelta(minutes=15)
#: a field behind choices, for another answer than those
OTHER: Final = "other"
GONE: Final = "This question is no longer open. Press the button on the card again."
RAN_OUT: Final = "That took longer than 15 minutes. Press the button on the card again."
AGAIN: Final = "I was started anew in between: please answer once more."
NEVER_MIND: Final = "Nothing was done."
#: says what came of a press
Say = Callable[[Asker, Answer], None]


class Asked(Value):
    """An open question."""

    mark: str
    form: Form
    by: str
    #: names of the fields still to be asked, the present one first
    todo: tuple[str, ...]
    filled: Mapping[str, str]
    #: what was pressed on
    card: int
    #: where the question stands
    message: int = 0
    until: datetime

    @property
    def field(self) -> Field | None:
        """The present one; None: only a yes is asked for."""
        return next((one for one in self.form.fields if self.todo[:1] == (one.name,)), None)


class Pointer(Value):
    """What the store keeps of it."""

    mark: str
    act: str
    subject: str
    version: int
    seal: str
    card: int
    message: int
    until: datetime


_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Pointer).decode


class Questions:
    """All that are open."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        answering: Answering,
        presses: Presses,
        say: Say,
        *,
        brand: str,
    ) -> None:
        self.store = store
        self.clock = clock
        self.answering = answering
        self.presses = presses
        self.say = say
        self.brand = brand
        #: the bot's name, to which commands in a group are addressed
        self.username = ""
        self._open: dict[int, Asked] = {}

    # --- asking -------------------------------------------------------------------------------

    def ask(self, asker: Asker, form: Form, by: str, says: str = "") -> None:
        """The first question of a form; an older one of theirs is forgotten."""
        self.close(asker)
        self.answering.taken(asker)
        wrong = tuple(one.name for one in form.fields if one.name in form.problems)
        asked = Asked(
            mark=token_hex(4),
            form=form,
            by=by,
            todo=wrong or tuple(one.name for one in form.fields),
            filled={one.name: one.text for one in form.fields},
            card=asker.message,
            until=self.clock.now() + OPEN_FOR,
        )
        self._show(asker, asked, (says, *form.says))

    def is_open(self, asker: Asker, message: int) -> bool:
        """That message is the question they are asked."""
        asked = self._of(asker)
        return asked is not None and asked.message == message

    # --- answers ------------------------------------------------------------------------------

    def written(self, asker: Asker, text: str, by: str) -> None:
        """What somebody wrote in answer to their question."""
        asked = self._still(asker, by)
        if asked is None:
            return
        field = asked.field
        if field is None or field.choices:
            self.say_words(asker, "Please press one of the buttons below the question.")
            return
        self._filled(asker, asked, text)

    def pressed(self, asker: Asker, pressed: Pressed, by: str) -> None:
        """A choice, no answer, or never mind."""
        known = self._of(asker)
        if known is None or known.mark != pressed.mark:
            self.answering.say(asker, GONE, is_alert=True)
            return
        asked = self._still(asker, by)
        if asked is None:
            return
        field = asked.field
        if pressed.sort is Sort.CANCEL:
            self.cancel(asker)
        elif pressed.sort is Sort.SKIP:
            self.skip(asker, by)
        elif field is None:
            self._filled(asker, asked, None)
        elif pressed.choice < len(field.choices):
            self._filled(asker, asked, field.choices[pressed.choice].value)

    def skip(self, asker: Asker, by: str) -> None:
        """This field stays as it is."""
        asked = self._still(asker, by)
        if asked is None:
            return
        field = asked.field
        if field is None or (field.is_needed and not field.text):
            self.say_words(asker, "This one is needed.")
            return
        self._filled(asker, asked, asked.filled.get(field.name, ""))

    def cancel(self, asker: Asker) -> None:
        """Never mind."""
        was_open = self.close(asker)
        self.say_words(asker, NEVER_MIND if was_open else GONE)

    def close(self, asker: Asker) -> bool:
        """Their question goes; False: there was none."""
        asked = self._of(asker)
        self._open.pop(asker.user, None)
        if asked is None:
            return False
        self._keep(asker, None)
        self.answering.take_away(asker, asked.message)
        return True

    def say_words(self, asker: Asker, words: str) -> None:
        self.answering.say(asker, words)

    # --- steps --------------------------------------------------------------------------------

    def _filled(self, asker: Asker, asked: Asked, value: str | None) -> None:
        filled, rest = dict(asked.filled), asked.todo[1:]
        if value is not None:
            filled[asked.todo[0]] = value
        if value and rest[:1] == (OTHER,):
            # one of the choices was taken
            rest = rest[1:]
        asked = replace(asked, filled=filled, todo=rest)
        self.close(asker)
        if asked.todo:
            self.answering.taken(asker)
            self._show(asker, replace(asked, mark=token_hex(4)), ())
            return
        form = asked.form
        press = Press(
            act=form.act,
            subject=form.subject,
            version=form.version,
            seal=form.seal,
            by=asked.by,
            filled=filled,
        )
        self.say(replace(asker, message=asked.card), self.presses.press(press))

    def _show(self, asker: Asker, asked: Asked, says: tuple[str, ...]) -> None:
        field = asked.field
        lines = [f"❓ <b>{_ours(asked.form.title)}</b>"]
        lines += [_ours(one) for text in says for one in text.splitlines() if one.strip()]
        known = {one.name for one in asked.form.fields}
        lines += [f"⚠️ {_ours(w)}" for name, w in asked.form.problems.items() if name not in known]
        if field is not None:
            if field.name in asked.form.problems:
                lines.append(f"⚠️ {_ours(asked.form.problems[field.name])}")
            name = f'<a href="tg://user?id={asker.user}">{_ours(asked.by)}</a>'
            lines.append(f"{name}: <b>{_ours(field.label)}</b>")
            if field.hint:
                lines.append(f"<i>{_ours(field.hint)}</i>")
            if field.text and not field.choices:
                lines.append(copied(field.text).html)
        if field is not None and not field.choices:
            lines.append(self._how(field))
        html = "\n".join(lines)
        place = replace(asker, message=asked.card)
        if field is not None and not field.choices:
            message = self.answering.write(place, html, asks=field.hint or field.label)
        else:
            message = self.answering.write(place, html, rows_of(_keys(asked, field)))
        if message:
            asked = replace(asked, message=message)
            self._open[asker.user] = asked
            self._keep(asker, asked)

    def _how(self, field: Field) -> str:
        """The commands stand as Telegram knows them: a tap sends them."""
        at = f"@{self.username}" if self.username else ""
        skip = "" if field.is_needed and not field.text else f" · as it is: /skip{at}"
        return f"Write it as an answer to this message{skip} · never mind: /cancel{at}"

    def _still(self, asker: Asker, by: str) -> Asked | None:
        """The question as it is; said if it is over or has to be asked again."""
        asked = self._open.get(asker.user)
        if asked is not None:
            if self.clock.now() < asked.until:
                return asked
            self.close(asker)
            self.say_words(asker, RAN_OUT)
            return None
        pointer = self._pointer(asker)
        if pointer is None:
            self.say_words(asker, GONE)
            return None
        self._ask_anew(asker, pointer, by)
        return None

    def _ask_anew(self, asker: Asker, pointer: Pointer, by: str) -> None:
        self.close(asker)
        if self.clock.now() >= pointer.until or pointer.act not in set(Act):
            self.say_words(asker, RAN_OUT)
            return
        press = Press(
            act=Act(pointer.act),
            subject=pointer.subject,
            version=pointer.version,
            seal=pointer.seal,
            by=by,
        )
        answer = self.presses.press(press)
        place = replace(asker, message=pointer.card)
        if isinstance(answer, Form):
            self.ask(place, answer, by, AGAIN)
        else:
            self.say(place, answer)

    def _of(self, asker: Asker) -> Asked | Pointer | None:
        return self._open.get(asker.user) or self._pointer(asker)

    def _pointer(self, asker: Asker) -> Pointer | None:
        with self.store.read() as tx:
            written = tx.switches.get(self._switch(asker))
        try:
            return _read(written) if written else None
        except msgspec.DecodeError:
            return None

    def _keep(self, asker: Asker, asked: Asked | None) -> None:
        written = None
        if asked is not None:
            form = asked.form
            pointer = Pointer(
                mark=asked.mark,
                act=form.act.value,
                subject=form.subject,
                version=form.version,
                seal=form.seal,
                card=asked.card,
                message=asked.message,
                until=asked.until,
            )
            written = _write(pointer).decode()
        with self.store.begin() as tx:
            tx.switches.put(self._switch(asker), written, self.clock.now())

    def _switch(self, asker: Asker) -> str:
        return f"telegram_question {self.brand} {asker.chat} {asker.user}"


def _keys(asked: Asked, field: Field | None) -> list[Key]:
    mark = asked.mark
    if field is None:
        keys = [Key(label=cut(asked.form.submit, LABEL), back=f"{Sort.CHOICE}|{mark}|0")]
    else:
        keys = [
            Key(label=cut(one.label, LABEL) or "…", back=f"{Sort.CHOICE}|{mark}|{at}")
            for at, one in enumerate(field.choices[:90])
        ]
        if not field.is_needed:
            keys.append(Key(label="Skip", back=f"{Sort.SKIP}|{mark}"))
    return [*keys, Key(label="Cancel", back=f"{Sort.CANCEL}|{mark}")]


def _ours(text: str) -> str:
    return escaped(cut(for_telegram(text), LINE))
