"""The ``truetonne`` command names its subcommands, and ends with an exit code and a fix when it cannot go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.config.processes import free_port
from truetonne.cli.__main__ import COMMANDS
from truetonne.cli.console import (
    EXIT_UNUSABLE_INPUT,
    EXIT_UNUSABLE_INSTALLATION,
    CommandFailed,
    emit_json,
    installation_fault,
    progress_bar,
)
from truetonne.config.embedded.faults import FolderIsAFile


def truetonne(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    port = ("--port", str(free_port())) if arguments[:1] == ("up",) else ()
    return subprocess.run(
        [sys.executable, "-m", "truetonne.cli", *arguments, *port],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_lists_its_commands_without_importing_them() -> None:
    code = "import sys\nfrom truetonne.cli.__main__ import group\nimport click\n"
    code += "print(group.get_help(click.Context(group)))\nprint('polars' in sys.modules, 'django' in sys.modules)"

    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "verify" in outcome.stdout
    assert "log-worker" not in outcome.stdout
    assert outcome.stdout.endswith("False False\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_contains_every_command_that_it_lists(name: str) -> None:
    assert find_spec(COMMANDS[name][0].partition(":")[0]) is not None


def test_refuses_a_command_that_is_none() -> None:
    outcome = truetonne("sell")

    assert outcome.returncode == EXIT_UNUSABLE_INPUT
    assert "No such command 'sell'" in outcome.stderr


def test_names_a_home_that_cannot_be_used(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("")

    outcome = truetonne("up", TRUETONNE_HOME=str(home / "state"))

    assert outcome.returncode == EXIT_UNUSABLE_INSTALLATION
    assert f"error {home}: is a file" in outcome.stderr
    assert "fix Set TRUETONNE_HOME" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_names_a_setting_that_cannot_be_used(tmp_path: Path) -> None:
    outcome = truetonne("up", TRUETONNE_HOME=str(tmp_path), TRUETONNE_LIVEMODE="perhaps")

    assert outcome.returncode == EXIT_UNUSABLE_INSTALLATION
    assert "error TRUETONNE_LIVEMODE: 'perhaps' cannot be used" in outcome.stderr
    assert "fix Set it to 1 or 0" in outcome.stderr


def test_names_a_database_that_is_not_there(tmp_path: Path) -> None:
    url = "postgresql://owner:secret@127.0.0.1:1/exchange"

    outcome = truetonne("up", TRUETONNE_HOME=str(tmp_path), DATABASE_URL=url)

    assert outcome.returncode == EXIT_UNUSABLE_INSTALLATION
    assert "DATABASE_URL: owner@127.0.0.1:1/exchange cannot be reached" in outcome.stderr
    assert "secret" not in outcome.stderr


def test_writes_json_to_a_file_and_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = {"read": {"rows": 3, "kg": 3250}, "name": "Đồng Nai"}

    emit_json(str(tmp_path / "report.json"), value)
    emit_json("-", value)
    emit_json(None, value)

    assert json.loads((tmp_path / "report.json").read_text()) == value
    assert json.loads(capsys.readouterr().out) == value


def test_names_a_json_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed) as caught:
        emit_json(str(tmp_path / "absent" / "report.json"), {})

    assert caught.value.exit_code == EXIT_UNUSABLE_INPUT
    assert "report.json: cannot be written" in caught.value.message


def test_says_each_fix_once() -> None:
    fault = installation_fault(FolderIsAFile(path=Path("/state")))

    assert fault is not None
    assert "Set TRUETONNE_HOME" in fault.fix
    assert fault.fix not in fault.message
    assert installation_fault(RuntimeError("unforeseen")) is None


def test_shows_no_bar_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar(label="reading", total=3) as done:
        for count in range(4):
            done(count)

    assert capsys.readouterr().err == ""
