"""A guestbook on the web, as docs/write-a-connector.md has it: a platform that nobody ships a
connector for.

Entries have no client's key, so a second send is a second entry: that is what it is there to see.
"""

import sys
from pathlib import Path
from typing import Any, Final

from tests.simulators.server import PUBLIC, Answer, Fault, Fields, Request, World, serve
from tests.simulators.simulator import Simulator

SHOP: Final = "larchandloaf"
TOKEN: Final = "a token of the guestbook"
PAGE_SIZE: Final = 2


class Book(World):
    """Entries in the order in which they were written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.entries: dict[int, Fields] = {}
        self.written = 0

    def answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401)
        last = request.path.rpartition("/")[2]
        number = int(last) if last.isdigit() else 0
        match request.method, request.path:
            case "GET", "/me":
                return Answer(200, {"handle": SHOP})
            case "GET", "/entries":
                return Answer(200, self._listed(request))
            case "POST", "/entries":
                ours = {"handle": SHOP, "name": "Larch & Loaf", **request.json()}
                return Answer(201, self._add(ours))
            case "GET", _ if number in self.entries:
                return Answer(200, self.entries[number])
            case "DELETE", _ if number in self.entries:
                self.write(PUBLIC, {"did": "deleted", "id": number})
                return Answer(200, self.entries.pop(number))
            case _:
                return Answer(404)

    def failure(self, fault: Fault, request: Request) -> Answer:
        return Answer(int(fault[:3]))

    def control(self, what: str, asked: Any) -> object:
        """A visitor writes."""
        return self._add(asked)

    def _listed(self, request: Request) -> list[Fields]:
        if "reply_to" in request.query:
            parent = int(request.query["reply_to"])
            return [one for one in self.entries.values() if one["reply_to"] == parent]
        after = int(request.query["after"])
        return [one for one in self.entries.values() if one["id"] > after][:PAGE_SIZE]

    def _add(self, written: Fields) -> Fields:
        self.written += 1
        ordinary = {"to": "", "reply_to": None, "written_at": self.now().isoformat()}
        entry = {**ordinary, **written, "id": self.written}
        self.entries[self.written] = entry
        self.write(PUBLIC, {"did": "posted", **entry})
        return entry


class Guestbook(Simulator):
    """The guestbook in another process."""

    def __init__(self, folder: Path) -> None:
        super().__init__("tests.simulators.guestbook", folder)

    def visitor(self, name: str, text: str, **more: object) -> int:
        """Somebody writes to us; the number of the entry."""
        written = {"handle": name.lower(), "name": name, "text": text, "to": SHOP, **more}
        number: int = self.tell("visitor", written)["id"]
        return number

    def answers(self) -> list[Fields]:
        """Every word of ours that ever appeared."""
        return [one for one in self.public() if one["did"] == "posted" and one["handle"] == SHOP]


if __name__ == "__main__":
    serve(Book(Path(sys.argv[1])))
