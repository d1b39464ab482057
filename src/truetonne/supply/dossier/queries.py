"""What a project's dossier says today. Reads entries in force only; nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from truetonne.supply.dossier.fields import GROSS_DEDUCTIONS, Kind, entries_in_force
from truetonne.supply.dossier.states import SUPERPOLLUTANTS, LabelState

if TYPE_CHECKING:
    from truetonne.supply.models import (
        CoBenefitFigure,
        ExternalRating,
        GrossToNet,
        ProjectDocument,
        ProjectNews,
        ProjectProfile,
        UnitLabel,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A project's story in the reader's language, or in English where it is not told in theirs."""

    language: str
    lede: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer:
    """What a buyer must know; ``language`` is the text's own."""

    kind: str
    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """One issuance from gross to net; ``deductions`` are (name, kg) in the order in which they are told."""

    entry: GrossToNet
    deductions: tuple[tuple[str, int], ...]

    @property
    def issued_kg(self) -> int:
        """What the registry issued: gross less every deduction but the buffer, which is issued and set aside."""
        return self.entry.net_kg + self.entry.buffer_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything in force of one project."""

    story: Story | None
    profile: ProjectProfile | None
    waterfalls: tuple[Waterfall, ...]
    ratings: tuple[ExternalRating, ...]
    documents: tuple[ProjectDocument, ...]
    news: tuple[ProjectNews, ...]
    disclaimers: tuple[Disclaimer, ...]
    labels: tuple[UnitLabel, ...]
    co_benefits: tuple[CoBenefitFigure, ...]


def read_dossier(*, project_id: UUID, language: str, today: date) -> Dossier:
    """Return a project's dossier in a reader's language."""
    rows = {kind: entries_in_force(kind=kind).filter(project_id=project_id) for kind in Kind}
    return Dossier(
        story=_story(rows=list(rows[Kind.STORY].order_by("-effective_at", "-id")), language=language),
        profile=rows[Kind.PROFILE].order_by("-effective_at", "-id").first(),
        waterfalls=tuple(
            Waterfall(entry=row, deductions=tuple((name, getattr(row, name)) for name in GROSS_DEDUCTIONS))
            for row in rows[Kind.GROSS_TO_NET].order_by("period_from", "issuance", "id")
        ),
        ratings=tuple(rows[Kind.RATING].order_by("rater", "-rated_on", "id")),
        documents=tuple(rows[Kind.DOCUMENT].order_by("-document_date", "title", "id")),
        news=tuple(rows[Kind.NEWS].order_by("-published_on", "id")),
        disclaimers=list_disclaimers(project_ids=(project_id,), language=language)[project_id],
        labels=tuple(
            rows[Kind.LABEL].filter(_holds_on(today=today), valid_from__lte=today).order_by("label", "first", "id")
        ),
        co_benefits=tuple(rows[Kind.CO_BENEFIT].order_by("measure", "attainment", "stated_on", "id")),
    )


def list_disclaimers(*, project_ids: Sequence[UUID], language: str) -> dict[UUID, tuple[Disclaimer, ...]]:
    """Return what a buyer of each project must know, in the reader's language, else in English."""
    found: dict[UUID, list[Disclaimer]] = {project_id: [] for project_id in project_ids}
    rows = entries_in_force(kind=Kind.DISCLAIMER).filter(project_id__in=found)
    for row in rows.order_by("kind", "effective_at", "id"):
        own = {"vi": row.text_vi, "zh-hans": row.text_zh}.get(language.lower(), row.text_en)
        found[row.project_id].append(
            Disclaimer(kind=row.kind, text=own or row.text_en, language=language if own else "en")
        )
    return {project_id: tuple(each) for project_id, each in found.items()}


def texts_of_disclaimers(*, project_ids: Iterable[UUID]) -> dict[UUID, tuple[dict[str, str], ...]]:
    """Return what a buyer of each project must know today, in every language that it is told in: kind, en, vi, zh-Hans."""
    found: dict[UUID, list[dict[str, str]]] = {}
    rows = entries_in_force(kind=Kind.DISCLAIMER).filter(project_id__in=set(project_ids))
    for row in rows.order_by("kind", "effective_at", "id"):
        texts = {"en": row.text_en, "vi": row.text_vi, "zh-Hans": row.text_zh}
        found.setdefault(row.project_id, []).append(
            {"kind": str(row.kind), **{tag: text for tag, text in texts.items() if text}}
        )
    return {project_id: tuple(each) for project_id, each in found.items()}


def profiles_of(*, project_ids: Iterable[UUID]) -> dict[UUID, ProjectProfile]:
    """Return the newest profile of each project that has one."""
    rows = entries_in_force(kind=Kind.PROFILE).filter(project_id__in=set(project_ids))
    return {row.project_id: row for row in rows.order_by("effective_at", "id")}


def labels_of(*, holding_ids: Iterable[UUID], today: date) -> dict[UUID, tuple[UnitLabel, ...]]:
    """Return the labels that serials of each block carry today, undecided ones included."""
    found: dict[UUID, list[UnitLabel]] = {}
    rows = entries_in_force(kind=Kind.LABEL).filter(_holds_on(today=today), valid_from__lte=today)
    for row in rows.filter(holding_id__in=set(holding_ids)).order_by("label", "first", "id"):
        found.setdefault(row.holding_id, []).append(row)
    return {holding_id: tuple(each) for holding_id, each in found.items()}


def labels_by_lot(*, today: date) -> dict[UUID, tuple[tuple[str, int, int], ...]]:
    """Return label, first and last serial of everything that is labelled today, by the lot that a block was issued as."""
    found: dict[UUID, list[tuple[str, int, int]]] = {}
    rows = entries_in_force(kind=Kind.LABEL).filter(_holds_on(today=today), valid_from__lte=today)
    for lot_id, label, first, last in rows.values_list("holding__lot_id", "label", "first", "last"):
        found.setdefault(lot_id, []).append((label, first, last))
    return {lot_id: tuple(each) for lot_id, each in found.items()}


def conditions_of(*, holding_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the ids of the rule sets that each block hands down to its buyers; blocks without any are left out."""
    found: dict[UUID, list[str]] = {}
    rows = entries_in_force(kind=Kind.CONDITION).filter(holding_id__in=set(holding_ids)).order_by("condition", "id")
    for row in rows:
        known = found.setdefault(row.holding_id, [])
        if row.condition not in known:
            known.append(row.condition)
    return {holding_id: tuple(each) for holding_id, each in found.items()}


def is_superpollutant(*, profile: ProjectProfile | None) -> bool:
    """Whether the project keeps a gas of very high warming per tonne out of the air, as its profile states."""
    return profile is not None and profile.gas in SUPERPOLLUTANTS


def is_tagged(*, label: UnitLabel) -> bool:
    """Whether the label was given; undecided is not given."""
    return label.state == LabelState.TAGGED


def _story(*, rows: Sequence[object], language: str) -> Story | None:
    newest: dict[str, object] = {}
    for row in rows:
        newest.setdefault(row.language.lower(), row)  # type: ignore[attr-defined]
    found = newest.get(language.lower()) or newest.get("en") or next(iter(newest.values()), None)
    if found is None:
        return None
    paragraphs = tuple(part.strip() for part in found.body.split("\n\n") if part.strip())  # type: ignore[attr-defined]
    return Story(language=found.language, lede=found.lede, paragraphs=paragraphs)  # type: ignore[attr-defined]


def _holds_on(*, today: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=today)
