"""The wires: what is to be said, frozen before it. Pure."""

import re

import msgspec

from connectors._reddit.options import Options
from connectors._reddit.parse import PRIVATE, fullname
from monitor.domain.delivery import Outgoing, Wire
from monitor.domain.effect import Action
from monitor.domain.values import Value

_NOT_LETTERS = re.compile(r"[\W_]+")


class Order(Value, tag_field="as", tag="reply"):
    """An answer under a comment, a post or a private message: POST /api/comment."""

    #: the fullname it answers
    to: str
    #: the fullname of the post at the head of the conversation
    conversation: str
    text: str
    #: a later word of ours: that we have answered there is known
    again: bool = False


class Letter(Value, tag_field="as", tag="letter"):
    """A new private message: POST /api/compose. It gets no id back, so its subject is our own."""

    to: str
    subject: str
    text: str


def order_of(outgoing: Outgoing) -> Order:
    return Order(
        to=fullname(outgoing.message_id),
        conversation=fullname(outgoing.conversation_id),
        text=outgoing.text,
        again=outgoing.action in (Action.NEWS, Action.ANSWER),
    )


def letter_of(outgoing: Outgoing, options: Options) -> Order | Letter:
    """Whoever wrote to us in private is answered there."""
    if fullname(outgoing.message_id).startswith(PRIVATE):
        return order_of(outgoing)
    subject = f"{options.subject} ({outgoing.effect_id})"
    return Letter(to=outgoing.handle.removeprefix("@"), subject=subject, text=outgoing.text)


def wire_of(order: Order | Letter) -> Wire:
    return Wire(payload=msgspec.json.encode(order))


def read_wire(wire: Wire) -> Order | Letter:
    return msgspec.json.decode(wire.payload, type=Order | Letter)


def is_same(said: str, wanted: str) -> bool:
    """The same words: Reddit trims spaces and may write signs in another way."""
    return _letters(said) == _letters(wanted)


def _letters(text: str) -> str:
    # a text of signs alone has nothing else to go by
    return _NOT_LETTERS.sub("", text).casefold() or "".join(text.split())
