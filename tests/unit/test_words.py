"""What we say: templates, their rendering, and the last check before anything goes out."""

import pytest

from monitor.domain.effect import Slots
from monitor.domain.length import length
from monitor.domain.listed import listed_in
from monitor.domain.platform import BLUESKY, MASTODON, PLATFORMS, REDDIT, Platform, X
from monitor.domain.template import links_of
from monitor.domain.words import (
    asked_words,
    choose_variant,
    placeholders_of,
    problems_of_template,
    problems_of_words,
    render,
)
from tests.acknowledgement_texts import TEXTS

REFUSE = (
    "blacklist",
    "liar",
    "scammer",
    "stupid",
    "crazy",
    "hysterical",
    "you people",
    "god knows",
    "for christ's sake",
)
ASK = (
    "unfortunately",
    "inconvenience",
    "feel that way",
    "as i said",
    "per our policy",
    "calm down",
    "actually",
    "obviously",
    "simply",
    "just",
    "it's fine",
    "honestly",
    "with all due respect",
    "sir",
    "madam",
    "guys",
    "hon",
    "dear",
)
REPLIES = tuple(platform for platform in PLATFORMS if platform.has_replies)
GOOD = "{hello}we are sorry. Please {dm}; a person will answer you {by}.{sign}"


def needs_of(name: str) -> tuple[str, ...]:
    return ("by", "note") if name.startswith("incident") else ("dm", "by")


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_the_owner_passes_on_every_platform(name: str) -> None:
    problems = problems_of_template(
        TEXTS[name], refuse=REFUSE, ask=ASK, platforms=REPLIES, needs=needs_of(name)
    )
    assert problems == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_of_the_owner_may_go_out(name: str) -> None:
    slots = Slots(
        name="Maria Lopez", handle="@maria.example", signed_by="Jo", note="The till broke."
    )
    for platform in REPLIES:
        text = render(TEXTS[name], slots, platform, "by 12:00 on Wednesday", refused_words=REFUSE)
        assert text.startswith("Hi Maria, ")
        assert text.endswith(" – Jo")
        assert "{" not in text
        assert "  " not in text
        assert problems_of_words(text, platform=platform, refuse=REFUSE) == []
        assert asked_words(text, ASK) == []


def test_there_are_36_texts() -> None:
    assert len(TEXTS) == 36


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("", "the text is empty"),
        (GOOD.replace("{by}", "{bye}"), "unknown placeholder `{bye}`, did you mean `{by}`?"),
        (GOOD + "{zzz}", "unknown placeholder `{zzz}`, known are `{hello}`, `{dm}`"),
        (GOOD + "{brand}", "unknown placeholder `{brand}`"),
        (GOOD.replace("{by}", "{{by}}"), "stray `{`"),
        (GOOD + "}", "stray `}`"),
        (GOOD + " www.shop.example", "`www.shop.example` is no whole address"),
        (GOOD + " http://a.example/x", "`http://a.example/x` is not safe"),
        (GOOD + " https://shop", "`https://shop` is no whole address"),
        (GOOD + " HTTPS://a.example", "`HTTPS://a.example` is no whole address"),
        (GOOD + " https://a．example", "`https://a.example` is no whole address"),
        (GOOD + " https://ä.example", "`https://ä.example` is no whole address"),
        (GOOD + " ftp://a.example/x", "`ftp://a.example/x` is no whole address"),
        (GOOD + " https://me@a.example/x", "`@` is not allowed"),
        # nothing that is filled in becomes a part of a link
        (
            GOOD.replace(" {by}", " https://a.example/{by}"),
            "`https://a.example/{by}.` is a link with a placeholder",
        ),
        (
            GOOD.replace(" {by}", " https://{by}.example"),
            "`https://{by}.example.` is a link with a placeholder",
        ),
        (
            GOOD.replace("{hello}", "{hello}https://a.example "),
            "`{hello}https://a.example` is a link with a placeholder",
        ),
        (
            GOOD.replace(" {by}", " https://a.example,{by}"),
            "`https://a.example,{by}.` is a link with a placeholder",
        ),
        (GOOD.replace("sorry.", "sorry!"), "`!` is not allowed"),
        (GOOD.replace("sorry.", "sorry, right?"), "`?` is not allowed"),
        (GOOD.replace("we are", "I am"), "`I` is not allowed"),
        (GOOD.replace("we are", "I’m"), "`I` is not allowed"),
        (GOOD + " @shop", "`@` is not allowed"),
        (GOOD + " Liar.", "`liar` is on the list of refused words"),
        (GOOD + " You  people.", "`you people` is on the list of refused words"),
        (GOOD + " For Christ’s sake.", "`for christ's sake` is on the list of refused words"),
        (
            GOOD.replace("we", "unfortunately we"),
            "`unfortunately` is on the list of words",
        ),
        (GOOD.replace("{by}", "soon"), "`{by}` is missing"),
        (GOOD.replace("{dm}", "write"), "`{dm}` is missing"),
        ("Well, " + GOOD, "`{hello}` does not stand at the beginning"),
        (GOOD + " a" * 60, "too long for X: "),
    ],
)
def test_a_wrong_template_is_refused_with_what_is_wrong(template: str, problem: str) -> None:
    problems = problems_of_template(template, refuse=REFUSE, ask=ASK, platforms=REPLIES)
    assert any(found.startswith(problem) for found in problems), problems


def test_all_problems_of_a_template_come_at_once() -> None:
    assert len(problems_of_template("I {helo} shop.example!", platforms=REPLIES)) == 6


def test_a_draft_may_say_i_and_ask() -> None:
    draft = "I run {brand}, so I am not neutral here. {question}? – {person}"
    assert problems_of_template(draft, platforms=(REDDIT,), is_draft=True) == []
    more = {"brand": "Larch & Loaf", "question": "Which day was it", "person": "Jo"}
    assert render(draft, Slots(), REDDIT, "", more=more) == (
        "I run Larch & Loaf, so I am not neutral here. Which day was it? – Jo"
    )


def test_the_length_is_measured_at_the_longest_rendering() -> None:
    tight = GOOD + "a" * 119
    assert problems_of_template(tight, platforms=(X,)) == []
    assert problems_of_template(tight + "a", platforms=(X,)) == [
        "too long for X: 281 of 280 with a long name, promise and signature"
    ]
    slots = Slots(name="Maximilianaaus", signed_by="Joooooooooou")
    rendered = render(tight, slots, X, "by 12:30 on Wednesday 30 September (Buenos Aires time)")
    assert length(rendered, X.counting) == 280


def test_a_machine_signs_nothing_and_greets_a_doubtful_name_without_it() -> None:
    slots = Slots(name="Angry Customer")
    assert render(GOOD, slots, BLUESKY, "by 15:30 today") == (
        "Hello, we are sorry. Please message us here; a person will answer you by 15:30 today."
    )


def test_a_person_signs_and_the_right_name_is_used() -> None:
    slots = Slots(name="Maria 🌸 Lopez", signed_by="Jo")
    assert render(GOOD, slots, X, "by 15:30 today") == (
        "Hi Maria, we are sorry. Please send us a direct message; a person will answer you "
        "by 15:30 today. – Jo"
    )


def test_a_refused_word_is_no_name() -> None:
    rendered = render(GOOD, Slots(name="Crazy"), X, "by 15:30 today", refused_words=("crazy",))
    assert rendered.startswith("Hello, ")


def test_a_value_with_braces_is_printed_as_it_is() -> None:
    slots = Slots(note="The {by} is broken {0}.", signed_by="{hello}")
    rendered = render("Sorry. {note} News {by}.{sign}", slots, X, "by 15:30 today")
    assert rendered == "Sorry. The {by} is broken {0}. News by 15:30 today. – {hello}"
    # and it does not go out like that
    kinds = [problem.kind for problem in problems_of_words(rendered, platform=X, refuse=())]
    assert kinds == ["placeholder", "placeholder"]


def test_an_empty_note_leaves_no_gap() -> None:
    assert render("Sorry. {note} News {by}.", Slots(), X, "by 15:30 today") == (
        "Sorry. News by 15:30 today."
    )


def test_what_nothing_fills_is_a_fault_and_never_goes_out() -> None:
    for template, by in ((GOOD, ""), ("{brand}", "by 15:30 today")):
        with pytest.raises(ValueError, match="nothing fills"):
            render(template, Slots(), X, by)


def test_placeholders_are_named_in_order_and_once() -> None:
    assert placeholders_of("{by} {hello} {by} {x y}") == ("by", "hello", "x y")


@pytest.mark.parametrize(
    ("text", "handle", "kind"),
    [
        ("", "", "empty"),
        ("  \n ", "", "empty"),
        ("Hi @rival, sorry.", "ada", "address"),
        # as Slack and Mastodon users write it, in full width
        ("Hi ＠rival, sorry.", "ada", "address"),
        ("Hi @ada.example, sorry.", "ada", "address"),
        ("Hi @adax, sorry.", "ada", "address"),
        ("mail us: jo@shop", "", "address"),
        ("see https://shop.example/x", "", "link"),
        ("see shop.example.", "", "link"),
        ("see shop。example", "", "link"),
        ("see www.shop.example", "", "link"),
        ("see shop．example", "", "link"),
        ("call tel:123", "", "link"),
        ("at 10.0.0.1", "", "link"),
        ("javascript:alert(1)", "", "link"),
        ("You LIAR", "", "refused"),
        ("You l\u200biar", "", "refused"),
        ("You ｌｉａｒ", "", "refused"),
        ("{by}", "", "placeholder"),
        ("a" * 281, "", "length"),
        ("so\u202erry", "", "sign"),
        ("so\u200brry", "", "sign"),
        ("sorry\x07", "", "sign"),
        ("sorry\ud800", "", "sign"),
        ("sorry\u2028again", "", "sign"),
        ("sorry\U000e0041", "", "sign"),
        ("s\u0351\u036b\u0343\u0358orry", "", "sign"),
    ],
)
def test_what_must_not_go_out_is_objected_to(text: str, handle: str, kind: str) -> None:
    found = problems_of_words(text, platform=X, refuse=REFUSE, addressee_handle=handle)
    assert kind in [objection.kind for objection in found]


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("Hi Maria, we are sorry – by 15:30 today (Berlin time).", ""),
        ("Hi @ada, sorry.", "ada"),
        ("Hi @Ada, sorry.", "@ada"),
        # a handle that is a domain, at the end of a sentence
        ("Sorry, @ada.bsky.social.", "ada.bsky.social"),
        ("@ada@social.example sorry", "ada@social.example"),
        ("e.g. at 9.30, i.e. 3.5 hours, p.m. and so on...", ""),
        ("We are not liars; Stupidity is no word of ours.", ""),
        ("a cook: \U0001f469\u200d\U0001f373 and \u2764\ufe0f\u200d\U0001f525", ""),
        ("two\nlines", ""),
    ],
)
def test_ordinary_words_go_out(text: str, handle: str) -> None:
    assert problems_of_words(text, platform=X, refuse=REFUSE, addressee_handle=handle) == []


@pytest.mark.parametrize(
    "template",
    [
        GOOD + " More: https://larch.example/help",
        GOOD.replace(".{sign}", ", or look at https://larch.example/a-b/c?d=e&f=1#g.{sign}"),
        GOOD.replace(".{sign}", ", or look at https://larch.example/help{sign}"),
        GOOD.replace("sorry.", "sorry (https://larch.example)."),
    ],
)
def test_a_whole_address_of_the_owner_s_own_is_fine(template: str) -> None:
    assert problems_of_template(template, refuse=REFUSE, ask=ASK, platforms=REPLIES) == []
    (link,) = links_of(template)
    assert link.startswith("https://larch.example")
    for platform in REPLIES:
        for signed_by in ("", "Jo"):
            text = render(template, Slots(signed_by=signed_by), platform, "by 12:00 today")
            assert problems_of_words(text, platform=platform, refuse=(), allowed_urls=[link]) == []


@pytest.mark.parametrize(("length", "fits_x"), [(23, True), (120, True), (200, True)])
def test_a_link_counts_as_the_platform_counts_it(length: int, fits_x: bool) -> None:
    """X takes every address for 23 signs, Bluesky as it stands."""
    link = "https://larch.example/".ljust(length, "a")
    template = f"{GOOD} {link}"
    on_x = problems_of_template(template, platforms=(X,)) == []
    on_bluesky = problems_of_template(template, platforms=(BLUESKY,)) == []
    assert (on_x, on_bluesky) == (fits_x, length < 180)


def test_a_link_of_the_template_is_allowed_and_no_other() -> None:
    text = "see https://shop.example/help, not https://shop.example/x"
    allowed = ("https://shop.example/help",)
    found = problems_of_words(text, platform=X, refuse=(), allowed_urls=allowed)
    assert [str(objection) for objection in found] == ["`https://shop.example/x` reads like a link"]


def test_a_brand_or_dish_is_exempt_from_the_refused_words() -> None:
    text = "Our Crazy Chicken is sold out"
    assert problems_of_words(text, platform=X, refuse=REFUSE) != []
    assert problems_of_words(text, platform=X, refuse=REFUSE, exempt=("crazy chicken",)) == []
    assert problems_of_words(
        "that crazy Crazy Chicken", platform=X, refuse=REFUSE, exempt=("crazy chicken",)
    )


def test_reddit_calls_people_without_an_at() -> None:
    def found(text: str, platform: Platform = REDDIT) -> list[str]:
        objections = problems_of_words(text, platform=platform, refuse=(), addressee_handle="Ada_Q")
        return [objection.kind for objection in objections]

    assert found("hello u/rival") == ["address"]
    assert found("hello /u/rival and r/bread") == ["address", "address"]
    assert found("hello u/ada_q") == []
    assert found("hello u/rival", MASTODON) == []
    assert found("and/or") == []


def test_a_person_is_asked_about_listed_words_capitals_and_shouting() -> None:
    text = "Unfortunately it’s fine, as I  said. We will NOT pay the VAT, SIR!! No!"
    assert asked_words(text, ASK) == [
        "unfortunately",
        "it's fine",
        "as i said",
        "sir",
        "NOT",
        "SIR",
        "!!!",
    ]
    assert asked_words("We are sorry! Truly!", ASK) == []
    assert asked_words("LARCH bread", (), exempt=("LARCH & LOAF",)) == []


def test_listed_words_match_whole_words_in_the_order_of_the_text() -> None:
    assert listed_in("Just honest, honestly just", ("honestly", "just", "hon")) == (
        "just",
        "honestly",
    )
    assert listed_in("anything", ()) == ()
    assert listed_in("anything", ("", "  ")) == ()
    # signs of a pattern are ordinary signs
    assert listed_in("a.b axb", ("a.b",)) == ("a.b",)


def test_a_variant_not_used_recently_is_chosen_the_same_for_the_same_seed() -> None:
    family = ["late.a", "late.b", "late.c"]
    assert choose_variant(family, ["late.a", "late.c"], "x:1") == "late.b"
    chosen = {choose_variant(family, [], f"x:{number}") for number in range(50)}
    assert chosen == set(family)
    assert len({choose_variant(family, [], "x:1") for _ in range(5)}) == 1


def test_when_all_were_used_the_one_used_longest_ago_is_chosen() -> None:
    family = ["late.a", "late.b", "late.c"]
    recent = ["late.b", "money.a", "late.a", "late.c", "late.b"]
    assert choose_variant(family, recent, "x:1") == "late.c"
    with pytest.raises(ValueError, match="at least one variant"):
        choose_variant([], [], "x:1")
