"""Redaction: what was handed out as a secret shows nowhere, in no form; ordinary words stay."""

import io
import logging

import pytest

from monitor.errors import ConnectorError, MonitorError
from monitor.redaction import (
    RedactingFormatter,
    hide_in_unset_logs,
    redacted,
    redacted_traceback,
    redacted_words,
    remember,
    remember_named,
)

SECRET = "s3cr3t/Canary+one=&two"


@pytest.mark.parametrize(
    "form",
    [
        "s3cr3t/Canary+one=&two",
        # in an address
        "https://x.example/?key=s3cr3t%2FCanary%2Bone%3D%26two&a=b",
        # in a header: Basic credentials of the secret alone
        "czNjcjN0L0NhbmFyeStvbmU9JnR3bw==",
        # in an error of Python
        repr({"key": "s3cr3t/Canary+one=&two"}),
    ],
)
def test_every_form_of_a_secret_is_hidden(form: str) -> None:
    assert remember(SECRET) == SECRET
    told = redacted(f"before {form} after")
    assert "Canary" not in told
    assert "czNj" not in told
    assert told.startswith("before ")
    assert told.endswith(" after")


def test_the_password_of_a_database_is_hidden_alone_too() -> None:
    remember("postgresql://monitor:hunter2-canary@localhost/shop")
    assert redacted("login failed for hunter2-canary") == "login failed for …"


@pytest.mark.parametrize("short", ["abc", "", "monitor", "postgres"])
def test_an_ordinary_word_is_not_hidden_everywhere(short: str) -> None:
    remember(short)
    assert redacted("the monitor uses postgres, abc") == "the monitor uses postgres, abc"


def test_what_everybody_sees_is_kept_beside_secrets_and_not_hidden() -> None:
    """Else our own name would be hidden everywhere, and the address of a login would be broken."""
    remember_named("REDDIT_USERNAME", "larch-and-loaf-1")
    remember_named("REDDIT_CLIENT_ID", "p-jcoLKBynTLew")
    remember_named("REDDIT_CLIENT_SECRET", "q-hidden-1234")
    said = (
        "logged in as larch-and-loaf-1, https://r.example/?client_id=p-jcoLKBynTLew q-hidden-1234"
    )
    assert redacted(said) == said.replace("q-hidden-1234", "…")


def test_a_secret_within_a_secret_is_hidden_whole() -> None:
    remember("canary-inner-1")
    remember("canary-inner-1-and-outer-2")
    assert redacted("x canary-inner-1-and-outer-2 y") == "x … y"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("401 for Authorization: Bearer abcdef0123456789abcdef", "401 for Authorization: Bearer …"),
        ("GET /me?access_token=abcdefgh12345678&x=1", "GET /me?access_token=…&x=1"),
        ('{"refresh_token": "abcdefgh1234"}', '{"refresh_token": "…"}'),
        ("bad eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig", "bad …"),
        # words that only sound like it
        ("basic authentication is needed", "basic authentication is needed"),
        ("the bearer understands", "the bearer understands"),
        ("set password = “…” there", "set password = “…” there"),
    ],
)
def test_tokens_of_others_are_hidden_in_what_a_platform_says(said: str, left: str) -> None:
    assert redacted_words(said) == left


def test_errors_hide_them_from_the_start() -> None:
    remember(SECRET)
    error = ConnectorError(f"refused {SECRET}", hint=f"not {SECRET}")
    assert "Canary" not in f"{error!r} {error} {error.for_person()} {error.hint}"


def test_the_log_and_its_tracebacks_hide_them() -> None:
    remember(SECRET)
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    log = logging.Logger("canary")
    log.addHandler(handler)
    try:
        raise RuntimeError(f"GET https://x.example/?token={SECRET}") from MonitorError(SECRET)
    except RuntimeError as error:
        log.exception("failed with %s", SECRET)
        shown = redacted_traceback(error)
    for text in (out.getvalue(), shown):
        assert "RuntimeError" in text
        assert "Canary" not in text


def test_a_log_that_nobody_set_up_hides_them(capsys: pytest.CaptureFixture[str]) -> None:
    remember(SECRET)
    hide_in_unset_logs()
    record = logging.LogRecord("x", logging.WARNING, "", 1, "sent %s", (SECRET,), None)
    assert logging.lastResort is not None
    logging.lastResort.emit(record)
    assert capsys.readouterr().err == "sent …\n"
