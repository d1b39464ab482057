"""Every public field of a certificate's body as a labelled fact, grouped for reading.

The first sheet shows what a reader needs; these groups show all the rest, so that page and PDF hold the
whole body. Never the price, the inventory line or the signer: they are not in the body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias, cast

from django.utils.translation import gettext as _

from truetonne.edge import formats
from truetonne.edge.parties import country_name
from truetonne.market.inset_words import CATEGORY_WORDS, SIDE_WORDS, TIER_WORDS
from truetonne.market.lot_facts import vintage_text as span_text
from truetonne.market.pdf.field_words import LABELS, PLACES, PRIVATE_PARTS
from truetonne.market.pdf.wording import code_words
from truetonne.supply.destruction.words import method_words, version_words
from truetonne.supply.fuels.words import FEEDSTOCK_WORDS

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
        "chain_of_custody",
        "mode",
        "heating_value_basis",
    ]
)
WORDS: dict[str, Mapping[str, object]] = {
    "side": SIDE_WORDS,
    "feedstock": FEEDSTOCK_WORDS,
    "scope3_category": {str(code): words for code, words in CATEGORY_WORDS.items()},
}
"""Members whose codes have words of their own; a code without is shown as it is."""
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
    for reference in _list(_object(line, "inset"), "covered_by"):
        behind = f"{reference['certificate_id']}, {reference['line']}"
        found.append(Fact(label=_("Covered by"), value=behind, kind="mono"))
    for name in ("labels", "article6", "durability", "quality"):
        for entry in _list(body, name):
            if entry.get("lot_id") == line["lot_id"]:
                found += _facts(entry, language=language, skip={"lot_id"})
                for rating in _list(entry, "other"):
                    found += _facts(rating, language=language)
    return tuple(found)


def vintage_text(*, line: Body, language: str) -> str:
    """Print the vintage of a line as registries do, both ends included."""
    start, end = date.fromisoformat(str(line["vintage_start"])), date.fromisoformat(str(line["vintage_end"]))
    return span_text(start=start, end=end, language=language)


def _facts(value: Body, *, language: str, skip: set[str] | frozenset[str] = frozenset()) -> tuple[Fact, ...]:
    members = sorted(_flat(value), key=lambda member: PLACES.get(member[0], len(PLACES)))
    return tuple(
        Fact(
            label=str(LABELS.get(name, name)),
            value=_shown(name=name, value=member, language=language),
            kind="mono" if name in MONO else "",
        )
        for name, member in members
        if name not in skip
    )


def _flat(value: Body) -> Iterator[tuple[str, object]]:
    """Yield members one by one: objects opened, lists of texts joined, lists of objects left to others."""
    for name, member in value.items():
        if isinstance(member, Mapping):
            yield from _flat(member)
        elif isinstance(member, (list, tuple)):
            if all(isinstance(each, str) for each in member):
                words = TIER_WORDS if name == "tiers" else {}
                yield name, ", ".join(str(words.get(each, each)) for each in cast("Sequence[str]", member))
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
    if name in WORDS:
        return str(WORDS[name].get(text, text))
    if name in CODED:
        return code_words(code=text)
    if name == "methodology":
        return method_words(methodology=text)
    if name == "methodology_version":
        return version_words(version=text)
    if name == "label":
        return text.replace("_", " ")
    if name in {"country", "feedstock_origin"}:
        return country_name(code=text)
    if name == "volume_ml":
        return formats.decimal_text(decimal=str(Decimal(text) / 1_000), language=language)
    if name.endswith("_g_co2e_per_mj") or name in {"score", "score_low", "score_high"}:
        return formats.decimal_text(decimal=text, language=language)
    if isinstance(value, int) and name not in {"claim_year", "years", "version", "leaf_path"}:
        return formats.count_text(count=value, language=language)
    return text


def _plain(body: Body) -> Body:
    return {name: value for name, value in body.items() if not isinstance(value, (Mapping, list, tuple))}


def _object(body: Body, name: str) -> Body:
    return cast("Body", body.get(name, {}))


def _list(body: Body, name: str) -> Sequence[Body]:
    return cast("Sequence[Body]", body.get(name, ()))
