"""The public register, without a token: certificates by their place in the log, and the files themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema

from truetonne.edge.answers import encode, list_answer, tagged
from truetonne.edge.languages import LANGUAGE_TAGS
from truetonne.edge.list_queries import ListQuery
from truetonne.edge.problems import Json, Problem
from truetonne.edge.schemas import CertificateId, Day, Text, id_json, instant_json
from truetonne.ledger.values import RetirementRecord
from truetonne.market.api.answers import certificate_url
from truetonne.market.api.register_pages import RegisterSearch, read_page
from truetonne.market.certificates import make_file, may_see_annex, name_now, read_certificate
from truetonne.market.claim_text import draft_claim_text
from truetonne.market.register_index import follow_log
from truetonne.people.api import BearerToken, caller_of
from truetonne.proof.canonical import decode

BEHIND_MAX = 1_000
"""A call catches up with so many log entries at most; more is left to the clock."""
JSON_TYPE = "application/json"

router = Router(tags=["register"])


class RetirementQuery(ListQuery):
    """A repeated filter means any of its values; different filters hold together.

    ``beneficiary`` is a whole name, whatever its case and punctuation. ``program``, ``project``, ``country`` and
    ``vintage`` are those of one line. ``since`` and ``until`` are days of recording, ``until`` not included. Replaced
    certificates are shown only when ``status`` asks for them.
    """

    beneficiary: list[Text] = []
    program: list[Text] = []
    project: list[Text] = []
    country: list[Text] = []
    vintage: list[Text] = []
    purpose: list[Text] = []
    kind: list[Text] = []
    status: list[Text] = []
    since: Day | None = None
    until: Day | None = None
    order: Literal["asc", "desc"] = "asc"

    def search(self) -> RegisterSearch:
        return RegisterSearch(
            beneficiaries=tuple(self.beneficiary),
            programs=frozenset(self.program),
            projects=frozenset(self.project),
            countries=frozenset(self.country),
            vintages=frozenset(self.vintage),
            purposes=frozenset(self.purpose),
            kinds=frozenset(self.kind),
            statuses=frozenset(self.status),
            since=self.since,
            until=self.until,
            is_newest_first=self.order == "desc",
        )


class CertificateOut(Schema):
    """A certificate in the register. ``body`` is the log entry, ``beneficiary_name`` the name as public today."""

    log_index: int
    certificate: str
    certificate_url: str
    status: str
    beneficiary_name: str
    registry_confirmed_at: str | None
    replaces: str | None
    replaced_by: str | None
    body: dict[str, object]


class CertificatesOut(Schema):
    data: list[CertificateOut]
    has_more: bool
    next_cursor: str | None
    previous_cursor: str | None


class ClaimOut(Schema):
    """What may be said of a certificate. ``texts`` is empty where no template fits: insets, and a name that is hidden."""

    certificate: str
    rule_set: str | None
    texts: dict[str, str]


@router.get("/public/retirements", auth=None, response=CertificatesOut, summary="Retirements")
def get_retirements(request: HttpRequest, query: Annotated[RetirementQuery, Query()]) -> HttpResponse:
    """The public register by place in the log. A page may be short when much was looked through to find it."""
    follow_log(entries_max=BEHIND_MAX)
    page = read_page(search=query.search(), window=query.window(name="retirements"))
    today = timezone.now().date()
    return list_answer(request=request, page=page, show=lambda record: _record_json(record=record, today=today))


@router.get("/public/certificates/{certificate_id}", auth=None, summary="Certificate file")
def get_certificate(request: HttpRequest, certificate_id: Annotated[CertificateId, Path()]) -> HttpResponse:
    """The file for anyone, byte for byte; 202 until the log has its proof, normally within a second."""
    handed = read_certificate(certificate_id=certificate_id, today=timezone.now().date())
    data = make_file(handed=handed, for_buyer=False)
    if data is None:
        return _pending(certificate_id=id_json(prefix="crt", id=certificate_id))
    return tagged(request=request, content=data, content_type=JSON_TYPE)


@router.get("/public/certificates/{certificate_id}/claim", auth=None, response=ClaimOut, summary="Quotable claim")
def get_claim(request: HttpRequest, certificate_id: Annotated[CertificateId, Path()]) -> HttpResponse:
    """The text that may be quoted of a certificate, whole, in each language, drafted from the templates in force."""
    today = timezone.now().date()
    handed = read_certificate(certificate_id=certificate_id, today=today)
    found = {tag: draft_claim_text(handed=handed, language=tag, today=today) for tag in LANGUAGE_TAGS}
    drafts = {tag: draft for tag, draft in found.items() if draft is not None}
    answer: Json = {
        "certificate": id_json(prefix="crt", id=certificate_id),
        "rule_set": next((draft.rule_set for draft in drafts.values()), None),
        "texts": {tag: draft.text for tag, draft in drafts.items()},
    }
    return tagged(request=request, content=encode(data=answer), content_type=JSON_TYPE)


@router.get("/certificates/{certificate_id}", auth=BearerToken(), tags=["retirements"], summary="Buyer's copy")
def get_own_certificate(request: HttpRequest, certificate_id: Annotated[CertificateId, Path()]) -> HttpResponse:
    """The file with its private parts (price, signer, allocation, hidden name), for the buyer and the operator."""
    handed = read_certificate(certificate_id=certificate_id, today=timezone.now().date())
    if not may_see_annex(retirement_id=handed.record.retirement.retirement_id, person=caller_of(request).person):
        raise Problem(code="not_found")
    data = make_file(handed=handed, for_buyer=True)
    if data is None:
        return _pending(certificate_id=id_json(prefix="crt", id=certificate_id))
    response = HttpResponse(data, content_type=JSON_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response


def _pending(*, certificate_id: str) -> HttpResponse:
    content = encode(data={"certificate": certificate_id, "proof": "pending"})
    headers = {"Retry-After": "1", "Cache-Control": "no-store"}
    return HttpResponse(content, status=202, content_type=JSON_TYPE, headers=headers)


def _record_json(*, record: RetirementRecord, today: date) -> Json:
    retirement = record.retirement
    body = decode(retirement.body)
    assert isinstance(body, dict)
    certificate = id_json(prefix="crt", id=retirement.certificate_id)
    confirmed_at = record.registry_confirmed_at
    return {
        "log_index": record.log_index,
        "certificate": certificate,
        "certificate_url": certificate_url(certificate=certificate),
        "status": str(record.status),
        "beneficiary_name": name_now(body=body, annex=retirement.annex, today=today),
        "registry_confirmed_at": instant_json(instant=confirmed_at) if confirmed_at else None,
        "replaces": id_json(prefix="crt", id=record.replaces) if record.replaces else None,
        "replaced_by": id_json(prefix="crt", id=record.replaced_by) if record.replaced_by else None,
        "body": body,
    }
