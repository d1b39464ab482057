"""The statement of one claim on fuel: physical inventory, market-based inventory and impact, each on its own, none added.

The page and the PDF print this value. Nothing here subtracts an inset from an inventory: the market-based figure is the
same activity with the lower profile on a share of its energy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text, share_text, tonnes_text
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.parties import country_name
from truetonne.ledger.queries.covers import fuel_of_certificates
from truetonne.market.inset_words import ACTIVITY_FUEL_WORDS, CATEGORY_WORDS, SIDE_WORDS, TIER_WORDS, UNSETTLED
from truetonne.market.models import Delivery, InsetClaim, Order
from truetonne.rules.insets.profile import allocate_profile, find_ratio
from truetonne.supply.fuels.reading import ReadBatch, energy_facts, fuel_facts, proof_facts, read_batch
from truetonne.supply.fuels.words import MODE_WORDS, intensity_text, litres_text, megajoules_text

Pairs = Sequence[tuple[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One of the statements: its name, what it says, its figure, and why the figure stands alone."""

    title: str
    figure: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InsetStatement:
    """What a claim on fuel states, in one language. ``is_retired`` is False until the units are used for good."""

    code: str
    certificate: str
    certificate_text: str
    beneficiary: str
    title: str
    is_retired: bool
    statements: tuple[Statement, ...]
    claim: tuple[tuple[str, object], ...]
    activity: tuple[tuple[str, object], ...]
    fuel: Pairs
    energy: Pairs
    proof: Pairs
    tiers: tuple[tuple[str, object], ...]
    sentences: tuple[str, ...]
    unverified: tuple[str, ...]
    effective_at: datetime


def read_statement(*, order: Order, language: str) -> InsetStatement:
    """Return the statement of an order of fuel. Raises InsetClaim.DoesNotExist for an order of credits."""
    claim = InsetClaim.objects.select_related("batch", "activity", "organization").get(quote_id=order.quote_id)
    found = read_batch(batch=claim.batch)
    delivery = Delivery.objects.filter(order=order).order_by("number").first()
    energy_mj, volume_ml = claim.energy_mj, claim.volume_ml
    if delivery is not None:
        figures = fuel_of_certificates(certificate_ids=(delivery.certificate_id,))
        energy_mj, volume_ml = figures.get(delivery.certificate_id, (energy_mj, volume_ml))
    return InsetStatement(
        code=short_code(prefix="ORD", id=order.pk),
        certificate=delivery.short_code if delivery is not None else "",
        certificate_text=show_id(prefix="crt", id=delivery.certificate_id) if delivery is not None else "",
        beneficiary=order.beneficiary.display_name,
        title=_("Inset statement"),
        is_retired=delivery is not None,
        statements=_statements(claim=claim, energy_mj=energy_mj, language=language),
        claim=_claim_facts(claim=claim, found=found, energy_mj=energy_mj, volume_ml=volume_ml, language=language),
        activity=_activity_facts(claim=claim, language=language),
        fuel=fuel_facts(found=found, language=language),
        energy=energy_facts(found=found, language=language),
        proof=proof_facts(found=found, language=language),
        tiers=tuple((str(TIER_WORDS[each.tier]), each.party) for each in claim.disclosures.order_by("recorded_at")),
        sentences=_sentences(claim=claim),
        unverified=tuple(claim.batch.unverified),
        effective_at=delivery.effective_at if delivery is not None else order.effective_at,
    )


def market_based_kg(*, claim: InsetClaim, energy_mj: int) -> int:
    """Return the activity's market-based emissions: the lower profile on the claimed share of its energy, rounded up.

    The physical figure is untouched. Source: Smart Freight Centre, June 2023 (published): allocate the lower profile.
    """
    batch = claim.batch
    ratio = find_ratio(
        profile_low=max(Fraction(0), Fraction(batch.wtt_g_co2e_per_mj + batch.ttw_g_co2e_per_mj)),
        profile_conventional=Fraction(batch.reference_g_co2e_per_mj),
    )
    share = min(Fraction(1), Fraction(energy_mj, claim.activity.energy_mj))
    exact = allocate_profile(physical=Fraction(claim.activity.emissions_kg), share=share, profile_ratio=ratio)
    return -((-exact.numerator) // exact.denominator)


def _statements(*, claim: InsetClaim, energy_mj: int, language: str) -> tuple[Statement, ...]:
    activity = claim.activity
    share = share_text(part=energy_mj, whole=activity.energy_mj, language=language)
    return (
        Statement(
            title=_("Physical inventory"),
            figure=tonnes_text(kg=activity.emissions_kg, language=language),
            says=_("What was emitted. Targets, eligibility and the purchase cap rest on it. No inset changes it."),
        ),
        Statement(
            title=_("Market-based inventory"),
            figure=tonnes_text(kg=market_based_kg(claim=claim, energy_mj=energy_mj), language=language),
            says=_("The same activity, with the lower profile on %(share)s of its energy. A total of its own.")
            % {"share": share},
        ),
        Statement(
            title=_("Impact"),
            figure=tonnes_text(kg=claim.kg, language=language),
            says=_("What the fuel changed against its fossil comparator. It is not taken off either inventory."),
        ),
    )


def _claim_facts(
    *, claim: InsetClaim, found: ReadBatch, energy_mj: int, volume_ml: int, language: str
) -> tuple[tuple[str, object], ...]:
    wanted = (
        litres_text(volume_ml=claim.wanted_volume_ml, language=language)
        if claim.wanted_volume_ml is not None
        else megajoules_text(energy_mj=claim.wanted_energy_mj or 0, language=language)
    )
    fuel_g = claim.batch.wtt_g_co2e_per_mj + claim.batch.ttw_g_co2e_per_mj
    return (
        (_("Batch"), found.code),
        (_("Side"), SIDE_WORDS[claim.side]),
        (_("Place in the chain"), TIER_WORDS[claim.tier]),
        (_("Ordered"), wanted),
        (_("Fuel claimed"), f"{litres_text(volume_ml=volume_ml, language=language)}, {megajoules_text(energy_mj=energy_mj, language=language)}"),
        (_("Emission profile of it"), intensity_text(g_per_mj=fuel_g, language=language)),
        (_("Claim year"), str(claim.claim_year)),
        (_("Judged by"), f"{claim.rule_set}, {claim.co_claim_mode}"),
    )  # fmt: skip


def _activity_facts(*, claim: InsetClaim, language: str) -> tuple[tuple[str, object], ...]:
    activity = claim.activity
    category = CATEGORY_WORDS.get(activity.scope3_category or 0, activity.scope3_category)
    return (
        (_("Activity"), activity.description),
        (_("Scope"), f"{activity.scope}" if activity.scope3_category is None else f"3, {category}"),
        (_("Year"), str(activity.year)),
        (_("Mode and fuel"), f"{MODE_WORDS[activity.mode]}, {ACTIVITY_FUEL_WORDS[activity.fuel]}"),
        (_("Market"), country_name(code=activity.market)),
        (_("Energy"), megajoules_text(energy_mj=activity.energy_mj, language=language)),
        (_("Document that shows it"), f"{activity.evidence_title}, SHA-256 {activity.evidence_sha256[:16]}…"),
        (_("Stated on"), day_text(day=activity.effective_at, language=language)),
    )


def _sentences(*, claim: InsetClaim) -> tuple[str, ...]:
    said = [
        str(UNSETTLED),
        _("This is not an offset. It counts toward no residual emissions and no credit-based tier."),
        _("Biogenic CO2 is reported outside the scopes and is in no total here."),
        _("All regulatory claims on this fuel are given up; it serves voluntary targets only."),
    ]
    if claim.side == "SCOPE1":
        said.append(
            _("The customer's side is claimed by companies of the same chain, and counts the same litres once.")
        )
    return tuple(said)
