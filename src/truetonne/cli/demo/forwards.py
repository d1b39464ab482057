"""What the demonstration buys ahead, gives without units, and hears of co-benefits. All of it is invented."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from truetonne.cli.demo.people import Cast
from truetonne.cli.demo.stock import import_files
from truetonne.edge.identifiers import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.models import Holding, Project

PAPER = "Invented contract of the demonstration"
BLOCKS = {"Amber Ridge": 611, "Long Lake": 400}
"""Tonnes of blocks that arrive for contracts, by project: out of each one's first issuance, behind what others retired."""

FIGURES = (
    ("Elk Meadow", "HECTARES", "PLANNED", "20000", "Announcement of the developer (invented)", 300),
    ("Elk Meadow", "HECTARES", "PLANNED", "18000", "Project description, page 11 (invented)", 180),
    ("Elk Meadow", "FARMERS", "REACHED", "1240", "Monitoring report, table 9 (invented)", 95),
    ("Elk Meadow", "FARMERS", "REACHED", "1100", "Survey of the cooperative (invented)", 40),
    ("Blue Heron", "WOMEN", "REACHED", "310", "Monitoring report, table 4 (invented)", 120),
)
"""Project, measure, attainment, figure, source, days before the opening."""

GIFTS = (
    (
        "RESULTS_PAYMENT",
        "freight",
        "Amber Ridge forest agency (invented)",
        12_500_000,
        "Results of 2023, without title",
    ),
    ("GRANT", "tea", "Highland nursery fund (invented)", 1_800_000, "Seedlings and shade trees for 300 farms"),
    ("EQUITY", "coffee", "Third Rain removal fund (invented)", 7_500_000, "A share in a fund for weathering trials"),
    ("PREPURCHASE", "buyer", "Basalt Road (invented)", 900_000, "A first season of field trials"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Who records, who signs, and since when."""

    cast: Cast
    at: datetime

    def by(self, key: str, *, who: str = "supply", days: int = 0) -> By:
        from truetonne.supply.actions.lot_acts import By

        at = self.at + timedelta(days=days)
        return By(person_id=self.cast.persons[who].pk, request_id=f"demo forward {key}", at=at)


def buy_ahead(*, cast: Cast, folder: Path, opened: datetime) -> None:
    """Sign contracts for later years, let one slip and one come short, give without units, and note co-benefits."""
    desk = _Desk(cast=cast, at=opened)
    blocks = _receive_blocks(cast=cast, folder=folder, at=opened)
    _offtake(desk=desk, project=blocks["Long Lake"].project)
    _pool(desk=desk, block=blocks["Amber Ridge"])
    _give(desk=desk)
    _tell_figures(desk=desk)


def _receive_blocks(*, cast: Cast, folder: Path, at: datetime) -> dict[str, Holding]:
    """Import blocks of earlier issuances, as a registry's account export would list them."""
    from truetonne.supply.models import Holding
    from truetonne.supply.synthetic.registry import generate_projects
    from truetonne.supply.synthetic.writing import DEMO_PROJECTS, DEMO_RETIREMENTS_MAX, DEMO_SIZE_MAX

    path = folder / "syn-deliveries.csv"
    projects = generate_projects(
        seed=2026, count=DEMO_PROJECTS, retirements_max=DEMO_RETIREMENTS_MAX, size_max=DEMO_SIZE_MAX
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("Serial Numbers", "Credits", "Project ID", "Project Name", "Vintage", "Issued On"))
        for project in projects:
            tonnes = next((size for place, size in BLOCKS.items() if project.name.startswith(place)), 0)
            if not tonnes:
                continue
            issuance = project.issuances[0]
            first = issuance.free_from
            last = first + tonnes - 1
            serial = project.serial(vintage=issuance.vintage, batch=issuance.batch, first=first, last=last)
            writer.writerow((serial, tonnes, project.ref, project.name, issuance.vintage, issuance.issued_on))
    import_files(
        paths=(path,),
        mapping=folder / "syn.toml",
        cast=cast,
        at=at,
        is_holdings=True,
        request_id="demo import deliveries",
    )
    rows = Holding.objects.select_related("project").filter(run__request_id="demo import deliveries")
    return {place: row for row in rows for place in BLOCKS if row.project.name.startswith(place)}


def _offtake(*, desk: _Desk, project: Project) -> None:
    """Ten years of direct air capture, signed and slipped by a year; and a draft whose capacity nobody can believe."""
    from truetonne.supply.actions.forwards.record_contract import RemovalTerms, Terms, record_contract
    from truetonne.supply.forwards.states import SubstitutionRule

    terms = Terms(
        name="Long Lake offtake", supplier="Long Lake Air (invented)", total_kg=250_000_000, first_year=2025,
        last_year=2034, currency="USD", price_minor_per_t=41_500, deposit_minor=250_000_000,
        substitution=SubstitutionRule.EQUAL_OR_HIGHER, source=f"{PAPER}, clauses 2 to 6", project_id=project.pk,
    )  # fmt: skip
    specific = RemovalTerms(
        pathway="direct_air_capture", storage="saline_aquifer", durability_years=1_000,
        capacity_kg_per_year=500_000_000, capacity_source="Invented permit, page 3",
    )  # fmt: skip
    contract_id = new_id()
    record_contract(contract_id=contract_id, terms=terms, specific=specific, by=desk.by("dac"))
    _sign(desk=desk, contract_id=contract_id, key="dac", day=date(2024, 11, 20))
    years = {year: (25_000, 90 - 4 * (year - 2025)) for year in range(2025, 2035)}
    _schedule(desk=desk, contract_id=contract_id, key="dac schedule", years=years, reason="", days=1)
    for member, tonnes in (("freight", 30_000), ("buyer", 2_000)):
        _commit(desk=desk, contract_id=contract_id, member=member, tonnes=tonnes)
    late = {year: (25_000, 88 - 5 * (year - 2026)) for year in range(2026, 2036)}
    reason = "The plant’s second column passed its tests eleven months late (invented)"
    _schedule(desk=desk, contract_id=contract_id, key="dac slip", years=late, reason=reason, days=60)
    record_contract(
        contract_id=new_id(), by=desk.by("salt"),
        terms=Terms(
            name="Salt Flat offtake", supplier="Salt Flat Works (invented)", total_kg=50_000_000, first_year=2027,
            last_year=2031, currency="USD", price_minor_per_t=38_000, deposit_minor=0,
            substitution=SubstitutionRule.NONE, source=PAPER,
        ),
        specific=RemovalTerms(
            pathway="direct_air_capture", storage="basalt_mineralization", durability_years=10_000,
            capacity_kg_per_year=500_000_000_000, capacity_source="Invented press release",
        ),
    )  # fmt: skip


def _pool(*, desk: _Desk, block: Holding) -> None:
    """A jurisdiction, a pool of three members that comes short, and an agreement that a court stopped."""
    from truetonne.supply.actions.forwards.hold_contract import hold_contract
    from truetonne.supply.actions.forwards.receive_delivery import receive_delivery
    from truetonne.supply.actions.forwards.record_contract import JurisdictionTerms, Terms, record_contract
    from truetonne.supply.actions.forwards.record_jurisdiction import (
        JurisdictionFacts,
        PoolPart,
        record_jurisdiction,
        state_adjustment,
    )
    from truetonne.supply.forwards.states import AdjustmentState, LeafPath, SubstitutionRule

    jurisdiction_id = new_id()
    facts = JurisdictionFacts(
        name="Amber Ridge", country="GH", region="Ten districts of the ridge (invented)",
        standard="Jurisdictional forest standard 2.0 (synthetic)", registration="JUR-104 (invented)",
        project_id=block.project_id, reference_from_year=2015,
        reference_kg=(6_120_000_000, 5_870_000_000, 6_430_000_000, 6_010_000_000, 5_640_000_000),
        source="Invented registration document, table 2",
    )  # fmt: skip
    parts = [
        PoolPart(
            name=name, stock_kg=stock * 1_000, buffer_kg=paid * 1_000, hazard_per_million=hazard, severity_permille=lost
        )
        for name, stock, paid, hazard, lost in (
            ("North districts (invented)", 410_000, 26_000, 18_000, 35),
            ("South districts (invented)", 290_000, 19_000, 24_000, 48),
            ("River forests (invented)", 120_000, 8_000, 9_000, 60),
        )
    ]
    record_jurisdiction(jurisdiction_id=jurisdiction_id, facts=facts, pool=parts, by=desk.by("ridge"))
    state_adjustment(
        statement_id=new_id(), jurisdiction_id=jurisdiction_id, state=AdjustmentState.PENDING,
        stated_on=desk.at.date(), authorization_ref="", source="Invented letter of the environment agency",
        by=desk.by("ridge adjustment"),
    )  # fmt: skip
    ids: dict[str, UUID] = {}
    for key, name, tonnes, path, year in (
        ("pool", "Amber Ridge results", 1_000, LeafPath.TITLE_HOST_COUNTS, 2025),
        ("stopped", "Amber Ridge pre-agreement", 12_000, LeafPath.TITLE_ADJUSTED, 2028),
    ):
        ids[key] = new_id()
        terms = Terms(
            name=name, supplier="Forest agency of Amber Ridge (invented)", total_kg=tonnes * 1_000, first_year=year,
            last_year=year, currency="USD", price_minor_per_t=1_000, deposit_minor=0,
            substitution=SubstitutionRule.NONE, source=f"{PAPER}, clause 4",
        )  # fmt: skip
        specific = JurisdictionTerms(jurisdiction_id=jurisdiction_id, leaf_path=path)
        record_contract(contract_id=ids[key], terms=terms, specific=specific, by=desk.by(key))
        _sign(desk=desk, contract_id=ids[key], key=key, day=date(2024, 12, 9))
        _schedule(desk=desk, contract_id=ids[key], key=f"{key} schedule", years={year: (tonnes, 70)}, reason="", days=1)
    for member, tonnes in (("freight", 500), ("coffee", 300), ("tea", 150)):
        _commit(desk=desk, contract_id=ids["pool"], member=member, tonnes=tonnes)
    receive_delivery(
        delivery_id=new_id(), contract_id=ids["pool"], holding_id=block.pk,
        delivered_on=(desk.at + timedelta(days=80)).date(), is_substitute=False,
        source="Invented delivery note 1", by=desk.by("pool delivery", days=80),
    )  # fmt: skip
    hold_contract(
        hold_id=new_id(), contract_id=ids["stopped"], reason="Communities contest the agreement (invented)",
        source="Invented order of a regional court", by=desk.by("stopped hold", days=30),
    )  # fmt: skip


def _sign(*, desk: _Desk, contract_id: UUID, key: str, day: date) -> None:
    from truetonne.supply.actions.forwards.sign_contract import sign_contract

    sign_contract(
        signature_id=new_id(), contract_id=contract_id, signed_on=day, capacity_reason="", capacity_evidence="",
        by=desk.by(f"{key} signature", who="finance"),
    )  # fmt: skip


def _schedule(
    *, desk: _Desk, contract_id: UUID, key: str, years: Mapping[int, tuple[int, int]], reason: str, days: int
) -> None:
    from truetonne.supply.actions.forwards.schedule_tonnes import schedule_tonnes
    from truetonne.supply.forwards.values import DueYear

    due = [
        DueYear(year=year, kg=tonnes * 1_000, probability_permille=percent * 10)
        for year, (tonnes, percent) in years.items()
    ]
    schedule_tonnes(
        schedule_id=new_id(), contract_id=contract_id, years=due, late_permille=250, reason=reason,
        by=desk.by(key, days=days),
    )  # fmt: skip


def _commit(*, desk: _Desk, contract_id: UUID, member: str, tonnes: int) -> None:
    from truetonne.supply.actions.forwards.commit_tonnes import commit_tonnes

    commit_tonnes(
        commitment_id=new_id(), contract_id=contract_id, organization_id=desk.cast.members[member].pk,
        kg=tonnes * 1_000, agreed_on=desk.at.date(), by=desk.by(f"{contract_id.hex} {member}", days=2),
    )  # fmt: skip


def _give(*, desk: _Desk) -> None:
    from truetonne.supply.actions.forwards.record_contribution import Gift, record_contribution
    from truetonne.supply.forwards.states import ContributionKind

    for number, (kind, member, recipient, minor, purpose) in enumerate(GIFTS):
        party = desk.cast.members[member]
        record_contribution(
            contribution_id=new_id(), by=desk.by(f"gift {number}", days=10 + number),
            gift=Gift(
                kind=ContributionKind(kind), party=party.name, organization_id=party.pk, recipient=recipient,
                project_id=None, amount_minor=minor, currency="USD",
                given_on=(desk.at + timedelta(days=9 + 12 * number)).date(), purpose=purpose,
                source=f"Invented letter {number + 1}",
            ),
        )  # fmt: skip


def _tell_figures(*, desk: _Desk) -> None:
    from truetonne.supply.actions.dossier import record_entry
    from truetonne.supply.dossier.fields import Kind
    from truetonne.supply.models import Project

    held = list(Project.objects.filter(holdings__isnull=False).distinct())
    for number, (place, measure, attainment, figure, source, days) in enumerate(FIGURES):
        for project in (each for each in held if each.name.startswith(place)):
            record_entry(
                kind=Kind.CO_BENEFIT, entry_id=new_id(), project_id=project.pk, by=desk.by(f"figure {number}"),
                content={
                    "measure": measure, "attainment": attainment, "figure": figure, "source": source, "address": "",
                    "stated_on": desk.at.date() - timedelta(days=days),
                },
            )  # fmt: skip
