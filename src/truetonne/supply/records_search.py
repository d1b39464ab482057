"""Searching the registries' public records, and gathering what was retired for a beneficiary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from truetonne.supply.registry_records.names import normalize_name

FOUND_MAX = 10_000

# What the newest edition of a record says wins; the stored row keeps what it said first.
_USES = """
SELECT u.id, u.program, u.kind, u.project, u.name, u.vintage, u.serial, u.first, u.last, u.kg, u.used_on,
       coalesce(e.cleaned ->> 'holder', u.holder) AS holder,
       coalesce(e.cleaned ->> 'beneficiary', u.beneficiary) AS beneficiary,
       coalesce(e.cleaned ->> 'reason', u.reason) AS reason, coalesce(e.cleaned ->> 'purpose', u.purpose) AS purpose,
       coalesce(e.cleaned ->> 'host_country_use', u.host_country_use) AS host_country_use, u.transaction, u.is_contested,
       u.run
FROM supply_registryuse u LEFT JOIN LATERAL (
    SELECT cleaned FROM supply_recordedition e WHERE e."table" = 'uses' AND e.record_id = u.id
    ORDER BY e.edition DESC, e.id DESC LIMIT 1
) e ON true
"""

_FIND = (
    """
SELECT * FROM (
    SELECT program, kind, project, name, vintage, serial, kg, used_on AS day, holder, beneficiary, reason, purpose,
           is_contested, id FROM ("""
    + _USES
    + """) uses
    UNION ALL
    SELECT program, 'issuances', project, name, vintage, coalesce(nullif(serial, ''), issuance), kg, issued_on, holder, '',
           '', '', is_contested, id FROM supply_registryissuance
    UNION ALL
    SELECT program_id, 'projects', ref, name, NULL, '', 0, NULL, developer, '', status, '', false, 0 FROM supply_project
) found
WHERE (%(program)s = '' OR program = %(program)s)
  AND concat_ws(' ', project, name, serial, holder, beneficiary, reason, purpose) ILIKE %(text)s
ORDER BY program, kind, day DESC NULLS LAST, project, id LIMIT %(most)s
"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFound:
    """A public record that a search met. ``table`` is projects, issuances, retirements, cancellations or reversals."""

    program: str
    table: str
    project: str
    name: str
    vintage: int | None
    serial: str
    kg: int
    day: date | None
    holder: str
    beneficiary: str
    reason: str
    purpose: str
    is_contested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One retirement of a statement, as its registry printed it."""

    program: str
    project: str
    name: str
    vintage: int | None
    serial: str
    first: int | None
    last: int | None
    kg: int
    retired_on: date | None
    holder: str
    beneficiary: str
    reason: str
    purpose: str
    host_country_use: str
    transaction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What public records show as retired on behalf of one name, and other spellings that were not counted."""

    beneficiary: str
    spellings: tuple[str, ...]
    lines: tuple[StatementLine, ...]
    not_counted: tuple[str, ...]

    @property
    def kg(self) -> int:
        """The sum of the lines."""
        return sum(line.kg for line in self.lines)

    def by_project(self) -> tuple[tuple[str, str, str, int], ...]:
        """Program, project, name and kilograms, in order."""
        sums: dict[tuple[str, str], tuple[str, int]] = {}
        for line in self.lines:
            name, kg = sums.get((line.program, line.project), (line.name, 0))
            sums[line.program, line.project] = (name or line.name, kg + line.kg)
        return tuple((program, project, name, kg) for (program, project), (name, kg) in sorted(sums.items()))

    def as_json(self) -> dict[str, object]:
        """As the statement is printed and published: integers, texts and ISO dates only."""
        return {
            "beneficiary": self.beneficiary,
            "kg": self.kg,
            "spellings": list(self.spellings),
            "not_counted": list(self.not_counted),
            "by_project": [
                {"program": program, "project": project, "name": name, "kg": kg}
                for program, project, name, kg in self.by_project()
            ],
            "lines": [_line_json(line=line) for line in self.lines],
        }


def find_records(*, text: str, program: str = "", limit: int = 100) -> tuple[RecordFound, ...]:
    """Return public records in which a text occurs, in any case: in serials, names, holders, reasons or purposes."""
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    parameters: dict[str, str | int] = {"program": program, "text": f"%{escaped}%", "most": min(limit, FOUND_MAX)}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, parameters)
        rows = cursor.fetchall()
    names = RecordFound.__slots__
    return tuple(RecordFound(**dict(zip(names, row, strict=False))) for row in rows)


def make_statement(*, beneficiary: str, program: str = "") -> Statement:
    """Return what the records show as retired on behalf of a beneficiary.

    Only rows whose beneficiary field equals the name count, once case, quotes and blanks are folded. Rows that only
    contain it, or name it in another field, are listed by spelling and never counted.
    """
    wanted = normalize_name(text=beneficiary)
    spellings = tuple(name for name in _list_beneficiaries(program=program) if normalize_name(text=name) == wanted)
    lines = _lines_for(spellings=spellings, program=program) if spellings and wanted else ()
    near = tuple(
        name
        for name in _list_beneficiaries(program=program)
        if wanted and wanted in normalize_name(text=name) and name not in spellings
    )
    return Statement(beneficiary=beneficiary, spellings=spellings, lines=lines, not_counted=near)


def _list_beneficiaries(*, program: str) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT beneficiary FROM supply_registryuse WHERE beneficiary <> '' AND (%(program)s = '' OR program ="
            " %(program)s) UNION SELECT cleaned ->> 'beneficiary' FROM supply_recordedition WHERE \"table\" = 'uses' AND"
            " cleaned ->> 'beneficiary' <> '' ORDER BY 1",
            {"program": program},
        )
        return tuple(str(row[0]) for row in cursor.fetchall())


def _lines_for(*, spellings: tuple[str, ...], program: str) -> tuple[StatementLine, ...]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT program, project, name, vintage, serial, first, last, kg, used_on, holder, beneficiary, reason,"
            f" purpose, host_country_use, transaction FROM ({_USES}) uses WHERE kind = 'retirements' AND NOT is_contested"
            " AND beneficiary = ANY(%(spellings)s) AND (%(program)s = '' OR program = %(program)s)"
            " ORDER BY program, used_on, project, serial, id",
            {"spellings": list(spellings), "program": program},
        )
        rows = cursor.fetchall()
    names = StatementLine.__slots__
    return tuple(StatementLine(**dict(zip(names, row, strict=True))) for row in rows)


def _line_json(*, line: StatementLine) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in line.__slots__:
        value = getattr(line, name)
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found
