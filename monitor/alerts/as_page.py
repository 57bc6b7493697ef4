"""A sheet as the HTML half of a mail: one column, readable on a phone, and nothing that acts.

No image, no script, no style sheet from elsewhere; the only link is the one to the post, and beside
it stands where it leads.
"""

from collections.abc import Iterator

from monitor.alerts.rows import Look, Row, rows
from monitor.alerts.sheet import SAMPLE, Sheet
from monitor.domain.effect import Urgency
from monitor.domain.inert import for_html, for_mail_page

_COLOURS = {
    Urgency.WAKE: "#b42318",
    Urgency.MORNING: "#b54708",
    Urgency.NOW: "#175cd3",
    Urgency.QUIET: "#475467",
}
_PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="color-scheme" content="light">
<title>{title}</title></head>
<body style="margin:0;padding:0;background:#f2f4f7">
<div style="max-width:600px;margin:0 auto;padding:16px;background:#ffffff;color:#101828;\
font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere">
{body}
</div></body></html>
"""


def as_page(sheet: Sheet) -> str:
    """The whole page."""
    return _PAGE.format(title=for_html(sheet.subject), body="\n".join(_body(sheet)))


def _body(sheet: Sheet) -> Iterator[str]:
    if sheet.is_sample:
        yield _box(
            f"<b>{SAMPLE}</b>: invented people, nothing of this is real.", "#fff6e0", "#b54708"
        )
    colour = _COLOURS[sheet.urgency]
    yield (
        f'<h1 style="margin:0 0 16px;padding:0 0 0 12px;border-left:4px solid {colour};'
        f'font-size:20px;line-height:1.3">{_bdi(sheet.headline)}</h1>'
    )
    for row in rows(sheet):
        yield _row(row)
    if sheet.link is not None:
        link = sheet.link
        yield (
            f'<p style="margin:16px 0"><a href="{for_html(link.url)}" rel="noreferrer" '
            f'style="color:#175cd3">Open on {_bdi(link.title)}</a> '
            f'<span style="color:#475467">({_bdi(link.host)})</span></p>'
        )
    if sheet.steps:
        yield _label("To type where the monitor runs")
        typed = "<br>".join(
            f"{_bdi(step.words)}: <code>{for_html(step.command)}</code>" for step in sheet.steps
        )
        yield f'<p style="margin:0 0 12px">{typed}</p>'
    closing = f"{_bdi(sheet.brand)}: alert {_bdi(sheet.id)}, {_bdi(sheet.when)}"
    yield f'<p style="margin:24px 0 0;color:#475467;font-size:13px">{closing}</p>'


def _row(row: Row) -> str:
    words = _bdi(row.text)
    match row.look:
        case Look.THEIRS:
            quote = '<blockquote style="margin:0 0 12px;padding:8px 12px;background:#f2f4f7">'
            return f"{_label(row.label)}{quote}{words}</blockquote>"
        case Look.OURS:
            quote = (
                '<blockquote style="margin:0 0 12px;padding:8px 12px;background:#eff8ff;'
                'border-left:3px solid #175cd3">'
            )
            # it has been checked, and is there to be copied: nothing unseen may stand in it
            return f"{_label(row.label)}{quote}{for_html(row.text)}</blockquote>"
        case Look.WARNING:
            return _box(f"<b>{_bdi(row.label)}:</b> {words}", "#fef3f2", "#b42318")
        case Look.PLAIN:
            return f'<p style="margin:0 0 8px"><b>{_bdi(row.label)}:</b> {words}</p>'


def _label(text: str) -> str:
    style = "margin:12px 0 4px;color:#475467;font-size:13px"
    return f'<p style="{style}">{_bdi(text)}</p>'


def _box(html: str, ground: str, edge: str) -> str:
    style = f"margin:0 0 12px;padding:8px 12px;background:{ground};border-left:3px solid {edge}"
    return f'<p style="{style}">{html}</p>'


def _bdi(text: str) -> str:
    """A text that neither acts nor turns its surroundings round."""
    return f"<bdi>{for_mail_page(text)}</bdi>"
