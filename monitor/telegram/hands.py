"""What people do in the chat: they press buttons, answer questions, type commands.

Whoever is no approver of this chat is told so, alone. Telegram may bring the same press twice, or
hours later: what can be done is decided by the database, not here.
"""

import re
from collections.abc import Callable
from typing import Final

from telegram import CallbackQuery, Message, Update

from monitor.domain.approvers import Approvers
from monitor.domain.card_ports import Commands, Presses
from monitor.domain.ports import Clock
from monitor.domain.press import Act, Answer, Form, Press, Told
from monitor.domain.sheet import Sheet
from monitor.domain.store_ports import Store
from monitor.telegram.asker import Answering, Asker, asker_of_press, asker_of_words
from monitor.telegram.desk import NAME, place_of
from monitor.telegram.keyboard import Key, Pressed, Sort, button_in, keys_of, read, rows_of
from monitor.telegram.page import page_of_words
from monitor.telegram.questions import Questions

NOT_OURS: Final = "This is no button of the monitor's. Look at the newest card."
OTHER_CARD: Final = "This card is no longer kept up to date. Look at the newest one."
LEFT_IT: Final = "Nothing was done."
NOT_YOURS: Final = "This question is for somebody else."
#: these only show something
LOOKS: Final = frozenset({Act.WHY, Act.OPEN, Act.EVIDENCE, Act.EXAMPLES})
_COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@(\w+))?\s*(.*)", re.DOTALL)
#: what Telegram's own clients send
_START: Final = "start"


class TelegramHands:
    """Takes one update after the other."""

    def __init__(
        self,
        answering: Answering,
        approvers: Approvers,
        presses: Presses,
        commands: Commands,
        sheet_at: Callable[[str], Sheet | None],
        store: Store,
        clock: Clock,
        *,
        chat: int,
        brand: str,
    ) -> None:
        self.answering = answering
        self.approvers = approvers
        self.presses = presses
        self.commands = commands
        #: what the card at a place shows now
        self.sheet_at = sheet_at
        self.chat = chat
        self.questions = Questions(store, clock, answering, presses, self.answered, brand=brand)

    def take(self, update: Update) -> None:
        """One thing that somebody did."""
        if update.callback_query is not None:
            self._pressed(update.callback_query)
        elif update.message is not None and update.message.text:
            self._wrote(update.message, update.message.text)

    def answered(self, asker: Asker, answer: Answer | Sheet) -> None:
        """What came of a press or a command."""
        match answer:
            case Told():
                self.answering.told(asker, answer)
            case Sheet():
                self.answering.sheet(asker, answer)
            case Form():
                by = self._who(asker)
                if by is not None:
                    self.questions.ask(asker, answer, by)

    # --- buttons ------------------------------------------------------------------------------

    def _pressed(self, query: CallbackQuery) -> None:
        asker, pressed = asker_of_press(query), read(query.data)
        if asker is None:
            return
        by = self._who(asker)
        if by is None:
            act = pressed.act if pressed is not None and pressed.act is not None else "press"
            self.presses.refused(act, pressed.subject if pressed else "", str(asker.user))
            self.answering.say(asker, self.approvers.refusal(NAME), is_alert=True)
        elif pressed is None:
            self.answering.say(asker, NOT_OURS, is_alert=True)
        else:
            self._done(asker, pressed, by)

    def _done(self, asker: Asker, pressed: Pressed, by: str) -> None:
        match pressed.sort:
            case Sort.MORE | Sort.LESS:
                self._unfold(asker, is_open=pressed.sort is Sort.MORE)
            case Sort.ASKS:
                self._ask_once_more(asker, pressed)
            case Sort.NO:
                self.answering.take_away(asker, asker.message)
                self.answering.say(asker, LEFT_IT)
            case Sort.PRESS | Sort.YES:
                self._press(asker, pressed, by)
            case Sort.CHOICE | Sort.SKIP | Sort.CANCEL:
                self.questions.pressed(asker, pressed, by)

    def _press(self, asker: Asker, pressed: Pressed, by: str) -> None:
        if pressed.act is None:
            return
        press = Press(
            act=pressed.act,
            subject=pressed.subject,
            version=pressed.version,
            seal=pressed.seal,
            by=by,
        )
        answer = self.presses.press(press)
        self.answered(asker, answer)
        if pressed.sort is Sort.YES:
            self.answering.take_away(asker, asker.message)
        elif isinstance(answer, Told) and answer.is_done and pressed.act not in LOOKS:
            self._let_go_of_a_copy(asker)

    def _let_go_of_a_copy(self, asker: Asker) -> None:
        """A card that is kept up to date changes by itself; any other loses its buttons."""
        if self.sheet_at(place_of(asker.chat, asker.message)) is None:
            self.answering.client.edit_keys(asker.chat, asker.message, ())

    def _unfold(self, asker: Asker, *, is_open: bool) -> None:
        sheet = self.sheet_at(place_of(asker.chat, asker.message))
        if sheet is None:
            self.answering.say(asker, OTHER_CARD, is_alert=True)
            return
        keys = keys_of(sheet, is_open=is_open)
        self.answering.client.edit_keys(asker.chat, asker.message, keys)
        self.answering.taken(asker)

    def _ask_once_more(self, asker: Asker, pressed: Pressed) -> None:
        sheet = self.sheet_at(place_of(asker.chat, asker.message))
        button = button_in(sheet, pressed) if sheet is not None else None
        label = button.label if button is not None else str(pressed.act).replace("_", " ")
        asks = button.asks if button is not None else f"{label}: are you sure?"
        back = "|".join(
            (Sort.YES, str(pressed.act), pressed.subject, str(pressed.version), pressed.seal)
        )
        keys = rows_of([Key(label=f"Yes: {label}"[:40], back=back), Key(label="No", back=Sort.NO)])
        self.answering.taken(asker)
        self.answering.write(asker, page_of_words(asks), keys)

    # --- words --------------------------------------------------------------------------------

    def _wrote(self, message: Message, text: str) -> None:
        asker = asker_of_words(message)
        reply = message.reply_to_message
        command = _COMMAND.fullmatch(text)
        if command is not None and self._is_for_others(command[2]):
            return
        if command is None and reply is None and message.chat.type != "private":
            # people talk to each other
            return
        if asker.chat != self.chat:
            if command is not None and command[1] == _START:
                self._say_number(asker)
            return
        by = self._who(asker)
        if by is None:
            self.presses.refused("command" if command else "answer", "", str(asker.user))
            if command is not None:
                self.answering.say(asker, self.approvers.refusal(NAME))
        elif command is not None:
            self._command(asker, command[1].casefold(), command[3].strip(), by)
        else:
            self._answer(asker, reply.message_id if reply is not None else 0, text, by)

    def _command(self, asker: Asker, name: str, rest: str, by: str) -> None:
        match name:
            case "cancel":
                self.questions.cancel(asker)
            case "skip":
                self.questions.skip(asker, by)
            case "start":
                self.answered(asker, self.commands.run("help", by))
            case "monitor":
                self.answered(asker, self.commands.run(rest, by))
            case _:
                self.answered(asker, self.commands.run(f"{name} {rest}".strip(), by))

    def _answer(self, asker: Asker, to: int, text: str, by: str) -> None:
        """Only an answer to a question of theirs counts; people may talk below a card."""
        if not to or self.questions.is_open(asker, to):
            self.questions.written(asker, text, by)

    def _say_number(self, asker: Asker) -> None:
        words = f"This bot serves another chat. The number of this one is {asker.chat}."
        self.answering.say(asker, words)

    def _is_for_others(self, bot: str | None) -> bool:
        own = self.questions.username
        return bool(bot) and bool(own) and str(bot).casefold() != own.casefold()

    def _who(self, asker: Asker) -> str | None:
        if asker.chat != self.chat:
            return None
        return self.approvers.may_press(NAME, asker.place, str(asker.user), is_bot=asker.is_nobody)
