"""Our retirements against the registry's own records: what matches is confirmed in the log, what differs is found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.ledger import actions as ledger
from truetonne.ledger import queries
from truetonne.ledger.actions.confirm import NothingToConfirm
from truetonne.ledger.values import Confirmation, LotState, LotUse
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Holding, ImportRun, Program, RegistryUse
from truetonne.supply.registry_records.names import is_same_name
from truetonne.supply.registry_records.report import Finding
from truetonne.supply.registry_records.vocabulary import Severity, Table
from truetonne.supply.serial_ranges import Range, clip_ranges, count_serials, merge_ranges, subtract_ranges

_LINES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A lot with our lines of it and the registry's uses that meet it."""

    lot: LotState
    lines: tuple[LotUse, ...]
    uses: tuple[RegistryUse, ...]


def confirm_retirements(*, program: str, request_id: str, at: datetime) -> list[Finding]:
    """Confirm our retirements that the registry's records show whole; return every difference with both figures.

    A retirement is confirmed once all serials that one of its lines opened are in retirements of the registry, however
    those are cut; the certificate's page then shows the date, its body stays. Running it again changes nothing.
    Called by imports and by ``reconcile``.
    """
    findings: list[Finding] = []
    for pair in _pairs(program=program):
        retired = _ranges(uses=[use for use in pair.uses if use.kind == Table.RETIREMENTS.value])
        matched = [line for line in _retirements(pair.lines) if _is_covered(line=line, ranges=retired)]
        _confirm(pair=pair, lines=matched, request_id=request_id, at=at)
        findings += _find_foreign(pair=pair)
        findings += _find_other_beneficiaries(pair=pair, lines=matched)
    return findings


def find_unconfirmed(*, program: str) -> list[Finding]:
    """Find lots of which we retired what the registry's records do not show yet, with both figures."""
    findings = []
    for lot in list_lots_of(holdings=tuple(Holding.objects.filter(program_id=program))):
        if lot.retired_kg == 0:
            continue
        uses = _uses_of(lot=lot)
        ours = merge_ranges(
            ranges=[(line.serials.first, line.serials.last) for line in _retirements(_lines_of(lot=lot))]
        )
        shown = _ranges(uses=[use for use in uses if use.kind == Table.RETIREMENTS.value])
        missing = subtract_ranges(ranges=ours, others=shown)
        if missing:
            facts = {
                "program": program, "lot": show_id(prefix="lot", id=lot.lot_id), "key": lot.key,
                "ours_kg": count_serials(ranges=ours) * lot.unit_kg,
                "registry_kg": (count_serials(ranges=ours) - count_serials(ranges=missing)) * lot.unit_kg,
                "missing": [f"{first} to {last}" for first, last in missing[:10]],
            }  # fmt: skip
            kg = count_serials(ranges=missing) * lot.unit_kg
            findings.append(
                Finding(code="registry_retirement_missing", table="retirements", rows=1, kg=kg, facts=facts)
            )
    return findings


def _pairs(*, program: str) -> Iterator[_Pair]:
    met = Holding.objects.filter(program_id=program).extra(
        where=[
            "EXISTS (SELECT 1 FROM supply_registryuse u WHERE u.program = supply_holding.program_id"
            " AND u.key = supply_holding.key AND u.first <= supply_holding.last AND u.last >= supply_holding.first"
            " AND u.kind <> 'reversals' AND NOT u.is_contested)"
        ]
    )
    for lot in list_lots_of(holdings=tuple(met.order_by("recorded_at", "id"))):
        uses = _uses_of(lot=lot)
        if uses:
            yield _Pair(lot=lot, lines=_lines_of(lot=lot), uses=uses)


def _uses_of(*, lot: LotState) -> tuple[RegistryUse, ...]:
    met = RegistryUse.objects.filter(program=lot.program, key=lot.key, first__lte=lot.last, last__gte=lot.first)
    return tuple(met.filter(is_contested=False).exclude(kind=Table.REVERSALS.value).order_by("first", "id"))


def _lines_of(*, lot: LotState) -> tuple[LotUse, ...]:
    lines: list[LotUse] = []
    while True:
        after = lines[-1].line_id if lines else -1
        more = queries.lines_of_lot(lot_id=lot.lot_id, after=after, limit=_LINES)
        lines += more
        if len(more) < _LINES:
            return tuple(lines)


def _retirements(lines: Sequence[LotUse]) -> list[LotUse]:
    return [line for line in lines if line.retirement_id is not None]


def _ranges(*, uses: Sequence[RegistryUse]) -> tuple[Range, ...]:
    return merge_ranges(
        ranges=[(use.first, use.last) for use in uses if use.first is not None and use.last is not None]
    )


def _is_covered(*, line: LotUse, ranges: Sequence[Range]) -> bool:
    return any(first <= line.serials.first and line.serials.last <= last for first, last in ranges)


def _confirm(*, pair: _Pair, lines: Sequence[LotUse], request_id: str, at: datetime) -> None:
    by_retirement: dict[UUID, list[LotUse]] = {}
    for line in lines:
        if line.retirement_id is not None:
            by_retirement.setdefault(line.retirement_id, []).append(line)
    for retirement_id, own in by_retirement.items():
        for line in own:
            confirmation = Confirmation(
                retirement_id=retirement_id, line_ids=(line.line_id,), evidence=_evidence(pair=pair, line=line)
            )
            try:
                ledger.confirm_registry(
                    confirmation=confirmation, request_id=f"{request_id}/confirm/{line.line_id}", at=at
                )
            except NothingToConfirm:
                continue


def _evidence(*, pair: _Pair, line: LotUse) -> dict[str, object]:
    """What the log says of the registry's record: whose file of which day shows which transaction."""
    shown = next(u for u in pair.uses if (u.first or 0) <= line.serials.last and (u.last or 0) >= line.serials.first)
    run = ImportRun.objects.filter(pk=shown.run).first()
    facts = {
        "registry": Program.objects.get(pk=pair.lot.program).name,
        "edition": run.edition.isoformat() if run is not None else "",
        "serials": shown.serial,
        "retired_on": shown.used_on.isoformat() if shown.used_on is not None else "",
        "transaction": shown.transaction,
    }
    return {name: value for name, value in facts.items() if value}


def _find_foreign(*, pair: _Pair) -> list[Finding]:
    """Serials of ours that the registry shows as used and we do not: an error that a person must look at."""
    lot = pair.lot
    shown = clip_ranges(ranges=_ranges(uses=pair.uses), first=lot.first, last=lot.last)
    ours = [(line.serials.first, line.serials.last) for line in pair.lines]
    foreign = subtract_ranges(ranges=shown, others=ours)
    if not foreign:
        return []
    kg = count_serials(ranges=foreign) * lot.unit_kg
    facts = {
        "program": lot.program, "lot": show_id(prefix="lot", id=lot.lot_id), "key": lot.key,
        "registry_kg": count_serials(ranges=shown) * lot.unit_kg, "ours_kg": lot.retired_kg + lot.cancelled_kg,
        "only_at_registry": [f"{first} to {last}" for first, last in foreign[:10]],
    }  # fmt: skip
    return [Finding(code="registry_retirement_differs", table="retirements", rows=1, kg=kg, facts=facts)]


def _find_other_beneficiaries(*, pair: _Pair, lines: Sequence[LotUse]) -> list[Finding]:
    """Names that differ are shown beside each other; nobody is matched by a part of a name."""
    findings = []
    for line in lines:
        if line.retirement_id is None:
            continue
        said = [u for u in pair.uses if (u.first or 0) <= line.serials.last and (u.last or 0) >= line.serials.first]
        names = _beneficiary_names(retirement_id=line.retirement_id)
        for use in said:
            if not use.beneficiary or not names or any(is_same_name(one=name, other=use.beneficiary) for name in names):
                continue
            facts = {
                "program": pair.lot.program, "serials": use.serial, "registry_beneficiary": use.beneficiary,
                "our_beneficiary": names[0], "retirement": show_id(prefix="ret", id=line.retirement_id),
            }  # fmt: skip
            findings.append(
                Finding(
                    code="registry_retirement_differs", table="retirements", rows=1, kg=line.kg, facts=facts,
                    severity=Severity.WARNING,
                )
            )  # fmt: skip
    return findings


def _beneficiary_names(*, retirement_id: UUID) -> tuple[str, ...]:
    """The beneficiary's public names on our certificate; none while its name is hidden."""
    body = json.loads(queries.get_retirement(retirement_id=retirement_id).retirement.body)
    beneficiary = body.get("beneficiary", {}) if isinstance(body, dict) else {}
    return tuple(str(beneficiary[name]) for name in ("display_name", "legal_name") if beneficiary.get(name))
