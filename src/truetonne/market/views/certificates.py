"""Certificates: the page, the file, the PDF. Public but for the buyer's copy with its private parts."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from truetonne.edge.answers import tagged
from truetonne.edge.identifiers import InvalidId, read_id, read_short_code, show_id
from truetonne.edge.languages import read_tag
from truetonne.edge.pdf import MissingGlyph
from truetonne.edge.permissions import Role, member, public
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.queries.retirements import RetirementUnknown
from truetonne.market.certificates import HandedOut, make_file, make_sheet, may_see_annex, read_certificate
from truetonne.market.models import RegisterRow
from truetonne.market.pdf.printing import print_certificate
from truetonne.market.private_parts import list_private_facts

JSON_TYPE = "application/json"


@public
@require_safe
def certificate(request: HttpRequest, certificate: str) -> HttpResponse:
    """The certificate's page; the private parts stand beneath it for those who bought."""
    if certificate.upper().startswith("RET"):
        return _by_code(text=certificate)
    handed = read_handed(text=certificate)
    is_party = _is_party(request=request, handed=handed)
    context = {
        "nav_current": "register",
        "handed": handed,
        "certificate_text": show_id(prefix="crt", id=handed.certificate_id),
        "sheet": make_sheet(handed=handed, language=current_language(), today=_today()),
        "is_pending": handed.proof is None,
        "leaf": _compare_leaf(request=request, handed=handed),
        "private": list_private_facts(annex=handed.record.retirement.annex) if is_party else [],
        "may_correct": _may_correct(request=request, handed=handed),
        "replaced_by": _address(handed.record.replaced_by),
        "replaces": _address(handed.record.replaces),
    }
    return render(request, "market/certificate.html", context)


@public
@require_safe
def certificate_json(request: HttpRequest, certificate: str) -> HttpResponse:
    """The certificate file: body and proof. 202 until the log worker has added the proof."""
    handed = read_handed(text=certificate)
    return _file(request=request, handed=handed, data=make_file(handed=handed, for_buyer=False), name_end="")


@member()
@require_safe
def buyer_json(request: HttpRequest, certificate: str) -> HttpResponse:
    """The buyer's copy: body, proof, and the private parts with their salts."""
    handed = read_handed(text=certificate)
    if not _is_party(request=request, handed=handed):
        raise Http404("no such certificate of yours")
    data = make_file(handed=handed, for_buyer=True)
    response = _file(request=request, handed=handed, data=data, name_end="-buyer")
    response["Cache-Control"] = "private, no-store"
    return response


@public
@require_safe
def certificate_pdf(request: HttpRequest, certificate: str) -> HttpResponse:
    """The certificate on A4, in the reader's language. Waits for the proof like the file does."""
    return _pdf(request=request, handed=read_handed(text=certificate), for_buyer=False)


@member()
@require_safe
def buyer_pdf(request: HttpRequest, certificate: str) -> HttpResponse:
    """The buyer's copy on A4: the same sheets and the private parts, the price part by part among them."""
    handed = read_handed(text=certificate)
    if not _is_party(request=request, handed=handed):
        raise Http404("no such certificate of yours")
    response = _pdf(request=request, handed=handed, for_buyer=True)
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(*, request: HttpRequest, handed: HandedOut, for_buyer: bool) -> HttpResponse:
    if handed.proof is None:
        return _pending()
    sheet = make_sheet(handed=handed, language=current_language(), today=_today(), for_buyer=for_buyer)
    facts = json.dumps(sheet.as_document(), sort_keys=True, default=str).encode()
    etag = f'"{hashlib.sha256(facts).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    try:
        own_fonts = settings.TRUETONNE.home / "fonts"
        data = print_certificate(sheet=sheet, extra_fonts=own_fonts if own_fonts.is_dir() else None)
    except MissingGlyph as error:
        text = _("The PDF cannot be set: %(reason)s") % {"reason": str(error)}
        return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
    language = read_tag(language=current_language())
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet.code}{"-buyer" if for_buyer else ""}-{language}.pdf"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def _compare_leaf(*, request: HttpRequest, handed: HandedOut) -> str:
    """Say whether the leaf hash that a badge's link carries is this certificate's: met, not_met, blank without one."""
    given = request.GET.get("leaf", "").lower()
    if not given or handed.proof is None:
        return ""
    return "met" if given == make_sheet(handed=handed, language="en").proof.leaf_hash else "not_met"


def _by_code(*, text: str) -> HttpResponse:
    """Lead from a short code to its certificate; to the register where several share it."""
    try:
        code = read_short_code(prefix="RET", text=text)
    except InvalidId as error:
        raise Http404(str(error)) from None
    found = list(RegisterRow.objects.filter(short_code=code).values_list("certificate_id", flat=True)[:2])
    if not found:
        raise Http404("no certificate has this code")
    if len(found) > 1:
        return redirect(f"{reverse('market:register')}?q={code}")
    return redirect("market:certificate", certificate=show_id(prefix="crt", id=found[0]))


def read_handed(*, text: str) -> HandedOut:
    """Return the certificate of an address."""
    try:
        return read_certificate(certificate_id=read_id(prefix="crt", text=text), today=_today())
    except (InvalidId, RetirementUnknown) as error:
        raise Http404(str(error)) from None


def _today() -> date:
    return datetime.now(UTC).date()


def _is_party(*, request: HttpRequest, handed: HandedOut) -> bool:
    if not request.user.is_authenticated:
        return False
    return may_see_annex(retirement_id=handed.record.retirement.retirement_id, person=request.user)


def _may_correct(*, request: HttpRequest, handed: HandedOut) -> bool:
    if not request.user.is_authenticated or handed.record.replaced_by is not None:
        return False
    return request.user.is_operator_staff() and request.user.has_role(Role.FINANCE)


def _file(*, request: HttpRequest, handed: HandedOut, data: bytes | None, name_end: str) -> HttpResponse:
    if data is None:
        return _pending()
    response = tagged(request=request, content=data, content_type=JSON_TYPE)
    code = make_sheet(handed=handed, language="en").code
    response["Content-Disposition"] = f'attachment; filename="{code}{name_end}.json"'
    return response


def _pending() -> HttpResponse:
    return HttpResponse(
        b'{"proof":"pending"}',
        status=202,
        content_type=JSON_TYPE,
        headers={"Retry-After": "1", "Cache-Control": "no-store"},
    )


def _address(certificate_id: object) -> str:
    if not isinstance(certificate_id, UUID):
        return ""
    return reverse("market:certificate", kwargs={"certificate": show_id(prefix="crt", id=certificate_id)})
