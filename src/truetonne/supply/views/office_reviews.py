"""The back office's reviews: who judges which block, and when each judgement lapses."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role, staff
from truetonne.ledger.lots import LotNotFound
from truetonne.rules.clocks import clocks_on
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_review import ReviewLines, record_review
from truetonne.supply.actions.review_case import CASE_PREFIX
from truetonne.supply.desk.lots import DeskLot, get_desk_lot, list_desk_lots
from truetonne.supply.desk.reviews import ReviewedBlock, ReviewNotFound, get_review, list_blocks
from truetonne.supply.desk.words import REVIEW_STATE_WORDS
from truetonne.supply.forms import RefusalForm
from truetonne.supply.models import Holding, Review
from truetonne.supply.reviewing.queries import list_open_cases
from truetonne.supply.reviewing.words import STAGE_WORDS
from truetonne.supply.states import ReviewVerdict
from truetonne.supply.views.acting import do, id_or_404, person_of, show
from truetonne.supply.words import REVIEW_LINE_WORDS

REVIEW_PREFIX = "rev"


@staff(Role.SUPPLY, Role.REVIEWER, Role.AUDITOR)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Blocks with something left to sell: without a review first, then by the day on which theirs lapses."""
    today = datetime.now(UTC).date()
    blocks = list_blocks(lots=list_desk_lots(today=today), today=today, clocks=clocks_on(day=today))
    person = person_of(request)
    context = {
        "unreviewed": [_line(block=block, person_id=person.pk) for block in blocks if block.review is None],
        "reviewed": [_line(block=block, person_id=person.pk) for block in blocks if block.review is not None],
        "late_count": sum(block.is_late for block in blocks),
        "may_review": person.has_role(Role.REVIEWER),
        "may_open": person.has_role(Role.SUPPLY),
        "cases": [
            (row, show_id(prefix=CASE_PREFIX, id=row.pk), *STAGE_WORDS[stage]) for row, stage in list_open_cases()
        ],
    }
    return show(request, "supply/office_reviews.html", context)


@staff(Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def new_review(request: HttpRequest) -> HttpResponse:
    """Refuse the block behind ``?lot=`` without a rating; its importer may not. Only a rating accepts one."""
    found = _find_lot(text=request.GET.get("lot", ""))
    holding = found.holding
    if holding is None:
        raise Http404("this lot came from no registry block")
    is_importer = holding.run.person_id == person_of(request).pk
    if request.method != "POST":
        form = None if is_importer else RefusalForm(request_id=str(new_id()))
        return _new_page(request, found=found, holding=holding, form=form)
    bound = RefusalForm(request.POST)
    if do(request, form=bound, act=lambda by: _record(form=bound, holding=holding, by=by)):
        return redirect("supply:office_lot", lot=show_id(prefix="lot", id=found.lot.lot_id))
    return _new_page(request, found=found, holding=holding, form=bound, status=422)


@staff(Role.SUPPLY, Role.REVIEWER, Role.FINANCE, Role.AUDITOR)
@require_GET
def review(request: HttpRequest, review: str) -> HttpResponse:
    """One review with its six lines."""
    try:
        found = get_review(review_id=id_or_404(prefix=REVIEW_PREFIX, text=review))
    except ReviewNotFound as error:
        raise Http404(str(error)) from None
    result, words = REVIEW_STATE_WORDS[found.state]
    context = {
        "review": found,
        "result": result,
        "words": words,
        "lines": [(words_of, getattr(found, name)) for name, words_of in REVIEW_LINE_WORDS.items()],
        "lot_text": show_id(prefix="lot", id=found.holding.lot_id),
        "review_text": review,
    }
    return show(request, "supply/office_review.html", context)


def _record(*, form: RefusalForm, holding: Holding, by: By) -> str:
    given = form.cleaned_data
    record_review(
        review_id=new_id(),
        holding_id=holding.pk,
        reviewer_id=by.person_id,
        verdict=ReviewVerdict.REFUSED,
        lines=ReviewLines(**{name: str(given[name]) for name in REVIEW_LINE_WORDS}),
        next_review=clocks_on(day=by.at.date()).refusal_kept.last_day(day=by.at.date()),
        request_id=by.request_id,
        at=by.at,
    )
    return _("The refusal is recorded. Lots of this block are off sale.")


def _new_page(
    request: HttpRequest, *, found: DeskLot, holding: Holding, form: RefusalForm | None, status: int = 200
) -> HttpResponse:
    may_open = person_of(request).has_role(Role.SUPPLY)
    context = {
        "found": found,
        "holding": holding,
        "may_open": may_open,
        "lot_text": show_id(prefix="lot", id=found.lot.lot_id),
        "form": form,
    }
    return show(request, "supply/office_review_new.html", context, status=status)


def _find_lot(*, text: str) -> DeskLot:
    try:
        return get_desk_lot(lot_id=id_or_404(prefix="lot", text=text), today=datetime.now(UTC).date())
    except LotNotFound as error:
        raise Http404(str(error)) from None


def _line(*, block: ReviewedBlock, person_id: UUID) -> dict[str, object]:
    result, words = _state(review=block.review)
    return {
        "block": block,
        "result": result,
        "words": words,
        "lot_text": show_id(prefix="lot", id=block.lots[0].lot.lot_id),
        "review_text": show_id(prefix=REVIEW_PREFIX, id=block.review.pk) if block.review is not None else "",
        "is_mine": block.holding.run.person_id == person_id,
        "left_kg": sum(each.lot.available_kg + each.lot.reserved_kg + each.lot.held_kg for each in block.lots),
    }


def _state(*, review: Review | None) -> tuple[str, object]:
    return ("not_shown", "") if review is None else REVIEW_STATE_WORDS[review.state]
