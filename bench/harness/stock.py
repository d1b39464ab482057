"""Fill a new exchange as an operator does: ``python -m bench.harness.stock``.

Migrations, keys, people, then an invented registry's files: 200 projects and 1,000 issuances are imported as public
records, the operator's 1,000 blocks within them as holdings, and each block is reviewed, priced and listed. The
buyers' names are confirmed. A token of the finance clerk is left in the exchange's folder for clients over HTTP.
"""

from __future__ import annotations

import csv
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.harness.library import SETTINGS
from bench.harness.orders import BUYERS, CURRENCY, LOT_TONNES, LOTS, lot_price

TOKEN_FILE = "bench.token"
VINTAGES = range(2019, 2024)
ISSUED_DAYS_AGO = 730
"""Before the first order of a history."""
PROJECT_HEADER = ("Project ID", "Project Name", "Status", "Developer", "Type", "Methodology", "Country")
ISSUANCE_HEADER = ("Issued On", "Project ID", "Project Name", "Type", "Vintage", "Serial Numbers", "Credits")
HOLDING_HEADER = ("Serial Numbers", "Credits", "Project ID", "Project Name", "Vintage", "Issued On")
KIND = "Reforestation"
COUNTRIES = ("BR", "GY", "KE", "US", "VN")


def main() -> None:
    """Make the exchange of TRUETONNE_HOME ready to sell."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS

    from truetonne.config.bootstrap import start_django

    start_django(report=lambda _: None, renew=True)
    at = datetime.now(tz=UTC)
    operator, importer, reviewers = _people(at=at)
    _import_stock(at=at - timedelta(days=ISSUED_DAYS_AGO), person_id=importer)
    _sell(at=at, reviewer_ids=reviewers)
    token = _clerk(at=at, operator_id=operator)
    (Path(os.environ["TRUETONNE_HOME"]) / TOKEN_FILE).write_text(token, encoding="utf-8")


def _people(*, at: datetime) -> tuple[UUID, UUID, tuple[UUID, UUID]]:
    """Record the operator, who imports and the two who review."""
    from truetonne.edge.identifiers import new_id
    from truetonne.people.actions import record_organization, record_person
    from truetonne.people.models import OrganizationKind

    operator = record_organization(
        organization_id=new_id(), kind=OrganizationKind.OPERATOR, name="Invented Exchange",
        legal_name="Invented Exchange Ltd", country="DE", request_id="bench/operator", at=at,
    )  # fmt: skip
    people = [
        record_person(
            person_id=new_id(), email=f"{name}@exchange.example", name=f"Invented {name}", password=None,
            request_id=f"bench/{name}", at=at,
        )
        for name in ("importer", "reviewer", "reader")
    ]  # fmt: skip
    return operator.pk, people[0].pk, (people[1].pk, people[2].pk)


def _import_stock(*, at: datetime, person_id: UUID) -> None:
    """Write the invented registry's files and import them."""
    from truetonne.supply.actions.import_holdings import import_holdings
    from truetonne.supply.actions.import_records import import_records
    from truetonne.supply.registry_records.vocabulary import Table

    projects = [
        (f"SYN{number}", f"Invented forest {number}", "Registered", "Invented developer", KIND, "Invented methodology",
         COUNTRIES[number % len(COUNTRIES)])
        for number in range(LOTS // len(VINTAGES))
    ]  # fmt: skip
    blocks = [
        (f"SYN-{project[6]}-{project[0][3:]}-{vintage}-1-1 to {LOT_TONNES}", LOT_TONNES, project[0], project[1], vintage,
         "2024-01-31")
        for project in projects
        for vintage in VINTAGES
    ]  # fmt: skip
    issuances = [(block[5], block[2], block[3], KIND, block[4], block[0], block[1]) for block in blocks]
    with tempfile.TemporaryDirectory() as folder:
        files = [
            _write(folder, "projects", PROJECT_HEADER, projects),
            _write(folder, "issuances", ISSUANCE_HEADER, issuances),
        ]
        tables = (Table.PROJECTS, Table.ISSUANCES)
        _load(action=import_records, files=files, tables=tables, person_id=person_id, at=at)
        files = [_write(folder, "holdings", HOLDING_HEADER, blocks)]
        _load(action=import_holdings, files=files, tables=(Table.HOLDINGS,), person_id=person_id, at=at)


def _write(folder: str, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path = Path(folder) / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _load(
    *, action: Callable[..., object], files: Sequence[Path], tables: Sequence[object], person_id: UUID, at: datetime
) -> None:
    """Import files with the invented registry's mapping; every row must be accepted."""
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.import_records import Load, Loaded
    from truetonne.supply.catalog import make_program_mapping
    from truetonne.supply.registry_records.reading import read_file
    from truetonne.supply.registry_records.vocabulary import Table
    from truetonne.supply.synthetic.writing import mapping_text

    program = make_program_mapping(text=mapping_text(), name="syn.toml")
    readings = []
    for number, (path, table) in enumerate(zip(files, tables, strict=True)):
        assert isinstance(table, Table)
        readings.append(read_file(path=path, mapping=program.mapping, today=at.date(), table=table, file=number))
    loaded = action(
        load=Load(
            run_id=new_id(), program=program, readings=readings, edition=at.date(), is_complete=False,
            person_id=person_id, request_id=str(new_id()), at=at, new_id=new_id,
        )
    )  # fmt: skip
    assert isinstance(loaded, Loaded)
    totals = loaded.report["totals"]
    assert isinstance(totals, dict)
    if totals["accepted"] != totals["read"]:
        raise RuntimeError(f"not every row was accepted: {loaded.report}")


def _sell(*, at: datetime, reviewer_ids: tuple[UUID, UUID]) -> None:
    """Rate, price and list every block."""
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.listing import list_lot, set_price
    from truetonne.supply.actions.record_review import ReviewLines
    from truetonne.supply.models import Holding
    from truetonne.supply.synthetic.ratings import Readers, rate_block

    line = "Invented for a benchmark."
    lines = ReviewLines(
        additionality=line, baseline=line, leakage=line, durability=line, uncertainty=line, community=line
    )
    readers = Readers(persons=reviewer_ids, employer="Invented reviewers", paid_by="Invented Exchange")
    for number, holding in enumerate(Holding.objects.select_related("project", "run").order_by("serial")):
        request = f"bench/{number}"
        rate_block(
            holding=holding, readers=readers, lines=lines, next_review=at.date() + timedelta(days=300), at=at,
            new_id=new_id,
        )  # fmt: skip
        set_price(
            price_id=new_id(), lot_id=holding.lot_id, currency=CURRENCY, price=lot_price(number=number),
            source="invented", person_id=None, request_id=f"{request}/price", at=at,
        )  # fmt: skip
        list_lot(lot_id=holding.lot_id, request_id=f"{request}/list", at=at)


def _clerk(*, at: datetime, operator_id: UUID) -> str:
    """Record the finance clerk, let them confirm the buyers' names, and return their token."""
    from truetonne.edge.identifiers import new_id
    from truetonne.edge.permissions import Role
    from truetonne.market.actions.confirm_name import confirm_name
    from truetonne.market.actions.place_order import keep_name
    from truetonne.market.attribution import Beneficiary
    from truetonne.people.actions import grant_role, issue_token, record_person
    from truetonne.people.models import Organization

    operator = Organization.objects.get(pk=operator_id)
    clerk = record_person(
        person_id=new_id(), email="clerk@exchange.example", name="Invented clerk", password=None,
        request_id="bench/clerk", at=at,
    )  # fmt: skip
    grant_role(person=clerk, organization=operator, role=Role.FINANCE, request_id="bench/role", at=at)
    for number, buyer in enumerate(BUYERS):
        beneficiary = Beneficiary(**buyer)  # type: ignore[arg-type]
        name = keep_name(beneficiary=beneficiary, name_id=new_id(), organization_id=operator.pk, at=at)
        confirm_name(name_id=name.pk, person_id=clerk.pk, is_confirmed=True, request_id=f"bench/name/{number}", at=at)
    return issue_token(
        token_id=new_id(), person=clerk, organization=operator, name="bench", secret_part=secrets.token_urlsafe(48),
        livemode=False, expires_at=None, request_id="bench/token", at=at,
    )  # fmt: skip


if __name__ == "__main__":
    main()
