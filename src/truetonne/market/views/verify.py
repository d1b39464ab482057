"""Check a certificate: in the browser, on the server without scripts, or offline with the one-file verifier."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from truetonne.edge.permissions import public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.issuer import this_exchange
from truetonne.market.verify_words import LABEL_WORDS, list_words, reason_words, verdict_rows
from truetonne.proof import verifier
from truetonne.proof.certificate import Verdict, verify
from truetonne.proof.verifier import FILE_BYTES_MAX, Key, Refused

VERIFIER_FILE = Path(verifier.__file__)
BODY_BYTES_MAX = 1024 * 1024
"""A form with a certificate and a key is far smaller."""

RESULTS = {0: "met", 1: "not_met", 2: "not_met", 3: "not_shown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A verdict as the page prints it."""

    exit_code: int
    result: str
    reason: str
    rows: tuple[tuple[str, str], ...]


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """Take a certificate and a key; without a key, this exchange's own key decides, and the page says so.

    Changes nothing, so that no token is asked for: the size is judged before the body is read.
    """
    exchange = this_exchange()
    shown, error, key_given = None, "", ""
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > BODY_BYTES_MAX:
        error = _("The file is larger than a certificate can be.")
    elif request.method == "POST":
        shown, error = _judge(request=request, own=exchange.key)
        key_given = request.POST.get("key", "")
    context = {
        "nav_current": "verify",
        "key": exchange.key.to_text(),
        "key_id": exchange.key.id,
        "key_given": key_given,
        "shown": shown,
        "verdict_word": str(LABEL_WORDS[f"verdict_{shown.exit_code}"]) if shown else "",
        "error": error,
        "words": list_words(),
        "is_live": settings.TRUETONNE.livemode,
    }
    return render(request, "market/verify.html", context, status=422 if error else 200)


@public
@require_safe
def verifier_file(request: HttpRequest) -> HttpResponse:
    """The verifier as one file: the very one that this exchange runs."""
    response = HttpResponse(VERIFIER_FILE.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="truetonne-verify.py"'
    return response


def _judge(*, request: HttpRequest, own: Key) -> tuple[Shown | None, str]:
    upload = request.FILES.get("certificate")
    if not isinstance(upload, UploadedFile):
        return None, _("Choose a certificate file.")
    # One byte more than a certificate can have is enough to refuse it.
    data = upload.read(FILE_BYTES_MAX + 1)
    given = str(request.POST.get("key", "")).strip()
    try:
        key = Key.from_text(given) if given else own
    except Refused as refusal:
        return None, reason_words(code=refusal.code, facts=refusal.facts, fallback=str(refusal))
    verdict = verify(data=data, key=key, is_live=settings.TRUETONNE.livemode)
    return _shown(verdict=verdict), ""


def _shown(*, verdict: Verdict) -> Shown:
    return Shown(
        exit_code=verdict.exit_code,
        result=RESULTS[verdict.exit_code],
        reason=reason_words(code=verdict.code, facts=verdict.facts, fallback=verdict.reason),
        rows=verdict_rows(verdict=verdict, language=current_language()),
    )
