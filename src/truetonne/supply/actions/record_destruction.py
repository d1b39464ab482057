"""Recording a destruction: its chain of custody and masses, the law of the day, its certificate, and what it comes to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.science.superpollutants.custody import Container, CustodyFinding, LegalTest, check_custody, check_law
from truetonne.science.superpollutants.families import Family, Subtype
from truetonne.supply.actions.dossier import SentFile
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.acts import record_act
from truetonne.supply.destruction.quantify import Destroyed, quantify_destruction
from truetonne.supply.destruction.states import METHOD_OF
from truetonne.supply.models import Destruction, DocumentFile


class MassesUnreconciled(Exception):
    """A mass grew on its way, or the containers weigh something else; carries both in grams."""

    code = "masses_unreconciled"

    def __init__(self, *, stage: str, before_g: int, after_g: int) -> None:
        super().__init__(f"{stage}: {after_g} g, after {before_g} g before it")
        self.stage = stage
        self.before_g = before_g
        self.after_g = after_g


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedContainer:
    """A container with its chain of custody and its weights in grams; ``fraction`` is the eligible gas's share."""

    container: Container
    full_g: int
    empty_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDestruction:
    """What is stated of one destruction. ``inputs`` are those of the subtype's method; masses in grams of matter."""

    name: str
    subtype: Subtype
    developer: str
    country: str
    facility: str
    started_on: date
    ended_on: date
    jurisdiction: str
    law: str
    is_mandated: bool | None
    legal_evidence: str
    inputs: Mapping[str, object]
    collected_g: int
    transported_g: int
    aggregated_g: int
    destroyed_g: int
    containers: tuple[WeighedContainer, ...] = ()
    certificate_number: str = ""
    certificate_issuer: str = ""
    certificate_date: date | None = None
    certificate_sha256: str = ""


@transaction.atomic
def record_destruction(
    *, destruction_id: UUID, destruction: NewDestruction, by: By, file: SentFile | None = None
) -> Destruction:
    """Keep a destruction with every finding and its figures. Nothing is issued; findings are listed, not refused.

    Called by supply staff. Raises MassesUnreconciled, the refusals of ``quantify_destruction``, RequestReused.
    """
    digest = hashlib.sha256(file.content).hexdigest() if file is not None else destruction.certificate_sha256.lower()
    input_hash = fingerprint(
        verb="record_destruction", given=(asdict(destruction) | {"sha256": digest}, by.person_id)
    )  # fmt: skip
    first = Destruction.objects.filter(request_id=by.request_id).first()
    if first is not None:
        require_same_input(request_id=by.request_id, first=first.input_hash, now=input_hash)
        return first
    _reconcile(destruction=destruction)
    found = quantify_destruction(
        subtype=destruction.subtype, inputs=destruction.inputs, destroyed_g=destruction.destroyed_g
    )
    findings = judge_destruction(destruction=destruction, sha256=digest)
    stored_file = None
    if file is not None:
        stored_file, _ = DocumentFile.objects.get_or_create(
            sha256=digest,
            defaults={"content": file.content, "media_type": file.media_type, "size_bytes": len(file.content)},
        )
    stored = Destruction.objects.create(
        pk=destruction_id, **_columns(destruction=destruction, found=found, sha256=digest),
        findings=[asdict(one) for one in findings], certificate_file=stored_file, person_id=by.person_id,
        request_id=by.request_id, input_hash=input_hash, effective_at=by.at,
    )  # fmt: skip
    record_act(
        action="destruction.recorded", subject=show_id(prefix="dst", id=destruction_id), person_id=by.person_id,
        request_id=by.request_id, at=by.at, facts={"kg": found.kg, "gwp_set": found.metric.name},
    )  # fmt: skip
    return stored


def judge_destruction(*, destruction: NewDestruction, sha256: str) -> tuple[CustodyFinding, ...]:
    """Return all that stands against issuing: the law of the day, gaps in custody, and a certificate without its hash.

    Containers are weighed refrigerants; methane is metered and has none.
    """
    law = check_law(
        test=LegalTest(
            jurisdiction=destruction.jurisdiction, destruction_date=destruction.started_on, law=destruction.law,
            is_mandated=destruction.is_mandated, evidence=destruction.legal_evidence,
        ),
        subtype=destruction.subtype,
    )  # fmt: skip
    custody: tuple[CustodyFinding, ...] = ()
    if destruction.subtype.family is Family.REFRIGERANT:
        custody = (
            check_custody(containers=[one.container for one in destruction.containers])
            if destruction.containers
            else (CustodyFinding(code="not_shown", field="containers", fact="no container is named"),)
        )
    missing = [
        CustodyFinding(code="no_certificate", field=name, fact="without it the quantity is forward, not issued")
        for name, value in (("certificate_number", destruction.certificate_number), ("certificate_sha256", sha256))
        if not value
    ]
    return (*law, *custody, *missing)


def _reconcile(*, destruction: NewDestruction) -> None:
    stages = (
        ("transported", destruction.collected_g, destruction.transported_g),
        ("aggregated", destruction.transported_g, destruction.aggregated_g),
        ("destroyed", destruction.aggregated_g, destruction.destroyed_g),
    )
    for stage, before, after in stages:
        if not 0 < after <= before:
            raise MassesUnreconciled(stage=stage, before_g=before, after_g=after)
    weighed = sum(one.full_g - one.empty_g for one in destruction.containers)
    if destruction.containers and weighed != destruction.aggregated_g:
        raise MassesUnreconciled(stage="containers", before_g=destruction.aggregated_g, after_g=weighed)
    stated = _stated_g(destruction=destruction)
    if stated is not None and stated != destruction.destroyed_g:
        raise MassesUnreconciled(stage="inputs", before_g=destruction.destroyed_g, after_g=stated)


def _stated_g(*, destruction: NewDestruction) -> int | None:
    """Return the mass that the method's inputs name, in grams; None for metered methane."""
    factor = {"kg": 1_000, "tonnes": 1_000_000, "t_ch4": 1_000_000}
    for name, size in factor.items():
        value = destruction.inputs.get(name)
        if isinstance(value, int | float):
            return round(value * size)
    return None


def _columns(*, destruction: NewDestruction, found: Destroyed, sha256: str) -> dict[str, object]:
    plain = {
        name: getattr(destruction, name)
        for name in (
            "name", "developer", "country", "facility", "started_on", "ended_on", "jurisdiction", "law", "is_mandated",
            "legal_evidence", "collected_g", "transported_g", "aggregated_g", "destroyed_g", "certificate_number",
            "certificate_issuer", "certificate_date",
        )
    }  # fmt: skip
    return plain | {
        "subtype": destruction.subtype.value,
        "method": METHOD_OF[destruction.subtype.value],
        "inputs": dict(destruction.inputs),
        "gases": [
            {"gas": one.gas, "mass_g": round(one.mass.kg * 1_000), "origin": one.origin.value if one.origin else ""}
            for one in found.amounts
        ],
        "containers": [_container(one) for one in destruction.containers],
        "certificate_sha256": sha256,
        "gwp_set": found.metric.name,
        "horizon_years": found.metric.horizon_years,
        "kg": found.kg,
        "result": found.result.as_json(),
        "views": dict(found.views_kg),
        "unverified": list(found.unverified),
    }


def _container(one: WeighedContainer) -> dict[str, object]:
    facts = asdict(one.container) | {"full_g": one.full_g, "empty_g": one.empty_g}
    return {
        name: _plain(value) if not isinstance(value, tuple | list) else [_holder(each) for each in value]
        for name, value in facts.items()
    }


def _holder(holder: Mapping[str, object]) -> dict[str, object]:
    return {name: _plain(value) for name, value in holder.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
