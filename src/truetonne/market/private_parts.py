"""The private parts of a certificate as its buyer reads them: price, inventory line, signer, hidden name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truetonne.edge.formats import money_text, tonnes_text
from truetonne.edge.templatetags.edge_formats import money, tonnes
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS

Shown = TypeVar("Shown", bound=str)


def list_private_facts(*, annex: Mapping[str, Any]) -> list[tuple[str, SafeString | str]]:
    """Return the annex as pairs of words and value, as pages set them; parts that it does not have are left out."""
    return _list(annex=annex, money=money, mass=lambda kg: tonnes(kg, unit="t"))


def list_private_texts(*, annex: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Return the same pairs as plain text, for paper. Runs in the active translation, which must be that of ``language``."""
    return _list(
        annex=annex,
        money=lambda minor, currency: money_text(minor=minor, currency=currency, language=language),
        mass=lambda kg: tonnes_text(kg=kg, language=language),
    )


def _list(
    *, annex: Mapping[str, Any], money: Callable[[int, str], Shown], mass: Callable[[int], Shown]
) -> list[tuple[str, Shown | str]]:
    values = {part: sealed["value"] for part, sealed in annex.items()}
    facts: list[tuple[str, Shown | str]] = []
    price = values.get("price")
    if price is not None:
        currency = str(price["currency"])
        for part in COST_PARTS:
            minor = sum(int(line["charged_minor"][part]) for line in price["lines"])
            facts.append((str(PART_WORDS[part]), money(minor, currency)))
        facts.append((_("Price"), money(int(price["total_minor"]), currency)))
        facts.append((_("Margin"), money(int(price["margin_minor"]), currency)))
    if "allocation" in values:
        if values["allocation"]["inventory_line"]:
            facts.append((_("Inventory line"), str(values["allocation"]["inventory_line"])))
        for line in values["allocation"].get("order_lines", ()):
            where = f"{line['entity']}, {line['inventory_year']}, {line['scope']} {line['inventory_line']}".strip()
            facts.append((where, mass(int(line["kg"]))))
    if "signer" in values:
        facts.append((_("Signed by"), str(values["signer"].get("name", ""))))
    if "beneficiary" in values:
        facts.append((_("Hidden name"), str(values["beneficiary"]["display_name"])))
    return facts
