"""For whom a signed-in person acts, and what a refusal says on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text, tonnes_text
from truetonne.edge.permissions import Role
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.finding_words import describe_finding
from truetonne.members.queries import EvidenceExpired
from truetonne.people.models import Organization, Person


def person_of(request: HttpRequest) -> Person:
    """Return the signed-in person; views that call this are for members or staff only."""
    return cast(Person, request.user)


def buyer_organization(*, person: Person) -> Organization | None:
    """Return the organization a person buys for: the first in which they are a buyer."""
    for membership in person.list_memberships():
        if membership.role == Role.BUYER:
            return membership.organization
    return None


def refusal_words(*, refusal: Exception) -> str:
    """Return the sentence of a refusal with its figures, in the reader's language; the cause stays in the log."""
    problem = find_problem(exception=refusal)
    if problem is None:
        raise refusal
    kg = {name: value for name, value in problem.facts.items() if name.endswith("_kg") and isinstance(value, int)}
    if {"requested_kg", "available_kg"} <= kg.keys():
        return _("%(requested)s t wanted, %(available)s t available.") % {
            "requested": _tonnes(kg["requested_kg"]),
            "available": _tonnes(kg["available_kg"]),
        }
    if problem.code == "amount_too_small":
        if "smallest_kg" not in kg:
            return _("This costs nothing, and nothing is not sold.")
        return _("This costs less than the smallest coin. The smallest mass sold here is %(smallest)s t.") % {
            "smallest": _tonnes(kg["smallest_kg"])
        }
    if problem.code == "exceeds_residual" and {"residual_kg", "gross_kg", "due_reductions_kg"} <= kg.keys():
        return _(
            "%(requested)s t wanted, %(left)s t are left of %(year)s: %(gross)s t gross, less %(due)s t of reductions"
            " still due, less %(covered)s t that other orders and retirements cover."
        ) % {
            "requested": _tonnes(kg["requested_kg"]),
            "left": _tonnes(kg["residual_kg"]),
            "year": problem.facts.get("year"),
            "gross": _tonnes(kg["gross_kg"]),
            "due": _tonnes(kg["due_reductions_kg"]),
            "covered": _tonnes(kg["neutralized_kg"]),
        }
    if problem.code == "not_eligible":
        return _not_eligible(findings=problem.facts.get("findings"))
    if isinstance(refusal, EvidenceExpired):
        return _(
            "Your organization is not eligible to buy now: evidence for %(rule)s counted until %(day)s. Newer evidence in its"
            " application mends it."
        ) % {"rule": refusal.rule, "day": day_text(day=refusal.lapsed_on, language=current_language())}
    title = str(problem.kind.title)
    return title if problem.detail == title else f"{title}: {problem.detail}"


def _not_eligible(*, findings: object) -> str:
    """Say which rules stop an organization, each with its sentence."""
    stopping = [each for each in findings if isinstance(each, Mapping)] if isinstance(findings, list | tuple) else []
    if not stopping:
        return _(
            "Your organization is not eligible to buy now. Its application says what is missing and what mends it."
        )
    words = [describe_finding(finding=each) for each in stopping]
    reasons = " ".join(f"{each.title}: {each.text}" for each in words)
    return _("Your organization is not eligible to buy now. %(reasons)s Its application says what mends it.") % {
        "reasons": reasons
    }


def _tonnes(kg: object) -> str:
    assert isinstance(kg, int)
    return tonnes_text(kg=kg, language=current_language(), unit=False)
