"""Where the sign-in library meets this room: persons, words, mails, secrets. The library keeps no text of its own here."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from email.mime.image import MIMEImage
from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from truetonne.edge.identifiers import new_id
from truetonne.edge.qr import draw_code
from truetonne.people.actions import record_audit_line
from truetonne.people.closing import is_closed
from truetonne.people.fresh import is_fresh
from truetonne.people.models import Person
from truetonne.people.sign_in_words import ACCOUNT_ERRORS, FACTOR_ERRORS, MAILS, METHODS, NOTICES, TOLD

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.forms import BaseForm

MAIL_LOGO_WIDTH = 180
"""Pixels that a logo takes in a mail at most."""
INVITED_KEY = "invited_email"


def display_person(person: Person) -> str:
    """Return the name by which a person is addressed."""
    return person.name or person.email


def home_of(person: Person) -> str:
    """Return where somebody lands who asked for no page: their work."""
    if person.works_in_office():
        return "/office/"
    return "/orders/" if person.list_memberships() else "/account/"


class AccountAdapter(DefaultAccountAdapter):
    """Persons have a UUID, a name and no user name; every text is ours."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **ACCOUNT_ERRORS}

    def new_user(self, request: HttpRequest) -> Person:
        return Person(pk=new_id(), language=get_language() or "en")

    def save_user(self, request: HttpRequest, user: Person, form: BaseForm | None, commit: bool = True) -> Person:  # noqa: FBT001, FBT002 - the library's signature
        if form is not None:
            super().save_user(request, user, form, commit=False)
            user.name = str(form.cleaned_data.get("name") or user.name or user.email.split("@")[0])[:120]
        if commit:
            user.save(force_insert=True)
            record_audit_line(
                action="person.signed_up",
                subject=str(user.pk),
                person_id=user.pk,
                organization_id=None,
                request_id=str(user.pk),
                at=datetime.now(UTC),
            )
        return user

    def set_password(self, user: Person, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.IDENTITY.sign_up_is_open or bool(request.session.get(INVITED_KEY))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(cast(Person, request.user))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home_of(cast(Person, request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/account/"

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        return not is_fresh(request=current.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{**each, "description": METHODS[each["id"]]} for each in super().get_reauthentication_methods(user)]

    def add_message(  # noqa: PLR0917 - the library's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        name = (message_template or "").rsplit("/", 1)[-1].removesuffix(".txt")
        text = message or (str(TOLD[name]) if name in TOLD else "")
        if text:
            messages.add_message(request, level, text % (message_context or {}) if not message else text)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write one of our mails; one that we have no words for is a fault, not an English text."""
        name = template_prefix.rsplit("/", 1)[-1]
        if name in NOTICES:
            write_mail(
                to=email,
                subject=gettext("A change to your sign-in"),
                body=str(NOTICES[name]),
                address=f"{settings.TRUETONNE.base_url}/account/security/",
                more=gettext("If this was not you, change your password at once and end all other sessions there."),
            )
            return
        mail = MAILS[name]
        address = str(context.get(mail.address, "")) or settings.TRUETONNE.base_url
        write_mail(to=email, subject=str(mail.subject), body=str(mail.body), address=address, more=str(mail.more))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: the secret is kept encrypted, the code to scan is drawn by ourselves."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **FACTOR_ERRORS}

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.TRUETONNE.operator_name)

    def build_totp_svg(self, url: str) -> str:
        label = gettext("Code to scan with the authenticator app")
        code = render_to_string("site/partials/qr.html", {"qr": draw_code(text=url), "label": label})
        return mark_safe(code)  # noqa: S308 - our own partial, which escapes

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        known = type.__class__ and user.authenticator_set.filter(type=type).count()
        return gettext("Passkey %(number)s") % {"number": known + 1}

    def _get_site_name(self) -> str:
        return str(settings.TRUETONNE.operator_name)


class CompanyAdapter(DefaultSocialAccountAdapter):
    """Sign-in with a company: its word counts for addresses in the domains that the operator named, and no others."""

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Person:
        return Person(pk=new_id(), language=get_language() or "en")

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        person = cast(Person, super().populate_user(request, sociallogin, data))
        given = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        person.name = str(given or person.email.split("@")[0])[:120]
        return person

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        person = cast(Person, sociallogin.user)
        person.set_unusable_password()
        AccountAdapter(request).save_user(request, person, form, commit=False)
        person.email = person.email.lower()
        person.save(force_insert=True)
        sociallogin.save(request)
        return person

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return AccountAdapter(request).is_open_for_signup(request) or self._is_vouched(sociallogin.user.email)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return self._is_vouched(email)

    def is_email_verified(self, provider: Any, email: str) -> bool:
        return self._is_vouched(email)

    def _is_vouched(self, email: str) -> bool:
        oidc = settings.IDENTITY.oidc
        return oidc is not None and email.lower().rpartition("@")[2] in oidc.domains


class _PicturedMail(EmailMultiAlternatives):
    """A mail whose pictures belong to its words, and are no attachments to open."""

    mixed_subtype = "related"


def write_mail(*, to: str, subject: str, body: str, address: str, more: str = "") -> None:
    """Send a short mail in the language in force: what it is about, one address, and what to do otherwise.

    It is plain text; where the operator has a logo, the same words stand beneath it for those who read HTML.
    Nothing goes to the mailbox of a closed account, whoever asked.
    """
    if is_closed(email=to):
        return
    operator, logo = settings.TRUETONNE.operator_name, settings.TRUETONNE.logo
    parts = [body, address, *filter(None, (more,)), f"{operator}\n{settings.TRUETONNE.base_url}"]
    # A name in the subject must not end its line: nothing would be sent at all.
    mail = _PicturedMail(" ".join(f"{operator}: {subject}".splitlines()), "\n\n".join(parts) + "\n", None, [to])
    if logo is not None:
        context = {"parts": parts, "address": address, "operator": operator, "width": min(logo.width, MAIL_LOGO_WIDTH)}
        mail.attach_alternative(render_to_string("people/mail.html", context), "text/html")
        picture = MIMEImage(logo.content, _subtype=logo.media_type.partition("/")[2])
        picture.add_header("Content-ID", "<logo>")
        picture.add_header("Content-Disposition", "inline")
        mail.attach(picture)
    mail.send()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"truetonne second factors:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
