"""A rating of the demonstration: an invented restoration project, invented plots, a real computation on them. All labelled so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from truetonne.cli.demo.people import READERS, REVIEWING_HOUSE, Cast
from truetonne.edge.identifiers import new_id

if TYPE_CHECKING:
    from truetonne.people.models import Person
    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.models import Holding, ReviewCase

RATED, SUBMITTED = "Elk Meadow", "Kingfisher Bay"
SEED = 20260
REASONS = {
    "additionality.financial": "The invented budget shows that sales of units carry 71 % of the cost.",
    "additionality.legal": "No invented law of the region requires planting; looked up on the day of the review.",
    "baseline.counterfactual": "32 invented plots beside 64 controls; both tests are attached.",
    "baseline.locked": "The controls are those of the invented validation, by their digest.",
    "leakage.production": "Grazing moved 3 km; 2 % is deducted from the invented survey.",
    "durability.risk": "Fire and drought are rated; the buffer share is shown.",
    "durability.after": "The invented deed keeps the trees for 40 years after crediting.",
    "quantification.interval": "The interval comes from plots measured in place.",
    "quantification.overstatement": "Saturation of the index in dense stands may overstate slow growth.",
    "quantification.understatement": "Soil carbon is left out, which understates the stock.",
    "safeguards.consent": "Five invented villages consented in writing; the minutes are on file.",
    "safeguards.tenure": "The land register is quoted; no open claim was found.",
    "safeguards.benefits": "38 % of the price goes to the invented cooperative.",
    "no_harm.ecology": "Native species only; the albedo effect is small at this latitude.",
    "transparency.data": "The plots are attached and the computation runs again.",
    "transparency.monitoring": "The plan measures every second year, not every year.",
}
MISSED = {
    1: ("transparency.monitoring",),
    2: ("transparency.monitoring", "leakage.production"),
    0: ("transparency.monitoring",),
}
"""What each reader finds not met, by seat: they differ on leakage."""


def rate_projects(*, cast: Cast, at: datetime) -> None:
    """Publish one rating with computations, and leave one case that waits for its readers."""
    from truetonne.supply.queries import list_holdings

    readers = tuple(cast.persons[key] for key, _name in READERS)
    for holding in sorted(list_holdings(), key=lambda one: (one.project.ref, one.first)):
        if holding.lot_class != "STOCK":
            continue
        if holding.project.name.startswith(RATED):
            _rate(cast=cast, readers=readers, holding=holding, at=at)
            break
    for holding in list_holdings():
        if holding.lot_class == "STOCK" and holding.project.name.startswith(SUBMITTED):
            _open(cast=cast, holding=holding, at=at, reason="First review of an invented block")
            break


def _open(*, cast: Cast, holding: Holding, at: datetime, reason: str) -> ReviewCase:
    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.actions.review_case import Submission, open_case
    from truetonne.supply.reviewing.states import ProjectKind

    return open_case(
        case_id=new_id(), holding_id=holding.pk,
        submission=Submission(kind=ProjectKind.RESTORATION, methodology="VM0047", variant="area", reason=reason),
        by=By(person_id=cast.persons["supply"].pk, request_id=f"demo case {holding.pk}", at=at),
    )  # fmt: skip


def _rate(*, cast: Cast, readers: tuple[Person, ...], holding: Holding, at: datetime) -> None:
    from truetonne.supply.actions.dossier import SentFile
    from truetonne.supply.actions.lot_acts import By
    from truetonne.supply.actions.review_case import (
        attach_computation,
        attach_evidence,
        declare_interests,
    )
    from truetonne.supply.reviewing.states import Conflict
    from truetonne.supply.synthetic.plots import write_plots

    def by(person: Person, what: str) -> By:
        return By(person_id=person.pk, request_id=f"demo rating {what}", at=at)

    case = _open(cast=cast, holding=holding, at=at, reason="First rating with computations (invented)")
    declare_interests(
        declaration_id=new_id(), case_id=case.pk, employer="Operator", paid_by="the operator",
        conflicts=(Conflict.FINANCIAL,), by=by(cast.persons["review"], "refused"),
    )  # fmt: skip
    for number, person in enumerate(readers, start=1):
        declare_interests(
            declaration_id=new_id(), case_id=case.pk, employer=REVIEWING_HOUSE, paid_by="the operator, a fixed fee", conflicts=(),
            by=by(person, f"seat {number}"),
        )  # fmt: skip
    report = attach_evidence(
        evidence_id=new_id(), case_id=case.pk, title="Monitoring report (invented)", issuer="Plumb Verifiers (invented)",
        document_date=at.date() - timedelta(days=60), address="", sha256="",
        file=SentFile(content=b"Invented monitoring report of the demonstration.\n", media_type="text/plain"),
        by=by(readers[0], "report"),
    )  # fmt: skip
    # The measured change is set so that the computed credit lies a little below what was issued.
    gross_t = round(holding.kg * 1.5 / 1000)
    plots = SentFile(content=write_plots(seed=SEED), media_type="text/csv")
    for method, parameters, seed in (
        ("vm0047_benchmark", {"k": 2, "delta_c_t": gross_t, "leakage_t": round(gross_t * 0.02), "uncertainty": 0.03,
                              "buffer": 0.12}, 0),
        ("plot_placebos", {"k": 1, "draws": 40, "plots_each": 30}, SEED),
    ):  # fmt: skip
        attach_computation(
            computation_id=new_id(), case_id=case.pk, method=method, file=plots, file_name="invented-plots.csv",
            parameters=parameters, seed=seed, by=by(readers[0], method),
        )  # fmt: skip
    _read_and_publish(readers=readers, case=case, evidence=report.sha256, at=at)


def _read_and_publish(*, readers: tuple[Person, ...], case: ReviewCase, evidence: str, at: datetime) -> None:
    from truetonne.rules.findings import FindingResult
    from truetonne.rules.quality.judging import Answer
    from truetonne.supply.actions.lot_acts import By as Act
    from truetonne.supply.actions.publish_rating import publish_rating
    from truetonne.supply.actions.review_case import Reading, credited_kg, submit_reading
    from truetonne.supply.states import ReviewVerdict

    def by(person: Person, what: str) -> By:
        return Act(person_id=person.pk, request_id=f"demo rating {what}", at=at)

    holding = case.holding
    estimate_kg = min(holding.kg * 97 // 100, credited_kg(case=case) or holding.kg)
    seen = (evidence, *case.computations.values_list("result_sha256", flat=True))
    for seat, person in ((1, readers[0]), (2, readers[1]), (0, readers[0])):
        answers = [
            Answer(
                criterion=name, result=FindingResult.NOT_MET if name in MISSED[seat] else FindingResult.MET, text=text,
                evidence=seen,
            )
            for name, text in REASONS.items()
        ]  # fmt: skip
        reading = Reading(
            answers=answers, estimate_kg=estimate_kg, verdict=ReviewVerdict.ACCEPTED,
            estimate_basis="The lower of the attached benchmark and 97 % of what was issued (invented).",
            next_review=(at + timedelta(days=365)).date(),
        )  # fmt: skip
        submit_reading(
            reading_id=new_id(),
            case_id=case.pk,
            reading=reading,
            is_reconciled=seat == 0,
            by=by(person, f"reading {seat}"),
        )
    publish_rating(review_id=new_id(), case_id=case.pk, by=by(readers[1], "publish"), new_id=new_id)
