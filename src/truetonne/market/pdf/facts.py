"""Every public field of a certificate's body as a labelled fact, grouped for reading.

The first sheet shows what a reader needs; these groups show all the rest, so that page and PDF hold the
whole body. Never the price, the inventory line or the signer: they are not in the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truetonne.edge import formats
from truetonne.market.pdf.wording import code_words
from truetonne.supply.destruction.words import method_words, version_words
from truetonne.supply.fuels.words import FEEDSTOCK_WORDS
from truetonne.supply.words import country_name

Body: TypeAlias = Mapping[str, object]

MONO = frozenset(
    [
        "certificate_id",
        "retirement_id",
        "replaces",
        "key_id",
        "lot_id",
        "order_id",
        "request_id",
        "external_id",
        "lei",
        "annex_sha256",
        "serial_printed",
        "issuance_id",
        "project_id",
        "registry_transaction_id",
        "review_id",
        "registration_number",
    ]
)
CODED = frozenset(
    [
        "kind",
        "code",
        "reason",
        "credit_class",
        "declaration",
        "status",
        "delivery",
        "durability_class",
        "label",
        "side",
        "mode",
        "chain_of_custody",
        "heating_value_basis",
    ]
)
DATES = frozenset(
    [
        "registry_confirmed_on",
        "vintage_start",
        "valid_from",
        "valid_until",
        "reviewed_on",
        "next_review_on",
        "rated_on",
        "hidden_until",
        "period_start",
        "period_end",
        "delivery_date",
        "expires_on",
    ]
)
LABELS = {
    "certificate_id": gettext_lazy("Certificate id"),
    "retirement_id": gettext_lazy("Retirement id"),
    "version": gettext_lazy("Version"),
    "replaces": gettext_lazy("Replaces"),
    "kind": gettext_lazy("Kind of unit"),
    "operator": gettext_lazy("Operator"),
    "key_id": gettext_lazy("Key of the log"),
    "verify_url": gettext_lazy("Address"),
    "display_name": gettext_lazy("Name"),
    "legal_name": gettext_lazy("Legal name"),
    "lei": gettext_lazy("LEI"),
    "registration_number": gettext_lazy("Registration number"),
    "domain": gettext_lazy("Web domain"),
    "country": gettext_lazy("Country"),
    "parent": gettext_lazy("Parent company"),
    "hidden_until": gettext_lazy("Name hidden until"),
    "retired_by": gettext_lazy("Retired by"),
    "account_holder": gettext_lazy("Account holder at the registry"),
    "effective_at": gettext_lazy("Retired at"),
    "recorded_at": gettext_lazy("Recorded at"),
    "order_id": gettext_lazy("Order"),
    "request_id": gettext_lazy("Request"),
    "external_id": gettext_lazy("The buyer’s own number"),
    "registry_transaction_id": gettext_lazy("Registry transaction"),
    "registry_url": gettext_lazy("Address at the registry"),
    "registry_confirmed_on": gettext_lazy("Confirmed by the registry on"),
    "lot_id": gettext_lazy("Lot"),
    "registry": gettext_lazy("Registry"),
    "program": gettext_lazy("Program"),
    "project_id": gettext_lazy("Project id"),
    "project_name": gettext_lazy("Project"),
    "issuance_id": gettext_lazy("Issuance"),
    "unit_kg": gettext_lazy("Kilograms a serial"),
    "serial_printed": gettext_lazy("As the registry prints it"),
    "subdivision": gettext_lazy("Subdivision"),
    "developer": gettext_lazy("Developer"),
    "methodology": gettext_lazy("Methodology"),
    "methodology_version": gettext_lazy("Methodology version"),
    "credit_class": gettext_lazy("Class"),
    "code": gettext_lazy("Purpose"),
    "reason": gettext_lazy("Reason"),
    "note": gettext_lazy("Note"),
    "claim_year": gettext_lazy("Claim year"),
    "period_start": gettext_lazy("Period from"),
    "period_end": gettext_lazy("Period until, not included"),
    "scope": gettext_lazy("Scope"),
    "residual_share_pct": gettext_lazy("Share of residual emissions, %"),
    "label": gettext_lazy("Label"),
    "issuer": gettext_lazy("Issued by"),
    "phase": gettext_lazy("Phase"),
    "valid_from": gettext_lazy("Valid from"),
    "valid_until": gettext_lazy("Valid until"),
    "declaration": gettext_lazy("Article 6 declaration"),
    "status": gettext_lazy("Article 6 status"),
    "authorization_ref": gettext_lazy("Authorization"),
    "purpose": gettext_lazy("Authorized for"),
    "leaf_path": gettext_lazy("LEAF path"),
    "ndc_use": gettext_lazy("Use by the host country"),
    "delivery": gettext_lazy("Delivery"),
    "durability_class": gettext_lazy("Durability class"),
    "years": gettext_lazy("Years"),
    "cover": gettext_lazy("Cover against reversal"),
    "review_id": gettext_lazy("Review"),
    "reviewer": gettext_lazy("Reviewer"),
    "reviewed_on": gettext_lazy("Reviewed on"),
    "next_review_on": gettext_lazy("Next review by"),
    "score": gettext_lazy("Our score, of 100"),
    "score_low": gettext_lazy("Score, low end"),
    "score_high": gettext_lazy("Score, high end"),
    "agency": gettext_lazy("Other rating by"),
    "rating": gettext_lazy("Rating"),
    "scale": gettext_lazy("Scale"),
    "rated_on": gettext_lazy("Rated on"),
    "side": gettext_lazy("Side"),
    "fuel_type": gettext_lazy("Fuel"),
    "feedstock": gettext_lazy("Feedstock"),
    "feedstock_origin": gettext_lazy("Feedstock from"),
    "facility": gettext_lazy("Facility"),
    "batch": gettext_lazy("Batch"),
    "chain_of_custody": gettext_lazy("Chain of custody"),
    "heating_value_basis": gettext_lazy("Heating value"),
    "delivery_place": gettext_lazy("Delivered at"),
    "delivery_date": gettext_lazy("Delivered on"),
    "mode": gettext_lazy("Mode"),
    "scheme": gettext_lazy("Scheme"),
    "scheme_certificate": gettext_lazy("Certificate of the scheme"),
    "sustainability_proof": gettext_lazy("Proof of sustainability"),
    "verifier_statement": gettext_lazy("Verifier's statement"),
    "unit_code": gettext_lazy("Unit code"),
    "volume_ml": gettext_lazy("Volume, ml"),
    "energy_mj": gettext_lazy("Energy, MJ"),
    "mass_kg": gettext_lazy("Neat mass, kg"),
    "biogenic_co2_kg": gettext_lazy("Biogenic CO2, kg"),
    "wtw_g_co2e_per_mj": gettext_lazy("Well to wheel, g CO2e/MJ"),
    "fossil_reference_id": gettext_lazy("Fossil comparator"),
    "fossil_reference_g_co2e_per_mj": gettext_lazy("Comparator, g CO2e/MJ"),
    "difference_g_co2e_per_mj": gettext_lazy("Difference, g CO2e/MJ"),
    "is_co_processed": gettext_lazy("Co-processed"),
    "is_tonne_km_included": gettext_lazy("Tonne-kilometres included"),
    "claims_given_up": gettext_lazy("Regulatory claims given up"),
    "covered_by": gettext_lazy("Covered by"),
    "scope3_category": gettext_lazy("Scope 3 category"),
    "expires_on": gettext_lazy("Expires on"),
}
PRIVATE_PARTS = {"price": gettext_lazy("Price"), "signer": gettext_lazy("Signer")}
"""The private parts of a certificate, of which the public one has the hashes."""
"""Labels of the fields that this exchange writes; any other field is shown by its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and its value. ``kind`` is empty, ``mono`` (ids, hashes), ``pending`` or ``stop``."""

    label: str
    value: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactGroup:
    title: str
    facts: tuple[Fact, ...]


def group_facts(*, body: Body, language: str) -> tuple[FactGroup, ...]:
    """Return every public field of a body that the first sheet does not print in full, in the order of the fields.

    Runs in the active translation, which must be that of ``language``.
    """
    groups = [
        FactGroup(title=_("Identity"), facts=_facts(_plain(body), language=language, skip={"format", "livemode"})),
        FactGroup(title=_("Beneficiary"), facts=_facts(_object(body, "beneficiary"), language=language)),
        FactGroup(title=_("Holder"), facts=_facts(_object(body, "holder"), language=language)),
        FactGroup(title=_("Act"), facts=_facts(_object(body, "act"), language=language, skip={"registry_confirmed"})),
        FactGroup(title=_("Purpose"), facts=_facts(_object(body, "purpose"), language=language)),
    ]
    for number, line in enumerate(_list(body, "lines"), start=1):
        title = _("Line %(number)s: %(project)s") % {"number": number, "project": line["project_name"]}
        groups.append(FactGroup(title=title, facts=_line_facts(line=line, body=body, language=language)))
    seals = _object(body, "annex_sha256")
    if seals:
        facts = tuple(
            Fact(label=str(PRIVATE_PARTS.get(part, part)), value=str(seal), kind="mono")
            for part, seal in sorted(seals.items())
        )
        groups.append(FactGroup(title=_("Hashes of the private parts"), facts=facts))
    return tuple(group for group in groups if group.facts)


def _line_facts(*, line: Body, body: Body, language: str) -> tuple[Fact, ...]:
    """Gather one line's own fields with those that stand elsewhere in the body under its lot."""
    skip = {"first", "last", "first_part_kg", "last_part_kg", "kg", "vintage_start", "vintage_end", "make_good_for"}
    found = list(_facts(line, language=language, skip=skip))
    found.insert(1, Fact(label=_("Vintage"), value=vintage_text(line=line, language=language)))
    for reference in _list(line, "make_good_for"):
        made = f"{reference['certificate_id']}, {reference['line']}"
        found.append(Fact(label=_("Makes good for"), value=made, kind="mono"))
    for name in ("labels", "article6", "durability", "quality"):
        for entry in _list(body, name):
            if entry.get("lot_id") == line["lot_id"]:
                found += _facts(entry, language=language, skip={"lot_id"})
                for rating in _list(entry, "other"):
                    found += _facts(rating, language=language)
    return tuple(found)


def vintage_text(*, line: Body, language: str) -> str:
    """Print a vintage as registries do, both ends included: the year alone when it is a whole one."""
    start, end = date.fromisoformat(str(line["vintage_start"])), date.fromisoformat(str(line["vintage_end"]))
    if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1):
        last = end.year - 1
        return str(start.year) if last == start.year else f"{start.year}–{last}"
    last_day = date.fromordinal(end.toordinal() - 1)
    if start == last_day:
        return formats.day_text(day=start, language=language)
    ends = (formats.day_text(day=day, language=language) for day in (start, last_day))
    return " – ".join(ends)


def _facts(value: Body, *, language: str, skip: set[str] | frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            label=str(LABELS.get(name, name)),
            value=_shown(name=name, value=member, language=language),
            kind="mono" if name in MONO else "",
        )
        for name, member in _flat(value)
        if name not in skip
    )


def _flat(value: Body) -> Iterator[tuple[str, object]]:
    """Yield members one by one: objects opened, lists of texts joined, lists of objects left to others."""
    for name, member in value.items():
        if isinstance(member, Mapping):
            yield from _flat(member)
        elif isinstance(member, (list, tuple)):
            if all(isinstance(each, str) for each in member):
                yield name, ", ".join(cast("Sequence[str]", member))
        else:
            yield name, member


def _shown(*, name: str, value: object, language: str) -> str:
    text = str(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_at"):
        return formats.instant_text(instant=datetime.fromisoformat(text), language=language)
    if name in DATES:
        return formats.day_text(day=date.fromisoformat(text), language=language)
    if name in CODED:
        return code_words(code=text)
    if name == "methodology":
        return method_words(methodology=text)
    if name == "methodology_version":
        return version_words(version=text)
    if name == "feedstock":
        return str(FEEDSTOCK_WORDS.get(text, text))
    if name.endswith("_per_mj"):
        return formats.decimal_text(decimal=text, language=language)
    if name in {"country", "feedstock_origin"}:
        return country_name(code=text)
    if isinstance(value, int) and name not in {"claim_year", "years", "version"}:
        return formats.count_text(count=value, language=language)
    return text


def _plain(body: Body) -> Body:
    return {name: value for name, value in body.items() if not isinstance(value, (Mapping, list, tuple))}


def _object(body: Body, name: str) -> Body:
    return cast("Body", body.get(name, {}))


def _list(body: Body, name: str) -> Sequence[Body]:
    return cast("Sequence[Body]", body.get(name, ()))
