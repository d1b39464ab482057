"""Retirements at once, for the operator: one by one or many in one call."""

from __future__ import annotations

from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, Call, do_by_request_id, do_once, request_id_of_key
from truetonne.edge.idempotency import mark_replayed
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Problem
from truetonne.edge.schemas import Rehearsal
from truetonne.ledger.lots import InsufficientStock
from truetonne.ledger.queries.repeats import find_retirement_of_request
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.quote import choose_lots
from truetonne.market.actions.retire_directly import DirectRetirement, Retired, Staff, find_direct, retire_directly
from truetonne.market.api.forms import RetirementIn
from truetonne.market.api.orders import new_salt
from truetonne.market.api.retirement_answers import RetirementOut, retirement_json
from truetonne.people.api import BearerToken, Caller, begin, caller_of

ROUTE: Final = "POST /v1/retirements"
FINANCE: Final = BearerToken(Role.FINANCE, is_staff=True)
TRIES_MAX: Final = 5

router = Router(tags=["retirements"])


@router.post(
    "/retirements", auth=FINANCE, response={201: RetirementOut}, openapi_extra=NEEDS_KEY, summary="Retire at once"
)
def post_retirement(request: HttpRequest, given: RetirementIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Retires units for good on behalf of a beneficiary, with its certificate; the money is settled outside.

    Name the lots in `picks`, or give a `quantity` and the oldest vintage is taken first.
    """
    caller, call = caller_of(request), begin(request=request, query=query)
    basket = given.basket()
    if basket.picks:
        return do_by_request_id(
            call=call, work=lambda: _retire(caller=caller, call=call, given=given, picks=basket.picks)
        )
    return do_once(call=call, work=lambda: _retire_oldest(caller=caller, call=call, given=given))


@router.get(
    "/retirements/by-idempotency-key/{path:key}",
    auth=FINANCE,
    response=RetirementOut,
    summary="Find a retirement by its key",
)
def find_retirement(request: HttpRequest, key: str) -> HttpResponse:
    """The retirement that was made with this Idempotency-Key by the caller's organization."""
    request_id = request_id_of_key(account=caller_of(request).account, route=ROUTE, key=key)
    found = find_retirement_of_request(request_id=request_id)
    if found is None:
        raise Problem(code="not_found")
    return answer(data=retirement_json(retirement=found))


def _retire(*, caller: Caller, call: Call, given: RetirementIn, picks: tuple[Pick, ...]) -> HttpResponse:
    done = retire_directly(
        wanted=direct_of(given=given, picks=picks, call=call),
        staff=staff_of(caller=caller),
        name_id=new_id(),
        new_salt=new_salt,
        request_id=call.request_id,
        fingerprint=call.request.fingerprint.hex(),
        at=call.at,
    )
    return _answer(done=done, call=call)


def _retire_oldest(*, caller: Caller, call: Call, given: RetirementIn) -> HttpResponse:
    """Choose lots and retire from them; choose again when another buyer was faster."""
    known = find_direct(request_id=call.request_id, fingerprint=call.request.fingerprint.hex())
    if known is not None:
        return _answer(done=known, call=call)
    for attempt in range(TRIES_MAX):
        picks = choose_lots(basket=given.basket())
        try:
            return _retire(caller=caller, call=call, given=given, picks=picks)
        except InsufficientStock:
            if attempt == TRIES_MAX - 1:
                raise
    raise AssertionError("the last try answers or raises")


def direct_of(*, given: RetirementIn, picks: tuple[Pick, ...], call: Call, external_id: str = "") -> DirectRetirement:
    """Return what a request asks to be retired, with fresh ids."""
    return DirectRetirement(
        retirement_id=new_id(),
        certificate_id=new_id(),
        picks=picks,
        beneficiary=given.beneficiary.beneficiary(),
        claim=given.claim(),
        is_authorized=given.authorized,
        effective_at=given.effective_at or call.at,
        settled_by=given.settled_by,
        external_id=external_id,
    )


def staff_of(*, caller: Caller) -> Staff:
    """Return who retires, as audit lines and certificates name them."""
    return Staff(
        person_id=caller.person_id,
        organization_id=caller.organization_id,
        operator_name=settings.TRUETONNE.operator_name,
    )


def _answer(*, done: Retired, call: Call) -> HttpResponse:
    data = retirement_json(retirement=done.retirement, is_dry_run=call.is_dry_run)
    response = answer(data=data, status=201)
    return mark_replayed(response=response) if done.is_replayed else response
