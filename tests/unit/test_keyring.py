"""The keyring of a desktop: asked where it answers without a prompt, and never waited for."""

import logging
import os
from pathlib import Path

import pytest

from monitor.config import load_config, resolve_secret
from monitor.config.keyring import ask_keyring
from monitor.config.secrets import find_secret
from monitor.errors import ConfigError
from tests.messages import assert_message

NAME = "BLUESKY_APP_PASSWORD"
IN_KEYRING = "from the keyring"
#: what of the library `keyring` is asked; the environment names the backend, as it does there
LIBRARY = """\
import importlib, os
def get_keyring():
    module, _, name = os.environ["PYTHON_KEYRING_BACKEND"].rpartition(".")
    return getattr(importlib.import_module(module), name)()
"""
#: a keyring of another package, whose answer a test writes
BACKEND = """\
import getpass, sys, time
class Keyring:
    def get_password(self, service, username):
        if (service, username) != ("complaint-monitor", "BLUESKY_APP_PASSWORD"):
            return None
        {answer}
"""
#: the library's own backends: none of them may be asked
OWN = """\
class Keyring:
    def get_password(self, service, username):
        from pathlib import Path
        Path({prompts!r}).touch()
"""
CHAINER = """\
from keyring.backends.kwallet import Keyring as KWallet
from shop_keyring import Keyring as Shop
class ChainerBackend:
    backends = [KWallet(), Shop()]
"""
#: the library of the Secret Service, on a desktop that a test sets up
SERVICE = """\
from pathlib import Path
from . import exceptions
class Bus:
    def close(self): pass
def dbus_init(): return Bus()
class Item:
    def is_locked(self): return {item_locked}
    def unlock(self): Path({prompts!r}).touch()
    def get_secret(self): return b"from the desktop"
class Collection:
    def is_locked(self): return {locked}
    def unlock(self): Path({prompts!r}).touch()
    def search_items(self, wanted):
        mine = {{"service": "complaint-monitor", "username": "BLUESKY_APP_PASSWORD"}}
        return [Item()] if wanted == mine else []
def get_collection_by_alias(bus, alias):
    if {missing}: raise exceptions.ItemNotFoundException()
    return Collection()
def get_default_collection(bus):
    Path({prompts!r}).touch()
    return Collection()
"""
EXCEPTIONS = """\
class SecretStorageException(Exception): pass
class ItemNotFoundException(SecretStorageException): pass
"""


def installed(folder: Path, answer: str = f"return {IN_KEYRING!r}") -> dict[str, str]:
    """The environment of somebody with that keyring."""
    (folder / "shop_keyring.py").write_text(BACKEND.format(answer=answer), encoding="utf-8")
    return {**bare(folder), "PYTHON_KEYRING_BACKEND": "shop_keyring.Keyring"}


def bare(folder: Path) -> dict[str, str]:
    """The environment of somebody with the library alone."""
    backends = folder / "keyring" / "backends"
    backends.mkdir(parents=True, exist_ok=True)
    (backends.parent / "__init__.py").write_text(LIBRARY, encoding="utf-8")
    own = OWN.format(prompts=str(folder / "prompted"))
    for name in ("SecretService", "kwallet", "libsecret", "macOS", "fail"):
        (backends / f"{name}.py").write_text(own, encoding="utf-8")
    (backends / "chainer.py").write_text(CHAINER, encoding="utf-8")
    return {"PATH": os.defpath, "HOME": str(folder), "PYTHONPATH": str(folder)}


def desktop(
    folder: Path, *, locked: str = "False", item_locked: str = "False", missing: str = "0"
) -> tuple[dict[str, str], Path]:
    """Somebody logged in to a desktop, and the file that shows a prompt."""
    prompts = folder / "prompted"
    package = folder / "secretstorage"
    package.mkdir()
    text = SERVICE.format(
        locked=locked, item_locked=item_locked, missing=missing, prompts=str(prompts)
    )
    (package / "__init__.py").write_text(text, encoding="utf-8")
    (package / "exceptions.py").write_text(EXCEPTIONS, encoding="utf-8")
    return (
        {
            **bare(folder),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/bus",
        },
        prompts,
    )


def test_the_keyring_counts_after_the_file_and_before_the_environment(tmp_path: Path) -> None:
    environment = {**installed(tmp_path), NAME: "from the environment"}
    assert find_secret(NAME, folder=tmp_path, environment=environment) == "from the environment"
    asked = find_secret(NAME, folder=tmp_path, environment=environment, keyring=True)
    assert asked == IN_KEYRING
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(f'{NAME} = "from the file"\n', encoding="utf-8")
    secrets.chmod(0o600)
    asked = find_secret(NAME, folder=tmp_path, environment=environment, keyring=True)
    assert asked == "from the file"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        # what is not there is an answer
        ("return None", ""),
        ("raise RuntimeError('hunter2')", "it failed (RuntimeError)"),
        # a prompt in a terminal: there is none
        ("return input('password: ')", "it failed (EOFError)"),
        ("return getpass.getpass()", "it failed (EOFError)"),
        ("return open('/dev/tty').read()", "it failed (OSError)"),
        ("sys.exit(3)", "its answer cannot be read"),
        ("import os; os._exit(0)", "its answer cannot be read"),
    ],
)
def test_what_does_not_answer_counts_as_no(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, answer: str, why: str
) -> None:
    environment = {**installed(tmp_path, answer), NAME: "from the environment"}
    with caplog.at_level(logging.WARNING):
        found = find_secret(NAME, folder=tmp_path, environment=environment, keyring=True)
    assert found == "from the environment"
    told = f"the keyring did not give `{NAME}`: {why}"
    assert caplog.messages == ([told] if why else [])


def test_a_keyring_that_waits_for_a_person_is_not_waited_for(tmp_path: Path) -> None:
    answer = ask_keyring(NAME, installed(tmp_path, "time.sleep(600)"), patience_s=1)
    assert answer == ("", "it did not answer within 1 seconds")


def test_an_unlocked_desktop_answers(tmp_path: Path) -> None:
    environment, prompts = desktop(tmp_path)
    assert ask_keyring(NAME, environment) == ("from the desktop", "")
    assert ask_keyring("ANOTHER_NAME", environment) == ("", "")
    assert not prompts.exists()


@pytest.mark.parametrize(
    ("closed", "why"),
    [
        ({"locked": "True"}, "it is locked, and to unlock it takes a person at a screen"),
        ({"item_locked": "True"}, "it is locked, and to unlock it takes a person at a screen"),
        # the library would make one, and ask for a password for it
        ({"missing": "1"}, "it failed (ItemNotFoundException)"),
    ],
)
def test_a_desktop_that_would_prompt_is_left_alone(
    tmp_path: Path, closed: dict[str, str], why: str
) -> None:
    environment, prompts = desktop(tmp_path, **closed)
    assert ask_keyring(NAME, environment) == ("", why)
    assert not prompts.exists()


def test_without_a_desktop_there_is_nobody_to_ask(tmp_path: Path) -> None:
    environment, _ = desktop(tmp_path)
    del environment["DBUS_SESSION_BUS_ADDRESS"]
    assert ask_keyring(NAME, environment) == ("", "nobody is logged in to a desktop here")
    nothing = {**bare(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    assert "no keyring on this machine" in ask_keyring(NAME, nothing).why_not


@pytest.mark.parametrize("name", ["kwallet", "libsecret", "macOS"])
def test_a_keyring_that_opens_windows_is_never_asked(tmp_path: Path, name: str) -> None:
    environment = {**bare(tmp_path), "PYTHON_KEYRING_BACKEND": f"keyring.backends.{name}.Keyring"}
    assert ask_keyring(NAME, environment) == ("", "it may ask on a screen")
    assert not (tmp_path / "prompted").exists()


def test_of_several_keyrings_only_those_without_windows_are_asked(tmp_path: Path) -> None:
    environment = installed(tmp_path)
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.chainer.ChainerBackend"
    assert ask_keyring(NAME, environment) == (IN_KEYRING, "")
    assert not (tmp_path / "prompted").exists()


def test_what_a_keyring_prints_is_not_the_secret(tmp_path: Path) -> None:
    environment = installed(tmp_path, "print('unlocked!'); return 'hunter2'")
    assert ask_keyring(NAME, environment) == ("hunter2", "")


def test_a_keyring_that_is_not_installed_is_told(tmp_path: Path) -> None:
    environment = bare(tmp_path)
    (tmp_path / "keyring" / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    assert ask_keyring(NAME, environment) == ("", "the package `keyring` is not installed")


def test_a_secret_that_is_in_no_place_names_the_keyring_too(tmp_path: Path) -> None:
    environment = installed(tmp_path, "return None")
    with pytest.raises(ConfigError) as refused:
        resolve_secret("MASTODON_TOKEN", folder=tmp_path, environment=environment, keyring=True)
    told = refused.value.for_person().replace(str(tmp_path), "/home/ada/bakery")
    assert_message("config/no_such_secret_with_a_keyring", told)


def test_the_config_says_whether_it_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in installed(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv(NAME, raising=False)
    path = tmp_path / "config.toml"
    path.write_text('[brand]\nname = "Larch"\n', encoding="utf-8")
    assert load_config(path).find_secret(NAME) is None
    path.write_text('[brand]\nname = "Larch"\n[secrets]\nkeyring = true\n', encoding="utf-8")
    config = load_config(path)
    assert (config.find_secret(NAME), config.secret(NAME)) == (IN_KEYRING, IN_KEYRING)
    path.write_text('[brand]\nname = "Larch"\n[secrets]\nkeyring = "yes"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="`keyring` should be `true` or `false`"):
        load_config(path)
