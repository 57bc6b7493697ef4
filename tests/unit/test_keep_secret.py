"""Secrets are written closed, whole, and beside what stood there."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.keep_secret import keep_secrets
from monitor.config.secrets import secrets_beside
from monitor.errors import ConfigError, MonitorError


def test_a_new_file_is_open_to_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = keep_secrets(tmp_path, {"TOKEN": "caw"})
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert secrets_beside(tmp_path) == {"TOKEN": "caw"}
    assert [each.name for each in tmp_path.iterdir()] == ["secrets.toml"]


def test_what_stood_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text('# mine\nA = "1"\nLONG = """\none\ntwo"""\n\n"B" = "2" # two\nC="3"')
    path.chmod(0o600)
    keep_secrets(tmp_path, {"B": "new", "D": "4"})
    text = path.read_text()
    assert text.startswith("# mine\n")
    assert tomllib.loads(text) == {"A": "1", "LONG": "one\ntwo", "B": "new", "C": "3", "D": "4"}


def test_an_open_file_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets.toml"
    path.write_text('A = "1"\n')
    path.chmod(0o644)
    with pytest.raises(ConfigError):
        keep_secrets(tmp_path, {"B": "2"})
    assert path.read_text() == 'A = "1"\n'


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="cannot be written"):
        keep_secrets(tmp_path / "gone", {"B": "2"})


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_secret_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("secrets")
    keep_secrets(folder, {"TOKEN": text, "OTHER": "x"})
    assert secrets_beside(folder)["TOKEN"] == text.strip()
