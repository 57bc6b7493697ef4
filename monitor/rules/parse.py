"""From a folder of TOML files to a playbook, or to everything that is wrong with it.

default.toml            the rules, in order
acknowledgements.toml   families of texts
policies.toml           the owner's own policies, by topic
words.toml              words never sent, and words asked about
phrases.toml            how texts are read; not ours to check here
"""

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from hashlib import blake2b
from pathlib import Path

from monitor.domain.playbook import Playbook
from monitor.errors import PlaybookError, Problem
from monitor.rules.problems import MISSING, Report, syntax_problem, unreadable
from monitor.rules.read_rules import Table, check_families, read_rules
from monitor.rules.read_texts import read_families, read_policies, read_words
from monitor.rules.takes import Vocabulary, near
from monitor.toml_places import Places

RULES, FAMILIES, POLICIES, WORDS = (
    "default.toml",
    "acknowledgements.toml",
    "policies.toml",
    "words.toml",
)
READ_HERE = (RULES, FAMILIES, POLICIES, WORDS)
PHRASES = "phrases.toml"

#: what an empty file would mean
_EMPTY = {
    PHRASES: "no complaint and no danger would be heard",
    RULES: "there would be no rule, and nothing would be done",
    FAMILIES: "there would be no text to answer with",
    WORDS: "no word would be refused; `refuse = []` says that you mean it",
}
#: a line that is neither empty nor a comment
_SOMETHING = re.compile(r"^[^\S\n]*[^\s#]", re.MULTILINE)


def load_playbook(folder: Path, languages: tuple[str, ...] = ("en",)) -> Playbook:
    """The playbook in a folder. Raises PlaybookError with every problem of every file."""
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    shown = shown_in(folder)
    if not folder.is_dir():
        raise PlaybookError(
            problems=(
                Problem(
                    f"`{shown}` is a file" if folder.is_file() else f"there is no folder `{shown}`",
                    hint="`folder` under [playbook] in config.toml names it",
                ),
            )
        )
    _look_into(folder, shown)
    for path in sorted(folder.glob("*.toml")):
        try:
            sources[path.name] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(unreadable(path.name, f"{shown}/{path.name}", error))
    problems += _silent_gaps(sources, shown, {problem.file for problem in problems})
    return parse_playbook(sources, shown, languages, tuple(problems))


def _look_into(folder: Path, shown: str) -> None:
    """A folder that we may not enter is not an empty one. Raises PlaybookError."""
    try:
        with os.scandir(folder):
            (folder / RULES).is_symlink()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise PlaybookError(
            problems=(
                Problem(
                    f"cannot look into the folder `{shown}`: {reason}",
                    hint="the user that runs the monitor has to read and enter it",
                ),
            )
        ) from None


def _silent_gaps(sources: Mapping[str, str], shown: str, unread: Collection[str]) -> list[Problem]:
    """Files without which the monitor would look as if it worked."""
    found = []
    for name, loss in _EMPTY.items():
        place = f"{shown}/{name}"
        if name not in sources:
            if name == PHRASES and place not in unread:
                found.append(Problem(f"there is no `{name}`", file=place, hint=MISSING))
        elif _SOMETHING.search(sources[name]) is None:
            found.append(Problem(f"`{name}` is empty: {loss}", file=place, hint=MISSING))
    return found


def shown_in(folder: Path) -> str:
    """The folder as problems name it: from here, when it lies below."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(folder)


def parse_playbook(
    sources: Mapping[str, str],
    folder: str = "playbooks",
    languages: tuple[str, ...] = ("en",),
    problems: tuple[Problem, ...] = (),
) -> Playbook:
    """The playbook in these sources, by file name. Raises PlaybookError with every problem."""
    reading = _Reading(sources, folder, languages, list(problems))
    playbook = reading.playbook()
    if reading.problems:
        raise PlaybookError(problems=tuple(sorted(reading.problems, key=_by_place)))
    return playbook


def version_of(sources: Mapping[str, str]) -> str:
    """A short hash of the files that decide."""
    digest = blake2b(digest_size=6)
    for name in READ_HERE:
        digest.update(f"{name}\0{sources.get(name, '')}\0".encode())
    return digest.hexdigest()


def _by_place(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line or 0


class _Reading:
    """All files of one playbook."""

    def __init__(
        self,
        sources: Mapping[str, str],
        folder: str,
        languages: tuple[str, ...],
        problems: list[Problem],
    ) -> None:
        self.sources = sources
        self.folder = folder
        self.known = Vocabulary(languages=languages)
        self.problems = problems

    def playbook(self) -> Playbook:
        """As far as it can be read."""
        self._look_for_strangers()
        words_table, words_report = self._file(WORDS)
        words = read_words(words_table, self.known, words_report)
        policies_table, policies_report = self._file(POLICIES)
        policies = read_policies(policies_table, self.known, policies_report)
        families_table, families_report = self._file(FAMILIES)
        families = read_families(families_table, words, families_report)
        rules_table, rules_report = self._file(RULES)
        rules = read_rules(rules_table, self.known, rules_report)
        if families_table:
            check_families(rules, families, rules_report)
        return Playbook(
            name=str(rules_table.get("name", "default")),
            rules=rules,
            families=families,
            refuse=words.refuse,
            ask=words.ask,
            temper=words.temper,
            exempt=words.exempt,
            policies=policies,
            version=version_of(self.sources),
        )

    def _look_for_strangers(self) -> None:
        for name in self.sources:
            if name not in (*READ_HERE, PHRASES):
                self.problems.append(
                    Problem(
                        f"nothing reads `{name}`{near(name, READ_HERE)}",
                        file=f"{self.folder}/{name}",
                        hint=f"all rules stand in `{RULES}`, because their order counts",
                    )
                )

    def _file(self, name: str) -> tuple[Table, Report]:
        """One file as tables, and the report for it; empty when it is missing or no TOML."""
        file = f"{self.folder}/{name}"
        source = self.sources.get(name)
        is_told = any(problem.file == file for problem in self.problems)
        if source is None or is_told:
            if not is_told:
                self.problems.append(Problem(f"there is no `{name}`", file=file, hint=MISSING))
            # what follows from a file that is not there is not worth telling
            return {}, Report(file, Places(""), [])
        places = Places(source)
        try:
            return tomllib.loads(source), Report(file, places, self.problems)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(syntax_problem(str(error), file, places))
        except RecursionError:
            self.problems.append(Problem("the file is nested too deeply", file=file))
        return {}, Report(file, places, [])
