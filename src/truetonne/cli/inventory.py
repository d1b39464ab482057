"""``truetonne inventory``: activity data in, a version of the year computed, restated, published and disclosed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from rich.text import Text

from truetonne.cli.console import (
    EXIT_DONE,
    EXIT_FINDINGS,
    bootstrap_django,
    emit_json,
    errors,
    fail,
    json_option,
    output,
    progress_bar,
)
from truetonne.cli.inventory_report import (
    load_as_json,
    print_checks,
    print_load,
    print_version,
    print_versions,
    version_as_json,
)
from truetonne.cli.reporting import Reporting, find_reporting, whom_options
from truetonne.rules.inventory.base_year import ChangeKind

if TYPE_CHECKING:
    from truetonne.footprints.actions.compute_inventory import StatedPart
    from truetonne.footprints.activity_files.cleaning import ActivityMapping
    from truetonne.footprints.models import Inventory
    from truetonne.rules.inventory.base_year import Change

Decorated = TypeVar("Decorated", bound=Callable[..., object])
YEARS = click.IntRange(1990, 2100)
_year = click.option("--year", type=YEARS, required=True, metavar="Y", help="Inventory year.")
_STATE_FORM = "Write PART=STATE:REASON, such as 3.14=not_relevant:No franchises; parts: 1, 2-location, 2-market, 3.N"
_PARTS = {"1": "SCOPE1", "2-location": "SCOPE2_LOCATION", "2-market": "SCOPE2_MARKET", "biogenic": "BIOGENIC"}


@click.group(name="inventory")
def command() -> None:
    """Load activity data, compute and publish inventories.

    Exit codes: 0 done; 1 done, and rows, lines or parts are missing from the figures; 2 the input cannot be used.
    """


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--rows", type=click.IntRange(1), default=200_000, show_default=True, metavar="N", help="Rows of the ledger."
)
@click.option("--year", type=YEARS, default=2024, show_default=True, metavar="Y", help="Year of its dates.")
@click.option("--seed", type=int, default=11, show_default=True, metavar="N", help="The same seed, the same ledger.")
def example(*, folder: Path, rows: int, year: int, seed: int) -> None:
    """Write an invented purchase ledger with its factors into FOLDER, to try the other commands on."""
    from truetonne.footprints.synthetic.ledger import write_walk

    for path in write_walk(folder=folder, rows=rows, year=year, seed=seed):
        output.print(Text(str(path)))


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@_year
@click.option(
    "--mapping", "mapping_path", type=click.Path(path_type=Path), metavar="FILE", help="Which column is what (.json)."
)
@click.option("--name", default="", metavar="TEXT", help="What the file holds [its name].")
@click.option("--synthetic", "is_synthetic", is_flag=True, help="The data are invented; every page will say so.")
@whom_options
@json_option
def load(
    file: Path, *, year: int, mapping_path: Path | None, name: str, is_synthetic: bool, email: str, company: str | None,
    entity: str | None, json_path: str | None,
) -> None:  # fmt: skip
    """Take a file of activity in: every row is accepted, known, held or refused."""
    if not file.is_file():
        fail(f"{file}: there is no such file", fix="Check the path")
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.footprints.actions.load_activity import ActivityFile, load_activity
    from truetonne.footprints.activity_files.rows import ActivityFileUnreadable

    who = find_reporting(email=email, company=company, entity=entity)
    try:
        mapping = _read_mapping(path=mapping_path, file=file)
        with progress_bar(label="reading") as show:
            made = load_activity(
                load_id=new_id(), by=who.by(), progress=show,
                file=ActivityFile(
                    path=file, name=name or file.stem, entity_id=who.entity.pk, organization_id=who.organization.pk,
                    year=year, mapping=mapping, is_synthetic=is_synthetic,
                ),
            )  # fmt: skip
    except ActivityFileUnreadable as error:
        fail(str(error), fix=error.fix)
    emit_json(json_path, load_as_json(made))
    if json_path != "-":
        print_load(made)
    sys.exit(EXIT_FINDINGS if made.held_count or made.refused_count else EXIT_DONE)


def _plan_options(wrapped: Decorated) -> Decorated:
    for option in (
        click.option(
            "--state",
            "states",
            multiple=True,
            metavar="PART=STATE:REASON",
            help="Say of a part without lines why it has none.",
        ),
        click.option(
            "--base-change",
            "changes",
            multiple=True,
            metavar="KIND=TONNES",
            help="What a change moves in the base year, such as divestment=-1200.",
        ),
        click.option("--base-year", "is_base_year", is_flag=True, help="This year is the base year."),
        click.option("--methane", type=click.Choice(["fossil", "non_fossil"]), help="Origin of methane under AR6."),
        click.option("--gwp-set", default="AR5GWP100", show_default=True, metavar="SET", help="GWP set."),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DATE",
            help="Factor sets in force on this day [the year's last].",
        ),
        click.option(
            "--factors", "sets", multiple=True, metavar="SET", help="Factor set, NAME or NAME@EDITION [all in force]."
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


@command.command()
@_year
@_plan_options
@whom_options
@json_option
def compute(
    *, year: int, json_path: str | None, email: str, company: str | None, entity: str | None, **plan: Any
) -> None:
    """Compute a version of a year from all its activity and store it as a draft."""
    bootstrap_django()
    who = find_reporting(email=email, company=company, entity=entity)
    _compute(who=who, year=year, json_path=json_path, what="", why="", kind=ChangeKind.ERROR, **plan)


@command.command()
@_year
@click.option("--what", required=True, metavar="TEXT", help="What changes against the final version.")
@click.option("--why", required=True, metavar="TEXT", help="Why it changes.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in ChangeKind]), default="error", show_default=True,
    help="What sort of change it is; of a base year it is held against the threshold.",
)  # fmt: skip
@_plan_options
@whom_options
@json_option
def restate(
    *, year: int, what: str, why: str, kind: str, json_path: str | None, email: str, company: str | None,
    entity: str | None, **plan: Any,
) -> None:  # fmt: skip
    """Compute a version that takes the place of the final one; says what, why and by how much."""
    bootstrap_django()
    who = find_reporting(email=email, company=company, entity=entity)
    _compute(who=who, year=year, json_path=json_path, what=what, why=why, kind=ChangeKind(kind), **plan)


@command.command()
@_year
@click.option("--version", type=click.IntRange(1), metavar="N", help="Which version [the last].")
@click.option("--check", "only_check", is_flag=True, help="Show what the version lacks, and change nothing.")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@click.option(
    "--assurance", type=click.Choice(["none", "limited", "reasonable"]), default="none", show_default=True,
    help="Level of assurance of the public record.",
)  # fmt: skip
@click.option("--assurer", default="", metavar="TEXT", help="Who gives the assurance.")
@whom_options
@json_option
def publish(
    *, year: int, version: int | None, only_check: bool, is_sure: bool, assurance: str, assurer: str, email: str,
    company: str | None, entity: str | None, json_path: str | None,
) -> None:  # fmt: skip
    """Show what a version lacks, then make it final, publish it and write its public record. None is taken back."""
    bootstrap_django()
    from truetonne.footprints.actions.publish_disclosure import DisclosureInvalid
    from truetonne.footprints.checking import check_version

    who = find_reporting(email=email, company=company, entity=entity)
    made = _find_version(who=who, year=year, version=version)
    found = check_version(inventory=made, totals=list(made.totals.all()))
    if json_path != "-":
        print_checks(made, found)
    record = ""
    if not only_check:
        if not is_sure and not click.confirm(f"Publish version {made.version} of {year}? It cannot be taken back"):
            fail("nothing was published", fix="Answer y, or add --yes")
        try:
            record = _publish(who=who, made=made, assurance=assurance, assurer=assurer)
        except DisclosureInvalid as error:
            fail(str(error), fix="Name the assurer, or leave --assurance out")
    emit_json(json_path, {**version_as_json(made), "record": record, "checks": [each.code for each in found]})
    if json_path != "-" and record:
        output.print(Text(f"published; public record: /disclosures/{record}/"))
    sys.exit(EXIT_FINDINGS if any(each.result in {"not_met", "not_shown"} for each in found) else EXIT_DONE)


@command.command(name="list")
@whom_options
@json_option
def list_command(*, email: str, company: str | None, entity: str | None, json_path: str | None) -> None:
    """Show the versions of every year."""
    bootstrap_django()
    from truetonne.footprints.models import Inventory

    who = find_reporting(email=email, company=company, entity=entity)
    rows = list(Inventory.objects.filter(entity=who.entity).order_by("-year", "-version"))
    emit_json(json_path, {"entity": who.entity.name, "versions": [version_as_json(each) for each in rows]})
    if json_path != "-":
        print_versions(rows)


def _compute(
    *, who: Reporting, year: int, json_path: str | None, what: str, why: str, kind: ChangeKind, sets: tuple[str, ...],
    as_of: datetime | None, gwp_set: str, methane: str | None, is_base_year: bool, states: tuple[str, ...],
    changes: tuple[str, ...],
) -> NoReturn:  # fmt: skip
    from truetonne.edge.identifiers import new_id
    from truetonne.footprints.actions.compute_inventory import (
        InventoryPlan,
        NothingToCompute,
        RestatementRequired,
        StateInvalid,
        compute_inventory,
    )
    from truetonne.footprints.factor_tables import FactorSetUnknown, choose_sets
    from truetonne.science.errors import InputRefused
    from truetonne.science.gwp import MethaneOrigin

    day = as_of.date() if as_of else min(who.at.date(), who.at.date().replace(year=year, month=12, day=31))
    try:
        plan = InventoryPlan(
            entity_id=who.entity.pk, organization_id=who.organization.pk, year=year,
            factor_sets=choose_sets(names=sets, as_of=day), gwp_set=gwp_set, is_base_year=is_base_year,
            methane_origin=MethaneOrigin(methane) if methane else None, stated=_states(states),
            restatement_what=what, restatement_why=why, restatement_kind=kind, base_year_changes=_changes(changes),
        )  # fmt: skip
        made = compute_inventory(
            inventory_id=new_id(), plan=plan, by=who.by(), progress=lambda stage: errors.print(f"[dim]{stage}[/]")
        )
    except FactorSetUnknown as error:
        fail(str(error), fix="Name a set that was imported, as NAME or NAME@EDITION")
    except NothingToCompute as error:
        fail(str(error), fix="truetonne inventory load takes activity in, truetonne import factors factor sets")
    except RestatementRequired as error:
        fail(str(error), fix="truetonne inventory restate takes what and why")
    except StateInvalid as error:
        fail(str(error), fix=_STATE_FORM)
    except InputRefused as error:
        fail(str(error), fix=error.fix)
    emit_json(json_path, version_as_json(made))
    if json_path != "-":
        print_version(made)
    sys.exit(EXIT_FINDINGS if made.missing_count or not made.is_complete else EXIT_DONE)


def _publish(*, who: Reporting, made: Inventory, assurance: str, assurer: str) -> str:
    from django.db import transaction

    from truetonne.edge.identifiers import new_id, show_id
    from truetonne.footprints.actions.move_inventory import move_inventory
    from truetonne.footprints.actions.publish_disclosure import publish_disclosure
    from truetonne.footprints.states import InventoryState

    with transaction.atomic():
        for state in (InventoryState.FINAL, InventoryState.PUBLISHED):
            if InventoryState(made.state).place < state.place:
                made = move_inventory(
                    step_id=new_id(), inventory_id=made.pk, organization_id=who.organization.pk, to_state=state,
                    by=who.by(),
                )  # fmt: skip
        stored = publish_disclosure(
            disclosure_id=new_id(), inventory_id=made.pk, organization_id=who.organization.pk, by=who.by(),
            level_of_assurance=assurance, assurer=assurer,
        )  # fmt: skip
    return show_id(prefix="dsc", id=stored.pk)


def _find_version(*, who: Reporting, year: int, version: int | None) -> Inventory:
    from truetonne.footprints.models import Inventory

    rows = Inventory.objects.filter(entity=who.entity, year=year).order_by("-version")
    found = rows.filter(version=version).first() if version else rows.first()
    if found is None:
        fail(f"{year}: no such version of {who.entity.name}", fix="truetonne inventory list shows them")
    return found


def _read_mapping(*, path: Path | None, file: Path) -> ActivityMapping:
    from truetonne.footprints.activity_files.cleaning import ActivityMapping, suggest_mapping
    from truetonne.footprints.activity_files.rows import read_header

    if path is None:
        return suggest_mapping(header=read_header(path=file))
    try:
        return ActivityMapping(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        fail(f"--mapping {path}: cannot be used ({error})", fix='Write {"columns": {"factor_key": "My column"}}')


def _states(texts: tuple[str, ...]) -> dict[tuple[str, int | None], StatedPart]:
    from truetonne.footprints.actions.compute_inventory import StatedPart
    from truetonne.rules.inventory.categories import CategoryState

    found: dict[tuple[str, int | None], StatedPart] = {}
    for text in texts:
        part, _, said = text.partition("=")
        state, _, reason = said.partition(":")
        number = part.removeprefix("3.")
        known = number.isdigit() and 1 <= int(number) <= 15 if part.startswith("3.") else part in _PARTS
        if not known or state not in set(CategoryState):
            fail(f"--state {text}: cannot be read", fix=_STATE_FORM)
        key = ("SCOPE3", int(number)) if part.startswith("3.") else (_PARTS[part], None)
        found[key] = StatedPart(state=CategoryState(state), reason=reason.strip())
    return found


def _changes(texts: tuple[str, ...]) -> tuple[Change, ...]:
    from truetonne.rules.inventory.base_year import Change

    found = []
    for text in texts:
        kind, _, tonnes = text.partition("=")
        try:
            found.append(Change(kind=ChangeKind(kind), emissions=Fraction(tonnes) * 1000))
        except (ValueError, ZeroDivisionError):
            fail(f"--base-change {text}: cannot be read", fix=f"Write KIND=TONNES; kinds: {', '.join(ChangeKind)}")
    return tuple(found)
