"""Decisions by program, methodology and version; only ``approved`` passes, and undecided is shown as undecided.

The table itself is not shipped, for its licence is not stated: the operator imports a copy. Source of the reading
rules: standards reference 9 (table published by the Integrity Council).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import Final

from truetonne.rules.ccp.versions import VersionRange, plain_text, read_ranges, read_version
from truetonne.rules.rule_set import Family
from truetonne.science.errors import InputMissing, InputRefused, WrongType

_CODE = re.compile(r"^(VMR?\d{4}|ACM\d{4}|AM\d{4}|AMS-[IVX]+\.[A-Z]+)", re.IGNORECASE)
_STATED_VERSION = re.compile(
    r"[\s,;:(-]+(?:v(?:er(?:sion)?)?\.?\s*)?(\d+(?:\.\d+)*)\)?(?:\s*\([^()]*\))?$", re.IGNORECASE
)
_TRAILING_VERSIONS = re.compile(r"[\s-]+v?\d+(?:\.\d+)*(?:\s*-\s*v?\d+(?:\.\d+)*)?\s*$", re.IGNORECASE)


class CcpState(StrEnum):
    """A methodology version's state. WITHDRAWN is from assessment, never from the registry."""

    APPROVED = "approved"
    REMEDIAL_ACTION = "remedial_action"
    DOES_NOT_MEET = "does_not_meet"
    VERY_UNLIKELY = "very_unlikely"
    WITHDRAWN = "withdrawn_from_assessment"
    UNDER_ASSESSMENT = "under_assessment"
    NOT_LISTED = "not_listed"
    AMBIGUOUS = "ambiguous"


class CcpTableRequired(InputRefused):
    """No table was handed over, and none is shipped."""

    code = "ccp_table_required"

    def __init__(self) -> None:
        super().__init__(
            field="rows",
            value=None,
            reason="the assessment table is not shipped, because its licence is not stated",
            fix="Import your copy of the published table with its date",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRow:
    """A program that is CCP-eligible, and the other names it goes by."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CcpPolicy:
    """Programs named eligible; the decisions by methodology are imported."""

    program: tuple[ProgramRow, ...]


ICVCM_CCP: Final = Family(id="icvcm-ccp", body=CcpPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class CcpRow:
    """A row of the table: its names as printed, the versions it covers and the decision."""

    program: str
    methodology: str
    versions: tuple[VersionRange, ...]
    state: CcpState


@dataclass(frozen=True, slots=True, kw_only=True)
class CcpTable:
    """The operator's copy of the table; ``dated`` is the day of the table, since rows carry none."""

    dated: date | None
    rows: tuple[CcpRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Why a unit has the label or has not: all three parts must hold. None is not known."""

    state: CcpState
    program_eligible: bool
    registry_tags_serial: bool | None

    @property
    def methodology_approved(self) -> bool:
        """Say whether the exact version is approved, which alone is not the label."""
        return self.state is CcpState.APPROVED

    @property
    def is_labelled(self) -> bool:
        """Say whether the unit carries the label."""
        return self.methodology_approved and self.program_eligible and self.registry_tags_serial is True


def read_rows(*, rows: Sequence[Mapping[str, object]]) -> tuple[CcpRow, ...]:
    """Return the rows of a table with ``programme`` (or ``program``), ``methodology``, ``versions``, ``decision``.

    A blank decision is under assessment. Raises InputMissing and WrongType with the row's place.
    """
    read = []
    for place, row in enumerate(rows):
        program = row.get("programme", row.get("program"))
        names = {"program": program, "methodology": row.get("methodology"), "versions": row.get("versions")}
        for name, value in names.items():
            if not isinstance(value, str) or not value.strip():
                raise InputMissing(field=f"rows[{place}].{name}", value=value, reason="a text is due")
        decision = str(row.get("decision") or "").strip() or CcpState.UNDER_ASSESSMENT
        if decision not in set(CcpState):
            fix = f"Write one of: {', '.join(CcpState)}"
            raise WrongType(field=f"rows[{place}].decision", value=decision, reason="no such decision", fix=fix)
        read.append(
            CcpRow(
                program=plain_text(text=str(program)),
                methodology=plain_text(text=str(names["methodology"])),
                versions=read_ranges(text=str(names["versions"]), field=f"rows[{place}].versions"),
                state=CcpState(decision),
            )
        )
    return tuple(read)


def read_table(*, text: str, dated: date | None = None) -> CcpTable:
    """Read the operator's copy from CSV with a header, or from JSON: a list of rows, or an object with ``rows``."""
    if text.lstrip()[:1] in {"[", "{"}:
        data = json.loads(text)
        rows = data.get("rows", []) if isinstance(data, dict) else data
    else:
        rows = list(csv.DictReader(StringIO(text.lstrip("\ufeff"))))
    return CcpTable(dated=dated, rows=read_rows(rows=rows))


def find_state(
    *,
    table: CcpTable,
    program: str,
    methodology: str | Sequence[str],
    version: str | None,
    program_names: Sequence[Sequence[str]] = (),
) -> CcpState:
    """Return the state of a methodology's version under a program.

    ``methodology`` is a code such as VM0047, a name, or the names of the table's rows. ``program_names`` are groups of
    names for one program each. NOT_LISTED where program, methodology or version is not in the table,
    AMBIGUOUS without a version or where rows disagree. Raises CcpTableRequired for an empty table.
    """
    if not table.rows:
        raise CcpTableRequired
    found = list_matching(table=table, program=program, methodology=methodology, program_names=program_names)
    if not found:
        return CcpState.NOT_LISTED
    if version is None or not version.strip():
        return CcpState.AMBIGUOUS
    exact = read_version(text=version)
    states = {row.state for row in found if any(one.holds(version=exact) for one in row.versions)}
    if not states:
        return CcpState.NOT_LISTED
    return states.pop() if len(states) == 1 else CcpState.AMBIGUOUS


def list_matching(
    *, table: CcpTable, program: str, methodology: str | Sequence[str], program_names: Sequence[Sequence[str]] = ()
) -> tuple[CcpRow, ...]:
    """Return the rows about a methodology under a program, of whatever version; arguments as of ``find_state``."""
    wanted = {_key(program)}
    for group in program_names:
        keys = {_key(name) for name in group}
        wanted |= keys if keys & {_key(program)} else set()
    names = (methodology,) if isinstance(methodology, str) else tuple(methodology)
    return tuple(row for row in table.rows if _key(row.program) in wanted and any(_fits(row, name) for name in names))


def name_methodology(*, text: str) -> tuple[tuple[str, ...], str | None]:
    """Return the names that a text calls a methodology by (whole, and its code where it begins with one) and its version.

    >>> name_methodology(text="ACM0001: Flaring of landfill gas v19.0")
    (('ACM0001: Flaring of landfill gas', 'ACM0001'), '19.0')
    """
    plain = plain_text(text=text)
    stated = _STATED_VERSION.search(plain)
    name = plain[: stated.start()] if stated else plain
    code = _CODE.match(name)
    names = (name, code[0]) if code and code[0] != name else (name,)
    return names, stated[1] if stated else None


def is_program_eligible(*, program: str, policy: CcpPolicy) -> bool:
    """Say whether a program is among those named eligible, by any of its names."""
    wanted = _key(program)
    return any(wanted in {_key(row.name), *(_key(alias) for alias in row.aliases)} for row in policy.program)


def _fits(row: CcpRow, name: str) -> bool:
    asked = plain_text(text=name)
    if _key(row.methodology) == _key(asked):
        return True
    bare, bare_asked = _bare(row.methodology), _bare(asked)
    if bare == bare_asked:
        return True
    asked_code, code = _CODE.match(asked), _CODE.match(row.methodology)
    if asked_code is None or code is None or asked.rstrip(".") != asked_code[0]:
        return False
    return _key(code[0]) == _key(asked_code[0])


def _bare(name: str) -> str:
    return _key(_TRAILING_VERSIONS.sub("", name))


def _key(name: str) -> str:
    return plain_text(text=name).casefold()
