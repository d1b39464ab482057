"""What one running exchange is: its folder, its name and its public address, read from the environment.

Everything the operator may set has one line here. Makes no folder and no file; the files it reads are the log's
public key, because a log keeps the name that it was begun with, and the operator's logo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path

from truetonne.edge.accent import Accent, AccentInvalid, read_accent
from truetonne.edge.logo import Logo, LogoInvalid, load_logo

DEFAULT_URL = "http://127.0.0.1:8321"


class SettingInvalid(Exception):
    """An environment variable cannot be used; carries its name, what was given and what is expected."""

    code = "setting_invalid"

    def __init__(self, *, name: str, given: str, expected: str) -> None:
        self.name = name
        self.given = given
        self.expected = expected
        self.field = name
        self.fact = f"{given!r} cannot be used"
        self.fix = f"Set it to {expected}"
        super().__init__(f"{name}: {given!r} cannot be used. {self.fix}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The operator's choices for this installation.

    ``home`` holds all state outside the database (and the embedded database itself). ``livemode`` is False
    until the operator says otherwise: certificates of a sandbox state it and fail the live verifier.
    ``log_origin`` names the public log for ever; changing it starts another log. ``accent`` takes the place of
    vermilion on pages, ``logo`` of the mark. ``payment_gateways`` are factories of payment services, ``package.module:function``.
    """

    home: Path
    base_url: str
    operator_name: str
    log_origin: str
    livemode: bool
    demo: bool
    debug: bool
    accent: Accent | None = None
    logo: Logo | None = None
    payment_gateways: tuple[str, ...] = ()

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
        log_origin=_log_origin(environ=environ, host=parts.hostname),
        livemode=read_flag(environ=environ, name="TRUETONNE_LIVEMODE"),
        demo=read_flag(environ=environ, name="TRUETONNE_DEMO"),
        debug=read_flag(environ=environ, name="TRUETONNE_DEBUG"),
        accent=_accent(environ=environ),
        logo=_logo(environ=environ),
        payment_gateways=_gateways(environ=environ),
    )


def home_folder(*, environ: Mapping[str, str]) -> Path:
    """Return the folder of all state: TRUETONNE_HOME, or the user's data folder."""
    given = environ.get("TRUETONNE_HOME", "").strip()
    return Path(given).expanduser().absolute() if given else user_data_path("truetonne")


def _accent(*, environ: Mapping[str, str]) -> Accent | None:
    given = environ.get("TRUETONNE_ACCENT", "")
    try:
        return read_accent(text=given)
    except AccentInvalid as refusal:
        expected = f"two colours, light and dark, that can be read ({refusal.reason})"
        raise SettingInvalid(name="TRUETONNE_ACCENT", given=given, expected=expected) from None


def _logo(*, environ: Mapping[str, str]) -> Logo | None:
    given = environ.get("TRUETONNE_LOGO", "")
    try:
        return load_logo(path=given)
    except LogoInvalid as refusal:
        expected = f"the path of a PNG or JPEG file ({refusal.reason})"
        raise SettingInvalid(name="TRUETONNE_LOGO", given=given, expected=expected) from None


def _gateways(*, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the places of payment gateways' factories, each ``package.module:function``."""
    given = environ.get("TRUETONNE_PAYMENT_GATEWAYS", "")
    places = tuple(place.strip() for place in given.split(",") if place.strip())
    for place in places:
        module, _, function = place.partition(":")
        if not function.isidentifier() or not all(part.isidentifier() for part in module.split(".")):
            expected = "factories such as package.module:function, separated by commas"
            raise SettingInvalid(name="TRUETONNE_PAYMENT_GATEWAYS", given=given, expected=expected)
    return places


def _log_origin(*, environ: Mapping[str, str], host: str) -> str:
    """Return the log's name: the one it was begun with, else the operator's, else one made from the host."""
    given = environ.get("TRUETONNE_LOG_ORIGIN", "").strip()
    try:
        begun = (home_folder(environ=environ) / "keys" / "log.pub").read_text(encoding="utf-8").split("+", 1)[0]
    except OSError:
        return given or f"{host}/log"
    if given and given != begun:
        raise SettingInvalid(
            name="TRUETONNE_LOG_ORIGIN",
            given=given,
            expected=f"{begun!r} or leave it out: the log of this folder was begun under that name and keeps it",
        )
    return begun


def read_flag(*, environ: Mapping[str, str], name: str, default: bool = False) -> bool:
    """Read a yes or no; raises SettingInvalid."""
    given = environ.get(name, "").strip().lower()
    if not given:
        return default
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"0", "false", "no", "off"}:
        return False
    raise SettingInvalid(name=name, given=given, expected="1 or 0")
