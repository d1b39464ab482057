"""What the demonstration sells: an invented registry's files, imported, reviewed, priced and listed as a supply desk would."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from truetonne.cli.demo.people import READERS, REVIEWING_HOUSE, Cast
from truetonne.edge.identifiers import new_id
from truetonne.science.money import CostParts

if TYPE_CHECKING:
    from truetonne.supply.models import Holding
    from truetonne.supply.synthetic.ratings import Readers

PRICES = {
    "Jurisdictional REDD+": (980, 22, 41, 6, 0, 35),
    "Reforestation": (1_870, 30, 212, 12, 0, 68),
    "Mangrove restoration": (2_340, 30, 240, 15, 0, 75),
    "Refrigerant destruction": (2_180, 18, 95, 0, 0, 40),
    "Mine methane": (812, 18, 62, 0, 0, 28),
    "Direct air capture": (58_400, 45, 1_150, 120, 0, 385),
}
"""Invented cost parts per tonne in US cents, by project type, in the order of COST_PARTS."""

REVIEWS = {
    "accepted": (
        "Without the sale of credits the work would not be financed; the budget was read line by line.",
        "Recomputed from plots that have no project; the estimate of the developer is kept where it is lower.",
        "Production around the project did not move; 5 % is deducted all the same.",
        "A plan and a fund for what follows the crediting period are on file; the buffer share is shown.",
        "The interval is 71 to 84 of 100; the method may overstate wet years and understates roots.",
        "Minutes of four village meetings, two complaints, both answered in writing.",
    ),
    "refused": (
        "The work was required by a permit of 2019: it would have happened without the sale.",
        "Not judged further.", "Not judged further.", "Not judged further.", "Not judged further.", "Not judged further.",
    ),
}  # fmt: skip

LINE_NAMES = ("additionality", "baseline", "leakage", "durability", "uncertainty", "community")
KINDS = {
    "Jurisdictional REDD+": "forest_protection", "Reforestation": "restoration", "Mangrove restoration": "restoration",
    "Refrigerant destruction": "superpollutant", "Mine methane": "superpollutant", "Direct air capture": "technical_removal",
}  # fmt: skip
NOT_MET = ("transparency.monitoring",)
"""What the invented readers find not met everywhere, so that no score is whole."""
MORE_NOT_MET = {
    "Jurisdictional REDD+": ("leakage.production",), "Refrigerant destruction": ("safeguards.benefits",),
    "Mangrove restoration": ("durability.after",),
}  # fmt: skip
COMPUTED = "High Saddle"
"""The jurisdiction whose rating has a synthetic control attached."""

REFUSED, UNREVIEWED, UNPRICED, UNLISTED = {"Dry Creek"}, {"Kingfisher Bay"}, {"Juniper Flats"}, {"Ironwood"}
"""Places whose lots stop on the way, so that every queue has something in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocked:
    """One lot of the demonstration."""

    lot_id: UUID
    name: str
    kind: str
    is_listed: bool


def receive_stock(*, cast: Cast, folder: Path, at: datetime, report: Callable[[str], None]) -> None:
    """Write the invented registry's files and import them: everybody's records, then the operator's own blocks."""
    from truetonne.supply.synthetic import write_demo_registry

    files = write_demo_registry(folder=folder)
    _add_unreadable_row(path=files.retirements)
    report("importing the invented registry's public records")
    import_files(paths=files.records, mapping=files.mapping, cast=cast, at=at, is_holdings=False)
    report("receiving the operator's own blocks")
    import_files(paths=(files.holdings,), mapping=files.mapping, cast=cast, at=at, is_holdings=True)


def _add_unreadable_row(*, path: Path) -> None:
    """Repeat the last retirement with a number in words, so that the report has a row that is refused."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    spoiled = dict(zip(rows[0], rows[-1], strict=True))
    spoiled |= {"Transaction": "T-INVENTED-1", "Credits": "forty-one"}
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(spoiled.values())


def import_files(
    *, paths: Sequence[Path], mapping: Path, cast: Cast, at: datetime, is_holdings: bool, request_id: str = ""
) -> None:
    """Import files of the invented registry: everybody's records, or blocks of the operator's own."""
    from truetonne.supply.actions.import_holdings import import_holdings
    from truetonne.supply.actions.import_records import Load, import_records
    from truetonne.supply.catalog import make_program_mapping
    from truetonne.supply.registry_records.reading import read_file
    from truetonne.supply.registry_records.vocabulary import Table

    program = make_program_mapping(text=mapping.read_text(encoding="utf-8"), name=mapping.name)
    table = Table.HOLDINGS if is_holdings else None
    load = Load(
        run_id=new_id(),
        program=program,
        readings=[
            read_file(path=path, mapping=program.mapping, today=at.date(), table=table, file=number)
            for number, path in enumerate(paths)
        ],
        edition=date(2026, 6, 30),
        is_complete=False,
        person_id=cast.persons["supply"].pk,
        request_id=request_id or f"demo import {'holdings' if is_holdings else 'records'}",
        at=at,
        new_id=new_id,
    )
    (import_holdings if is_holdings else import_records)(load=load)


def bring_on_sale(*, cast: Cast, at: datetime) -> tuple[Stocked, ...]:
    """Rate, price and list most blocks; some stop on the way. Dossiers come first: what is new later asks for a review."""
    from truetonne.supply.actions.listing import list_lot, set_price
    from truetonne.supply.queries import list_holdings

    stocked: list[Stocked] = []
    for holding in sorted(list_holdings(), key=lambda one: one.project.ref):
        name, kind, lot_id = holding.project.name, holding.project.project_type, holding.lot_id
        place = name.removesuffix(" (synthetic)")
        if _is_of(place, UNREVIEWED):
            continue
        (_refuse if _is_of(place, REFUSED) else _rate)(cast=cast, holding=holding, at=at)
        if _is_of(place, REFUSED | UNPRICED):
            continue
        set_price(
            price_id=new_id(), lot_id=lot_id, currency="USD", price=CostParts(**_parts(kind)),
            source="Invented purchase contract of the demonstration", person_id=cast.persons["finance"].pk,
            request_id=f"demo price {lot_id}", at=at,
        )  # fmt: skip
        is_listed = not _is_of(place, UNLISTED)
        if is_listed:
            list_lot(lot_id=lot_id, request_id=f"demo list {lot_id}", at=at)
        stocked.append(Stocked(lot_id=lot_id, name=name, kind=kind, is_listed=is_listed))
    return tuple(stocked)


def _rate(*, cast: Cast, holding: Holding, at: datetime) -> None:
    from truetonne.supply.actions.record_review import ReviewLines
    from truetonne.supply.reviewing.states import ProjectKind
    from truetonne.supply.synthetic.ratings import Attached, rate_block
    from truetonne.supply.synthetic.series import write_series

    kind = holding.project.project_type
    series = Attached(
        method="synthetic_control", content=write_series(seed=20_260), file_name="invented-series.csv",
        parameters={"treated": "jurisdiction", "n_before": 10},
    )  # fmt: skip
    rate_block(
        holding=holding,
        readers=invented_readers(cast=cast),
        lines=ReviewLines(**dict(zip(LINE_NAMES, REVIEWS["accepted"], strict=True))),
        kind=ProjectKind(KINDS.get(kind, "other")),
        next_review=(at + timedelta(days=330)).date(),
        not_met=NOT_MET + MORE_NOT_MET.get(kind, ()),
        computations=(series,) if holding.project.name.startswith(COMPUTED) else (),
        at=at,
        new_id=new_id,
    )


def _refuse(*, cast: Cast, holding: Holding, at: datetime) -> None:
    from truetonne.supply.actions.record_review import ReviewLines, record_review
    from truetonne.supply.states import ReviewVerdict

    record_review(
        review_id=new_id(),
        holding_id=holding.pk,
        reviewer_id=cast.persons["review"].pk,
        verdict=ReviewVerdict.REFUSED,
        lines=ReviewLines(**dict(zip(LINE_NAMES, REVIEWS["refused"], strict=True))),
        next_review=(at + timedelta(days=330)).date(),
        request_id=f"demo review {holding.pk}",
        at=at,
    )


def invented_readers(*, cast: Cast) -> Readers:
    """The two reviewers of the independent organization."""
    from truetonne.supply.synthetic.ratings import Readers

    first, second = (cast.persons[key].pk for key, _name in READERS)
    return Readers(persons=(first, second), employer=REVIEWING_HOUSE, paid_by="the operator, a fixed fee")


def _parts(kind: str) -> dict[str, int]:
    names = ("project", "registry_fee", "verification", "fx", "tax", "handling")
    return dict(zip(names, PRICES.get(kind, PRICES["Reforestation"]), strict=True))


def _is_of(place: str, names: set[str]) -> bool:
    return any(place.startswith(name) for name in names)
