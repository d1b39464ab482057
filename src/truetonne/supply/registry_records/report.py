"""The one report of every load: totals, findings, and each row that was not accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import CODES, Outcome, Severity

Json = Mapping[str, object]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Rows and kilograms, always together."""

    rows: int = 0
    kg: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(rows=self.rows + other.rows, kg=self.kg + other.kg)

    def as_json(self) -> dict[str, object]:
        """As the report prints it."""
        return {"rows": self.rows, "kg": self.kg}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """read = accepted + known + held + refused."""

    amounts: Mapping[Outcome, Amount] = field(default_factory=dict)

    def of(self, outcome: Outcome) -> Amount:
        """The amount of one outcome."""
        return self.amounts.get(outcome, Amount())

    @property
    def read(self) -> Amount:
        """The sum of the four outcomes."""
        return sum(self.amounts.values(), Amount())

    def __add__(self, other: Totals) -> Totals:
        return Totals(amounts={o: self.of(o) + other.of(o) for o in Outcome})

    def as_json(self) -> dict[str, object]:
        """As the report prints it."""
        return {"read": self.read.as_json(), **{o.value: self.of(o).as_json() for o in Outcome}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A coded observation with its facts. ``table`` is blank where it concerns no table of a load."""

    code: str
    facts: Json
    table: str = ""
    rows: int = 0
    kg: int = 0
    severity: Severity | None = None

    def as_json(self) -> dict[str, object]:
        """As the report prints it."""
        severity = self.severity or CODES[self.code][0]
        return {
            "code": self.code,
            "severity": severity.value,
            "table": self.table,
            "rows": self.rows,
            "kg": self.kg,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What was read."""

    name: str
    table: str
    encoding: str
    sha256: str

    def as_json(self) -> dict[str, object]:
        """As the report prints it."""
        return {"name": self.name, "table": self.table, "encoding": self.encoding, "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """A row that was not accepted, or a run of known rows as one record range."""

    file: str
    record: str
    table: str
    outcome: str
    code: str
    field: str
    value: str
    reason: str
    kg: int

    def as_json(self) -> dict[str, object]:
        """As the report prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A load's report without its rows, which may be many and are read from where they are kept."""

    program: str
    edition: str
    is_complete: bool
    files: tuple[FileFacts, ...]
    by_table: Mapping[str, Totals]
    findings: tuple[Finding, ...]

    @property
    def totals(self) -> Totals:
        """The tables' totals together."""
        return sum(self.by_table.values(), Totals())

    def as_json(self, *, rows: Iterable[RowNote] = ()) -> dict[str, object]:
        """The report as printed; ``rows`` become its list of rows."""
        return {
            "program": self.program,
            "edition": self.edition,
            "complete": self.is_complete,
            "files": [file.as_json() for file in self.files],
            "totals": self.totals.as_json(),
            "by_table": {table: totals.as_json() for table, totals in self.by_table.items()},
            "findings": [finding.as_json() for finding in self.findings],
            "rows": [row.as_json() for row in rows],
        }


_ONE_BY_ONE = frozenset({"over_retired", "conservation_broken", "total_mismatch", "implausible_value"})
"""Remarks that are a finding each; others are counted together by the word that caused them."""
FINDINGS_MAX = 1_000
"""So many findings of one code are listed one by one; what lies beyond is counted in one more."""


class RemarkTally:
    """Collects the remarks on rows while they stream by, in bounded memory."""

    def __init__(self) -> None:
        self._single: dict[str, list[Finding]] = {}
        self._grouped: dict[tuple[str, str, str], list[int]] = {}
        self._beyond: dict[tuple[str, str], list[int]] = {}

    def add(self, *, row: RecordRow) -> None:
        """Take in one row's remarks."""
        for remark in row.remarks:
            if remark.code not in _ONE_BY_ONE:
                self._count(self._grouped, (remark.code, row.table.value, remark.value), row.kg)
                continue
            listed = self._single.setdefault(remark.code, [])
            if len(listed) < FINDINGS_MAX:
                facts = {"record": row.record, **(remark.facts or {})}
                listed.append(Finding(code=remark.code, table=row.table.value, rows=1, kg=row.kg, facts=facts))
            else:
                self._count(self._beyond, (remark.code, row.table.value), row.kg)

    def findings(self) -> list[Finding]:
        """All remarks as findings."""
        found = [finding for listed in self._single.values() for finding in listed]
        for (code, table), (rows, kg) in self._beyond.items():
            found.append(Finding(code=code, table=table, rows=rows, kg=kg, facts={"more": rows}))
        for (code, table, value), (rows, kg) in self._grouped.items():
            found.append(Finding(code=code, table=table, rows=rows, kg=kg, facts={"value": value}))
        return found

    @staticmethod
    def _count(tally: dict[Key, list[int]], key: Key, kg: int) -> None:
        counted = tally.setdefault(key, [0, 0])
        counted[0] += 1
        counted[1] += kg
