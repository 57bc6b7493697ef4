"""A report: where in the owner's files we are reading, and what is wrong there; and the problems
of a file that cannot be read at all."""

from monitor.errors import Problem
from monitor.toml_places import Path, Places, break_of

#: what to do when a file is gone
MISSING = "take it from a copy of yours; `monitor init NEW` writes a fresh one into `NEW/playbooks`"

_LINE_HINT = 'a line is `key = "value"`; look for a missing quote or bracket, here or above'
_TABLE_HINT = "what stands in `{ }` has to stand in one line; only a list may go on in the next"
_CUT_HINT = (
    "close the quote or the bracket; or, if the file was cut off (a full disk, an interrupted "
    f"copy), {MISSING}"
)


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


def syntax_problem(told: str, file: str, places: Places) -> Problem:
    """What tomllib says of a file, in the owner's words."""
    found = break_of(told, places)
    source = places.source(found.line)
    reason = f"{found.reason[:1].lower()}{found.reason[1:]}"
    message, hint = f"this line is not TOML: {reason}", _LINE_HINT
    if found.is_at_end:
        message, hint = f"the file ends too early, in this line: {reason}", _CUT_HINT
    elif source.count("{") > source.count("}"):
        hint = _TABLE_HINT
    return Problem(message, file=file, line=found.line, source=source, hint=hint)


def unreadable(name: str, file: str, error: OSError | UnicodeDecodeError) -> Problem:
    """Why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Problem(f"there is no `{name}`", file=file, hint=MISSING)
    if isinstance(error, OSError):
        reason = (error.strerror or "unknown reason").lower()
        hint = "it has to be a file that the user who runs the monitor may read"
        return Problem(f"cannot read `{name}`: {reason}", file=file, hint=hint)
    line = error.object.count(b"\n", 0, error.start) + 1
    hint = "save it again in your editor and choose UTF-8 as encoding"
    return Problem(f"`{name}` is not saved as UTF-8", file=file, line=line, hint=hint)
