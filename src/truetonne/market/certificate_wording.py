"""The sentences that stand in every certificate, and those that its units ask for. Dated texts, in every language."""

from __future__ import annotations

from datetime import date

from truetonne.market.policy import GROSS_STATEMENT
from truetonne.rules.claims.templates import CLAIM_TEMPLATES
from truetonne.rules.rule_set import rule_set


def build_wording(*, day: date, is_counted_by_host: bool) -> dict[str, object]:
    """Return a certificate's ``wording`` by the claim templates in force on a day, with their id and version.

    Always: the gross inventory stays as it is (features CL-3), and no claim of a neutral product in the European Union
    rests on it (Directive (EU) 2024/825). With units of LEAF path 3: the host country counts them too (CL-4).
    """
    rules = rule_set(family=CLAIM_TEMPLATES, as_of=day)
    texts = {row.name: row.text for row in rules.body.sentence}

    def in_every_language(name: str) -> dict[str, str]:
        return {tag: texts[name].in_language(tag.split("-")[0]) for tag in GROSS_STATEMENT}

    wording: dict[str, object] = {
        "gross_inventory": dict(GROSS_STATEMENT),
        "product_neutrality": in_every_language("no_product"),
        "code": rules.id,
        "code_version": rules.version,
    }
    if is_counted_by_host:
        wording["host_country"] = in_every_language("host_country")
    return wording
