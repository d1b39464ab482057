"""``truetonne residual``: what is left of a year, and whether an order would be within it."""

from __future__ import annotations

import sys
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output
from truetonne.cli.reporting import find_reporting, whom_options
from truetonne.cli.target_options import KG_PER_T, TONNES

TERMS = ("gross_kg", "trajectory_kg", "due_reductions_kg", "neutralized_kg", "received_kg", "residual_kg")


@click.command(name="residual")
@click.option("--year", type=click.IntRange(1990, 2100), required=True, metavar="Y", help="Inventory year.")
@click.option(
    "--request", "requested_kg", type=TONNES, metavar="T", help="Ask whether an order of so many tonnes is within it."
)
@whom_options
@json_option
def command(
    *, year: int, requested_kg: int | None, email: str, company: str | None, entity: str | None, json_path: str | None
) -> None:  # fmt: skip
    """Show what remains of a year after its target, less what was ordered and retired.

    Exit codes: 0 shown, or the request is within it; 1 the request is above it; 2 nothing can be said, and why.
    """
    bootstrap_django()
    from truetonne.footprints.queries.residual import check_residual
    from truetonne.market.gates import ordered_kg
    from truetonne.members.queries.residual import ExceedsResidual, InventoryIncomplete

    who = find_reporting(email=email, company=company, entity=entity)
    used_kg = ordered_kg(organization_id=who.organization.pk, year=year) if who.entity.is_main else 0
    is_above = False
    try:
        found = check_residual(
            organization_id=who.organization.pk, entity_id=who.entity.pk, inventory_year=year,
            requested_kg=requested_kg or 0, neutralized_kg=used_kg, at=who.at,
        )  # fmt: skip
    except ExceedsResidual as error:
        is_above, told = True, _told(error)
    except InventoryIncomplete as error:
        fail(str(error), fix="Publish an inventory with scopes 1, 2 and 3, and have a target accepted")
    else:
        if found is None:
            fail(f"{year}: nothing is on file of {who.entity.name}", fix="Publish an inventory: truetonne inventory")
        told = _told(found)
    emit_json(json_path, {"year": year, "requested_kg": requested_kg, "is_above": is_above, **told})
    if json_path != "-":
        _print(told, requested_kg=requested_kg, is_above=is_above)
    sys.exit(EXIT_FINDINGS if is_above else EXIT_DONE)


def _told(found: Any) -> dict[str, Any]:
    terms = {name: getattr(found, name, 0) for name in TERMS}
    return {**terms, "mode": str(found.mode), "rule_set": found.rule_set, "is_provisional": found.is_provisional}


def _print(told: dict[str, Any], *, requested_kg: int | None, is_above: bool) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name in TERMS:
        table.add_row(name.removesuffix("_kg").replace("_", " "), f"{told[name] / KG_PER_T:,.3f} t")
    output.print(table)
    output.print(Text(f"{told['mode']}, {told['rule_set']}" + (", provisional" if told["is_provisional"] else "")))
    if requested_kg is not None:
        word = "refused: above what is left" if is_above else "within what is left"
        output.print(Text(f"{requested_kg / KG_PER_T:,.3f} t: {word}", style="red" if is_above else "green"))
