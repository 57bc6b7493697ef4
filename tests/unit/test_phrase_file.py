"""The phrase file: read as written, and every problem reported at once."""

import tomllib
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.scoring.phrase_file import load_phrases, parse_phrases, spellings
from monitor.scoring.phrase_lists import LISTS, VERSIONS, lists_of

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


def written(path: Path, lists: frozenset[str], head: str = "") -> Path:
    """A file with these lists, each of one phrase of its own."""
    phrases = (f'{name} = ["my {name.replace(".", " ")}"]\n' for name in sorted(lists))
    path.write_text(head + "".join(phrases), encoding="utf-8")
    return path


def test_a_list_that_is_not_there_is_a_problem_and_an_empty_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "phrases.toml"
    path.write_text("spam = []\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_phrases(path)
    (problem,) = caught.value.problems
    first = len(VERSIONS[0])
    assert problem.message == (
        f"{first - 1} lists are missing: `abuse`, `complaint.strong.access`,"
        f" `complaint.strong.booking`, `complaint.strong.broken` and {first - 5} more"
    )
    path.write_text("".join(f"{name} = []\n" for name in sorted(LISTS - {"spam"})))
    with pytest.raises(ConfigError, match="a list is missing: `spam`"):
        load_phrases(path)
    path.write_text("".join(f"{name} = []\n" for name in sorted(LISTS)))
    assert tuple(load_phrases(path).phrases) == ()


def test_the_shipped_file_is_valid_and_fills_every_list() -> None:
    assert {name for name, _ in load_phrases(SHIPPED).phrases} == LISTS


# --- an older version ---------------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, len(VERSIONS)))
@pytest.mark.parametrize("says_so", [True, False])
def test_what_an_older_file_cannot_know_is_taken_from_what_ships(
    tmp_path: Path, version: int, *, says_so: bool
) -> None:
    head = f"version = {version}\n" if says_so else ""
    found = load_phrases(written(tmp_path / "phrases.toml", lists_of(version), head))
    ours = parse_phrases(SHIPPED.read_text(encoding="utf-8")).lists
    assert set(found.lacking) == LISTS - lists_of(version)
    assert found.lists.keys() == LISTS
    for name in LISTS:
        is_own = name in lists_of(version)
        assert found.lists[name] == ((f"my {name.replace('.', ' ')}",) if is_own else ours[name])


def test_a_newest_file_takes_nothing() -> None:
    assert load_phrases(SHIPPED).lacking == ()
    assert tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["version"] == len(VERSIONS)


@pytest.mark.parametrize(
    ("lists", "head"),
    [
        # of its own version
        (LISTS - set(VERSIONS[-1]), f"version = {len(VERSIONS)}\n"),
        (lists_of(2) - {"irony"}, "version = 2\n"),
        # a part of what one version brought
        (lists_of(3) - {"pair.child.what"}, ""),
        # an earlier version's, while a later one's are there
        (LISTS - set(VERSIONS[1]), ""),
        (frozenset(VERSIONS[1]), ""),
    ],
)
def test_a_file_that_was_cut_off_is_refused(
    tmp_path: Path, lists: frozenset[str], head: str
) -> None:
    with pytest.raises(ConfigError, match="missing: ") as caught:
        load_phrases(written(tmp_path / "phrases.toml", lists, head))
    assert "was the file cut off?" in caught.value.for_person()


def test_the_shipped_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("version"))
    sections = [number for number, line in enumerate(lines) if line.startswith("[")]
    path = tmp_path / "phrases.toml"
    for cut in (first + 1, *sections):
        path.write_text("".join(lines[:cut]), encoding="utf-8")
        with pytest.raises(ConfigError, match="missing: "):
            load_phrases(path)


def test_the_file_that_ships_cannot_be_mended_with_itself(tmp_path: Path) -> None:
    path = written(tmp_path / "phrases.toml", lists_of(2))
    with pytest.raises(ConfigError, match=r"lists are missing: `conduct\.bait`"):
        load_phrases(path, shipped=path)


def test_an_own_phrase_goes_before_a_contrary_one_of_ours(tmp_path: Path) -> None:
    # ours calls it a strong complaint about quality
    ours = parse_phrases(SHIPPED.read_text(encoding="utf-8")).lists
    phrase = ours["complaint.strong.quality"][0]
    path = written(tmp_path / "phrases.toml", lists_of(1) - {"praise.weak"})
    path.write_text(path.read_text() + f'praise.weak = ["{phrase}"]\n')
    found = load_phrases(path)
    assert found.lists["praise.weak"] == (phrase,)
    assert phrase not in found.lists["complaint.strong.quality"]
    assert len(found.lists["complaint.strong.quality"]) == len(ours["complaint.strong.quality"]) - 1


@pytest.mark.parametrize("version", ["0", str(len(VERSIONS) + 1), '"2"', "true"])
def test_a_version_that_is_none_is_a_problem(version: str) -> None:
    assert problems_of(f"version = {version}\nspam = []") == [
        f"error: `version = {tomllib.loads('v = ' + version)['v']}` is none of this file\n"
        "  --> phrases.toml:1\n"
        f"   |  version = {version}\n"
        f" hint: this monitor knows the versions 1 to {len(VERSIONS)}"
    ]


def test_a_list_belongs_to_one_version() -> None:
    assert len(LISTS) == sum(map(len, VERSIONS))
