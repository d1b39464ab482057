"""What stands written of our blocks on the day on which units of them are retired, as certificates print it.

Asked for at every retirement, so all of it is one prepared query: the review in force with its scores and others'
ratings, labels with their serials, how long carbon stays away, and the contract that a block came by.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from truetonne.ledger.wire import Statement, reader, uuids

_READ = Statement.of(
    name="unit_facts",
    sql="""
    SELECT holding.lot, json_strip_nulls(json_build_object(
        'review', (
            SELECT json_build_object(
                'id', review.id, 'reviewer', reviewer.name, 'next_review_on', review.next_review,
                'reviewed_on', (review.effective_at AT TIME ZONE 'UTC')::date,
                'score', said.score_middle, 'score_low', said.score_low, 'score_high', said.score_high
            )
            FROM supply_review review JOIN people_person reviewer ON reviewer.id = review.reviewer_id
            LEFT JOIN supply_reviewpublication said ON said.review_id = review.id
            WHERE review.holding_id = holding.id AND review.state = 'PUBLISHED'
        ),
        'ratings', (
            SELECT json_agg(json_build_object(
                'agency', rating.rater, 'rating', rating.value, 'scale', rating.scale, 'rated_on', rating.rated_on
            ) ORDER BY rating.rater, rating.rated_on, rating.id)
            FROM supply_externalrating rating
            WHERE rating.project_id = holding.project_id AND NOT rating.is_withdrawn AND rating.rated_on <= $2::text::date
              AND (rating.expires_on IS NULL OR rating.expires_on > $2::text::date)
              AND NOT EXISTS (SELECT 1 FROM supply_externalrating later WHERE later.replaces_id = rating.id)
        ),
        'labels', (
            SELECT json_agg(json_build_object(
                'label', label.label, 'issuer', label.issuer, 'valid_from', label.valid_from,
                'valid_until', label.valid_until, 'first', label.first, 'last', label.last
            ) ORDER BY label.label, label.first, label.id)
            FROM supply_unitlabel label
            WHERE label.holding_id = holding.id AND label.state = 'TAGGED' AND NOT label.is_withdrawn
              AND label.valid_from <= $2::text::date AND (label.valid_until IS NULL OR label.valid_until > $2::text::date)
              AND NOT EXISTS (SELECT 1 FROM supply_unitlabel later WHERE later.replaces_id = label.id)
        ),
        'durability_years', COALESCE(delivery.durability_years, (
            SELECT profile.durability_years FROM supply_projectprofile profile
            WHERE profile.project_id = holding.project_id AND NOT profile.is_withdrawn
              AND NOT EXISTS (SELECT 1 FROM supply_projectprofile later WHERE later.replaces_id = profile.id)
            ORDER BY profile.effective_at DESC, profile.id DESC LIMIT 1
        )),
        'is_forward', delivery.id IS NOT NULL,
        'leaf_path', contract.leaf_path,
        'adjustment', (
            SELECT json_build_object('state', stated.state, 'authorization_ref', stated.authorization_ref)
            FROM supply_adjustmentstatement stated WHERE stated.jurisdiction_id = contract.jurisdiction_id
            ORDER BY stated.number DESC LIMIT 1
        )
    ))
    FROM supply_holding holding
    LEFT JOIN supply_contractdelivery delivery ON delivery.holding_id = holding.id
    LEFT JOIN supply_forwardcontract contract ON contract.id = delivery.contract_id
    WHERE holding.lot = ANY($1::uuid[])
    """,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInForce:
    """Who judged a block, when, until when that holds (days as YYYY-MM-DD), and the score's middle, low and high."""

    review_id: UUID
    reviewer: str
    reviewed_on: str
    next_review_on: str
    scores: tuple[int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What is on file of one block on a day.

    ``labels`` are given ones with issuer, days and the serials that they hold for; ``ratings`` are others', each on
    its own scale. ``durability_years`` is None where nothing is stated. ``leaf_path`` is 1 to 4 for results of a
    jurisdiction that came by contract, with where the host country's corresponding adjustment stands.
    """

    review: ReviewInForce | None
    ratings: tuple[Mapping[str, str], ...]
    labels: tuple[Mapping[str, Any], ...]
    durability_years: int | None
    is_forward: bool
    leaf_path: int | None
    adjustment_state: str
    authorization_ref: str


def read_unit_facts(*, lot_ids: Collection[UUID], day: date) -> dict[UUID, UnitFacts]:
    """Return what is on file on a day of the blocks that were issued as these lots, by lot.

    A split-off lot has none of its own: ask for the lot that was issued.
    """
    rows = reader().run(_READ, uuids(list(lot_ids)), day.isoformat().encode())
    return {UUID(str(lot_id or b"", "ascii")): _facts(json.loads(said or b"{}")) for lot_id, said in rows}


def _facts(said: Mapping[str, Any]) -> UnitFacts:
    review, adjustment = said.get("review"), said.get("adjustment", {})
    return UnitFacts(
        review=None if review is None else _review(review),
        ratings=tuple(said.get("ratings", ())),
        labels=tuple(said.get("labels", ())),
        durability_years=said.get("durability_years"),
        is_forward=said["is_forward"],
        leaf_path=said.get("leaf_path"),
        adjustment_state=adjustment.get("state", ""),
        authorization_ref=adjustment.get("authorization_ref", ""),
    )


def _review(said: Mapping[str, Any]) -> ReviewInForce:
    scored = "score" in said
    return ReviewInForce(
        review_id=UUID(said["id"]),
        reviewer=said["reviewer"],
        reviewed_on=said["reviewed_on"],
        next_review_on=said["next_review_on"],
        scores=(said["score"], said["score_low"], said["score_high"]) if scored else None,
    )
