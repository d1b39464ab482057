"""A supply desk for tests of fuel batches and destructions: who books, who issues, and a batch of HVO as it is stated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.rooms.exchange import Exchange
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import Organization, OrganizationKind, Person
from truetonne.science.money import CostParts
from truetonne.science.superpollutants.custody import Container, Holder
from truetonne.science.superpollutants.families import Subtype
from truetonne.supply.actions.accept_parameter import decide_parameter, propose_parameter
from truetonne.supply.actions.book_fuel_batch import NewFuelBatch, add_fuel_evidence, book_fuel_batch
from truetonne.supply.actions.issue_fuel_batch import issue_fuel_batch
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.actions.record_destruction import NewDestruction, WeighedContainer
from truetonne.supply.actions.sell_fuel_batch import sell_fuel_side
from truetonne.supply.fuels.figures import Figure, find_figure, list_densities, list_intensities, list_references
from truetonne.supply.fuels.states import NEEDED
from truetonne.supply.models import FuelBatch

SIDE_PRICE = CostParts(project=9_000, registry_fee=40, verification=210, fx=0, tax=0, handling=60)
R404A_G = 2_000_000
"""Two tonnes of R-404A, in grams."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Two people of the operator who record and issue, and one of governance who decides."""

    exchange: Exchange
    second: Person
    governor: Person

    def by(self, person: Person, request_id: str) -> By:
        return By(person_id=person.pk, request_id=request_id, at=self.exchange.at)

    def book(self, batch: NewFuelBatch | None = None, *, name: str = "batch") -> FuelBatch:
        """Book a batch with all its proofs on file."""
        stored = book_fuel_batch(
            batch_id=self.exchange.ids(), batch=batch or hvo(self.exchange),
            by=self.by(self.exchange.clerk, f"book {name}"),
        )  # fmt: skip
        for kind in NEEDED:
            add_fuel_evidence(
                evidence_id=self.exchange.ids(), batch_id=stored.pk, kind=kind, title=str(kind), issuer="Verifier",
                number=f"{name}-{kind}", document_date=date(2025, 6, 1), sha256="ab" * 32,
                by=self.by(self.exchange.clerk, f"proof {name} {kind}"),
            )  # fmt: skip
        return stored

    def issue(self, batch: FuelBatch, *, name: str = "batch") -> FuelBatch:
        """Issue a booked batch by the second person, and put both sides on sale."""
        issue_fuel_batch(
            batch_id=batch.pk, lot_ids=(self.exchange.ids(), self.exchange.ids()), reason="Proofs read",
            by=self.by(self.second, f"issue {name}"),
        )  # fmt: skip
        for side in ("SCOPE1", "SCOPE3"):
            sell_fuel_side(
                price_id=self.exchange.ids(), batch_id=batch.pk, side=side, currency="USD", price=SIDE_PRICE,
                source="Contract", by=self.by(self.exchange.clerk, f"price {name} {side}"),
            )  # fmt: skip
        return FuelBatch.objects.get(pk=batch.pk)

    def accept(self, *parameters: str) -> None:
        """Propose and accept unverified parameters by name."""
        for parameter in parameters:
            proposed = propose_parameter(
                proposal_id=self.exchange.ids(), parameter=parameter, reason="Conservative, text ordered",
                by=self.by(self.exchange.clerk, f"propose {parameter}"),
            )  # fmt: skip
            decide_parameter(
                proposal_id=proposed.pk, is_accepted=True, reason="", by=self.by(self.governor, f"accept {parameter}")
            )


def make_desk(exchange: Exchange) -> Desk:
    """Add the second person and the governor to an exchange."""
    people = []
    for email, name, role in (
        ("two@northquay.example", "Two Eyes", Role.SUPPLY),
        ("rule@northquay.example", "Rule Maker", Role.GOVERNANCE),
    ):
        person_id = exchange.ids()
        person = record_person(
            person_id=person_id, email=email, name=name, password=None, request_id=str(person_id), at=exchange.at
        )
        grant_role(person=person, organization=exchange.operator, role=role, request_id=email, at=exchange.at)
        people.append(person)
    return Desk(exchange=exchange, second=people[0], governor=people[1])


def add_member(exchange: Exchange, *, name: str) -> tuple[Organization, Person]:
    """Another company with a buyer, admitted like the first."""
    from truetonne.cli.demo.membership import Officers, admit_member

    organization_id, person_id = exchange.ids(), exchange.ids()
    slug = "".join(sign for sign in name.casefold() if sign.isalnum())
    organization = record_organization(
        organization_id=organization_id, kind=OrganizationKind.MEMBER, name=name, legal_name=f"{name} AB", country="SE",
        registration_number=f"5566-{slug}", domain=f"{slug}.example", request_id=str(organization_id), at=exchange.at,
    )  # fmt: skip
    person = record_person(
        person_id=person_id, email=f"buyer@{slug}.example", name=f"{name} buyer", password=None,
        request_id=str(person_id), at=exchange.at,
    )  # fmt: skip
    grant_role(person=person, organization=organization, role=Role.BUYER, request_id=f"buyer {slug}", at=exchange.at)
    admit_member(
        organization=organization, applicant=person,
        officers=Officers(
            first=Person.objects.get(email="first@northquay.example"),
            second=Person.objects.get(email="second@northquay.example"),
        ),
        at=exchange.at - timedelta(days=1), new_id=exchange.ids,
    )  # fmt: skip
    return organization, person


def figures() -> tuple[Figure, Figure, Figure]:
    """HVO from used cooking oil against mineral diesel, UK factors of 2025, lower heating value."""
    density = find_figure(figures=list_densities(), key="HVO, UK 2025")
    intensity = find_figure(figures=list_intensities(), key="HVO, UK 2025")
    reference = find_figure(figures=list_references(), key="mineral diesel, UK 2025")
    assert density
    assert intensity
    assert reference
    return density, intensity, reference


def hvo(exchange: Exchange, **changes: object) -> NewFuelBatch:
    """100,000 litres of HVO, delivered in June of last year to a carrier that is the exchange's member."""
    density, intensity, reference = figures()
    batch = NewFuelBatch(
        registry="Example book-and-claim registry", registry_record="BC-2025-17", producer="Example Fuels",
        facility="North Works", production_batch="NW-0625-3", fuel="HVO", feedstock="used_cooking_oil",
        feedstock_country="SE", certification_scheme="ISCC EU", certificate_number="EU-ISCC-Cert-0001",
        certificate_valid_from=date(2025, 1, 1), certificate_valid_until=date(2026, 1, 1),
        sustainability_proof="POS-2025-0001", volume_ml=100_000_000, temperature_basis="15 °C", density=density,
        intensity=intensity, reference=reference, reference_id="UK-DESNZ-2025-diesel", delivered_on=date(2025, 6, 14),
        delivery_place="Gothenburg", market="SE", mode="road", fuel_user_name=exchange.member.name,
        fuel_user_id=exchange.member.pk, surrendered_by="Example Fuels", surrendered_on=date(2025, 6, 20),
        expires_on=date(2027, 6, 14), mass_kg=78_000,
    )  # fmt: skip
    return replace(batch, **changes)  # type: ignore[arg-type]


def own_figure(value: str, **changes: object) -> Figure:
    """A figure out of a document of one's own."""
    from truetonne.science.status import Status
    from truetonne.science.units import HeatingValue

    given: dict[str, object] = {
        "key": "", "parameter": "", "value": Decimal(value), "heating_value": HeatingValue.LHV, "source": "certificate",
        "edition": "2025", "status": Status.SECONDARY,
    }  # fmt: skip
    return Figure(**(given | changes))  # type: ignore[arg-type]


def hfc(**changes: object) -> NewDestruction:
    """Two tonnes of R-404A out of supermarkets, destroyed in a country that does not ask for it."""
    destruction = NewDestruction(
        name="Supermarket refrigerants", subtype=Subtype.HFC, developer="Cold Return", country="CL",
        facility="Plasma One", started_on=date(2025, 9, 10), ended_on=date(2025, 9, 11), jurisdiction="CL",
        law="no duty to destroy on this day", is_mandated=False, legal_evidence="opinion of 1 September 2025",
        inputs={
            "blend": "R-404A", "kg": 2_000.0, "baseline_release": 1.0, "gwp_set": "AR5GWP100",
            "end_of_life_without_recovery_duty": True,
        },
        collected_g=R404A_G + 30_000, transported_g=R404A_G + 30_000, aggregated_g=R404A_G + 10_000,
        destroyed_g=R404A_G, containers=(container(),), certificate_number="COD-77", certificate_issuer="Plasma One",
        certificate_date=date(2025, 9, 12), certificate_sha256="cd" * 32,
    )  # fmt: skip
    return replace(destruction, **changes)  # type: ignore[arg-type]


def container(**changes: object) -> WeighedContainer:
    """One ISO tank with a whole chain of custody."""
    plain = Container(
        container_id="ISO-1", origin_site="12 supermarkets, Santiago", origin_equipment="display cabinets",
        origin_date=date(2025, 8, 1),
        holders=(
            Holder(name="Cold Return", from_date=date(2025, 8, 1), until_date=date(2025, 8, 20)),
            Holder(name="Plasma One", from_date=date(2025, 8, 20), until_date=date(2025, 9, 10)),
        ),
        laboratory_report="LAB-9", certificate="COD-77", facility="Plasma One", run="R-31",
        destruction_start_date=date(2025, 9, 10), destruction_end_date=date(2025, 9, 11),
        weighed_full_date=date(2025, 9, 9), weighed_empty_date=date(2025, 9, 12), scale_full="S1", scale_empty="S1",
        scale_calibrated_date=date(2025, 8, 1), scale_error_pct=0.5,
    )  # fmt: skip
    return WeighedContainer(container=replace(plain, **changes), full_g=6_010_000, empty_g=4_000_000)  # type: ignore[arg-type]


def ids_of(exchange: Exchange) -> tuple[UUID, UUID, UUID, UUID]:
    return exchange.ids(), exchange.ids(), exchange.ids(), exchange.ids()
