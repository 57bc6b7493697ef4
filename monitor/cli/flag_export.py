"""`monitor flag F export`: the evidence as HTML and JSON, with hashes, for a platform or a lawyer.

Three files: the page, the same for programs, and the SHA-256 of both, as `sha256sum -c` reads it.
A quote stands in them only as long as it stands here: while the post lives, or evidence is kept.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path

from monitor import __version__
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import is_sample_in, say, say_json
from monitor.cli.desk import Desk
from monitor.cli.export import cannot_be_written, written_down
from monitor.cli.files import whole_file
from monitor.cli.flag_json import happening_json, row_json
from monitor.cli.flag_page import FlagPage, balance_words, state_words
from monitor.cli.lines import hang, quoted, title, who, width
from monitor.domain.clock import Hours
from monitor.domain.inert import for_json, for_terminal
from monitor.report.evidence_page import Evidence, Line, as_html
from monitor.services.flag_story import Happening, Side

EXPORT_KEYS: Keys = {
    "flag": "its number, such as `f3`",
    "files[]": "what was written",
    "quotes": "how many posts are quoted in it",
    "without_words": "how many strikes stand there without words: deleted, or too old",
    "file": "where one of them is",
    "sha256": "its hash",
}
NOTES = (
    "Words of the person stand here only where their post is still there, or its evidence was kept "
    "before they deleted it. Of the others there is the fact, the link and a hash.",
    "SHA-256 is of the text exactly as it was stored, in UTF-8: whoever has the text can compare. "
    "The kept hash was made when the post was read, with a key of this database, and shows that "
    "nothing was changed since.",
    "Points say when a person should look. They are no judgement of anybody.",
)


def write_export(desk: Desk, page: FlagPage, folder: Path, *, as_json: bool) -> None:
    """Writes the three files. Raises InputError."""
    name = f"flag-{page.look.flag.number}"
    is_sample = is_sample_in(desk.store)
    texts = {
        f"{name}.html": as_html(_evidence(desk, page, is_sample=is_sample)),
        f"{name}.json": for_json(
            json.dumps(_data(desk, page, is_sample=is_sample), ensure_ascii=False, indent=2)
        )
        + "\n",
    }
    hashes = {file: _sha256(text) for file, text in texts.items()}
    texts[f"{name}.sha256"] = "".join(f"{hash_}  {file}\n" for file, hash_ in hashes.items())
    with cannot_be_written(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        with cannot_be_written(folder / file), whole_file(folder / file) as to:
            to.write(text)
        written_down(desk, folder / file, page.look.flag.author_id)
    strikes = [one for one in page.happened if one.side is Side.STRIKE]
    without = sum(not _text(one) for one in strikes)
    quotes = sum(bool(_text(one)) for one in page.happened)
    if as_json:
        files = [
            {"file": str((folder / file).absolute()), "sha256": hash_}
            for file, hash_ in hashes.items()
        ]
        told = {"flag": page.look.flag.id, "files": files}
        say_json({**told, "quotes": quotes, "without_words": without})
        return
    for file, hash_ in hashes.items():
        say(f"{for_terminal(str(folder / file), 300)}")
        say(f"  SHA-256 {hash_}")
    say(f"{for_terminal(str(folder / (name + '.sha256')), 300)}")
    said = [
        f"To check them later: sha256sum -c {name}.sha256",
        "They hold what a person wrote: give them only to whom they are for, and delete them when "
        "it is over. An erasure names these files; it cannot reach them.",
    ]
    if without:
        said.append(
            f"{without} of {len(strikes)} strikes have no words any more. To keep what they "
            "delete from now on: monitor case hold"
        )
    for paragraph in said:
        for line in hang("", paragraph, width()):
            say(line)


def _evidence(desk: Desk, page: FlagPage, *, is_sample: bool) -> Evidence:
    look, now, hours = page.look, page.here.now, page.here.hours
    author = page.author
    facts = (
        ("Brand", desk.config.brand.name),
        ("Account", f"{who(author, author.id)} on {title(author.platform)}"),
        ("Account id", author.id),
        ("Flag", f"{look.flag.number}, {state_words(look, now, hours)}"),
        ("Weighs", balance_words(look)),
        *(("So far" if not place else "", line) for place, line in enumerate(page.tried)),
        ("Made", f"{_exactly(now, hours)}, monitor {__version__}"),
    )
    return Evidence(
        title=f"Evidence about {who(author, author.id)}",
        facts=facts,
        lines=tuple(_line(one, hours) for one in page.happened),
        notes=NOTES,
        is_sample=is_sample,
    )


def _line(one: Happening, hours: Hours) -> Line:
    text = _text(one)
    is_theirs = one.side in (Side.STRIKE, Side.THEIRS)
    sign = {Side.STRIKE: "+", Side.GOODWILL: "−"}.get(one.side, "")
    return Line(
        at=_exactly(one.at, hours),
        side=one.side.value,
        words=one.words,
        points=f"{sign}{abs(one.points):g}" if one.points else "",
        why=one.why,
        quote=text,
        instead="" if text or not is_theirs else quoted(one.message),
        url=one.url,
        sha256=_sha256(text) if text else "",
        kept_hash=one.text_hash,
    )


def _data(desk: Desk, page: FlagPage, *, is_sample: bool) -> dict[str, object]:
    """The same for programs."""
    owed = page.owed.id if page.owed is not None else None
    return {
        "brand": desk.config.brand.name,
        "is_sample": is_sample,
        "made_at": moment(page.here.now),
        "made_with": f"monitor {__version__}",
        **row_json(page.look, page.author, owed),
        "tried": list(page.tried),
        "story": [
            {**happening_json(one), "sha256": _sha256(_text(one)) if _text(one) else ""}
            for one in page.happened
        ],
        "notes": list(NOTES),
    }


def _text(one: Happening) -> str:
    return one.message.text if one.message is not None else ""


def _exactly(at: datetime, hours: Hours) -> str:
    return f"{hours.local(at):%Y-%m-%d %H:%M:%S %z}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
