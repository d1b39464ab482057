"""Contracts, jurisdictions and blocks of an invented registry, made the way the desk makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from tests.rooms.exchange import Exchange, lot_facts
from truetonne.edge.permissions import Role
from truetonne.ledger.actions.issue import issue_lot
from truetonne.ledger.values import LotClass, NewLot
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind, Person
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.actions.forwards.commit_tonnes import commit_tonnes
from truetonne.supply.actions.forwards.receive_delivery import receive_delivery
from truetonne.supply.actions.forwards.record_contract import (
    JurisdictionTerms,
    RemovalTerms,
    Terms,
    record_contract,
)
from truetonne.supply.actions.forwards.record_jurisdiction import (
    JurisdictionFacts,
    PoolPart,
    record_jurisdiction,
    state_adjustment,
)
from truetonne.supply.actions.forwards.schedule_tonnes import schedule_tonnes
from truetonne.supply.actions.forwards.sign_contract import sign_contract
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.forwards.reading import read_contract
from truetonne.supply.forwards.states import AdjustmentState, LeafPath, SubstitutionRule
from truetonne.supply.forwards.values import Contract, DueYear
from truetonne.supply.models import ContractDelivery, Holding, ImportRun, Program, Project

DAC = RemovalTerms(
    pathway="direct_air_capture", storage="saline_aquifer", durability_years=1_000,
    capacity_kg_per_year=500_000_000, capacity_source="Permit, page 3",
)  # fmt: skip
TERMS = Terms(
    name="Dry Lake", supplier="Dry Lake Air (invented)", total_kg=10_000, first_year=2025, last_year=2034,
    currency="USD", price_minor_per_t=40_000, deposit_minor=100_000, substitution=SubstitutionRule.EQUAL_OR_HIGHER,
    source="Offtake contract, clause 2",
)  # fmt: skip
POOL = TERMS.__class__(
    name="Four Rivers", supplier="State of Four Rivers (invented)", total_kg=100_000, first_year=2025, last_year=2028,
    currency="USD", price_minor_per_t=1_000, deposit_minor=0, substitution=SubstitutionRule.NONE,
    source="Purchase agreement, clause 4",
)  # fmt: skip
FACTS = JurisdictionFacts(
    name="Four Rivers", country="GH", region="", standard="ART TREES 2.0", registration="ART-000 (invented)",
    project_id=None, reference_from_year=2016, reference_kg=(5_000_000, 4_000_000, 6_000_000, 5_500_000, 4_500_000),
    source="Registration document (invented)",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """An exchange whose clerk records and whose second person signs."""

    exchange: Exchange
    second: Person
    project: Project
    run: ImportRun

    def by(self, person: Person | None = None, at: datetime | None = None) -> By:
        who = person or self.exchange.clerk
        return By(person_id=who.pk, request_id=str(self.exchange.ids()), at=at or self.exchange.at)

    def draft(self, **changes: object) -> UUID:
        terms = {name: value for name, value in changes.items() if name in Terms.__dataclass_fields__}
        specific = {name: value for name, value in changes.items() if name in RemovalTerms.__dataclass_fields__}
        row = record_contract(
            contract_id=self.exchange.ids(), terms=replace(TERMS, **terms), specific=replace(DAC, **specific),
            by=self.by(),
        )  # fmt: skip
        return row.pk

    def sign(self, contract_id: UUID, *, reason: str = "", evidence: str = "", person: Person | None = None) -> None:
        sign_contract(
            signature_id=self.exchange.ids(), contract_id=contract_id, signed_on=date(2025, 1, 2),
            capacity_reason=reason, capacity_evidence=evidence, by=self.by(person or self.second),
        )  # fmt: skip

    def schedule(
        self, contract_id: UUID, tonnes: Mapping[int, int], *, reason: str = "", at: datetime | None = None
    ) -> None:
        years = [DueYear(year=year, kg=t * 1_000, probability_permille=800) for year, t in tonnes.items()]
        schedule_tonnes(
            schedule_id=self.exchange.ids(), contract_id=contract_id, years=years, late_permille=100, reason=reason,
            by=self.by(at=at),
        )  # fmt: skip

    def offtake(self, tonnes: Mapping[int, int], **changes: object) -> UUID:
        """A removal contract that is signed and scheduled."""
        contract_id = self.draft(total_kg=sum(tonnes.values()) * 1_000, **changes)
        self.sign(contract_id)
        self.schedule(contract_id, tonnes)
        return contract_id

    def jurisdiction(self, *, pool: Sequence[PoolPart] = ()) -> UUID:
        row = record_jurisdiction(jurisdiction_id=self.exchange.ids(), facts=FACTS, pool=pool, by=self.by())
        return row.pk

    def pool(self, *, path: LeafPath = LeafPath.TITLE_HOST_COUNTS, total_t: int = 100) -> UUID:
        """A LEAF contract that is signed and scheduled for 2025."""
        specific = JurisdictionTerms(jurisdiction_id=self.jurisdiction(), leaf_path=path)
        row = record_contract(
            contract_id=self.exchange.ids(), terms=replace(POOL, total_kg=total_t * 1_000), specific=specific,
            by=self.by(),
        )  # fmt: skip
        self.sign(row.pk)
        self.schedule(row.pk, {2025: total_t})
        return row.pk

    def adjust(self, contract_id: UUID, state: AdjustmentState) -> None:
        jurisdiction_id = self.read(contract_id).row.jurisdiction_id
        assert jurisdiction_id is not None
        state_adjustment(
            statement_id=self.exchange.ids(), jurisdiction_id=jurisdiction_id, state=state, stated_on=date(2026, 1, 2),
            authorization_ref="LoA 7 (invented)", source="Letter of authorization (invented)", by=self.by(),
        )  # fmt: skip

    def member(self, name: str) -> Organization:
        return record_organization(
            organization_id=self.exchange.ids(), kind=OrganizationKind.MEMBER, name=name, legal_name=f"{name} Oy",
            country="FI", domain=f"{name.lower().replace(' ', '')}.example", registration_number=f"INVENTED-{name}",
            request_id=f"member {name}", at=self.exchange.at,
        )  # fmt: skip

    def commit(self, contract_id: UUID, organization: Organization, tonnes: int) -> UUID:
        row = commit_tonnes(
            commitment_id=self.exchange.ids(), contract_id=contract_id, organization_id=organization.pk,
            kg=tonnes * 1_000, agreed_on=date(2025, 1, 3), by=self.by(),
        )  # fmt: skip
        return row.pk

    def block(self, tonnes: int, *, lot_class: LotClass = LotClass.STOCK, first: int = 1) -> Holding:
        """A block of ours as an import leaves it: a holding and its lot."""
        key = f"demo-{Holding.objects.count() + 1}"
        lot_id, last = self.exchange.ids(), first + tonnes - 1
        issue_lot(
            lot=NewLot(
                lot_id=lot_id, program="demo", key=key, first=first, last=last, unit_kg=1_000, lot_class=lot_class,
                facts=lot_facts(year=2025, credit_class="REMOVAL_TECHNICAL", project="Dry Lake Capture"),
            ),
            request_id=str(lot_id), at=self.exchange.at,
        )  # fmt: skip
        return Holding.objects.create(
            id=self.exchange.ids(), lot_id=lot_id, program_id="demo", project=self.project, run=self.run, key=key,
            first=first, last=last, unit_kg=1_000, kg=tonnes * 1_000, lot_class=lot_class.value,
            serial=f"{key}-{first} to {last}", vintage=2025, content=self.exchange.ids(), raw={},
        )  # fmt: skip

    def deliver(self, contract_id: UUID, holding: Holding, *, is_substitute: bool = False) -> ContractDelivery:
        return receive_delivery(
            delivery_id=self.exchange.ids(), contract_id=contract_id, holding_id=holding.pk,
            delivered_on=date(2026, 2, 3), is_substitute=is_substitute, source="Delivery note (invented)", by=self.by(),
        )  # fmt: skip

    def lasting(self, years: int) -> None:
        """State how long the project's storage lasts."""
        record_entry(
            kind=Kind.PROFILE, entry_id=self.exchange.ids(), project_id=self.project.pk,
            content={"durability_years": years, "gas": "CO2", "region": "", "source": "Page 4 (invented)"}, by=self.by(),
        )  # fmt: skip

    def read(self, contract_id: UUID, *, today: date = date(2026, 6, 1)) -> Contract:
        return read_contract(contract_id=contract_id, today=today)


def make_dealing(*, exchange: Exchange) -> Dealing:
    """Add a second person, and a project of an invented registry."""
    person_id = exchange.ids()
    second = record_person(
        person_id=person_id, email="signer@northquay.example", name="Second Person", password=None,
        request_id=str(person_id), at=exchange.at,
    )  # fmt: skip
    for role in (Role.SUPPLY, Role.FINANCE):
        grant_role(
            person=second, organization=exchange.operator, role=role, request_id=f"second {role}", at=exchange.at
        )
    Program.objects.create(
        code="demo", name="Demo Registry (invented)", unit_kg=1_000, is_synthetic=True, mapping_name="demo.toml",
        mapping_text="",
    )  # fmt: skip
    run = ImportRun.objects.create(
        id=exchange.ids(), program="demo", kind="HOLDINGS", edition=date(2026, 1, 1), request_id="blocks",
        input_hash=b"0" * 32, effective_at=datetime(2026, 1, 1, tzinfo=UTC), report={}, files=[],
    )  # fmt: skip
    project = Project.objects.create(
        id=exchange.ids(), program_id="demo", ref="DR1", name="Dry Lake Capture (invented)", standing="SELLABLE"
    )
    return Dealing(exchange=exchange, second=second, project=project, run=run)
