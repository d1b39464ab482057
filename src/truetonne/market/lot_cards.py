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
from truetonne.market.catalogue import CatalogueLot
from truetonne.market.lot_facts import read_lot_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCard:
    """What the card partial prints."""

    address: str
    name: str
    place: str
    who: str
    punches: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, SafeString | str, str], ...]
    small: str
    note: SafeString | str
    note_stop: bool
    act_address: str
    act_words: str
    act_plain: bool
    is_shut: bool


def make_card(*, row: CatalogueLot) -> LotCard:
    """Return the card of a lot: for sale, sold out or on hold, each with its reason."""
    lot, language = row.lot, current_language()
    facts = read_lot_facts(facts=lot.facts, language=language)
    project = show_id(prefix="prj", id=row.holding.project_id) if row.holding else ""
    is_on_sale = lot.is_listed and lot.available_kg > 0
    note = _note(row=row)
    return LotCard(
        address=reverse("market:project", kwargs={"project": project}) if project else "",
        name=facts.name,
        place=" · ".join(filter(None, (facts.place, _("vintage %(vintage)s") % {"vintage": facts.vintage}))),
        who=facts.developer,
        punches=_punches(row=row, kind=facts.class_punch, words=facts.class_words, methodology=facts.methodology),
        facts=(
            _price(row=row),
            _stock(row=row),
            _review(row=row),
        ),
        small=_review_dates(row=row),
        note=note,
        note_stop=bool(note),
        act_address=f"{reverse('market:new_quote')}?lot={show_id(prefix='lot', id=lot.lot_id)}" if is_on_sale else "",
        act_words=_("Quote"),
        act_plain=False,
        is_shut=not lot.is_listed,
    )


def _punches(*, row: CatalogueLot, kind: str, words: str, methodology: str) -> tuple[tuple[str, str], ...]:
    punches = [(words, kind)]
    if methodology:
        punches.append((methodology, ""))
    punches.append((str(row.lot.facts["registry"]), ""))
    if row.lot.hold_reason is not None:
        punches.append((_("On hold"), "stop"))
    elif row.lot.available_kg == 0:
        punches.append((_("Sold out"), "wait"))
    return tuple(punches[:4])


def _price(*, row: CatalogueLot) -> tuple[str, SafeString | str, str]:
    price = row.lot.price
    assert price is not None
    assert row.lot.currency is not None
    return (_("Price"), money(price.total, row.lot.currency), _("a tonne, at cost"))


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


def _note(*, row: CatalogueLot) -> SafeString | str:
    lot = row.lot
    if lot.hold_reason is None:
        return ""
    since = ""
    if lot.hold_since is not None:
        since = day_text(day=lot.hold_since, language=current_language())
    return format_html("<b>{}</b> {}", _("On hold since %(day)s.") % {"day": since}, lot.hold_reason)
