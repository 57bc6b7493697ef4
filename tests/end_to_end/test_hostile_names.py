"""Names and texts that try to act: none of it reaches a public word, none of it acts on a screen.

The whole corpus goes through the whole pipeline in automatic mode. Whatever would be public has to
be one of the owner's templates with an allowed first name; whatever is shown has to be inert.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from monitor.domain.effect import Effect, State
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.rules import load_playbook
from monitor.store import open_store
from tests.end_to_end.hostile import COMPLAINT, NAMES, TEXTS
from tests.end_to_end.shop_folder import ShopFolder, a_line, standing_in

STORE: Final = ("--store", "week.db")
WEEK: Final = ("--week", "2026-W47")
LIMITS: Final = "\n[acknowledge]\nper_day = 1000\nper_hour = 1000\nnot_repeat_variant = 0\n"
#: "by 15:30 today", "by 11:00 tomorrow", "by 12:00 on Monday"
PROMISE: Final = r"by \d\d:\d\d (?:today|tomorrow|on [A-Z][a-z]+day)(?: \([^)@:/]{1,40}\))?"
#: what `for_terminal` puts round a text that is written from right to left
ISOLATES: Final = "\u2068\u2069"
#: what `for_mrkdwn` puts where Slack would make something of a sign
JOINER: Final = "\u2060"
MOST_MARKS: Final = 3


def corpus() -> Iterator[dict[str, object]]:
    """Every name with a plain complaint, then every text under a plain name."""
    for number, (name, _) in enumerate(NAMES):
        author = {"id": f"a{number}", "handle": f"person{number}", "name": name}
        yield a_line(number, COMPLAINT, author=author)
    for number, text in enumerate(TEXTS, start=len(NAMES)):
        yield a_line(number, f"{text} {COMPLAINT}")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopFolder]:
    """The corpus, played in automatic mode, and kept."""
    shop = ShopFolder(tmp_path_factory.mktemp("hostile"))
    shop.change("[promise]\n", "[promise]\nmax_open_promises = 1000\n")
    shop.config.write_text(shop.config.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    shop.write("mentions.jsonl", corpus())
    with standing_in(shop.folder):
        said = shop.run(
            "replay", "mentions.jsonl", "--mode", "automatic", *STORE, "--json", "out.jsonl"
        )
        assert said.code == 0, said.err
        yield shop


def public_words(shop: ShopFolder) -> list[Effect]:
    store = open_store(f"sqlite:///{shop.folder / 'week.db'}")
    try:
        with store.read() as tx:
            return [effect for effect in tx.outbox.in_state(*State) if effect.is_public_word]
    finally:
        store.close()


def allowed(playbook: Playbook, platform: str, first_names: list[str]) -> re.Pattern[str]:
    """Every template with everything that may be filled in, and nothing else."""
    filled = {
        "hello": "(?:Hello, |" + "|".join(f"Hi {re.escape(name)}, " for name in first_names) + ")",
        "dm": re.escape(platform_named(platform).dm_words),
        "by": PROMISE,
        "sign": "(?: – Jo)?",
        "note": "",
    }
    texts = []
    for family in playbook.families.values():
        for template in family.variants.values():
            pattern = re.escape(template)
            for name, value in filled.items():
                pattern = pattern.replace(re.escape("{" + name + "}"), value)
            texts.append(pattern)
    return re.compile("|".join(texts))


def test_every_public_word_is_a_template_with_an_allowed_first_name(played: ShopFolder) -> None:
    playbook = load_playbook(played.folder / "playbooks")
    said = public_words(played)
    assert len([effect for effect in said if effect.state is State.SENT]) > len(NAMES)
    names = dict(enumerate(name for _, name in NAMES))
    for effect in said:
        number = int(effect.message_id.removeprefix("x:"))
        greeted = names.get(number, "Ada")
        form = allowed(playbook, effect.platform, [greeted] if greeted else ["-"])
        assert not effect.text or form.fullmatch(effect.text), (number, effect.text)


def test_whose_name_is_plain_is_greeted_by_it(played: ShopFolder) -> None:
    texts = {effect.message_id: effect.text for effect in public_words(played)}
    assert texts["x:0"].startswith("Hi Ada, ")
    assert texts["x:1"].startswith("Hi Renée, ")


def screens() -> list[tuple[str, ...]]:
    """Every command that shows strangers' words."""
    return [
        ("inbox",),
        ("cases", "--all"),
        *(("case", str(number)) for number in (1, 3, 20, 31, 38, 43, 60)),
        *(("explain", f"x:{number}") for number in range(30, len(NAMES) + len(TEXTS))),
        ("explain", "c3"),
        ("report", *WEEK),
        ("report", *WEEK, "--format", "html"),
        ("report", *WEEK, "--format", "slack"),
        ("report", *WEEK, "--format", "json"),
        ("export",),
        ("inbox", "--json"),
        ("cases", "--all", "--json"),
        ("case", "40", "--json"),
        ("explain", "x:38", "--json"),
    ]


@pytest.mark.parametrize("command", screens(), ids=" ".join)
def test_nothing_acts_on_a_screen(played: ShopFolder, command: tuple[str, ...]) -> None:
    said = played.run(*command, *STORE)
    assert said.code == 0, said.err
    assert said.out
    assert_inert(said.out + said.err, ours=ISOLATES + (JOINER if "slack" in command else ""))


def test_the_console_of_run_shows_it_inert(tmp_path: Path) -> None:
    shop = ShopFolder(tmp_path)
    shop.write("mentions.jsonl", corpus())
    shop.change('file = "sample"', 'file = "mentions.jsonl"')
    shop.change('pace = "1 s"\n', "")
    with standing_in(tmp_path):
        said = shop.run("run", "--once")
    assert said.code == 0
    assert "COMPLAINT" in said.out
    assert_inert(said.out + said.err)
    # a text cannot make up a line of ours
    assert not re.search(r"^\s*SENT ", said.out, re.MULTILINE)


def of_them(shop: ShopFolder, form: str, *wanted: str) -> str:
    """The report on those of the corpus that hold one of these: few enough to be named in it."""
    shop.write(
        "few.jsonl",
        (
            line
            for line in corpus()
            if any(one in f"{line['text']}{line['author']}" for one in wanted)
        ),
    )
    shop.run("replay", "few.jsonl", "--store", f"{form}.db")
    return shop.run("report", *WEEK, "--format", form, "--store", f"{form}.db").out


def test_the_page_holds_no_markup_of_theirs(played: ShopFolder) -> None:
    page = of_them(played, "html", "<script>", "<img", "<svg", "Maria <b>")
    assert "&lt;script&gt;" in page
    assert not re.search(r"<(?:script|img)|<svg/|Maria <b>", page)


def test_a_slack_report_pings_nobody_and_links_nowhere_of_theirs(played: ShopFolder) -> None:
    text = of_them(played, "slack", "<!", "<@", "@everyone", "<https")
    assert "channel" in text
    assert not re.search(r"<[!@#]|@everyone|<https?://evil", text)


def test_the_replay_tells_of_every_mention_and_is_inert(played: ShopFolder) -> None:
    lines = (played.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(NAMES) + len(TEXTS)
    for line in lines:
        assert json.loads(line)["kind"] == "complaint"
        assert_inert(line)


def test_an_export_reads_back_to_the_same_words(played: ShopFolder) -> None:
    played.run("export", "--out", "again.jsonl", *STORE)
    again = played.run("replay", "again.jsonl", "--mode", "automatic", "--store", "again.db")
    assert again.code == 0, again.err
    first, second = (played.run("export", "--store", name).out for name in ("week.db", "again.db"))
    assert first == second
    written = {line["id"]: line for line in map(json.loads, first.splitlines())}
    for line in corpus():
        assert written[line["id"]]["text"] == line["text"]
        author = line["author"]
        assert isinstance(author, dict)
        assert written[line["id"]]["author"].get("name", "") == author["name"]


def assert_inert(text: str, *, ours: str = ISOLATES) -> None:
    """Nothing in it moves a cursor, turns writing round, hides, or climbs over its line."""
    marks = 0
    for place, sign in enumerate(text):
        category = unicodedata.category(sign)
        is_fine = sign == "\n" or sign in ours or category not in ("Cc", "Cf", "Zl", "Zp", "Cs")
        assert is_fine, (hex(ord(sign)), text[max(0, place - 60) : place + 20])
        marks = marks + 1 if category in ("Mn", "Me") else 0
        assert marks <= MOST_MARKS or text.lstrip().startswith(("{", "[")), text[place - 20 : place]
    assert text.count("\u2068") == text.count("\u2069")
