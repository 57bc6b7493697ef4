"""`monitor customer`: one customer on every platform, and which accounts are one person."""

from pathlib import Path

import click

from monitor.cli import customer_links, customer_page
from monitor.cli.arguments import PageGroup
from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.customer_accounts import account_named
from monitor.cli.customer_page import history_json, page_lines
from monitor.cli.desk import opened_desk
from monitor.cli.lines import width
from monitor.cli.measure_lines import around

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
@desk_options
def show_command(
    account: str, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show one customer: since when, every case and how it ended, what was promised and kept, what
    they asked for, and which other accounts may be theirs.

    ACCOUNT is `x:42`, `x:@handle`, or `@handle` when only one account is called so.

    \b
    Example:
      monitor customer @ada
      monitor customer x:42 --json
    """
    from monitor.services.customer_history import history

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        here = around(desk)
        with desk.store.read() as tx:
            found = account_named(tx, desk, account)
            told = history(tx, desk.config.brand.name, found.id, desk.now)
            if as_json:
                say_json(history_json(tx, told))
                return
        for line in page_lines(told, here, width()):
            say(line)


for _one in (
    customer_links.link_command,
    customer_links.split_command,
    customer_links.not_same_command,
):
    customer_command.add_command(_one)
