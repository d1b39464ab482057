"""Issuing a destruction: a second person makes a lot of it, with set and horizon on it, once nothing stands against it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.requests import fingerprint
from truetonne.ledger import actions as ledger
from truetonne.ledger.values import NewLot
from truetonne.science.superpollutants.custody import REFUSED
from truetonne.supply.acceptances import require_accepted
from truetonne.supply.actions.dossier import record_entry
from truetonne.supply.actions.issue_fuel_batch import AlreadyIssued, SamePersonIssues
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.dossier.fields import Kind
from truetonne.supply.fuels.refusals import DoubleIssuance, NoSaving
from truetonne.supply.locks import lock_subject
from truetonne.supply.models import (
    DestroyedContainer,
    Destruction,
    DestructionIssue,
    Holding,
    ImportRun,
    Program,
    Project,
)
from truetonne.supply.registry_records.report import Amount, Report, Totals
from truetonne.supply.registry_records.vocabulary import Outcome, Standing
from truetonne.supply.states import RunKind

PROGRAM = "destruction"
PROGRAM_NAME = "Destruction records"
GAS_OF = {"HFC": "HFC", "ODS": "ODS", "LANDFILL_METHANE": "CH4", "COAL_MINE_METHANE": "CH4"}


class DestructionNotEligible(Exception):
    """The law of the day, or a container destroyed before, ends the matter; carries the findings' sentences."""

    code = "destruction_not_eligible"

    def __init__(self, *, findings: tuple[str, ...]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


class CustodyIncomplete(Exception):
    """Something is not shown yet; carries the findings' sentences. The quantity waits, or is forward."""

    code = "custody_incomplete"

    def __init__(self, *, findings: tuple[str, ...]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


@transaction.atomic
def issue_destruction(
    *, destruction_id: UUID, ids: tuple[UUID, UUID, UUID, UUID], reason: str, by: By
) -> DestructionIssue:
    """Make a lot of a destruction, with its project and block, under review like any other. Cannot be undone.

    ``ids`` are those of lot, holding, run and project. Called by supply staff or governance, never by who recorded it.
    Raises SamePersonIssues, AlreadyIssued, DestructionNotEligible, CustodyIncomplete, NoSaving, DoubleIssuance,
    UnverifiedNotAccepted.
    """
    first = DestructionIssue.objects.filter(request_id=by.request_id).first()
    if first is not None:
        return first
    lock_subject(id=destruction_id)
    found = Destruction.objects.get(pk=destruction_id)
    if DestructionIssue.objects.filter(destruction=found).exists():
        raise AlreadyIssued(from_state="ISSUED")
    if found.person_id == by.person_id:
        raise SamePersonIssues
    _require_clean(found=found)
    accepted = require_accepted(parameters=found.unverified, at=by.at)
    holding = _make_holding(found=found, ids=ids, by=by)
    issued = DestructionIssue.objects.create(
        destruction=found, certificate_key=certificate_key(found=found), holding=holding, accepted=list(accepted),
        reason=reason, person_id=by.person_id, request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    DestroyedContainer.objects.bulk_create(
        [DestroyedContainer(container=str(each["container_id"]), issue=issued) for each in found.containers]
    )
    record_entry(
        kind=Kind.PROFILE, entry_id=ids[3], project_id=holding.project_id,
        content={"gas": GAS_OF[found.subtype], "source": found.certificate_number, "region": found.facility},
        by=By(person_id=by.person_id, request_id=f"{by.request_id}/profile", at=by.at),
    )  # fmt: skip
    record_act(
        action="destruction.issued", subject=show_id(prefix="dst", id=found.pk), person_id=by.person_id,
        request_id=by.request_id, at=by.at, facts={"kg": found.kg, "accepted": list(accepted), "reason": reason},
    )  # fmt: skip
    return issued


def certificate_key(*, found: Destruction) -> str:
    """Return what names a destruction certificate, however it is spaced or capitalized."""
    parts = (found.certificate_issuer, found.certificate_number)
    return "|".join("".join(sign for sign in part.casefold() if sign.isalnum()) for part in parts)


def _require_clean(*, found: Destruction) -> None:
    if found.kg < 1:
        raise NoSaving(fact="nothing is left after the project's own emissions")
    said = [(str(one["code"]), f"{one['field']}: {one['fact']}") for one in found.findings]
    ended = tuple(text for code, text in said if code in REFUSED)
    if ended:
        raise DestructionNotEligible(findings=ended)
    if said:
        raise CustodyIncomplete(findings=tuple(text for _, text in said))
    other = DestructionIssue.objects.filter(certificate_key=certificate_key(found=found)).first()
    names = [str(each["container_id"]) for each in found.containers]
    emptied = DestroyedContainer.objects.filter(container__in=names).first()
    if other is not None or emptied is not None:
        other_id = other.pk if other is not None else emptied.issue_id if emptied is not None else found.pk
        code = short_code(prefix="DST", id=other_id)
        raise DoubleIssuance(fact=f"this certificate or one of its containers was issued as {code}", other=code)


def _make_holding(*, found: Destruction, ids: tuple[UUID, UUID, UUID, UUID], by: By) -> Holding:
    """Issue the lot and keep the block and project behind it, so that review, price and sale are those of any credit."""
    lot_id, holding_id, run_id, project_id = ids
    program, _ = Program.objects.get_or_create(
        code=PROGRAM, defaults={"name": PROGRAM_NAME, "unit_kg": 1, "mapping_name": "shipped", "mapping_text": ""}
    )
    code = short_code(prefix="DST", id=found.pk)
    project = Project.objects.create(
        pk=project_id, program=program, ref=code, name=found.name, status="recorded", standing=Standing.SELLABLE.value,
        is_listed=True, developer=found.developer, country=found.country, project_type=found.subtype,
        methodology=found.method, credit_class="REDUCTION_TECHNICAL",
    )  # fmt: skip
    key = show_id(prefix="dst", id=found.pk)
    ledger.issue_lot(
        lot=NewLot(
            lot_id=lot_id, program=PROGRAM, key=key, first=1, last=found.kg, unit_kg=1, facts=lot_facts(found=found)
        ),
        request_id=f"destruction-issue/{found.pk.hex}",
        at=by.at,
    )
    totals = Totals(amounts={Outcome.ACCEPTED: Amount(rows=1, kg=found.kg)})
    report = Report(
        program=PROGRAM, edition=by.at.date().isoformat(), is_complete=False, files=(), by_table={"holdings": totals},
        findings=(),
    )  # fmt: skip
    run = ImportRun.objects.create(
        pk=run_id, kind=RunKind.HOLDINGS, program=PROGRAM, edition=by.at.date(), person_id=found.person_id,
        request_id=f"{by.request_id}/run", input_hash=fingerprint(verb="issue_destruction", given=found.pk), files=[],
        report=report.as_json(), effective_at=by.at,
    )  # fmt: skip
    return Holding.objects.create(
        pk=holding_id, lot_id=lot_id, program=program, project=project, run=run, key=key, first=1, last=found.kg,
        unit_kg=1, kg=found.kg, lot_class="STOCK", serial=f"{code}-1-{found.kg}", vintage=found.ended_on.year,
        vintage_start=found.started_on, vintage_end=found.ended_on + timedelta(days=1), issued_on=by.at.date(),
        issuance_known=True, content=UUID(bytes=hashlib.sha256(key.encode()).digest()[:16]),
    )  # fmt: skip


def lot_facts(*, found: Destruction) -> dict[str, object]:
    """Return what every certificate repeats: among it the GWP set and horizon, which belong to the unit."""
    code = short_code(prefix="DST", id=found.pk)
    return {
        "registry": PROGRAM_NAME,
        "program": PROGRAM,
        "project_id": code,
        "project_name": found.name,
        "issuance_id": code,
        "serial_printed": f"{code}-1-{found.kg}",
        "vintage_start": found.started_on.isoformat(),
        "vintage_end": (found.ended_on + timedelta(days=1)).isoformat(),
        "country": found.country,
        "developer": found.developer,
        "methodology": found.method,
        "methodology_version": f"{found.result['version']}; {found.gwp_set}, {found.horizon_years} years",
        "credit_class": "REDUCTION_TECHNICAL",
    }
