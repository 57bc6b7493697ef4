"""`monitor evaluate`, as an owner uses it on texts of their own."""

import json
import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from monitor.cli import evaluate_json
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, keys_of

pytestmark = pytest.mark.usefixtures("a_wide_screen")

#: what is told only where a model reads
BY_A_MODEL = ("calibration", "mistakes[].weighed")
LABELLED = """\
text,label
"50 minutes for two coffees, and one was cold. still no refund",complaint:late
my order never came and nobody answers,complaint:no_answer
"lovely bread, thank you so much",praise
are you open on Sunday?,question
"oh brilliant, cold coffee again",complaint
the worst loaf I ever had is better than yours,complaint+abuse
"never had such good cake, terrible for my diet, thank you",praise
"",praise
the bus was late again,other
best bread in town \x1b[2J\u202egnp.exe,complaint
[bold]fine[/bold],\x1b[31mangry
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.chdir(tmp_path)
    shop = Shop(tmp_path)
    (tmp_path / "labelled.csv").write_text(LABELLED, encoding="utf-8")
    return shop


def test_the_numbers_the_mistakes_and_the_rows_that_cannot_be_used(shop: Shop) -> None:
    answer = shop.run("evaluate", "labelled.csv")
    assert answer.code == 1
    assert answer.out.startswith("9 texts in labelled.csv, 5 of them labelled complaint (56%).")
    for part in (
        "\nread as a complaint ",
        "\nanswered by a machine ",
        "\nAUC ",
        " worst mistakes. ",
    ):
        assert part in answer.out
    assert answer.err == (
        "2 of 11 rows could not be used:\n  line 9: no text\n  line 12: no such label: `angry`\n"
    )


def test_a_stranger_s_text_does_nothing_on_the_screen(shop: Shop) -> None:
    said = shop.run("evaluate", "labelled.csv", "--worst", "20").said
    assert "best bread in town" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("head", ["praise", "abuse"])
def test_another_question_is_asked_of_the_same_file(shop: Shop, head: str) -> None:
    told = json.loads(shop.run("evaluate", "labelled.csv", "--head", head, "--json").out)
    assert (told["head"], told["yes"]) == (head, {"praise": 2, "abuse": 1}[head])


def test_a_pipe_is_a_file_too(shop: Shop) -> None:
    pipe = shop.folder / "pipe"
    os.mkfifo(pipe)
    lines = '{"text": "my order never came", "label": 1}\n{"text": "hi", "label": 0}\n'
    writer = Thread(target=pipe.write_text, args=(lines,))
    writer.start()
    answer = shop.run("evaluate", "pipe", "--worst", "0")
    writer.join()
    assert answer.code == 0
    assert answer.out.startswith("2 texts in pipe, 1 of them labelled complaint (50%)")
    assert "worst mistake" not in answer.out


def test_evaluation_in_json_has_the_documented_keys(shop: Shop) -> None:
    answer = shop.run("evaluate", "labelled.csv", "--json")
    told = json.loads(answer.out)
    found = {key for key in keys_of(told) if not key.startswith(BY_A_MODEL)}
    assert found == {key for key in evaluate_json.EVALUATE_KEYS if not key.startswith(BY_A_MODEL)}
    assert (told["texts"], told["yes"]) == (9, 5)
    assert [one["line"] for one in told["bad"]] == [9, 12]
    by_name = {point["name"]: point for point in told["points"]}
    assert {"kind", "likely", "sure", "acknowledged"} < set(by_name)
    for point in by_name.values():
        assert point["hits"] + point["missed"] == 5
        assert point["wrong"] + point["passed"] == 4


def test_names_of_the_business_are_neither_praise_nor_blame(shop: Shop) -> None:
    file = shop.folder / "names.csv"
    file.write_text("text,label\nwe go to Happy Days on Mill Road,spam\n")

    def sentiment(*options: str) -> object:
        told = shop.run("evaluate", str(file), "--head", "spam", "--json", *options).out
        return json.loads(told)["mistakes"][0]["sentiment"]

    assert sentiment() == pytest.approx(0.5719)
    assert sentiment("--brand-names", "Birch, Happy Days") == 0


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("feelings", "text,label\ncold,negative\nfine,positive\n", ()),
        ("no_column", "text,labels\ncold,1\n", ()),
        ("nothing", "text,label\n", ()),
        ("format", "text,label\ncold,1\n", ("--plot", "curve.pdf")),
        ("itself", "text,label\ncold,1\n", ("--plot", "wrong.csv")),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(
    shop: Shop, name: str, content: str, options: tuple[str, ...]
) -> None:
    Path("wrong.csv").write_text(content)
    answer = shop.run("evaluate", "wrong.csv", *options)
    assert answer.code == 2
    assert_message(f"cli/evaluate_{name}", answer.said)


def test_stray_bytes_are_plain_wherever_they_stand(shop: Shop) -> None:
    name = os.fsdecode(b"lab\xffelled.csv")
    Path(name).write_bytes(b"text,label\ncold again,complaint\nfine,\xff\nth\xffanks,praise\n")
    told = shop.run("evaluate", name)
    assert told.code == 1
    assert told.out.startswith("1 text in lab\ufffdelled.csv,")
    assert told.err == (
        "2 of 3 rows could not be used:\n  lines 3, 4: not UTF-8: save the file as UTF-8\n"
    )
    assert json.loads(shop.run("evaluate", name, "--json").out)["file"] == "lab\ufffdelled.csv"
    missing = shop.run("evaluate", os.fsdecode(b"gone\xff.csv"))
    assert missing.code == 2
    assert missing.err == (
        "error: `gone\ufffd.csv` is not there\n"
        " hint: name a labelled file, or `-` for the standard input\n"
    )


def test_feelings_count_when_one_says_so(shop: Shop) -> None:
    file = shop.folder / "feelings.csv"
    file.write_text("text,label\nmy order never came,negative\nhello,neutral\n")
    told = json.loads(shop.run("evaluate", str(file), "--positive", "negative", "--json").out)
    assert (told["texts"], told["yes"]) == (2, 1)
    assert [one["label"] for one in told["answers"]] == ["negative", "neutral"]


def test_precision_is_told_for_days_with_fewer_of_them(shop: Shop) -> None:
    told = json.loads(shop.run("evaluate", "labelled.csv", "--one-in", "5", "--json").out)
    kind = told["points"][0]
    recall, mistaken = kind["recall"], kind["wrong"] / (kind["wrong"] + kind["passed"])
    wanted = 0.2 * recall / (0.2 * recall + 0.8 * mistaken)
    assert kind["precision_if"] == pytest.approx(wanted)
    assert kind["precision_if"] < kind["precision"]


def test_what_weighed_with_the_model_stands_beside_a_mistake(shop: Shop) -> None:
    file = shop.folder / "one.csv"
    file.write_text("text,label\nmy order never came and nobody answers,other\n")
    (mistake,) = json.loads(shop.run("evaluate", str(file), "--json").out)["mistakes"]
    heaviest = [abs(found["adds"]) for found in mistake["weighed"]]
    assert heaviest == sorted(heaviest, reverse=True)
    assert 0 < len(heaviest) <= evaluate_json.MOST
    assert "what weighed: " in shop.run("evaluate", str(file)).out


# --- the curve ------------------------------------------------------------------------------------


def test_without_a_library_that_draws_it_says_which(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = shop.run("evaluate", "labelled.csv", "--plot", "curve.svg")
    assert answer.code == 2
    assert_message("cli/evaluate_no_library", answer.said)


@pytest.mark.parametrize(("name", "start"), [("curve.svg", b"<?xml"), ("curve.PNG", b"\x89PNG")])
def test_a_curve_is_drawn(shop: Shop, name: str, start: bytes) -> None:
    pytest.importorskip("matplotlib")
    curve = shop.folder / name
    answer = shop.run("evaluate", "labelled.csv", "--plot", str(curve))
    assert f"The curve is in SHOP/{name}." in answer.out
    first = curve.read_bytes()
    assert first.startswith(start)
    shop.run("evaluate", "labelled.csv", "--plot", str(curve))
    assert curve.read_bytes() == first
    assert not list(shop.folder.glob("*.part"))


def test_letters_of_a_curve_stay_letters(shop: Shop) -> None:
    pytest.importorskip("matplotlib")
    curve = shop.folder / "curve.svg"
    shop.run("evaluate", "labelled.csv", "--plot", str(curve))
    assert "recall: so much is found" in curve.read_text(encoding="utf-8")


def test_without_a_score_there_is_no_curve(shop: Shop) -> None:
    pytest.importorskip("matplotlib")
    curve = shop.folder / "curve.svg"
    answer = shop.run("evaluate", "labelled.csv", "--head", "spam", "--plot", str(curve))
    assert answer.code == 2
    assert_message("cli/evaluate_no_curve", answer.err)
    assert not curve.exists()
