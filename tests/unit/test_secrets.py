"""Secrets: where they are looked for, in which order, and what is refused."""

import os
from pathlib import Path

import pytest

from monitor.config import resolve_secret
from monitor.config.secrets import find_secret
from monitor.errors import ConfigError
from tests.messages import assert_message

NAME = "BLUESKY_APP_PASSWORD"


def write_secrets(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "secrets.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def credentials(folder: Path, text: str) -> dict[str, str]:
    """What systemd sets up."""
    directory = folder / "credentials"
    directory.mkdir()
    (directory / NAME).write_text(text, encoding="utf-8")
    return {"CREDENTIALS_DIRECTORY": str(directory)}


def refusal(folder: Path) -> str:
    with pytest.raises(ConfigError) as refused:
        resolve_secret(NAME, folder=folder, environment={})
    assert refused.value.exit_code == 2
    return refused.value.for_person().replace(str(folder), "/home/ada/bakery")


def test_a_credential_counts_before_the_file_and_the_file_before_the_environment(
    tmp_path: Path,
) -> None:
    environment = {NAME: "from the environment"}
    assert resolve_secret(NAME, folder=tmp_path, environment=environment) == "from the environment"
    write_secrets(tmp_path, f'{NAME} = "from the file"\n')
    assert resolve_secret(NAME, folder=tmp_path, environment=environment) == "from the file"
    environment |= credentials(tmp_path, "from systemd\n")
    assert resolve_secret(NAME, folder=tmp_path, environment=environment) == "from systemd"


def test_what_one_place_does_not_have_the_next_one_may(tmp_path: Path) -> None:
    write_secrets(tmp_path, 'OTHER_SECRET = "x"\n')
    environment = {NAME: "from the environment", **credentials(tmp_path, "")}
    assert resolve_secret(NAME, folder=tmp_path, environment=environment) == "from the environment"


def test_a_secret_that_is_not_set_is_none_or_refused(tmp_path: Path) -> None:
    assert find_secret(NAME, folder=tmp_path, environment={NAME: ""}) is None
    assert_message("config/no_such_secret", refusal(tmp_path))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o777])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    write_secrets(tmp_path, f'{NAME} = "hunter2"\n', mode)
    assert_message("config/world_readable_secrets", refusal(tmp_path))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_of_ones_own_is_read(tmp_path: Path, mode: int) -> None:
    write_secrets(tmp_path, f'{NAME} = "hunter2"\n', mode)
    assert resolve_secret(NAME, folder=tmp_path, environment={}) == "hunter2"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to chown")
def test_a_file_of_another_user_is_refused(tmp_path: Path) -> None:
    path = write_secrets(tmp_path, f'{NAME} = "hunter2"\n')
    os.chown(path, 12345, 12345)
    assert_message("config/secrets_of_another_user", refusal(tmp_path))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f'{NAME} = "hunter2\n', "this line is not TOML"),
        (f"{NAME} = hunter2\n", "this line is not TOML"),
        (f"{NAME} = 12345\n", "should be a text"),
        (f'[bluesky]\n{NAME} = "hunter2"\n', "`bluesky` should be a text"),
        ("a = " + "[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_file_is_told_without_its_secrets(tmp_path: Path, text: str, told: str) -> None:
    write_secrets(tmp_path, text)
    refused = refusal(tmp_path)
    assert told in refused
    assert "hunter2" not in refused
    assert "12345" not in refused


def test_no_cause_repeats_the_secret(tmp_path: Path) -> None:
    write_secrets(tmp_path, f'{NAME} = "hunter2\n')
    with pytest.raises(ConfigError) as refused:
        resolve_secret(NAME, folder=tmp_path, environment={})
    assert refused.value.__suppress_context__


def test_a_name_never_leaves_the_credentials_folder(tmp_path: Path) -> None:
    environment = credentials(tmp_path, "x")
    (tmp_path / "outside").write_text("stolen", encoding="utf-8")
    assert find_secret("../outside", folder=tmp_path, environment=environment) is None


def test_a_secrets_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").mkdir()
    assert "the secrets cannot be read" in refusal(tmp_path)


def test_a_file_not_in_utf8_is_told(tmp_path: Path) -> None:
    write_secrets(tmp_path, "").write_bytes(b'A_SECRET = "\xff"\n')
    assert "not saved as UTF-8" in refusal(tmp_path)
