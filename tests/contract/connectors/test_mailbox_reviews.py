"""What becomes of a mail: a review with its stars, or a card with its first words."""

import pytest

from connectors._mailbox.mail import read
from monitor.domain.message import Message, MessageType
from tests.contract.connectors.mail_shop import EXAMPLES, SENT, a_mail, example, received

#: name, site, text, where it can be answered
REVIEWS = {
    "google": (
        "Ada Quill",
        "google.com",
        "★★ (2 of 5 stars), Google\n\n"
        "The rye was stale and nobody answered the phone. We waited forty "
        "minutes for two coffees.",
        "https://business.google.com/n/42/reviews/r-77?hl=en",
    ),
    "google-only-html": (
        "Zoë Fenn",
        "google.com",
        "★★★★★ (5 of 5 stars), Google\n\nBest seeded loaf in town.\nJo was lovely 💛",
        "https://business.google.com/n/42/reviews/r-78",
    ),
    "stars-only": (
        "Fay Birch",
        "google.com",
        "★ (1 of 5 stars), Google",
        "https://business.google.com/n/42/reviews/r-79",
    ),
    "yelp": (
        "Bo W.",
        "yelp.com",
        "★ (1 of 5 stars), Yelp\n\n"
        "Ordered a birthday cake for noon. It came at four, with the wrong "
        "name on it. Never again.",
        "https://biz.yelp.com/r2r/abc123/reviews?utm_source=mail",
    ),
    "trustpilot": (
        "Cy Marsh",
        "trustpilot.com",
        "★ (1 of 5 stars), Trustpilot\n\n"
        "Parcel never arrived\n\nPaid for express, waited nine days, and "
        "the parcel never arrived. No answer to three mails.",
        "https://businessapp.b2b.trustpilot.com/reviews/6541",
    ),
    "tripadvisor": (
        "adaq47",
        "tripadvisor.com",
        "★★★ (3 of 5 stars), Tripadvisor\n\n"
        "Dry cake, kind people\n\nWe liked the people a lot. The cake "
        "was dry and the toilets were not clean.",
        "https://www.tripadvisor.com/Owners-r55-mgmt_response.html",
    ),
    "facebook": (
        "Di Sorrel",
        "facebook.com",
        "Facebook: does not recommend\n\nRude at the counter, and the bread was burnt.",
        "https://www.facebook.com/larchandloaf/reviews/?id=9",
    ),
    "facebook-recommends": (
        "Ed Vale",
        "facebook.com",
        "Facebook: recommends\n\nSo friendly.",
        "https://www.facebook.com/larchandloaf/reviews/?id=10",
    ),
}


def is_review(message: Message) -> bool:
    return message.addressed


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_is_read(name: str) -> None:
    message = received(example(name))
    who, site, text, url = REVIEWS[name]
    assert (message.author.name, message.author.handle) == (who, site)
    assert (message.text, message.url) == (text, url)
    assert message.addressed
    assert (message.platform, message.type) == ("mailbox", MessageType.POST)
    assert message.created_at == SENT


@pytest.mark.parametrize("name", REVIEWS)
def test_each_of_its_two_texts_is_enough(name: str) -> None:
    raw = example(name)
    for kind in ("plain", "html"):
        without = raw.replace(f"text/{kind}".encode(), b"application/octet-stream")
        if len(read(without).texts) == 1:
            assert received(without).text == REVIEWS[name][2]


def test_every_example_is_looked_at() -> None:
    others = {"not-a-review", "unknown"}
    assert {path.stem for path in EXAMPLES.glob("*.eml")} == {*REVIEWS, *others}


@pytest.mark.parametrize(
    ("subject", "stars"),
    [
        ("Ada Quill left a 2-star review for Larch & Loaf", "★★ (2 of 5 stars)"),
        ("Ada Quill just reviewed Larch & Loaf", "A review on"),
        ("Larch & Loaf has a new review from Ada Quill", "A review on"),
        ("Larch & Loaf got a 4 star review", "★★★★ (4 of 5 stars)"),
    ],
)
def test_a_subject_may_say_it_in_other_ways(subject: str, stars: str) -> None:
    before = ("Subject: Ada Quill left a review for Larch & Loaf", f"Subject: {subject}")
    no_stars = ("=E2=98=85=E2=98=85=E2=98=86=E2=98=86=E2=98=86", "4 June")
    raw = example("google", before, no_stars).replace(b"text/html", b"application/x")
    message = received(raw)
    assert message.text.startswith(stars) or not is_review(message)


def test_one_person_is_one_author_on_one_site() -> None:
    first = received(example("google"))
    again = received(example("google", ("0000a1-gbp-77", "0000a1-gbp-99")))
    elsewhere = received(example("yelp", ("Bo W.", "Ada Quill")))
    assert first.id != again.id
    assert first.author.id == again.author.id
    assert elsewhere.author.id != first.author.id


def test_a_copy_of_a_mail_is_the_same_mention() -> None:
    copy = example("google", ("Delivered-To: reviews@larch.example", "Delivered-To: jo@x.example"))
    assert received(copy).id == received(example("google")).id


# ---------------------------------------------------------------- any other mail


def test_an_unknown_format_is_a_card_all_the_same() -> None:
    message = received(example("unknown"))
    assert message.text == (
        "A reader wrote about Larch & Loaf\n\nA reader of the Café Guide wrote about you:\n\n"
        '"The almond cake is gone. Bring it back!"\n\n'
        "Read on: https://www.cafeguide.example/r/5."
    )
    assert message.url == "https://www.cafeguide.example/r/5"
    assert (message.author.name, message.author.handle) == ("Café Guide", "cafeguide.example")
    assert not message.addressed


def test_what_a_service_writes_beside_reviews_is_a_card() -> None:
    message = received(example("not-a-review"))
    assert message.text.startswith("Your performance report for October 2026\n\nLarch & Loaf had")
    assert not message.addressed


def test_a_mail_without_anything_is_a_card() -> None:
    message = received(a_mail("", subject="", sender="", id="", date=""))
    assert message.text == "(a mail without words)"
    assert message.author.id == message.id


# ---------------------------------------------------------------- who it comes from

PASS = "dkim=pass header.i=@google.com"
DOUBT = "(It says it comes from Google. The mail server could not confirm that.)"


@pytest.mark.parametrize(
    ("before", "after", "is_taken"),
    [
        (PASS, "dkim=fail header.i=@google.com", True),  # the others pass
        ("dkim=pass", "dkim=fail", False),
        (PASS, "dkim=pass header.i=@evil.example", True),
        ("google.com", "google.com.evil.example", False),
        ("mx.mailhost.example;", "mx.mailhost.example; none;", True),
    ],
)
def test_one_thing_that_is_confirmed_is_enough(before: str, after: str, is_taken: bool) -> None:
    raw = example("google")
    head, gap, rest = raw.partition(b"DKIM-Signature")
    head = head.replace(before.encode(), after.encode())
    if not is_taken:
        head = head.replace(b"spf=pass", b"spf=fail").replace(b"dmarc=pass", b"dmarc=fail")
    message = received(head + gap + rest)
    assert is_review(message) == is_taken
    assert message.text.endswith(DOUBT) == (not is_taken)


def test_a_false_review_gets_no_link() -> None:
    """Whoever writes such a mail wants somebody to press it."""
    results = (
        "Authentication-Results: mx.larch.example; dkim=none; spf=pass smtp.mailfrom=a@evil.example"
    )
    raw = example("google").partition(b"Authentication-Results")[0]
    rest = example("google").partition(b"DKIM-Signature")
    message = received(raw + results.encode() + b"\n" + rest[1] + rest[2])
    assert message.url == ""
    assert message.text.endswith(DOUBT)
    assert message.id != received(example("google")).id


def test_what_the_sender_wrote_about_himself_does_not_count() -> None:
    """Our own server's word is on top; a stranger's stands below it."""
    ours = (
        "Authentication-Results: mx.larch.example; dkim=fail header.d=google.com;"
        " spf=softfail smtp.mailfrom=google.com; dmarc=fail header.from=google.com\n"
    )
    for forged in ("mx.larch.example", "mx.evil.example"):
        theirs = f"Authentication-Results: {forged}; dkim=pass header.d=google.com\n"
        rest = example("google").partition(b"DKIM-Signature")
        message = received((ours + theirs).encode() + rest[1] + rest[2])
        assert not is_review(message)


def test_two_headers_of_our_own_server_are_read_together() -> None:
    ours = (
        "Authentication-Results: mx.larch.example; spf=softfail smtp.mailfrom=jo@larch.example\n"
        "Authentication-Results: mx.larch.example (a (b) c); dkim=pass header.d=google.com\n"
    )
    rest = example("google").partition(b"DKIM-Signature")
    assert is_review(received(ours.encode() + rest[1] + rest[2]))


def test_a_server_that_says_nothing_is_believed() -> None:
    rest = example("google").partition(b"DKIM-Signature")
    assert is_review(received(rest[1] + rest[2]))


@pytest.mark.parametrize(
    "sender",
    [
        "Google Business Profile <drive-shares-noreply@google.com>",
        "Google Business Profile <businessprofile-noreply@google.com.evil.example>",
        "Google Business Profile <businessprofile-noreply@googIe.com>",
        '"businessprofile-noreply@google.com" <ada@mail.example>',
        # two senders: the server may have checked the other one
        "businessprofile-noreply@google.com\nFrom: drive-shares-noreply@google.com",
    ],
)
def test_only_the_right_sender_writes_reviews(sender: str) -> None:
    first = "From: Google Business Profile <businessprofile-noreply@google.com>"
    assert not is_review(received(example("google", (first, f"From: {sender}"))))


def test_a_link_leads_to_the_service_or_nowhere() -> None:
    wrong = ("https://business.google.com", "https://business.google.com.evil.example")
    message = received(example("google", wrong))
    assert is_review(message)
    assert message.url == ""
