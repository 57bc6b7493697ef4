"""Feeds and the mailbox through the whole program: the first start is silent, then every complaint
is a case with its link, nothing is said anywhere, and nothing comes twice."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.contract.connectors.feed_shop import item, rss
from tests.contract.connectors.mail_shop import example
from tests.people import CONFIG
from tests.program import ROOT, Program
from tests.simulators.feed import FeedSites
from tests.simulators.mailbox import PASSWORD, USER, MailServer

ONCE = ("run", "--once", "--config", "config.toml")


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[FeedSites]:
    (tmp_path / "sites").mkdir()
    with FeedSites(tmp_path / "sites") as made:
        yield made


@pytest.fixture
def mails(tmp_path: Path) -> Iterator[MailServer]:
    (tmp_path / "mails").mkdir()
    with MailServer(tmp_path / "mails") as made:
        yield made


@pytest.fixture
def program(tmp_path: Path, sites: FeedSites, mails: MailServer) -> Program:
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    shipped = CONFIG.read_text(encoding="utf-8").partition("[connectors.replay]")[0]
    tables = f"""
[connectors.feed]
urls = ["{sites.url}/feed"]

[connectors.mailbox]
server = "127.0.0.1:{mails.imap_port}"
user = "{USER}"
encryption = "none"
"""
    (tmp_path / "config.toml").write_text(shipped + tables, encoding="utf-8")
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'MAILBOX_PASSWORD = "{PASSWORD}"\n', encoding="utf-8")
    secrets.chmod(0o600)
    return Program(tmp_path)


def cases(program: Program) -> list[tuple[str, str]]:
    """Who complains, and where."""
    told = json.loads(program.do("cases", "--json", "--config", "config.toml"))
    found = told["cases"] if isinstance(told, dict) else told
    return sorted((one["customer"]["name"], one["platform"]) for one in found)


def test_what_is_said_elsewhere_comes_to_the_desk(
    program: Program, sites: FeedSites, mails: MailServer
) -> None:
    now = datetime.now(UTC)
    old = item("My cake came late, terrible service.", guid="urn:0", at=now - timedelta(days=3))
    sites.put("/feed", rss(old))
    mails.deliver(example("yelp"), arrived_at=now - timedelta(days=2))
    program.do(*ONCE)
    assert cases(program) == []

    new = item("My loaf came late, terrible service.", guid="urn:1", at=now, author="Ed Vale")
    sites.put("/feed", rss(new, old))
    sent = ("Sun, 22 Nov 2026 18:05:11 +0000", format_datetime(datetime.now(UTC)))
    mails.deliver(example("google", sent))
    for _ in range(2):
        program.do(*ONCE)
        assert cases(program) == [("Ada Quill", "mailbox"), ("Ed Vale", "feed")]
    desk = program.do("inbox", "--config", "config.toml")
    assert "https://business.google.com/n/42/reviews/r-77" in desk
    assert mails.flags() == [[], []]
