"""``truetonne order``: quote and order a mass for a company's own emissions, as its buyer does on the pages."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output
from truetonne.cli.reporting import find_person
from truetonne.cli.target import TONNES
from truetonne.edge.permissions import Role

PURPOSES = ("ONGOING_EMISSIONS", "RESIDUAL_NEUTRALIZATION", "BVCM_CONTRIBUTION")


@click.command(name="order")
@click.option("--tonnes", "kg", type=TONNES, required=True, metavar="T", help="Mass, in tonnes.")
@click.option(
    "--year", type=click.IntRange(1990, 2100), required=True, metavar="Y", help="Year that the claim is about."
)
@click.option("--purpose", type=click.Choice(PURPOSES), required=True, help="What the units are retired for.")
@click.option("--currency", default="USD", show_default=True, metavar="CODE", help="Currency of the lots.")
@click.option(
    "--authorized", "is_authorized", is_flag=True, help="You may act for the company; asked for where it is left out."
)
@click.option("--by", "email", required=True, metavar="EMAIL", help="Who orders; a buyer of the company.")
@json_option
def command(
    *, kg: int, year: int, purpose: str, currency: str, is_authorized: bool, email: str, json_path: str | None
) -> None:  # fmt: skip
    """Order at cost, in the company's own name. The gates are those of the pages: standing, and what is left of the year.

    Exit codes: 0 placed; 1 refused by a gate, with the figures that disagree, and nothing is reserved; 2 unusable input.
    """
    bootstrap_django()
    from django.db import transaction

    from truetonne.edge.identifiers import new_id, show_id
    from truetonne.edge.problems import find_problem
    from truetonne.market import policy
    from truetonne.market.actions.place_order import place_order
    from truetonne.market.actions.quote import Basket, quote
    from truetonne.market.attribution import Beneficiary, Claim, ClaimPeriod

    at = datetime.now(UTC)
    person = find_person(email=email)
    companies = [m.organization for m in person.list_memberships() if m.role == Role.BUYER]
    if len(companies) != 1:
        fail(f"--by {email}: buys for {len(companies)} companies", fix="Name a buyer of exactly one company")
    company = companies[0]
    if not is_authorized and not click.confirm(str(policy.AUTHORIZATION_STATEMENT)):
        fail("nothing was ordered", fix="Answer y, or add --authorized")
    beneficiary = Beneficiary(
        display_name=company.name, legal_name=company.legal_name, country=company.country, lei=company.lei,
        registration_number=company.registration_number, domain=company.domain,
    )  # fmt: skip
    try:
        # One transaction: a refused order leaves no quote that keeps units from others.
        with transaction.atomic():
            quoted = quote(
                quote_id=new_id(), organization_id=company.pk, person_id=person.pk, new_id=new_id, at=at,
                basket=Basket(kg=kg, currency=currency), request_id=str(new_id()),
            )  # fmt: skip
            placed = place_order(
                order_id=new_id(), quote_id=quoted.quote_id, name_id=new_id(), organization_id=company.pk,
                person=person, beneficiary=beneficiary, is_authorized=True, request_id=str(new_id()), at=at,
                claim=Claim(purpose=purpose, period=ClaimPeriod(year=year), signer=person.name),
            )  # fmt: skip
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        emit_json(json_path, {"refused": problem.code, "detail": str(problem.detail)})
        if json_path != "-":
            output.print(Text.assemble(("refused ", "red"), f"{problem.code}: {refusal}"))
        sys.exit(EXIT_FINDINGS)
    text = show_id(prefix="ord", id=placed.order_id)
    emit_json(json_path, {"order": text, "kg": kg, "amount_minor": placed.amount_minor, "currency": currency})
    if json_path != "-":
        output.print(Text(f"placed {text}: {kg / 1000:,.3f} t for {placed.amount_minor / 100:,.2f} {currency}"))
    sys.exit(EXIT_DONE)
