"""The mailbox over IMAP: every mail once, and the mailbox stays as it was."""

import re
from datetime import timedelta

import pytest

from monitor.domain.connectors import AccountCheck, MentionSource, Replier
from monitor.errors import ConnectorError
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.contract.connectors.mail_shop import a_mail, clock, example, mailbox, numbered, server
from tests.contract.connectors.steps import drained, texts
from tests.simulators.mailbox import MailServer
from tests.simulators.server import Fault

__all__ = ["clock", "server"]


# ---------------------------------------------------------------- once each


def test_a_review_comes_out_of_the_mailbox(server: MailServer, clock: FakeClock) -> None:
    server.deliver(example("google"))
    (message,) = mailbox(clock, server.imap_port).fetch("").messages
    assert message.text.startswith("★★ (2 of 5 stars), Google")
    assert message.author.name == "Ada Quill"
    assert (message.seen_at, message.found_by) == (MONDAY_MORNING, "mailbox")


def test_it_reads_and_never_writes(server: MailServer, clock: FakeClock) -> None:
    server.deliver(example("google"))
    made = mailbox(clock, server.imap_port)
    made.fetch("")
    list(made.check())
    assert server.flags() == [[]]
    known = "HELLO|CAPABILITY|LOGIN|EXAMINE .*|UID SEARCH .*|UID FETCH .*|LOGOUT"
    assert all(re.fullmatch(known, command) for command in server.commands())
    assert isinstance(made, MentionSource)
    assert isinstance(made, AccountCheck)
    assert not isinstance(made, Replier)


def test_every_mail_comes_once_and_in_order(server: MailServer, clock: FakeClock) -> None:
    for number in range(120):
        server.deliver(numbered(number))
    made = mailbox(clock, server.imap_port)
    page = made.fetch("")
    assert (len(page.messages), page.more) == (50, True)
    found, cursor = drained(made)
    assert texts(found) == [f"Number {number}." for number in range(120)]
    page = made.fetch(cursor)
    assert (page.messages, page.more, page.cursor) == ((), False, cursor)
    server.deliver(numbered(120))
    again, _ = drained(mailbox(clock, server.imap_port), cursor)
    assert texts(again) == ["Number 120."]


def test_an_empty_mailbox_is_an_empty_page(server: MailServer, clock: FakeClock) -> None:
    made = mailbox(clock, server.imap_port)
    page = made.fetch("")
    assert (page.messages, page.more) == ((), False)
    server.deliver(numbered(1))
    assert texts(drained(made, page.cursor)[0]) == ["Number 1."]


def test_a_first_look_goes_back_a_month(server: MailServer, clock: FakeClock) -> None:
    for days in (400, 40, 20, 1):
        server.deliver(numbered(days), arrived_at=MONDAY_MORNING - timedelta(days=days))
    # an old mail that somebody moved here has a new number
    server.deliver(numbered(300), arrived_at=MONDAY_MORNING - timedelta(days=300))
    made = mailbox(clock, server.imap_port)
    found, cursor = drained(made)
    assert texts(found) == ["Number 20.", "Number 1."]
    server.deliver(numbered(301), arrived_at=MONDAY_MORNING - timedelta(days=301))
    assert texts(drained(made, cursor)[0]) == ["Number 301."]


def test_when_all_numbers_are_new_nothing_is_missed(server: MailServer, clock: FakeClock) -> None:
    for number in range(3):
        server.deliver(numbered(number), arrived_at=MONDAY_MORNING)
    made = mailbox(clock, server.imap_port)
    first, cursor = drained(made)
    server.tell("expunge", {"folder": "INBOX", "uid": 1})
    server.deliver(numbered(3), arrived_at=MONDAY_MORNING)
    server.tell("renumber", "INBOX")
    found, cursor = drained(made, cursor)
    assert texts(found) == ["Number 1.", "Number 2.", "Number 3."]
    assert {message.id for message in first} & {message.id for message in found}
    assert drained(made, cursor)[0] == []


def test_after_a_long_pause_a_new_numbering_loses_nothing(
    server: MailServer, clock: FakeClock
) -> None:
    server.deliver(numbered(1))
    made = mailbox(clock, server.imap_port)
    _, cursor = drained(made)
    server.deliver(numbered(2), arrived_at=MONDAY_MORNING + timedelta(days=1))
    server.tell("renumber", "INBOX")
    clock.advance(timedelta(days=90))
    assert "Number 2." in texts(drained(made, cursor)[0])


def test_a_folder_of_any_name_is_opened(server: MailServer, clock: FakeClock) -> None:
    for name, encoded in {
        "Reviews & more": "Reviews &- more",
        'a "b" \\ c': 'a "b" \\ c',
        "Bewertungen/Übel": "Bewertungen/&ANw-bel",
        "口コミ": "&U+MwszDf-",
    }.items():
        server.deliver(numbered(1), folder=encoded)
        found, _ = drained(mailbox(clock, server.imap_port, folder=name))
        assert texts(found) == ["Number 1."]


def test_a_cursor_of_somebody_else_is_refused(server: MailServer, clock: FakeClock) -> None:
    made = mailbox(clock, server.imap_port)
    for cursor in ("12", "[]", '{"validity": 1}', "{", '{"validity":1,"uid":1,"read_on":"x"}'):
        with pytest.raises(ConnectorError, match="not a cursor") as caught:
            made.fetch(cursor)
        assert caught.value.permanent


# ---------------------------------------------------------------- mails that are trouble


def test_a_mail_that_is_gone_is_passed_over(server: MailServer, clock: FakeClock) -> None:
    for number in range(3):
        server.deliver(numbered(number))
    server.say("OK nothing there", to="UID FETCH")
    assert texts(drained(mailbox(clock, server.imap_port))[0]) == ["Number 1.", "Number 2."]


def test_a_mail_that_is_not_given_is_set_aside(server: MailServer, clock: FakeClock) -> None:
    for number in range(3):
        server.deliver(numbered(number))
    server.say("NO [CORRUPTION] cannot read it", to="UID FETCH")
    page = mailbox(clock, server.imap_port).fetch("")
    assert len(page.messages) == 2
    (aside,) = page.set_aside
    assert (aside.connector, aside.where) == ("mailbox", "INBOX, mail 1")
    assert aside.reason == "the server does not give it: [CORRUPTION] cannot read it"


def test_a_mail_that_is_not_given_for_now_is_asked_for_again(
    server: MailServer, clock: FakeClock
) -> None:
    server.deliver(numbered(1))
    made = mailbox(clock, server.imap_port)
    server.fail_next(Fault.UNAVAILABLE_BEFORE, on="UID FETCH")
    with pytest.raises(ConnectorError, match="come back later"):
        made.fetch("")
    assert len(made.fetch("").messages) == 1


def test_a_mail_that_cannot_be_read_is_set_aside(server: MailServer, clock: FakeClock) -> None:
    nested = "--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 3_000
    server.deliver(a_mail(nested, kind="multipart/mixed; boundary=b"))
    server.deliver(numbered(1))
    page = mailbox(clock, server.imap_port).fetch("")
    assert "Number 1." in texts(page.messages)
    assert len(page.messages) + len(page.set_aside) == 2


def test_of_a_huge_mail_the_beginning_is_taken(server: MailServer, clock: FakeClock) -> None:
    server.deliver(a_mail("It begins. "), padding=12_000_000)
    page = mailbox(clock, server.imap_port).fetch("")
    assert page.messages[0].text.startswith("Hello\n\nIt begins.")
    assert len(page.messages[0].text) < 2_000


def test_a_server_cannot_fill_our_memory(server: MailServer, clock: FakeClock) -> None:
    server.deliver(numbered(1))
    server.tell("announce", 10_000_000_000)
    with pytest.raises(ConnectorError, match="broke off"):
        mailbox(clock, server.imap_port).fetch("")
