"""A labelled file: CSV as all spreadsheets write it, JSON lines, and what is wrong with a row."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.scoring.evaluation.labelled_file import BadRow, Columns, Row, read_rows
from monitor.scoring.evaluation.labels import HEADS, understand

USUAL = Columns()


def rows_of(path: Path, content: str | bytes, columns: Columns = USUAL) -> list[Row | BadRow]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path, columns))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "labelled.csv"


TWO = [Row(line=2, text="cold, again", label="1"), Row(line=3, text='"thanks"', label="0")]


@pytest.mark.parametrize(
    "content",
    [
        'text,label\n"cold, again",1\n"""thanks""",0\n',
        # semicolons, as spreadsheets write them where a comma stands in numbers
        'text;label\ncold, again;1\n"""thanks""";0\n',
        # tabs, other line ends, another order, more columns
        'label\tid\ttext\r\n1\t7\tcold, again\r\n0\t8\t"""thanks"""\r\n',
        # capitals and blanks in the names
        ' Text , LABEL \n"cold, again",1\n"""thanks""",0\n',
    ],
)
def test_a_table_is_read_whatever_separates_its_cells(file: Path, content: str) -> None:
    assert rows_of(file, content) == TWO


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_windows_are_read(file: Path, encoding: str) -> None:
    content = 'text,label\r\n"cold, again",1\r\n"""thanks""",0\r\n'
    assert rows_of(file, content.encode(encoding)) == TWO


def test_a_line_break_in_a_text_is_part_of_it(file: Path) -> None:
    content = 'text,label\n"no order\n\nno answer",1\nfine,0\n'
    assert rows_of(file, content) == [
        Row(line=2, text="no order\n\nno answer", label="1"),
        Row(line=5, text="fine", label="0"),
    ]


def test_json_lines_are_read_with_labels_of_every_sort(file: Path) -> None:
    content = (
        '{"text": "cold", "label": 1, "more": [2]}\n'
        "\n"
        '{"text": "thanks", "label": ["praise", "question"]}\n'
    )
    assert rows_of(file, content) == [
        Row(line=1, text="cold", label=1),
        Row(line=3, text="thanks", label=["praise", "question"]),
    ]


def test_columns_may_have_other_names(file: Path) -> None:
    content = "tweet,sentiment\ncold,negative\n"
    found = rows_of(file, content, Columns(text="tweet", label="sentiment"))
    assert found == [Row(line=2, text="cold", label="negative")]


def test_rows_that_cannot_be_used_are_told_and_the_rest_is_read(file: Path) -> None:
    content = (
        "text,label\n"
        "good,1\n"
        "cold, again,1\n"
        ",1\n"
        "no label,\n"
        '"said "hi" to us",1\n'
        "caf\udce9,1\n"
        "good,0\n"
        "cold,o\udcffther\n"
    ).encode("utf-8", "surrogateescape")
    found = rows_of(file, content)
    assert [one.line for one in found if isinstance(one, Row)] == [2, 8]
    assert [(one.line, one.why) for one in found if isinstance(one, BadRow)] == [
        (3, "3 cells instead of 2; a text with a separator in it needs quotes"),
        (4, "no text"),
        (5, "no label"),
        (6, 'a quote in a text has to be written twice: "say ""hello"""'),
        (7, "not UTF-8: save the file as UTF-8"),
        (9, "not UTF-8: save the file as UTF-8"),
    ]


def test_a_quote_that_is_never_closed_is_told_where_it_opens(file: Path) -> None:
    found = rows_of(file, 'text,label\ngood,1\n"cold,1\nwarm,0\n')
    assert found[1] == BadRow(
        line=3,
        why="a quote is opened here and never closed: all that follows was taken for one text",
    )
    endless = rows_of(file, 'text,label\n"' + "cold,1\n" * 30_000)
    assert isinstance(endless[0], BadRow)
    assert endless[0].line == 2
    assert "131,072" in endless[0].why


def test_json_lines_that_cannot_be_used_are_told(file: Path) -> None:
    content = '{"text": "cold"}\n{"text": 3, "label": 1}\n[1]\nnothing\n{"text": "a", "label": 0}\n'
    found = rows_of(file, content)
    assert [(one.line, one.why) for one in found if isinstance(one, BadRow)] == [
        (1, "there is no `label`, only `text`"),
        (2, "`text` is no text"),
        (3, 'not an object; write {"text": "...", "label": "..."}'),
        (4, 'not JSON; write {"text": "...", "label": "..."}'),
    ]
    assert found[-1] == Row(line=5, text="a", label=0)


@pytest.mark.parametrize(
    "row", ['{"text": "cold \\ud83d", "label": 1}', '{"text": "cold", "label": ["a", "\\ud83d"]}']
)
def test_half_a_character_is_told_as_one(file: Path, row: str) -> None:
    why = "half of a character is missing: write the whole one, or none"
    assert rows_of(file, row) == [BadRow(line=1, why=why)]


def test_names_of_columns_are_shown_inert(file: Path) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(file, b"te\xffxt,\x1b[2Jlabel\ncold,1\n")
    assert caught.value.message == "there is no column `text`, did you mean `te\ufffdxt`?"
    assert "`te\ufffdxt`, `label`;" in (caught.value.hint or "")
    (bad,) = rows_of(file, '{"te\\udcffxt": "cold"}')
    assert isinstance(bad, BadRow)
    assert bad.why == "there is no `text`, only `te\ufffdxt`"


def test_a_column_that_is_not_there_is_told_with_those_that_are(file: Path) -> None:
    with pytest.raises(InputError) as caught:
        rows_of(file, "text,labels\ncold,1\n")
    assert "there is no column `label`, did you mean `labels`?" in caught.value.message
    assert "`text`, `labels`" in (caught.value.hint or "")


@pytest.mark.parametrize("content", ["", "\n \n", codecs.BOM_UTF8.decode()])
def test_an_empty_file_says_so(file: Path, content: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        rows_of(file, content)


def test_a_json_list_says_what_is_wanted(file: Path) -> None:
    with pytest.raises(InputError, match="one JSON list"):
        rows_of(file, '[{"text": "cold", "label": 1}]')


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"text,label\n" + content)
    for row in read_rows(path, USUAL):
        assert row.line >= 2
        told = row.why if isinstance(row, BadRow) else f"{row.text}{row.label}"
        assert told.encode()


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "head", "is_yes", "name"),
    [
        ("complaint", "complaint", True, "complaint"),
        # its topic is another matter
        ("complaint:late", "complaint", True, "complaint"),
        ("question+complaint", "question", True, "complaint+question"),
        ("Praise", "complaint", False, "praise"),
        ("other", "abuse", False, "other"),
        ("1", "praise", True, "praise"),
        (1, "praise", True, "praise"),
        (1.0, "praise", True, "praise"),
        (True, "spam", True, "spam"),
        ("no", "complaint", False, "not complaint"),
        (["praise", "question"], "question", True, "praise+question"),
    ],
)
def test_a_label_is_understood(written: object, head: str, is_yes: bool, name: str) -> None:
    assert understand(written, head) == (is_yes, name)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("negative", "`negative` says how it feels, not what it is"),
        ("angry", "no such label: `angry`"),
        ("2", "no such label: `2`"),
        ("complaint+angry", "no such label: `angry`"),
        (" + ", "no label"),
        ({"a": 1}, "a label that is neither a word nor a number"),
    ],
)
def test_a_label_that_is_not_understood_says_why(written: object, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("+", r"\+")):
        understand(written, "complaint")


def test_other_labels_mean_what_one_says() -> None:
    assert understand("Negative", "complaint", ("negative",)) == (True, "negative")
    assert understand("neutral", "complaint", ("negative",)) == (False, "neutral")
    # then the usual ones mean nothing any more
    assert understand("complaint", "complaint", ("negative",)) == (False, "complaint")


@given(st.text(max_size=30), st.sampled_from(HEADS))
def test_any_label_is_understood_or_refused(written: str, head: str) -> None:
    try:
        labelled = understand(written, head)
    except ValueError:
        return
    assert labelled.is_yes is (head in labelled.name.split("+"))
