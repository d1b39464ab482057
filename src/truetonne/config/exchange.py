"""What one running exchange is: its folder, its name and its public address, read from the environment.

Everything the operator may set has one line here. Reads the environment only; makes no folder and no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

DEFAULT_URL = "http://127.0.0.1:8321"


class SettingInvalid(Exception):
    """An environment variable cannot be used; carries its name, what was given and what is expected."""

    code = "setting_invalid"

    def __init__(self, *, name: str, given: str, expected: str) -> None:
        self.name = name
        self.given = given
        self.expected = expected
        super().__init__(f"{name}={given!r} cannot be used: {expected}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The operator's choices for this installation.

    ``home`` holds all state outside the database (and the embedded database itself). ``livemode`` is False
    until the operator says otherwise: certificates of a sandbox state it and fail the live verifier.
    ``log_origin`` names the public log for ever; changing it starts another log.
    """

    home: Path
    base_url: str
    operator_name: str
    log_origin: str
    livemode: bool
    demo: bool
    debug: bool

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    @property
    def is_local(self) -> bool:
        return self.host in {"127.0.0.1", "localhost", "::1"}


def read_exchange(*, environ: Mapping[str, str]) -> Exchange:
    """Read the installation's choices from environment variables; raises SettingInvalid."""
    base_url = environ.get("TRUETONNE_URL", DEFAULT_URL).rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise SettingInvalid(name="TRUETONNE_URL", given=base_url, expected="an address like https://exchange.example")
    return Exchange(
        home=home_folder(environ=environ),
        base_url=base_url,
        operator_name=environ.get("TRUETONNE_OPERATOR", "").strip() or "Exchange operator",
        log_origin=environ.get("TRUETONNE_LOG_ORIGIN", "").strip() or f"{parts.hostname}/log",
        livemode=_flag(environ=environ, name="TRUETONNE_LIVEMODE"),
        demo=_flag(environ=environ, name="TRUETONNE_DEMO"),
        debug=_flag(environ=environ, name="TRUETONNE_DEBUG"),
    )


def home_folder(*, environ: Mapping[str, str]) -> Path:
    """Return the folder of all state: TRUETONNE_HOME, or the user's data folder."""
    given = environ.get("TRUETONNE_HOME", "").strip()
    return Path(given).expanduser().absolute() if given else user_data_path("truetonne")


def _flag(*, environ: Mapping[str, str], name: str) -> bool:
    given = environ.get(name, "").strip().lower()
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"", "0", "false", "no", "off"}:
        return False
    raise SettingInvalid(name=name, given=given, expected="1 or 0")
