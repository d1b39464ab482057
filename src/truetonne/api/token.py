"""``POST /auth/token``: OAuth 2.0 client credentials (RFC 6749, 4.4) with Basic authentication; errors in its own shape (5.2)."""

from __future__ import annotations

import secrets
from base64 import b64decode
from datetime import UTC, datetime
from typing import Final
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from truetonne.edge.identifiers import InvalidId, read_id
from truetonne.edge.limits import TooManyRequests, count_request, network_of
from truetonne.edge.permissions import public
from truetonne.people.clients import TOKEN_LASTS, ClientUnknown, ScopeTooWide, issue_access_token

CLIENT_PREFIX: Final = "cli"
FORM: Final = "application/x-www-form-urlencoded"
ATTEMPTS_PER_MINUTE: Final = 60
CHALLENGE: Final = 'Basic realm="truetonne"'


class TokenRefused(Exception):
    """No token; carries the error's name of RFC 6749 and a sentence for the log of the caller."""

    def __init__(self, *, error: str, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.error = error
        self.said = said
        self.status = status


@csrf_exempt
@public
def token(request: HttpRequest) -> JsonResponse:
    """Give a program a token of one hour for its id and secret."""
    at = datetime.now(UTC)
    try:
        if request.method != "POST":
            raise TokenRefused(error="invalid_request", said="send a POST", status=405)
        count_request(name="token", who=network_of(request), times=ATTEMPTS_PER_MINUTE, seconds=60, at=at)
        response = JsonResponse(_grant(request=request, at=at))
    except TokenRefused as refusal:
        response = _refusal(error=refusal.error, said=refusal.said, status=refusal.status)
        if refusal.status == 401:
            response["WWW-Authenticate"] = CHALLENGE
        if refusal.status == 405:
            response["Allow"] = "POST"
    except TooManyRequests as refusal:
        response = _refusal(error="temporarily_unavailable", said="too many requests from this network", status=429)
        response["Retry-After"] = str(refusal.retry_after_seconds)
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    return response


def _grant(*, request: HttpRequest, at: datetime) -> dict[str, object]:
    client_id, secret = _credentials(header=request.headers.get("Authorization", ""))
    if request.content_type != FORM:
        raise TokenRefused(error="invalid_request", said=f"send the body as {FORM}")
    repeated = [name for name, values in request.POST.lists() if len(values) > 1]
    if repeated:
        raise TokenRefused(error="invalid_request", said=f"{repeated[0]} is given more than once")
    grant_type = request.POST.get("grant_type")
    if not grant_type:
        raise TokenRefused(error="invalid_request", said="grant_type is missing")
    if grant_type != "client_credentials":
        raise TokenRefused(error="unsupported_grant_type", said="only client_credentials is answered here")
    unknown = TokenRefused(error="invalid_client", said="no client has this id and this secret", status=401)
    try:
        text, roles = issue_access_token(
            client_id=read_id(prefix=CLIENT_PREFIX, text=client_id),
            secret=secret,
            scope=request.POST.get("scope", ""),
            token_part=secrets.token_urlsafe(32),
            livemode=settings.TRUETONNE.livemode,
            at=at,
        )
    except (ClientUnknown, InvalidId):
        raise unknown from None
    except ScopeTooWide as refusal:
        said = f"this client does not have {' '.join(refusal.roles)}"
        raise TokenRefused(error="invalid_scope", said=said) from None
    seconds = int(TOKEN_LASTS.total_seconds())
    return {"access_token": text, "token_type": "Bearer", "expires_in": seconds, "scope": " ".join(roles)}


def _credentials(*, header: str) -> tuple[str, str]:
    """Read id and secret of ``Authorization: Basic``; both are form-encoded inside (RFC 6749, 2.3.1)."""
    kind, _blank, encoded = header.partition(" ")
    missing = TokenRefused(error="invalid_client", said="send id and secret by Authorization: Basic", status=401)
    if kind.lower() != "basic":
        raise missing
    try:
        client_id, colon, secret = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        raise missing from None
    if not colon:
        raise missing
    return unquote_plus(client_id), unquote_plus(secret)


def _refusal(*, error: str, said: str, status: int) -> JsonResponse:
    return JsonResponse({"error": error, "error_description": said}, status=status)
