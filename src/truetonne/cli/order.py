"""``truetonne order``: an order from its gates to its certificate, as buyer and staff do it on the pages."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click
from rich.text import Text

from truetonne.cli.console import EXIT_DONE, EXIT_FINDINGS, bootstrap_django, emit_json, fail, json_option, output
from truetonne.cli.reporting import find_person
from truetonne.cli.target_options import TONNES
from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from truetonne.market.models import Order
    from truetonne.people.models import Person

PURPOSES = ("ONGOING_EMISSIONS", "RESIDUAL_NEUTRALIZATION", "BVCM_CONTRIBUTION")
Result = TypeVar("Result")


@click.group(name="order")
def command() -> None:
    """Order at cost, record its money, confirm its name, retire its units."""


@command.command()
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
def place(
    *, kg: int, year: int, purpose: str, currency: str, is_authorized: bool, email: str, json_path: str | None
) -> None:  # fmt: skip
    """Order at cost, in the company's own name. The gates are those of the pages: standing, and what is left of the year.

    Exit codes: 0 placed; 1 refused by a gate, with the figures that disagree, and nothing is reserved; 2 unusable input.
    """
    bootstrap_django()
    from django.db import transaction

    from truetonne.edge.identifiers import new_id, show_id
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

    def act() -> Any:
        # One transaction: a refused order leaves no quote that keeps units from others.
        with transaction.atomic():
            quoted = quote(
                quote_id=new_id(), organization_id=company.pk, person_id=person.pk, new_id=new_id, at=at,
                basket=Basket(kg=kg, currency=currency), request_id=str(new_id()),
            )  # fmt: skip
            return place_order(
                order_id=new_id(), quote_id=quoted.quote_id, name_id=new_id(), organization_id=company.pk,
                person=person, beneficiary=beneficiary, is_authorized=True, request_id=str(new_id()), at=at,
                claim=Claim(purpose=purpose, period=ClaimPeriod(year=year), signer=person.name),
            )  # fmt: skip

    placed = _or_refused(act, json_path)
    text = show_id(prefix="ord", id=placed.order_id)
    emit_json(json_path, {"order": text, "kg": kg, "amount_minor": placed.amount_minor, "currency": currency})
    if json_path != "-":
        output.print(Text(f"placed {text}: {kg / 1000:,.3f} t for {placed.amount_minor / 100:,.2f} {currency}"))
    sys.exit(EXIT_DONE)


@command.command()
@click.argument("order")
@click.option("--reference", required=True, metavar="TEXT", help="Reference of the bank's movement.")
@click.option("--amount", metavar="MONEY", help="What came in, with a point [what is missing].")
@click.option("--on", "value_date", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Value date [today].")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Finance staff.")
@json_option
def pay(
    *, order: str, reference: str, amount: str | None, value_date: datetime | None, email: str, json_path: str | None
) -> None:  # fmt: skip
    """Record the money that came in for an order; what covers the total confirms it."""
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.actions.record_payment import record_payment
    from truetonne.market.order_money import read_money
    from truetonne.science.money import InvalidMoney, parse_minor

    at = datetime.now(UTC)
    person, found = _staff(email, Role.FINANCE), _find(order)
    money = read_money(order=found)
    try:
        minor = money.missing_minor if amount is None else parse_minor(text=amount, currency=money.currency)
    except InvalidMoney as error:
        fail(f"--amount {amount}: {error}", fix="Write digits with a point, such as 71917.00")
    on: date = value_date.date() if value_date is not None else at.date()
    _or_refused(
        lambda: record_payment(
            payment_id=new_id(), order_id=found.pk, person_id=person.pk, minor=minor, currency=money.currency,
            reference=reference, value_date=on, request_id=str(new_id()), at=at,
        ),
        json_path,
    )  # fmt: skip
    found.refresh_from_db()
    emit_json(json_path, {"order": order, "amount_minor": minor, "currency": money.currency, "state": found.state})
    if json_path != "-":
        output.print(Text(f"{order}: {minor / 100:,.2f} {money.currency} recorded, {found.state.lower()}"))


@command.command()
@click.argument("order")
@click.option("--refuse", "reason", metavar="TEXT", help="Refuse it, and say why.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Finance or supply staff.")
@json_option
def name(*, order: str, reason: str | None, email: str, json_path: str | None) -> None:
    """Confirm the name of an order's beneficiary, once and for good, or refuse it."""
    bootstrap_django()
    from truetonne.edge.identifiers import new_id
    from truetonne.market.actions.confirm_name import confirm_name

    person, found = _staff(email, Role.FINANCE, Role.SUPPLY), _find(order)
    named = found.beneficiary
    _or_refused(
        lambda: confirm_name(
            name_id=named.pk, person_id=person.pk, is_confirmed=reason is None, reason=reason or "",
            request_id=str(new_id()), at=datetime.now(UTC),
        ),
        json_path,
    )  # fmt: skip
    word = "confirmed" if reason is None else "refused"
    emit_json(json_path, {"order": order, "name": named.display_name, "state": word})
    if json_path != "-":
        output.print(Text(f"{named.display_name}: {word}"))


@command.command()
@click.argument("order")
@click.option("--yes", "is_understood", is_flag=True, help="The units leave for good; asked for where it is left out.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Finance staff.")
@json_option
def deliver(*, order: str, is_understood: bool, email: str, json_path: str | None) -> None:
    """Retire the units of a paid order for good; prints its certificates.

    Exit codes: 0 retired; 1 refused, such as an order without its money or a name in review; 2 unusable input.
    """
    bootstrap_django()
    from truetonne.edge.identifiers import new_id, show_id
    from truetonne.market.actions.deliver_order import Sources, deliver_order

    at = datetime.now(UTC)
    person, found = _staff(email, Role.FINANCE), _find(order)
    if not is_understood and not click.confirm("The units leave for good in this name; nobody can take them back"):
        fail("nothing was retired", fix="Answer y, or add --yes")
    done = _or_refused(
        lambda: deliver_order(
            order_id=found.pk, person_id=person.pk, effective_at=at, request_id=str(new_id()), at=at,
            sources=Sources(new_id=new_id, new_salt=lambda: secrets.token_bytes(32)),
        ),
        json_path,
    )  # fmt: skip
    told: list[dict[str, Any]] = [
        {"certificate": show_id(prefix="crt", id=each.certificate_id), "code": each.short_code, "kg": each.kg}
        for each in done
    ]
    emit_json(json_path, {"order": order, "certificates": told})
    if json_path != "-":
        for each in told:
            output.print(Text(f"retired {each['certificate']} {each['code']}"))


@command.command(name="list")
@click.option("--by", "email", required=True, metavar="EMAIL", help="Whose orders; staff see all.")
@json_option
def list_command(*, email: str, json_path: str | None) -> None:
    """Show orders, newest first."""
    bootstrap_django()
    from truetonne.edge.identifiers import show_id
    from truetonne.market.models import Order

    rows = Order.objects.visible_to(find_person(email=email)).select_related("quote").order_by("-effective_at", "-pk")
    told: list[dict[str, Any]] = [
        {
            "order": show_id(prefix="ord", id=each.pk), "state": each.state, "kg": each.quote.kg,
            "amount_minor": each.quote.amount_minor, "currency": each.quote.currency, "year": each.claim_year,
        }
        for each in rows
    ]  # fmt: skip
    emit_json(json_path, {"orders": told})
    if json_path != "-":
        for one in told:
            output.print(
                Text(f"{one['order']}  {one['kg'] / 1000:,.3f} t  {one['year'] or ''}  {one['state'].lower()}")
            )


def _staff(email: str, *roles: Role) -> Person:
    person = find_person(email=email)
    if not any(person.has_role(role) for role in roles):
        wanted = " or ".join(role.value for role in roles)
        fail(f"--by {email}: has not the role {wanted}", fix="See: truetonne people list")
    return person


def _find(text: str) -> Order:
    from truetonne.edge.identifiers import InvalidId, read_id
    from truetonne.market.queries import OrderNotFound, get_order

    try:
        return get_order(order_id=read_id(prefix="ord", text=text))
    except (InvalidId, OrderNotFound) as error:
        fail(f"{text}: {error}", fix="See: truetonne order list")


def _or_refused(act: Callable[[], Result], json_path: str | None) -> Result:
    """Do it, or end the command with the refusal: its code, its sentence and the figures that disagree."""
    from truetonne.edge.problems import find_problem

    try:
        return act()
    except Exception as refusal:
        problem = find_problem(exception=refusal)
        if problem is None:
            raise
        emit_json(json_path, {"refused": problem.code, "detail": str(problem.detail)})
        if json_path != "-":
            output.print(Text.assemble(("refused ", "red"), f"{problem.code}: {refusal}"))
        sys.exit(EXIT_FINDINGS)
