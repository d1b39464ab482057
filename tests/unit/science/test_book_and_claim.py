"""A fuel batch is claimed once a side, in one chain, for one purpose; every guard refuses by its own code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truetonne.science.catalogue import get_method
from truetonne.science.errors import InputUnknown, WrongType
from truetonne.science.method import run_method


def judge(*units: dict[str, object], **policy: object) -> dict[str, object]:
    inputs = {"units": list(units), **policy}
    return dict(run_method(method=get_method(name="book_and_claim"), inputs=inputs).outputs)


def codes(*units: dict[str, object], **policy: object) -> list[str]:
    return [ruling["code"] for ruling in judge(*units, **policy)["rulings"]]  # type: ignore[index, attr-defined]


CARRIER = {"id": "B", "side": "SCOPE1", "retired_to": "carrier", "chain": "X"}
SHIPPER = {"id": "B", "side": "SCOPE3", "retired_to": "shipper", "chain": "X"}


def test_accepts_a_clean_claim() -> None:
    told = judge(
        {"id": "U", "retired_to": "A", "mode": "road", "claim_mode": "Road", "market": "EU", "claim_market": "eu"}
    )

    assert told["U"] == "accept"
    assert told["rulings"] == []


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ({"also_claimed_regulatory": True}, "double_purpose_regulatory"),
        ({"offset_issued": True}, "double_purpose_offset"),
        ({"attribute_sold": True}, "attribute_sold"),
        ({"mode": "air", "claim_mode": "road"}, "mode_mismatch"),
        ({"mode": "marine"}, "mode_switched_off"),
        ({"market": "EU", "claim_market": "US"}, "market_mismatch"),
        ({"fuel_delivered": "2023-01", "claim_year": 2025}, "claim_year_closed"),
        ({"fuel_delivered": "2026-03-05", "claim_year": 2025}, "claim_year_closed"),
        ({"claimed_MJ": 1.5e6, "own_activity_MJ": 1e6}, "association_test_failed"),
        ({"feedstock": "Palm oil"}, "feedstock_refused"),
        ({"feedstock": "soybean"}, "feedstock_refused"),
        ({"side": "SCOPE3", "retired_to": "shipper"}, "inset_scope1_not_retired"),
    ],
)
def test_refuses_by_the_rule_that_is_broken(unit: dict[str, object], code: str) -> None:
    told = judge({"id": "U", **unit})

    assert [ruling["code"] for ruling in told["rulings"]] == [code]  # type: ignore[index, attr-defined]
    assert "reject" in str(told["U"])


@pytest.mark.parametrize("feedstock", ["used cooking oil", "UCO", "Tallow", "technical corn oil"])
def test_accepts_waste_and_residues(feedstock: str) -> None:
    assert codes({"id": "U", "feedstock": feedstock}) == []


def test_a_disclosed_regulatory_use_costs_all_regulatory_claims() -> None:
    disclosed = {"id": "U", "also_claimed_regulatory": True, "disclosed": True}

    assert "voluntary" in str(judge(disclosed)["U"])
    assert str(judge(disclosed)["U"]).startswith("accept")
    assert "reject" in str(judge(disclosed, accepts_disclosed_regulatory=False)["U"])


def test_a_batch_is_registered_once() -> None:
    first, second = {"id": "B", "registry": "one"}, {"id": "B", "registry": "two"}

    assert codes(first, first) == []
    assert codes(first, second) == ["double_issuance"]


def test_each_side_is_retired_once_and_the_fuel_user_first() -> None:
    assert codes(CARRIER, SHIPPER) == []
    assert codes(SHIPPER, CARRIER) == ["inset_scope1_not_retired"]
    assert codes(CARRIER, CARRIER) == ["double_use"]
    assert "second_scope3_claimant" in codes(CARRIER, SHIPPER, SHIPPER)


def test_a_shipper_of_another_chain_is_refused_in_both_modes() -> None:
    stranger = SHIPPER | {"retired_to": "other shipper", "chain": "Y"}

    for mode in ("chain_tiers", "one_scope1_one_scope3"):
        assert codes(CARRIER, SHIPPER, co_claim_mode=mode) == []
        assert "unrelated_chains" in codes(CARRIER, stranger, co_claim_mode=mode)


def test_a_logistics_provider_between_them_discloses_only_among_chain_tiers() -> None:
    between = {"id": "B", "side": "DISCLOSURE", "retired_to": "forwarder", "chain": "X"}

    assert codes(CARRIER, SHIPPER, between) == []
    assert codes(CARRIER, SHIPPER, between, co_claim_mode="one_scope1_one_scope3") == ["second_scope3_claimant"]


def test_kilograms_of_a_side_add_up_to_the_batch_and_no_further() -> None:
    parts = [CARRIER | {"kg": 600, "batch_kg": 1_000}, CARRIER | {"kg": 400, "batch_kg": 1_000}]

    assert codes(*parts) == []
    assert codes(*parts, CARRIER | {"kg": 1, "batch_kg": 1_000}) == ["double_use"]
    assert codes(CARRIER | {"kg": 1_001, "batch_kg": 1_000}) == ["double_use"]
    short_by_one = SHIPPER | {"kg": 601, "batch_kg": 1_000}
    assert codes(parts[0], short_by_one) == ["inset_scope1_not_retired"]
    assert codes(parts[0], SHIPPER | {"kg": 600, "batch_kg": 1_000}) == []


def test_the_window_is_configurable_and_its_edge_is_inside() -> None:
    unit = {"id": "U", "fuel_delivered": "2024-01", "claim_year": 2025}

    assert codes(unit) == []
    assert codes(unit, window_months=11) == ["claim_year_closed"]
    with pytest.raises(WrongType):
        judge({"id": "U", "fuel_delivered": "January", "claim_year": 2025})


def test_says_everything_that_is_wrong_at_once() -> None:
    told = judge({"id": "U", "offset_issued": True, "mode": "air", "claim_mode": "road"})

    assert [ruling["code"] for ruling in told["rulings"]] == ["double_purpose_offset", "mode_mismatch"]  # type: ignore[index, attr-defined]
    assert str(told["U"]).count("reject") == 2


def test_refuses_a_fact_that_no_rule_reads() -> None:
    with pytest.raises(InputUnknown):
        judge({"id": "U", "color": "green"})


@given(st.lists(st.sampled_from(["A", "B", "C"]), max_size=8))
def test_however_often_a_unit_is_claimed_it_is_retired_once(parties: list[str]) -> None:
    units = [{"id": "U", "retired_to": party} for party in parties]
    if units:
        assert codes(*units) == ["double_use"] * (len(units) - 1)
