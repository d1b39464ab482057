"""``truetonne import fuels``: batches of fuel out of a file, booked one by one; another person issues them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from truetonne.cli.console import bootstrap_django, fail, json_option
from truetonne.cli.fact_files import FactRecord, read_facts_file

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.supply.actions.book_fuel_batch import NewFuelBatch
    from truetonne.supply.fuels.figures import Figure
    from truetonne.supply.registry_records.report import RowNote
    from truetonne.supply.registry_records.vocabulary import Outcome

TEXTS = (
    "registry", "registry_record", "producer", "facility", "production_batch", "fuel", "feedstock", "feedstock_country",
    "certification_scheme", "certificate_number", "sustainability_proof", "temperature_basis", "reference_id",
    "delivery_place", "market", "mode", "fuel_user_name", "surrendered_by",
)  # fmt: skip
DAYS = ("certificate_valid_from", "certificate_valid_until", "delivered_on", "surrendered_on", "expires_on")


class RowWrong(ValueError):
    """A row cannot become a batch; carries the column, the value and the reason."""

    def __init__(self, *, field: str, value: str, reason: str) -> None:
        super().__init__(f"{field} = {value!r}: {reason}")
        self.field = field
        self.value = value
        self.reason = reason


@click.command(name="fuels")
@click.option("--by", metavar="EMAIL", required=True, help="Who books; that person cannot issue the batches.")
@json_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
def fuels(files: tuple[Path, ...], *, by: str, json_path: str | None) -> None:
    """Book batches of fuel: .csv, .txt, .xlsx, .parquet, .json or .jsonl, each also as .gz, one batch a row.

    Columns: registry, producer, facility, production_batch, fuel, feedstock, volume_l, three figures with their basis
    (density, intensity, reference: a name of the parameter set, or a value with its source) and the proofs' numbers;
    docs/how-to/book-fuel-batches.md lists them all. Read = accepted + known + held + refused.
    """
    for path in files:
        if not path.is_file():
            fail(f"{path}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.cli.import_report import exit_code, print_report, write_report
    from truetonne.people.models import Person
    from truetonne.supply.registry_records.report import Amount, FileFacts, Report, Totals

    person = Person.objects.filter(email=by.strip().lower(), is_active=True).first()
    if person is None:
        fail(f"--by {by}: nobody signs in with this address", fix="Name a person of the exchange")
    at = datetime.now(UTC)
    amounts: dict[Outcome, Amount] = {}
    notes: list[RowNote] = []
    facts = []
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        facts.append(FileFacts(name=path.name, table="fuels", encoding=_encoding(path), sha256=digest))
        for number, record in enumerate(read_facts_file(path=path, mapping=None), 1):
            outcome, kg, note = _book(record=record, file=path.name, number=number, person_id=person.pk, at=at)
            amounts[outcome] = amounts.get(outcome, Amount()) + Amount(rows=1, kg=kg)
            notes += [note] if note is not None else []
    report = Report(
        program="fuel", edition=at.date().isoformat(), is_complete=False, files=tuple(facts),
        by_table={"fuels": Totals(amounts=amounts)}, findings=(),
    ).as_json()  # fmt: skip
    write_report(path=json_path, report=report, rows=notes)
    if json_path != "-":
        print_report(report=report, rows=notes)
    sys.exit(exit_code(report=report))


def _encoding(path: Path) -> str:
    """Return how a file's text is written, or its kind where it holds no text."""
    from truetonne.supply.registry_records.files import FileUnreadable, open_source

    try:
        return open_source(path=path).encoding
    except FileUnreadable:
        return "utf-8"


def _book(
    *, record: FactRecord, file: str, number: int, person_id: UUID, at: datetime
) -> tuple[Outcome, int, RowNote | None]:
    """Book one row; returns its outcome, its kilograms, and what is said of a row that was not accepted."""
    from truetonne.edge.identifiers import new_id
    from truetonne.edge.problems import find_problem
    from truetonne.supply.actions.book_fuel_batch import book_fuel_batch
    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.models import FuelBatch
    from truetonne.supply.registry_records.report import RowNote
    from truetonne.supply.registry_records.vocabulary import Outcome

    def note(outcome: Outcome, *, code: str, field: str, value: str, reason: str) -> RowNote:
        return RowNote(
            file=file, record=str(number), table="fuels", outcome=outcome.value, code=code, field=field, value=value,
            reason=reason, kg=0,
        )  # fmt: skip

    if record.reason:
        return (
            Outcome.REFUSED,
            0,
            note(Outcome.REFUSED, code="file_unreadable", field="", value="", reason=record.reason),
        )
    try:
        batch = read_batch_row(facts=record.facts)
    except RowWrong as wrong:
        said = note(Outcome.REFUSED, code="invalid_request", field=wrong.field, value=wrong.value, reason=wrong.reason)
        return Outcome.REFUSED, 0, said
    same = FuelBatch.objects.filter(
        certification_scheme=batch.certification_scheme, sustainability_proof=batch.sustainability_proof,
        production_batch=batch.production_batch, volume_ml=batch.volume_ml,
    ).first()  # fmt: skip
    if same is not None:
        return Outcome.KNOWN, same.kg, None
    try:
        by = By(person_id=person_id, request_id=str(new_id()), at=at)
        stored = book_fuel_batch(batch_id=new_id(), batch=batch, by=by)
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        said = note(Outcome.REFUSED, code=problem.code, field="", value="", reason=str(refusal))
        return Outcome.REFUSED, 0, said
    return Outcome.ACCEPTED, stored.kg, None


def read_batch_row(*, facts: Mapping[str, object]) -> NewFuelBatch:
    """Return the batch that a row states. Raises RowWrong with the column, the value and the reason."""
    from truetonne.supply.actions.book_fuel_batch import NewFuelBatch
    from truetonne.supply.fuels.states import PROGRAMS

    known = {*TEXTS, *DAYS, "volume_l", "mass_kg", "is_co_processed", "is_offset_issued", "regulatory_uses",
             "other_registries", "surrendered_programs", "fuel_user_domain", *_figure_columns()}  # fmt: skip
    for name in facts:
        if name not in known:
            raise RowWrong(field=name, value=str(facts[name]), reason="no column of a fuel batch has this name")
    given: dict[str, Any] = {name: _text(facts, name) for name in TEXTS} | {name: _day(facts, name) for name in DAYS}
    volume = _decimal(facts, "volume_l")
    if volume is None:
        raise RowWrong(field="volume_l", value="", reason="a batch names the litres of its neat fuel")
    mass = _decimal(facts, "mass_kg")
    return NewFuelBatch(
        **given,
        fuel_user_id=_fuel_user(domain=str(facts.get("fuel_user_domain", ""))),
        volume_ml=int(volume * 1_000),
        mass_kg=None if mass is None else int(mass),
        is_co_processed=facts.get("is_co_processed") is True,
        is_offset_issued=facts.get("is_offset_issued") is True,
        regulatory_uses=_listed(facts, "regulatory_uses"),
        other_registries=_listed(facts, "other_registries"),
        surrendered_programs=_listed(facts, "surrendered_programs") or PROGRAMS,
        density=_figure(facts, "density"),
        intensity=_figure(facts, "intensity"),
        reference=_figure(facts, "reference"),
    )


def _fuel_user(*, domain: str) -> UUID | None:
    """Return the member with this web domain, None where none is named. Raises RowWrong for a domain of nobody."""
    from truetonne.people.models import Organization

    if not domain:
        return None
    found = Organization.objects.filter(domain=domain.strip().lower()).values_list("pk", flat=True).first()
    if found is None:
        raise RowWrong(field="fuel_user_domain", value=domain, reason="no member has this web domain")
    return found


def _figure_columns() -> Iterator[str]:
    for name in ("density", "intensity", "reference"):
        yield from (name, f"{name}_value", f"{name}_basis", f"{name}_source")
    yield from ("intensity_wtt", "intensity_ttw", "intensity_biogenic")


def _figure(facts: Mapping[str, object], name: str) -> Figure:
    from truetonne.supply.fuel_forms import own_figure
    from truetonne.supply.fuels.figures import find_figure, list_densities, list_intensities, list_references

    figures = {"density": list_densities, "intensity": list_intensities, "reference": list_references}[name]()
    key = str(facts.get(name, ""))
    if key:
        found = find_figure(figures=figures, key=key)
        if found is None:
            known = "; ".join(one.key for one in figures)
            raise RowWrong(field=name, value=key, reason=f"known figures are {known}")
        return found
    wtt, ttw = _decimal(facts, "intensity_wtt"), _decimal(facts, "intensity_ttw")
    value = _decimal(facts, f"{name}_value")
    if name == "intensity" and wtt is not None and ttw is not None:
        value = wtt + ttw
    source, basis = str(facts.get(f"{name}_source", "")), str(facts.get(f"{name}_basis", ""))
    if value is None or not source or basis not in ("LHV", "HHV"):
        reason = f"name a figure, or give {name}_value, {name}_basis (LHV or HHV) and {name}_source"
        raise RowWrong(field=name, value="", reason=reason)
    if name != "intensity":
        return own_figure(value=value, basis=basis, source=source)
    biogenic = _decimal(facts, "intensity_biogenic") or Decimal(0)
    return own_figure(value=value, basis=basis, source=source, wtt=wtt, ttw=ttw, biogenic=biogenic)


def _text(facts: Mapping[str, object], name: str) -> str:
    value = str(facts.get(name, "")).strip()
    if not value:
        raise RowWrong(field=name, value="", reason="this is needed")
    return value


def _day(facts: Mapping[str, object], name: str) -> date:
    text = _text(facts, name)
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise RowWrong(field=name, value=text, reason="write a day such as 2026-01-31") from None


def _decimal(facts: Mapping[str, object], name: str) -> Decimal | None:
    text = str(facts.get(name, "")).strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise RowWrong(field=name, value=text, reason="write digits with a point") from None
    if not number.is_finite() or number < 0:
        raise RowWrong(field=name, value=text, reason="a number of 0 or more is due")
    return number


def _listed(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = facts.get(name, "")
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return tuple(part.strip() for part in str(value).replace(";", ",").split(",") if part.strip())
