"""The steps of a claim on fuel as tests take them."""

from __future__ import annotations

from uuid import UUID

from tests.rooms.exchange import Exchange
from tests.rooms.trading import decide, deliver, pay
from truetonne.market.actions.claim_inset import InsetOrder, claim_inset
from truetonne.market.actions.record_activity import NewActivity, record_activity
from truetonne.market.attribution import Beneficiary
from truetonne.market.models import InsetClaim, TransportActivity
from truetonne.market.values import Placed
from truetonne.people.models import Organization, Person
from truetonne.supply.models import FuelBatch


def state_activity(
    exchange: Exchange, organization: Organization, person: Person, *, scope: str, **changes: object
) -> TransportActivity:
    """Five million megajoules of diesel on Swedish roads in 2025."""
    given: dict[str, object] = {
        "year": 2025, "scope": scope, "scope3_category": 4 if scope == "3" else None, "mode": "road", "fuel": "diesel",
        "market": "SE", "energy_mj": 5_000_000, "emissions_kg": 459_650, "description": "own fleet",
        "evidence_title": "fuel cards", "evidence_sha256": "ef" * 32,
    }  # fmt: skip
    activity_id = exchange.ids()
    return record_activity(
        activity_id=activity_id, organization_id=organization.pk, person=person,
        activity=NewActivity(**(given | changes)), request_id=str(activity_id), at=exchange.at,  # type: ignore[arg-type]
    )  # fmt: skip


def claim_fuel(
    exchange: Exchange,
    batch: FuelBatch,
    activity: TransportActivity,
    person: Person,
    *,
    name: str,
    litres: int | None = None,
    energy_mj: int | None = None,
    chain: str = "",
    year: int = 2025,
) -> Placed:
    """Order fuel in the organization's own name."""
    organization = activity.organization
    side = f"SCOPE{activity.scope}"
    return claim_inset(
        quote_id=exchange.ids(), order_id=exchange.ids(), name_id=exchange.ids(), organization_id=organization.pk,
        person=person, is_authorized=True, request_id=name, at=exchange.at, new_id=exchange.ids,
        asked=InsetOrder(
            batch_id=batch.pk, side=side, activity_id=activity.pk, claim_year=year,
            tier="CARRIER" if side == "SCOPE1" else "SHIPPER", chain=chain, energy_mj=energy_mj,
            volume_ml=None if litres is None else litres * 1_000,
        ),
        beneficiary=Beneficiary(
            display_name=organization.name, legal_name=organization.legal_name, country=organization.country,
            domain=organization.domain,
        ),
    )  # fmt: skip


def settle(exchange: Exchange, placed: Placed, *, name: str) -> UUID:
    """Pay and retire; returns the certificate."""
    pay(exchange, placed, request_id=f"pay {name}")
    decide(exchange)
    return deliver(exchange, placed, request_id=f"deliver {name}")[0].certificate_id


def chain_code(batch: FuelBatch) -> str:
    return InsetClaim.objects.filter(batch=batch, side="SCOPE1").latest("recorded_at").chain
