"""Slack's rig, the part that makes trouble: faults, sockets that break, a Slack that goes away."""

import time
from collections.abc import Callable
from typing import Any

from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator
from tests.simulators.slack_post import Envelope
from tests.simulators.slack_workspace import SCOPES

#: seconds until something that should happen has happened
PATIENCE = 10.0


class SlackTrouble:
    """What can go wrong with one workspace and its app."""

    def __init__(self, simulator: Simulator, team_id: str, app_id: str) -> None:
        self.simulator = simulator
        self.team_id = team_id
        self.app_id = app_id

    # --- waiting ------------------------------------------------------------------------------

    def until(self, is_so: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Waits until it is so; fails the test if it does not become so."""
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, "it did not happen in time"
            time.sleep(0.02)

    def refreshed(self, envelope: Envelope) -> Envelope:
        """The same, with what came back since."""
        return Envelope(self.simulator.tell("envelope", envelope.id))

    def acks(self, envelope: Envelope) -> list[Fields]:
        """Every acknowledgement of it: link, payload, at, and `is_late` (after three seconds)."""
        return self.refreshed(envelope).acks

    def until_acknowledged(self, envelope: Envelope, times: int = 1) -> list[Fields]:
        """Waits for the app's acknowledgement; gives all there are."""
        self.until(lambda: len(self.acks(envelope)) >= times)
        return self.acks(envelope)

    # --- faults -------------------------------------------------------------------------------

    def fail(self, method: str, *faults: Fault | str, retry_after: int = 1) -> None:
        """The next calls of a method fail like that, one after the other.

        A `Fault` is one of the wire; any other word is an error of Slack's.
        """
        self._fail(f"POST /api/{method}", faults, retry_after)

    def fail_webhooks(self, *faults: Fault | str, retry_after: int = 1) -> None:
        """The next posts to an incoming webhook fail like that."""
        self._fail("POST /services/", faults, retry_after)

    def fail_responses(self, *faults: Fault | str) -> None:
        """The next posts to a response URL fail like that."""
        self._fail("POST /actions/", faults, 1)

    def _fail(self, on: str, faults: tuple[Fault | str, ...], retry_after: int) -> None:
        self.simulator.tell("retry_after", retry_after)
        known = {fault.value for fault in Fault}
        for fault in faults:
            if str(fault) in known:
                self.simulator.fail_next(fault, on=on)
            else:
                self.simulator.tell("script", [{"on": on, "answer": {"code": str(fault)}}])

    def limit_posting(self, *, is_on: bool = True) -> None:
        """From now on Slack takes one word a second in a channel."""
        self.simulator.tell("limit_posting", is_on)

    def take_scopes(self, *scopes: str) -> None:
        """The owner installed the app without those; all of them come back with none named."""
        kept = [one for one in SCOPES.split() if one not in scopes]
        self._tell("set", **{"is": {"scopes": kept}})

    def revoke(self, *, is_revoked: bool = True) -> None:
        """The bot token works no longer."""
        self._tell("set", **{"is": {"is_revoked": is_revoked}})

    def revoke_app(self, *, is_revoked: bool = True) -> None:
        """The app-level token works no longer."""
        self._tell("app", **{"is": {"is_revoked": is_revoked}})

    def leave(self, channel: str) -> None:
        """Somebody throws the bot out of that channel."""
        self._tell("channel", **{"is": {"name": channel, "members": []}})

    # --- the socket ---------------------------------------------------------------------------

    def links(self) -> list[Fields]:
        """Every connection of this app there ever was: number, is_open."""
        found = self.simulator.tell("links")
        return [one for one in found if one["app_id"] == self.app_id]

    def open_links(self) -> list[int]:
        return [one["number"] for one in self.links() if one["is_open"]]

    def drop(self, how: str = "cut", to: int | None = None) -> None:
        self.simulator.tell("drop", {"app": self.app_id, "how": how, "to": to})

    def ask_to_reconnect(self, reason: str = "refresh_requested", to: int | None = None) -> None:
        self.simulator.tell("disconnect", {"app": self.app_id, "reason": reason, "to": to})

    def ping(self, seconds: float = 1.0) -> list[int]:
        """The open connections on which the app answers a ping."""
        return list(self.simulator.tell("ping", {"app": self.app_id, "seconds": seconds}))

    # --- Slack goes away ----------------------------------------------------------------------

    def stop(self) -> None:
        """Nobody listens there any more; what Slack knows is kept."""
        self.simulator.tell("save")
        self.simulator.stop()

    def restart(self) -> None:
        """Slack comes back where it was, with everything but the connections."""
        self.stop()
        self.simulator.start_again()

    def freeze(self) -> None:
        """Nothing answers, and nothing is closed."""
        self.simulator.freeze()

    def thaw(self) -> None:
        self.simulator.thaw()

    # Any: what the simulator tells, as JSON
    def _tell(self, what: str, **asked: object) -> Any:
        return self.simulator.tell(what, {"team": self.team_id, **asked})
