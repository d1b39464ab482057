"""Django's settings for the peer alone; the bench says in one variable how its database is reached."""

from __future__ import annotations

import json
import os

from bench.harness.hordak import ACCESS_VARIABLE

_access = json.loads(os.environ[ACCESS_VARIABLE])

SECRET_KEY = "bench"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "mptt",
    "hordak",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _access["host"],
        "PORT": str(_access["port"]),
        "NAME": _access["dbname"],
        "USER": _access["user"],
        "PASSWORD": _access["password"],
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
HORDAK_CURRENCIES = ["EUR"]
DEFAULT_CURRENCY = "EUR"
