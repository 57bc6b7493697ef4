"""One customer on every platform: the page, and which accounts are one person."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import erase
from monitor.cli.customer_page import HISTORY_KEYS
from monitor.domain.reading import Kind
from monitor.domain.stored import Mark
from monitor.services.erasure import Erasure
from monitor.store import TombstoneFile
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.people import ADA
from tests.unit.cli_shop import BRAND, LATE, Shop, a_monday, keys_of, said, without

pytestmark = pytest.mark.usefixtures("a_wide_screen")

ADA_TOO = an_author("Ada Quill", id="bluesky:ada", platform="bluesky", handle="ada.bsky.social")
WHY = ("--why", "the same order number")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Ada on X, answered; and Ada on Bluesky, an hour later."""
    made = Shop(tmp_path)
    a_monday(made)
    made.sends(1)
    made.clock.advance(timedelta(hours=1))
    made.hears(
        (
            said(
                "as I wrote on X, the cake for order 12345 never came",
                id="bluesky:7",
                author=ADA_TOO,
                minutes_ago=-60,
            ),
            LATE,
        )
    )
    yield made


def test_linking_tells_what_became_one(shop: Shop) -> None:
    answer = shop.run("customer", "link", "x:@ada", "@ada.bsky.social", *WHY)
    assert_message("cli/customer_link", answer.said)
    assert_message("cli/customer_linked_case", shop.run("case", "1").said)
    assert_message("cli/customer_part_case", shop.run("case", "5").said)
    assert_message("cli/customer_linked", shop.run("customer", "@ada.bsky.social").said)


def test_splitting_tells_what_is_on_its_own_again(shop: Shop) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", *WHY)
    answer = shop.run("customer", "split", "bluesky:ada", "--why", "her sister")
    assert_message("cli/customer_split", answer.said)
    assert "part of" not in shop.run("case", "5").out.partition("\n\n")[0]


def test_cases_are_linked_and_split_by_their_numbers(shop: Shop) -> None:
    assert "Case 5 is part of case 1 now" in shop.run("case", "link", "1", "5").out
    refused = shop.run("case", "resolve", "5", "--as", "solved")
    assert_message("cli/case_part_resolved", refused.said)
    assert shop.run("case", "reopen", "5").code == 1
    assert "Case 5 is on its own again" in shop.run("case", "split", "5").out


def test_the_list_has_one_line_for_one_customer(shop: Shop) -> None:
    before = shop.run("cases").out
    shop.run("case", "link", "1", "5")
    after = shop.run("cases").out
    assert before.count("Ada Quill") == 2
    assert after.count("Ada Quill") == 1


def test_the_page_of_a_customer_with_a_history(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved", "--cause", "order form")
    shop.hears((said("lovely, thank you", id="x:30", minutes_ago=-61), a_reading(Kind.PRAISE)))
    store = shop.open()
    with store.begin() as tx:
        tx.authors.mark(BRAND, "x:ada", Mark.QUIET, shop.clock.now(), "asked Jo on the telephone")
    store.close()
    assert_message("cli/customer", shop.run("customer", "x:@ada").said)


def test_the_page_in_json(shop: Shop) -> None:
    answer = json.loads(shop.run("customer", "@ada", "--json").out)
    told = keys_of(
        without(answer, "accounts", "orders", "cases", "suggestions", "measures", "kinds", "marks")
    )
    named = {key for key in HISTORY_KEYS if "[]" not in key and key != "kinds"}
    assert told == named
    (one,) = answer["suggestions"]
    assert one["author_id"] == "bluesky:ada"
    assert [case["case"] for case in answer["cases"]] == ["c1"]


def test_who_may_be_the_same_is_suggested_until_it_is_dismissed(shop: Shop) -> None:
    assert_message("cli/customer_suggested", shop.run("customer", "@ada.bsky.social").said)
    assert "May be the same person" in shop.run("case", "1").out
    assert_message(
        "cli/customer_not_same", shop.run("customer", "not-same", "x:ada", "bluesky:ada").said
    )
    assert "May be the same person" not in shop.run("case", "1").out
    assert "May be the same person" not in shop.run("customer", "x:ada").out


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("same", ("link", "x:ada", "@ada")),
        ("nobody", ("link", "x:ada", "@nobody")),
        ("unknown_id", ("show", "x:404")),
        ("ours", ("show", "x:@larchandloaf")),
        ("alone", ("split", "x:ada")),
        ("not_linked", ("not-same", "x:ada", "x:ada")),
    ],
)
def test_what_cannot_be_is_refused(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    shop.hears((said("hi", id="x:77", author=an_author("L", id="x:larch", handle="larchandloaf")),
                a_reading()))  # fmt: skip
    answer = shop.run("customer", *arguments)
    assert answer.code != 0
    assert_message(f"cli/customer_refused_{name}", answer.said)


def test_a_part_of_a_case_takes_no_notes_and_no_tags(shop: Shop) -> None:
    # they would be read by nobody: work goes on in the other one
    shop.run("case", "link", "1", "5")
    for arguments in (("note", "5", "rang her"), ("tag", "5", "+late")):
        answer = shop.run("case", *arguments)
        assert answer.code == 1
        assert "go on there: monitor case 1" in answer.err


def test_linked_twice_is_refused(shop: Shop) -> None:
    shop.run("case", "link", "1", "5")
    assert_message("cli/customer_refused_twice", shop.run("case", "link", "5", "1").said)


def test_a_hostile_reason_is_shown_inert(shop: Shop) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", "--why", "\x1b[31mred\x1b[0m")
    assert "\x1b" not in shop.run("customer", "x:ada").out + shop.run("case", "1").out


# --- what is theirs is theirs under every account ------------------------------------------------


def test_erasing_the_one_erases_both_and_says_so(shop: Shop) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", *WHY)
    answer = shop.run("erase", "x:ada", "--yes", "--anyway")
    assert_message("cli/erase_linked", answer.said)
    for account in ("x:ada", "bluesky:ada"):
        assert shop.run("customer", account).code == 1
    whole = shop.database.read_bytes()
    for word in (b"bluesky:ada", b"ada.bsky.social", b"x:ada", b"12345", b"same order number"):
        assert word not in whole, word


def test_an_erasure_of_linked_accounts_asks_with_the_list(shop: Shop) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", *WHY)
    erasure = Erasure(shop.open(), shop.clock, TombstoneFile(shop.folder / "erased"))
    held = erasure.holdings(BRAND, "bluesky:ada")
    lines = erase._question(ADA_TOO, [ADA_TOO, ADA], held)
    assert_message("cli/erase_linked_asked", "\n".join(lines).replace("\xa0", " "))
    assert erasure.identities(BRAND, "bluesky:ada") == ("bluesky:ada", "x:ada")


def test_an_erasure_that_cannot_ask_names_all_that_goes(shop: Shop) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", *WHY)
    assert_message("cli/erase_linked_no_yes", shop.run("erase", "bluesky:ada").said)


def test_the_person_file_is_about_both_and_asks_first(shop: Shop, tmp_path: Path) -> None:
    shop.run("customer", "link", "x:ada", "bluesky:ada", *WHY)
    assert_message("cli/person_file_linked_asked", shop.run("export", "--person", "x:ada").said)
    letter = shop.run("export", "--person", "x:ada", "--yes").out
    assert "Bluesky: bluesky:ada, which we take to be yours as well" in letter
    assert "as I wrote on X" in letter
    out = tmp_path / "letter.txt"
    told = shop.run("export", "--person", "x:ada", "--yes", "--out", str(out))
    assert "It is about Ada Quill @ada.bsky.social on Bluesky, too." in told.out
    told_json = json.loads(shop.run("export", "--person", "x:ada", "--yes", "--json").out)
    assert told_json["author"]["others"] == ["bluesky:ada"]
    assert len(told_json["messages"]) == 2
