"""What the database refuses by itself, connected as the web's role, whatever Python says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps

from tests.rooms.forwards.dealing import Dealing
from truetonne.supply.actions.forwards.record_contribution import Gift, record_contribution
from truetonne.supply.forwards.states import ContributionKind, LeafPath
from truetonne.supply.models import Contribution

pytestmark = pytest.mark.django_db(transaction=True)
Web = Callable[..., psycopg.Connection]


class Raw:
    """Rows written around Python."""

    def __init__(self, *, web: psycopg.Connection, person: UUID) -> None:
        self.web, self.person = web, person

    def put(self, table: str, **columns: object) -> UUID:
        given: dict[str, object] = {
            "id": uuid4(), "person_id": self.person, "request_id": str(uuid4()), "input_hash": b"0" * 32,
            "effective_at": datetime(2026, 1, 1, tzinfo=UTC), **columns,
        }  # fmt: skip
        names = ", ".join(given)
        marks = ", ".join(["%s"] * len(given))
        self.web.execute(f"INSERT INTO supply_{table} ({names}) VALUES ({marks})", list(given.values()))  # type: ignore[arg-type]
        return UUID(str(given["id"]))


@pytest.fixture
def raw(deal: Dealing, web_connection: Web) -> Raw:
    return Raw(web=web_connection(autocommit=True), person=deal.exchange.clerk.pk)


CONTRACT = {
    "kind": "REMOVAL", "name": "Raw", "supplier": "Raw", "total_kg": 10_000, "first_year": 2025, "last_year": 2026,
    "currency": "USD", "price_minor_per_t": 1, "deposit_minor": 0, "substitution": "NONE", "source": "Raw",
    "pathway": "direct_air_capture", "storage": "saline_aquifer", "durability_years": 1_000,
    "capacity_kg_per_year": 1_000_000, "capacity_source": "Raw", "is_capacity_flagged": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"storage": "enhanced_oil_recovery"}, "contract_stores_without_oil_recovery"),
        ({"storage": "EOR"}, "contract_stores_without_oil_recovery"),
        ({"total_kg": 10_500}, "contract_promises_whole_tonnes"),
        ({"durability_years": None}, "contract_kind_has_its_facts"),
        ({"kind": "SPOT"}, "contract_kind_has_its_facts"),
        ({"substitution": "ANY"}, "contract_words_are_known"),
        ({"capacity_kg_per_year": None}, "contract_kind_has_its_facts"),
        ({"leaf_path": 3}, "contract_kind_has_its_facts"),
        ({"last_year": 2024}, "contract_term_runs_forward"),
        ({"deposit_minor": -1}, "contract_money_is_never_negative"),
    ],
)
def test_a_contract_that_is_none_is_refused(raw: Raw, change: dict[str, object], name: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match=name):
        raw.put("forwardcontract", **CONTRACT | change)


def test_who_recorded_a_contract_cannot_sign_it_and_a_flag_needs_words(raw: Raw, deal: Dealing) -> None:
    contract_id = raw.put("forwardcontract", **CONTRACT | {"is_capacity_flagged": True})
    facts = {
        "contract_id": contract_id,
        "signed_on": date(2026, 1, 1),
        "capacity_reason": "x",
        "capacity_evidence": "y",
    }
    with pytest.raises(psycopg.errors.CheckViolation, match="cannot sign"):
        raw.put("contractsignature", **facts)
    with pytest.raises(psycopg.errors.CheckViolation, match="reason and a source"):
        raw.put("contractsignature", **facts | {"person_id": deal.second.pk, "capacity_evidence": ""})
    raw.put("contractsignature", **facts | {"person_id": deal.second.pk})


def test_a_schedule_that_does_not_add_up_is_refused_when_it_is_committed(raw: Raw, deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    with pytest.raises(psycopg.errors.CheckViolation, match="the years add up to 0 kg"):
        raw.put("contractschedule", contract_id=contract_id, number=2, reason="raw", late_permille=0)
    with pytest.raises(psycopg.errors.CheckViolation, match="contract_slip_says_why"):
        raw.put("contractschedule", contract_id=contract_id, number=2, reason="", late_permille=0)


def test_more_than_is_promised_is_neither_committed_nor_delivered(raw: Raw, deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    ash, birch = deal.member("Ash"), deal.member("Birch")
    deal.commit(contract_id, ash, 8)
    facts = {"contract_id": contract_id, "organization_id": birch.pk, "agreed_on": date(2025, 1, 1)}
    with pytest.raises(psycopg.errors.CheckViolation, match="are committed of"):
        raw.put("contractcommitment", kg=3_000, **facts)
    with pytest.raises(psycopg.errors.CheckViolation, match="commitment_is_whole_tonnes"):
        raw.put("contractcommitment", kg=1_500, **facts)
    block = deal.block(11)
    delivery = {
        "contract_id": contract_id, "holding_id": block.pk, "delivered_on": date(2026, 1, 1), "is_substitute": False,
        "source": "raw",
    }  # fmt: skip
    with pytest.raises(psycopg.errors.CheckViolation, match="are delivered of"):
        raw.put("contractdelivery", kg=11_000, **delivery)
    with pytest.raises(psycopg.errors.CheckViolation, match="whole block"):
        raw.put("contractdelivery", kg=5_000, **delivery)
    with pytest.raises(psycopg.errors.CheckViolation, match="the shares add up"):
        raw.put("contractdelivery", kg=9_000, **delivery | {"holding_id": deal.block(9).pk})


def test_a_path_without_title_or_without_its_adjustment_delivers_nothing(raw: Raw, deal: Dealing) -> None:
    for path, words in (
        (LeafPath.SOVEREIGN, "hands over no title"), (LeafPath.RESULTS_WITHOUT_TITLE, "hands over no title"),
        (LeafPath.TITLE_ADJUSTED, "completed adjustment"),
    ):  # fmt: skip
        contract_id = deal.pool(path=path)
        with pytest.raises(psycopg.errors.CheckViolation, match=words):
            raw.put(
                "contractdelivery", contract_id=contract_id, holding_id=deal.block(5).pk, kg=5_000,
                delivered_on=date(2026, 1, 1), is_substitute=False, source="raw",
            )  # fmt: skip


def test_nobody_gets_more_than_their_commitment_nor_serials_of_another(raw: Raw, deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    commitment_id = deal.commit(contract_id, deal.member("Ash"), 4)
    delivery = deal.deliver(contract_id, deal.block(5))
    web = raw.web
    columns = "delivery_id, commitment_id, waiting_kg, kg, has_extra, lot, first, last"
    with pytest.raises(psycopg.errors.UniqueViolation, match="share_of_a_commitment_is_one"):
        web.execute(
            f"INSERT INTO supply_deliveryshare ({columns}) VALUES (%s, %s, 4000, 0, false, NULL, NULL, NULL)",  # type: ignore[arg-type]
            [delivery.pk, commitment_id],
        )
    later = deal.deliver(contract_id, deal.block(5))
    with pytest.raises(psycopg.errors.CheckViolation):
        web.execute(
            f"INSERT INTO supply_deliveryshare ({columns}) VALUES (%s, %s, 4000, 3000, false, %s, 1, 3)",  # type: ignore[arg-type]
            [later.pk, commitment_id, uuid4()],
        )


def test_rows_are_added_and_never_changed(raw: Raw, deal: Dealing) -> None:
    deal.offtake({2025: 10})
    gift = Gift(
        kind=ContributionKind.GRANT, party="Ash", organization_id=None, recipient="A fund", project_id=None,
        amount_minor=100, currency="USD", given_on=date(2026, 1, 1), purpose="Nurseries", source="Letter",
    )  # fmt: skip
    record_contribution(contribution_id=deal.exchange.ids(), gift=gift, by=deal.by())
    for table in ("forwardcontract", "contractschedule", "scheduledyear", "contractsignature", "contribution"):
        for verb in (f"UPDATE supply_{table} SET id = id", f"DELETE FROM supply_{table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.web.execute(verb)  # type: ignore[arg-type]


def test_the_owner_is_refused_too(deal: Dealing, owner_connection: psycopg.Connection) -> None:
    deal.offtake({2025: 10})

    with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
        owner_connection.execute("UPDATE supply_scheduledyear SET year = year + 1")


def test_there_is_no_way_from_a_contribution_to_a_lot() -> None:
    def tables(model: type) -> set[str]:
        return {field.related_model._meta.db_table for field in model._meta.get_fields() if field.is_relation}  # type: ignore[attr-defined]

    assert tables(Contribution) == {"people_person", "people_organization", "supply_project", "supply_contribution"}
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is Contribution
    }
    assert pointing == {"supply_contribution"}


def test_nothing_of_the_ledger_points_at_a_promise() -> None:
    pointing = {
        model._meta.app_label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and getattr(field.related_model, "__name__", "").startswith(("Contract", "ForwardContract"))
        and field.related_model._meta.app_label == "supply"  # type: ignore[union-attr]
    }
    assert pointing <= {"supply"}
