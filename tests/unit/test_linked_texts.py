"""A text of the owner's with a link: said as it stands, and its price shown before it is."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from monitor.domain.bill import ReplyPrices
from monitor.domain.effect import Effect
from monitor.domain.playbook import Family, Playbook
from monitor.domain.policy import Policy
from monitor.domain.values import replace
from monitor.services.wording import Worded, word
from tests.messages import assert_message
from tests.shop import Shop as Services
from tests.shop import playbook, policy
from tests.unit.cli_shop import CONFIG, FAMILIES, Shop, a_monday

LINK = "https://larch.example/help"
TEXT = "{hello}we are sorry. Please {dm}, or look at " + LINK + ". A person answers {by}.{sign}"
PRICES = ReplyPrices(plain=Decimal("0.010"), with_link=Decimal("0.200"))
PRICED = policy(prices={"x": PRICES})


def linked() -> Playbook:
    families = {
        **playbook().families,
        "general": Family(name="general", variants=dict.fromkeys("abc", TEXT)),
    }
    return replace(playbook(), families=families)


def draft(own_text: str = "", template: str = "general.a") -> Effect:
    effect = Services().complaint()
    return replace(
        effect, template=template, slots=replace(effect.slots, own_text=own_text, signed_by="Jo")
    )


def worded(effect: Effect, limits: Policy = PRICED) -> Worded:
    return word(effect, linked(), limits, effect.created_at)


def test_the_template_s_own_link_is_said_and_its_price_known() -> None:
    said = worded(draft())
    assert LINK in said.text
    assert said.problems == ()
    assert (said.price, said.is_dear) == (Decimal("0.200"), True)


def test_a_text_without_a_link_costs_what_any_reply_does() -> None:
    said = worded(draft(template="late.a"))
    assert (said.price, said.is_dear) == (Decimal("0.010"), False)


def test_where_replies_cost_nothing_none_has_a_price() -> None:
    said = worded(draft(), policy())
    assert (said.price, said.is_dear) == (None, False)


def test_a_person_may_leave_the_template_s_link_in_their_own_words() -> None:
    assert worded(draft(f"Sorry, see {LINK}. – Jo")).problems == ()


@pytest.mark.parametrize("template", ["late.a", "gone.a", ""])
@pytest.mark.parametrize("link", [LINK, "https://evil.example"])
def test_a_link_of_no_template_is_refused(template: str, link: str) -> None:
    said = worded(draft(f"Sorry, see {link}. – Jo", template))
    assert said.problems == (f"`{link}` reads like a link",)


def test_no_other_link_goes_beside_it() -> None:
    said = worded(draft(f"Sorry, see {LINK}/more and {LINK}. – Jo"))
    assert said.problems == (f"`{LINK}/more` reads like a link",)


# ---------------------------------------------------------------- as the owner sees it


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("COLUMNS", "100")
    made = Shop(tmp_path, CONFIG + "\n[connectors.x]\nprice_post_with_link = 0.25\n")
    (tmp_path / "playbooks" / "acknowledgements.toml").write_text(
        FAMILIES.replace("Please {dm}; a", f"Look at {LINK} or {{dm}}; a"), encoding="utf-8"
    )
    return made


def test_playbook_check_tells_what_it_costs(shop: Shop) -> None:
    assert_message("cli/playbook_check_link", shop.run("playbook", "check").said)


def test_check_tells_what_it_costs(shop: Shop) -> None:
    told = " ".join(shop.run("check", "--offline").out.split())
    assert (
        "x texts with a link in it a reply on X costs about $0.25 instead of $0.01: `general.a`"
        in told
    )


def test_the_inbox_tells_what_it_costs(shop: Shop) -> None:
    a_monday(shop)
    assert_message("cli/inbox_link", shop.run("inbox").said)
    prices = [one["price"] for one in json.loads(shop.run("inbox", "--json").out)["drafts"]]
    assert sorted(prices) == [0.01, 0.25]


def test_a_card_tells_what_it_costs() -> None:
    shop = Services(policy=PRICED)
    shop.notify.playbook = linked()
    shop.complaint("@larchandloaf you are so bad, never again")
    shop.notify.due()
    (card,) = shop.channel.cards
    assert LINK in card.draft
    assert card.price == Decimal("0.200")


def test_a_foreign_link_cannot_be_approved(shop: Shop) -> None:
    a_monday(shop)
    answer = shop.run("edit", "1", "Sorry, see https://evil.example. – Jo")
    assert answer.code == 1
    assert "`https://evil.example` reads like a link" in answer.err
