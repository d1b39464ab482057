"""The installation's own secrets: the key that signs the public log, and the one that signs sessions.

Each is a file under HOME/keys, made once, readable by its owner only. The log's key is what certificates are
checked against: whoever loses it must start another log, so its loss is an error and never repaired silently.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from truetonne.config.access import write_private
from truetonne.proof.checkpoint import Signer


class LogKeyMissing(Exception):
    """The log was signed before and its key is gone."""

    code = "log_key_missing"

    def __init__(self, *, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} is gone, and the log under {path.parent.parent / 'log'} was signed with it: restore it"
        )


class LogKeyUnreadable(Exception):
    """The key's file is there and is not a key."""

    code = "log_key_unreadable"

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: not a signing key ({reason}); restore it from a backup")


def log_key_path(*, home: Path) -> Path:
    return home / "keys" / "log.key"


def public_key_path(*, home: Path) -> Path:
    return home / "keys" / "log.pub"


def make_keys(*, home: Path, log_origin: str) -> None:
    """Make the keys that are missing; raises LogKeyMissing where a log exists that the lost key signed."""
    folder = home / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sessions = folder / "sessions.key"
    if not sessions.exists():
        write_private(path=sessions, text=secrets.token_urlsafe(64) + "\n")
    path = log_key_path(home=home)
    if not path.exists():
        if (home / "log" / "checkpoint").exists():
            raise LogKeyMissing(path=path)
        write_private(path=path, text=Signer.generate(log_origin).to_text().rstrip("\n") + "\n")
    if not public_key_path(home=home).exists():
        _publish(home=home, signer=load_signer(home=home))


def load_signer(*, home: Path) -> Signer:
    """Return the key that signs checkpoints; raises LogKeyMissing or LogKeyUnreadable."""
    path = log_key_path(home=home)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LogKeyMissing(path=path) from None
    try:
        return Signer.from_text(text.strip())
    except ValueError as error:
        raise LogKeyUnreadable(path=path, reason=str(error)) from error


def _publish(*, home: Path, signer: Signer) -> None:
    """Write the public key for everybody to read, in one step."""
    path = public_key_path(home=home)
    draft = path.with_suffix(".pub.new")
    draft.write_text(signer.public_key.to_text().rstrip("\n") + "\n", encoding="utf-8")
    draft.replace(path)
