"""``truetonne trust``: pin an operator's key, so that certificates are checked by it and never by their own word.

Pinned keys are one file each under HOME/trusted-keys, named for the key. Needs no database.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import click

from truetonne.cli.console import EXIT_UNUSABLE_INSTALLATION, JsonValue, emit_json, fail, json_option
from truetonne.config.exchange import home_folder
from truetonne.proof.checkpoint import PublicKey
from truetonne.proof.verifier import Refused

KEY_FILE_BYTES_MAX = 1_000
FILE_NAME_LENGTH_MAX = 150


class OtherKeyPinned(Exception):
    """Another key stands under the same name already; carries both."""

    code = "other_key_pinned"

    def __init__(self, *, pinned: PublicKey, offered: PublicKey) -> None:
        super().__init__(f"{offered.name} is pinned with the key {pinned.id}, this is the key {offered.id}")
        self.pinned = pinned
        self.offered = offered


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedKey:
    """A pinned key and the file it stands in."""

    key: PublicKey
    path: Path


def fingerprint(*, key: PublicKey) -> str:
    """Return the whole SHA-256 of the key's bytes in groups of four, to compare with what the operator publishes."""
    digest = hashlib.sha256(key.raw).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def read_key_file(*, path: Path) -> PublicKey:
    """Read a file of one public key line; a file that is none ends the command with exit code 2."""
    try:
        data = path.read_bytes()
        return PublicKey.from_text(data[:KEY_FILE_BYTES_MAX].decode("ascii"))
    except OSError as error:
        fail(f"{path}: {error.strerror}", fix="Name the file with the operator's public key")
    except (UnicodeDecodeError, Refused):
        fail(
            f"{path}: this is not one line with an Ed25519 public key and its own id",
            fix="Take the line name+id+base64 as the operator publishes it, for instance under /log/key",
        )


def list_keys(*, home: Path) -> list[PinnedKey]:
    """Return the pinned keys by name. A damaged file ends the command: a pin must not vanish silently."""
    folder = home / "trusted-keys"
    if not folder.is_dir():
        return []
    paths = sorted(folder.glob("*.pub"))
    return sorted((PinnedKey(key=_read_pin(path), path=path) for path in paths), key=lambda pin: pin.key.name)


def pin_key(*, home: Path, key: PublicKey, is_replacing: bool) -> Path:
    """Pin a key under its name. Raises OtherKeyPinned unless it is to be replaced."""
    for pin in list_keys(home=home):
        if pin.key.name == key.name and pin.key != key and not is_replacing:
            raise OtherKeyPinned(pinned=pin.key, offered=key)
    folder = home / "trusted-keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_file_name(key.name)}.pub"
    draft = path.with_suffix(".new")
    draft.write_text(key.to_text() + "\n", encoding="ascii")
    draft.replace(path)
    return path


def _file_name(name: str) -> str:
    """Part of the name to be readable, part of its hash so that no two names share a file on any file system."""
    return f"{quote(name, safe='')[:FILE_NAME_LENGTH_MAX]}-{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _read_pin(path: Path) -> PublicKey:
    try:
        return PublicKey.from_text(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError, Refused):
        fail(
            f"{path}: this pinned key cannot be read",
            fix="Remove the file and pin the key again with truetonne trust",
            code=EXIT_UNUSABLE_INSTALLATION,
        )


def _described(pin: PinnedKey) -> dict[str, JsonValue]:
    return {"name": pin.key.name, "id": pin.key.id, "fingerprint": fingerprint(key=pin.key), "file": str(pin.path)}


def _print_keys(pins: list[PinnedKey]) -> None:
    for pin in pins:
        click.echo(f"name         {pin.key.name}\nid           {pin.key.id}\nfingerprint  {fingerprint(key=pin.key)}\n")


@click.command(name="trust", help="Pin the public key in KEYFILE, got from the operator through a channel you trust.")
@click.argument("keyfile", type=click.Path(path_type=Path), required=False)
@click.option("--replace", "is_replacing", is_flag=True, help="Replace the key that is pinned under the same name.")
@click.option("--list", "is_listing", is_flag=True, help="List the pinned keys.")
@json_option
def command(keyfile: Path | None, json_path: str | None, *, is_replacing: bool, is_listing: bool) -> None:
    """Pin a key or list the pinned ones."""
    home = home_folder(environ=os.environ)
    is_quiet = json_path == "-"
    if is_listing:
        pins = list_keys(home=home)
        emit_json(json_path, [_described(pin) for pin in pins])
        if not is_quiet:
            _print_keys(pins)
            click.echo(f"{len(pins)} pinned, in {home / 'trusted-keys'}")
        return
    if keyfile is None:
        fail("KEYFILE is missing", fix="Name the file with the operator's public key, or use --list")
    key = read_key_file(path=keyfile)
    try:
        path = pin_key(home=home, key=key, is_replacing=is_replacing)
    except OtherKeyPinned as refusal:
        fail(str(refusal), fix="Ask the operator why the key changed; then repeat with --replace")
    except OSError as error:
        fail(f"{home}: {error.strerror}", fix="Set TRUETONNE_HOME to a folder that you can write", code=4)
    emit_json(json_path, _described(PinnedKey(key=key, path=path)))
    if not is_quiet:
        _print_keys([PinnedKey(key=key, path=path)])
        click.echo("Pinned. Compare the fingerprint with the one that the operator publishes elsewhere.")
