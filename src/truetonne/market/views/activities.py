"""A member's own transport: what it drove, year by year, and what of it an inset may still be claimed against."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from truetonne.edge.identifiers import new_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, member
from truetonne.edge.problems import find_problem
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.market.actions.record_activity import NewActivity, hash_file, record_activity
from truetonne.market.inset_forms import ActivityForm
from truetonne.market.inset_judging import claimable_mj
from truetonne.market.inset_words import ACTIVITY_FUEL_WORDS
from truetonne.market.models import TransportActivity
from truetonne.market.views.acting import person_of, refusal_words
from truetonne.people.models import Organization, Person
from truetonne.supply.fuels.words import MODE_WORDS, megajoules_text


@member(Role.BUYER, Role.REPORTER)
@require_http_methods(["GET", "POST"])
def activities(request: HttpRequest) -> HttpResponse:
    """State an activity; see those on record."""
    person = person_of(request)
    organization = _organization(person=person)
    is_sent = request.method == "POST"
    form = ActivityForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial={"request_id": str(new_id())}
    )
    if (
        is_sent
        and organization is not None
        and form.is_valid()
        and _record(form=form, person=person, organization=organization)
    ):
        messages.info(request, _("The transport is on record."))
        return redirect("market:activities")
    context = {
        "nav_current": "orders",
        "form": form if organization is not None else None,
        "organization": organization,
        "table": _table(organization=organization),
    }
    return render(request, "market/activities.html", context, status=422 if form.errors else 200)


def _organization(*, person: Person) -> Organization | None:
    for membership in person.list_memberships():
        if membership.role in {Role.BUYER, Role.REPORTER}:
            return membership.organization
    return None


def _record(*, form: ActivityForm, person: Person, organization: Organization) -> bool:
    given = form.cleaned_data
    sent = given.get("evidence")
    try:
        record_activity(
            activity_id=new_id(), organization_id=organization.pk, person=person, request_id=str(given["request_id"]),
            at=datetime.now(UTC),
            activity=NewActivity(
                year=given["year"], scope=given["whose"], scope3_category=given["scope3_category"], mode=given["mode"],
                fuel=given["fuel"], market=str(given["market"]).upper(), energy_mj=given["energy_mj"],
                emissions_kg=given["emissions_kg"], description=given["description"],
                evidence_title=given["evidence_title"],
                evidence_sha256=hash_file(content=sent.read()) if sent else str(given["evidence_sha256"]).lower(),
            ),
        )  # fmt: skip
    except Exception as refusal:
        if find_problem(exception=refusal) is None:
            raise
        form.add_error(
            "emissions_kg" if type(refusal).__name__ == "ActivityImplausible" else None, refusal_words(refusal=refusal)
        )
        return False
    return True


def _table(*, organization: Organization | None) -> Table:
    language = current_language()
    rows = (
        TransportActivity.objects.filter(organization=organization)
        if organization
        else TransportActivity.objects.none()
    )
    return Table(
        caption=_("Own transport, newest year first"),
        caption_hidden=True,
        columns=(
            Column(label=_("What it is")),
            Column(label=_("Year")),
            Column(label=_("Scope")),
            Column(label=_("Mode, fuel, market")),
            Column(label=_("Energy"), numeric=True),
            Column(label=_("May still be claimed"), numeric=True),
            Column(label=_("Emissions, t CO2e"), numeric=True),
        ),
        rows=tuple(
            (
                row.description, str(row.year), row.scope if row.scope3_category is None else f"3, {row.scope3_category}",
                f"{MODE_WORDS[row.mode]}, {ACTIVITY_FUEL_WORDS[row.fuel]}, {country_name(code=row.market)}",
                megajoules_text(energy_mj=row.energy_mj, language=language),
                megajoules_text(energy_mj=max(0, claimable_mj(activity=row)), language=language),
                tonnes(row.emissions_kg),
            )
            for row in rows.order_by("-year", "-recorded_at")
        ),
    )  # fmt: skip
