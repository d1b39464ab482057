"""Receiving what a forward contract delivers: a block that was imported as any other becomes the contract's delivery.

Only here do promised tonnes meet units, and only by naming units that a registry issued and the ledger holds already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint
from truetonne.ledger.values import LotState
from truetonne.science.removals.forwards import DeliveredBeyondContract
from truetonne.science.sharing import share_units
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.actions.forwards.commit_tonnes import PathHandsOverNoTitle
from truetonne.supply.actions.forwards.keeping import (
    find_answer,
    lock_contract,
    note_contract,
    require_state,
    require_text,
)
from truetonne.supply.actions.forwards.telling import tell_shares
from truetonne.supply.actions.listing import ContractCurrencyDiffers
from truetonne.supply.actions.lot_acts import By, split_lot
from truetonne.supply.desk.lots import list_lots_of_holding
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.dossier.queries import profiles_of
from truetonne.supply.forwards.states import (
    TITLE_PATHS,
    AdjustmentState,
    ContractState,
    LeafPath,
    SubstitutionRule,
)
from truetonne.supply.forwards.values import Contract
from truetonne.supply.models import AdjustmentStatement, ContractDelivery, DeliveryShare, Holding

LEAF_CONDITION = "leaf-buyer"
OPEN = (
    ContractState.SCHEDULED, ContractState.PART_DELIVERED, ContractState.SHORTFALL, ContractState.SUBSTITUTED,
)  # fmt: skip


class ContractOnHold(Exception):
    """A court or authority stopped the contract; carries the reason."""

    code = "position_held"

    def __init__(self, *, reason: str, since: str) -> None:
        super().__init__(f"the contract is on legal hold: {reason}")
        self.reason = reason
        self.since = since


class AdjustmentIncomplete(Exception):
    """Path 4 hands over tonnes only once the corresponding adjustment is completed; carries where it stands."""

    code = "adjustment_incomplete"

    def __init__(self, *, state: str) -> None:
        super().__init__(f"the corresponding adjustment is {state or 'not stated'}; path 4 needs COMPLETED")
        self.state = state


class DurabilityTooShort(Exception):
    """Units that last less long than the contract promises cannot be delivered for it; carries both, in years."""

    code = "durability_too_short"

    def __init__(self, *, offered_years: int | None, needed_years: int) -> None:
        super().__init__(f"{offered_years or 'no stated'} years offered, {needed_years} promised")
        self.offered_years = offered_years
        self.needed_years = needed_years


class BlockInUse(Exception):
    """A block that is partly used, on sale, split, a buffer or another contract's cannot be delivered; carries why."""

    code = "state_conflict"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"this block cannot be delivered: {reason}")
        self.reason = reason


class NotSubstitutable(Exception):
    """The contract allows no substitute, or nothing is late; carries the contract's rule."""

    code = "state_conflict"

    def __init__(self, *, rule: str) -> None:
        super().__init__(f"no substitute now: the contract's rule is {rule}, and something must be late")
        self.rule = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """One share on its way to its row."""

    commitment_id: UUID | None
    waiting_kg: int
    units: int
    has_extra: bool


def receive_delivery(
    *,
    delivery_id: UUID,
    contract_id: UUID,
    holding_id: UUID,
    delivered_on: date,
    is_substitute: bool,
    source: str,
    by: By,
) -> ContractDelivery:
    """Name a whole block of ours as what came for a contract, and share it out. Cannot be undone. Supply staff only.

    Each commitment gets its share by largest remainder, in serials of its own that are split off as a lot; what nobody
    committed to stays one lot. LEAF lots hand the coalition's conditions down to their buyers. A substitute lasts at
    least as long as what was promised. Raises ContractOnHold, PathHandsOverNoTitle, AdjustmentIncomplete,
    DurabilityTooShort, NotSubstitutable, BlockInUse, ContractCurrencyDiffers, DeliveredBeyondContract,
    ContractStateConflict, RequestReused.
    Source: features reference DA-1, DA-3, FO-7, CA-11.
    """
    asked = (contract_id, holding_id, delivered_on, is_substitute, source, by.person_id)
    input_hash = fingerprint(verb="receive_delivery", given=asked)
    first = find_answer(model=ContractDelivery, request_id=by.request_id, input_hash=input_hash)
    if first is not None:
        return first
    require_text(texts={"source": source})
    with transaction.atomic():
        contract = lock_contract(contract_id=contract_id, by=by)
        require_state(state=contract.state, allowed=OPEN)
        holding = Holding.objects.select_related("project").get(pk=holding_id)
        lot = _require_block(contract=contract, holding=holding, is_substitute=is_substitute)
        _require_terms(contract=contract, is_substitute=is_substitute)
        years = _require_durability(contract=contract, holding=holding)
        row = ContractDelivery.objects.create(
            id=delivery_id, contract_id=contract_id, holding=holding, kg=holding.kg, delivered_on=delivered_on,
            is_substitute=is_substitute, durability_years=years, source=source, person_id=by.person_id,
            request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
        )  # fmt: skip
        if contract.commitments:
            _share_out(contract=contract, delivery=row, holding=holding, lot=lot, by=by)
        if contract.is_jurisdictional:
            _hand_down(holding=holding, contract=contract, by=by)
        facts = {"lot": show_id(prefix="lot", id=holding.lot_id), "kg": holding.kg, "is_substitute": is_substitute}
        event = f"offtake.{'substituted' if is_substitute else 'delivered'}"
        if contract.is_jurisdictional:
            event = "pool.delivered"
        note_contract(act="delivered", contract_id=contract_id, by=by, facts=facts, event=event)
        tell_shares(contract=contract, delivery=row, by=by)
    return row


def _require_terms(*, contract: Contract, is_substitute: bool) -> None:
    if contract.hold is not None:
        raise ContractOnHold(reason=contract.hold.reason, since=contract.hold.effective_at.isoformat())
    path = contract.row.leaf_path
    if contract.is_jurisdictional and path not in TITLE_PATHS:
        raise PathHandsOverNoTitle(leaf_path=path or 0)
    if path == LeafPath.TITLE_ADJUSTED:
        newest = AdjustmentStatement.objects.filter(jurisdiction=contract.row.jurisdiction).order_by("-number").first()
        state = newest.state if newest is not None else ""
        if state != AdjustmentState.COMPLETED:
            raise AdjustmentIncomplete(state=state)
    is_late = bool(contract.slips or contract.standing.shortfall_kg)
    if is_substitute and not (is_late and contract.row.substitution == SubstitutionRule.EQUAL_OR_HIGHER):
        raise NotSubstitutable(rule=contract.row.substitution)


def _require_block(*, contract: Contract, holding: Holding, is_substitute: bool) -> LotState:
    """Return the block's lot while it is whole, unused and nobody else's."""
    if holding.kg > contract.outstanding_kg:
        raise DeliveredBeyondContract(
            field="holding", value=holding.kg, reason=f"only {contract.outstanding_kg} kg are outstanding"
        )
    if ContractDelivery.objects.filter(holding=holding).exists():
        raise BlockInUse(reason="it was delivered for a contract before")
    if not is_substitute and contract.row.project_id not in (None, holding.project_id):
        raise BlockInUse(reason="it comes from another project than the contract's")
    lots = list_lots_of_holding(holding=holding)
    used_kg = sum(lot.retired_kg + lot.cancelled_kg + lot.reserved_kg for lot in lots)
    if holding.lot_class != "STOCK" or len(lots) != 1 or used_kg or (contract.commitments and lots[0].is_listed):
        raise BlockInUse(reason="it is a buffer, split, on sale, reserved or used")
    currency = lots[0].currency
    if currency not in (None, contract.row.currency):
        raise ContractCurrencyDiffers(
            contract_id=contract.row.pk, currency=str(currency), contract_currency=contract.row.currency
        )
    return lots[0]


def _require_durability(*, contract: Contract, holding: Holding) -> int | None:
    needed = contract.row.durability_years
    if needed is None:
        return None
    profile = profiles_of(project_ids=(holding.project_id,)).get(holding.project_id)
    offered = profile.durability_years if profile is not None else None
    if offered is None or offered < needed:
        raise DurabilityTooShort(offered_years=offered, needed_years=needed)
    return offered


def _share_out(*, contract: Contract, delivery: ContractDelivery, holding: Holding, lot: LotState, by: By) -> None:
    """Give each commitment serials of its own, in the order of the commitments' ids; the open part comes last."""
    waiting = contract.waiting_kg()
    by_name = {show_id(prefix="cmt", id=each): each for each in waiting if each is not None}
    names: dict[str, UUID | None] = {**by_name, "open": None}
    shares = share_units(
        units=holding.kg // holding.unit_kg,
        waiting={name: waiting[each] // holding.unit_kg for name, each in names.items()},
    )
    given = [
        _Given(
            commitment_id=names[share.party], waiting_kg=waiting[names[share.party]], units=share.units,
            has_extra=share.has_extra,
        )
        for share in shares
    ]  # fmt: skip
    lot_id, first, rows, is_first = lot.lot_id, holding.first, [], True
    for each in given:
        row = DeliveryShare(
            delivery=delivery, commitment_id=each.commitment_id, waiting_kg=each.waiting_kg,
            kg=each.units * holding.unit_kg, has_extra=each.has_extra,
        )  # fmt: skip
        if each.units:
            if not is_first:
                new_lot_id = uuid5(delivery.pk, f"share {first}")
                step = By(person_id=by.person_id, request_id=f"{by.request_id}/split/{first}", at=by.at)
                split_lot(lot_id=lot_id, at_serial=first, new_lot_id=new_lot_id, by=step)
                lot_id = new_lot_id
            row.lot, row.first, row.last = lot_id, first, first + each.units - 1
            first, is_first = first + each.units, False
        rows.append(row)
    DeliveryShare.objects.bulk_create(rows)


def _hand_down(*, holding: Holding, contract: Contract, by: By) -> None:
    """Put the coalition's conditions on the block, whoever bought it: only buyers who meet all five may have it."""
    record_entry(
        kind=Kind.CONDITION,
        entry_id=uuid5(holding.pk, LEAF_CONDITION),
        project_id=holding.project_id,
        content={"holding_id": holding.pk, "condition": LEAF_CONDITION, "source": contract.row.source},
        by=By(person_id=by.person_id, request_id=f"{by.request_id}/condition", at=by.at),
    )
