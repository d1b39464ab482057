"""What the public and the office see of ratings: versions, findings, figures, others' opinions, the rejection rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure
from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.paging import Page, Window, cut
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.proof.canonical import decode
from truetonne.supply.dossier.fields import Kind, entries_in_force
from truetonne.supply.models import ExternalRating, Review, ReviewCase, ReviewComputation, ReviewPublication
from truetonne.supply.reviewing import charts
from truetonne.supply.reviewing.states import RECONCILED, SEATS, CaseStage
from truetonne.supply.reviewing.words import MESSAGE_WORDS, RULE_WORDS, SET_WORDS
from truetonne.supply.states import ReviewState, ReviewVerdict

EXACT = 1e-12
"""Below this share of what came after, the gap before counts as none, as the computation has it."""
IN_FORCE = (ReviewState.PUBLISHED, ReviewState.OVERDUE, ReviewState.SUSPENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding for the page."""

    result: str
    title: str
    text: str
    evidence: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One review of a project's block: with a publication, or of six lines as reviews were before."""

    review: Review
    review_text: str
    publication: ReviewPublication | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter:
    """Decisions of a quarter, for blocks of every project."""

    name: str
    accepted: int
    refused: int

    @property
    def decided(self) -> int:
        return self.accepted + self.refused


def list_versions_of(*, project_id: UUID) -> tuple[Version, ...]:
    """Return every review of a project's blocks, newest first."""
    rows = Review.objects.filter(holding__project_id=project_id).select_related(
        "reviewer", "publication", "holding__program", "holding__project"
    )
    return tuple(_version(review=row) for row in rows.order_by("-effective_at", "-recorded_at", "-id"))


def list_latest(*, window: Window) -> tuple[Page[Version], int]:
    """Return a page of the newest review of every block, and how many there are.

    Ratings with figures behind them come before reviews of six lines, then those with the newest date.
    """
    newest = Review.objects.order_by("holding_id", "-recorded_at", "-id").distinct("holding_id")
    is_plain = ExpressionWrapper(Q(publication__isnull=True), output_field=BooleanField())
    ordered = Review.objects.filter(pk__in=newest.values("pk")).annotate(is_plain=is_plain)
    ids = [str(pk) for pk in ordered.order_by("is_plain", "-effective_at", "-id").values_list("pk", flat=True)]
    position = window.before if window.is_backward else window.after
    place = -1 if position is None or position[0] not in ids else ids.index(str(position[0]))
    part = ids[: max(place, 0)][::-1][: window.fetch] if window.is_backward else ids[place + 1 :][: window.fetch]
    rows = Review.objects.select_related("reviewer", "publication", "holding__program", "holding__project")
    by_id = {str(row.pk): row for row in rows.filter(pk__in=part)}
    versions = [_version(review=by_id[pk]) for pk in part]
    return cut(rows=versions, window=window, position=lambda one: (str(one.review.pk),)), len(ids)


def _version(*, review: Review) -> Version:
    publication = getattr(review, "publication", None)
    return Version(review=review, review_text=show_id(prefix="rev", id=review.pk), publication=publication)


def others_of(*, project_ids: set[UUID]) -> dict[UUID, list[ExternalRating]]:
    """Return what other raters say of these projects, each on its own scale."""
    found: dict[UUID, list[ExternalRating]] = {}
    rows = entries_in_force(kind=Kind.RATING).filter(project_id__in=project_ids).order_by("rater", "-rated_on", "id")
    for row in rows:
        found.setdefault(row.project_id, []).append(cast("ExternalRating", row))
    return found


def list_quarters() -> tuple[Quarter, ...]:
    """Return accepted and refused decisions by quarter, newest first."""
    counted: Counter[tuple[str, str]] = Counter()
    for day, verdict in Review.objects.values_list("effective_at__date", "verdict"):
        counted[f"{day.year} Q{(day.month + 2) // 3}", verdict] += 1
    names = sorted({name for name, _verdict in counted}, reverse=True)
    return tuple(
        Quarter(name=name, accepted=counted[name, ReviewVerdict.ACCEPTED], refused=counted[name, ReviewVerdict.REFUSED])
        for name in names
    )


def read_body(*, publication: ReviewPublication) -> Mapping[str, Any]:
    """Return a publication's body as values."""
    return cast("Mapping[str, Any]", decode(bytes(publication.body)))


def shown_findings(*, body: Mapping[str, Any]) -> tuple[list[ShownFinding], list[tuple[str, list[ShownFinding]]]]:
    """Return the rubric's findings with the reconciled reasons, and those of each rule set on top."""
    reconciled = next(row for row in body["readings"] if row["seat"] == RECONCILED)
    titles = {row["sha256"]: row["title"] for row in body["evidence"]}
    own: list[ShownFinding] = []
    on_top: dict[str, list[ShownFinding]] = {}
    for row in body["findings"]:
        family = str(row["rule_set"]).partition("/")[0]
        reason = reconciled["answers"].get(row["rule"], {}).get("text", "")
        shown = ShownFinding(
            result=row["result"],
            title=str(RULE_WORDS.get(row["rule"], row["rule"])),
            text=" ".join(filter(None, (str(MESSAGE_WORDS.get(row["message"], "")), reason))),
            evidence=", ".join(dict.fromkeys(titles.get(one, _("computation")) for one in row["evidence"])),
            rule=row["rule"],
        )
        if family == str(body["rubric"]).partition("/")[0]:
            own.append(shown)
        else:
            on_top.setdefault(str(SET_WORDS.get(family, family)), []).append(shown)
    return own, list(on_top.items())


def list_figures(*, publication: ReviewPublication, body: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    """Yield the charts of a rating by name, the score first."""
    yield "score", charts.score_figure(score=body["score"])
    for row in publication.case.computations.order_by("recorded_at", "id"):
        yield from figures_of(computation=row)


def figures_of(*, computation: ReviewComputation) -> Iterator[tuple[str, Figure]]:
    """Yield the charts of one computation by name."""
    result = computation.result
    if result.get("trajectories"):
        yield "trajectories", charts.trajectories_figure(rows=result["trajectories"])
    if result.get("balance"):
        yield "balance", charts.balance_figure(rows=result["balance"])
    parts = _gross_parts(computation=computation)
    if parts:
        language = current_language()
        words = {
            "gross": _("Measured"), "baseline": _("Baseline"), "leakage": _("Leakage"), "uncertainty": _("Uncertainty"),
            "buffer": _("Buffer"), "net": _("Left to issue"),
        }  # fmt: skip
        yield (
            "gross-to-net",
            charts.gross_to_net_figure(
                parts=parts, words=words, tonnes=lambda kg: tonnes_text(kg=kg, language=language)
            ),
        )
    if result.get("map"):
        yield "map", charts.map_figure(rows=result["map"])
    if result.get("draws"):
        project = result["figures"]["project_difference"]
        yield "placebos", charts.placebo_figure(draws=result["draws"], project=project)
    if result.get("paths"):
        yield "paths", charts.paths_figure(rows=result["paths"])
    if result.get("placebos"):
        yield "placebo-ratios", charts.ratios_figure(placebos=result["placebos"], own=_ratio(figures=result["figures"]))
    if result.get("weights"):
        yield "weights", charts.weights_figure(rows=result["weights"])


def _ratio(*, figures: Mapping[str, Any]) -> float | None:
    """Return how much farther the treated unit strays after than before; None where its past is repeated exactly."""
    pre, post = float(figures["pre_rmse"]), float(figures["post_rmse"])
    return post / pre if pre > EXACT * max(post, EXACT) else None


def _gross_parts(*, computation: ReviewComputation) -> dict[str, int]:
    """Return the computation's parts in whole kilograms that sum exactly; empty where nothing was measured."""
    figures, given = computation.result.get("figures", {}), computation.parameters
    gross = int(float(given.get("delta_c_t", 0)) * 1000)
    if gross <= 0 or "issuable_kg" not in figures:
        return {}
    before = int(figures["net_before_buffer_kg"])
    baseline = min(gross, round(gross * float(figures["benchmark_credited"])))
    leakage = min(gross - baseline, round(float(given.get("leakage_t", 0)) * 1000))
    net = int(figures["issuable_kg"])
    uncertainty = gross - baseline - leakage - before
    parts = {"gross": gross, "baseline": baseline, "leakage": leakage, "uncertainty": uncertainty,
             "buffer": before - net, "net": net}  # fmt: skip
    return parts if min(parts.values()) >= 0 else {}


def stage_of(*, case: ReviewCase) -> CaseStage:
    """Say where a case stands, from its rows."""
    if hasattr(case, "publication"):
        return CaseStage.PUBLISHED
    seats = set(case.declarations.exclude(seat=None).values_list("seat", flat=True))
    read = set(case.readings.values_list("seat", flat=True))
    if RECONCILED in read:
        return CaseStage.TO_PUBLISH
    if read.issuperset(SEATS):
        return CaseStage.RECONCILING
    return CaseStage.READING if seats.issuperset(SEATS) else CaseStage.READERS_WANTED


def list_open_cases() -> tuple[tuple[ReviewCase, CaseStage], ...]:
    """Return the cases under way, the oldest first."""
    rows = ReviewCase.objects.filter(publication__isnull=True).select_related("holding__project", "holding__program")
    return tuple((row, stage_of(case=row)) for row in rows.order_by("effective_at", "id"))


def disagreements_of(*, case: ReviewCase) -> tuple[tuple[str, str, str], ...]:
    """Return the criteria on which the two readers differ: id, first result, second result; empty before both have read."""
    readings = {row.seat: row for row in case.readings.all()}
    if not set(readings).issuperset(SEATS):
        return ()
    first, second = readings[1].answers, readings[2].answers
    names = sorted({*first, *second})
    pairs = ((name, _result(first, name), _result(second, name)) for name in names)
    return tuple(row for row in pairs if row[1] != row[2])


def _result(answers: Mapping[str, Any], name: str) -> str:
    return str(answers.get(name, {}).get("result", "not_shown"))


def is_late(*, review: Review, today: date) -> bool:
    """Whether a review in force is past its day."""
    return review.state in IN_FORCE and review.next_review <= today
