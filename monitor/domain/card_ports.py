"""Cards that lie on a desk: what the store keeps of them, and what a desk can do.

A *desk* is an alert channel with cards that change and buttons that are pressed. One card for each
key (`case c41`), put there once, changed in its place as long as it lives; everything else about it
goes into its thread.
"""

from datetime import date, datetime
from typing import Protocol, runtime_checkable

from monitor.domain.delivery import Outcome, Sighting
from monitor.domain.press import Answer, Press
from monitor.domain.sheet import Sheet
from monitor.domain.values import Value


class PostedCard(Value):
    """A card, or a line in the thread of one, on one desk."""

    brand: str
    #: the desk's name
    desk: str
    #: `case c41`; of a line in its thread the alert's own: `e12`
    key: str
    #: the card in whose thread it stands; empty: it is a card itself
    of: str = ""
    #: where it stands, in the desk's own words; empty: it is being put there
    place: str = ""
    #: a hash of what it shows; it is changed when that is another
    shown: str = ""
    began_at: datetime
    changed_at: datetime | None = None
    #: nothing will change on it any more
    is_final: bool = False


class PostedCards(Protocol):
    """The store's record of them. One for a brand, desk and key, held by the database."""

    def get(self, brand: str, desk: str, key: str) -> PostedCard | None: ...

    def begin(self, card: PostedCard) -> bool:
        """Before it is put there; False: it is known already."""
        ...

    def save(self, card: PostedCard) -> None:
        """Where it stands now, and what it shows."""
        ...

    def forget(self, brand: str, desk: str, key: str) -> None: ...

    def alive(self, brand: str, desk: str) -> list[PostedCard]:
        """Cards with a place that are not final, the longest unchanged first."""
        ...

    def thread(self, brand: str, desk: str, key: str) -> list[PostedCard]:
        """What stands in the thread of that card and has a place, the oldest first."""
        ...

    def lies(self, brand: str, key: str) -> bool:
        """A card with this key has a place on one of the desks, and is not final."""
        ...

    def pulse(self) -> str:
        """Another one after anything was decided, said, done or told of: what cards show may have
        changed. What comes with time alone is not in it."""
        ...


class Desk(Protocol):
    """Where cards lie. A send that ends without an answer is `Unknown`; `find` looks for it."""

    name: str

    def show(self, sheet: Sheet, token: str) -> Outcome:
        """A new card; `Delivered.posted_id` is its place. The token goes with it, unseen."""
        ...

    def change(self, place: str, sheet: Sheet) -> Outcome:
        """The card in its place shows this now. Doing it twice does no harm."""
        ...

    def add(self, place: str, sheet: Sheet, token: str, *, is_loud: bool) -> Outcome:
        """A line in the card's thread; a loud one is seen by who does not look there."""
        ...

    def find(self, token: str, place: str, since: datetime) -> Sighting:
        """What was put there with this token; `place`: in this card's thread, or empty."""
        ...

    def erase(self, place: str) -> Outcome:
        """Takes it away, with its thread as far as the desk lets us."""
        ...


@runtime_checkable
class TakesDigest(Protocol):
    """An alert channel that tells the morning digest and the week; not every one does."""

    name: str

    def post_digest(self, day: date, sheet: Sheet) -> Outcome:
        """Of that day, once; told again it does no harm."""
        ...

    def post_report(self, week: str, sheet: Sheet) -> Outcome:
        """Of that week, the same way."""
        ...


class Presses(Protocol):
    """What a desk does with what people press there."""

    def press(self, press: Press) -> Answer:
        """Done, refused in words, or a form to fill in. Never raises for what a person did."""
        ...

    def refused(self, act: str, subject: str, who: str) -> None:
        """Somebody pressed who may not: it is written down."""
        ...


class Commands(Protocol):
    """What somebody types at a desk: `status`, `case 7`, `pause 30`."""

    def run(self, text: str, by: str) -> Sheet | Answer:
        """The answer, for who typed alone. Never raises for what a person did."""
        ...
