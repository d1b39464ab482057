"""One lot's page: its account, what can be done with it, and everything that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from truetonne.edge.accounts import Account, Entry, close_account
from truetonne.edge.formats import day_text, money_text, serials_text, tonnes_text
from truetonne.edge.identifiers import new_id, short_code, show_id
from truetonne.edge.parties import country_name
from truetonne.edge.permissions import Role
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger import queries as ledger
from truetonne.ledger.entries import EntryKind
from truetonne.ledger.queries.lot_history import LotEvent, history_of_lot
from truetonne.ledger.values import LotState, LotUse
from truetonne.people.models import Person
from truetonne.science.money import COST_PARTS, CostParts
from truetonne.supply.actions.standings import find_standing
from truetonne.supply.acts import list_actors
from truetonne.supply.desk.lots import DeskLot, Stage, find_judgement, list_prices
from truetonne.supply.desk.words import CANCEL_WORDS, REVIEW_STATE_WORDS, STAGE_SENTENCES, STAGE_WORDS
from truetonne.supply.forms import RequestForm
from truetonne.supply.lot_forms import CancelForm, PriceForm, ReasonForm, SplitForm, StandingForm
from truetonne.supply.models import Holding
from truetonne.supply.queries import list_reviews
from truetonne.supply.registry_records.vocabulary import Standing
from truetonne.supply.views.acting import person_of, show
from truetonne.supply.words import CLASS_WORDS, COST_PART_WORDS, STANDING_WORDS

USES_SHOWN: Final = 50
Bound = Mapping[str, forms.Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a lot's history; ``other`` is the lot that was cut off it."""

    at: datetime
    words: str
    who: str
    other: str = ""


def render_lot(request: HttpRequest, *, found: DeskLot, bound: Bound | None = None) -> HttpResponse:
    """Answer with a lot's page; ``bound`` holds a form that was refused, by its act."""
    lot = found.lot
    uses = ledger.lines_of_lot(lot_id=lot.lot_id, limit=USES_SHOWN)
    result, words = STAGE_WORDS[found.stage]
    context = {
        "found": found,
        "lot": lot,
        "lot_text": show_id(prefix="lot", id=lot.lot_id),
        "code": short_code(prefix="LOT", id=lot.lot_id),
        "name": str(lot.facts.get("project_name") or lot.facts.get("project_id") or lot.key),
        "result": result,
        "words": words,
        "is_ready": found.stage is Stage.READY or bool(bound and "list" in bound),
        "sentence": STAGE_SENTENCES[found.stage],
        "serials": _serials(lot=lot),
        "account": _account(lot=lot),
        "facts": _facts(lot=lot, holding=found.holding),
        "price_rows": _price_rows(lot=lot),
        "reviews": _reviews(holding=found.holding),
        "uses": [_use(use=use, unit_kg=lot.unit_kg) for use in uses],
        "has_more_uses": len(uses) == USES_SHOWN,
        "history": _history(lot=lot),
        "status": _status(holding=found.holding),
        "acts": lot_acts(person=person_of(request), found=found, bound=bound or {}),
        "may_review": person_of(request).has_role(Role.REVIEWER) and found.stage is not Stage.BUFFER,
    }
    return show(request, "supply/office_lot.html", context, status=422 if bound else 200)


def lot_acts(*, person: Person, found: DeskLot, bound: Bound) -> dict[str, forms.Form]:
    """Return a form for each act that this person may do with the lot as it stands."""
    lot, stage = found.lot, found.stage
    is_supply, is_finance = person.has_role(Role.SUPPLY), person.has_role(Role.FINANCE)
    is_live = stage is not Stage.USED_UP
    is_stock = stage is not Stage.BUFFER and is_live
    allowed = {
        "price": is_stock and found.holding is not None and (is_supply or is_finance),
        "list": is_stock and is_supply and not lot.is_listed and lot.hold_reason is None and found.holding is not None,
        "unlist": is_supply and lot.is_listed,
        "hold": is_live and lot.hold_reason is None and (is_supply or person.has_role(Role.REVIEWER)),
        "release": is_live and lot.hold_reason is not None and is_supply,
        "status": is_stock and is_supply and found.holding is not None,
        "split": is_live and is_supply and lot.last > lot.first,
        "cancel": is_supply and lot.available_kg + lot.held_kg > 0,
    }
    return {act: bound.get(act) or _fresh(act=act, lot=lot) for act, is_allowed in allowed.items() if is_allowed}


def _fresh(*, act: str, lot: LotState) -> forms.Form:
    request_id = str(new_id())
    given = {"initial": {"request_id": request_id}, "auto_id": f"{act}_%s"}
    if act == "price":
        return PriceForm(currency=lot.currency or "USD", price=lot.price, request_id=request_id)
    kinds: dict[str, type[forms.Form]] = {
        "list": RequestForm, "status": StandingForm, "split": SplitForm, "cancel": CancelForm,
    }  # fmt: skip
    return kinds.get(act, ReasonForm)(**given)  # type: ignore[arg-type]


def _serials(*, lot: LotState) -> str:
    return serials_text(
        first=lot.first,
        last=lot.last,
        first_part_kg=lot.unit_kg,
        last_part_kg=lot.unit_kg,
        unit_kg=lot.unit_kg,
        language=current_language(),
    )


def _account(*, lot: LotState) -> Account:
    return close_account(
        left_title=_("Received"),
        left=[Entry(label=_("Issued to us"), kg=lot.issued_kg)],
        right_title=_("Where it is now"),
        right=[
            Entry(label=_("Available"), kg=lot.available_kg),
            Entry(label=_("Reserved"), kg=lot.reserved_kg),
            Entry(label=_("On hold"), kg=lot.held_kg),
            Entry(label=_("Retired"), kg=lot.retired_kg),
            Entry(label=_("Cancelled"), kg=lot.cancelled_kg),
        ],
    )


def _facts(*, lot: LotState, holding: Holding | None) -> list[tuple[str, object]]:
    said = lot.facts
    credit_class = str(said.get("credit_class", ""))
    pairs: list[tuple[str, object]] = [
        (_("Registry"), holding.program.name if holding else said.get("registry", lot.program)),
        (_("Project"), said.get("project_id")),
        (_("Developer"), holding.project.developer if holding else said.get("developer")),
        (_("Class"), CLASS_WORDS.get(credit_class, credit_class)),
        (_("Type"), holding.project.project_type if holding else said.get("project_type")),
        (_("Method"), said.get("methodology")),
        (_("Country"), country_name(code=str(said["country"])) if said.get("country") else ""),
        (_("Vintage"), vintage_words(facts=said)),
        (_("Issuance"), said.get("issuance_id")),
    ]
    if holding is not None:
        pairs.append((_("Serial number as printed"), holding.serial))
        known = _("yes") if holding.issuance_known else _("no, its issuance was not imported")
        pairs.append((_("Inside a public issuance"), known))
        pairs.append((_("Imported by"), holding.run.person.name if holding.run.person is not None else ""))
    return pairs


def vintage_words(*, facts: Mapping[str, object]) -> str:
    """The vintage as people read it: its year, its day, or its first and last day; the end is kept exclusive."""
    start, end = str(facts.get("vintage_start", "")), str(facts.get("vintage_end", ""))
    if start.endswith("-01-01") and end == f"{int(start[:4]) + 1}-01-01":
        return start[:4]
    if not start or not end:
        return start
    language = current_language()
    days = (date.fromisoformat(start), date.fromisoformat(end) - timedelta(days=1))
    return " – ".join(dict.fromkeys(day_text(day=day, language=language) for day in days))


def _price_rows(*, lot: LotState) -> list[tuple[str, int]]:
    price = lot.price or CostParts()
    return [(str(COST_PART_WORDS[name]), minor) for name, minor in zip(COST_PARTS, price.as_tuple(), strict=True)]


def _reviews(*, holding: Holding | None) -> list[tuple[object, str, tuple[str, object]]]:
    if holding is None:
        return []
    return [
        (review, show_id(prefix="rev", id=review.pk), REVIEW_STATE_WORDS[review.state])
        for review in list_reviews(holding_id=holding.pk)
    ]


def _status(*, holding: Holding | None) -> dict[str, object] | None:
    if holding is None:
        return None
    standing = find_standing(project=holding.project)
    return {
        "status": holding.project.status,
        "words": STANDING_WORDS[standing],
        "result": "met" if standing is Standing.SELLABLE else "not_met",
        "is_sellable": standing is Standing.SELLABLE,
        "judgement": find_judgement(project_id=holding.project_id),
        "edition": holding.project.edition,
    }


def _use(*, use: LotUse, unit_kg: int) -> dict[str, object]:
    part = use.serials
    return {
        "use": use,
        "serials": serials_text(
            first=part.first,
            last=part.last,
            first_part_kg=part.first_part_kg,
            last_part_kg=part.last_part_kg,
            unit_kg=unit_kg,
            language=current_language(),
        ),
        "certificate": show_id(prefix="crt", id=use.certificate_id) if use.certificate_id else "",
        "code": short_code(prefix="RET", id=use.certificate_id) if use.certificate_id else "",
        "reason": CANCEL_WORDS[use.cancel_reason] if use.cancel_reason else "",
    }


def _history(*, lot: LotState) -> list[Moment]:
    """Return the lot's events with who did them, oldest first."""
    events = history_of_lot(lot_id=lot.lot_id)
    actors = list_actors(subject=show_id(prefix="lot", id=lot.lot_id))
    for fact in list_prices(lot_id=lot.lot_id):
        if fact.person is not None:
            actors[fact.request_id] = fact.person.name
    return [_moment(event=event, who=_actor(actors=actors, request_id=event.request_id)) for event in events]


def _actor(*, actors: Mapping[str, str], request_id: str) -> str:
    """Return who made a request; the ledger gives the rows of one request ids that begin with it."""
    while request_id not in actors and "/" in request_id:
        request_id = request_id.rpartition("/")[0]
    return actors.get(request_id, "")


def _moment(*, event: LotEvent, who: str) -> Moment:
    other = show_id(prefix="lot", id=event.other_lot) if event.other_lot else ""
    words = _event_words(event=event)
    if event.reason:
        words = f"{words}: {event.reason}"
    return Moment(
        at=event.recorded_at,
        words=words,
        who=who,
        other=other,
    )


def _event_words(*, event: LotEvent) -> str:
    if event.kind is EntryKind.PRICE:
        price = money_text(minor=event.minor_per_t or 0, currency=event.currency or "USD", language=current_language())
        return _("Priced at %(price)s a tonne") % {"price": price}
    if event.kind is EntryKind.LISTING:
        return _("Put on sale") if event.is_on else _("Taken off sale")
    if event.kind is EntryKind.SPLIT:
        return _("Split: its end became another lot") if event.other_lot else _("Split off another lot")
    return {
        EntryKind.ISSUE: _("Received as a lot"),
        EntryKind.HOLD: _("Put on hold"),
        EntryKind.RELEASE: _("Released"),
    }.get(event.kind, event.kind.value)


def tonnes_words(*, kg: int) -> str:
    """A mass for a message."""
    return tonnes_text(kg=kg, language=current_language())
