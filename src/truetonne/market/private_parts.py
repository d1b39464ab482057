"""The private parts of a certificate as its buyer reads them: price, inventory line, signer, hidden name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truetonne.edge.templatetags.edge_formats import money, tonnes
from truetonne.market.words import PART_WORDS
from truetonne.science.money import COST_PARTS


def list_private_facts(*, annex: Mapping[str, Any]) -> list[tuple[str, SafeString | str]]:
    """Return the annex as pairs of words and value; parts that it does not have are left out."""
    values = {part: sealed["value"] for part, sealed in annex.items()}
    facts: list[tuple[str, SafeString | str]] = []
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
            facts.append((where, tonnes(int(line["kg"]), unit="t")))
    if "signer" in values:
        facts.append((_("Signed by"), str(values["signer"].get("name", ""))))
    if "beneficiary" in values:
        facts.append((_("Hidden name"), str(values["beneficiary"]["display_name"])))
    return facts
