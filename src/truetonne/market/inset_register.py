"""The register's part about fuel: batches and retired claims, page by page for readers and whole as files.

Names that are hidden for now stay out of both; chain codes are told to customers and never published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.formats import instant_iso
from truetonne.edge.identifiers import show_id
from truetonne.edge.list_queries import page_by_time
from truetonne.edge.paging import Page, Window
from truetonne.edge.tables import csv_lines
from truetonne.edge.templatetags.edge_formats import current_language, tonnes
from truetonne.ledger.values import UnitKind
from truetonne.market.inset_words import SIDE_WORDS
from truetonne.market.models import Delivery
from truetonne.market.order_money import ENDED
from truetonne.proof.canonical import encode
from truetonne.supply.actions.sell_fuel_batch import list_lots_of_batches
from truetonne.supply.fuels.reading import ReadBatch, read_batches
from truetonne.supply.fuels.words import litres_text
from truetonne.supply.models import FuelBatch

ROWS_AT_ONCE: Final = 500
BATCH_COLUMNS: Final = (
    "batch_id", "registry", "producer", "facility", "production_batch", "fuel", "feedstock", "market", "mode",
    "delivered_on", "expires_on", "state", "volume_ml", "issued_kg", "scope1_retired_kg", "scope3_retired_kg",
    "cancelled_kg",
)  # fmt: skip
CLAIM_COLUMNS: Final = (
    "certificate_id", "batch_id", "side", "beneficiary", "hidden_until", "claim_year", "claim_volume_ml",
    "claim_energy_mj", "kg", "effective_at",
)  # fmt: skip


def issued_batches() -> QuerySet[FuelBatch]:
    """Return the batches that the public sees: those that were issued."""
    return FuelBatch.objects.filter(issue__isnull=False)


def retired_claims(*, batch_id: UUID | None = None) -> QuerySet[Delivery]:
    """Return what was retired of claims on fuel, of one batch or of all, each with its certificate."""
    rows = Delivery.objects.filter(order__quote__inset__batch__issue__isnull=False)
    rows = rows.exclude(order__state__in=list(ENDED)).select_related("order__quote__inset", "order__beneficiary")
    return rows if batch_id is None else rows.filter(order__quote__inset__batch_id=batch_id)


def page_batches(*, window: Window) -> tuple[Page[FuelBatch], list[tuple[object, ...]]]:
    """Return a page of batches, newest first, with the register's rows: each batch once, whatever its sides did."""
    rows = issued_batches().select_related("person", "fuel_user")
    page = page_by_time(rows=rows, window=window, is_newest_first=True)
    return page, [_batch_row(found=found) for found in read_batches(batches=page.items)]


def page_claims(*, batch_id: UUID, window: Window) -> tuple[Page[Delivery], list[tuple[object, ...]]]:
    """Return a page of what was retired of a batch, oldest first, with the rows that its page prints."""
    page = page_by_time(rows=retired_claims(batch_id=batch_id), window=window)
    return page, [_claim_row(delivery=delivery) for delivery in page.items]


def register_totals() -> dict[str, int]:
    """Return kilograms of all batches, counted once by their SCOPE1 side, and litres behind them."""
    sums = issued_batches().aggregate(batches=Count("pk"), volume_ml=Sum("volume_ml"))
    lots = list_lots_of_batches(batch_ids=set(issued_batches().values_list("pk", flat=True)))
    one = [lot for each in lots.values() for lot in each if lot.kind is UnitKind.INSET_SCOPE1]
    return {
        "batches": sums["batches"],
        "issued_kg": sum(lot.issued_kg for lot in one),
        "retired_kg": sum(lot.retired_kg for lot in one),
        "volume_l": (sums["volume_ml"] or 0) // 1_000,
    }


def batches_file(*, form: str) -> Iterator[bytes]:
    """Write every issued batch, oldest first; kilograms are of the side that the column names."""
    rows = list(issued_batches().order_by("recorded_at", "pk"))
    return _write(
        form=form, columns=BATCH_COLUMNS, rows=(_batch_fact(found=each) for each in read_batches(batches=rows))
    )


def claims_file(*, form: str) -> Iterator[bytes]:
    """Write every retired claim, oldest first, one row for each certificate."""
    rows = retired_claims().order_by("recorded_at", "pk").iterator(chunk_size=ROWS_AT_ONCE)
    return _write(form=form, columns=CLAIM_COLUMNS, rows=(_claim_fact(delivery=each) for each in rows))


def _write(*, form: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[bytes]:
    if form == "csv":
        yield from csv_lines(header=columns, rows=rows)
        return
    for row in rows:
        facts = dict(zip(columns, row, strict=True))
        yield encode({name: value for name, value in facts.items() if value not in (None, "")}) + b"\n"


def _kg(*, found: ReadBatch, side: str, name: str) -> int:
    return sum(int(getattr(lot, name)) for lot in found.side(side))


def _batch_row(*, found: ReadBatch) -> tuple[object, ...]:
    return (
        format_html(
            '<a href="{}">{}</a>', reverse("market:inset", kwargs={"batch": found.text}),
            f"{found.code}, {found.batch.fuel}",
        ),
        found.mark[1],
        litres_text(volume_ml=found.batch.volume_ml, language=current_language()),
        tonnes(_kg(found=found, side="SCOPE1", name="issued_kg")),
        tonnes(_kg(found=found, side="SCOPE1", name="retired_kg")),
        tonnes(_kg(found=found, side="SCOPE3", name="retired_kg")),
        tonnes(_kg(found=found, side="SCOPE1", name="cancelled_kg")),
    )  # fmt: skip


def _claim_row(*, delivery: Delivery) -> tuple[object, ...]:
    order, claim = delivery.order, delivery.order.quote.inset
    certificate = show_id(prefix="crt", id=delivery.certificate_id)
    return (
        format_html(
            '<a class="mono" href="{}">{}</a>',
            reverse("market:certificate", kwargs={"certificate": certificate}), delivery.short_code,
        ),
        str(SIDE_WORDS[claim.side]),
        _("hidden for now") if order.hidden_until is not None else order.beneficiary.display_name,
        str(claim.claim_year),
        litres_text(volume_ml=claim.volume_ml, language=current_language()),
        tonnes(delivery.kg),
    )  # fmt: skip


def _batch_fact(*, found: ReadBatch) -> tuple[object, ...]:
    batch = found.batch
    return (
        found.text, batch.registry, batch.producer, batch.facility, batch.production_batch, batch.fuel, batch.feedstock,
        batch.market, batch.mode, batch.delivered_on.isoformat(), batch.expires_on.isoformat(), str(found.state),
        batch.volume_ml, _kg(found=found, side="SCOPE1", name="issued_kg"),
        _kg(found=found, side="SCOPE1", name="retired_kg"), _kg(found=found, side="SCOPE3", name="retired_kg"),
        _kg(found=found, side="SCOPE1", name="cancelled_kg"),
    )  # fmt: skip


def _claim_fact(*, delivery: Delivery) -> tuple[object, ...]:
    order, claim = delivery.order, delivery.order.quote.inset
    hidden = order.hidden_until
    return (
        show_id(prefix="crt", id=delivery.certificate_id), show_id(prefix="ins", id=claim.batch_id), claim.side,
        None if hidden is not None else order.beneficiary.display_name, None if hidden is None else hidden.isoformat(),
        claim.claim_year, claim.volume_ml, claim.energy_mj, delivery.kg,
        instant_iso(instant=delivery.effective_at),
    )  # fmt: skip
