"""The pictures of docs/slack.md: our own blocks drawn as Slack draws them, by Chromium.

python -m tests.slack_pictures docs/pictures
"""

import html
import re
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from monitor.domain.sheet import Sheet
from monitor.slack.blocks import blocks_of
from tests.desk_shop import DeskShop
from tests.shop import policy

CHROMIUM: Final = "chromium"
#: pixels
WIDTH: Final = 560
CAKE: Final = (
    "@larchandloaf Second time the name on the birthday cake is wrong, it came broken. "
    "Does anybody read the order form?"
)
#: no font of emoji is needed
SIGNS: Final = {
    ":large_orange_circle:": '<b style="color: #e8912d">\u25cf</b>',
    ":white_check_mark:": '<b style="color: #2bac76">\u2714</b>',
}
STYLE: Final = """
body { font: 15px/1.45 Lato, "DejaVu Sans", sans-serif; margin: 12px; color: #1d1c1d }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 4px }
.actions span { border: 1px solid #bbb; border-radius: 4px; padding: 4px 12px; font-weight: bold;
  font-size: 13px }
.actions .primary { background: #007a5a; border-color: #007a5a; color: #fff }
.actions .danger { background: #e01e5a; border-color: #e01e5a; color: #fff }
.small { color: #616061; font-size: 13px; margin: 4px 0 }
blockquote { border-left: 4px solid #ddd; margin: 6px 0; padding: 2px 12px }
pre { background: #f8f8f8; border: 1px solid #ddd; border-radius: 4px; padding: 8px;
  font: inherit; white-space: pre-wrap; margin: 4px 0 }
a { color: #1264a3; text-decoration: none }
"""


def main(folder: Path) -> None:
    """Every picture, anew."""
    for name, sheet in sheets().items():
        draw(sheet, folder / f"slack_{name}.png")


def sheets() -> dict[str, Sheet]:
    """A complaint that waits for a decision, and after Send."""
    shop = DeskShop(policy=policy(people=("Jo", "Sam")))
    draft = shop.complaint(CAKE)
    made = {"asks": shop.case_sheet()}
    shop.review.approve(draft.number, by="Jo")
    shop.clock.advance(timedelta(minutes=1))
    shop.deliver.due()
    return {**made, "sent": shop.case_sheet()}


def draw(sheet: Sheet, path: Path) -> None:
    """One card as a picture; the page is cut to its height."""
    blocks = blocks_of(sheet, {})
    page = "".join(map(_block, blocks))
    height = 46 + 27 * page.count("<div") + 19 * (len(re.sub("<[^>]+>", "", page)) // 70)
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "card.html"
        written.write_text(f"<meta charset=utf-8><style>{STYLE}</style>{page}", encoding="utf-8")
        subprocess.run(
            [
                CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                f"--window-size={WIDTH},{height}", f"--screenshot={path}", str(written),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )  # fmt: skip


# Any: JSON for Slack
def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "section":
            return f"<div>{_mrkdwn(block['text']['text'])}</div>"
        case "context":
            return f'<div class="small">{_mrkdwn(block["elements"][0]["text"])}</div>'
        case "rich_text":
            part = block["elements"][0]
            tag = "blockquote" if part["type"] == "rich_text_quote" else "pre"
            return f"<div><{tag}>{html.escape(part['elements'][0]['text'])}</{tag}></div>"
        case _:
            shown = "".join(map(_element, block["elements"]))
            return f'<div class="actions">{shown}</div>'


def _element(element: dict[str, Any]) -> str:
    words = element["text"] if "text" in element else element["placeholder"]
    label = html.escape(words["text"])
    return f'<span class="{element.get("style", "")}">{label}</span>'


def _mrkdwn(text: str) -> str:
    for name, sign in SIGNS.items():
        text = text.replace(name, sign)
    text = re.sub(r"<!date\^\d+\^[^|]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<(https?:[^|>]+)\|([^>]*)>", r'<a href="\1">\2</a>', text)
    text = re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", text)
    text = re.sub(r"(?<![\w/])_([^_\n]+)_(?!\w)", r'<span class="small">\1</span>', text)
    return text.replace("\n", "<br>")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
