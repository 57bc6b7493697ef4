"""The matrix of training: one row for a text, one column for each bucket, as the model counts."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from monitor.scoring.brand_words import BrandWords
from monitor.scoring.grounds import weigh
from monitor.scoring.model.pieces import BUCKETS, bucket, plain_word, run_buckets, signs
from monitor.scoring.model.text import LIST, Text, standing
from monitor.scoring.model.whose import pieces_of_whose
from monitor.scoring.normalise import normalise
from monitor.scoring.phrases import PhraseIndex
from monitor.scoring.training.needed import needed
from monitor.scoring.vader import FastVader
from monitor.scoring.words import closed_up, words_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


def texts_of(raws: Sequence[str], vader: FastVader, phrases: PhraseIndex) -> list[Text]:
    """Each text as the reader hands it to the model, for a brand without a name."""
    nobody = BrandWords()
    found = []
    for raw in raws:
        text = normalise(raw)
        closed = closed_up(text)
        words = words_of(closed)
        polarity = vader.polarity(raw)
        compound = nobody.used_compound(vader, raw, text, polarity)
        found.append(Text(text, words, compound, weigh(phrases.find(words), words, closed)))
    return found


def matrix_of(texts: Sequence[Text]) -> "csr_matrix":
    """Shape (texts, 2 * BUCKETS + 1): words and signs, runs of letters, VADER's compound."""
    return _matrix(texts, _row)


def matrix_of_whose(texts: Sequence[Text]) -> "csr_matrix":
    """The same for the head `elsewhere`, whose runs stay empty."""
    return _matrix(texts, _row_of_whose)


def _matrix(
    texts: Sequence[Text], row_of: Callable[[Text], list[tuple[int, float]]]
) -> "csr_matrix":
    sparse = needed("scipy.sparse")
    starts, columns, values = [0], list[int](), list[float]()
    for text in texts:
        for column, value in row_of(text):
            columns.append(column)
            values.append(value)
        starts.append(len(columns))
    made: csr_matrix = sparse.csr_matrix(
        (values, columns, starts), shape=(len(texts), 2 * BUCKETS + 1)
    )
    made.sum_duplicates()
    return made


def _row(text: Text) -> list[tuple[int, float]]:
    distinct = list(dict.fromkeys(map(plain_word, text.words)))
    words = [bucket(piece) for piece in distinct]
    words += [bucket(sign) for sign in signs(text.text, text.compound_used, len(text.words))]
    runs = [BUCKETS + place for word in distinct for place in run_buckets(word)]
    row = [(place, len(words) ** -0.5) for place in words]
    row += [(place, len(runs) ** -0.5) for place in runs]
    row += [(bucket(name), LIST) for name in standing(text)]
    row.append((2 * BUCKETS, text.compound_used))
    return row


def _row_of_whose(text: Text) -> list[tuple[int, float]]:
    row = [(bucket(piece), counts) for piece, counts in pieces_of_whose(text)]
    return [*row, (2 * BUCKETS, text.compound_used)]
