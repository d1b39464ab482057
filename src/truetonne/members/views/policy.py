"""The policy in force and its history, for everybody; proposing and signing a new one, for the operator's people."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role, public, staff
from truetonne.members.actions.policy import propose_policy, sign_policy
from truetonne.members.acts import By
from truetonne.members.models import PolicyProposal
from truetonne.members.office_forms import PolicyForm, SignForm
from truetonne.members.policies import PolicyVersion, list_policy_versions
from truetonne.members.views.acting import do, id_or_404, person_of, show, show_office


@public
@require_GET
def policy(request: HttpRequest, version: str = "") -> HttpResponse:
    """The policy of today, or an earlier or later version, in words and as the file that judges."""
    versions = list_policy_versions()
    today = datetime.now(UTC).date()
    in_force = next(each for each in reversed(versions) if each.rules.header.is_in_force(as_of=today))
    chosen = next((each for each in versions if each.rules.version == version), None) if version else in_force
    if chosen is None:
        raise Http404("no version of the policy has this name")
    rules = chosen.rules.body
    context = {
        "nav_current": "policy", "versions": list(reversed(versions)), "in_force": in_force, "chosen": chosen,
        "policy": rules, "text": _text_of(chosen),
        "markets": [country_name(code=code) for code in rules.open_markets],
    }  # fmt: skip
    return show(request, "members/policy.html", context)


@staff(Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def office_policy(request: HttpRequest) -> HttpResponse:
    """Propose a rule file; see what waits for a signature."""
    person = person_of(request)
    may_propose = person.has_role(Role.ELIGIBILITY) or person.has_role(Role.GOVERNANCE)
    last = list_policy_versions()[-1]
    initial = {"request_id": str(new_id()), "text": _text_of(last)}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(by: By) -> str:
        propose_policy(proposal_id=new_id(), text=form.cleaned_data["text"], reason=form.cleaned_data["reason"], by=by)
        return _("Proposed. A member of governance signs it before its first day.")

    if request.method == "POST" and may_propose and do(request, form=form, act=act, field="text"):
        return redirect("members:office_policy")
    waiting = PolicyProposal.objects.filter(sign_off=None).select_related("person").order_by("recorded_at")
    may_sign = person.has_role(Role.GOVERNANCE)
    context = {
        "form": form if may_propose else None,
        "waiting": [
            (each, show_id(prefix="pol", id=each.pk),
             SignForm(initial={"request_id": str(new_id())}, auto_id=f"{each.pk}_%s")
             if may_sign and each.person_id != person.pk else None)
            for each in waiting
        ],
    }  # fmt: skip
    return show_office(request, "members/office_policy.html", context, status=422 if form.is_bound else 200)


@staff(Role.GOVERNANCE)
@require_POST
def sign(request: HttpRequest, proposal: str) -> HttpResponse:
    """Adopt or refuse a proposed policy."""
    form = SignForm(request.POST)

    def act(by: By) -> str:
        is_adopted = form.cleaned_data["is_adopted"] == "yes"
        sign_policy(
            sign_off_id=new_id(), proposal_id=id_or_404(prefix="pol", text=proposal), is_adopted=is_adopted,
            reason=form.cleaned_data["reason"], by=by,
        )  # fmt: skip
        return _("Adopted.") if is_adopted else _("Refused.")

    if not do(request, form=form, act=act):
        context: dict[str, object] = {"form": None, "waiting": [], "refused": form}
        return show_office(request, "members/office_policy.html", context, status=422)
    return redirect("members:office_policy")


def _text_of(version: PolicyVersion) -> str:
    if version.text:
        return version.text
    return (files("truetonne.rules") / "data" / version.rules.file).read_text("utf-8")
