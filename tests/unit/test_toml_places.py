"""Places: the line of every key, table and element of a TOML source."""

import tomllib
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.toml_places import Path, Places

PLAYBOOK = dedent(
    '''\
    # a comment with [brackets] and "quotes
    title = "the # is no comment, nor is ] a bracket"

    [brand]
    name = "Larch & Loaf"
    handles = { x = "larch", "on reddit" = "loaf", deep = { er = 1 } }
    people = [
        "Jo",  # ] not the end
        "Sam",
    ]

    [[rule]]
    name = "late"
    when.kind = "complaint"
    why = """
    [not.a.table]
    key = "nor a key"
    """

    [[rule]]
    name = 'broken'
    [rule.when]
    sentimnt = -0.5
    [[rule.example]]
    text = "cold"
    [[rule.example]]
    text = "late"

    [far."a.b".away]
    at = 2026-12-25T10:00:00Z
    '''
)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("brand",), 4),
        (("brand", "name"), 5),
        (("brand", "handles", "x"), 6),  # inside an inline table
        (("brand", "handles", "on reddit"), 6),  # a quoted key
        (("brand", "handles", "deep", "er"), 6),
        (("brand", "people"), 7),
        (("brand", "people", 1), 9),  # an element of an array over several lines
        (("rule",), 12),
        (("rule", 0), 12),
        (("rule", 0, "when", "kind"), 14),  # a dotted key
        (("rule", 0, "when"), 14),  # a table that only the dotted key makes
        (("rule", 0, "why"), 15),
        (("rule", 1), 20),  # after a text over several lines that looks like TOML
        (("rule", 1, "when", "sentimnt"), 23),  # a table of the newest element
        (("rule", 1, "example", 1, "text"), 27),  # an array in an array
        (("far", "a.b", "away", "at"), 30),
        (("far", "a.b"), 29),
    ],
)
def test_every_key_table_and_element_has_its_line(path: Path, line: int) -> None:
    assert Places(PLAYBOOK).line_of[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("brand", "colour"), 4),  # the table it is missing from
        (("rule", 1, "when", "kind"), 22),
        (("rule", 7), 12),
        (("nothing",), None),
        ((), None),
    ],
)
def test_what_is_not_there_has_the_line_around_it(path: Path, line: int | None) -> None:
    assert Places(PLAYBOOK).line(*path) == line


def test_nothing_inside_a_text_is_a_place() -> None:
    assert not {("not",), ("key",), ("rule", 0, "key")} & set(Places(PLAYBOOK).line_of)


def test_the_source_line_comes_as_written() -> None:
    places = Places("a = 1\r\n  b = 2\r\n")
    assert places.source(places.line("b")) == "  b = 2"
    assert [places.source(line) for line in (None, 0, 9)] == ["", "", ""]
    assert places.last_line() == 2


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ('"say \\"hi\\""', 'say "hi"'),
        (r'"tab\there"', "tab\there"),
        (r'"caf\u00e9"', "café"),
        (r'"\U0001F370"', "🍰"),
        (r"'C:\new'", r"C:\new"),
        ('""', ""),
    ],
)
def test_a_quoted_key_is_read_as_tomllib_reads_it(key: str, path: str) -> None:
    source = f"\n{key} = 1\n"
    assert list(tomllib.loads(source)) == [path]
    assert Places(source).line_of == {(path,): 2}


# --- generated files --------------------------------------------------------------------------

Value = int | str | list["Value"] | dict[str, "Value"]

KEYS = st.text("abz_-09", min_size=1, max_size=4) | st.text('é. #]"\\', max_size=3)
TEXTS = st.text("ab #[]{}=,\"'\\\n", max_size=12)
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.integers(-9, 9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
TABLES = st.lists(
    st.tuples(
        st.booleans(),  # an element of an array of tables?
        KEYS,
        st.dictionaries(KEYS, VALUES, max_size=3),
        st.booleans(),  # its keys dotted?
    ),
    max_size=5,
    unique_by=lambda table: table[1],
)


class Writer:
    """Writes TOML and notes where it put each key."""

    def __init__(self) -> None:
        self.text = ""
        self.line_of: dict[Path, int] = {}

    def put(self, text: str, *path: str | int) -> None:
        if path:
            self.line_of[path] = self.text.count("\n") + 1
        self.text += text

    def value(self, value: Value, path: Path) -> None:
        match value:
            case str() if "\n" in value:
                escaped = value.replace("\\", "\\\\").replace('"', '\\"')
                self.put(f'"""{escaped}"""')
            case str() if "'" not in value:
                self.put(f"'{value}'")
            case int() | str():
                self.put(str(value) if isinstance(value, int) else quoted(value))
            case list():
                self.put("[ # [\n")
                for index, each in enumerate(value):
                    self.put(" ", *path, index)
                    self.value(each, (*path, index))
                    self.put(",\n" if index % 2 else ", ")
                self.put("]")
            case dict():
                self.put("{")
                for count, (key, each) in enumerate(value.items()):
                    self.put(", " if count else " ")
                    self.pair(key, each, path)
                self.put("}")

    def pair(self, key: str, value: Value, table: Path, *, is_dotted: bool = False) -> None:
        path: Path = (*table, key)
        self.put(quoted(key), *path)
        if is_dotted:
            path = (*path, "more")
            self.put(" . more", *path)
        self.put(" = ")
        self.value(value, path)


def quoted(text: str) -> str:
    if text and all(sign in "abz_-09" for sign in text):
        return text if text.strip("-0123456789") else f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(tables=TABLES)
@example(tables=[(True, "a", {"b": ['"""', {"c": "x\n"}]}, True)])
def test_every_key_of_a_generated_file_is_found(
    tables: list[tuple[bool, str, dict[str, Value], bool]],
) -> None:
    writer = Writer()
    for is_array, name, keys, is_dotted in tables:
        for index in range(2 if is_array else 1):
            table: Path = (name, index) if is_array else (name,)
            writer.line_of.setdefault((name,), writer.text.count("\n") + 1)
            header = f"[[ {quoted(name)} ]]" if is_array else f"[{quoted(name)}]"
            writer.put(f"{header} # ]\n", *table)
            if is_array:
                writer.line_of[(name,)] = writer.line_of[(name, 0)]
            for key, value in keys.items():
                writer.pair(key, value, table, is_dotted=is_dotted)
                writer.put("\n\n")
    tomllib.loads(writer.text)
    assert Places(writer.text).line_of == writer.line_of


@given(st.text("ab.=[]{}\"'\\#,\n \r\té", max_size=60))
@example("[" * 5000)
@example("a = " + "[" * 100_000)
@example('a = """\n[b]')
@example("[[")
@example("[]\n[[]]\n= 1\n.\n")
@example('"')
@example('"\\U99999999" = 1')
def test_nothing_makes_it_raise(source: str) -> None:
    assert all(line >= 1 for line in Places(source).line_of.values())
