"""Every form of the desk about fuel, destroyed gas and unverified parameters: what it does, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from tests.rooms.exchange import PRICE, Exchange, make_exchange
from tests.rooms.insets import Desk, hfc, hvo, ids_of, make_desk
from tests.rooms.signing_in import sign_in
from tests.rooms.supply.rated import rate
from tests.rooms.trading import ask, take
from truetonne.edge.identifiers import new_id, show_id
from truetonne.ledger.actions import list_lot, price_lot
from truetonne.supply.acceptances import list_acceptances
from truetonne.supply.actions.issue_destruction import issue_destruction
from truetonne.supply.actions.record_destruction import record_destruction
from truetonne.supply.models import (
    Destruction,
    DestructionIssue,
    FuelBatch,
    FuelEnd,
    FuelEvidence,
    FuelIssue,
    FuelPrice,
    ParameterProposal,
)

pytestmark = pytest.mark.django_db

METHOD = "method/hfc_destruction/1"
PARTS = {"project": "90.00", "registry_fee": "0.40", "verification": "2.10", "fx": "0", "tax": "0", "handling": "0.60"}
REFRIGERANT: dict[str, object] = {
    "name": "Supermarket refrigerants", "developer": "Cold Return", "country": "CL", "facility": "Plasma One",
    "started_on": "2025-09-10", "ended_on": "2025-09-11", "gwp_set": "AR5GWP100", "jurisdiction": "CL",
    "law": "no duty", "is_mandated": "no", "legal_evidence": "opinion", "certificate_number": "COD-77",
    "certificate_issuer": "Plasma One", "certificate_date": "2025-09-12", "certificate_sha256": "cd" * 32,
    "subtype": "HFC", "substance": "R-404A", "release": "1", "is_end_of_life": "on", "collected": "2030",
    "transported": "2030", "aggregated": "2010", "destroyed": "2000", "container_id": "ISO-1", "origin_site": "Santiago",
    "origin_equipment": "display cabinets", "origin_date": "2025-08-01",
    "holders": "Cold Return; 2025-08-01; 2025-08-20\nPlasma One; 2025-08-20; 2025-09-10", "laboratory_report": "LAB-9",
    "run": "R-31", "full": "6010", "empty": "4000", "weighed_full_date": "2025-09-09",
    "weighed_empty_date": "2025-09-12", "scale": "S1", "scale_calibrated_date": "2025-08-01", "scale_error_pct": "0.5",
}  # fmt: skip


@pytest.fixture
def exchange(db: None) -> Exchange:
    return make_exchange(at=datetime.now(UTC))


@pytest.fixture
def desk(exchange: Exchange) -> Desk:
    return make_desk(exchange)


@pytest.fixture
def clerk(client: Client, exchange: Exchange) -> Client:
    return sign_in(client, exchange.clerk)


def send(client: Client, address: str, /, **form: Any) -> HttpResponse:
    return client.post(f"/office/{address}/", {"request_id": str(new_id()), **form})


def batch_form(exchange: Exchange) -> dict[str, object]:
    batch = hvo(exchange)
    names = (
        "registry", "registry_record", "producer", "facility", "production_batch", "fuel", "feedstock",
        "feedstock_country", "certification_scheme", "certificate_number", "certificate_valid_from",
        "certificate_valid_until", "sustainability_proof", "temperature_basis", "reference_id", "delivered_on",
        "delivery_place", "market", "mode", "fuel_user_name", "surrendered_by", "surrendered_on", "expires_on",
    )  # fmt: skip
    return {name: str(getattr(batch, name)) for name in names} | {
        "litres": "100000", "density_key": "HVO, UK 2025", "intensity_key": "HVO, UK 2025",
        "reference_key": "mineral diesel, UK 2025", "fuel_user": str(exchange.member.pk),
        "surrendered_programs": ["RFS", "LCFS", "RED", "CORSIA"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"litres": "0"}, {"density_key": ""}, {"surrendered_programs": ["RED"]}, {"regulatory_uses": "RED"},
        {"other_registries": "Another"}, {"is_offset_issued": "on"}, {"certificate_valid_until": "2025-06-01"},
        {"feedstock": "palm_oil"}, {"mode": "marine"},
    ],
)  # fmt: skip
def test_a_batch_that_would_count_a_litre_twice_is_not_booked(
    clerk: Client, exchange: Exchange, wrong: dict[str, object]
) -> None:
    assert send(clerk, "fuel/new", **batch_form(exchange) | wrong).status_code == 422
    assert FuelBatch.objects.count() == 0


def test_a_batch_goes_from_booking_over_proof_and_issue_to_sale_and_end(
    clerk: Client, exchange: Exchange, desk: Desk
) -> None:
    assert send(clerk, "fuel/new", **batch_form(exchange)).status_code == 302
    batch = FuelBatch.objects.get()
    address = f"fuel/{show_id(prefix='ins', id=batch.pk)}"
    proof = {"title": "Proof", "issuer": "Verifier", "number": "1", "document_date": "2025-06-01", "address": ""}
    assert send(clerk, f"{address}/evidence", kind="SUSTAINABILITY_PROOF", sha256="", **proof).status_code == 422
    file = SimpleUploadedFile("proof.pdf", b"%PDF-1.4 proof", content_type="application/pdf")
    assert send(clerk, f"{address}/evidence", kind="SUSTAINABILITY_PROOF", file=file, **proof).status_code == 302
    sign_in(clerk, desk.second)
    assert send(clerk, f"{address}/issue", reason="Read").status_code == 422
    sign_in(clerk, exchange.clerk)
    for kind in ("VERIFIER_STATEMENT", "DELIVERY_NOTE", "SURRENDER"):
        assert send(clerk, f"{address}/evidence", kind=kind, sha256="ab" * 32, **proof).status_code == 302
    assert FuelEvidence.objects.count() == 4

    assert send(clerk, f"{address}/issue", reason="Read").status_code == 422
    assert send(clerk, f"{address}/sell", side="SCOPE1", currency="USD", source="Contract", **PARTS).status_code == 422
    sign_in(clerk, desk.second)
    assert send(clerk, f"{address}/issue", reason="").status_code == 422
    assert FuelIssue.objects.count() == 0
    assert send(clerk, f"{address}/issue", reason="Read").status_code == 302

    sale = {"side": "SCOPE1", "currency": "USD", "source": "Contract", **PARTS}
    assert send(clerk, f"{address}/sell", **sale | {"project": "cheap"}).status_code == 422
    assert send(clerk, f"{address}/sell", **sale | {"source": ""}).status_code == 422
    assert send(clerk, f"{address}/sell", **sale).status_code == 302
    assert FuelPrice.objects.get().project_minor == 9_000
    assert send(clerk, f"{address}/end", ending="LOST", reason="x").status_code == 422
    assert send(clerk, f"{address}/end", ending="VOIDED", reason="").status_code == 422
    assert send(clerk, f"{address}/end", ending="VOIDED", reason="Claimed twice").status_code == 302
    assert send(clerk, f"{address}/end", ending="VOIDED", reason="Again").status_code == 422
    assert FuelEnd.objects.get().reason == "Claimed twice"


@pytest.mark.parametrize(
    "wrong",
    [
        {"destroyed": "2011"}, {"release": ""}, {"release": "2"}, {"holders": "Cold Return"}, {"substance": "CH4"},
        {"full": "6000"},
    ],
)  # fmt: skip
def test_a_destruction_whose_masses_or_custody_cannot_be_is_not_recorded(
    clerk: Client, wrong: dict[str, object]
) -> None:
    assert send(clerk, "destructions/new/refrigerant", **REFRIGERANT | wrong).status_code == 422
    assert Destruction.objects.count() == 0


def test_a_destruction_is_recorded_by_one_and_issued_by_another_once_its_method_is_accepted(
    clerk: Client, exchange: Exchange, desk: Desk
) -> None:
    assert send(clerk, "destructions/new/refrigerant", **REFRIGERANT).status_code == 302
    found = Destruction.objects.get()
    assert found.findings == []
    address = f"destructions/{show_id(prefix='dst', id=found.pk)}"
    assert send(clerk, f"{address}/issue", reason="Read").status_code == 422
    sign_in(clerk, desk.second)
    waits = send(clerk, f"{address}/issue", reason="Read")
    assert waits.status_code == 422
    assert METHOD in waits.content.decode()
    assert DestructionIssue.objects.count() == 0
    desk.accept(*found.unverified)
    assert send(clerk, f"{address}/issue", reason="Read").status_code == 302
    assert set(DestructionIssue.objects.get().accepted) == set(found.unverified)


def test_methane_is_recorded_on_its_own_form(clerk: Client) -> None:
    matter = (
        "subtype",
        "substance",
        "release",
        "is_end_of_life",
        "collected",
        "transported",
        "aggregated",
        "destroyed",
    )
    form = {name: value for name, value in REFRIGERANT.items() if name not in matter}
    form |= {"subtype": "LANDFILL_METHANE", "volume_m3": "1000000", "density": "0.667", "efficiency": "0.995"}
    assert send(clerk, "destructions/new/methane", **form).status_code == 422
    assert send(clerk, "destructions/new/methane", **form, oxidation="0.1", project_t="120").status_code == 302
    assert Destruction.objects.get().gases[0]["gas"] == "CH4"
    assert send(clerk, "destructions/new/steam", **form).status_code == 404


def test_a_parameter_is_proposed_by_one_accepted_by_another_and_the_acceptance_ends(
    clerk: Client, exchange: Exchange, desk: Desk
) -> None:
    assert send(clerk, "parameters", parameter="no/such/one", reason="x").status_code == 422
    assert send(clerk, "parameters", parameter=METHOD, reason="").status_code == 422
    assert send(clerk, "parameters", parameter=METHOD, reason="Text ordered").status_code == 302
    address = f"parameters/{show_id(prefix='prm', id=ParameterProposal.objects.get().pk)}"
    assert send(clerk, f"{address}/decide", is_accepted="yes", reason="").status_code == 403
    sign_in(clerk, desk.governor)
    assert send(clerk, f"{address}/decide", is_accepted="maybe").status_code == 422
    assert send(clerk, f"{address}/withdraw", reason="Not yet").status_code == 422
    assert send(clerk, f"{address}/decide", is_accepted="yes", reason="").status_code == 302
    assert send(clerk, f"{address}/decide", is_accepted="no", reason="").status_code == 422
    assert [each.parameter for each in list_acceptances() if each.withdrawn_at is None] == [METHOD]
    assert send(clerk, f"{address}/withdraw", reason="").status_code == 422
    assert send(clerk, f"{address}/withdraw", reason="The text came").status_code == 302
    assert [each for each in list_acceptances() if each.withdrawn_at is None] == []


def test_a_short_lived_gas_against_co2_is_flagged_on_the_draft_with_the_like_for_like_figure(
    client: Client, exchange: Exchange, desk: Desk
) -> None:
    found = record_destruction(destruction_id=exchange.ids(), destruction=hfc(), by=desk.by(exchange.clerk, "record"))
    desk.accept(*found.unverified)
    issue = issue_destruction(
        destruction_id=found.pk, ids=ids_of(exchange), reason="read", by=desk.by(desk.second, "issue")
    )
    lot_id = issue.holding.lot.public_id
    price_lot(lot_id=lot_id, currency="USD", price=PRICE, request_id="price", at=exchange.at)
    rate(exchange, issue.holding, next_review=(exchange.at + timedelta(days=365)).date())
    list_lot(lot_id=lot_id, request_id="list", at=exchange.at)

    quoted = ask(exchange, kg=1_000, lot_ids=(lot_id,))
    order = take(exchange, quoted)

    page = sign_in(client, exchange.buyer).get(f"/orders/{show_id(prefix='ord', id=order.order_id)}/").content.decode()
    text = " ".join(strip_tags(page).split())
    assert "A short-lived gas stands against CO2 emissions." in text
    assert "Like for like, against emissions of the same lifetime" in text
    assert "never added" in text
