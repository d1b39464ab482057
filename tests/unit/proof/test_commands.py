import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.unit.proof.examples import ORIGIN, OTHER_LOG, SIGNER, STRANGER, certificate
from truetonne.cli.trust import command as trust_command
from truetonne.cli.trust import fingerprint, list_keys, pin_key
from truetonne.cli.verify import command as verify_command
from truetonne.proof.checkpoint import PublicKey

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUETONNE_HOME", str(tmp_path / "home"))
    good = certificate()
    (tmp_path / "certificate.json").write_bytes(good)
    (tmp_path / "changed.json").write_bytes(good.replace(b"Tallow", b"Sallow"))
    (tmp_path / "huge.json").write_bytes(bytes(3_000_000))
    for name, signer in {"operator": SIGNER, "stranger": STRANGER, "other": OTHER_LOG}.items():
        (tmp_path / f"{name}.key").write_text(signer.public_key.to_text() + "\n")
    (tmp_path / "broken.key").write_text("not a key\n")
    return tmp_path


def verify(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(verify_command, [str(folder / arguments[0]), *arguments[1:]])


def trust(*arguments: object) -> Result:
    return CliRunner().invoke(trust_command, [str(argument) for argument in arguments])


def test_a_certificate_is_valid_once_its_key_is_pinned(folder: Path) -> None:
    before = verify(folder, "certificate.json")
    pinned = trust(folder / "operator.key")
    after = verify(folder, "certificate.json")

    assert before.exit_code == 3
    assert "truetonne trust KEYFILE" in before.output
    assert pinned.exit_code == 0
    assert fingerprint(key=SIGNER.public_key) in pinned.output
    assert after.exit_code == 0
    assert after.output.startswith("Valid: ")


def test_a_given_key_decides_without_any_pin(folder: Path) -> None:
    assert verify(folder, "certificate.json", "--key", str(folder / "operator.key")).exit_code == 0
    other = verify(folder, "certificate.json", "--key", str(folder / "stranger.key"))

    assert other.exit_code == 1
    assert "not with exchange.example/log+" in other.output


def test_a_changed_certificate_is_not_valid_and_says_why(folder: Path) -> None:
    trust(folder / "operator.key")

    answer = verify(folder, "changed.json")

    assert answer.exit_code == 1
    assert answer.output.splitlines()[0] == "NOT VALID (path_wrong)"
    assert "Sallow" not in answer.output


@pytest.mark.parametrize("name", ["huge.json", "missing.json", "home"])
def test_what_cannot_be_read_ends_with_2(folder: Path, name: str) -> None:
    (folder / "home").mkdir()

    assert verify(folder, name, "--key", str(folder / "operator.key")).exit_code == 2


@pytest.mark.parametrize("name", ["broken.key", "missing.key", "certificate.json"])
def test_a_key_file_that_is_none_ends_with_2(folder: Path, name: str) -> None:
    assert verify(folder, "certificate.json", "--key", str(folder / name)).exit_code == 2
    assert trust(folder / name).exit_code == 2
    assert list_keys(home=folder / "home") == []


def test_writes_the_verdict_as_json(folder: Path) -> None:
    answer = verify(folder, "certificate.json", "--key", str(folder / "operator.key"), "--json", "-")
    verify(folder, "changed.json", "--json", str(folder / "verdict.json"))

    verdict = json.loads(answer.output)
    assert (verdict["exit_code"], verdict["code"]) == (0, "valid")
    assert verdict["facts"]["body"]["quantity"]["kg"] == 3250
    assert verdict["facts"]["key"] == f"{ORIGIN}+{SIGNER.public_key.id}"
    assert json.loads((folder / "verdict.json").read_text())["code"] == "path_wrong"


def test_another_key_under_a_pinned_name_needs_the_users_word(folder: Path) -> None:
    trust(folder / "operator.key")

    refused = trust(folder / "stranger.key")
    assert refused.exit_code == 2
    assert [pin.key for pin in list_keys(home=folder / "home")] == [SIGNER.public_key]
    assert verify(folder, "certificate.json").exit_code == 0

    assert trust(folder / "stranger.key", "--replace").exit_code == 0
    assert verify(folder, "certificate.json").exit_code == 1


def test_pins_again_without_complaint_and_keys_of_several_logs(folder: Path) -> None:
    for name in ("operator.key", "operator.key", "other.key"):
        assert trust(folder / name).exit_code == 0

    listed = trust("--list", "--json", "-")

    keys = json.loads(listed.output)
    assert [key["name"] for key in keys] == [ORIGIN, "other.example/log"]
    assert keys[0]["id"] == SIGNER.public_key.id
    assert "2 pinned" in trust("--list").output
    assert verify(folder, "certificate.json").exit_code == 0


def test_names_that_differ_in_case_or_length_do_not_share_a_pin(folder: Path) -> None:
    home = folder / "home"
    names = ["exchange.example/log", "Exchange.example/log", "exchange.example%2Flog", "x" * 199, "x" * 200]

    paths = [pin_key(home=home, key=PublicKey(name, SIGNER.public_key.raw), is_replacing=False) for name in names]

    assert len({str(path).lower() for path in paths}) == len(names)
    assert all(path.parent == home / "trusted-keys" for path in paths)
    assert sorted(pin.key.name for pin in list_keys(home=home)) == sorted(names)


def test_a_damaged_pin_is_an_error_and_not_a_missing_pin(folder: Path) -> None:
    trust(folder / "operator.key")
    pin = list_keys(home=folder / "home")[0]
    pin.path.write_text("damaged\n")

    answer = verify(folder, "certificate.json")

    assert answer.exit_code == 4


def test_trust_without_a_file_says_what_it_needs(folder: Path) -> None:
    assert folder.is_dir()
    assert trust().exit_code == 2


def test_works_as_a_command_without_a_database(folder: Path) -> None:
    command = [sys.executable, "-m", "truetonne.cli", "verify", str(folder / "certificate.json")]

    answer = subprocess.run(command, capture_output=True, text=True, check=False)

    assert answer.returncode == 3
    assert not (folder / "home").exists()
