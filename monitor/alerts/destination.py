"""Where a webhook may lead: judged at the addresses that are then connected to, never by the name.

A name may lead elsewhere a second later, so it is looked up once, and every address behind it has
to be allowed. What no owner can mean is refused always: addresses of nobody, of everybody, and
those at which a cloud tells a machine its own secrets.
"""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from monitor.errors import ChannelError
from monitor.http import as_address, is_public

#: the addresses behind a name. Raises OSError
LookUp = Callable[[str, int], list[str]]
ALLOW = "allow_private = true under [alerts.webhook], if that is meant"

#: a cloud's own: not link-local, and as dangerous
_METADATA = frozenset(
    map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"))
)


def addresses_of(url: str, look_up: LookUp, *, allow_private: bool) -> list[str]:
    """The addresses to connect to. Raises ChannelError where nothing goes, OSError."""
    parts = urlsplit(url)
    host, is_encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_encrypted else 80)
    found = [host] if as_address(host) is not None else look_up(host, port)
    for address in found:
        _judge(address, is_encrypted=is_encrypted, allow_private=allow_private)
    return found


def _judge(written: str, *, is_encrypted: bool, allow_private: bool) -> None:
    address = as_address(written)
    if address is None or _is_never_meant(address):
        raise ChannelError("its name leads to an address to which nothing is ever sent")
    if is_public(written):
        if not is_encrypted:
            raise ChannelError(
                "its address is not encrypted, and everybody on the way could read along",
                hint="write it with https://",
            )
    elif not allow_private:
        raise ChannelError(
            "its name leads to this machine, or into your own network", hint=f"write {ALLOW}"
        )


def _is_never_meant(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return (
        address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or (address.is_reserved and not address.is_loopback)
        or address in _METADATA
    )
