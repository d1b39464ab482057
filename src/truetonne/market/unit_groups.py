"""A certificate's groups on its units: quality, labels, Article 6 and durability, as they stood on the day of the retirement."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from truetonne.edge.identifiers import show_id
from truetonne.market.lot_kinds import kinds_of_lots
from truetonne.proof.certificate import HOST_COUNTS
from truetonne.supply.holding_facts import plain_text
from truetonne.supply.unit_facts import UnitFacts, read_unit_facts

ADJUSTED: Final = 4
_DECLARATIONS: Final = {HOST_COUNTS: "NOT_REQUIRED", ADJUSTED: "COMMITTED"}
"""CAD Trust's words: path 3 asks for no corresponding adjustment, on path 4 the host country has committed to one."""

Item = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitGroups:
    """Items of a certificate's four groups on units, each naming its lot. ``labels`` carry the serials they hold for."""

    quality: tuple[Item, ...] = ()
    labels: tuple[Item, ...] = ()
    article6: tuple[Item, ...] = ()
    durability: tuple[Item, ...] = ()

    def of_lots(self, *, lot_ids: Collection[UUID]) -> UnitGroups:
        """Return the items of these lots only."""
        shown = {show_id(prefix="lot", id=lot_id) for lot_id in lot_ids}

        def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
            return tuple(item for item in items if item["lot_id"] in shown)

        return UnitGroups(
            quality=kept(self.quality),
            labels=kept(self.labels),
            article6=kept(self.article6),
            durability=kept(self.durability),
        )

    def as_members(self) -> dict[str, object]:
        """Return the groups that have an item, as the ledger takes them."""
        groups = {
            "quality": self.quality, "labels": self.labels, "article6": self.article6, "durability": self.durability
        }  # fmt: skip
        return {name: list(items) for name, items in groups.items() if items}

    @property
    def is_counted_by_host(self) -> bool:
        """Whether units are among these that the host country counts too."""
        return any(item.get("leaf_path") == HOST_COUNTS for item in self.article6)


def read_unit_groups(*, lot_ids: Collection[UUID], day: date) -> UnitGroups:
    """Return what certificates say of these lots' units on a day, in one prepared query."""
    root_of = {lot_id: known.root_id for lot_id, known in kinds_of_lots(lot_ids=lot_ids).items() if known is not None}
    on_file = read_unit_facts(lot_ids=set(root_of.values()), day=day)
    known = [
        (show_id(prefix="lot", id=lot_id), on_file[root_id])
        for lot_id, root_id in root_of.items()
        if root_id in on_file
    ]
    return UnitGroups(
        quality=tuple(_quality(lot_id=lot_id, facts=facts) for lot_id, facts in known if facts.review is not None),
        labels=tuple(_label(lot_id=lot_id, label=label) for lot_id, facts in known for label in facts.labels),
        article6=tuple(_article6(lot_id=lot_id, facts=facts) for lot_id, facts in known if facts.leaf_path is not None),
        durability=tuple(
            _durability(lot_id=lot_id, facts=facts)
            for lot_id, facts in known
            if facts.is_forward or facts.durability_years is not None
        ),
    )


def _quality(*, lot_id: str, facts: UnitFacts) -> Item:
    review = facts.review
    assert review is not None
    item: dict[str, object] = {
        "lot_id": lot_id,
        "review_id": show_id(prefix="rev", id=review.review_id),
        "reviewer": review.reviewer,
        "reviewed_on": review.reviewed_on,
        "next_review_on": review.next_review_on,
    }
    if review.scores is not None:
        item |= zip(("score", "score_low", "score_high"), map(str, review.scores), strict=True)
    if facts.ratings:
        item["other"] = [{name: plain_text(text=said) for name, said in rating.items()} for rating in facts.ratings]
    return item


def _label(*, lot_id: str, label: Item) -> Item:
    """Return a given label with the serials that it holds for, which the ledger takes off again.

    >>> _label(lot_id="lot_1", label={"label": "CORSIA phase 1", "issuer": "R", "first": 1, "last": 9})["label"]
    'CORSIA_PHASE_1'
    """
    code = re.sub("[^A-Z0-9]+", "_", str(label["label"]).upper()).strip("_")[:58]
    code = code if code[:1].isalpha() else f"LABEL_{code}".rstrip("_")
    return {**label, "lot_id": lot_id, "label": code, "issuer": plain_text(text=str(label["issuer"]))}


def _article6(*, lot_id: str, facts: UnitFacts) -> Item:
    assert facts.leaf_path is not None
    item: dict[str, object] = {
        "lot_id": lot_id,
        "declaration": _DECLARATIONS.get(facts.leaf_path, "UNKNOWN"),
        "status": facts.adjustment_state or "UNKNOWN",
        "leaf_path": facts.leaf_path,
    }
    if facts.authorization_ref:
        item["authorization_ref"] = facts.authorization_ref
    return item


def _durability(*, lot_id: str, facts: UnitFacts) -> Item:
    item: dict[str, object] = {"lot_id": lot_id, "delivery": "FORWARD" if facts.is_forward else "EX_POST"}
    if facts.durability_years is not None:
        item["years"] = facts.durability_years
    return item
