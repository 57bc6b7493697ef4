"""A report: where in the owner's files we are reading, and what is wrong there."""

from monitor.errors import Problem
from monitor.toml_places import Path, Places


class Report:
    """Collects problems; `at` gives a report for a place further in, with the same list."""

    __slots__ = ("_path", "_places", "file", "problems", "where")

    def __init__(
        self,
        file: str,
        places: Places,
        problems: list[Problem],
        *,
        where: str = "",
        path: Path = (),
    ) -> None:
        self.file = file
        self.problems = problems
        self.where = where
        self._places = places
        self._path = path

    def at(self, *path: str | int, where: str = "") -> "Report":
        """The same report, further in."""
        return Report(
            self.file,
            self._places,
            self.problems,
            where=where or self.where,
            path=(*self._path, *path),
        )

    @property
    def line(self) -> int | None:
        """The line we are at."""
        return self._places.line(*self._path)

    def add(self, message: str, *, hint: str = "") -> None:
        """Something is wrong here."""
        line = self.line
        self.problems.append(
            Problem(
                message,
                file=self.file,
                line=line,
                where=self.where,
                source=self._places.source(line),
                hint=hint,
            )
        )
