"""What a mapping file may say. The meaning of every key is in docs/reference/registry-mappings.md."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from truetonne.supply.registry_records.values import ISO, InvalidDateFormat, compile_date_format
from truetonne.supply.registry_records.vocabulary import (
    CreditClass,
    Delivery,
    Standing,
    Table,
    UnitStatus,
    UseReason,
)


class FieldKind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    QUANTITY = "quantity"
    BALANCE = "balance"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"


_T, _Q, _D = FieldKind.TEXT, FieldKind.QUANTITY, FieldKind.DATE
FIELD_KINDS: dict[str, FieldKind] = {
    "project": _T, "name": _T, "status": _T, "developer": _T, "country": _T, "project_type": _T, "methodology": _T,
    "class": _T, "website": _T, "serial": _T, "batch": _T, "transaction": _T, "issuance": _T, "labels": _T,
    "holder": _T, "beneficiary": _T, "reason": _T, "purpose": _T, "host_country_use": _T,
    "first": FieldKind.NUMBER, "last": FieldKind.NUMBER, "vintage": FieldKind.YEAR,
    "vintage_start": _D, "vintage_end": _D, "issued": _D, "used": _D, "credited_from": _D, "credited_until": _D,
    "quantity": _Q, "buffer": _Q, "buffer_used": _Q, "gross": _Q, "vintage_total": _Q,
    "total_issued": _Q, "total_retired": _Q, "total_cancelled": _Q, "total_reversed": _Q,
    "total_remaining": FieldKind.BALANCE,
}  # fmt: skip
"""Every field that a mapping may fill, and how its cells are read."""

_SHARED = {"project", "name", "country", "developer", "project_type", "methodology", "class", "website", "status"}
_UNITS = _SHARED | {
    "serial", "first", "last", "batch", "transaction", "issuance", "labels", "holder", "quantity", "vintage",
    "vintage_start", "vintage_end", "issued",
}  # fmt: skip
FIELDS_OF: dict[Table, frozenset[str]] = {
    Table.PROJECTS: frozenset(
        _SHARED
        | {"credited_from", "credited_until", "total_issued", "total_retired", "total_cancelled", "total_remaining"}
    ),
    Table.ISSUANCES: frozenset(
        _UNITS
        | {"buffer", "buffer_used", "gross", "vintage_total", "total_retired", "total_cancelled", "total_reversed"}
    ),
    Table.RETIREMENTS: frozenset(
        _UNITS | {"used", "beneficiary", "reason", "purpose", "host_country_use", "vintage_total"}
    ),
    Table.HOLDINGS: frozenset(_UNITS),
}
FIELDS_OF[Table.CANCELLATIONS] = FIELDS_OF[Table.REVERSALS] = FIELDS_OF[Table.RETIREMENTS]
NEEDED: dict[Table, tuple[str, ...]] = {
    Table.PROJECTS: ("project", "name", "status"),
    Table.ISSUANCES: ("project", "quantity", "issued"),
    Table.RETIREMENTS: ("quantity", "used"),
    Table.CANCELLATIONS: ("quantity",),
    Table.REVERSALS: ("project", "quantity"),
    Table.HOLDINGS: ("quantity",),
}
"""Fields without which a table is of no use; a serial grammar may supply ``project``."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _regex(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return text


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Regex = Annotated[str, AfterValidator(_regex)]


class Section(BaseModel):
    """Unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, populate_by_name=True)


class FieldSpec(Section):
    """Where a field comes from and how it is read."""

    column: Texts = ()
    fallback: Texts = ()
    sum: Texts = ()
    constant: str | None = None
    optional: bool = False
    pattern: Regex | None = None
    words: dict[str, str] = Field(default_factory=dict)
    contains: dict[str, str] = Field(default_factory=dict)
    dates: Texts = ()
    blanks: Texts = ()
    unit: Literal["t", "kg"] | None = None
    thousands: str | None = None
    negative: bool = False
    inclusive: bool = True

    @model_validator(mode="after")
    def _one_source(self) -> FieldSpec:
        if sum((bool(self.column), bool(self.sum), self.constant is not None)) != 1:
            raise ValueError("give exactly one of column, sum or constant")
        return self


def _as_field(value: object) -> object:
    return {"column": value} if isinstance(value, str | list) else value


Columns = dict[str, Annotated[FieldSpec, BeforeValidator(_as_field)]]


class Condition(Section):
    """Which rows a kind of row is for."""

    column: str
    filled: bool | None = None
    equals: Texts = ()
    matches: Regex | None = None

    @model_validator(mode="after")
    def _one_test(self) -> Condition:
        if sum((self.filled is not None, bool(self.equals), self.matches is not None)) != 1:
            raise ValueError("give exactly one of filled, equals or matches")
        return self


class RowKind(Section):
    """One kind of row in a file that mixes them."""

    table: Table
    when: Condition | None = None
    columns: Columns = Field(default_factory=dict)


class Stop(Section):
    """The row at which a table ends."""

    column: str
    equals: str


class FileFormat(Section):
    """How a source writes numbers and dates; a table may say otherwise."""

    dates: Texts = ()
    two_digit_years_from: int | None = None
    thousands: str = ""
    decimal: str = "."
    unit: Literal["t", "kg"] = "t"
    blanks: Texts = ()
    delimiter: str = ""

    @model_validator(mode="after")
    def _check(self) -> FileFormat:
        if self.thousands and self.thousands == self.decimal:
            raise ValueError("thousands and decimal must differ")
        check_dates(texts=self.dates, two_digit_years_from=self.two_digit_years_from)
        return self


def check_dates(*, texts: tuple[str, ...], two_digit_years_from: int | None) -> None:
    """Refuse a date format that cannot be read. Raises ValueError."""
    for text in texts:
        if text != ISO:
            try:
                compile_date_format(text=text, two_digit_years_from=two_digit_years_from)
            except InvalidDateFormat as error:
                raise ValueError(str(error)) from None


class TableSpec(Section):
    """One layout of one file."""

    table: Table | None = None
    name: str = ""
    sheet: str = ""
    stop: Stop | None = None
    dates: Texts = ()
    thousands: str | None = None
    unit: Literal["t", "kg"] | None = None
    blanks: Texts = ()
    delimiter: str = ""
    columns: Columns
    rows: tuple[RowKind, ...] = ()
    identity: Texts = ()
    several: bool = False
    program: Annotated[FieldSpec | None, BeforeValidator(_as_field)] = None

    @model_validator(mode="after")
    def _check(self) -> TableSpec:
        if (self.table is None) == (not self.rows):
            raise ValueError("give table = one of the tables, or [[tables.rows]] for a file that mixes them")
        for kind in self.kinds:
            self._check_kind(kind=kind)
        return self

    def _check_kind(self, *, kind: RowKind) -> None:
        columns = self.columns | kind.columns
        known = FIELDS_OF[kind.table] | (frozenset().union(*FIELDS_OF.values()) if self.rows else frozenset())
        for name in columns:
            if name not in known:
                raise ValueError(f"{name!r} is no field of {kind.table}; fields: {', '.join(sorted(known))}")
        for name in self.identity:
            if name not in FIELD_KINDS:
                raise ValueError(f"identity names {name!r}, which is no field")

    @property
    def kinds(self) -> tuple[RowKind, ...]:
        """The kinds of rows, in the order in which they are tried."""
        return self.rows or (RowKind(table=self.table),)  # type: ignore[arg-type]

    @property
    def title(self) -> str:
        """What reports call this layout."""
        return self.name or (self.table.value if self.table else "+".join(dict.fromkeys(k.table for k in self.rows)))


class PartDate(Section):
    """A named part of the serial number that is a date."""

    part: str
    date: str


class SerialSpec(Section):
    """One serial grammar."""

    pattern: Regex
    key: Texts | None = None
    key_prefix: str = ""
    agrees: dict[str, str | PartDate] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _parts(self) -> SerialSpec:
        named = set(re.compile(self.pattern).groupindex)
        if not ({"first", "last"} <= named or "serial" in named):
            raise ValueError("name the parts (?P<first>...) and (?P<last>...), or (?P<serial>...) for single units")
        for name in self.agrees:
            if name not in FIELD_KINDS:
                raise ValueError(f"agrees names {name!r}, which is no field")
        return self


class SerialSection(Section):
    """The grammars of a program, tried in order."""

    key: Texts = ()
    patterns: Annotated[
        tuple[Annotated[SerialSpec, BeforeValidator(lambda v: {"pattern": v} if isinstance(v, str) else v)], ...],
        BeforeValidator(_as_list),
    ] = ()


class StatusSection(Section):
    """Project status words by what they mean for sale. Any other word blocks."""

    sellable: Texts = ()
    watch: Texts = ()
    blocked: Texts = ()

    @model_validator(mode="after")
    def _once(self) -> StatusSection:
        words = [fold_word(text=w) for w in (*self.sellable, *self.watch, *self.blocked)]
        twice = sorted({w for w in words if words.count(w) > 1})
        if twice:
            raise ValueError(f"stands in more than one list: {', '.join(twice)}")
        return self

    def standings(self) -> dict[str, Standing]:
        """Each word, folded, with what it means."""
        lists = ((self.sellable, Standing.SELLABLE), (self.watch, Standing.WATCH), (self.blocked, Standing.BLOCKED))
        return {fold_word(text=word): standing for words, standing in lists for word in words}


class BufferSection(Section):
    """Where buffer contributions stand: inside the issued quantity or beside it, and which project types have one."""

    inside: bool = True
    types: Texts | None = None


class IssuanceSection(Section):
    """How uses and holdings find their issuance, and what an issuance row's quantity is."""

    match: Literal["serial"] | Texts = ("project", "vintage")
    quantity: Literal["issued", "remaining"] = "issued"


class ProgramSection(Section):
    """The registry itself."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,31}$")]
    name: Annotated[str, Field(min_length=1, max_length=200)]
    website: str = ""
    aliases: Texts = ()
    unit_kg: Annotated[int, Field(ge=1, le=1_000_000)] = 1_000
    delivery: Delivery = Delivery.EX_POST
    ex_ante: Texts = ()
    synthetic: bool = False


class Mapping(Section):
    """A whole mapping file."""

    program: ProgramSection
    format: FileFormat = FileFormat()
    serial: SerialSection = SerialSection()
    statuses: StatusSection = StatusSection()
    unit_statuses: dict[str, UnitStatus] = Field(default_factory=dict)
    classes: dict[str, CreditClass] = Field(default_factory=dict)
    reasons: dict[str, UseReason] = Field(default_factory=dict)
    buffer: BufferSection = BufferSection()
    issuance: IssuanceSection = IssuanceSection()
    tables: tuple[TableSpec, ...] = ()


def fold_word(*, text: str) -> str:
    """Return a word of a vocabulary without case and doubled blanks, as it is compared."""
    return " ".join(text.split()).casefold()
