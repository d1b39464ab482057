"""The serial grammars of a mapping, compiled once per file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from truetonne.supply.registry_records.mapping import Mapping, PartDate
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.serials import Agreement, KeyPartMissing, SerialPattern
from truetonne.supply.registry_records.values import DateReader

_INCLUSIVE_ENDS = frozenset({"vintage_end", "credited_until"})


def compile_patterns(*, mapping: Mapping) -> tuple[SerialPattern, ...]:
    """Return the grammars in the order in which they are tried."""
    years_from = mapping.format.two_digit_years_from
    compiled = []
    for spec in mapping.serial.patterns:
        agreements = tuple(
            Agreement(
                field=field, part=said.part, dates=DateReader(formats=(said.date,), two_digit_years_from=years_from),
                add_days=1 if field in _INCLUSIVE_ENDS else 0,
            )
            if isinstance(said, PartDate)
            else Agreement(field=field, template=said)
            for field, said in spec.agrees.items()
        )  # fmt: skip
        key = mapping.serial.key if spec.key is None else spec.key
        compiled.append(
            SerialPattern(regex=re.compile(spec.pattern), key=key, key_prefix=spec.key_prefix, agreements=agreements)
        )
    return tuple(compiled)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparateColumns:
    """Ranges whose ends stand in columns of their own: the key comes from the row's other fields."""

    parts: tuple[str, ...]

    def key(self, *, row: RecordRow) -> str:
        """Join the key parts. Raises KeyPartMissing."""
        values = []
        for part in self.parts:
            value = getattr(row, part, None)
            if value in (None, ""):
                raise KeyPartMissing(part=part)
            values.append(str(value))
        return "/".join(values)


def separate_columns(*, mapping: Mapping) -> SeparateColumns:
    """Return how keys are made where first and last are columns."""
    return SeparateColumns(parts=mapping.serial.key)
