"""The back office's corrections: a certificate in the wrong name gets one that takes its place."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.queries.retirements import RetirementUnknown
from truetonne.market.actions.correct_certificate import correct_beneficiary
from truetonne.market.actions.deliver_order import Sources
from truetonne.market.attribution import AttributionInvalid, AttributionRequired
from truetonne.market.certificates import HandedOut, make_sheet, read_certificate
from truetonne.market.office_forms import CorrectionForm
from truetonne.market.views.acting import person_of, refusal_words
from truetonne.people.queries import get_operator


@staff(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, certificate: str) -> HttpResponse:
    """Say who the beneficiary is and what was wrong; the name is looked at like any other."""
    handed = _read(text=certificate)
    form = CorrectionForm(request.POST or None, initial={"request_id": str(new_id())})
    if request.method == "POST" and form.is_valid():
        made = _correct(request=request, handed=handed, form=form)
        if made:
            messages.info(request, _("The certificate is replaced. Both stay public."))
            return redirect("market:certificate", certificate=made)
    sheet = make_sheet(handed=handed, language=current_language())
    context = {"nav_current": "office", "sheet": sheet, "certificate_text": certificate, "form": form}
    return render(request, "market/office_correction.html", context, status=422 if form.errors else 200)


def _correct(*, request: HttpRequest, handed: HandedOut, form: CorrectionForm) -> str:
    """Return the new certificate's id, or blank with the refusal beside its field."""
    try:
        made = correct_beneficiary(
            certificate_id=handed.certificate_id,
            beneficiary=form.beneficiary(),
            reason=str(form.cleaned_data["reason"]),
            organization_id=get_operator().pk,
            person_id=person_of(request).pk,
            request_id=str(form.cleaned_data["request_id"]),
            at=datetime.now(UTC),
            sources=Sources(new_id=new_id, new_salt=lambda: secrets.token_bytes(32)),
        )
        return show_id(prefix="crt", id=made)
    except AttributionRequired as refusal:
        form.add_missing(refusal.missing)
    except AttributionInvalid as refusal:
        form.add_faults(refusal.faults)
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        form.add_error(None, refusal_words(refusal=refusal))
    return ""


def _read(*, text: str) -> HandedOut:
    try:
        return read_certificate(certificate_id=read_id(prefix="crt", text=text), today=datetime.now(UTC).date())
    except (InvalidId, RetirementUnknown) as error:
        raise Http404(str(error)) from None
