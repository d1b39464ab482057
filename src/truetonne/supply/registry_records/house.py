"""The layout every program has without saying so: the operator's own blocks, with columns named like the fields."""

from __future__ import annotations

from truetonne.supply.registry_records.mapping import FieldSpec, Mapping, TableSpec
from truetonne.supply.registry_records.values import ISO
from truetonne.supply.registry_records.vocabulary import Table

_OPTIONAL = (
    "project", "name", "vintage", "vintage_start", "vintage_end", "issued", "issuance", "status", "project_type",
    "methodology", "country", "labels", "developer", "class",
)  # fmt: skip


def with_house_layouts(*, mapping: Mapping) -> Mapping:
    """Return the mapping with two more holdings layouts: in tonnes (``quantity_t``) or kilograms (``quantity_kg``).

    The range stands in ``serial``, or in ``first`` and ``last`` where the program has no serial grammar.
    """
    ranges = ("serial",) if mapping.serial.patterns else ("first", "last")
    tables = tuple(_layout(unit=unit, ranges=ranges) for unit in ("t", "kg"))
    return mapping.model_copy(update={"tables": mapping.tables + tables})


def _layout(*, unit: str, ranges: tuple[str, ...]) -> TableSpec:
    columns = {
        **{name: FieldSpec(column=(name,)) for name in ranges},
        "quantity": FieldSpec(column=(f"quantity_{unit}",), thousands=""),
        **{name: FieldSpec(column=(name,), optional=True) for name in _OPTIONAL},
    }
    return TableSpec(
        table=Table.HOLDINGS,
        name=f"holdings ({unit})",
        unit="t" if unit == "t" else "kg",
        dates=(ISO,),
        columns=columns,
    )
