"""A lot as a card of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.templatetags.edge_formats import current_language, money, tonnes
from truetonne.ledger.values import LotState, UnitKind
from truetonne.market.catalogue import CatalogueLot
from truetonne.market.lot_facts import read_lot_facts, years_text
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS
from truetonne.supply.destruction.states import METHOD_OF
from truetonne.supply.destruction.words import SUBTYPE_WORDS
from truetonne.supply.dossier.queries import is_superpollutant, is_tagged
from truetonne.supply.dossier.words import CONDITION_WORDS
from truetonne.supply.hold_words import say_hold

PUNCHES_MAX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCard:
    """What the card partial prints. ``parts`` open the price: words and amounts that sum to it."""

    address: str
    name: str
    place: str
    who: str
    punches: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, SafeString | str, str], ...]
    parts: tuple[tuple[str, SafeString], ...]
    small: str
    note: SafeString | str
    note_stop: bool
    act_address: str
    act_words: str
    act_plain: bool
    is_shut: bool


def make_card(*, row: CatalogueLot) -> LotCard:
    """Return the card of a lot: for sale, sold out, on hold or not for this reader, each with its reason."""
    lot, language = row.lot, current_language()
    facts = read_lot_facts(facts=lot.facts, language=language)
    project = show_id(prefix="prj", id=row.holding.project_id) if row.holding else ""
    is_closed = row.closed is not None and not row.closed.is_for_all
    is_on_sale = lot.is_listed and lot.available_kg > 0 and not is_closed and lot.kind == UnitKind.CREDIT
    address = reverse("market:project", kwargs={"project": project}) if project else ""
    note, is_stop = _note(row=row)
    quote = f"{reverse('market:new_quote')}?lot={show_id(prefix='lot', id=lot.lot_id)}"
    return LotCard(
        address=address,
        name=facts.name,
        place=" · ".join(
            (facts.place or _("country not stated"), _("vintage %(vintage)s") % {"vintage": facts.vintage})
        ),
        who=" · ".join((facts.developer or _("developer not stated"), str(lot.facts.get("registry", "")))).strip(" ·"),
        punches=_punches(
            row=row,
            kind=facts.class_punch,
            words=facts.class_words,
            methodology=_method(lot=lot, known=facts.methodology),
        ),
        facts=(_price(row=row), _stock(row=row), _review(row=row)),
        parts=_parts(row=row),
        small=_review_dates(row=row),
        note=note,
        note_stop=is_stop,
        act_address=quote if is_on_sale else address if is_closed else "",
        act_words=_("Quote") if is_on_sale else _("See why"),
        act_plain=not is_on_sale,
        is_shut=not lot.is_listed,
    )


def _method(*, lot: LotState, known: str) -> str:
    """Name the method of a lot: of destroyed gas the family in words, of a registry as the registry prints it."""
    code = str(lot.facts.get("methodology", ""))
    family = next((family for family, method in METHOD_OF.items() if method == code), "")
    return str(SUBTYPE_WORDS[family]) if family else known


def _punches(*, row: CatalogueLot, kind: str, words: str, methodology: str) -> tuple[tuple[str, str], ...]:
    """Return at most four: the class first, the state last, and between them what the lot has most to say of itself."""
    state: list[tuple[str, str]] = []
    if row.lot.hold_reason is not None:
        state.append((_("On hold"), "stop"))
    elif row.lot.available_kg == 0:
        state.append((_("Sold out"), "wait"))
    first = (words, kind) if row.lot.kind == UnitKind.CREDIT else (_("Fuel inset"), "kind")
    middle: list[tuple[str, str]] = []
    if is_superpollutant(profile=row.profile):
        middle.append((_("Superpollutant"), ""))
    if row.profile is not None and row.profile.durability_years:
        middle.append((years_text(years=row.profile.durability_years), ""))
    middle += _label_punches(row=row)
    middle.append((methodology or _("method not stated"), ""))
    return (first, *middle[: PUNCHES_MAX - 1 - len(state)], *state)


def _label_punches(*, row: CatalogueLot) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for each in row.labels:
        if not is_tagged(label=each):
            found.append((_("%(label)s undecided") % {"label": each.label}, "wait"))
        elif each.first <= row.lot.first and row.lot.last <= each.last:
            found.append((each.label, ""))
        else:
            found.append((_("%(label)s, some serials") % {"label": each.label}, ""))
    return list(dict.fromkeys(found))


def _price(*, row: CatalogueLot) -> tuple[str, SafeString | str, str]:
    price = row.lot.price
    assert price is not None
    assert row.lot.currency is not None
    return (_("Price"), money(price.total, row.lot.currency), _("a tonne, at cost"))


def _parts(*, row: CatalogueLot) -> tuple[tuple[str, SafeString], ...]:
    price, currency = row.lot.price, row.lot.currency
    assert price is not None
    assert currency is not None
    pairs = zip(COST_PARTS, price.as_tuple(), strict=True)
    return tuple((str(PART_WORDS[name]), money(minor, currency, sign=False)) for name, minor in pairs)


def _stock(*, row: CatalogueLot) -> tuple[str, SafeString | str, str]:
    if row.lot.hold_reason is not None:
        return (_("Stock"), tonnes(row.lot.held_kg, unit="t"), _("held, none for sale"))
    return (_("Stock"), tonnes(row.lot.available_kg, unit="t"), _("available"))


def _review(*, row: CatalogueLot) -> tuple[str, SafeString | str, str]:
    if row.review is None:
        return (_("Our review"), format_html('<span class="void">{}</span>', _("none in force")), "")
    return (_("Our review"), _("accepted"), row.review.reviewer.name)


def _review_dates(*, row: CatalogueLot) -> str:
    if row.review is None:
        return ""
    language = current_language()
    return _("Reviewed %(on)s · next by %(next)s") % {
        "on": day_text(day=row.review.effective_at, language=language),
        "next": day_text(day=row.review.next_review, language=language),
    }


def _note(*, row: CatalogueLot) -> tuple[SafeString | str, bool]:
    """Return what keeps the lot from the reader, and whether it does: a hold first, then conditions of its seller."""
    lot = row.lot
    if lot.hold_reason is not None:
        since = day_text(day=lot.hold_since, language=current_language()) if lot.hold_since is not None else ""
        return format_html(
            "<b>{}</b> {}", _("On hold since %(day)s.") % {"day": since}, say_hold(reason=lot.hold_reason)
        ), True
    if row.closed is None:
        return "", False
    names = ", ".join(str(CONDITION_WORDS.get(each, each)) for each in row.closed.conditions)
    if row.closed.is_for_all:
        return _("The seller asks for more than we do: %(names)s.") % {"names": names}, False
    rules = "; ".join(row.closed.rules)
    reason = _("%(names)s: not met or not shown by you (%(rules)s).") % {"names": names, "rules": rules}
    return format_html("<b>{}</b> {}", _("Not available to you."), reason), True
