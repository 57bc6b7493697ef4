"""Addresses of servers: encrypted, unless they are this machine."""

import pytest

from monitor.http import base_url


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://mastodon.example/", "https://mastodon.example"),
        ("mastodon.example", "https://mastodon.example"),
        (" https://pds.example:8443/xrpc/ ", "https://pds.example:8443/xrpc"),
        ("http://127.0.0.1:9999", "http://127.0.0.1:9999"),
        ("http://localhost:9999/", "http://localhost:9999"),
        ("http://[::1]:9999", "http://[::1]:9999"),
    ],
)
def test_an_address_as_it_is_used(written: str, url: str) -> None:
    assert base_url(written) == url


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no address"),
        ("ftp://files.example", "no address"),
        ("https://", "no address"),
        ("http://mastodon.example", "not encrypted"),
        ("http://127.0.0.1.evil.example", "not encrypted"),
        ("https://me:secret@mastodon.example", "holds no password"),
        ("https://mastodon.example/?token=1", "has a `?`"),
    ],
)
def test_an_address_that_is_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        base_url(written)
    assert why in str(refused.value)
    assert "secret@" not in str(refused.value)
