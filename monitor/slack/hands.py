"""What people do with the cards in Slack: buttons, menus, modals, the command, the shortcut.

Each is acknowledged at once: Slack waits three seconds. Whoever is no approver of this workspace is
told so, alone. Slack may deliver the same press twice, late or in another order: what can be done
is decided by the database, not here.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any, Final

from monitor.domain.approvers import Approvers
from monitor.domain.card_ports import Commands, Presses
from monitor.domain.press import Act, Answer, Form, Press, Told
from monitor.domain.sheet import Button
from monitor.slack.answering import TITLE, Answering, Asker
from monitor.slack.buttons import Json, Pressed, pressed, read
from monitor.slack.desk import NAME
from monitor.slack.modal import (
    Kept,
    asks_the_same,
    errors_of,
    kept_of,
    press_of,
    sure_view,
    told_view,
    view_of,
    waiting_view,
)

#: seconds after which a modal says "one moment": Slack gives up after three
SOON: Final = 2.0
NO_CARD: Final = "This is no card of the monitor. Use it on one of its cards."
#: what Bolt gives a listener to acknowledge with
Ack = Callable[..., Any]


class SlackHands:
    """The listeners."""

    def __init__(
        self,
        answering: Answering,
        approvers: Approvers,
        presses: Presses,
        commands: Commands,
        again: Callable[[str], None],
    ) -> None:
        self.answering = answering
        self.approvers = approvers
        self.presses = presses
        self.commands = commands
        #: shows the card at a place again, so that nothing stays chosen in its menu
        self.again = again
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="slack")

    def close(self) -> None:
        """After what is in hand."""
        self._pool.shutdown(wait=True)

    # --- what Slack brings --------------------------------------------------------------------

    def action(self, ack: Ack, body: Json) -> None:
        """A button, or something chosen in a menu."""
        ack()
        asker = Asker(body)
        for action in body.get("actions") or ():
            wish = pressed(action)
            if wish is not None:
                self._pressed(asker, wish, is_chosen="selected_option" in action)

    def submitted(self, ack: Ack, body: Json) -> None:
        """A modal."""
        asker, view = Asker(body), body.get("view") or {}
        kept = kept_of(view)
        if kept is None:
            ack()
            return
        asker.channel = asker.channel or kept.channel
        by = self._who(asker)
        if by is None:
            self.presses.refused(kept.act, kept.subject, asker.user)
            ack(response_action="update", view=told_view(TITLE, self.approvers.refusal(NAME)))
            return
        press = press_of(view, by)
        if press is None:
            ack(response_action="update", view=told_view(TITLE, NO_CARD))
            return
        coming = self._pool.submit(self.presses.press, press)
        try:
            answer = coming.result(timeout=SOON)
        except NotYet:
            ack(response_action="update", view=waiting_view(TITLE))
            self.answering.answer(asker, coming.result())
            return
        self._acknowledge(ack, asker, kept, answer)

    def command(self, ack: Ack, body: Json) -> None:
        """`/monitor …`"""
        ack()
        asker = Asker(body)
        by = self._who(asker)
        text = str(body.get("text") or "")
        if by is None:
            self.presses.refused("command", "", asker.user)
            self.answering.say(asker, self.approvers.refusal(NAME))
            return
        self.answering.answer(asker, self.commands.run(text, by))

    def why(self, ack: Ack, body: Json) -> None:
        """The shortcut "Why?" on a message."""
        ack()
        asker = Asker(body)
        wish = next(_buttons_of(body.get("message") or {}), None)
        if wish is None:
            self.answering.sheet(asker, NO_CARD)
            return
        by = self._who(asker)
        if by is None:
            self.presses.refused(Act.WHY, wish.subject, asker.user)
            self.answering.sheet(asker, self.approvers.refusal(NAME))
            return
        answer = self.presses.press(Press(act=Act.WHY, subject=wish.subject, seal=wish.seal, by=by))
        if isinstance(answer, Told):
            self.answering.sheet(asker, answer.words)
        else:
            self.answering.answer(asker, answer)

    def link(self, ack: Ack) -> None:
        """A button that only leads somewhere is told to us all the same."""
        ack()

    # --- steps --------------------------------------------------------------------------------

    def _pressed(self, asker: Asker, wish: Pressed, *, is_chosen: bool) -> None:
        by = self._who(asker)
        if by is None:
            self.presses.refused(wish.act, wish.subject, asker.user)
            self.answering.say(asker, self.approvers.refusal(NAME))
        elif is_chosen and wish.asks:
            self._ask_once_more(asker, wish)
        else:
            press = Press(
                act=wish.act, subject=wish.subject, version=wish.version, seal=wish.seal, by=by
            )
            self.answering.answer(asker, self.presses.press(press))
        if is_chosen and asker.channel and asker.ts:
            self.again(f"{asker.channel}:{asker.ts}")

    def _ask_once_more(self, asker: Asker, wish: Pressed) -> None:
        label = wish.act.value.replace("_", " ").capitalize()
        button = Button(
            label=label,
            act=wish.act,
            subject=wish.subject,
            version=wish.version,
            seal=wish.seal,
            asks=f"{label}: are you sure?",
        )
        if not self.answering.open(asker, sure_view(button, asker.channel)):
            self.answering.say(asker, "That took too long for Slack: please press again.")

    def _acknowledge(self, ack: Ack, asker: Asker, kept: Kept, answer: Answer) -> None:
        """The modal closes, or says what is wrong, or asks the next thing."""
        if isinstance(answer, Form):
            # Slack tells mistakes under the fields of the modal that stands there, and no others
            errors = errors_of(answer) if asks_the_same(kept, answer) else {}
            if errors:
                ack(response_action="errors", errors=errors)
            else:
                ack(response_action="update", view=view_of(answer, asker.channel))
        elif answer.is_done and asker.channel:
            ack(response_action="clear")
            asker.view = ""
            self.answering.say(asker, answer.words)
        else:
            ack(response_action="update", view=told_view(TITLE, answer.words))

    def _who(self, asker: Asker) -> str | None:
        return self.approvers.may_press(NAME, asker.team, asker.user)


def _buttons_of(message: Json) -> Iterator[Pressed]:
    """What the buttons of a card are about; of a message that is no card nothing."""
    for block in message.get("blocks") or ():
        for element in block.get("elements") or () if block.get("type") == "actions" else ():
            values = [element.get("value")]
            values += [option.get("value") for option in element.get("options") or ()]
            for value in values:
                wish = read(value)
                if wish is not None:
                    yield wish
