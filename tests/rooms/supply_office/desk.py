"""The operator's people at work, and the steps that bring a block from a file to the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from tests.rooms.exchange import PRICE, Exchange
from tests.rooms.supply_office import registry_files as files
from truetonne.config.keys import make_keys
from truetonne.edge.permissions import Role
from truetonne.ledger.values import LotState
from truetonne.people.actions import grant_role, record_organization, record_person
from truetonne.people.models import OrganizationKind, Person
from truetonne.supply.actions.listing import list_lot, set_price
from truetonne.supply.actions.receive_files import ImportOrder, receive_files
from truetonne.supply.actions.record_review import ReviewLines, record_review
from truetonne.supply.desk.lots import list_desk_lots
from truetonne.supply.models import Holding, Review, Upload
from truetonne.supply.states import ReviewVerdict, RunKind
from truetonne.supply.synthetic.ratings import Readers, rate_block
from truetonne.supply.uploads.receiving import IncomingFile, store_files
from truetonne.supply.uploads.worker import import_waiting

LINES = ReviewLines(
    additionality="Growth differs from controls.",
    baseline="42 plots, 42 controls.",
    leakage="Maize yield rose by 4 %.",
    durability="40 years, buffer 15 %.",
    uncertainty="Stated both ways.",
    community="Consent of five villages is on file.",
)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An exchange with a clerk of supply and finance, a reviewer, an auditor and a buyer."""

    exchange: Exchange
    reviewer: Person
    auditor: Person

    @property
    def clerk(self) -> Person:
        return self.exchange.clerk

    def send(
        self,
        *contents: tuple[str, bytes],
        kind: RunKind = RunKind.RECORDS,
        person: Person | None = None,
        mapping: str = files.MAPPING,
        is_complete: bool = False,
    ) -> Upload:
        """Put files in line."""
        upload_id = self.exchange.ids()
        incoming = [IncomingFile(name=name, chunks=[data]) for name, data in contents]
        order = ImportOrder(
            kind=kind,
            program="",
            mapping_name="demo.toml" if mapping else "",
            mapping_text=mapping,
            table="",
            edition=date(2026, 3, 1),
            is_complete=is_complete,
        )
        return receive_files(
            upload_id=upload_id,
            order=order,
            files=store_files(upload_id=upload_id, files=incoming),
            person_id=(person or self.clerk).pk,
            request_id=str(upload_id),
            at=now(),
        )

    def load(self, *contents: tuple[str, bytes], kind: RunKind = RunKind.RECORDS) -> Upload:
        """Import files and return what became of them."""
        upload = self.send(*contents, kind=kind)
        import_waiting(clock=now)
        return Upload.objects.get(pk=upload.pk)

    def receive_block(self, *, first: int = 1, last: int = 100) -> LotState:
        """Import the registry's records and a block of ours within them; return its lot, under review."""
        self.load(("projects.csv", files.projects()), ("issuances.csv", files.issuances((1, 1_000))))
        self.load(("blocks.csv", files.holdings((first, last))), kind=RunKind.HOLDINGS)
        (lot,) = [each.lot for each in list_desk_lots(today=now().date()) if each.lot.first == first]
        return lot

    def review(self, lot: LotState, *, days: int = 200, verdict: ReviewVerdict = ReviewVerdict.ACCEPTED) -> Review:
        """Accept a block by a rating of two independent readers, or refuse it on six lines."""
        if verdict is ReviewVerdict.ACCEPTED:
            return rate_block(
                holding=Holding.objects.select_related("project").get(lot_id=lot.lot_id),
                readers=Readers(persons=self.reader_ids(), employer="Second Look", paid_by="the operator"), lines=LINES,
                next_review=now().date() + timedelta(days=days), at=now(), new_id=self.exchange.ids,
            ).review  # fmt: skip
        review_id = self.exchange.ids()
        return record_review(
            review_id=review_id,
            holding_id=Holding.objects.get(lot_id=lot.lot_id).pk,
            reviewer_id=self.reviewer.pk,
            verdict=verdict,
            lines=LINES,
            next_review=now().date() + timedelta(days=days),
            request_id=str(review_id),
            at=now(),
        )

    def reader_ids(self) -> tuple[UUID, UUID]:
        first, second = make_readers(exchange=self.exchange)
        return first.pk, second.pk

    def price(self, lot: LotState) -> None:
        price_id = self.exchange.ids()
        set_price(
            price_id=price_id,
            lot_id=lot.lot_id,
            currency="USD",
            price=PRICE,
            source="Contract 12, annex B",
            person_id=self.clerk.pk,
            request_id=str(price_id),
            at=now(),
        )

    def sell(self, lot: LotState) -> None:
        """Rate, price and list a lot."""
        self.review(lot)
        self.price(lot)
        list_lot(lot_id=lot.lot_id, request_id=f"list {lot.lot_id}", at=now())


def keep_files_apart(*, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a test a folder for files that are sent in: ids are the same in every test, and so are the files' places."""
    exchange = replace(settings.TRUETONNE, home=folder)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)


def make_desk(*, exchange: Exchange) -> Desk:
    """Add a reviewer and an auditor to the operator's people."""
    people = {role: _person(exchange=exchange, role=role) for role in (Role.REVIEWER, Role.AUDITOR)}
    return Desk(exchange=exchange, reviewer=people[Role.REVIEWER], auditor=people[Role.AUDITOR])


def make_readers(*, exchange: Exchange) -> tuple[Person, Person]:
    """Two people of an independent reviewing company, the same ones however often they are asked for."""
    if known := {person.name: person for person in Person.objects.filter(email__endswith="@look.example")}:
        return known["Ana"], known["Bo"]
    house = record_organization(
        organization_id=exchange.ids(), kind=OrganizationKind.REVIEWER, name="Second Look",
        legal_name="Second Look Oy", country="FI", request_id="second look", at=exchange.at,
    )  # fmt: skip
    people = []
    for name in ("Ana", "Bo"):
        person = record_person(
            person_id=exchange.ids(), email=f"{name.lower()}@look.example", name=name, password=None,
            request_id=f"reader {name}", at=exchange.at,
        )  # fmt: skip
        grant_role(person=person, organization=house, role=Role.REVIEWER, request_id=f"r {name}", at=exchange.at)
        people.append(person)
    return people[0], people[1]


def sign_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def hidden(page: object, name: str) -> str:
    """Return the value of a page's first hidden field of this name."""
    text = page.content.decode()
    head = text.split(f'name="{name}" value="', 1)[1]
    return str(head.split('"', 1)[0])


def ids_of(lots: Sequence[LotState]) -> list[UUID]:
    return [lot.lot_id for lot in lots]


def _person(*, exchange: Exchange, role: Role) -> Person:
    person_id = exchange.ids()
    name = f"{role.value.title()} of Northquay"
    person = record_person(
        person_id=person_id,
        email=f"{role.value.lower()}@northquay.example",
        name=name,
        password=None,
        request_id=str(person_id),
        at=exchange.at,
    )
    grant_role(person=person, organization=exchange.operator, role=role, request_id=str(person_id), at=exchange.at)
    return person
