"""``truetonne review``: recompute a published rating, and do what falls due with reviews."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from truetonne.cli.console import JsonValue, bootstrap_django, emit_json, fail, json_option, output


@click.group(name="review")
def command() -> None:
    """Recompute published ratings, and let reviews fall due.

    Exit codes: 0 every figure came out as published; 1 a figure differs; 2 no such rating.
    """


@command.command(name="reproduce")
@json_option
@click.argument("review", metavar="REVIEW")
def reproduce(review: str, *, json_path: str | None) -> None:
    """Run a rating's computations again from their stored inputs and compare every figure.

    REVIEW is the rating's id, rev_..., as its public page shows it.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import InvalidId, read_id
    from truetonne.supply.reviewing.reproducing import RatingNotFound, reproduce_rating

    try:
        found = reproduce_rating(review_id=read_id(prefix="rev", text=review))
    except (InvalidId, RatingNotFound) as error:
        fail(f"{review}: {error}", fix="Copy the id from the rating's public page")
    reruns: list[dict[str, JsonValue]] = [
        {
            "method": one.computation.method,
            "input_sha256": one.computation.input_id,
            "input_intact": one.is_input_intact,
            "seed": str(one.computation.seed),
            "same": one.is_same,
            "versions_then": dict(one.versions_then),
            "versions_now": dict(one.versions_now),
            "differences": [
                {"figure": d.figure, "published": str(d.published), "recomputed": str(d.recomputed)}
                for d in one.differences
            ],
        }
        for one in found.reruns
    ]
    emit_json(json_path, {"review": review, "same": found.is_same, "body_intact": found.is_body_intact,
                          "computations": reruns})  # fmt: skip
    if json_path != "-":
        _say(found=found, review=review)
    sys.exit(0 if found.is_same else 1)


def _say(*, found: object, review: str) -> None:
    from truetonne.supply.reviewing.reproducing import Reproduction

    assert isinstance(found, Reproduction)
    project = found.publication.case.holding.project
    output.print(f"{review}, version {found.publication.version}: {project.name}", highlight=False)
    if not found.is_body_intact:
        output.print("the published bytes do not have the published hash", highlight=False)
    for one in found.reruns:
        word = "same" if one.is_same else f"{len(one.differences)} figures differ"
        output.print(f"{one.computation.method}, seed {one.computation.seed}: {word}", highlight=False)
        if not one.is_input_intact:
            output.print("  the stored input does not have the published hash", highlight=False)
        for each in one.differences[:20]:
            line = f"  {each.figure}: published {each.published}, recomputed {each.recomputed}"
            output.print(line, highlight=False, markup=False)
        if one.versions_then != one.versions_now:
            output.print(f"  computed then with {one.versions_then}, now with {one.versions_now}", highlight=False)
    if not found.reruns:
        output.print("this rating rests on no computation", highlight=False)


@command.command(name="due")
def due() -> None:
    """Take lots off sale whose review is due, and look for what contradicts a rating. The clock does the same."""
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.supply.actions.listing import expire_reviews
    from truetonne.supply.actions.review_triggers import watch_ratings

    at = datetime.now(UTC)
    lapsed, found = expire_reviews(at=at), watch_ratings(at=at, new_id=new_id)
    output.print(f"{len(lapsed)} reviews lapsed, {len(found)} triggers found", highlight=False)
