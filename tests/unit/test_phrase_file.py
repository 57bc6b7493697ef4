"""The phrase file: read as written, and every problem reported at once."""

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.scoring.phrase_file import LISTS, load_phrases, parse_phrases, spellings

SHIPPED = Path(__file__).resolve().parents[2] / "playbooks" / "phrases.toml"


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_phrases(text)
    return [problem.for_person() for problem in caught.value.problems]


def test_lists_with_and_without_languages() -> None:
    file = parse_phrases(
        """
        [complaint.strong]
        late = ["Still  Waiting"]
        [opt_out.short]
        en = ["don't write"]
        de = ["hör auf"]
        """
    )
    assert tuple(file.phrases) == (
        ("complaint.strong.late", "still waiting"),
        ("opt_out.short", "dont write"),
        ("opt_out.short", "hör auf"),
        ("opt_out.short", "hor auf"),
    )


@pytest.mark.parametrize(
    ("phrase", "compared"),
    [
        ("Not OK", ["not ok"]),
        ("can’t", ["cant"]),
        # people leave accents out
        ("policía", ["policía", "policia"]),
        ("straße", ["straße", "strasse"]),
    ],
)
def test_spellings(phrase: str, compared: list[str]) -> None:
    assert list(spellings(phrase)) == compared


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'harmles = ["stop"]',
            "error: unknown list `harmles`, did you mean `harmless`?\n"
            "  --> phrases.toml:1\n"
            '   |  harmles = ["stop"]',
        ),
        (
            '[sensitive]\ninjurys = ["hurt"]',
            "error: unknown list `sensitive.injurys`, did you mean `sensitive.injury`?\n"
            "  --> phrases.toml:2\n"
            '   |  injurys = ["hurt"]',
        ),
        (
            'spam = ["  "]',
            'error: empty phrase: "  " in `spam`\n  --> phrases.toml:1\n   |  spam = ["  "]',
        ),
        (
            "spam = [80]",
            "error: `80` in `spam` is not a phrase\n"
            "  --> phrases.toml:1\n"
            "   |  spam = [80]\n"
            ' hint: put it in quotes: "80"',
        ),
        (
            'spam = "buy now"',
            "error: `spam` is not a list of phrases\n"
            "  --> phrases.toml:1\n"
            '   |  spam = "buy now"\n'
            ' hint: write it as ["one phrase", "another"]',
        ),
        (
            '[spam]\nklingon = ["nuqneH"]',
            "error: unknown language `klingon` in `spam`\n"
            "  --> phrases.toml:2\n"
            '   |  klingon = ["nuqneH"]\n'
            " hint: one of de, en, es, fr, it, nl, pt",
        ),
        (
            'spam = ["* now"]',
            'error: a lone `*` stands between words, not at either end: "* now" in `spam`\n'
            "  --> phrases.toml:1\n"
            '   |  spam = ["* now"]',
        ),
        (
            'spam = ["50 % off"]',
            "error: only letters, digits, blanks and `*` at the end of a word can match: "
            '"50 % off" in `spam`\n'
            "  --> phrases.toml:1\n"
            '   |  spam = ["50 % off"]',
        ),
        (
            '[complaint.strong]\ngeneral = ["awful"]\n[praise]\nstrong = [\n  "awful",\n]',
            'error: "awful" stands in `complaint.strong.general` and in `praise.strong`\n'
            "  --> phrases.toml:5\n"
            '   |  "awful",\n'
            " hint: take it out of one of them",
        ),
    ],
)
def test_a_problem_names_its_line(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_every_problem_at_once() -> None:
    assert len(problems_of('nonsense = []\nspam = ["", 7, "fine"]\njobs = 3')) == 4


def test_broken_toml_and_a_missing_file(tmp_path: Path) -> None:
    assert problems_of("spam = 1\nspam = [")[0].startswith(
        "error: the file ends too early, in this line: invalid value\n  --> phrases.toml:2\n"
    )
    assert problems_of("spam = oops\n")[0].startswith("error: this line is not TOML: ")
    assert problems_of("a = " + "[" * 5000) == [
        "error: the file is nested too deeply\n  --> phrases.toml"
    ]
    with pytest.raises(ConfigError, match=r"there is no `phrases\.toml`"):
        load_phrases(tmp_path / "phrases.toml")


def test_a_list_that_is_not_there_is_a_problem_and_an_empty_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text("spam = []\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_phrases(path)
    (problem,) = caught.value.problems
    assert problem.message == (
        f"{len(LISTS) - 1} lists are missing: `abuse`, `complaint.strong.access`,"
        f" `complaint.strong.booking`, `complaint.strong.broken` and {len(LISTS) - 5} more"
    )
    path.write_text("".join(f"{name} = []\n" for name in sorted(LISTS - {"spam"})))
    with pytest.raises(ConfigError, match="a list is missing: `spam`"):
        load_phrases(path)
    path.write_text("".join(f"{name} = []\n" for name in sorted(LISTS)))
    assert tuple(load_phrases(path).phrases) == ()


def test_the_shipped_file_is_valid_and_fills_every_list() -> None:
    assert {name for name, _ in load_phrases(SHIPPED).phrases} == LISTS
