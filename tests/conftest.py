"""What holds for every test: the Hypothesis profile, and sockets that reach this machine only."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from monitor import redaction

settings.register_profile("default", deadline=None, derandomize=False)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes each is run only when it is asked for; every fault is slow."""
    for item in items:
        if item.path.parent.name == "faults":
            item.add_marker(pytest.mark.slow)
    if os.environ.get("LONG"):
        return
    for item in items:
        if item.get_closest_marker("long") is not None:
            item.add_marker(pytest.mark.skip(reason="takes minutes: make test-long"))


def pytest_runtest_setup() -> None:
    """What one test read as a secret is not hidden in the words of the next."""
    redaction._secrets.clear()


class OutsideWorldError(AssertionError):
    """A test tried to reach another machine."""


# Session-wide, so that fixtures of every scope are covered, not only test bodies.
@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Let sockets reach 127.0.0.0/8, ::1 and Unix sockets; anything else raises."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


# Any: the guards pass on whatever the socket module accepts and returns.
def _guarded(call: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[-1]  # sendto takes its address last, after optional flags
        if self.family != socket.AF_UNIX and not _is_this_machine(address[0]):
            raise OutsideWorldError(f"a test tried to reach {address!r}")
        return call(self, *args)

    return guarded


def _guarded_lookup(look_up: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: str | bytes | None, *args: Any, **options: Any) -> Any:
        if host and not _is_this_machine(host):
            raise OutsideWorldError(f"a test tried to look up {host!r}")
        return look_up(host, *args, **options)

    return guarded


def _is_this_machine(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)  # ::ffff:127.0.0.1
    return (mapped or address).is_loopback
