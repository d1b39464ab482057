"""A batch as pages show it: its state, its facts in groups, its sides, and on which unverified figures it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text, tonnes_text
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.parties import country_name
from truetonne.ledger.values import LotState
from truetonne.supply.actions.issue_fuel_batch import biogenic_kg, unit_code
from truetonne.supply.actions.sell_fuel_batch import list_batch_lots, list_lots_of_batches
from truetonne.supply.fuels.states import BatchState
from truetonne.supply.fuels.words import (
    FEEDSTOCK_WORDS,
    FLAG_WORDS,
    MODE_WORDS,
    PROOF_WORDS,
    STATE_WORDS,
    intensity_text,
    litres_text,
    megajoules_text,
)
from truetonne.supply.models import FuelBatch, FuelEnd, FuelEvidence, FuelIssue

Pairs = list[tuple[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBatch:
    """A batch with what became of it. ``lots`` are of both sides, SCOPE1 first; none while it is booked."""

    batch: FuelBatch
    issue: FuelIssue | None
    end: FuelEnd | None
    lots: tuple[LotState, ...]
    evidence: tuple[FuelEvidence, ...]

    @property
    def code(self) -> str:
        """The batch's short code."""
        return short_code(prefix="INS", id=self.batch.pk)

    @property
    def text(self) -> str:
        """The batch's id as addresses have it."""
        return show_id(prefix="ins", id=self.batch.pk)

    @property
    def state(self) -> BatchState:
        """Where the batch stands."""
        if self.end is not None:
            return BatchState(self.end.ending)
        if self.issue is None:
            return BatchState.BOOKED
        is_used = all(lot.retired_kg + lot.cancelled_kg == lot.issued_kg for lot in self.lots)
        return BatchState.USED_UP if is_used else BatchState.ISSUED

    @property
    def mark(self) -> tuple[str, str]:
        """The state's mark and word."""
        result, words = STATE_WORDS[self.state]
        return result, str(words)

    def side(self, side: str) -> tuple[LotState, ...]:
        """The lots of one side."""
        return tuple(lot for lot in self.lots if lot.kind.value == f"INSET_{side}")


def read_batch(*, batch: FuelBatch) -> ReadBatch:
    """Return a batch with what became of it."""
    issue = FuelIssue.objects.select_related("person").filter(batch=batch).first()
    return ReadBatch(
        batch=batch,
        issue=issue,
        end=FuelEnd.objects.filter(batch=batch).first(),
        lots=list_batch_lots(batch_id=batch.pk) if issue is not None else (),
        evidence=tuple(FuelEvidence.objects.filter(batch=batch).select_related("file").order_by("recorded_at", "id")),
    )


def read_batches(*, batches: Sequence[FuelBatch]) -> list[ReadBatch]:
    """Return batches with what became of them, in the order given. A fixed number of queries however many there are."""
    ids = [batch.pk for batch in batches]
    issues = {row.batch_id: row for row in FuelIssue.objects.select_related("person").filter(batch_id__in=ids)}
    ends = {row.batch_id: row for row in FuelEnd.objects.filter(batch_id__in=ids)}
    proofs: dict[UUID, list[FuelEvidence]] = {id: [] for id in ids}
    for proof in FuelEvidence.objects.filter(batch_id__in=ids).order_by("recorded_at", "id"):
        proofs[proof.batch_id].append(proof)
    lots = list_lots_of_batches(batch_ids=issues)
    return [
        ReadBatch(
            batch=batch, issue=issues.get(batch.pk), end=ends.get(batch.pk), lots=lots.get(batch.pk, ()),
            evidence=tuple(proofs[batch.pk]),
        )
        for batch in batches
    ]  # fmt: skip


def list_batches(*, is_issued_only: bool = False) -> list[ReadBatch]:
    """Return batches, newest first; ``is_issued_only`` leaves booked ones out, as the public sees them."""
    rows = FuelBatch.objects.select_related("person", "fuel_user").order_by("-recorded_at", "-id")
    if is_issued_only:
        rows = rows.filter(issue__isnull=False)
    return read_batches(batches=list(rows))


def fuel_facts(*, found: ReadBatch, language: str) -> Pairs:
    """Return what the fuel is and where it went."""
    batch = found.batch
    return [
        (_("Fuel"), batch.fuel),
        (_("Feedstock"), FEEDSTOCK_WORDS.get(batch.feedstock, batch.feedstock)),
        (_("Feedstock from"), country_name(code=batch.feedstock_country)),
        (_("Producer"), f"{batch.producer}, {batch.facility}"),
        (_("Production batch"), batch.production_batch),
        (_("Co-processed"), _("yes") if batch.is_co_processed else _("no")),
        (_("Neat volume"), f"{litres_text(volume_ml=batch.volume_ml, language=language)}, {batch.temperature_basis}"),
        (_("Neat mass"), tonnes_text(kg=batch.mass_kg, language=language) if batch.mass_kg is not None else ""),
        (_("Delivered"), f"{day_text(day=batch.delivered_on, language=language)}, {batch.delivery_place}"),
        (_("Market"), country_name(code=batch.market)),
        (_("Mode"), MODE_WORDS.get(batch.mode, batch.mode)),
        (_("Burnt by"), batch.fuel_user_name),
        (_("Valid until"), day_text(day=batch.expires_on, language=language)),
    ]


def energy_facts(*, found: ReadBatch, language: str) -> Pairs:
    """Return how the kilograms came about, per megajoule, each figure with its source."""
    batch = found.batch
    fuel_g = batch.wtt_g_co2e_per_mj + batch.ttw_g_co2e_per_mj
    basis = _("lower heating value") if batch.heating_value == "LHV" else _("higher heating value")

    def sourced(text: str, source: str, edition: str = "") -> str:
        return format_html("{}<br><small>{}</small>", text, " · ".join(filter(None, (source, edition))))

    def per_mj(number: object) -> str:
        return intensity_text(g_per_mj=number, language=language)  # type: ignore[arg-type]

    return [
        (
            _("Energy"),
            sourced(
                f"{megajoules_text(energy_mj=batch.energy_mj, language=language)}, {basis}",
                f"{batch.density_mj_per_l.normalize():f} MJ/l, {batch.density_source}",
            ),
        ),
        (
            _("Fuel, well to wheel"),
            sourced(per_mj(fuel_g), batch.intensity_source, batch.intensity_edition),
        ),
        (_("of which well to tank"), per_mj(batch.wtt_g_co2e_per_mj)),
        (_("of which tank to wheel"), per_mj(batch.ttw_g_co2e_per_mj)),
        (
            _("Fossil comparator"),
            sourced(
                f"{per_mj(batch.reference_g_co2e_per_mj)}, {batch.reference_id}",
                batch.reference_source,
                batch.reference_edition,
            ),
        ),
        (_("Difference"), per_mj(batch.reference_g_co2e_per_mj - fuel_g)),
        (_("Biogenic CO2, outside the scopes"), tonnes_text(kg=biogenic_kg(batch=batch), language=language)),
    ]  # fmt: skip


def proof_facts(*, found: ReadBatch, language: str) -> Pairs:
    """Return the scheme, the proofs and what was given up."""
    batch = found.batch
    until = day_text(day=batch.certificate_valid_until, language=language)
    return [
        (_("Registry"), f"{batch.registry}, {batch.registry_record}"),
        (_("Scheme"), batch.certification_scheme),
        (_("Certificate"), _("%(number)s, in force until %(until)s") % {"number": batch.certificate_number, "until": until}),
        (_("Proof of sustainability"), batch.sustainability_proof),
        (
            _("Regulatory claims given up"),
            _("%(programs)s, by %(by)s on %(day)s")
            % {
                "programs": ", ".join(batch.surrendered_programs),
                "by": batch.surrendered_by,
                "day": day_text(day=batch.surrendered_on, language=language),
            },
        ),
        (_("Chain of custody"), _("mass balance upstream, book and claim downstream")),
        (_("Unit code"), unit_code(batch=batch)),
    ]  # fmt: skip


def evidence_rows(*, found: ReadBatch, language: str) -> list[tuple[object, ...]]:
    """Return the rows of a table of proofs: kind, issuer and number, day, hash with its address where the file is kept."""
    return [
        (
            str(PROOF_WORDS[one.kind]),
            f"{one.issuer}, {one.number}",
            day_text(day=one.document_date, language=language),
            _hash(one),
        )
        for one in found.evidence
    ]


def flag_sentences(*, flags: Sequence[str]) -> list[str]:
    """Return what a reader must know of a quantification."""
    return [str(FLAG_WORDS.get(flag, flag)) for flag in flags]


def _hash(one: FuelEvidence) -> str:
    short = f"{one.sha256[:16]}…"
    if one.file_id is not None:
        return format_html('<a href="{}">{}</a>', reverse("supply:document_file", kwargs={"sha256": one.sha256}), short)
    if one.address.startswith("https://"):
        return format_html('<a href="{}">{}</a>', one.address, short)
    return short
