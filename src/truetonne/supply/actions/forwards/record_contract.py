"""Recording the terms of a forward contract as a draft. Nothing is bought by it and no unit comes of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint
from truetonne.science.errors import ImplausibleValue, NotEligible
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.science.removals.net import check_capacity, check_storage
from truetonne.supply.actions.forwards.keeping import find_answer, note_contract, require_text
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.forwards.states import ContractKind, LeafPath, SubstitutionRule
from truetonne.supply.models import ForwardContract


class OilRecoveryExcluded(Exception):
    """Carbon dioxide that is pressed into an oil field to bring up oil earns nothing here; carries the storage."""

    code = "oil_recovery_excluded"

    def __init__(self, *, storage: str) -> None:
        super().__init__(f"storage by {storage} brings up oil; it earns no removal here")
        self.storage = storage


class NotWholeTonnes(Exception):
    """Promises are made in whole tonnes, because whole units are shared out; carries the mass."""

    code = "invalid_quantity"

    def __init__(self, *, kg: int) -> None:
        super().__init__(f"{kg} kg is no whole number of tonnes above 0")
        self.kg = kg


class TermRunsBackward(Exception):
    """The last year of a term lies before its first; carries both."""

    code = "invalid_time"

    def __init__(self, *, first_year: int, last_year: int) -> None:
        super().__init__(f"the term runs from {first_year} to {last_year}")
        self.first_year = first_year
        self.last_year = last_year


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What both kinds of contract agree on. Years are both within the term; the price is for a tonne."""

    name: str
    supplier: str
    total_kg: int
    first_year: int
    last_year: int
    currency: str
    price_minor_per_t: int
    deposit_minor: int
    substitution: SubstitutionRule
    source: str
    project_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalTerms:
    """How the supplier takes carbon dioxide out of the air, where it goes, for how long, and how much a year at most."""

    pathway: str
    storage: str
    durability_years: int
    capacity_kg_per_year: int
    capacity_source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionTerms:
    """Whose results are bought, and by which of the four LEAF paths."""

    jurisdiction_id: UUID
    leaf_path: LeafPath


def record_contract(
    *, contract_id: UUID, terms: Terms, specific: RemovalTerms | JurisdictionTerms, by: By
) -> ForwardContract:
    """Record a contract's terms as a draft that a second person signs. Called by supply staff.

    A capacity beyond its pathway's bound is recorded and flagged; it is signed only with a reason and a source.
    Raises OilRecoveryExcluded, NotWholeTonnes, TermRunsBackward, SourceMissing, RequestReused, and the refusals of an
    unknown pathway or storage. Source: features reference DA-1, DA-2, DA-4, FO-7, FO-9.
    """
    input_hash = fingerprint(verb="record_contract", given=(asdict(terms), asdict(specific), by.person_id))
    first = find_answer(model=ForwardContract, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    _judge(terms=terms)
    given = _removal(specific) if isinstance(specific, RemovalTerms) else asdict(specific)
    kind = ContractKind.REMOVAL if isinstance(specific, RemovalTerms) else ContractKind.JURISDICTIONAL
    with transaction.atomic():
        row = ForwardContract.objects.create(
            id=contract_id, kind=kind, person_id=by.person_id, request_id=by.request_id, input_hash=input_hash,
            effective_at=by.at, **asdict(terms), **given,
        )  # fmt: skip
        note_contract(act="recorded", contract_id=contract_id, by=by, facts={"total_kg": terms.total_kg})
    return row


def is_plausible(*, pathway: str, capacity_kg_per_year: int) -> bool:
    """Whether a plant's yearly capture lies within the bound of its pathway. Raises NotInTable for an unknown one."""
    try:
        return check_capacity(pathway=pathway, capacity_t_per_year=capacity_kg_per_year / KG_PER_TONNE)
    except ImplausibleValue:
        return False


def _judge(*, terms: Terms) -> None:
    require_text(texts={"name": terms.name, "supplier": terms.supplier, "source": terms.source})
    if terms.total_kg < KG_PER_TONNE or terms.total_kg % KG_PER_TONNE:
        raise NotWholeTonnes(kg=terms.total_kg)
    if terms.last_year < terms.first_year:
        raise TermRunsBackward(first_year=terms.first_year, last_year=terms.last_year)


def _removal(specific: RemovalTerms) -> dict[str, object]:
    require_text(texts={"capacity_source": specific.capacity_source})
    try:
        storage = check_storage(storage=specific.storage)
    except NotEligible as error:
        raise OilRecoveryExcluded(storage=specific.storage) from error
    fits = is_plausible(pathway=specific.pathway, capacity_kg_per_year=specific.capacity_kg_per_year)
    return {**asdict(specific), "storage": storage, "is_capacity_flagged": not fits}
