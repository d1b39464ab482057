"""Every command and every setting is documented, and nothing is documented that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from truetonne.cli.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"\b(?:TRUETONNE_[A-Z]+(?:_[A-Z]+)*|DATABASE_(?:WEB_)?URL)\b")


def _settings_in(*paths: Path) -> set[str]:
    return {name for path in paths for name in SETTING.findall(path.read_text(encoding="utf-8"))}


def test_documents_every_command() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"truetonne {name}" not in page] == []


def test_documents_no_command_that_is_not_there() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")

    assert set(re.findall(r"`truetonne ([a-z-]+)", page)) <= set(COMMANDS)


def test_documents_every_setting() -> None:
    used = _settings_in(*(ROOT / "src/truetonne").rglob("*.py"), ROOT / "tests/conftest.py") - {"TRUETONNE_TEST_HOME"}

    assert used - _settings_in(ROOT / "docs/how-to/run-an-exchange.md") == set()


def test_documents_no_setting_that_nothing_reads() -> None:
    used = _settings_in(*(ROOT / "src/truetonne").rglob("*.py"), *(ROOT / "tests").rglob("*.py"))

    assert _settings_in(ROOT / "docs/how-to/run-an-exchange.md") - used == set()
