"""What the links in the owner's texts cost, where a platform takes money for a reply."""

from collections.abc import Iterator, Mapping

from monitor.cli.finding import Finding, warning
from monitor.cli.lines import title
from monitor.domain.bill import ReplyPrices, dollars
from monitor.domain.playbook import Playbook
from monitor.domain.template import links_of
from monitor.rules.read_texts import platforms_of

#: so many texts are named
SHOWN = 5


def dear_texts(
    playbook: Playbook, prices: Mapping[str, ReplyPrices]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each platform where a link costs more, with the texts that hold one: `late.a`."""
    for platform, price in prices.items():
        if price.with_link <= price.plain:
            continue
        names = tuple(
            f"{family.name}.{variant}"
            for family in playbook.families.values()
            if platform in {each.name for each in platforms_of(family.name)}
            for variant, template in family.variants.items()
            if links_of(template)
        )
        if names:
            yield platform, names


def price_words(platform: str, names: tuple[str, ...], price: ReplyPrices) -> str:
    """What a reply with these texts costs there."""
    shown = ", ".join(f"`{name}`" for name in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return (
        f"with a link in it a reply on {title(platform)} costs about {dollars(price.with_link)} "
        f"instead of {dollars(price.plain)}: {shown}{more}"
    )


def about_prices(playbook: Playbook, prices: Mapping[str, ReplyPrices]) -> Iterator[Finding]:
    """A finding for each platform where links are dear."""
    for platform, names in dear_texts(playbook, prices):
        yield warning(
            f"{platform} texts",
            price_words(platform, names, prices[platform]),
            "leave the link out, unless it is worth that to you each time",
        )
