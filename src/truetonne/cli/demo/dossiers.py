"""What the demonstration's projects tell: stories, documents, gross to net, ratings, news, disclaimers, labels. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from truetonne.cli.demo.dossier_texts import DISCLAIMERS, STORIES
from truetonne.cli.demo.people import Cast
from truetonne.edge.identifiers import new_id
from truetonne.supply.dossier.fields import GROSS_DEDUCTIONS, Kind

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.supply.models import Holding

TRAITS: dict[str, tuple[int | None, str]] = {
    "Jurisdictional REDD+": (30, "CO2"),
    "Reforestation": (40, "CO2"),
    "Mangrove restoration": (40, "CO2"),
    "Refrigerant destruction": (None, "ODS"),
    "Mine methane": (None, "CH4"),
    "Direct air capture": (1_000, "CO2"),
}
"""Invented durability in years and gas, by project type. Destroyed gas is gone: no durability is stated."""

DEDUCTIONS: dict[str, tuple[int, int, int, int, int]] = {
    "Jurisdictional REDD+": (0, 21, 4, 60, 48),
    "Reforestation": (262, 24, 9, 41, 57),
    "Mangrove restoration": (198, 35, 6, 12, 88),
    "Refrigerant destruction": (0, 3, 11, 0, 10),
    "Mine methane": (0, 0, 62, 0, 25),
    "Direct air capture": (0, 8, 143, 0, 20),
}
"""Invented deductions in thousandths of what was issued: baseline, losses, emissions, leakage, uncertainty."""

RATERS = (
    ("Plumb Line (invented rater)", ("AA", "A", "BBB"), "D to AAA", 300, 700),
    ("Second Sight (invented rater)", ("4.1", "3.6", "2.9"), "0 to 5", 220, None),
    ("Third Party Review (invented rater)", ("Tier 1", "Tier 2", "Tier 2"), "Tier 3 to tier 1", 760, 365),
)
"""Name, values by turns, scale, days before the opening on which it was given, days for which it holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Who records, and since when."""

    person_id: UUID
    at: datetime

    def record(self, *, holding: Holding, kind: Kind, key: str, content: Mapping[str, object]) -> None:
        from truetonne.supply.actions.dossier import record_entry
        from truetonne.supply.actions.lot_acts import By

        by = By(
            person_id=self.person_id, request_id=f"demo dossier {holding.project.ref} {kind} {key}", at=self.at
        )  # fmt: skip
        record_entry(kind=kind, entry_id=new_id(), project_id=holding.project_id, content=content, by=by)


def fill_dossiers(*, cast: Cast, at: datetime) -> None:
    """Record a dossier for every project of which the demonstration holds units; one stays nearly empty."""
    from truetonne.supply.queries import list_holdings

    desk = _Desk(person_id=cast.persons["supply"].pk, at=at)
    told: set[str] = set()
    for number, holding in enumerate(sorted(list_holdings(), key=lambda one: (one.project.ref, one.first))):
        if holding.project.name.startswith("Kingfisher Bay") or holding.lot_class != "STOCK":
            continue
        _gross_to_net(desk=desk, holding=holding)
        if holding.project.ref not in told:
            told.add(holding.project.ref)
            _tell(desk=desk, holding=holding)
            _judge(desk=desk, holding=holding, number=number)
            _document(desk=desk, holding=holding)
        _label(desk=desk, holding=holding, number=number)
        _condition(desk=desk, holding=holding)


def publish_statements(*, cast: Cast, at: datetime) -> None:
    """Publish what the invented registry's records show as retired in two invented names: several projects and ranges."""
    from truetonne.supply.actions.publish_statement import publish_statement
    from truetonne.supply.records_search import make_statement

    for name in ("Copper Kettle Inc. (synthetic)", "Delta Freight (synthetic)"):
        statement = make_statement(beneficiary=name)
        if statement.lines:
            publish_statement(
                statement_id=new_id(),
                statement=statement,
                person_id=cast.persons["supply"].pk,
                request_id=f"demo statement {name}",
                at=at,
            )


def _tell(*, desk: _Desk, holding: Holding) -> None:
    kind = holding.project.project_type
    years, gas = TRAITS[kind]
    desk.record(
        holding=holding, kind=Kind.PROFILE, key="1",
        content={
            "durability_years": years, "gas": gas, "region": "", "source": "Invented project description, page 4",
        },
    )  # fmt: skip
    for language, (lede, body) in STORIES[kind].items():
        desk.record(
            holding=holding, kind=Kind.STORY, key=language, content={"language": language, "lede": lede, "body": body}
        )
    about, (english, vietnamese, chinese) = DISCLAIMERS[kind]
    desk.record(
        holding=holding, kind=Kind.DISCLAIMER, key="1",
        content={"kind": about, "text_en": english, "text_vi": vietnamese, "text_zh": chinese},
    )  # fmt: skip


def _judge(*, desk: _Desk, holding: Holding, number: int) -> None:
    """Three raters who do not agree, and one clipping."""
    opened = desk.at.date()
    for turn, (rater, values, scale, days_before, days_valid) in enumerate(RATERS):
        if (number + turn) % 4 == 3:
            continue
        rated_on = opened - timedelta(days=days_before + number)
        desk.record(
            holding=holding, kind=Kind.RATING, key=rater,
            content={
                "rater": rater, "value": values[(number + turn) % 3], "scale": scale, "rated_on": rated_on,
                "expires_on": rated_on + timedelta(days=days_valid) if days_valid else None, "address": "", "note": "",
            },
        )  # fmt: skip
    if number % 3 == 0:
        desk.record(
            holding=holding, kind=Kind.NEWS, key="1",
            content={
                "headline": "Villages ask for a larger share of what is paid", "source": "The Invented Courier",
                "published_on": opened - timedelta(days=90 + number), "address": "",
                "summary": "Two of five villages want the contract reopened. The developer answered in writing.",
            },
        )  # fmt: skip


def _document(*, desk: _Desk, holding: Holding) -> None:
    from truetonne.supply.actions.dossier import SentFile, record_entry
    from truetonne.supply.actions.lot_acts import By

    project = holding.project
    papers = (
        ("DESCRIPTION", "Project description", project.developer, date(2020, 3, 2)),
        ("VERIFICATION", "Verification statement", "Invented Verifiers", date(2025, 9, 18)),
    )
    for kind, title, issuer, day in papers:
        text = f"{title} of {project.name} ({project.ref}). Invented for a demonstration; nothing in it is true.\n"
        record_entry(
            kind=Kind.DOCUMENT, entry_id=new_id(), project_id=project.pk,
            content={"kind": kind, "title": title, "issuer": issuer, "document_date": day, "address": "", "sha256": ""},
            file=SentFile(content=text.encode(), media_type="text/plain"),
            by=By(person_id=desk.person_id, request_id=f"demo document {project.ref} {kind}", at=desk.at),
        )  # fmt: skip


def _gross_to_net(*, desk: _Desk, holding: Holding) -> None:
    """Go back from what the invented registry issued to an invented gross."""
    from truetonne.supply.models import RegistryIssuance

    issued = RegistryIssuance.objects.filter(
        program=holding.program_id, project=holding.project.ref, key=holding.key
    ).first()
    if issued is None or holding.vintage is None:
        return
    parts = [issued.kg * share // 1_000_000 * 1_000 for share in DEDUCTIONS[holding.project.project_type]]
    buffer_kg = issued.buffer_kg or 0
    masses = dict(zip(GROSS_DEDUCTIONS, (*parts, buffer_kg), strict=True))
    desk.record(
        holding=holding, kind=Kind.GROSS_TO_NET, key=str(holding.vintage),
        content={
            "issuance": holding.key, "period_from": date(holding.vintage, 1, 1),
            "period_until": date(holding.vintage + 1, 1, 1), "gross_kg": issued.kg + sum(parts), **masses,
            "net_kg": issued.kg - buffer_kg, "source": "Invented monitoring report, table 3",
        },
    )  # fmt: skip


def _condition(*, desk: _Desk, holding: Holding) -> None:
    """One seller asks more of its buyers than the exchange does."""
    if holding.project.name.startswith("Falling Water"):
        desk.record(
            holding=holding,
            kind=Kind.CONDITION,
            key=str(holding.vintage),
            content={
                "holding_id": holding.pk,
                "condition": "leaf-buyer",
                "source": "Invented purchase contract, clause 7",
            },
        )


def _label(*, desk: _Desk, holding: Holding, number: int) -> None:
    """Tag the first half of some blocks; others are undecided, most have no label."""
    if number % 3 == 2:
        return
    is_tagged = number % 3 == 0
    half = holding.first + (holding.last - holding.first) // 2
    desk.record(
        holding=holding, kind=Kind.LABEL, key=str(holding.vintage),
        content={
            "holding_id": holding.pk, "label": "CCP", "state": "TAGGED" if is_tagged else "UNDECIDED",
            "issuer": "SYN registry (synthetic)", "first": holding.first,
            "last": half if is_tagged else holding.last, "valid_from": desk.at.date() - timedelta(days=40),
            "valid_until": None, "evidence": "Invented column of the invented registry’s list",
        },
    )  # fmt: skip
