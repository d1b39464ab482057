"""Every form of the desk about contracts, jurisdictions and contributions: what it does, and what it refuses beside its field."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.rooms.forwards.dealing import Dealing
from tests.rooms.signing_in import sign_in
from truetonne.edge.identifiers import new_id, show_id
from truetonne.supply.models import (
    AdjustmentStatement,
    ContractCommitment,
    ContractDelivery,
    ContractEnd,
    ContractHold,
    ContractSchedule,
    ContractSignature,
    Contribution,
    ForwardContract,
    Jurisdiction,
)

pytestmark = pytest.mark.django_db

REMOVAL = {
    "name": "Dry Lake", "supplier": "Dry Lake Air (invented)", "total_kg": "10", "first_year": "2025",
    "last_year": "2034", "currency": "USD", "price_minor_per_t": "400.00", "deposit_minor": "0", "source": "Clause 2",
    "pathway": "direct_air_capture", "storage": "saline_aquifer", "durability_years": "1000",
    "capacity_kg_per_year": "500000", "capacity_source": "Permit", "substitution": "EQUAL_OR_HIGHER",
}  # fmt: skip
JURISDICTION = {
    "name": "Four Rivers", "country": "GH", "region": "", "standard": "ART TREES 2.0", "registration": "ART-000",
    "reference_from_year": "2016", "reference": "5000\n4000\n6000\n5500\n4500", "pool": "North; 100000; 9000; 2; 4",
    "source": "Registration",
}  # fmt: skip
GIFT = {
    "kind": "GRANT", "party": "Ash", "organization_id": "", "recipient": "A fund", "project_id": "", "currency": "USD",
    "amount_minor": "125.50", "given_on": "2026-01-01", "purpose": "Seedlings", "source": "Letter 1", "reason": "",
}  # fmt: skip


@pytest.fixture
def clerk(client: Client, deal: Dealing) -> Client:
    return sign_in(client, deal.exchange.clerk)


def send(client: Client, address: str, **form: object) -> HttpResponse:
    return client.post(f"/office/{address}/", {"request_id": str(new_id()), **form})


def act(client: Client, contract_id: UUID, name: str, **form: object) -> HttpResponse:
    return send(client, f"forwards/{show_id(prefix='fwd', id=contract_id)}/{name}", **form)


def is_refused(response: HttpResponse, words: str) -> bool:
    """Whether a form came back with what is wrong, and nothing was done."""
    return response.status_code == 422 and words in response.content.decode()


def test_records_a_removal_as_a_draft_and_refuses_oil_and_halves(clerk: Client, deal: Dealing) -> None:
    address = "forwards/new/removal"
    assert is_refused(send(clerk, address, **REMOVAL | {"storage": "enhanced_oil_recovery"}), "oil")
    assert is_refused(send(clerk, address, **REMOVAL | {"total_kg": "10.5"}), "whole")
    assert is_refused(send(clerk, address, **REMOVAL | {"last_year": "2024"}), "2024")
    assert is_refused(send(clerk, address, **REMOVAL | {"price_minor_per_t": "much"}), "12.50")
    assert ForwardContract.objects.count() == 0

    assert send(clerk, address, **REMOVAL).status_code == 302
    row = ForwardContract.objects.get()
    assert (row.total_kg, row.price_minor_per_t, row.capacity_kg_per_year) == (10_000, 40_000, 500_000_000)
    assert not row.is_capacity_flagged
    assert "Sign" in clerk.get(f"/office/forwards/{show_id(prefix='fwd', id=row.pk)}/").content.decode()


def test_five_hundred_million_tonnes_a_year_are_flagged_and_signed_with_reason_and_source(
    clerk: Client, deal: Dealing
) -> None:
    assert send(clerk, "forwards/new/removal", **REMOVAL | {"capacity_kg_per_year": "500000000"}).status_code == 302
    row = ForwardContract.objects.get()
    assert row.is_capacity_flagged
    sign_in(clerk, deal.second)
    day = {"signed_on": "2026-01-02"}
    assert act(clerk, row.pk, "sign", **day).status_code == 422
    assert ContractSignature.objects.count() == 0
    why = {"capacity_reason": "A whole region", "capacity_evidence": "Permit, page 3"}
    assert act(clerk, row.pk, "sign", **day | why).status_code == 302


def test_records_a_leaf_contract_of_a_jurisdiction(clerk: Client, deal: Dealing) -> None:
    jurisdiction = deal.jurisdiction()
    form = {name: REMOVAL[name] for name in ("name", "supplier", "total_kg", "first_year", "last_year", "currency")}
    form |= {"price_minor_per_t": "10", "deposit_minor": "0", "source": "Clause 4", "leaf_path": "3"}
    assert is_refused(send(clerk, "forwards/new/jurisdictional", **form), "This field is required")

    assert send(clerk, "forwards/new/jurisdictional", **form, jurisdiction_id=str(jurisdiction)).status_code == 302
    assert ForwardContract.objects.get().leaf_path == 3
    assert send(clerk, "forwards/new/spot", **form).status_code == 404


def test_who_recorded_does_not_sign_and_somebody_else_does(clerk: Client, deal: Dealing) -> None:
    contract_id = deal.draft()
    assert act(clerk, contract_id, "sign", signed_on="2026-01-02").status_code == 422
    assert ContractSignature.objects.count() == 0

    sign_in(clerk, deal.second)
    assert act(clerk, contract_id, "sign", signed_on="2026-01-02").status_code == 302
    assert ContractSignature.objects.get().person_id == deal.second.pk
    assert act(clerk, contract_id, "sign", signed_on="2026-01-02").status_code == 422


def test_writes_a_schedule_that_adds_up_and_a_slip_with_its_reason(clerk: Client, deal: Dealing) -> None:
    contract_id = deal.draft()
    deal.sign(contract_id)
    for lines in ("2025 9 80", "2025 ten 80", "2025 5 80\n2025 5 80", "2024 10 80", "2025 10 80.55"):
        response = act(clerk, contract_id, "schedule", lines=lines, late_percent="10", reason="")
        assert (response.status_code, lines) == (422, lines)
    assert ContractSchedule.objects.count() == 0

    first = {"lines": "2025 4 80\n2026 6 90", "late_percent": "10", "reason": ""}
    assert act(clerk, contract_id, "schedule", **first).status_code == 302
    assert is_refused(act(clerk, contract_id, "schedule", **first), "reason")
    assert act(clerk, contract_id, "schedule", **first | {"reason": "Late permit"}).status_code == 302
    assert list(ContractSchedule.objects.order_by("number").values_list("reason", "late_permille")) == [
        ("", 100), ("Late permit", 100),
    ]  # fmt: skip


def test_commits_a_member_once_and_no_more_than_is_open(clerk: Client, deal: Dealing) -> None:
    contract_id, ash = deal.pool(total_t=10), deal.member("Ash")
    form = {"organization_id": str(ash.pk), "kg": "6", "agreed_on": "2025-01-03"}
    assert act(clerk, contract_id, "commit", **form | {"kg": "11"}).status_code == 422
    assert act(clerk, contract_id, "commit", **form | {"kg": "1.5"}).status_code == 422
    assert act(clerk, contract_id, "commit", **form | {"organization_id": "nobody"}).status_code == 422
    assert ContractCommitment.objects.count() == 0

    assert act(clerk, contract_id, "commit", **form).status_code == 302
    assert act(clerk, contract_id, "commit", **form | {"kg": "1"}).status_code == 422
    assert ContractCommitment.objects.get().kg == 6_000


def test_receives_a_block_once_and_never_one_that_lasts_too_short(clerk: Client, deal: Dealing) -> None:
    contract_id, block = deal.offtake({2025: 10}), deal.block(10)
    form = {"holding_id": str(block.pk), "delivered_on": "2026-02-03", "source": "Note"}
    assert act(clerk, contract_id, "deliver", **form).status_code == 422
    deal.lasting(1_000)
    big = deal.block(11)
    assert act(clerk, contract_id, "deliver", **form | {"holding_id": str(big.pk)}).status_code == 422
    assert ContractDelivery.objects.count() == 0

    assert act(clerk, contract_id, "deliver", **form).status_code == 302
    assert act(clerk, contract_id, "deliver", **form).status_code == 422
    assert ContractDelivery.objects.get().holding_id == block.pk


def test_stops_a_contract_and_lets_it_go_on(clerk: Client, deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    assert act(clerk, contract_id, "hold", reason="", source="Court file").status_code == 422
    assert ContractHold.objects.count() == 0

    for is_release in (False, True):
        assert act(clerk, contract_id, "hold", reason="Injunction", source="Court file").status_code == 302
        assert ContractHold.objects.latest("number").is_release is is_release


def test_ends_a_contract_once_with_its_reason(clerk: Client, deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    assert act(clerk, contract_id, "end", reason="").status_code == 422
    assert act(clerk, contract_id, "end", reason="Insolvent").status_code == 302
    assert act(clerk, contract_id, "end", reason="Again").status_code == 422
    assert ContractEnd.objects.get().reason == "Insolvent"
    assert act(clerk, new_id(), "end", reason="x").status_code == 404


def test_records_a_jurisdiction_with_five_years_and_its_buffer(clerk: Client, deal: Dealing) -> None:
    for wrong in ({"reference": "5000\n4000"}, {"reference": "a b c d e"}, {"pool": "North; 1"}, {"country": "Ghana"}):
        assert send(clerk, "jurisdictions/new", **JURISDICTION | wrong).status_code == 422
    assert Jurisdiction.objects.count() == 0

    assert send(clerk, "jurisdictions/new", **JURISDICTION).status_code == 302
    row = Jurisdiction.objects.get()
    assert row.reference_kg == [5_000_000, 4_000_000, 6_000_000, 5_500_000, 4_500_000]
    assert row.buffer_parts.get().hazard_per_million == 20_000


def test_states_an_adjustment_and_a_completed_one_names_its_authorization(clerk: Client, deal: Dealing) -> None:
    address = f"jurisdictions/{show_id(prefix='jur', id=deal.jurisdiction())}"
    form = {"state": "COMPLETED", "stated_on": "2026-01-02", "authorization_ref": "", "source": "Letter"}
    assert send(clerk, address, **form).status_code == 422
    assert AdjustmentStatement.objects.count() == 0

    assert send(clerk, address, **form | {"authorization_ref": "LoA 7"}).status_code == 302
    assert AdjustmentStatement.objects.get().state == "COMPLETED"


def test_publishes_a_contribution_puts_it_right_and_withdraws_it(clerk: Client, deal: Dealing) -> None:
    for wrong in ({"amount_minor": "0"}, {"amount_minor": "1.234"}, {"party": ""}, {"kind": "OFFSET"}):
        assert send(clerk, "contributions/new", **GIFT | wrong).status_code == 422
    assert Contribution.objects.count() == 0

    assert send(clerk, "contributions/new", **GIFT).status_code == 302
    first = show_id(prefix="ctb", id=Contribution.objects.get().pk)
    anew = f"/office/contributions/new/?replaces={first}"
    better = GIFT | {"amount_minor": "99", "request_id": str(new_id())}
    assert clerk.post(anew, better).status_code == 422
    assert clerk.post(anew, better | {"reason": "Misread"}).status_code == 302
    row = Contribution.objects.get(replaces__isnull=False)
    address = f"contributions/{show_id(prefix='ctb', id=row.pk)}/withdraw"
    assert send(clerk, address, reason="").status_code == 422
    assert send(clerk, address, reason="Not paid").status_code == 302
    assert send(clerk, address, reason="Again").status_code == 404
    assert Contribution.objects.filter(is_withdrawn=True).count() == 1


def test_a_form_sent_twice_acts_once(clerk: Client, deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    form = {"request_id": str(new_id()), "reason": "Insolvent"}

    for _ in range(2):
        assert act(clerk, contract_id, "end", **form).status_code in (302, 422)

    assert ContractEnd.objects.count() == 1
