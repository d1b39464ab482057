"""Published claims over the API: everybody reads them, members publish and withdraw, the operator decides where a rule objects."""

from __future__ import annotations

from typing import Annotated, Final, Literal, cast
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from truetonne.edge.answers import answer, list_answer, public_answer
from truetonne.edge.calls import NEEDS_KEY, do_once
from truetonne.edge.identifiers import new_id
from truetonne.edge.list_queries import ListQuery, page_by_time
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import CertificateId, ClaimId, Rehearsal, Strict, Text, id_json, instant_json
from truetonne.footprints.api.reading import DisclosureId
from truetonne.market.actions.publish_claim import decide_claim, publish_claim, withdraw_claim
from truetonne.market.claims.making import ClaimAsk
from truetonne.market.claims.reading import list_claims, list_public, state_of
from truetonne.market.models import PublicClaim
from truetonne.people.api import BearerToken, begin, caller_of
from truetonne.rules.claims.lint import TEXT_CHARACTERS_MAX

MEMBER: Final = BearerToken()
CLAIMANT: Final = BearerToken(Role.BUYER, Role.REPORTER)
DECIDER: Final = BearerToken(Role.ELIGIBILITY, Role.GOVERNANCE)

router = Router(tags=["claims"])


class PublicClaimQuery(ListQuery):
    """``year`` is the year that a claim is about."""

    year: Annotated[str, Field(pattern="^[0-9]{4}$")] | None = None


class PublicClaimIn(Strict):
    """A claim about exactly one of ``certificate`` and ``record`` (a disclosed year).

    Without ``text`` the draft from the template is published. ``plea`` says why a text that a rule objects to should
    stand; it then waits for a second person. No ``markets`` means everywhere.
    """

    certificate: CertificateId | None = None
    record: DisclosureId | None = None
    language: Literal["en", "vi", "zh-Hans"] = "en"
    text: Annotated[Text, Field(max_length=TEXT_CHARACTERS_MAX)] = ""
    subject: Literal["company", "product", "certificate"] = "company"
    markets: Annotated[list[Annotated[Text, Field(max_length=16)]], Field(max_length=20)] = []
    plea: Annotated[Text, Field(max_length=2000)] = ""

    def ask(self) -> ClaimAsk:
        """Return what is to be claimed."""
        return ClaimAsk(
            certificate_id=self.certificate, disclosure_id=self.record, language=self.language, text=self.text,
            subject=self.subject, markets=tuple(self.markets),
        )  # fmt: skip


class ReasonGivenIn(Strict):
    """Why a claim ends."""

    reason: Annotated[Text, Field(min_length=1, max_length=2000)]


class ClaimDecisionIn(ReasonGivenIn):
    """Whether a claim that a rule objects to may stand, and why."""

    released: bool


class ClaimActOut(Schema):
    """An act on a claim: by whom, when, why."""

    by: str
    reason: str
    effective_at: str


class PublicClaimOut(Schema):
    """A claim. ``objections`` are rules that would not allow its text; ``released`` says who let it stand, and why."""

    id: str
    livemode: bool
    state: str
    kind: str
    organization: str
    claimant: str
    year: int
    certificate: str | None
    record: str | None
    language: str
    text: str
    own_wording: bool
    subject: str
    markets: list[str]
    template_rule_set: str
    lint_rule_set: str
    findings: list[object]
    objections: list[str]
    plea: str
    basis: dict[str, object]
    released: ClaimActOut | None
    refused: ClaimActOut | None
    withdrawn: ClaimActOut | None
    effective_at: str
    dry_run: bool | None = None


class PublicClaimsOut(Schema):
    data: list[PublicClaimOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


@router.get("/public/claims", auth=None, response=PublicClaimsOut, summary="Published claims")
def get_public_claims(request: HttpRequest, query: Annotated[PublicClaimQuery, Query()]) -> HttpResponse:
    """Every claim that was published here, oldest first, those that were withdrawn too."""
    return _list(request, rows=list_public(), query=query, name="public-claims")


@router.get("/public/claims/{claim_id}", auth=None, response=PublicClaimOut, summary="One published claim")
def get_public_claim(request: HttpRequest, claim_id: Annotated[ClaimId, Path()]) -> HttpResponse:
    """One claim with its text, what it rests on and what the rules said."""
    return public_answer(request=request, data=claim_json(claim=_find(list_public(), claim_id)))


@router.get("/claims", auth=MEMBER, response=PublicClaimsOut, summary="Your claims")
def get_claims(request: HttpRequest, query: Annotated[PublicClaimQuery, Query()]) -> HttpResponse:
    """One's own claims, oldest first, those that wait or were refused too; the operator sees all."""
    caller = caller_of(request)
    rows = list_claims()
    if not caller.is_operator:
        rows = rows.filter(organization_id=caller.organization_id)
    response = _list(request, rows=rows, query=query, name=f"claims {caller.account}")
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/claims", auth=CLAIMANT, response={201: PublicClaimOut}, openapi_extra=NEEDS_KEY, summary="Publish a claim"
)
def post_claim(
    request: HttpRequest, given: PublicClaimIn, query: Annotated[Rehearsal, Query()]
) -> HttpResponse:  # fmt: skip
    """Publishes the drafted text or an own wording. With ``dry_run`` it is read by the rules and nothing is kept.

    A text that a rule objects to is refused with the rules and the words (``wording_refused``), unless ``plea`` says why
    it should stand: then it is kept, is not public, and waits for a second person.
    """
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        made = publish_claim(
            claim_id=new_id(), ask=given.ask(), organization_ids=(caller.organization_id,), person=caller.person,
            request_id=call.request_id, at=call.at, plea=given.plea,
        )  # fmt: skip
        return answer(data=claim_json(claim=made, is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.post(
    "/claims/{claim_id}/withdrawal", auth=CLAIMANT, response={201: PublicClaimOut}, openapi_extra=NEEDS_KEY,
    summary="Withdraw a claim",
)  # fmt: skip
def post_claim_withdrawal(
    request: HttpRequest,
    claim_id: Annotated[ClaimId, Path()],
    given: ReasonGivenIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:
    """Ends a claim; where it was public it stays readable, with the day and the reason."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        withdraw_claim(
            claim_id=claim_id, organization_ids=(caller.organization_id,), reason=given.reason, person=caller.person,
            request_id=call.request_id, at=call.at,
        )  # fmt: skip
        return answer(data=claim_json(claim=_find(list_claims(), claim_id), is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


@router.post(
    "/claims/{claim_id}/decision", auth=DECIDER, response={201: PublicClaimOut}, openapi_extra=NEEDS_KEY,
    summary="Decide on a claim",
)  # fmt: skip
def post_claim_decision(
    request: HttpRequest, claim_id: Annotated[ClaimId, Path()], given: ClaimDecisionIn,
    query: Annotated[Rehearsal, Query()],
) -> HttpResponse:  # fmt: skip
    """Releases or refuses a claim that a rule objects to, once, with a public reason; never by its maker."""
    caller, call = caller_of(request), begin(request=request, query=query)

    def work() -> HttpResponse:
        if not caller.is_operator:
            raise Problem(code="forbidden")
        decide_claim(
            claim_id=claim_id, is_released=given.released, reason=given.reason, person=caller.person,
            request_id=call.request_id, at=call.at,
        )  # fmt: skip
        return answer(data=claim_json(claim=_find(list_claims(), claim_id), is_dry_run=call.is_dry_run), status=201)

    return do_once(call=call, work=work)


def claim_json(*, claim: PublicClaim, is_dry_run: bool = False) -> Json:
    """Return a claim as its readers see it."""
    decision, withdrawal = getattr(claim, "decision", None), getattr(claim, "withdrawal", None)
    return {
        "id": id_json(prefix="clm", id=claim.pk),
        "livemode": settings.TRUETONNE.livemode,
        "state": state_of(claim=claim).value,
        "kind": claim.kind,
        "organization": id_json(prefix="org", id=claim.organization_id),
        "claimant": claim.claimant,
        "year": claim.year,
        "certificate": id_json(prefix="crt", id=claim.certificate_id) if claim.certificate_id else None,
        "record": id_json(prefix="dsc", id=claim.disclosure_id) if claim.disclosure_id else None,
        "language": claim.language,
        "text": claim.text,
        "own_wording": claim.is_own_wording,
        "subject": claim.subject,
        "markets": cast("Json", claim.markets),
        "template_rule_set": claim.template_rule_set,
        "lint_rule_set": claim.lint_rule_set,
        "findings": cast("Json", claim.findings),
        "objections": cast("Json", claim.objections),
        "plea": claim.plea,
        "basis": cast("Json", claim.basis),
        "released": _act(decision) if decision is not None and decision.is_released else None,
        "refused": _act(decision) if decision is not None and not decision.is_released else None,
        "withdrawn": _act(withdrawal) if withdrawal is not None else None,
        "effective_at": instant_json(instant=claim.effective_at),
        **({"dry_run": True} if is_dry_run else {}),
    }


def _act(row: object) -> Json:
    person, reason, at = (getattr(row, name) for name in ("person", "reason", "effective_at"))
    return {"by": person.name, "reason": reason, "effective_at": instant_json(instant=at)}


def _list(request: HttpRequest, *, rows: QuerySet[PublicClaim], query: PublicClaimQuery, name: str) -> HttpResponse:
    if query.year is not None:
        rows = rows.filter(year=int(query.year))
    page = page_by_time(rows=rows, window=query.window(name=name))
    return list_answer(request=request, page=page, show=lambda claim: claim_json(claim=claim))


def _find(rows: QuerySet[PublicClaim], claim_id: UUID) -> PublicClaim:
    found = rows.filter(pk=claim_id).first()
    if found is None:
        raise Problem(code="not_found", facts={"claim_id": claim_id})
    return found
