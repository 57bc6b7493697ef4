"""The customer file: read, matched by whole numbers only, and stored nowhere."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.lines import card_lines
from monitor.config.customer_file import CustomerFileReader
from monitor.domain.customer_file import Columns, CustomerFile, KnownCustomer, parse
from monitor.domain.order_number import order_numbers, tokens
from monitor.domain.track import GoodKind
from monitor.errors import ConfigError
from monitor.services.known_customers import goodwill_of, is_customer
from tests.messages import assert_message
from tests.shop import Shop as House
from tests.unit.cli_shop import BRAND, CONFIG, LATE, Shop, a_monday, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

FILE = """\
order,name,since,orders,tags
12345,Maria Lopez,2019-04-02,7,"regular, allergic to nuts"
AB-777-Z,Ada Quill,31.05.2024,1,
4711,Cy,,,
"""


def read(text: str = FILE, columns: Columns = Columns()) -> CustomerFile:  # noqa: B008  frozen
    file, wrong = parse(text, columns)
    assert wrong == []
    return file


def given_in(text: str) -> list[str]:
    return [one.order for one in read().given_in([text])]


def test_a_row_is_a_customer() -> None:
    assert read().get("#12345") == KnownCustomer(
        order="12345",
        name="Maria Lopez",
        since=date(2019, 4, 2),
        orders=7,
        tags=("regular", "allergic to nuts"),
    )
    assert read().get("ab-777-z") == KnownCustomer(
        order="AB-777-Z", name="Ada Quill", since=date(2024, 5, 31), orders=1
    )


def test_columns_may_have_names_of_their_own_and_semicolons_between_them() -> None:
    text = "\ufeffBestellung;Kunde\n12345;Maria\n"
    file = read(text, Columns(order="bestellung", name="Kunde"))
    assert file.get("12345") == KnownCustomer(order="12345", name="Maria")


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("where is my order 12345?", ["12345"]),
        ("12345, since Monday", ["12345"]),
        ("order no. ab-777-z never came", ["AB-777-Z"]),
        # too short to be known by itself, and called an order number
        ("my order #4711 is late", ["4711"]),
        ("Bestellung 4711 fehlt", ["4711"]),
        ("that was 4711 days ago", []),
        # a part of another number, a price, a date, a handle
        ("order 123456", []),
        ("order 912345", []),
        ("order 12345-6", []),
        ("I paid 12345.50", []),
        ("I paid €12345", []),
        ("1.12345", []),
        ("@user12345 said so", []),
        ("AB-777-ZZ", []),
    ],
)
def test_only_the_whole_number_counts(text: str, orders: list[str]) -> None:
    assert given_in(text) == orders


@given(st.text("0123456789ab-.,€ ", max_size=12), st.text("0123456789ab-.,€ ", max_size=12))
def test_a_number_beside_more_signs_of_a_number_is_another_number(before: str, after: str) -> None:
    text = f"{before}12345{after}"
    if "12345" in tokens(text) | order_numbers(text):
        whole = f" {text} "
        assert any(
            not (whole[at - 1].isalnum() or whole[at + 5].isalnum())
            for at in range(1, len(whole) - 5)
            if whole[at : at + 5] == "12345"
        )


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(
        "order,name,since,orders\n12345,A,soon,many\n,B,,\n12345,C,,\nno number,D,,\n"
        '777777,Lopez, Maria,2024-01-01,3\n88888,"two\nlines",,1\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as raised:
        CustomerFileReader(path, Columns()).read()
    told = raised.value.for_person().replace(str(tmp_path), "SHOP")
    assert_message("cli/customer_file_mistakes", told)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("no_order", b"ordr,name\n1,2\n"),
        ("empty", b""),
        ("not_utf8", b"order,name\n12345,Mar\xeda\n"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "customers.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as raised:
        CustomerFileReader(path, Columns()).read()
    told = raised.value.for_person().replace(str(tmp_path), "SHOP")
    assert_message(f"cli/customer_file_{name}", told)


def test_a_changed_file_is_read_anew_and_a_broken_one_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(FILE, encoding="utf-8")
    reader = CustomerFileReader(path, Columns())
    assert len(reader.now()) == 3
    path.write_text(FILE + "99999,New,,,\n", encoding="utf-8")
    assert len(reader.now()) == 4
    path.write_text("nothing\n", encoding="utf-8")
    assert len(reader.now()) == 4
    path.unlink()
    assert len(reader.now()) == 4
    assert len(CustomerFileReader(tmp_path / "never.csv", Columns()).now()) == 0


# --- in the shop ----------------------------------------------------------------------------------


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Ada has given her number; Eve has not."""
    made = Shop(tmp_path, CONFIG + '\n[customers]\nfile = "customers.csv"\n')
    (tmp_path / "customers.csv").write_text(FILE, encoding="utf-8")
    a_monday(made)
    made.hears((said("it is order 12345, by the way", id="x:50"), LATE))
    yield made


def test_who_gave_the_number_is_shown_as_a_customer(shop: Shop) -> None:
    line = "order 12345 · Maria Lopez · since 2019-04-02 · 7 orders · regular, allergic to nuts"
    assert f"{line} (they gave the" in shop.run("case", "1").out.replace("\n             ", " ")
    page = shop.run("customer", "@ada").out
    assert "is a customer" in page
    assert "Maria" not in shop.run("customer", "@eve").out
    told = json.loads(shop.run("customer", "@ada", "--json").out)
    assert told["goodwill"]["is_customer"] is True
    assert [order["order"] for order in told["orders"]] == ["12345"]


def test_the_owner_links_an_order_and_takes_it_back(shop: Shop) -> None:
    assert_message("cli/customer_order", shop.run("customer", "@eve", "--order", "4711").said)
    assert "order 4711 · Cy (you linked it)" in shop.run("customer", "@eve").out
    assert_message("cli/customer_no_order", shop.run("customer", "@eve", "--no-order", "4711").said)
    assert shop.run("customer", "@eve", "--no-order", "4711").code == 1
    assert_message("cli/customer_order_unknown", shop.run("customer", "@eve", "--order", "1").said)


def test_nothing_of_the_file_is_stored_but_the_linked_number(shop: Shop) -> None:
    shop.run("customer", "@eve", "--order", "AB-777-Z")
    shop.run("case", "1")
    whole = b"".join(path.read_bytes() for path in shop.database.parent.iterdir())
    for word in (b"Maria Lopez", b"allergic", b"2019-04-02"):
        assert word not in whole
    assert b"ab-777-z" in whole
    assert shop.run("erase", "x:eve", "--yes").code == 0
    assert b"ab-777-z" not in shop.database.read_bytes()


def test_being_a_customer_is_goodwill_once_and_for_every_account(shop: Shop) -> None:
    file = CustomerFileReader(shop.folder / "customers.csv", Columns()).read()
    store = shop.open()
    with store.read() as tx:
        assert is_customer(tx, BRAND, ["x:ada"], file)
        assert not is_customer(tx, BRAND, ["x:eve"], file)
        good = goodwill_of(tx, BRAND, ["x:ada", "x:eve"], file, shop.clock.now())
        assert [one.kind for one in good] == [GoodKind.KNOWN_CUSTOMER]
        assert goodwill_of(tx, BRAND, ["x:ada"], CustomerFile(), shop.clock.now()) == ()
    store.close()


def test_check_tells_of_the_file_and_of_its_mistakes(shop: Shop) -> None:
    assert "3 orders in customers.csv" in shop.run("check").out
    (shop.folder / "customers.csv").write_text("order\n12345\n12345\n", encoding="utf-8")
    answer = shop.run("check")
    assert answer.code == 2
    assert "order `12345` stands in line 2 already" in answer.out + answer.err


def test_without_a_file_nobody_is_linked(tmp_path: Path) -> None:
    made = Shop(tmp_path)
    a_monday(made)
    assert_message("cli/customer_no_file", made.run("customer", "@eve", "--order", "4711").said)


def test_the_card_tells_that_it_is_a_customer(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(FILE, encoding="utf-8")
    shop = House()
    shop.notify.customers = CustomerFileReader(path, Columns())
    shop.complaint("@larchandloaf the cake of order 12345 arrived broken")
    shop.work()
    (card,) = shop.channel.cards
    assert card.orders == (
        "order 12345 · Maria Lopez · since 2019-04-02 · 7 orders · regular, allergic to nuts"
        " (they gave the number)",
    )
    lines = "\n".join(card_lines(card, shop.policy.hours, 100))
    assert "customer   order 12345 · Maria Lopez" in lines
