"""Acts that need a person to have shown just now who they are: tokens, roles, secrets, second factors."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])


def is_fresh(*, request: HttpRequest) -> bool:
    """Whether this session signed in, or confirmed that it is the same person, within the last quarter of an hour."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - float(records[-1]["at"]) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh(view: ViewT) -> ViewT:
    """Ask for password, code or passkey again before this view; what was posted is kept and then done."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_fresh(request=request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return cast("ViewT", asked)
