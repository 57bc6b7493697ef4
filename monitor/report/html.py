"""The report as one HTML file: nothing is loaded, nothing runs, no stranger's text becomes a link.

A content security policy in the file says the same to the browser. Made for a phone, a desk and
paper, in light and dark. Charts are drawings with the numbers beside them as text.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from monitor.domain.inert import for_html
from monitor.report.layout import (
    Bars,
    Block,
    Cell,
    Figure,
    Figures,
    Notes,
    Quotes,
    Section,
    Table,
    Theirs,
)
from monitor.report.report import SAMPLE, Report

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
#: more of a stranger's text than this is cut
QUOTE, CELL = 400, 80


def as_html(report: Report) -> str:
    """The whole page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    sample = "SAMPLE " if report.facts.sample else ""
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield f"<title>{sample}{for_html(report.title)}</title>"
    yield f"<style>{_style()}</style>"
    yield "</head>"
    yield "<body>"
    if report.facts.sample:
        yield f'<p class="sample">{for_html(SAMPLE)}</p>'
    yield "<main>"
    yield from _head(report)
    for section in report.sections:
        yield from _section(section)
    yield "</main>"
    yield f"<footer><p>{for_html(f'{report.compared_with} {report.made}')}</p></footer>"
    yield "</body>"
    yield "</html>"


def _head(report: Report) -> Iterator[str]:
    summary = report.summary
    yield f'<header class="tone-{summary.tone.value}">'
    yield f"<h1>{for_html(report.title)}</h1>"
    yield f'<p class="dates">{for_html(report.dates)}</p>'
    yield f'<p class="verdict">{for_html(summary.verdict)}</p>'
    for note in summary.notes:
        yield f'<p class="note">{for_html(note)}</p>'
    yield f'<p class="next"><strong>Next</strong> {for_html(summary.next_step)}</p>'
    yield '<ul class="tiles">'
    for number in summary.numbers:
        yield from _tile(number.figure())
    yield "</ul>"
    yield "</header>"


def _tile(figure: Figure) -> Iterator[str]:
    yield f'<li><span class="name">{for_html(figure.name)}</span>'
    yield f'<span class="value">{for_html(figure.value)}</span>'
    before = f"before {for_html(figure.before)}" if figure.before else ""
    word = for_html(figure.word)
    yield f'<span class="before">{" · ".join(filter(None, (before, word))) or "&nbsp;"}</span></li>'


def _section(section: Section) -> Iterator[str]:
    name = for_html(section.name)
    yield f'<section id="{name}" aria-labelledby="{name}-title">'
    yield f'<h2 id="{name}-title">{for_html(section.title)}</h2>'
    yield '<div class="blocks">'
    for block in section.blocks:
        yield from _block(block)
    yield "</div>"
    yield "</section>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Figures():
            yield from _boxed(block.title, _figures(block.rows))
        case Bars():
            yield from _boxed(block.title, _bars(block))
        case Table():
            yield from _boxed(block.title, _table(block), "wide")
        case Quotes():
            yield from _boxed(block.title, _quotes(block), "wide")
        case Notes():
            lines = [f"<p>{for_html(line)}</p>" for line in block.lines]
            yield from _boxed("", lines, "wide plain")


def _boxed(title: str, lines: Iterable[str], kind: str = "") -> Iterator[str]:
    yield f'<div class="block {kind}">' if kind else '<div class="block">'
    if title:
        yield f"<h3>{for_html(title)}</h3>"
    yield from lines
    yield "</div>"


def _figures(rows: tuple[Figure, ...]) -> Iterator[str]:
    yield '<dl class="figures">'
    for row in rows:
        before = f'<span class="before">before {for_html(row.before)}</span>' if row.before else ""
        yield (
            f"<div><dt>{for_html(row.name)}</dt><dd>{before}<b>{for_html(row.value)}</b></dd></div>"
        )
    yield "</dl>"


def _bars(block: Bars) -> Iterator[str]:
    most = max((row.count for row in block.rows), default=0) or 1
    yield '<ul class="bars">'
    for row in block.rows:
        width = 100 * row.count / most
        yield (
            f'<li><span class="name">{_cell(row.name)}</span>'
            # drawn for the eye; the name and the number beside it say the same
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            '<rect class="rail" width="100" height="10"/>'
            f'<rect class="bar" width="{width:.1f}" height="10"/></svg>'
            f'<span class="count">{row.count:,}</span></li>'
        )
    yield "</ul>"


def _table(block: Table) -> Iterator[str]:
    # the roles stay when the style sheet lays the rows out one under the other on a phone
    heads = [for_html(name) for name in block.head]
    yield f'<table role="table" aria-label="{for_html(block.title)}">'
    yield '<thead role="rowgroup"><tr role="row">'
    yield "".join(f'<th scope="col" role="columnheader">{head}</th>' for head in heads)
    yield '</tr></thead><tbody role="rowgroup">'
    for first, *rest in block.rows:
        cells = "".join(
            f'<td role="cell" data-head="{head}"><span>{_cell(cell)}</span></td>'
            if cell
            else '<td role="cell"></td>'
            for head, cell in zip(heads[1:], rest, strict=True)
        )
        yield f'<tr role="row"><th scope="row" role="rowheader">{_cell(first)}</th>{cells}</tr>'
    yield "</tbody></table>"
    if block.more > 0:
        yield f'<p class="more">… and {block.more:,} more</p>'


def _quotes(block: Quotes) -> Iterator[str]:
    for row in block.rows:
        yield (
            f'<figure><blockquote dir="auto">{for_html(row.words.text, QUOTE)}</blockquote>'
            f"<figcaption>{_cell(row.who)}, {for_html(row.where)}</figcaption></figure>"
        )


def _cell(cell: Cell) -> str:
    if isinstance(cell, Theirs):
        return f"<bdi>{for_html(cell.text, CELL)}</bdi>"
    return for_html(cell)


@cache
def _style() -> str:
    return files("monitor.report").joinpath("page.css").read_text("utf-8")
