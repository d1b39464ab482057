"""The worked example of "Add a registry" is followed to the letter: its files are written, its commands are run."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from truetonne.cli import imports, reconcile
from truetonne.config.keys import make_keys
from truetonne.ledger.queries import list_lots
from truetonne.supply.models import Project, RegistryUse

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/add-a-registry.md"
NAMED = re.compile(r"`([\w.-]+\.(?:csv|toml))`[^\n`]*:\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"^\$ truetonne (.+)$", re.MULTILINE)
PRINTED = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def followed(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Result]:
    """What each command of the page printed, run in a folder with the page's files."""
    text = PAGE.read_text(encoding="utf-8")
    for module in (imports, reconcile):
        monkeypatch.setattr(module, "bootstrap_django", lambda: None)
    make_keys(home=settings.TRUETONNE.home, log_origin=settings.TRUETONNE.log_origin)
    for name, content in NAMED.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = {"import": imports.command, "reconcile": reconcile.command}
    results = []
    for line in COMMANDS.findall(text):
        name, *arguments = shlex.split(line)
        results.append(CliRunner().invoke(commands[name], arguments))
    return results


def test_the_page_names_its_files_and_commands(followed: list[Result], tmp_path: Path) -> None:
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "oak-issued.csv", "oak-projects.csv", "oak-retired.csv", "oak.toml", "own.csv",
    ]  # fmt: skip
    assert len(followed) == 4


def test_every_command_ends_as_the_page_says(followed: list[Result]) -> None:
    assert [result.exit_code for result in followed] == [1, 0, 0, 0], "\n".join(result.output for result in followed)


def test_the_page_prints_what_the_command_prints(followed: list[Result]) -> None:
    for printed in PRINTED.findall(PAGE.read_text(encoding="utf-8")):
        assert printed.strip() in followed[0].output


def test_the_registry_is_there_and_the_block_is_a_lot(followed: list[Result]) -> None:
    (lot,) = list_lots()

    assert (lot.program, lot.key, lot.first, lot.last, lot.issued_kg, lot.hold_reason) == (
        "oak",
        "17/2023",
        301,
        1300,
        1_000_000,
        None,
    )
    assert lot.facts["project_name"] == "Lower Fen peat (invented)"
    assert lot.facts["country"] == "FI"
    assert RegistryUse.objects.get().beneficiary == "Alder & Ash (invented)"
    assert dict(Project.objects.values_list("ref", "standing")) == {"OAK-17": "SELLABLE", "OAK-18": "BLOCKED"}
    assert lot.recorded_at < datetime.now(UTC)
