"""The back office's names: each is looked at once for each member that uses it, before it stands on a certificate."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, staff
from truetonne.edge.problems import find_problem
from truetonne.market.actions.confirm_name import confirm_name
from truetonne.market.models import BeneficiaryName
from truetonne.market.office_forms import NameForm
from truetonne.market.queries import is_name_confirmed, list_names_in_review, list_similar_names
from truetonne.market.views.acting import person_of, refusal_words

NAME_PREFIX = "bnm"


@staff(Role.FINANCE, Role.SUPPLY, Role.AUDITOR)
@require_GET
def names(request: HttpRequest) -> HttpResponse:
    """Names that wait, longest first, with spellings that look alike."""
    waiting = [_shown(name=name, form=NameForm(auto_id=False)) for name in list_names_in_review()]
    return render(request, "market/office_names.html", {"nav_current": "office", "names": waiting})


@staff(Role.FINANCE, Role.SUPPLY, Role.AUDITOR)
@require_GET
def show_name(request: HttpRequest, name: str) -> HttpResponse:
    """One name with its identifiers and alike spellings."""
    form = NameForm(initial={"request_id": str(new_id())})
    return render(request, "market/office_name.html", _shown(name=_find(text=name), form=form))


@staff(Role.FINANCE, Role.SUPPLY)
@require_POST
def decide_name(request: HttpRequest, name: str) -> HttpResponse:
    """Confirm or refuse, once."""
    found = _find(text=name)
    form = NameForm(request.POST)
    if form.is_valid():
        is_confirmed = form.cleaned_data["decision"] == "confirm"
        try:
            confirm_name(
                name_id=found.pk,
                person_id=person_of(request).pk,
                is_confirmed=is_confirmed,
                reason=str(form.cleaned_data["reason"]),
                request_id=str(form.cleaned_data["request_id"]),
                at=datetime.now(UTC),
            )
        except Exception as refusal:
            if find_problem(exception=refusal) is None:
                raise
            form.add_error("reason", refusal_words(refusal=refusal))
        else:
            said = _("%(name)s is confirmed.") if is_confirmed else _("%(name)s is refused.")
            messages.info(request, said % {"name": found.display_name})
            return redirect("market:office_names")
    return render(request, "market/office_name.html", _shown(name=found, form=form), status=422)


def _find(*, text: str) -> BeneficiaryName:
    try:
        name_id: UUID = read_id(prefix=NAME_PREFIX, text=text)
        return BeneficiaryName.objects.select_related("organization", "decision").get(pk=name_id)
    except (InvalidId, BeneficiaryName.DoesNotExist) as error:
        raise Http404(str(error)) from None


def _shown(*, name: BeneficiaryName, form: NameForm) -> dict[str, object]:
    decided = is_name_confirmed(name=name)
    similar = list_similar_names(name=name)
    exact = (name.display_name, name.legal_name)
    return {
        "nav_current": "office",
        "name": name,
        "name_text": show_id(prefix=NAME_PREFIX, id=name.pk),
        "country": country_name(code=name.country),
        "identifiers": [
            (_("Legal name"), name.legal_name),
            (_("LEI"), name.lei),
            (_("Registration number"), name.registration_number),
            (_("Web domain"), name.domain),
            (_("Country"), country_name(code=name.country)),
            (_("Used by"), name.organization.name),
        ],
        "similar": [(each, is_name_confirmed(name=each)) for each in similar],
        "others": [each.organization.name for each in similar if (each.display_name, each.legal_name) == exact],
        "is_open": decided is None,
        "form": form,
    }
