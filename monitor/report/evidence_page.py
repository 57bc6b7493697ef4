"""The evidence about one person as one HTML file, for a platform or a lawyer.

Nothing is loaded, nothing runs, no stranger's text becomes a link or markup; links stand as text.
Made for paper first. A content security policy in the file says the same to the browser.
"""

from collections.abc import Iterable, Iterator

from monitor.domain.inert import for_html
from monitor.domain.values import Value

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 52rem; color: #1d2327; background: #fff;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; break-after: avoid; }
.sample { background: #ffe9bf; color: #7a4b00; padding: .5rem .75rem; font-weight: 600; }
dl { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .3rem 1rem; margin: 0; }
dt { color: #5a646b; } dd { margin: 0; }
ol { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid #dfddd7; padding: .6rem 0; break-inside: avoid; }
.at { color: #5a646b; font-variant-numeric: tabular-nums; }
.strike { font-weight: 600; } .points { font-weight: 600; white-space: nowrap; }
blockquote {
  margin: .4rem 0; padding: .3rem .75rem; border-left: .25rem solid #2f6f8f; background: #f6f5f2;
  white-space: pre-wrap;
}
code { font: .8rem/1.4 ui-monospace, Menlo, Consolas, monospace; color: #5a646b; }
footer { margin-top: 2rem; color: #5a646b; font-size: .9rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin: 0 0 .5rem; } }
@media print { body { padding: 0; font-size: 11pt; max-width: none; } a { color: inherit; } }
"""


class Line(Value):
    """One thing on the line of time."""

    at: str
    #: strike, goodwill, ours or theirs
    side: str
    words: str
    points: str = ""
    why: str = ""
    quote: str = ""
    #: what stands in the place of a quote that is not kept
    instead: str = ""
    url: str = ""
    #: of the quoted text, SHA-256
    sha256: str = ""
    #: what this database kept of the text
    kept_hash: str = ""


class Evidence(Value):
    """The whole file."""

    title: str
    #: what it is about, in pairs
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    is_sample: bool = False


def as_html(evidence: Evidence) -> str:
    """The page."""
    return "\n".join(_page(evidence)) + "\n"


def _page(evidence: Evidence) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="robots" content="noindex">'
    yield f"<title>{for_html(evidence.title)}</title>"
    yield f"<style>{_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    if evidence.is_sample:
        yield '<p class="sample">SAMPLE: invented people, nothing of this ever happened.</p>'
    yield f"<h1>{for_html(evidence.title)}</h1>"
    yield "<dl>"
    for name, value in evidence.facts:
        yield f"<dt>{for_html(name)}</dt><dd>{for_html(value)}</dd>"
    yield "</dl>"
    yield "<h2>What happened, oldest first</h2>"
    yield "<ol>"
    for line in evidence.lines:
        yield from _line(line)
    yield "</ol>"
    yield from _notes(evidence.notes)
    yield "</body>"
    yield "</html>"


def _line(line: Line) -> Iterator[str]:
    yield f'<li class="line-{for_html(line.side)}">'
    points = f' <span class="points">{for_html(line.points)}</span>' if line.points else ""
    why = f" ({for_html(line.why)})" if line.why else ""
    yield (
        f'<span class="at">{for_html(line.at)}</span> '
        f'<span class="{for_html(line.side)}">{for_html(line.words)}</span>{points}{why}'
    )
    if line.quote:
        yield f"<blockquote>{for_html(line.quote)}</blockquote>"
    elif line.instead:
        yield f"<div>{for_html(line.instead)}</div>"
    for label, value in (
        ("at", line.url),
        ("SHA-256 of the text", line.sha256),
        ("kept hash", line.kept_hash),
    ):
        if value:
            yield f"<div><code>{label}: {for_html(value)}</code></div>"
    yield "</li>"


def _notes(notes: Iterable[str]) -> Iterator[str]:
    yield "<footer>"
    for note in notes:
        yield f"<p>{for_html(note)}</p>"
    yield "</footer>"
