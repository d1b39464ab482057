"""What certificates say of units: labels of the serials taken, the host country's sentence, durability, the rating."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.rooms.exchange import PRICE, beneficiary, claim, salt_source
from tests.rooms.forwards.dealing import Dealing
from tests.rooms.supply.rated import rate
from truetonne.edge.identifiers import read_id, show_id
from truetonne.ledger.actions.listing import list_lot
from truetonne.ledger.actions.price import price_lot
from truetonne.market.actions.allocate import Pick
from truetonne.market.actions.confirm_name import confirm_name
from truetonne.market.actions.place_order import keep_name
from truetonne.market.actions.retire_directly import DirectRetirement, Staff, retire_directly
from truetonne.market.certificates import read_certificate
from truetonne.market.claim_text import draft_claim_text
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.forwards.states import AdjustmentState, LeafPath
from truetonne.supply.models import Holding, Review

pytestmark = pytest.mark.django_db

HOST = "The host country also counts this result"


def sell(deal: Dealing, block: Holding) -> Review:
    """Rate a block, price its lot and list it."""
    exchange, lot_id = deal.exchange, block.lot_id
    review = rate(exchange, block)
    price_lot(lot_id=lot_id, currency="USD", price=PRICE, request_id=f"price {lot_id}", at=exchange.at)
    list_lot(lot_id=lot_id, request_id=f"list {lot_id}", at=exchange.at)
    return review


def retire(deal: Dealing, lot_id: UUID, *, kg: int) -> dict[str, object]:
    """Retire units at once and return the certificate's body."""
    exchange = deal.exchange
    name = keep_name(
        beneficiary=beneficiary(), name_id=exchange.ids(), organization_id=exchange.member.pk, at=exchange.at
    )
    confirm_name(
        name_id=name.pk, person_id=deal.second.pk, is_confirmed=True, request_id=f"confirm {name.pk}", at=exchange.at
    )
    done = retire_directly(
        wanted=DirectRetirement(
            retirement_id=exchange.ids(), certificate_id=exchange.ids(), picks=(Pick(lot_id=lot_id, kg=kg),),
            beneficiary=beneficiary(), claim=claim(), is_authorized=True, effective_at=exchange.at,
        ),
        staff=Staff(
            person_id=deal.second.pk, organization_id=exchange.operator.pk, operator_name=exchange.operator.name
        ),
        name_id=exchange.ids(), new_salt=salt_source(), request_id=str(exchange.ids()), fingerprint="", at=exchange.at,
    )  # fmt: skip
    certificate = read_certificate(certificate_id=done.retirement.certificate_id, today=exchange.at.date())
    return dict(certificate.body)


def label(deal: Dealing, holding: Holding, name: str, *, first: int, last: int, **changes: object) -> None:
    content = {
        "holding_id": holding.pk, "label": name, "state": "TAGGED", "issuer": "Issuer (invented)", "first": first,
        "last": last, "valid_from": date(2026, 1, 1), "valid_until": None, "evidence": "List of 1 Jan (invented)",
    }  # fmt: skip
    record_entry(
        kind=Kind.LABEL,
        entry_id=deal.exchange.ids(),
        project_id=deal.project.pk,
        content=content | changes,
        by=deal.by(),
    )


def test_a_label_is_printed_only_where_it_holds_for_every_serial_taken(deal: Dealing) -> None:
    block = deal.block(10)
    label(deal, block, "CCP", first=1, last=4)
    label(deal, block, "ABACUS", first=1, last=10, valid_until=date(2027, 1, 1))
    label(deal, block, "CORSIA phase 1", first=1, last=10, valid_from=date(2026, 3, 3))
    label(deal, block, "CCB", first=1, last=10, state="UNDECIDED")
    sell(deal, block)
    lot = show_id(prefix="lot", id=block.lot_id)

    within, across = retire(deal, block.lot_id, kg=4_000), retire(deal, block.lot_id, kg=1_500)

    abacus = {
        "lot_id": lot, "label": "ABACUS", "issuer": "Issuer (invented)", "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
    }  # fmt: skip
    ccp = {"lot_id": lot, "label": "CCP", "issuer": "Issuer (invented)", "valid_from": "2026-01-01"}
    assert within["labels"] == [abacus, ccp]
    assert across["labels"] == [abacus]


def test_what_nobody_stated_is_left_out(deal: Dealing) -> None:
    block = deal.block(10)
    sell(deal, block)

    body = retire(deal, block.lot_id, kg=1_000)

    assert {"labels", "article6", "durability"} & body.keys() == set()


def test_units_that_the_host_country_counts_say_so_in_every_language(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    block = deal.block(10)
    deal.deliver(contract_id, block)
    lot_id = block.lot_id
    sell(deal, block)

    body = retire(deal, lot_id, kg=1_000)

    assert body["article6"] == [
        {"lot_id": show_id(prefix="lot", id=lot_id), "declaration": "NOT_REQUIRED", "status": "UNKNOWN", "leaf_path": 3}
    ]
    wording = body["wording"]
    assert isinstance(wording, dict)
    assert set(wording["host_country"]) == {"en", "vi", "zh-Hans"}
    assert wording["host_country"]["en"].startswith(HOST)
    handed = read_certificate(
        certificate_id=read_id(prefix="crt", text=str(body["certificate_id"])), today=deal.exchange.at.date()
    )
    for language, words in (("en", HOST), ("vi", "Nước chủ nhà cũng tính"), ("zh-Hans", "东道国也将")):
        drafted = draft_claim_text(handed=handed, language=language, today=deal.exchange.at.date())
        assert drafted is not None
        assert any(sentence.startswith(words) for sentence in drafted.fixed)


def test_units_with_a_completed_adjustment_name_the_authorization_and_no_host_country(deal: Dealing) -> None:
    contract_id = deal.pool(path=LeafPath.TITLE_ADJUSTED, total_t=10)
    deal.adjust(contract_id, AdjustmentState.COMPLETED)
    block = deal.block(10)
    deal.deliver(contract_id, block)
    sell(deal, block)

    body = retire(deal, block.lot_id, kg=1_000)

    (item,) = body["article6"]  # type: ignore[misc]
    assert (item["declaration"], item["status"], item["leaf_path"]) == ("COMMITTED", "COMPLETED", 4)
    assert item["authorization_ref"] == "LoA 7 (invented)"
    assert "host_country" not in body["wording"]  # type: ignore[operator]


def test_durability_says_how_long_and_whether_it_was_delivered_from_a_contract(deal: Dealing) -> None:
    deal.lasting(1_000)
    at_once, ahead = deal.block(10), deal.block(10, first=11)
    contract_id = deal.offtake({2025: 10})
    deal.deliver(contract_id, ahead)
    found = {}
    for block in (at_once, ahead):
        sell(deal, block)
        (item,) = retire(deal, block.lot_id, kg=1_000)["durability"]  # type: ignore[misc]
        found[block.pk] = (item["delivery"], item["years"])

    assert found == {at_once.pk: ("EX_POST", 1_000), ahead.pk: ("FORWARD", 1_000)}


def test_quality_gives_our_score_with_its_range_and_others_on_their_own_scales(deal: Dealing) -> None:
    block = deal.block(10)
    rating = {
        "rater": "Other Raters (invented)", "value": "BB+", "scale": "AAA to D", "rated_on": date(2026, 2, 1),
        "expires_on": date(2027, 2, 1), "address": "", "note": "",
    }  # fmt: skip
    lapsed = rating | {"value": "A", "rated_on": date(2024, 2, 1), "expires_on": date(2025, 2, 1)}
    for content in (rating, lapsed):
        record_entry(
            kind=Kind.RATING, entry_id=deal.exchange.ids(), project_id=deal.project.pk, content=content, by=deal.by()
        )
    review = sell(deal, block)

    (item,) = retire(deal, block.lot_id, kg=1_000)["quality"]  # type: ignore[misc]

    said = review.publication
    assert item["review_id"] == show_id(prefix="rev", id=review.pk)
    assert [item[name] for name in ("score_low", "score", "score_high")] == [
        str(score) for score in (said.score_low, said.score_middle, said.score_high)
    ]
    assert item["other"] == [
        {"agency": "Other Raters (invented)", "rating": "BB+", "scale": "AAA to D", "rated_on": "2026-02-01"}
    ]
