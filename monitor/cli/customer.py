"""`monitor customer`: one customer on every platform, and which accounts are one person."""

from pathlib import Path

import click

from monitor.cli import customer_links, customer_page
from monitor.cli.arguments import PageGroup, by_option, person
from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.customer_accounts import account_named, account_words
from monitor.cli.customer_page import history_json, order_json, page_lines
from monitor.cli.desk import opened_desk
from monitor.cli.lines import width
from monitor.cli.measure_lines import around
from monitor.domain.inert import for_terminal
from monitor.errors import InputError

JSON_KEYS: dict[str, dict[str, Keys]] = {
    **customer_page.JSON_KEYS,
    **{
        name: keys
        for name, keys in customer_links.JSON_KEYS.items()
        if name.startswith("customer ")
    },
}


@click.group("customer", cls=PageGroup, subcommand_metavar="ACCOUNT | COMMAND [ARGS]...")
def customer_command() -> None:
    """Show everything between you and one customer, or say which accounts are one person.

    \b
    Example:
      monitor customer @ada
      monitor customer link x:@ada bluesky:@ada.example
      monitor customer split bluesky:@ada.example
    """


@customer_command.command("show")
@click.argument("account", metavar="ACCOUNT")
@click.option("--order", metavar="NUMBER", help="This order of your customer file is theirs.")
@click.option("--no-order", metavar="NUMBER", help="It is not, after all.")
@by_option
@desk_options
def show_command(
    account: str,
    order: str | None,
    no_order: str | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Show one customer: since when, every case and how it ended, what was promised and kept, what
    they asked for, and which other accounts may be theirs.

    ACCOUNT is `x:42`, `x:@handle`, or `@handle` when only one account is called so. With a customer
    file ([customers] in the config) it shows their orders: those of which they gave the number in a
    message, and those that you link with --order.

    \b
    Example:
      monitor customer @ada
      monitor customer x:42 --json
      monitor customer @ada --order 12345
    """
    from monitor.services.customer_history import history
    from monitor.services.known_customers import known

    if order or no_order:
        _order(account, order, no_order, by, config_path, store_url, as_json=as_json)
        return
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        here = around(desk)
        with desk.store.read() as tx:
            found = account_named(tx, desk, account)
            told = history(tx, desk.config.brand.name, found.id, desk.now)
            orders = known(tx, desk.config.brand.name, found.id, desk.customer_file)
            if as_json:
                say_json(history_json(tx, told, orders))
                return
        for line in page_lines(told, orders, here, width()):
            say(line)


def _order(
    account: str,
    order: str | None,
    no_order: str | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Raises InputError, NotFound, WrongState, ConfigError for a file with mistakes."""
    from monitor.config.customer_file import CustomerFileReader
    from monitor.services.known_customers import known, link_order, unlink_order

    if order and no_order:
        raise InputError("`--order` and `--no-order` at once", hint="one after the other")
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        brand, name = desk.config.brand.name, person(desk.config, by)
        if not desk.config.customers.file:
            raise InputError(
                "the config names no customer file", hint='[customers] file = "customers.csv"'
            )
        file = CustomerFileReader.of(desk.config).read()
        with desk.store.begin() as tx:
            found = account_named(tx, desk, account)
            if order:
                link_order(tx, brand, found.id, order.strip(), file, desk.now, name)
            else:
                unlink_order(tx, brand, found.id, (no_order or "").strip(), desk.now, name)
            orders = known(tx, brand, found.id, file)
        if as_json:
            say_json({"orders": [order_json(one) for one in orders]})
            return
        told = "a customer of yours" if orders else "no order of your file is theirs"
        say(f"{account_words(found)}: {told}.")
        for one in orders:
            say(f"  {for_terminal(one.words, 300)}")


for _one in (
    customer_links.link_command,
    customer_links.split_command,
    customer_links.not_same_command,
):
    customer_command.add_command(_one)
