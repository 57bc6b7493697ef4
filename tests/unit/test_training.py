"""Training: which texts teach what, and that the file is what was learnt."""

import csv
from pathlib import Path

import pytest

from monitor.errors import InputError
from monitor.scoring.corpus.lines import read_corpus
from monitor.scoring.model import Model
from monitor.scoring.model.weights import HEADS, SHIPPED, Weights, read_weights
from monitor.scoring.phrase_file import load_phrases
from monitor.scoring.phrases import PhraseIndex
from monitor.scoring.training import recipe
from monitor.scoring.training.examples import Example, examples, hindi_words
from monitor.scoring.vader import FastVader

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ROOT.parent / "shared" / "data" / "languages-dev.csv"
PHRASES = tuple(load_phrases(ROOT / "playbooks" / "phrases.toml").phrases)


def file_of(folder: Path, *rows: tuple[str, str, str]) -> Path:
    path = folder / "languages.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("lang", "sentiment", "text"), *rows])
    return path


def test_examples_are_the_corpus_and_the_file_of_languages(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        ("english", "0", "it\\u2019s late again"),
        ("english", "2", "what a day"),
        ("german", "0", "schon wieder zu spät"),
        ("hindi", "1", "yeh kya hai bhai"),
        ("hindi", "1", "great win for the team today"),
        ("hindi", "1", "what a match yaar"),
    )
    found = examples(path)
    assert len(found) == len(read_corpus()) + 5
    late, day, german, hindi, english = found[-5:]
    assert (late.text, late.tone, late.is_english) == ("it’s late again", -1, True)
    assert (day.tone, day.labels) == (1, None)
    assert [one.is_english for one in (german, hindi, english)] == [False, False, True]
    assert {one.labels is None for one in found[:-5]} == {False}


def test_a_file_of_something_else_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("text,label\nhello,1\n")
    with pytest.raises(InputError, match=r"other\.csv is no file of languages"):
        examples(path)


def test_hindi_in_latin_letters_is_known_by_its_small_words() -> None:
    assert hindi_words("bhai mera order kab aayega, kuch batao") >= 2
    assert hindi_words("my order is late and nobody answers") == 0


def test_a_head_learns_from_what_tells_it_something() -> None:
    plan = recipe.PLANS["complaint"]
    assert plan.answer(Example("a", "bakery", frozenset(("complaint",)))) is True
    assert plan.answer(Example("a", "bakery", frozenset(("praise",)))) is False
    assert plan.answer(Example("a", "languages 0", tone=-1)) is True
    assert plan.answer(Example("a", "languages 0", is_english=False)) is None
    assert recipe.PLANS["spam"].answer(Example("a", "languages 0", tone=-1)) is None
    assert set(recipe.PLANS) == set(HEADS)


def test_the_file_says_what_was_learnt(tmp_path: Path) -> None:
    numpy = pytest.importorskip("numpy", reason='pip install -e ".[train]"')
    pytest.importorskip("sklearn", reason='pip install -e ".[train]"')
    from monitor.scoring.training.fitting import fit
    from monitor.scoring.training.matrix import matrix_of, texts_of

    found = [
        Example(line.text, line.trade, line.labels)
        for line in read_corpus()
        if line.trade in ("bakery", "hotel", "plumber", "gym", "vet", "cafe")
    ]
    texts = texts_of([one.text for one in found], FastVader(), PhraseIndex(list(PHRASES)))
    matrix = matrix_of(texts)
    plan = recipe.PLANS["complaint"]
    fitted = fit("complaint", recipe.lesson(plan, found, matrix))
    others = read_weights(SHIPPED).heads[1:]
    model = Model(Weights("test", (fitted.head, *others), {}))
    weights = numpy.concatenate(
        [
            numpy.array(fitted.head.words) / 1000,
            numpy.array(fitted.head.runs) / 1000,
            [fitted.head.tone],
        ]
    )
    by_matrix = matrix @ weights + fitted.head.intercept
    for text, expected in zip(texts, by_matrix, strict=True):
        assert model.logits(text)[0] == pytest.approx(expected, abs=1e-9)
    # what rounding to thousandths costs
    exact = 1 / (1 + numpy.exp(-(fitted.head.slope * fitted.logits + fitted.head.shift)))
    told = numpy.array([model.tell(text).complaint for text in texts])
    assert numpy.abs(exact - told).max() < 1e-3
    # and it has learnt something that holds for trades it has not seen
    wanted = numpy.array(["complaint" in (one.labels or ()) for one in found])
    held_out = fitted.held_out
    pairs = held_out[wanted][:, None] > held_out[~wanted][None, :]
    assert pairs.mean() > 0.9


def test_whose_trouble_it_is_is_learnt_from_what_sounds_like_a_complaint() -> None:
    numpy = pytest.importorskip("numpy", reason='pip install -e ".[train]"')
    pytest.importorskip("sklearn", reason='pip install -e ".[train]"')
    from monitor.scoring.training.matrix import texts_of

    found = [
        Example("my order is broken", "bakery", frozenset(("complaint",))),
        Example("my gym charged me twice, two buns please", "elsewhere_a", frozenset(("other",))),
        Example("lovely day for it", "elsewhere_b", frozenset(("other",))),
        # no complaint, and nothing is wrong in it; spam; of tone alone
        Example("two buns please", "bakery", frozenset(("other",))),
        Example("worst hair ever? follow me", "salon", frozenset(("spam",))),
        Example("worst day ever", "languages 0", tone=-1),
        Example("that was the worst film", "chatter_a", frozenset(("other",))),
    ]
    texts = texts_of([one.text for one in found], FastVader(), PhraseIndex(list(PHRASES)))
    lesson = recipe.lesson_of_whose(found, texts)
    assert lesson.wanted.tolist() == [0, 1, 1, 1]
    assert lesson.weight.tolist() == [1, 2, 2, 1]
    # a row is what the model counts
    shipped = read_weights(SHIPPED).elsewhere
    assert shipped is not None
    weights = numpy.concatenate(
        [numpy.array(shipped.words) / 1000, numpy.array(shipped.runs) / 1000, [shipped.tone]]
    )
    logits = lesson.matrix @ weights + shipped.intercept
    told = 1 / (1 + numpy.exp(-(shipped.slope * logits + shipped.shift)))
    model = Model.shipped()
    assert [model.elsewhere(texts[row]) for row in (0, 1, 2, 6)] == pytest.approx(told, abs=1e-4)


def test_weights_are_freer_the_more_telling_their_piece_is() -> None:
    numpy = pytest.importorskip("numpy", reason='pip install -e ".[train]"')
    sparse = pytest.importorskip("scipy.sparse", reason='pip install -e ".[train]"')
    pytest.importorskip("sklearn", reason='pip install -e ".[train]"')
    from monitor.scoring.training.fitting import Lesson, regression

    wanted = numpy.array([1] * 20 + [0] * 20)
    seen = numpy.zeros((40, 3))
    # the first piece in 18 of those that say yes and in 2 others, the second in 12 and in 9
    seen[[*range(18), 20, 21], 0] = 1
    seen[[*range(12), *range(20, 29)], 1] = 1

    def of_the_second(by_telling: float) -> float:
        lesson = Lesson(
            matrix=sparse.csr_matrix(seen),
            wanted=wanted,
            weight=numpy.ones(40),
            group=numpy.zeros(40, dtype=int),
            strength=1.0,
            by_telling=by_telling,
        )
        first, second, _ = abs(regression(lesson, numpy.ones(40, dtype=bool)).coef_[0])
        assert first > 0.5
        return float(second / first)

    assert of_the_second(1.0) < of_the_second(0.5) < of_the_second(0.0)


@pytest.mark.slow
def test_the_shipped_model_is_what_the_recipe_makes() -> None:
    pytest.importorskip("sklearn", reason='pip install -e ".[train]"')
    if not LANGUAGES.is_file():
        pytest.skip("the file of languages is not beside this checkout: docs/model-card.md")
    from monitor.scoring.training import train
    from monitor.scoring.training.comparison import largest_difference

    made, shipped = train(LANGUAGES, PHRASES), read_weights(SHIPPED)
    texts = [one.text for one in examples(LANGUAGES)][::5]
    assert made.thresholds == shipped.thresholds
    assert largest_difference(made, shipped, texts, PHRASES) < 1e-3
