"""Django's settings. The operator's own choices are environment variables, read in ``exchange``."""

from __future__ import annotations

import os
from pathlib import Path

import csp.constants
from django.core.management.utils import get_random_secret_key

from truetonne.config.access import Access, read_access
from truetonne.config.exchange import read_exchange
from truetonne.config.identity import forms_of, read_identity

TRUETONNE = read_exchange(environ=os.environ)
IDENTITY = read_identity(environ=os.environ, home=TRUETONNE.home, host=TRUETONNE.host)
PACKAGE = Path(__file__).resolve().parent.parent


def _secret_key() -> str:
    """Read the installation's key; before it is prepared (checks, builds) a key of this process will do."""
    try:
        return (TRUETONNE.home / "keys" / "sessions.key").read_text(encoding="utf-8").strip()
    except OSError:
        return get_random_secret_key()


def _database(*, access: Access | None, pool: dict[str, object] | None) -> dict[str, object]:
    options: dict[str, object] = {"client_encoding": "UTF8", "application_name": "truetonne"}
    if pool is not None and access is not None:
        options["pool"] = pool
    if access is None:
        # Nothing was prepared: point at our own socket, never at whatever server this machine happens to run.
        socket = str(TRUETONNE.home / "database" / "socket")
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "truetonne", "HOST": socket, "OPTIONS": options}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": access.host,
        "PORT": str(access.port),
        "NAME": access.database,
        "USER": access.user,
        "PASSWORD": access.password,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, **dict(access.options)},
    }


SECRET_KEY = _secret_key()
DEBUG = TRUETONNE.debug
ALLOWED_HOSTS = [TRUETONNE.host, *(("localhost", "127.0.0.1", "[::1]") if TRUETONNE.is_local else ())]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    # Before our rooms, whose jobs it gathers.
    "procrastinate.contrib.django",
    "truetonne.edge",
    "truetonne.ledger",
    "truetonne.people",
    "truetonne.members",
    "truetonne.supply",
    "truetonne.footprints",
    "truetonne.market",
    "truetonne.site",
    "truetonne.api",
    # After our rooms, whose templates take the place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    # Reads and never writes (decision 27); which tables it shows, site.table_admin says, and its own log is not made.
    "django.contrib.admin.apps.SimpleAdminConfig",
]

MIGRATION_MODULES = {"admin": None}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "truetonne.api.gate.ApiGate",
    "truetonne.site.kept_pages.KeepPublicPages",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "truetonne.site.language.LanguageFromAddress",
    "django.middleware.locale.LocaleMiddleware",
    "truetonne.site.odd_text.RefuseOddText",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "truetonne.config.urls"
WSGI_APPLICATION = "truetonne.config.wsgi.application"
AUTH_USER_MODEL = "people.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "truetonne.site.forms.HouseForms"
CSRF_FAILURE_VIEW = "truetonne.site.errors.stale_form"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# "default" is the role that pages and commands use: it owns nothing. "owner" migrates and does nothing else.
_access = read_access(home=TRUETONNE.home)
DATABASES = {
    "default": _database(access=_access.web if _access else None, pool={"min_size": 1, "max_size": 16, "timeout": 15}),
    "owner": _database(access=_access.owner if _access else None, pool=None),
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "truetonne.site.context.exchange",
            ],
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = TRUETONNE.home / "static"
# `truetonne up` collects the static files and says so; elsewhere (tests, checks) they are found in the rooms.
_collected = os.environ.get("TRUETONNE_STATIC") == "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = False

# Counts of rate limits, and nothing else, stand in a table, so that all web workers share them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "truetonne.people.adapters.AccountAdapter"
ACCOUNT_USER_DISPLAY = "truetonne.people.adapters.display_person"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "truetonne.people.forms.SignUpName"
ACCOUNT_FORMS = forms_of("account")
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_MIN_LENGTH = None
ACCOUNT_RATE_LIMITS = {"login_failed": "100/15m/ip,10/15m/key", "login": "60/m/ip", "signup": "20/h/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = IDENTITY.proxies

MFA_ADAPTER = "truetonne.people.adapters.FactorAdapter"
MFA_FORMS = forms_of("mfa")
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Browsers take http for a secure origin on this machine itself, and nowhere else.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TRUETONNE.is_local

SOCIALACCOUNT_ADAPTER = "truetonne.people.adapters.CompanyAdapter"
SOCIALACCOUNT_FORMS = forms_of("socialaccount")
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": IDENTITY.list_oidc_apps()}}

# Each room's `jobs.py` says what runs outside a request.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

EMAIL_BACKEND = IDENTITY.mail.backend
EMAIL_FILE_PATH = IDENTITY.mail.folder
EMAIL_HOST, EMAIL_PORT = IDENTITY.mail.host, IDENTITY.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = IDENTITY.mail.user, IDENTITY.mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = IDENTITY.mail.is_starttls, IDENTITY.mail.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = IDENTITY.mail_from

_self = [csp.constants.SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": _self,
        "script-src": _self,
        "style-src": _self,
        "img-src": _self,
        "font-src": _self,
        "connect-src": _self,
        # Chromium applies this to where a form's answer leads, and signing in with a company leads to that company.
        "form-action": [*_self, *IDENTITY.list_form_origins()],
        "object-src": [csp.constants.NONE],
        "base-uri": [csp.constants.NONE],
        "frame-ancestors": [csp.constants.NONE],
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [TRUETONNE.base_url]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TRUETONNE.is_https
if TRUETONNE.is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Registry files are large and streamed to disk, never held in memory; the largest other body is a batch of the API.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # An address that is not there, or a refusal, is the visitor's news and not the operator's.
    "loggers": {"truetonne": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
