"""Block: the one means Reddit gives a program against an account."""

from connectors._reddit.faults import Cause, Fault, in_reading, in_writing
from connectors._reddit.parse import fullname
from connectors._reddit.reading import Account
from connectors._reddit.session import Session
from monitor.domain.delivery import Delivered, Outcome
from monitor.domain.ports import Clock


class Block:
    """Measure. Doing it again does no harm."""

    def __init__(self, session: Session, account: Account, *, clock: Clock) -> None:
        self._session = session
        self._account = account
        self._clock = clock

    def do(self, target_id: str) -> Outcome:
        try:
            self._session.post("api/block_user/", {}, name=fullname(target_id))
        except Fault as failed:
            return in_writing(failed, self._clock.now())
        return Delivered(posted_id=target_id)

    def undo(self, target_id: str) -> Outcome:
        """Reddit lets nobody block the same account again for a day after this."""
        now = self._clock.now()
        try:
            _, own_id = self._account.name_and_id()
            asked = {"container": own_id, "name": fullname(target_id), "type": "enemy"}
            self._session.post("r/all/api/unfriend/", asked)
        except Fault as failed:
            return in_writing(failed, now)
        return Delivered(posted_id=target_id)

    def is_on(self, target_id: str) -> bool | None:
        """Raises ConnectorError."""
        name = fullname(target_id).casefold()
        try:
            return name in self._blocked()
        except Fault as failed:
            raise in_reading(failed, self._clock.now()) from None

    def _blocked(self) -> frozenset[str]:
        said = self._session.get("prefs/blocked/")
        data = said.get("data") if isinstance(said, dict) else None
        children = data.get("children") if isinstance(data, dict) else None
        if not isinstance(children, list):
            raise Fault(Cause.NO_ANSWER, "the answer is no list of accounts")
        return frozenset(str(one.get("name", "")).casefold() for one in children)
