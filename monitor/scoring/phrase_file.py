"""The phrase file: what stands in `playbooks/phrases.toml`, as pairs of list and phrase.

A list is a dotted name (`complaint.strong.late`, `sensitive.injury`, `harmless`). Under it stands a
list of phrases, or one for each language. Every problem of the file is reported at once.

An owner's file may be of an older version, which knew fewer lists: those are taken from the file
that ships. A file that was cut off lacks lists of its own version, and is refused.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from monitor.config.places import shipped_playbooks
from monitor.domain.near import nearest
from monitor.domain.values import Value, replace
from monitor.errors import ConfigError, Problem
from monitor.rules.problems import MISSING, syntax_problem, unreadable
from monitor.scoring.phrase_lists import (
    CONTRADICTIONS,
    LANGUAGES,
    LISTS,
    VERSIONS,
    belongs,
    contradict,
    lists_of,
    version_by,
)
from monitor.toml_places import Path, Places

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")


class PhraseFile(Value):
    """The phrases of one file, validated."""

    #: list → its phrases, in the order of the file
    lists: Mapping[str, tuple[str, ...]]
    #: lists of later versions that the file lacks; `load_phrases` takes them from what ships
    lacking: tuple[str, ...] = ()

    @property
    def phrases(self) -> Iterator[tuple[str, str]]:
        """(list, phrase), in the order of the file."""
        return ((name, phrase) for name, phrases in self.lists.items() for phrase in phrases)


def load_phrases(path: FilePath, shipped: FilePath | None = None) -> PhraseFile:
    """The phrases of the file, with the lists that it is too old to know from the one that is
    `shipped`. Raises ConfigError with every problem in it."""
    found = parse_phrases(_text_of(path), file=str(path), is_whole=True)
    if not found.lacking:
        return found
    ours = shipped or shipped_playbooks() / path.name
    filled = _with_lacking(found, parse_phrases(_text_of(ours), file=str(ours)))
    gaps = sorted(LISTS - filled.lists.keys())
    if gaps:
        # it is the very file that ships
        raise ConfigError(problems=(_gap(gaps, str(path)),))
    return filled


def parse_phrases(text: str, *, file: str = "phrases.toml", is_whole: bool = False) -> PhraseFile:
    """The phrases of the text of a file. Raises ConfigError with every problem in it; with
    `is_whole`, a list that its version should have is one."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = syntax_problem(str(error), file, Places(text))
        raise ConfigError(problems=(problem,)) from error
    except RecursionError:
        problem = Problem("the file is nested too deeply", file=file)
        raise ConfigError(problems=(problem,)) from None
    reader = _Reader(text, file)
    version = reader.read_version(content)
    reader.read(content)
    reader.find_contradictions()
    lacking = reader.find_gaps(version) if is_whole else []
    if reader.problems:
        raise ConfigError(problems=tuple(reader.problems))
    lists = {name: tuple(phrases) for name, phrases in reader.phrases.items()}
    return PhraseFile(lists=lists, lacking=tuple(lacking))


def _text_of(path: FilePath) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(problems=(unreadable(path.name, str(path), error),)) from error


def _with_lacking(found: PhraseFile, ours: PhraseFile) -> PhraseFile:
    """The owner's own word on a phrase goes before ours."""
    where: dict[str, list[str]] = {}
    for name, phrase in found.phrases:
        where.setdefault(phrase, []).append(name)
    lists = dict(found.lists)
    for name in ours.lists.keys() & found.lacking:
        lists[name] = tuple(
            phrase
            for phrase in ours.lists[name]
            if not any(contradict(name, other) for other in where.get(phrase, ()))
        )
    return replace(found, lists=lists)


def spellings(phrase: str) -> Iterator[str]:
    """The phrase as the index compares it, and once more without its accents."""
    plain = " ".join(phrase.lower().translate(_APOSTROPHES).split())
    yield plain
    if plain.isascii():
        return
    folded = unicodedata.normalize("NFD", plain.replace("ß", "ss"))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    if bare != plain:
        yield bare


class _Reader:
    """Walks through the tables and collects phrases and problems."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        #: list → its phrases; thousands of pairs would take twice the memory
        self.phrases: dict[str, list[str]] = {}
        self.problems: list[Problem] = []

    @cached_property
    def _places(self) -> Places:
        # read again for places only when there is a problem to show
        return Places(self._text)

    def read_version(self, content: dict[str, object]) -> int | None:
        """Takes the version out of the content; None: the file does not say it."""
        if "version" not in content:
            return None
        version = content.pop("version")
        if type(version) is int and 1 <= version <= len(VERSIONS):
            return version
        hint = f"this monitor knows the versions 1 to {len(VERSIONS)}"
        self._add(f"`version = {version}` is none of this file", ("version",), hint=hint)
        return None

    def read(self, table: object, path: Path = ()) -> None:
        """Read a table: lists in it, tables in it, or one list for each language."""
        name = ".".join(map(str, path))
        if name in LISTS:
            self._read_list(table, name, path)
        elif isinstance(table, dict) and (not name or _is_part_of_a_name(name)):
            for key, value in table.items():
                self.read(value, (*path, key))
        else:
            self._add_unknown(name, path)

    def _read_list(self, value: object, name: str, path: Path) -> None:
        self.phrases.setdefault(name, [])
        if not isinstance(value, dict):
            self._read_phrases(value, name, path)
            return
        for language, phrases in value.items():
            if language in LANGUAGES:
                self._read_phrases(phrases, name, (*path, language))
            else:
                self._add(
                    f"unknown language `{language}` in `{name}`",
                    (*path, language),
                    hint=f"one of {', '.join(sorted(LANGUAGES))}",
                )

    def _read_phrases(self, phrases: object, name: str, path: Path) -> None:
        if not isinstance(phrases, list):
            hint = 'write it as ["one phrase", "another"]'
            self._add(f"`{name}` is not a list of phrases", path, hint=hint)
            return
        for number, phrase in enumerate(phrases):
            self._read_phrase(phrase, name, (*path, number))

    def _read_phrase(self, phrase: object, name: str, path: Path) -> None:
        if not isinstance(phrase, str):
            hint = f'put it in quotes: "{phrase}"'
            self._add(f"`{phrase}` in `{name}` is not a phrase", path, hint=hint)
            return
        trouble = _trouble_with(phrase)
        if trouble:
            self._add(f'{trouble}: "{phrase}" in `{name}`', path)
            return
        self.phrases[name].extend(spellings(phrase))

    def find_contradictions(self) -> None:
        """Report phrases that stand in two lists which say the opposite."""
        first_list: dict[str, str] = {}
        in_several: dict[str, list[str]] = {}
        for name, phrases in self.phrases.items():
            for phrase in phrases:
                first = first_list.setdefault(phrase, name)
                if first is not name:
                    in_several.setdefault(phrase, [first]).append(name)
        for phrase, names in in_several.items():
            for one, other in CONTRADICTIONS:
                first = next((name for name in names if belongs(name, one)), "")
                second = next((name for name in names if belongs(name, other)), "")
                if first and second:
                    self._add(
                        f'"{phrase}" stands in `{first}` and in `{second}`',
                        self._written_at(second, phrase),
                        hint="take it out of one of them",
                    )

    def _written_at(self, name: str, phrase: str) -> Path:
        """Where a phrase stands in a list; looked for only when it is to be shown."""
        path: Path = tuple(name.split("."))
        table: Any = tomllib.loads(self._text)  # Any: whatever stands there
        for key in name.split("."):
            table = table[key]
        lists = table.items() if isinstance(table, dict) else [("", table)]
        for language, phrases in lists:
            for number, written in enumerate(phrases):
                if phrase in spellings(written):
                    return (*path, language, number) if language else (*path, number)
        return path

    def find_gaps(self, version: int | None) -> list[str]:
        """Report lists that are not there: half a file looks like a whole one, and hears less.
        What a later version brought is no gap, and is answered."""
        there = self.phrases.keys()
        own = lists_of(version or version_by(there))
        gaps = sorted(own - there)
        if not gaps:
            return sorted(LISTS - there)
        self.problems.append(_gap(gaps, self._file))
        return []

    def _add_unknown(self, name: str, path: Path) -> None:
        close = nearest(name, LISTS)
        self._add(
            f"unknown list `{name}`" + (f", did you mean `{close}`?" if close else ""),
            path,
            hint="" if close else f"the lists are {', '.join(sorted(LISTS))}",
        )

    def _add(self, message: str, path: Path, *, hint: str = "") -> None:
        line = self._places.line(*path)
        source = self._places.source(line)
        self.problems.append(
            Problem(message, file=self._file, line=line, source=source[:100], hint=hint)
        )


def _gap(gaps: Sequence[str], file: str) -> Problem:
    """Lists that should be there."""
    first, others = gaps[:4], gaps[4:]
    named = ", ".join(f"`{name}`" for name in first)
    more = f" and {len(others)} more" if others else ""
    are = "a list is" if len(gaps) == 1 else f"{len(gaps)} lists are"
    return Problem(
        f"{are} missing: {named}{more}",
        file=file,
        hint=f"was the file cut off? {MISSING}. An empty list, such as "
        f"`{gaps[0].rpartition('.')[2]} = []`, says that you mean it",
    )


def _is_part_of_a_name(name: str) -> bool:
    return any(known.startswith(f"{name}.") for known in LISTS)


def _trouble_with(phrase: str) -> str:
    """What is wrong with a phrase; empty when nothing is."""
    words = phrase.translate(_APOSTROPHES).split()
    if not words:
        return "empty phrase"
    if words[0] == "*" or words[-1] == "*":
        return "a lone `*` stands between words, not at either end"
    for word in words:
        bare = word.removesuffix("*")
        if (
            bare
            and not bare.isalnum()
            and not all(letter.isalnum() or letter == "_" for letter in bare)
        ):
            return "only letters, digits, blanks and `*` at the end of a word can match"
    return ""
