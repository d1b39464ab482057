"""Secrets of endpoints as the database keeps them: under the installation's key, which the database does not have."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(*, key: bytes) -> bytes:
    """Return a secret's bytes as they are stored."""
    return _cipher().encrypt(key)


def unseal(*, sealed: bytes) -> bytes:
    """Return the bytes of a stored secret. Raises cryptography's InvalidToken under another installation's key."""
    return _cipher().decrypt(sealed)


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"truetonne webhook secrets:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
