"""``truetonne claim``: what may be said of a certificate or a year, said, decided on, withdrawn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from rich.text import Text

from truetonne.cli.console import (
    EXIT_DONE,
    EXIT_FINDINGS,
    JsonValue,
    bootstrap_django,
    emit_json,
    fail,
    json_option,
    output,
)
from truetonne.cli.reporting import find_person
from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from uuid import UUID

    from truetonne.market.claims.making import ClaimAsk
    from truetonne.market.models import PublicClaim
    from truetonne.people.models import Person

Decorated = TypeVar("Decorated", bound=Callable[..., object])


def ask_options(command: Decorated) -> Decorated:
    """Add what a claim is about and in which words."""
    for option in (
        click.option("--elsewhere", is_flag=True, help="The text is read outside the European Union only."),
        click.option(
            "--subject", type=click.Choice(["company", "product", "certificate"]), default="company", show_default=True,
            help="What the text speaks about.",
        ),
        click.option("--text", metavar="FILE", help="Your own wording in place of the draft; - is standard input."),
        click.option("--language", type=click.Choice(["en", "vi", "zh-Hans"]), default="en", show_default=True),
        click.option("--record", metavar="DSC", help="A disclosed year: its Carbon Integrity tier."),
        click.option("--certificate", metavar="CRT", help="A certificate: what was retired."),
        click.option("--by", "email", required=True, metavar="EMAIL", help="A buyer or reporter of the company."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.group(name="claim")
def command() -> None:
    """Draft, publish, decide on and withdraw claims."""


@command.command(name="list")
@click.option("--by", "email", required=True, metavar="EMAIL", help="A buyer or reporter of the company.")
@json_option
def list_command(*, email: str, json_path: str | None) -> None:
    """Show what each certificate and disclosed year allows to be said, and the claims that were made.

    Exit codes: 0 something may be claimed, 1 nothing may, 2 unusable input.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import show_id
    from truetonne.market.claims.possible import list_possible
    from truetonne.market.claims.reading import claims_for, list_own, state_of

    at = datetime.now(UTC)
    person = _claimant(email)
    organizations = claims_for(person=person)
    possible = list_possible(organization_ids=organizations, at=at)
    told: dict[str, Any] = {
        "possible": [
            {
                "about": each.about, "id": each.id, "year": each.year, "is_possible": each.is_possible,
                "reason": each.reason, "findings": list(each.findings),
            }
            for each in possible
        ],
        "made": [
            {
                "claim": show_id(prefix="clm", id=each.pk), "year": each.year, "kind": each.kind,
                "state": state_of(claim=each).value,
            }
            for each in list_own(organization_ids=organizations)
        ],
    }  # fmt: skip
    emit_json(json_path, told)
    if json_path != "-":
        for one in told["possible"]:
            word = "may be claimed" if one["is_possible"] else f"not: {one['reason']}"
            output.print(Text(f"{one['id']}  {one['about']} {one['year']}  {word}"))
        for one in told["made"]:
            output.print(Text(f"{one['claim']}  {one['kind']} {one['year']}  {one['state'].lower()}"))
    sys.exit(EXIT_DONE if any(each.is_possible for each in possible) else EXIT_FINDINGS)


@command.command()
@ask_options
@json_option
def draft(*, json_path: str | None, email: str, **given: Any) -> None:
    """Print the text of a claim and what the rules say of it; nothing is written.

    Exit codes: 0 it may be published, 1 a rule objects or the record does not support it, 2 unusable input.
    """
    bootstrap_django()
    from truetonne.market.claims.making import read_claim
    from truetonne.market.claims.reading import claims_for

    person, ask = _claimant(email), _ask(given)
    reading = _or_refused(
        lambda: read_claim(ask=ask, organization_ids=claims_for(person=person), at=datetime.now(UTC)), json_path
    )
    told: dict[str, Any] = {
        "kind": reading.kind.value, "claimant": reading.claimant, "year": reading.year, "text": reading.text,
        "template_rule_set": reading.template_rule_set, "lint_rule_set": reading.verdict.rule_set,
        "objections": list(reading.objections), "findings": reading.findings, "basis": reading.basis,
    }  # fmt: skip
    emit_json(json_path, told)
    if json_path != "-":
        output.print(Text(reading.text))
        _print_findings(reading.findings)
        confirmed = cast("Mapping[str, str] | None", reading.basis.get("confirmed"))
        if confirmed:
            output.print(Text(f"table confirmed by {confirmed['proposed_by']} and {confirmed['accepted_by']}"))
    sys.exit(EXIT_FINDINGS if reading.objections else EXIT_DONE)


@command.command()
@ask_options
@click.option("--plea", default="", metavar="TEXT", help="Why it should stand although a rule objects.")
@json_option
def publish(*, json_path: str | None, email: str, plea: str, **given: Any) -> None:
    """Publish a claim. A text that a rule objects to needs --plea, and then waits for a second person.

    Exit codes: 0 public, 1 refused by a rule or waiting for a second person, 2 unusable input.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.actions.publish_claim import publish_claim
    from truetonne.market.claims.reading import claims_for

    person, ask = _claimant(email), _ask(given)
    made = _or_refused(
        lambda: publish_claim(
            claim_id=new_id(), ask=ask, organization_ids=claims_for(person=person), person=person,
            request_id=str(new_id()), at=datetime.now(UTC), plea=plea,
        ),
        json_path,
    )  # fmt: skip
    _show(made.pk, json_path=json_path)
    sys.exit(EXIT_FINDINGS if made.objections else EXIT_DONE)


@command.command()
@click.argument("claim")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge it again by that day's rules.")
@json_option
def show(*, claim: str, as_of: datetime | None, json_path: str | None) -> None:
    """Print a claim that is public, with what the rules said; --as-of judges its text again.

    Exit codes: 0 no rule blocks it, 1 a rule objects, 2 there is no such claim.
    """
    bootstrap_django()
    from truetonne.market.claims.reading import list_public

    found = list_public().filter(pk=_claim_id(claim)).first()
    if found is None:
        fail(f"{claim}: no such claim is public", fix="truetonne claim list shows your own")
    again = _again(found, as_of=as_of.date()) if as_of is not None else None
    _show(found.pk, json_path=json_path, again=again)
    sys.exit(EXIT_FINDINGS if (again["objections"] if again is not None else found.objections) else EXIT_DONE)


@command.command()
@click.argument("claim")
@click.option("--refuse", "is_refused", is_flag=True, help="It may not be published.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; public.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Eligibility or governance staff, not its maker.")
@json_option
def decide(*, claim: str, is_refused: bool, reason: str, email: str, json_path: str | None) -> None:
    """Release a claim that a rule objects to, or refuse it, with a public reason."""
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.actions.publish_claim import decide_claim

    person, claim_id = find_person(email=email), _claim_id(claim)
    if not (person.has_role(Role.ELIGIBILITY) or person.has_role(Role.GOVERNANCE)):
        fail(f"--by {email}: decides on no claims", fix="Ask somebody with the role ELIGIBILITY or GOVERNANCE")
    _or_refused(
        lambda: decide_claim(
            claim_id=claim_id, is_released=not is_refused, reason=reason, person=person, request_id=str(new_id()),
            at=datetime.now(UTC),
        ),
        json_path,
    )  # fmt: skip
    _show(claim_id, json_path=json_path)


@command.command()
@click.argument("claim")
@click.option("--reason", required=True, metavar="TEXT", help="Why; public.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="A buyer or reporter of the company.")
@json_option
def withdraw(*, claim: str, reason: str, email: str, json_path: str | None) -> None:
    """End a claim of your company; where it was public it stays readable, with the reason."""
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.actions.publish_claim import withdraw_claim
    from truetonne.market.claims.reading import claims_for

    person, claim_id = _claimant(email), _claim_id(claim)
    _or_refused(
        lambda: withdraw_claim(
            claim_id=claim_id, organization_ids=claims_for(person=person), reason=reason, person=person,
            request_id=str(new_id()), at=datetime.now(UTC),
        ),
        json_path,
    )  # fmt: skip
    _show(claim_id, json_path=json_path)


def _claimant(email: str) -> Person:
    person = find_person(email=email)
    if not (person.holds_role(Role.BUYER) or person.holds_role(Role.REPORTER)):
        fail(f"--by {email}: buys and reports for nobody", fix="Give the role BUYER or REPORTER")
    return person


def _ask(given: Mapping[str, Any]) -> ClaimAsk:
    from truetonne.edge.identifiers import InvalidId, read_id
    from truetonne.market.claims.making import ClaimAsk

    if (given["certificate"] is None) == (given["record"] is None):
        fail("a claim is about one thing", fix="Give exactly one of --certificate and --record")
    try:
        certificate = read_id(prefix="crt", text=given["certificate"]) if given["certificate"] else None
        record = read_id(prefix="dsc", text=given["record"]) if given["record"] else None
    except InvalidId as error:
        fail(str(error), fix="truetonne claim list shows the ids")
    return ClaimAsk(
        certificate_id=certificate, disclosure_id=record, language=given["language"], text=_wording(given["text"]),
        subject=given["subject"], markets=("ELSEWHERE",) if given["elsewhere"] else (),
    )  # fmt: skip


def _wording(path: str | None) -> str:
    if path is None:
        return ""
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"--text {path}: cannot be read ({error})", fix="Name a text file in UTF-8")
    if not text.strip():
        fail(f"--text {path}: is empty", fix="Write the text, or leave --text out to publish the draft")
    return text.strip()


def _claim_id(text: str) -> UUID:
    from truetonne.edge.identifiers import InvalidId, read_id

    try:
        return read_id(prefix="clm", text=text)
    except InvalidId as error:
        fail(str(error), fix="truetonne claim list shows the ids")


Result = TypeVar("Result")


def _or_refused(act: Callable[[], Result], json_path: str | None) -> Result:
    """Do it, or end the command with the refusal: its code, its sentence and the words that a rule objects to."""
    from truetonne.edge.problems import find_problem

    try:
        return act()
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        if problem.code == "not_found":
            fail(str(refusal), fix="truetonne claim list shows what you may claim")
        emit_json(json_path, cast("JsonValue", {"refused": problem.code, "detail": problem.detail, **problem.facts}))
        if json_path != "-":
            output.print(Text.assemble(("refused ", "red"), f"{problem.code}: {problem.detail}"))
            for span in cast("list[Mapping[str, Any]]", problem.facts.get("spans", [])):
                output.print(Text(f"  {span['rule']}: “{span['written']}”" if span["written"] else f"  {span['rule']}"))
        sys.exit(EXIT_FINDINGS)


def _again(claim: PublicClaim, *, as_of: date) -> dict[str, Any]:
    from truetonne.market.claims.making import judge_again
    from truetonne.science.errors import NotInTable

    try:
        verdict, _rules = judge_again(text=claim.text, subject=claim.subject, markets=tuple(claim.markets), as_of=as_of)
    except NotInTable as error:
        fail(f"--as-of {as_of}: {error}", fix=error.fix)
    return {"as_of": as_of.isoformat(), "rule_set": verdict.rule_set, "objections": list(verdict.objections)}


def _show(claim_id: UUID, *, json_path: str | None, again: Mapping[str, Any] | None = None) -> None:
    from truetonne.market.api.claims import claim_json
    from truetonne.market.claims.reading import list_claims

    told = cast("dict[str, Any]", claim_json(claim=list_claims().get(pk=claim_id)))
    emit_json(json_path, {**told, **({"judged_again": again} if again is not None else {})})
    if json_path == "-":
        return
    output.print(Text(f"{told['id']}: {told['state'].lower()}, {told['kind']} {told['year']} of {told['claimant']}"))
    output.print(Text(told["text"]))
    _print_findings(told["findings"])
    for name in ("released", "refused", "withdrawn"):
        if told[name]:
            output.print(Text(f"{name} by {told[name]['by']}: {told[name]['reason']}"))
    if again is not None:
        word = ", ".join(again["objections"]) or "nothing blocks it"
        output.print(Text(f"judged as of {again['as_of']} by {again['rule_set']}: {word}"))


def _print_findings(findings: list[dict[str, Any]] | list[dict[str, object]]) -> None:
    for one in findings:
        style = "red" if one["severity"] == "block" else "yellow"
        written = f" “{one['written']}”" if one["written"] else ""
        output.print(Text(f"{one['severity']} {one['rule']}{written}: {one['fix']}", style=style))
