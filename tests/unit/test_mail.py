"""A mail of an alert: headers that no stranger adds to, one thread to a case, text in two forms."""

import email
import email.policy
from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.mail import mail_of
from monitor.alerts.sheets import Sheets
from monitor.domain.ports import Card
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING, an_author
from tests.alert_cards import HOSTILE_NAME, a_card, a_notice, an_end, danger_card, hostile_card
from tests.alert_channels import ENVELOPE, sheets
from tests.messages import assert_message
from tests.shop import config

HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
}


def mail(card: Card) -> EmailMessage:
    """As it arrives."""
    sent = mail_of(sheets().of_card(card), ENVELOPE, MONDAY_MORNING)
    return email.message_from_bytes(sent.as_bytes(), policy=email.policy.default)


def test_the_headers_are_as_reviewed() -> None:
    made = mail(danger_card())
    heads = "\n".join(f"{name}: {made[name]}" for name in made if name != "Content-Type")
    assert_message("alerts/mail_headers", heads)
    assert [part.get_content_type() for part in made.iter_parts()] == ["text/plain", "text/html"]


def test_only_what_wakes_is_marked_urgent() -> None:
    assert mail(a_card())["Importance"] is None
    assert mail(danger_card())["Importance"] == "high"
    assert str(mail(danger_card())["Subject"]).startswith("URGENT: ")


def test_the_same_alert_has_the_same_id_and_another_one_has_another() -> None:
    card = a_card()
    other = replace(card, effect=replace(card.effect, number=card.effect.number + 1))
    assert mail(card)["Message-ID"] == mail(card)["Message-ID"]
    assert mail(card)["Message-ID"] != mail(other)["Message-ID"]


def test_all_of_a_case_is_one_thread() -> None:
    card = a_card()
    later = replace(card, effect=replace(card.effect, number=99, template="promise-nudge"))
    assert mail(card)["References"] == mail(later)["References"]
    assert mail(card)["Subject"] == mail(later)["Subject"]
    assert card.case is not None
    elsewhere = replace(card, case=replace(card.case, number=2))
    assert mail(card)["References"] != mail(elsewhere)["References"]


def test_the_end_of_a_notice_stands_in_its_thread() -> None:
    told = [sheets().of_notice(one) for one in (a_notice(), an_end())]
    begun, over = (mail_of(one, ENVELOPE, MONDAY_MORNING) for one in told)
    assert begun["References"] == over["References"]
    assert begun["Message-ID"] != over["Message-ID"]


def test_a_sample_says_so_in_the_subject() -> None:
    sheet = Sheets(config().hours(), is_sample=True).of_card(a_card())
    assert str(mail_of(sheet, ENVELOPE, MONDAY_MORNING)["Subject"]).startswith("SAMPLE: ")


def test_a_hostile_name_adds_no_header() -> None:
    made = mail(hostile_card())
    assert set(made.keys()) <= HEADERS
    assert "\n" not in str(made["Subject"])
    assert HOSTILE_NAME.splitlines()[0] in str(made["Subject"])


@given(st.text(max_size=80))
def test_no_name_adds_a_header_or_another_reader(name: str) -> None:
    card = a_card_once()
    assert card.message is not None
    author = an_author(name, id="x:eve", handle=name)
    changed = replace(
        card,
        message=replace(card.message, author=author),
        effect=replace(card.effect, slots=replace(card.effect.slots, name=name, handle=name)),
    )
    made = mail(changed)
    assert set(made.keys()) <= HEADERS
    assert all(len(made.get_all(one) or []) == 1 for one in made.keys())  # noqa: SIM118
    assert made["To"] == ", ".join(ENVELOPE.recipients)


_kept: list[Card] = []


def a_card_once() -> Card:
    if not _kept:
        _kept.append(a_card())
    return _kept[0]
