"""``truetonne target``: set a target, accept or reject it, and see where its path leads."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

import click
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output
from truetonne.cli.reporting import find_person, find_reporting, whom_options
from truetonne.cli.target_options import KG_PER_T, read_target, target_options
from truetonne.edge.permissions import Role


@click.group(name="target")
def command() -> None:
    """Set targets, judge them, follow their paths."""


@command.command(name="set")
@target_options
@whom_options
@json_option
def set_command(
    *, rules: str, email: str, company: str | None, entity: str | None, json_path: str | None, **given: Any
) -> None:
    """Record a target; exit 1 where a rule is not met or not shown. Somebody else accepts it.

    Absolute, per unit of money or output (with the growth that it expects), or sectoral; --series makes a later version.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import InvalidId, new_id, read_id, show_id
    from truetonne.footprints.actions.set_target import TargetInvalid, TargetNotFound, set_target
    from truetonne.footprints.models import Target
    from truetonne.science.errors import InputRefused

    who = find_reporting(email=email, company=company, entity=entity)
    try:
        before = None
        if given["series"]:
            before = Target.objects.filter(
                entity_id=who.entity.pk, pk=read_id(prefix="tgt", text=given["series"])
            ).first()
            if before is None:
                fail(f"--series {given['series']}: no target of {who.entity.name}", fix="See: truetonne target list")
        made = set_target(
            target_id=new_id(), entity_id=who.entity.pk, organization_id=who.organization.pk, target=read_target(given),
            by=who.by(), chosen_rule_set=rules, series=before.series if before is not None else None,
            evidence_id=read_id(prefix="evd", text=given["evidence"]) if given["evidence"] else None,
        )  # fmt: skip
    except (InvalidId, TargetInvalid, TargetNotFound, InputRefused) as error:
        fail(str(error), fix="Correct the field that is named")
    text = show_id(prefix="tgt", id=made.pk)
    change = None if made.absolute_change is None else str(made.absolute_change)
    emit_json(
        json_path,
        {
            "target": text, "scopes": made.scopes, "rule_set": made.rule_set, "findings": made.findings,
            "absolute_change": change,
        },
    )  # fmt: skip
    if json_path != "-":
        output.print(Text(f"{text}: scopes {made.scopes}, judged by {made.rule_set}"))
        if made.metric != "absolute" and made.absolute_change is not None:
            output.print(Text(f"in absolute emissions: {made.absolute_change * 100:+.2f} %"))
        for each in made.findings:
            figures = ", ".join(f"{figure['name']} {figure['value']}" for figure in each.get("figures", []))
            output.print(Text(f"{each['result']} {each['rule']} {figures}"))
    failed = any(each["result"] in {"not_met", "not_shown"} for each in made.findings)
    sys.exit(EXIT_FINDINGS if failed else EXIT_DONE)


@command.command()
@click.argument("target")
@click.option("--reject", "reason", metavar="TEXT", help="Reject it, and say why.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Who judges: eligibility staff, not who set it.")
def accept(*, target: str, reason: str | None, email: str) -> None:
    """Accept a target, so that its path counts; or reject it."""
    bootstrap_django()
    from truetonne.edge.identifiers import InvalidId, new_id, read_id
    from truetonne.footprints.actions.set_target import (
        OwnTarget,
        TargetInvalid,
        TargetJudged,
        TargetNotFound,
        accept_target,
    )
    from truetonne.members.acts import By

    person = find_person(email=email)
    if not person.has_role(Role.ELIGIBILITY):
        fail(f"--by {email}: judges no targets", fix="Ask somebody with the role ELIGIBILITY")
    by = By(person_id=person.pk, request_id=str(new_id()), at=datetime.now(UTC))
    try:
        accept_target(
            judgement_id=new_id(), target_id=read_id(prefix="tgt", text=target), is_accepted=reason is None,
            reason=reason or "", by=by,
        )  # fmt: skip
    except (InvalidId, OwnTarget, TargetInvalid, TargetJudged, TargetNotFound) as error:
        fail(str(error), fix="truetonne target list shows targets and their judgements")
    output.print(Text(f"{target}: {'accepted' if reason is None else 'rejected'}"))


@command.command(name="list")
@whom_options
@json_option
def list_command(*, email: str, company: str | None, entity: str | None, json_path: str | None) -> None:
    """Show targets and, year by year, path, published figure and gap in tonnes."""
    bootstrap_django()
    from truetonne.edge.identifiers import show_id
    from truetonne.footprints.queries.progress import list_followed
    from truetonne.footprints.queries.trajectories import list_targets

    who = find_reporting(email=email, company=company, entity=entity)
    targets = list_targets(entity_id=who.entity.pk)
    paths = list_followed(entity_id=who.entity.pk, as_of=who.at.date())
    told: dict[str, Any] = {
        "targets": [
            {
                "target": show_id(prefix="tgt", id=each.pk), "scopes": each.scopes, "base_year": each.base_year,
                "target_year": each.target_year, "reduction": str(each.reduction), "is_accepted": _accepted(each),
            }
            for each in targets
        ],
        "paths": [
            {
                "scopes": path.name,
                "years": [
                    {"year": year.year, "path_kg": year.path_kg, "actual_kg": year.actual_kg, "gap_kg": year.gap_kg}
                    for year in years
                ],
            }
            for path, years in paths
        ],
    }  # fmt: skip
    emit_json(json_path, told)
    if json_path == "-":
        return
    for each in told["targets"]:
        word = {None: "waits", True: "accepted", False: "rejected"}[each["is_accepted"]]
        output.print(Text(f"{each['target']}  {each['scopes']}  {each['base_year']} to {each['target_year']}  {word}"))
    for path, years in paths:
        output.print(Text(f"scopes {path.name}", style="bold"))
        for year in years:
            actual = "" if year.actual_kg is None else f"{year.actual_kg / KG_PER_T:,.3f} t"
            gap = "" if not year.gap_kg else f"above by {year.gap_kg / KG_PER_T:,.3f} t"
            output.print(Text(f"  {year.year}  {year.path_kg / KG_PER_T:,.3f} t  {actual}  {gap}".rstrip()))


def _accepted(target: Any) -> bool | None:
    judgement = getattr(target, "judgement", None)
    return None if judgement is None else bool(judgement.is_accepted)
