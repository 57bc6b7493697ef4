"""What runs in the process that asks the keyring: `keyring_child.py SERVICE NAME`.

It imports nothing of ours, and prints `["the secret", "why there is none"]`. A Secret Service
(GNOME, KeePassXC) is asked past the library, which would unlock it with a prompt. The keyrings that
decide themselves when to open a window are never asked.
"""

import contextlib
import importlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

SECRET_SERVICE = "keyring.backends.SecretService"
OPEN_WINDOWS = ("keyring.backends.kwallet", "keyring.backends.libsecret", "keyring.backends.macOS")
NOTHING = ("keyring.backends.fail", "keyring.backends.null")
LOCKED = "it is locked, and to unlock it takes a person at a screen"


# Any, here and below: the library is loaded when it is asked, and may not be installed
def answer(service: str, name: str) -> tuple[str, str]:
    """The secret, and why there is none."""
    try:
        library: Any = importlib.import_module("keyring")
    except ImportError:
        return "", "the package `keyring` is not installed"
    why = ""
    for backend in _each(library.get_keyring()):
        secret, why = _ask(backend, service, name)
        if secret:
            return secret, ""
    return "", why


def _each(backend: Any) -> Iterator[Any]:
    """The keyring, or those that it is made of."""
    if type(backend).__module__ == "keyring.backends.chainer":
        yield from backend.backends
    else:
        yield backend


def _ask(backend: Any, service: str, name: str) -> tuple[str, str]:
    module = type(backend).__module__
    if module == SECRET_SERVICE:
        return _ask_secret_service(service, name)
    if module.startswith(OPEN_WINDOWS):
        return "", "it may ask on a screen"
    if module.startswith(NOTHING):
        return "", "there is no keyring on this machine that answers without a screen"
    return backend.get_password(service, name) or "", ""


def _ask_secret_service(service: str, name: str) -> tuple[str, str]:
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return "", "nobody is logged in to a desktop here"
    secretstorage: Any = importlib.import_module("secretstorage")
    # by its alias: what is not there is not made, for that would prompt
    collection = secretstorage.get_collection_by_alias(secretstorage.dbus_init(), "default")
    if collection.is_locked():
        return "", LOCKED
    for item in collection.search_items({"service": service, "username": name}):
        if item.is_locked():
            return "", LOCKED
        return item.get_secret().decode("utf-8"), ""
    return "", ""


if __name__ == "__main__":
    try:
        # whatever a keyring prints is not the answer
        with contextlib.redirect_stdout(sys.stderr):
            found = answer(*sys.argv[1:3])
    except Exception as error:
        # the edge: whatever a keyring raises means that it does not answer
        found = "", f"it failed ({type(error).__name__})"
    sys.stdout.write(json.dumps(found))
