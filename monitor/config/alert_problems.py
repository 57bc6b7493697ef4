"""What does not fit together in `[alerts]`: unknown channels, and channels that lack something."""

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from monitor.config.alert_tables import CHANNELS, LACKING
from monitor.config.written import did_you_mean
from monitor.domain.mail_server import Encryption, server_of
from monitor.http import as_address, is_loopback, is_public
from monitor.toml_places import Path

#: where, what is wrong, what to do
Told = tuple[Path, str, str]
#: a table as tomllib gives it
Raw = Mapping[str, object]


def about_channels(alerts: Raw, channels: Collection[str] | None) -> Iterator[Told]:
    """Everything; skips what has the wrong type, which is a problem already."""
    named = {key: _texts(alerts.get(key)) for key in ("channels", "fallback")}
    for key, names in named.items():
        for index, name in enumerate(names):
            if channels is not None and name not in channels:
                hint = did_you_mean(name, sorted(channels))
                yield ("alerts", key, index), f"unknown alert channel `{name}`", hint
    for index, name in enumerate(named["fallback"]):
        if name in named["channels"]:
            told = f"`{name}` is told of everything already"
            yield ("alerts", "fallback", index), told, "name it in one of the two lists"
    for name in dict.fromkeys((*named["channels"], *named["fallback"])):
        if name in CHANNELS:
            yield from _lacking(name, _table(alerts.get(name)))
    yield from _about_email(_table(alerts.get("email")))
    yield from _about_webhook(_table(alerts.get("webhook")))


def _lacking(channel: str, table: Raw) -> Iterator[Told]:
    for keys, example in LACKING.get(channel, ()):
        if not any(table.get(key) for key in keys):
            names = " or ".join(f"`{key}`" for key in keys)
            hint = f"write {example} under `[alerts.{channel}]`"
            yield ("alerts", channel), f"the alert channel `{channel}` has no {names}", hint


def _about_email(table: Raw) -> Iterator[Told]:
    server = table.get("server")
    if table.get("encryption") != Encryption.NONE or not isinstance(server, str):
        return
    try:
        host, _port = server_of(server.strip(), "")
    except ValueError:
        return
    if not is_loopback(host):
        told = f"without encryption everybody on the way to `{host}` could read along"
        yield ("alerts", "email", "encryption"), told, 'write `encryption = "tls"`'


def _about_webhook(table: Raw) -> Iterator[Told]:
    if table.get("url") and table.get("url_secret"):
        told = "`url` and `url_secret` both name an address"
        yield ("alerts", "webhook", "url_secret"), told, "keep one of the two"
    url = table.get("url")
    if not isinstance(url, str) or table.get("allow_private") is True:
        return
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        return
    where = ("alerts", "webhook", "url")
    if is_loopback(host) or (as_address(host) is not None and not is_public(host)):
        told = f"`{host}` is this machine, or in your own network"
        yield where, told, "if that is meant, write `allow_private = true` below it"
    elif parts.scheme == "http":
        told = "everybody on the way could read along"
        yield where, told, f"write `https://{url.strip().partition('//')[2]}`"


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _table(value: object) -> Raw:
    return value if isinstance(value, dict) else {}
