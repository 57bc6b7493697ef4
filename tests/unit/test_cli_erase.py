"""`monitor erase`: nothing of a person is left, in no table and no byte, and nobody comes back."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import erase
from monitor.domain.effect import State
from monitor.domain.message import Author, MessageType, SetAside
from monitor.domain.values import replace
from monitor.services.erasure import Erasure
from monitor.store import TombstoneFile
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit import cli_shop
from tests.unit.cli_shop import BRAND, LATE, Shop, a_monday, keys_of, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

CANARY = an_author(
    "Wilhelmina Canary", id="x:did-canary-kw4711", handle="canarybird77", followers=31415926
)
#: whatever of her may stand anywhere
WORDS = (
    "wilhelmina",
    "canary",
    "kw4711",
    "feathers",
    "31415926",
    "x:c1",
    "c1dm",
    "seed cake",
)
TEXT = "the seed cake was full of feathers and nobody at the shop cared"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Ada and others, and a canary of whom everything is known that can be."""
    made = Shop(tmp_path)
    a_monday(made)
    sings(made)
    return made


def her_posts(author: Author = CANARY) -> tuple[tuple[object, object], ...]:
    return (
        (said(TEXT, id="x:c1", author=author, conversation_id="x:c1"), LATE),
        (
            said("and the feathers were cold", id="x:c12", author=author, conversation_id="x:c1"),
            a_reading(),
        ),
    )


def sings(shop: Shop) -> None:
    """She complains, is answered, edits, comes to direct messages; others speak to her."""
    shop.hears(*her_posts())  # type: ignore[arg-type]
    number = word_to_her(shop)
    assert shop.run("approve", str(number)).code == 0
    shop.delivers()
    shop.clock.advance(timedelta(minutes=5))
    ours = an_author("Larch & Loaf", id="x:larch", handle="larchandloaf")
    edited = said(
        TEXT + " at all",
        id="x:c1",
        author=CANARY,
        conversation_id="x:c1",
        version=2,
        edited_at=shop.clock.now(),
    )
    own = said(
        "Hi Wilhelmina, sorry about the feathers",
        id="x:own1",
        author=ours,
        conversation_id="x:c1",
        parent_id="x:c1",
        from_brand=True,
    )
    private = said(
        "my number is kw4711, it is about the seed cake",
        id="x:c1dm",
        author=CANARY,
        type=MessageType.DIRECT_MESSAGE,
        conversation_id="x:c1dm-kw4711",
    )
    answer = said(
        "Dear Wilhelmina, we call kw4711",
        id="x:own2",
        author=ours,
        type=MessageType.DIRECT_MESSAGE,
        conversation_id="x:c1dm-kw4711",
        from_brand=True,
    )
    bystander = said(
        "poor you", id="x:b1", author=an_author("Bo"), conversation_id="x:c1", parent_id="x:c1"
    )
    asks = replace(LATE, questions=("why feathers?",))
    hers = ((each, asks) for each in (edited, own, private, answer))
    shop.hears(*hers, (bystander, a_reading()))
    shop.run("case", "hold", case_of_her(shop), "--reason", "Wilhelmina called a lawyer")
    shop.run("case", "hold", case_of_her(shop), "--end")
    shop.run("opt-out", "x:@canarybird77")

    def put_aside(tx):  # type: ignore[no-untyped-def]
        broken = SetAside(
            connector="x", where="line 7", reason="no date", raw='{"h":"CanaryBird77"'
        )
        other = SetAside(connector="x", where="line 8", reason="no date", raw='{"h":"somebody"')
        tx.messages.set_aside([broken, other], shop.clock.now())
        tx.messages.close_conversation(BRAND, "x:c1", shop.clock.now(), "closed")

    with_open(shop, put_aside)


def with_open(shop: Shop, do) -> None:  # type: ignore[no-untyped-def]
    store = shop.open()
    try:
        with store.begin() as tx:
            do(tx)
    finally:
        store.close()


def word_to_her(shop: Shop) -> int:
    return word_about(shop, "x:c1")


def word_about(shop: Shop, message_id: str) -> int:
    wanted = f"message_id = '{message_id}' AND action = 'acknowledge'"
    return int(str(ask(shop, f"SELECT number FROM effect WHERE {wanted}")))


def case_of_her(shop: Shop) -> str:
    return str(ask(shop, f"SELECT number FROM case_ WHERE author_id = '{CANARY.id}'"))


def ask(shop: Shop, sql: str) -> object:
    with closing(sqlite3.connect(shop.database)) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row is not None else None


def everything_in(database: Path) -> Iterator[tuple[str, str]]:
    """Every value of every table, as text."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    yield table, text


def left_in_tables(shop: Shop) -> set[tuple[str, str]]:
    return {
        (table, word)
        for table, text in everything_in(shop.database)
        for word in WORDS
        if word in text.casefold()
    }


def left_in_bytes(shop: Shop, *, but: tuple[str, ...] = ("backups",)) -> set[tuple[str, str]]:
    found = set()
    for path in (shop.folder / "data").rglob("*"):
        if path.is_file() and not any(part in but for part in path.parts):
            text = path.read_bytes().lower()
            found |= {(path.name, word) for word in WORDS if word.encode() in text}
    return found


def test_before_the_erasure_she_is_everywhere(shop: Shop) -> None:
    # else the tests below could not fail
    where = {table for table, _ in left_in_tables(shop)}
    assert where >= {
        "message",
        "message_version",
        "triage",
        "effect",
        "case_",
        "author_mark",
        "acknowledgement_slot",
        "set_aside",
        "closed_conversation",
        "audit_salt",
    }
    assert {word for _, word in left_in_tables(shop)} == set(WORDS)


def test_afterwards_she_is_in_no_table_and_in_no_byte(shop: Shop) -> None:
    answer = shop.run("erase", "@canarybird77", "--yes")
    assert answer.code == 0, answer.said
    assert left_in_tables(shop) == set()
    assert left_in_bytes(shop) == set()
    assert_message("cli/erase", answer.said)


def test_what_is_not_hers_stays(shop: Shop) -> None:
    before = json.loads(shop.run("report", "--week", "2026-W48", "--json").out)
    cases = json.loads(shop.run("cases", "--json").out)
    shop.run("erase", "@canarybird77", "--yes")
    after = json.loads(shop.run("report", "--week", "2026-W48", "--json").out)
    for part in ("mentions", "by_kind", "by_rule", "by_day", "by_platform", "people"):
        for name, counts in _parts(before, part):
            assert dict(_parts(after, part))[name] == counts, (part, name)
    left = json.loads(shop.run("cases", "--json").out)
    assert [case["case"] for case in left] == [
        case["case"] for case in cases if case["author_id"] != CANARY.id
    ]
    assert ask(shop, "SELECT count(*) FROM set_aside") == 1
    assert ask(shop, "SELECT text FROM message WHERE id = 'x:b1'") == "poor you"


def _parts(value: object, wanted: str, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key == wanted:
                yield f"{path}.{key}", each
            yield from _parts(each, wanted, f"{path}.{key}")


def test_what_we_said_keeps_its_id_and_a_hash(shop: Shop) -> None:
    number = word_to_her(shop)
    posted = ask(shop, f"SELECT posted_id FROM effect WHERE number = {number}")
    shop.run("erase", "@canarybird77", "--yes")
    assert ask(shop, f"SELECT posted_id FROM effect WHERE number = {number}") == posted != ""
    assert ask(shop, f"SELECT text FROM effect WHERE number = {number}") == ""
    assert str(ask(shop, f"SELECT remark FROM effect WHERE number = {number}")).startswith(
        "erased; the hash of what was said: "
    )
    # it can still be taken back
    assert shop.run("retract", str(number)).code == 0
    shop.takes_back()
    assert shop.state_of(number) is State.RETRACTED


def test_what_waits_is_withdrawn_and_never_sent(shop: Shop) -> None:
    dee = an_author("Dee Canary", id="x:dee", handle="deecanary")
    shop.hears((said("my bread was stone", id="x:d1", author=dee), LATE))
    number = word_about(shop, "x:d1")
    shop.run("approve", str(number))
    answer = json.loads(shop.run("erase", "x:dee", "--yes", "--json").out)
    assert answer["withdrawn"] == [f"e{number}"]
    shop.delivers()
    assert shop.state_of(number) is State.CANCELLED
    assert [posted.outgoing.message_id for posted in shop.platform.public] == ["x:c1"]


def test_the_next_poll_does_not_bring_her_back(shop: Shop) -> None:
    shop.run("erase", "@canarybird77", "--yes")
    effects = ask(shop, "SELECT count(*) FROM effect")
    shop.clock.advance(timedelta(minutes=2))
    shop.hears(*her_posts())  # type: ignore[arg-type]
    later = said(TEXT + " EDITED", id="x:c1", author=CANARY, version=3, edited_at=shop.clock.now())
    gone = said(TEXT, id="x:c12", author=CANARY, deleted_at=shop.clock.now())
    shop.hears((later, LATE), (gone, LATE))
    assert left_in_tables(shop) == set()
    assert ask(shop, "SELECT count(*) FROM effect") == effects


def test_who_writes_anew_is_heard_and_gets_nothing_by_machine(shop: Shop) -> None:
    shop.run("erase", "@canarybird77", "--yes")
    shop.clock.advance(timedelta(days=2))
    new = said("your new seed cake is late", id="x:c99", author=CANARY, minutes_ago=-2880)
    shop.hears((new, LATE))
    decision = shop.decided("x:c99")
    assert decision.permission.reason.value == "opted_out"
    assert ask(shop, "SELECT count(*) FROM case_ WHERE status <> 'resolved'") != 0
    # and her old posts stay away
    shop.hears(*her_posts())  # type: ignore[arg-type]
    assert ask(shop, "SELECT count(*) FROM message WHERE id = 'x:c1'") == 0
    # the owner may allow it again, and it holds
    shop.run("opt-out", "x:@canarybird77", "--undo")
    again = said("and the scones?", id="x:c100", author=CANARY, minutes_ago=-2880)
    shop.hears((again, LATE))
    assert shop.decided("x:c100").permission.reason.value != "opted_out"


def test_an_older_backup_does_not_bring_her_back(shop: Shop) -> None:
    backup = json.loads(shop.run("backup", "--json").out)["backup"]
    backup = backup.replace("SHOP", str(shop.folder))
    shop.clock.advance(timedelta(hours=1))
    shop.run("erase", "@canarybird77", "--yes")
    assert shop.run("restore", backup, "--yes").code == 0
    assert left_in_tables(shop) == set()
    assert left_in_bytes(shop) == set()
    shop.hears(*her_posts())  # type: ignore[arg-type]
    assert left_in_tables(shop) == set()
    assert shop.run("audit", "verify").code == 0


def test_a_copy_put_in_place_by_hand_is_erased_at_the_next_start(shop: Shop) -> None:
    before = shop.database.read_bytes()
    shop.run("erase", "@canarybird77", "--yes")
    shop.database.write_bytes(before)
    assert left_in_tables(shop)
    assert started(shop) == 1
    assert left_in_tables(shop) == set()
    assert left_in_bytes(shop) == set()
    assert started(shop) == 0


def test_a_crash_between_tombstone_and_rows_is_made_good_at_the_next_start(shop: Shop) -> None:
    store = shop.open()
    tombstones = TombstoneFile(shop.database.with_name("monitor.db.erased"))
    with store.read() as tx:
        stone = tx.erasures.stone_for(BRAND, CANARY.id, shop.clock.now(), b"k" * 32)
    tombstones.append(b"k" * 32, [stone])
    store.close()
    assert left_in_tables(shop)
    assert started(shop) == 1
    assert left_in_tables(shop) == set()


def started(shop: Shop) -> int:
    """What a daemon does first; how many it erased."""
    store = shop.open()
    tombstones = TombstoneFile(shop.database.with_name("monitor.db.erased"))
    try:
        return Erasure(store, shop.clock, tombstones).again()
    finally:
        store.close()


def test_evidence_that_is_kept_stops_it(shop: Shop) -> None:
    case = case_of_her(shop)
    shop.run("case", "hold", case, "--reason", "a letter of her lawyer")
    refused = shop.run("erase", "@canarybird77", "--yes")
    assert refused.code == 1
    assert_message("cli/erase_held", refused.said)
    assert left_in_tables(shop)
    assert shop.run("erase", "@canarybird77", "--yes", "--anyway").code == 0
    assert left_in_tables(shop) == set()


def test_a_reply_under_way_stops_it(shop: Shop) -> None:
    number = word_to_her(shop)
    with closing(sqlite3.connect(shop.database)) as connection, connection:
        connection.execute("UPDATE effect SET state = 'unknown' WHERE number = ?", (number,))
    refused = shop.run("erase", "@canarybird77", "--yes")
    assert refused.code == 1
    assert_message("cli/erase_under_way", refused.said)


@pytest.mark.parametrize(
    ("name", "author"), [("nobody", "@ghost"), ("unknown_id", "x:1234"), ("ours", "x:larch")]
)
def test_who_cannot_be_erased(shop: Shop, name: str, author: str) -> None:
    refused = shop.run("erase", author, "--yes")
    assert refused.code == 1
    assert_message(f"cli/erase_{name}", refused.said)


def test_without_a_yes_nothing_happens(shop: Shop) -> None:
    refused = shop.run("erase", "@canarybird77")
    assert refused.code == 2
    assert_message("cli/erase_no_yes", refused.said)
    assert left_in_tables(shop)


def test_files_that_still_name_her_are_named_and_reports_written_anew(shop: Shop) -> None:
    reports = shop.folder / "data" / "reports"
    reports.mkdir()
    (reports / "2026-W48.html").write_text("<b>@canarybird77</b>", encoding="utf-8")
    (reports / "2026-W47.html").write_text("<b>nobody</b>", encoding="utf-8")
    export = shop.folder / "out" / "mentions.jsonl"
    export.parent.mkdir()
    shop.run("export", "--out", str(export))
    shop.run("backup")
    (shop.folder / "data" / "notes.txt").write_text("call Wilhelmina Canary", encoding="utf-8")
    answer = shop.run("erase", "@canarybird77", "--yes")
    assert_message("cli/erase_traces", answer.said)
    assert left_in_bytes(shop, but=("backups", "notes.txt")) == set()
    assert "Larch" in (reports / "2026-W48.html").read_text(encoding="utf-8")
    assert (reports / "2026-W47.html").read_text(encoding="utf-8") == "<b>nobody</b>"


def test_the_answer_for_programs(shop: Shop) -> None:
    shop.run("backup")
    answer = json.loads(shop.run("erase", "@canarybird77", "--yes", "--json").out)
    keys = {**erase.ERASE_KEYS, "traces[].file": "", "traces[].until": ""}
    del keys["traces[]"]
    assert keys_of(answer) == set(keys)
    assert answer["messages"] == 3
    assert answer["is_flushed"]
    assert len(answer["traces"]) == 1


def test_it_stands_in_the_audit_log_without_her(shop: Shop) -> None:
    shop.run("erase", "@canarybird77", "--yes")
    row = json.loads(shop.run("audit", "--last", "1", "--json").out)[0]
    assert (row["action"], row["actor"]) == ("erased", "Jo")
    assert row["reason"] == "messages 3 cases 1 said 1"
    assert shop.run("audit", "verify").code == 0


def test_a_second_time_there_is_nothing(shop: Shop) -> None:
    shop.run("erase", "@canarybird77", "--yes")
    assert shop.run("erase", CANARY.id, "--yes").code == 1


def test_the_owner_is_asked_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_shop._Typed, "isatty", lambda _self: True)
    refused = shop.run("erase", "@canarybird77", stdin="n\n")
    assert refused.code == 1
    assert_message("cli/erase_asked", refused.said)
    assert left_in_tables(shop)
    assert shop.run("erase", "@canarybird77", stdin="y\n").code == 0
    assert left_in_tables(shop) == set()


def test_what_is_left_of_a_case(shop: Shop) -> None:
    case = case_of_her(shop)
    shop.run("erase", "@canarybird77", "--yes")
    assert_message("cli/erase_case", shop.run("case", case).said)
    assert_message("cli/erase_reopen", shop.run("case", "reopen", case).said)
    listed = shop.run("cases", "--all").out
    assert "gone-" not in listed
