"""Set a target, or a later version of one, judged by the rules of its day; and accept or reject it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from truetonne.edge.identifiers import show_id
from truetonne.edge.requests import lock_name
from truetonne.footprints.models import Target, TargetJudgement
from truetonne.members.acts import By, leave_line
from truetonne.members.models import Evidence, LegalEntity
from truetonne.rules.targets.judging import Metric, TargetFacts, judge_target
from truetonne.rules.targets.progress import check_order


class TargetNotFound(Exception):
    """No target, entity or evidence of this organization has this id."""

    code = "not_found"


class TargetInvalid(Exception):
    """A target that contradicts itself or another one; carries the field."""

    code = "invalid_request"

    def __init__(self, *, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class OwnTarget(Exception):
    """Who set a target cannot judge it."""

    code = "conflict_of_interest"

    def __init__(self) -> None:
        super().__init__("who set the target does not judge it")


class TargetJudged(Exception):
    """This version was judged before; a change is a new version."""

    code = "state_conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTarget:
    """What a target says; kilograms whole, shares exact. None is not stated, never 0. See ``models.Target``."""

    metric: str
    base_year: int
    target_year: int
    reduction: Decimal
    scope1_base_kg: int | None = None
    scope2_base_kg: int | None = None
    scope3_base_kg: int | None = None
    recent_year: int | None = None
    scope1_recent_kg: int | None = None
    scope2_recent_kg: int | None = None
    scope3_recent_kg: int | None = None
    scope2_method: str = ""
    intensity_unit: str = ""
    growth_per_year: Decimal | None = None
    coverage: Decimal | None = None
    net_zero_year: int | None = None
    reduce_from: int | None = None
    remove_from: int | None = None
    offset_from: int | None = None
    submitted_on: date | None = None
    validated_on: date | None = None
    validator: str = ""
    valid_until: date | None = None
    public_url: str = ""
    restatement_reason: str = ""

    @property
    def base_kg(self) -> dict[int, int]:
        """Return the base year's kilograms by covered scope."""
        return _stated(self.scope1_base_kg, self.scope2_base_kg, self.scope3_base_kg)

    @property
    def recent_kg(self) -> dict[int, int]:
        """Return the most recent year's kilograms by scope, as far as they are stated."""
        return _stated(self.scope1_recent_kg, self.scope2_recent_kg, self.scope3_recent_kg)

    @property
    def scopes(self) -> str:
        """Return the covered scopes as ``1+2``."""
        return "+".join(str(scope) for scope in self.base_kg)


@transaction.atomic
def set_target(
    *,
    target_id: UUID,
    entity_id: UUID,
    organization_id: UUID,
    target: NewTarget,
    by: By,
    evidence_id: UUID | None = None,
    series: UUID | None = None,
    chosen_rule_set: str = "",
) -> Target:
    """Record a target of a legal entity, or with ``series`` its next version, with the findings of the rules.

    The rules are those of the day of validation; a target that nobody validated is judged by those of today. Findings
    hinder nothing: a person accepts or rejects. Answers a repeated request alike. Raises TargetNotFound,
    TargetInvalid, StepsOutOfOrder, NotEstablished, YearsOutOfOrder, UndefinedResult.
    """
    known = Target.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    lock_name(name=f"target-entity:{entity_id}")
    if not LegalEntity.objects.filter(pk=entity_id, organization_id=organization_id).exists():
        raise TargetNotFound("no entity of this organization has this id")
    if (
        evidence_id is not None
        and not Evidence.objects.filter(pk=evidence_id, organization_id=organization_id).exists()
    ):
        raise TargetNotFound("no evidence of this organization has this id")
    version = _next_version(target=target, entity_id=entity_id, series=series)
    _check(target, evidence_id=evidence_id)
    verdict = judge_target(facts=_facts(target, chosen_rule_set=chosen_rule_set, today=by.at.date()))
    stored = Target.objects.create(
        pk=target_id,
        entity_id=entity_id,
        series=series or target_id,
        version=version,
        scopes=target.scopes,
        evidence_id=evidence_id,
        rule_set=verdict.rule_set,
        findings=[finding.as_json() for finding in verdict.findings],
        absolute_change=_written(verdict.absolute_change),
        person_id=by.person_id,
        request_id=by.request_id,
        effective_at=by.at,
        **asdict(target),
    )
    leave_line(
        by=by, action="target.set" if version == 1 else "target.restated", subject=show_id(prefix="tgt", id=target_id),
        organization_id=organization_id, facts={"scopes": target.scopes, "version": version},
    )  # fmt: skip
    return stored


@transaction.atomic
def accept_target(*, judgement_id: UUID, target_id: UUID, is_accepted: bool, reason: str, by: By) -> TargetJudgement:
    """Accept or reject a version of a target, once; accepted ones make the path. Raises TargetNotFound, OwnTarget,
    TargetJudged, TargetInvalid where another accepted target covers one of its scopes."""
    known = TargetJudgement.objects.filter(request_id=by.request_id).first()
    if known is not None:
        return known
    target = Target.objects.select_related("entity").filter(pk=target_id).first()
    if target is None:
        raise TargetNotFound("no target has this id")
    lock_name(name=f"target-entity:{target.entity_id}")
    if target.person_id == by.person_id:
        raise OwnTarget
    if TargetJudgement.objects.filter(target=target).exists():
        raise TargetJudged("this version was judged before; a change is a new version")
    if is_accepted:
        _refuse_overlap(target)
    elif not reason.strip():
        raise TargetInvalid(field="reason", reason="a rejection says why")
    judged = TargetJudgement.objects.create(
        pk=judgement_id, target=target, is_accepted=is_accepted, reason=reason, person_id=by.person_id,
        request_id=by.request_id, effective_at=by.at,
    )  # fmt: skip
    leave_line(
        by=by, action="target.accepted" if is_accepted else "target.rejected",
        subject=show_id(prefix="tgt", id=target_id), organization_id=target.entity.organization_id,
    )  # fmt: skip
    return judged


def _next_version(*, target: NewTarget, entity_id: UUID, series: UUID | None) -> int:
    if series is None:
        return 1
    rows = Target.objects.filter(series=series, entity_id=entity_id)
    last = rows.aggregate(last=Max("version"))["last"]
    if last is None:
        raise TargetNotFound("no target of this entity has this id")
    if not target.restatement_reason.strip():
        raise TargetInvalid(field="restatement_reason", reason="a new version says what changed and why")
    if not rows.filter(scopes=target.scopes).exists():
        raise TargetInvalid(
            field="scopes", reason="a new version covers the same scopes; other scopes are another target"
        )
    return int(last) + 1


def _check(target: NewTarget, *, evidence_id: UUID | None) -> None:
    if not target.base_kg or target.scopes not in ("1", "2", "1+2", "3", "1+2+3"):
        raise TargetInvalid(field="scopes", reason="a target covers scope 1, 2, 1 and 2, 3, or all three")
    if any(kg < 0 for kg in (*target.base_kg.values(), *target.recent_kg.values())):
        raise TargetInvalid(field="base_kg", reason="emissions are not below 0")
    if (2 in target.base_kg) != (target.scope2_method in ("location", "market")):
        reason = "a target over scope 2 names location or market, no other target does"
        raise TargetInvalid(field="scope2_method", reason=reason)
    if not 0 < target.reduction <= 1:
        raise TargetInvalid(field="reduction", reason="is a share above 0 and at most 1")
    if target.target_year <= target.base_year:
        raise TargetInvalid(field="target_year", reason=f"is not after the base year {target.base_year}")
    is_intensity = target.metric != Metric.ABSOLUTE
    if is_intensity and (target.growth_per_year is None or not target.intensity_unit.strip()):
        reason = "an intensity target names its unit and the growth it expects, so that the absolute stands beside it"
        raise TargetInvalid(field="growth_per_year", reason=reason)
    if not is_intensity and (target.growth_per_year is not None or target.intensity_unit):
        raise TargetInvalid(field="growth_per_year", reason="belongs to intensity targets")
    if target.validated_on is not None and (evidence_id is None or not target.validator.strip()):
        raise TargetInvalid(field="validator", reason="a validation names its validator and the evidence of it")
    check_order(reduce_from=target.reduce_from, remove_from=target.remove_from, offset_from=target.offset_from)


def _facts(target: NewTarget, *, chosen_rule_set: str, today: date) -> TargetFacts:
    return TargetFacts(
        metric=Metric(target.metric),
        base_year=target.base_year,
        base_kg=target.base_kg,
        target_year=target.target_year,
        reduction=Fraction(target.reduction),
        judged_on=target.validated_on or today,
        recent_year=target.recent_year,
        recent_kg=target.recent_kg,
        coverage=Fraction(target.coverage) if target.coverage is not None else None,
        submitted_year=target.submitted_on.year if target.submitted_on is not None else None,
        net_zero_year=target.net_zero_year,
        growth_per_year=Fraction(target.growth_per_year) if target.growth_per_year is not None else None,
        chosen_rule_set=chosen_rule_set,
    )


def _refuse_overlap(target: Target) -> None:
    others = Target.objects.filter(entity_id=target.entity_id, judgement__is_accepted=True).exclude(
        series=target.series
    )
    for other in others:
        if other.scopes != target.scopes and set(other.base_kg) & set(target.base_kg):
            reason = f"the accepted target over scopes {other.scopes} covers one of these; one path each"
            raise TargetInvalid(field="scopes", reason=reason)


def _stated(scope1: int | None, scope2: int | None, scope3: int | None) -> dict[int, int]:
    return {scope: kg for scope, kg in ((1, scope1), (2, scope2), (3, scope3)) if kg is not None}


def _written(change: Fraction | None) -> Decimal | None:
    """Return six places, rounded up: a rise is never shown smaller, a cut never larger."""
    if change is None:
        return None
    return Decimal(-((-change.numerator * 1_000_000) // change.denominator)) / 1_000_000
