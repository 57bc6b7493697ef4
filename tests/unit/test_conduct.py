"""Which strikes a mention brings: what is said to us, in the author's own words."""

from functools import cache

import pytest

from monitor.domain.conduct import strikes_in
from monitor.domain.effect import Urgency
from monitor.domain.facts import Circumstances, Facts
from monitor.domain.message import Message
from monitor.domain.reading import Kind
from monitor.domain.strike import StrikeKind, sameness
from monitor.domain.values import replace
from monitor.scoring.phrase_file import load_phrases
from monitor.testing import a_message, a_reading
from tests.people import CY
from tests.shop import BRAND, Shop, config, policy, reader

POLICY = policy()


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """As shipped."""
    return dict(load_phrases(config().playbook_folder / "phrases.toml").lists)


def brings(text: str, **changes: object) -> dict[StrikeKind, tuple[bool, bool]]:
    """Kind → a phrase tells of it, it stands in a complaint."""
    message: Message = replace(a_message(text, author=CY, brand=BRAND), **changes)
    facts = Facts(message=message, reading=reader().read(message), circumstances=Circumstances())
    return {one.kind: (one.is_firm, one.in_complaint) for one in strikes_in(facts, POLICY)}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("@larchandloaf you idiots, bunch of morons", {StrikeKind.INSULT: (True, False)}),
        # in a complaint it is noted, and weighs nothing
        (
            "@larchandloaf 50 minutes for two coffees, you idiots, and one was cold",
            {StrikeKind.INSULT: (True, True)},
        ),
        # by name: Jo and Sam work here
        (
            "@larchandloaf sam is an idiot",
            {StrikeKind.HARASSMENT: (True, False), StrikeKind.INSULT: (True, False)},
        ),
        # a complaint about somebody by name, however heated, is one
        (
            "@larchandloaf Sam forgot my cake, you idiots, I want my money back",
            {StrikeKind.INSULT: (True, True)},
        ),
        # Samantha is somebody else
        ("@larchandloaf Samantha, you are idiots", {StrikeKind.INSULT: (True, False)}),
        ("@larchandloaf i will find you and i will kill you", {StrikeKind.THREAT: (True, False)}),
        # what somebody else said is no threat of theirs
        ("@larchandloaf your driver said he will find me, he said i will kill you", {}),
        ('@larchandloaf he shouted "i will kill you" at my son', {}),
        ("@larchandloaf cry more", {StrikeKind.BAIT: (True, False)}),
        # a question, praise and a complaint bait nobody
        ("@larchandloaf best rolls in town, I could cry me a river, thank you so much", {}),
        ("@larchandloaf lovely bread", {}),
        # how friends speak is no slur
        (
            "@larchandloaf real talk my nigga the rye is good",
            {},
        ),
    ],
)
def test_what_a_text_brings(text: str, kinds: dict[StrikeKind, tuple[bool, bool]]) -> None:
    assert brings(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        # what somebody else said, told or quoted
        "your driver called me an idiot and a moron",
        'the man at the till said "cry more you stupid cow" to my mum',
        "'shut up you idiot' is what I heard at the counter",
        "you stupid cow, he shouted at me",
        "someone shouted nigger at my son in your shop and Sam did nothing",
        "Jo was called a stupid cow by a man in the queue, poor Jo",
        "Sam is a lovely person, a customer called Sam a fat cow and I told him off",
        "Sam, kill yourself is what that man shouted at you",
        "don't listen to whoever called you scum",
        "nobody should call you morons, ignore the troll",
        # what they are, or laugh at themselves for
        "as a fag who loves bread I say yes to the rye",
        "us faggots need cake too haha love you",
        "queer and hungry, my fellow fags and I will come on sunday",
        "I am such an idiot, it was another bakery",
        "I'm a moron, it was the other bakery",
        "call me a clown, I came on a monday",
        # somebody else is meant
        "that idiot in front of me ordered forty rolls",
        "my boss is a moron and a waste of space",
        "my ex is a total clown, your cake helped",
        "my stupid cow of a sister ate the whole loaf",
        # a dish, a cigarette, and three that are none
        "best faggots and peas in town",
        "Pork faggots today? on my way",
        "your baker was on a fag break, worth the wait",
        "the shop is spic and span as ever",
        "a chink of light from the oven at five, lovely",
        "I found a chink in the wall where the cat sits",
        # a headline, a kind wish
        "the new opening hours have winners and losers, here is the list for the market",
        "hope you all have a great day, thank you very much",
        # nobody is
        "you are not idiots, I was wrong",
        "you are no clowns, great bread",
        "I'll get you a coffee Jo",
    ],
)
def test_hard_words_that_nobody_means_for_us_bring_nothing(text: str) -> None:
    assert {kind: how for kind, how in brings(f"@larchandloaf {text}").items() if not how[1]} == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I think you are idiots", StrikeKind.INSULT),
        ("fuck you idiots", StrikeKind.INSULT),
        ("get well. thanks for my order. morons", StrikeKind.INSULT),
        ("bunch of morons", StrikeKind.INSULT),
        ("you fags", StrikeKind.SLUR),
        ("I hate you faggots", StrikeKind.SLUR),
        ("no fags in this town, get out", StrikeKind.SLUR),
        ("Sam is a fat pig", StrikeKind.HARASSMENT),
        ("you clowns, cry more", StrikeKind.BAIT),
        # an insult beside somebody else's words is one all the same
        ("my boss is a moron. and you are scum", StrikeKind.INSULT),
    ],
)
def test_what_is_meant_for_us_is_heard_all_the_same(text: str, kind: StrikeKind) -> None:
    assert brings(f"@larchandloaf {text}").get(kind, (False, False))[0]


def test_a_threat_in_praise_is_told_and_never_decides() -> None:
    found = brings("@larchandloaf Sam your jokes slay me, I will find you and hug you")

    assert found == {StrikeKind.THREAT: (False, False)}


@pytest.mark.parametrize(
    "changes",
    [
        # about us, not to us
        {"addressed": False},
        # our own words
        {"from_brand": True},
        # from before the first start
        {"is_live": False},
    ],
)
def test_what_is_not_said_to_us_brings_nothing(changes: dict[str, object]) -> None:
    assert brings("@larchandloaf you idiots, bunch of morons", **changes) == {}


def test_a_threat_counts_wherever_it_stands() -> None:
    assert StrikeKind.THREAT in brings(
        "I will burn your bakery down, Larch & Loaf", addressed=False
    )


def test_where_nobody_is_named_nobody_is_harassed() -> None:
    message = a_message("@larchandloaf you idiots", author=CY, brand=BRAND)
    facts = Facts(message=message, reading=reader().read(message))

    found = strikes_in(facts, replace(POLICY, people=("you",)))

    assert [one.kind for one in found] == [StrikeKind.INSULT]


def test_what_the_model_alone_hears_is_not_firm() -> None:
    facts = Facts(message=a_message(author=CY), reading=a_reading(Kind.ABUSE))

    (found,) = strikes_in(facts, POLICY)

    assert (found.kind, found.is_firm) == (StrikeKind.INSULT, False)


@pytest.mark.parametrize("name", ["threat", "slur"])
def test_every_threat_and_slur_is_heard_by_the_gates_as_well(name: str) -> None:
    """No machine answers it kindly: it is abuse, or sensitive."""
    deaf = []
    for phrase in phrases()[f"conduct.{name}"]:
        text = phrase.replace("*", "x").replace("n gger", "n gger")
        reading = reader().read(a_message(f"@larchandloaf {text}", brand=BRAND))
        heard = "threat" in reading.sensitive if name == "threat" else "abuse" in reading.marks
        if not heard:
            deaf.append(phrase)
    assert deaf == []


def test_a_threat_is_told_at_once_and_is_no_flag() -> None:
    shop = Shop()

    (decided,) = shop.hear(shop.says("@larchandloaf I will kill you all", author=CY))
    shop.work()

    assert any(effect.urgency is Urgency.WAKE for effect in decided.effects)
    with shop.store.read() as tx:
        assert [one.kind for one in tx.standings.strikes(BRAND, [CY.id])] == [StrikeKind.THREAT]
        assert tx.standings.flags(BRAND) == []


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("The worst bakery of all, ever!", "the WORST bakery of all ever", True),
        (
            "@larchandloaf you sell old bread to everybody https://x.example/1",
            "you sell old bread to everybody",
            True,
        ),
        # too short to tell
        ("still waiting for you", "still waiting for you", False),
        ("you sell old bread to everybody", "you sell new bread to everybody", False),
    ],
)
def test_which_texts_say_the_same(one: str, other: str, is_same: bool) -> None:
    assert (bool(sameness(one)) and sameness(one) == sameness(other)) is is_same
