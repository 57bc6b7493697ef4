"""The pages: links lead somewhere, what the README shows works, and no word is explained twice."""

import re
import tomllib
from pathlib import Path

import pytest

from monitor.config import load_config
from monitor.rules import load_playbook
from tests.people import CONFIG

ROOT = CONFIG.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"```toml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in _LINK.findall(text):
        if link.startswith(("https://", "#", "mailto:")):
            continue
        target = (page.parent / link.partition("#")[0]).resolve()
        assert target.exists(), f"{page.name} links to {link}"


def test_the_config_of_the_readme_works(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(_readme_blocks()[0], encoding="utf-8")
    config = load_config(tmp_path / "config.toml")
    assert config.brand.name == "Larch & Loaf"
    assert config.is_sample


def test_the_rule_of_the_readme_works(tmp_path: Path) -> None:
    for file in (ROOT / "playbooks").glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    shown = _readme_blocks()[1]
    assert [rule["name"] for rule in tomllib.loads(shown)["rule"]] == ["complaint"]
    question = '[[rule]]\nname = "question"\nwhy = "They ask."\nwhen = { kind = "question" }\n'
    question += 'then = { alert = "quiet" }\nexamples = [{ text = "open on Sunday?" }]\n'
    (tmp_path / "default.toml").write_text(f'name = "Shown"\n{shown}\n{question}', encoding="utf-8")
    assert [rule.name for rule in load_playbook(tmp_path).rules] == ["complaint", "question"]


def test_the_readme_names_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = set(_LINK.findall(readme))
    how = set(_LINK.findall((ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")))
    missing = [
        page.name
        for page in (ROOT / "docs").glob("*.md")
        if f"docs/{page.name}" not in linked and page.name not in how
    ]
    assert missing == []


def test_the_glossary_explains_each_word_once() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| **")]
    words = [word for row in rows for word in re.findall(r"\*\*(.+?)\*\*", row)]
    assert len(words) == len(set(words))


def _readme_blocks() -> list[str]:
    return _FENCE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
