"""Cards on a desk: an alert channel whose cards change in their place, as long as they live.

What a card shows is worked out anew from the store and put there when it is another than before:
whatever happened in between, and whoever did it, the card tells how it is. Before a card is put
there its row is; so after a crash it is looked for by its token, and found instead of doubled.
Where the desk cannot be asked it is put there again: an alert is told at least once.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Protocol

import msgspec

from monitor.domain.card_ports import Desk, PostedCard
from monitor.domain.delivery import Absent, Delivered, Found, Outcome, Refused
from monitor.domain.effect import Effect, Urgency
from monitor.domain.notice import Notice
from monitor.domain.ports import Card, Clock, Failpoint, no_failpoint
from monitor.domain.sheet import Sheet
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.errors import StoreError

log = logging.getLogger(__name__)

#: so many cards are changed in one turn: a desk takes about one a second
CHANGES_A_TURN = 5
#: everything that lies there is worked out anew at least so often; before, when something happened
LOOK_AGAIN_AFTER = timedelta(seconds=30)
#: a desk that said no without saying when is asked again then
REST = timedelta(seconds=30)
_encode = msgspec.json.Encoder(order="deterministic").encode


class Sheets(Protocol):
    """Makes the sheets: what lies on the desk under a key, as it is now."""

    def key_of(self, tx: Tx, effect: Effect) -> str:
        """Of the card that an alert belongs to; empty: it gets none, the digest tells it."""
        ...

    def sheet(self, tx: Tx, key: str) -> Sheet | None:
        """As it is now; None: there is nothing to show any more."""
        ...

    def line_of(self, card: Card) -> Sheet:
        """What an alert adds to a card that lies there already."""
        ...

    def notice(self, notice: Notice) -> Sheet:
        """About the monitor itself; of one that is over, too."""
        ...

    def wanted(self, tx: Tx) -> tuple[str, ...]:
        """Keys of cards that lie there although no alert brings them."""
        ...

    def pulse(self, tx: Tx) -> str:
        """Another one whenever something may have changed on a card."""
        ...


class DeskCards:
    """Implements `AlertChannel`, `ErasesCards` and `TakesDigest` on a desk."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        desk: Desk,
        sheets: Sheets,
        *,
        brand: str,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.desk = desk
        self.sheets = sheets
        self.brand = brand
        self.failpoint = failpoint
        self.name = desk.name
        self._pulse = ""
        #: nothing has to be looked at before then, unless something happens
        self._quiet_until: datetime | None = None
        self._rests_until: datetime | None = None

    # --- an alert channel ---------------------------------------------------------------------

    def post(self, card: Card) -> Outcome:
        """The card of what it is about, put there or changed; and a line in its thread."""
        with self.store.read() as tx:
            key = self.sheets.key_of(tx, card.effect)
            sheet = self.sheets.sheet(tx, key) if key else None
        if sheet is None:
            return Delivered(posted_id="")
        return self._post(key, sheet, card)

    def post_notice(self, notice: Notice) -> Outcome:
        """A card of its own; when it is over, the same card says so."""
        return self._lay(f"notice {notice.id}", self.sheets.notice(notice))[0]

    def post_digest(self, day: date, sheet: Sheet) -> Outcome:
        """A message of its own that nothing changes."""
        return self._post_once(f"digest {day.isoformat()}", sheet)

    def post_report(self, week: str, sheet: Sheet) -> Outcome:
        """The same."""
        return self._post_once(f"report {week}", sheet)

    def _post_once(self, key: str, sheet: Sheet) -> Outcome:
        with self.store.read() as tx:
            known = self._known(tx, key)
        if known is not None and known.place:
            return Delivered(posted_id=known.place)
        return self._lay(key, sheet)[0]

    def erase_card(self, effect: Effect) -> Outcome:
        """The whole card, with its thread: it names a person who is not to be named."""
        with self.store.read() as tx:
            key = self.sheets.key_of(tx, effect)
            known = self._known(tx, key) if key else None
            lines = tx.posted_cards.thread(self.brand, self.name, key) if key else []
        if known is None:
            return Delivered(posted_id="")
        for line in lines:
            # where a thread is only messages that answer the card, each goes by itself
            gone = self.desk.erase(line.place)
            if not isinstance(gone, Delivered):
                return gone
        if not known.place:
            known = replace(known, place=self._found(known, ""))
        outcome = self.desk.erase(known.place) if known.place else Delivered(posted_id="")
        if isinstance(outcome, Delivered):
            with self.store.begin() as tx:
                tx.posted_cards.forget(self.brand, self.name, key)
        return outcome

    # --- what lies there ----------------------------------------------------------------------

    def due(self) -> int:
        """Changes every card that shows something else by now; how many."""
        now = self.clock.now()
        if self._rests_until is not None and now < self._rests_until:
            return 0
        with self.store.read() as tx:
            pulse = self.sheets.pulse(tx)
            if pulse == self._pulse and self._quiet_until is not None and now < self._quiet_until:
                return 0
            wanted = [
                (card, sheet)
                for card in tx.posted_cards.alive(self.brand, self.name)
                if (sheet := self._sheet(tx, card.key)) is not None and _shown(sheet) != card.shown
            ]
            missing = self._missing(tx)
        changed = 0
        for key, sheet in missing:
            if not self._is_taken(self._lay(key, sheet)[0]):
                return changed
            changed += 1
        for card, sheet in wanted[:CHANGES_A_TURN]:
            if not self._is_taken(self._change(card, sheet)):
                return changed
            changed += 1
        if len(wanted) <= CHANGES_A_TURN:
            # looked at everything: until something happens there is nothing to do
            self._pulse = pulse
            self._quiet_until = now + LOOK_AGAIN_AFTER
        return changed

    def refresh(self, key: str) -> None:
        """The card under this key at once: somebody is looking at it."""
        with self.store.read() as tx:
            card = self._known(tx, key)
            sheet = self.sheets.sheet(tx, key) if card is not None and card.place else None
        if card is not None and sheet is not None and _shown(sheet) != card.shown:
            self._is_taken(self._change(card, sheet))

    def show_again(self, place: str) -> None:
        """The card at this place, although it shows the same: what was chosen in it goes."""
        with self.store.read() as tx:
            card = self._at(tx, place)
            sheet = self.sheets.sheet(tx, card.key) if card is not None else None
        if card is not None and sheet is not None:
            self._is_taken(self._change(card, sheet))

    def sheet_at(self, place: str) -> Sheet | None:
        """What the card at this place is to show now; None: none of ours is kept up to date
        there."""
        with self.store.read() as tx:
            card = self._at(tx, place)
            return self._sheet(tx, card.key) if card is not None else None

    # --- steps --------------------------------------------------------------------------------

    def _post(self, key: str, sheet: Sheet, card: Card) -> Outcome:
        outcome, is_new = self._lay(key, sheet)
        if is_new or not isinstance(outcome, Delivered):
            return outcome
        is_loud = card.effect.urgency in (Urgency.WAKE, Urgency.NOW)
        return self._add(key, card.effect.id, self.sheets.line_of(card), is_loud=is_loud)

    def _lay(self, key: str, sheet: Sheet) -> tuple[Outcome, bool]:
        """The card lies there and shows this; whether it is new."""
        with self.store.read() as tx:
            known = self._known(tx, key)
        if known is not None and known.place and not known.is_final:
            if known.shown == _shown(sheet):
                return Delivered(posted_id=known.place), False
            return self._change(known, sheet), False
        if known is not None and known.is_final:
            # it lies far up by now: the next one begins anew
            with self.store.begin() as tx:
                tx.posted_cards.forget(self.brand, self.name, key)
            known = None
        row = known or self._row(key)
        outcome = self._put(row, "", lambda: self.desk.show(sheet, _token(row)), sheet)
        return outcome, True

    def _add(self, of: str, key: str, sheet: Sheet, *, is_loud: bool) -> Outcome:
        """A line in the thread of a card that lies there, once."""
        with self.store.read() as tx:
            card, known = self._known(tx, of), self._known(tx, key)
        if known is not None and known.place:
            return Delivered(posted_id=known.place)
        place = card.place if card is not None else ""
        row = known or self._row(key, of=of)
        return self._put(
            row, place, lambda: self.desk.add(place, sheet, _token(row), is_loud=is_loud), sheet
        )

    def _put(
        self, row: PostedCard, place: str, send: Callable[[], Outcome], sheet: Sheet
    ) -> Outcome:
        """Written down, looked for if it may be there, sent, written down where it is."""
        with self.store.begin() as tx:
            is_new = tx.posted_cards.begin(row)
        self.failpoint("desk.after_begin")
        there = "" if is_new else self._found(row, place)
        outcome: Outcome = Delivered(posted_id=there) if there else send()
        self.failpoint("desk.after_send")
        if isinstance(outcome, Delivered):
            shown = "" if there else _shown(sheet)
            self._save(row, sheet, place=outcome.posted_id, shown=shown)
        else:
            self._is_taken(outcome)
        return outcome

    def _found(self, row: PostedCard, place: str) -> str:
        sighting = self.desk.find(_token(row), place, row.began_at)
        if isinstance(sighting, Found):
            return sighting.posted_id
        if not isinstance(sighting, Absent):
            log.warning("%s cannot tell whether %s is there already", self.name, row.key)
        return ""

    def _change(self, card: PostedCard, sheet: Sheet) -> Outcome:
        outcome = self.desk.change(card.place, sheet)
        if isinstance(outcome, Delivered):
            self._save(card, sheet, place=card.place, shown=_shown(sheet))
        elif isinstance(outcome, Refused) and outcome.permanent and not outcome.is_auth:
            # somebody took it away, or it can no longer be changed: the next alert lays a new one
            log.warning("%s does not change its card %s: %s", self.name, card.key, outcome.why)
            with self.store.begin() as tx:
                tx.posted_cards.forget(self.brand, self.name, card.key)
        return outcome

    def _save(self, row: PostedCard, sheet: Sheet, *, place: str, shown: str) -> None:
        now = self.clock.now()
        with self.store.begin() as tx:
            tx.posted_cards.save(
                replace(row, place=place, shown=shown, changed_at=now, is_final=sheet.is_final)
            )

    def _is_taken(self, outcome: Outcome) -> bool:
        """False: the desk wants to be left alone for a while."""
        if isinstance(outcome, Delivered):
            return True
        if isinstance(outcome, Refused) and outcome.permanent and not outcome.is_auth:
            return True
        retry_at = outcome.retry_at if isinstance(outcome, Refused) else None
        self._rests_until = retry_at or self.clock.now() + REST
        return False

    def _missing(self, tx: Tx) -> list[tuple[str, Sheet]]:
        """What is wanted there, and does not lie there."""
        found = []
        for key in self.sheets.wanted(tx):
            known = self._known(tx, key)
            sheet = self._sheet(tx, key) if known is None or not known.place else None
            if sheet is not None:
                found.append((key, sheet))
        return found

    def _sheet(self, tx: Tx, key: str) -> Sheet | None:
        """One of many, kept from stopping the others."""
        try:
            return self.sheets.sheet(tx, key)
        except StoreError:
            raise
        except Exception:
            # the loop's edge: its card stays as it is
            log.exception("BUG: the card `%s` could not be worked out", key)
            return None

    def _at(self, tx: Tx, place: str) -> PostedCard | None:
        cards = tx.posted_cards.alive(self.brand, self.name)
        return next((one for one in cards if one.place == place), None)

    def _known(self, tx: Tx, key: str) -> PostedCard | None:
        return tx.posted_cards.get(self.brand, self.name, key)

    def _row(self, key: str, of: str = "") -> PostedCard:
        return PostedCard(
            brand=self.brand, desk=self.name, key=key, of=of, began_at=self.clock.now()
        )


def _token(row: PostedCard) -> str:
    """The same for the same row, another one after it was forgotten."""
    made = blake2b(f"{row.brand}\0{row.key}\0{row.began_at.isoformat()}".encode(), digest_size=12)
    return made.hexdigest()


def _shown(sheet: Sheet) -> str:
    """A hash of what it shows."""
    return blake2b(_encode(msgspec.to_builtins(sheet)), digest_size=12).hexdigest()
