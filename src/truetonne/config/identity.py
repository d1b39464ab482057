"""How people sign in to this installation: its mail, its company sign-in, its policies, read from the environment.

Makes nothing and reaches nobody; a wrong value is refused with its name, as in ``exchange``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from truetonne.config.exchange import SettingInvalid, read_flag

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "account": (
        "login", "signup", "add_email", "change_password", "set_password", "reset_password",
        "reset_password_from_key", "reauthenticate", "request_reauthentication_code", "confirm_reauthentication_code",
    ),
    "mfa": (
        "authenticate", "reauthenticate", "activate_totp", "deactivate_totp", "generate_recovery_codes",
        "add_webauthn", "edit_webauthn",
    ),
    "socialaccount": ("signup",),
}  # fmt: skip
"""Forms of the sign-in library that speak with our words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Where mail goes: a server, or files in a folder, which is the default and says so."""

    backend: str = "django.core.mail.backends.filebased.EmailBackend"
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    is_starttls: bool = False
    is_tls: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether mail leaves this machine."""
        return bool(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class Oidc:
    """A company's own sign-in by OpenID Connect. ``domains`` are those whose addresses it may vouch for."""

    issuer: str
    client_id: str
    secret: str
    name: str
    domains: frozenset[str] = frozenset()
    authorize_origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The operator's choices about sign-in. ``proxies`` is how many of their own stand before the pages."""

    mail: Mail
    mail_from: str
    sign_up_is_open: bool
    staff_needs_second_factor: bool
    proxies: int
    oidc: Oidc | None = None

    def list_oidc_apps(self) -> list[dict[str, object]]:
        """Return the company sign-in as the library wants it; an empty list where there is none."""
        if self.oidc is None:
            return []
        return [
            {
                "provider_id": "company",
                "name": self.oidc.name,
                "client_id": self.oidc.client_id,
                "secret": self.oidc.secret,
                "settings": {"server_url": self.oidc.issuer, "oauth_pkce_enabled": True},
            }
        ]

    def list_form_origins(self) -> list[str]:
        """Return the origins to which signing in may lead."""
        if self.oidc is None:
            return []
        return sorted({_origin(self.oidc.issuer), self.oidc.authorize_origin or _origin(self.oidc.issuer)})


def forms_of(app: str) -> dict[str, str]:
    """Return the table of forms that one of the library's applications takes."""
    return {name: f"truetonne.people.sign_in_forms.{app}_{name}" for name in FORMS[app]}


def read_identity(*, environ: Mapping[str, str], home: Path, host: str) -> Identity:
    """Read how people sign in; raises SettingInvalid."""
    return Identity(
        mail=_mail(environ=environ, home=home),
        mail_from=environ.get("TRUETONNE_MAIL_FROM", "").strip() or f"truetonne <noreply@{host}>",
        sign_up_is_open=read_flag(environ=environ, name="TRUETONNE_SIGN_UP", default=True),
        staff_needs_second_factor=read_flag(environ=environ, name="TRUETONNE_STAFF_MFA"),
        proxies=_count(environ=environ, name="TRUETONNE_PROXIES"),
        oidc=_oidc(environ=environ),
    )


def _mail(*, environ: Mapping[str, str], home: Path) -> Mail:
    given = environ.get("TRUETONNE_MAIL_URL", "").strip()
    if not given:
        return Mail(folder=str(home / "mail"))
    parts = urlsplit(given)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in ports or not parts.hostname or port == 0:
        shown = given.replace(f":{parts.password}@", ":***@") if parts.password else given
        expected = "smtp://user:password@host:587 (STARTTLS), smtps://... (TLS) or smtp+plain://host:25"
        raise SettingInvalid(name="TRUETONNE_MAIL_URL", given=shown, expected=expected)
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_starttls=parts.scheme == "smtp",
        is_tls=parts.scheme == "smtps",
    )


def _oidc(*, environ: Mapping[str, str]) -> Oidc | None:
    issuer = environ.get("TRUETONNE_OIDC_ISSUER", "").strip().rstrip("/")
    client_id = environ.get("TRUETONNE_OIDC_CLIENT_ID", "").strip()
    if not issuer and not client_id:
        return None
    for name, value in (("TRUETONNE_OIDC_ISSUER", issuer), ("TRUETONNE_OIDC_AUTHORIZE_ORIGIN", _authorize(environ))):
        parts = urlsplit(value)
        is_local = parts.hostname in {"127.0.0.1", "localhost"}
        if value and (not parts.hostname or (parts.scheme != "https" and not is_local)):
            raise SettingInvalid(name=name, given=value, expected="an https address of the identity provider")
    if not issuer:
        raise SettingInvalid(name="TRUETONNE_OIDC_ISSUER", given="", expected="the address of the identity provider")
    if not client_id:
        raise SettingInvalid(name="TRUETONNE_OIDC_CLIENT_ID", given="", expected="the id that the provider gave")
    domains = environ.get("TRUETONNE_OIDC_DOMAINS", "").replace(",", " ").lower().split()
    return Oidc(
        issuer=issuer,
        client_id=client_id,
        secret=environ.get("TRUETONNE_OIDC_CLIENT_SECRET", "").strip(),
        name=environ.get("TRUETONNE_OIDC_NAME", "").strip() or (urlsplit(issuer).hostname or issuer),
        domains=frozenset(domains),
        authorize_origin=_authorize(environ),
    )


def _authorize(environ: Mapping[str, str]) -> str:
    return environ.get("TRUETONNE_OIDC_AUTHORIZE_ORIGIN", "").strip().rstrip("/")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _count(*, environ: Mapping[str, str], name: str) -> int:
    given = environ.get(name, "").strip()
    if given and not given.isdigit():
        raise SettingInvalid(name=name, given=given, expected="a whole number such as 1")
    return int(given or 0)
