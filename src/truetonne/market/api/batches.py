"""Many retirements in one call; a refused row does not stop the others, a row that comes again is answered again."""

from __future__ import annotations

import json
from typing import Annotated, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from truetonne.edge.answers import answer
from truetonne.edge.calls import NEEDS_KEY, Call, do_once
from truetonne.edge.idempotency import derive_request_id, fingerprint
from truetonne.edge.identifiers import new_id
from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json, find_problem, shape_problem
from truetonne.edge.schemas import QuantityOut, Rehearsal, quantity_json
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.retire_directly import DirectRetirement, Retired
from truetonne.market.actions.retire_directly_batch import DirectRow, Outcome, retire_directly_batch
from truetonne.market.api.answers import rehearsed
from truetonne.market.api.forms import RetirementBatchIn, RetirementRowIn
from truetonne.market.api.orders import new_salt
from truetonne.market.api.retirement_answers import RetirementOut, retirement_json
from truetonne.market.api.retirements import staff_of
from truetonne.people.api import BearerToken, begin, caller_of

ROW_ROUTE: Final = "external-id /v1/retirements"
FINANCE: Final = BearerToken(Role.FINANCE, is_staff=True)

router = Router(tags=["retirements"])


class RowOut(Schema):
    """A row's outcome: ``retired`` now, ``replayed`` from an earlier call, or ``refused`` with its problem."""

    external_id: str
    outcome: str
    retirement: RetirementOut | None
    problem: dict[str, object] | None


class TotalsOut(Schema):
    rows: int
    retired: int
    replayed: int
    refused: int
    quantity: QuantityOut


class BatchOut(Schema):
    """Rows in the order in which they came. ``totals.quantity`` is what was retired now."""

    livemode: bool
    totals: TotalsOut
    data: list[RowOut]
    dry_run: bool | None = None


@router.post(
    "/retirements/batch", auth=FINANCE, response=BatchOut, openapi_extra=NEEDS_KEY, summary="Retire many at once"
)
def post_batch(request: HttpRequest, given: RetirementBatchIn, query: Annotated[Rehearsal, Query()]) -> HttpResponse:
    """Retires each row for good, up to 5,000 in one transaction. `external_id` names a row for ever."""
    repeated = given.repeated()
    if repeated:
        raise shape_problem(errors=repeated)
    caller, call = caller_of(request), begin(request=request, query=query)
    rows = [_row(row=row, call=call, account=caller.account) for row in given.rows]

    def work() -> HttpResponse:
        outcomes = retire_directly_batch(
            rows=rows,
            staff=staff_of(caller=caller),
            fresh_id=new_id,
            new_salt=new_salt,
            request_id=call.request_id,
            at=call.at,
        )
        return answer(data=_batch_json(rows=rows, outcomes=outcomes, is_dry_run=call.is_dry_run))

    return do_once(call=call, work=work)


def _row(*, row: RetirementRowIn, call: Call, account: str) -> DirectRow:
    """Return a row under the request id that its external id gives it, whatever call it comes in."""
    body: Json = json.loads(row.model_dump_json(exclude_unset=True))
    return DirectRow(
        request_id=derive_request_id(account=account, route=ROW_ROUTE, key=row.external_id),
        fingerprint=fingerprint(method="ROW", path=ROW_ROUTE, body=body).hex(),
        wanted=DirectRetirement(
            retirement_id=new_id(),
            certificate_id=new_id(),
            picks=tuple(Pick(lot_id=pick.lot, kg=pick.quantity.quantity_kg) for pick in row.picks),
            beneficiary=row.beneficiary.beneficiary(),
            claim=row.claim(),
            is_authorized=row.authorized,
            effective_at=row.effective_at or call.at,
            settled_by=row.settled_by,
            external_id=row.external_id,
        ),
    )


def _batch_json(*, rows: list[DirectRow], outcomes: tuple[Outcome, ...], is_dry_run: bool) -> Json:
    data = [
        _row_json(external_id=row.wanted.external_id, outcome=outcome)
        for row, outcome in zip(rows, outcomes, strict=True)
    ]
    done = [outcome for outcome in outcomes if isinstance(outcome, Retired)]
    fresh = [outcome for outcome in done if not outcome.is_replayed]
    return {
        "livemode": settings.TRUETONNE.livemode,
        "totals": {
            "rows": len(rows),
            "retired": len(fresh),
            "replayed": len(done) - len(fresh),
            "refused": len(rows) - len(done),
            "quantity": quantity_json(kg=sum(outcome.retirement.kg for outcome in fresh)),
        },
        "data": data,
        **rehearsed(is_dry_run=is_dry_run),
    }


def _row_json(*, external_id: str, outcome: Outcome) -> Json:
    if isinstance(outcome, Retired):
        word = "replayed" if outcome.is_replayed else "retired"
        shown = retirement_json(retirement=outcome.retirement)
        return {"external_id": external_id, "outcome": word, "retirement": shown, "problem": None}
    problem = find_problem(exception=outcome)
    if problem is None:
        raise outcome
    return {"external_id": external_id, "outcome": "refused", "retirement": None, "problem": problem.as_members()}
