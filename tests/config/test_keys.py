"""The installation's keys are made once, stay private, and are never replaced silently."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from truetonne.config.exchange import SettingInvalid, read_exchange
from truetonne.config.keys import LogKeyMissing, LogKeyUnreadable, load_signer, log_key_path, make_keys, public_key_path
from truetonne.proof.checkpoint import PublicKey

ORIGIN = "exchange.example/log"


def test_makes_keys_once_and_keeps_them_private(tmp_path: Path) -> None:
    make_keys(home=tmp_path, log_origin=ORIGIN)
    first = load_signer(home=tmp_path)
    sessions = (tmp_path / "keys" / "sessions.key").read_text()

    make_keys(home=tmp_path, log_origin="another.example/log")

    assert load_signer(home=tmp_path).public_key == first.public_key
    assert (tmp_path / "keys" / "sessions.key").read_text() == sessions
    for path in (log_key_path(home=tmp_path), tmp_path / "keys" / "sessions.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_publishes_the_key_that_signs(tmp_path: Path) -> None:
    make_keys(home=tmp_path, log_origin=ORIGIN)

    published = PublicKey.from_text(public_key_path(home=tmp_path).read_text())

    assert published == load_signer(home=tmp_path).public_key
    assert published.name == ORIGIN


def test_makes_no_second_key_for_a_log_that_was_signed(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_text("signed before")

    with pytest.raises(LogKeyMissing) as caught:
        make_keys(home=tmp_path, log_origin=ORIGIN)

    assert caught.value.path == log_key_path(home=tmp_path)
    assert not log_key_path(home=tmp_path).exists()


def test_writes_the_public_key_again_where_only_that_is_lost(tmp_path: Path) -> None:
    make_keys(home=tmp_path, log_origin=ORIGIN)
    published = public_key_path(home=tmp_path).read_text()
    public_key_path(home=tmp_path).unlink()

    make_keys(home=tmp_path, log_origin="another.example/log")

    assert public_key_path(home=tmp_path).read_text() == published


def test_names_a_file_that_is_no_key(tmp_path: Path) -> None:
    make_keys(home=tmp_path, log_origin=ORIGIN)
    log_key_path(home=tmp_path).write_text("not a key\n")

    with pytest.raises(LogKeyUnreadable) as caught:
        load_signer(home=tmp_path)

    assert caught.value.path == log_key_path(home=tmp_path)


def test_keeps_the_name_that_the_log_was_begun_with(tmp_path: Path) -> None:
    make_keys(home=tmp_path, log_origin=ORIGIN)
    environ = {"TRUETONNE_HOME": str(tmp_path), "TRUETONNE_URL": "https://moved.example"}

    assert read_exchange(environ=environ).log_origin == ORIGIN
    with pytest.raises(SettingInvalid) as caught:
        read_exchange(environ={**environ, "TRUETONNE_LOG_ORIGIN": "moved.example/log"})

    assert caught.value.name == "TRUETONNE_LOG_ORIGIN"


def test_names_the_log_for_the_host_before_it_is_begun(tmp_path: Path) -> None:
    environ = {"TRUETONNE_HOME": str(tmp_path), "TRUETONNE_URL": "https://exchange.example/"}

    exchange = read_exchange(environ=environ)

    assert exchange.log_origin == ORIGIN
    assert exchange.base_url == "https://exchange.example"
    assert exchange.is_https
    assert not exchange.is_local


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("TRUETONNE_URL", "exchange.example"),
        ("TRUETONNE_URL", "ftp://exchange.example"),
        ("TRUETONNE_URL", "https://exchange.example/path"),
        ("TRUETONNE_LIVEMODE", "maybe"),
        ("TRUETONNE_DEMO", "2"),
    ],
)
def test_names_a_setting_that_cannot_be_used(tmp_path: Path, name: str, given: str) -> None:
    with pytest.raises(SettingInvalid) as caught:
        read_exchange(environ={"TRUETONNE_HOME": str(tmp_path), name: given})

    assert caught.value.name == name
    assert caught.value.expected
