"""Whatever happened, and in whatever order: who is erased stands in no value of any table, does not
come back with any page, and nobody else loses a word."""

from datetime import timedelta
from typing import NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from monitor.domain.effect import Action, Slots, State
from monitor.domain.erasure import is_gone
from monitor.domain.message import Author, Message, MessageType, SetAside
from monitor.domain.stored import Decided, Mark
from monitor.domain.values import replace
from monitor.store import SqlStore, memory_store
from tests.contract.stores import (
    A_READING,
    BRAND,
    NOW,
    a_case,
    a_decided,
    a_message,
    a_page,
    an_effect,
    at,
)

KEY = b"k" * 32
PEOPLE = tuple(
    Author(id=f"x:id{n}{n}{n}", platform="x", handle=f"handle{n}{n}{n}", name=f"Name {n}{n}{n}")
    for n in (1, 2, 3)
)
OURS = Author(id="x:ours", platform="x", handle="ours", name="Ours")


class Happens(NamedTuple):
    """Something that one of them does, or that is done about them."""

    who: int
    what: str
    #: of an earlier message that it refers to
    to: int


EVENTS = st.lists(
    st.builds(
        Happens,
        who=st.integers(0, 2),
        what=st.sampled_from(
            [
                "post",
                "reply",
                "direct",
                "edit",
                "delete",
                "answer",
                "effect",
                "sent",
                "mark",
                "case",
                "aside",
                "hold",
            ]
        ),
        to=st.integers(0, 30),
    ),
    max_size=25,
)


def words(author: Author, number: int) -> str:
    return f"words of {author.handle} in {number}"


class History:
    """The events as they were told, so that they can be told again."""

    def __init__(self) -> None:
        self.store: SqlStore = memory_store()
        self.messages: list[Message] = []
        self.effects = 0

    def tell(self, event: Happens) -> None:
        author, number = PEOPLE[event.who], len(self.messages)
        theirs = [one for one in self.messages if one.author == author]
        any_of = self.messages[event.to % len(self.messages)] if self.messages else None
        match event.what:
            case "post":
                self.hear(self.message(author, number))
            case "reply" if any_of is not None:
                self.hear(
                    self.message(author, number, parent_id=any_of.id, conversation_id=any_of.id)
                )
            case "direct":
                private = {
                    "type": MessageType.DIRECT_MESSAGE,
                    "conversation_id": f"x:dm-{author.id}",
                }
                self.hear(self.message(author, number, **private))
            case "edit" if theirs:
                before = theirs[event.to % len(theirs)]
                self.hear(replace(before, text=before.text + " edited", version=before.version + 1))
            case "delete" if theirs and theirs[event.to % len(theirs)].id != theirs[0].id:
                # one stays: of whom no handle is stored, unreadable inputs cannot be found by it
                self.hear(replace(theirs[event.to % len(theirs)], deleted_at=at(5)))
            case "answer" if theirs:
                said = f"Dear {author.name}, @{author.handle}"
                mention = theirs[event.to % len(theirs)]
                self.hear(
                    replace(
                        self.message(OURS, number),
                        text=said,
                        url="",
                        from_brand=True,
                        parent_id=mention.id,
                        conversation_id=mention.conversation,
                    )
                )
            case "effect" | "sent" if theirs:
                self.effect(theirs[event.to % len(theirs)], is_sent=event.what == "sent")
            case "mark":
                with self.store.begin() as tx:
                    tx.authors.mark(BRAND, author.id, Mark.QUIET, NOW, f"{author.name} shouts")
            case "case" | "hold" if theirs:
                self.case(author, theirs[0], is_held=event.what == "hold")
            case "aside" if theirs:
                raw = SetAside(connector="x", where="line", reason="bad", raw=author.handle.upper())
                with self.store.begin() as tx:
                    tx.messages.set_aside([raw], NOW)
            case _:
                pass

    def message(self, author: Author, number: int, **changes: object) -> Message:
        return a_message(
            f"x:{author.id[2:]}-{number}",
            words(author, number),
            author=author,
            url=f"https://x.example/{author.handle}/{number}",
            created_at=at(number),
            **changes,
        )

    def hear(self, message: Message) -> None:
        with self.store.begin() as tx:
            page = tx.pages.store(BRAND, "x", a_page(message), NOW, is_decided=True)
            reading = replace(A_READING, questions=(message.text,))
            tx.messages.record([a_decided(one, reading=reading) for one in page.fresh])
        self.messages.append(message)

    def effect(self, mention: Message, *, is_sent: bool) -> None:
        self.effects += 1
        author = mention.author
        with self.store.begin() as tx:
            if tx.messages.get(mention.id) is None:
                return
            made = an_effect(
                self.effects,
                message_id=mention.id,
                author_id=author.id,
                conversation_id=mention.conversation,
                rule=f"rule {self.effects}",
                action=(Action.ACKNOWLEDGE, Action.ALERT)[self.effects % 2],
                slots=Slots(name=author.name, handle=author.handle, own_text=f"Hi {author.name}"),
            )
            if is_sent:
                said = f"Hi {author.name}"
                made = replace(made, state=State.SENT, text=said, wire=said.encode(), sent_at=NOW)
            tx.outbox.add([made])
            tx.slots.take(BRAND, author.id, made.number, at(600), NOW)

    def case(self, author: Author, mention: Message, *, is_held: bool) -> None:
        with self.store.begin() as tx:
            case = tx.cases.open_of(BRAND, author.id)
            if case is None:
                number = tx.cases.next_number()
                first = {"author_id": author.id, "first_message_id": mention.id}
                case = a_case(number, cause=f"{author.name} says so", **first)
                tx.cases.add([case])
            if is_held:
                tx.cases.keep_evidence(case, NOW, f"a letter of {author.name}")

    def dump(self) -> str:
        with self.store.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            return "\n".join(driver.iterdump())

    def erase(self, author: Author) -> None:
        with self.store.begin() as tx:
            stone = tx.erasures.stone_for(BRAND, author.id, NOW + timedelta(days=1), KEY)
            if tx.erasures.salt() is None:
                tx.erasures.keep_salt(KEY)
            tx.erasures.erase(BRAND, author.id, stone, NOW)

    def decided(self) -> list[Decided]:
        with self.store.read() as tx:
            return list(tx.messages.all_decided())


def of(author: Author, decided: list[Decided]) -> list[tuple[str, str, str, str]]:
    return [
        (one.message.id, one.message.text, one.message.author.name, one.reading.kind)
        for one in decided
        if one.message.author == author
    ]


@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(EVENTS, st.integers(0, 2))
def test_who_is_erased_is_nowhere_and_everybody_else_is_whole(
    events: list[Happens], place: int
) -> None:
    history = History()
    for event in events:
        history.tell(event)
    erased = PEOPLE[place]
    before = history.decided()
    history.erase(erased)
    signs = (erased.id[2:], erased.handle, erased.handle.upper(), erased.name)
    left = history.dump()
    assert [sign for sign in signs if sign in left] == []
    after = history.decided()
    assert len(after) == len(before)
    for other in PEOPLE:
        if other != erased:
            assert of(other, after) == of(other, before)
    # and every page that is fetched again brings nothing of theirs
    for message in list(history.messages):
        if not message.from_brand:
            history.hear(message)
    left = history.dump()
    assert [sign for sign in signs if sign in left] == []
    assert all(not is_gone(one.message.id) or not one.message.text for one in history.decided())
