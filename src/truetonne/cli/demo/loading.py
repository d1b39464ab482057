"""Loading the demonstration once, in order: people, stock, trade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from rich.table import Table

from truetonne.cli.console import errors, fail

OPENED_DAYS_AGO = 200
"""How long the demonstration exchange has been open."""


def load_demo(report: Callable[[str], None]) -> None:
    """Make the demonstration where the exchange is empty; show its accounts. A real exchange is never touched."""
    from django.conf import settings
    from django.db import transaction

    from truetonne.cli.demo.ccp_table import import_decisions
    from truetonne.cli.demo.claims import publish_claims
    from truetonne.cli.demo.dossiers import fill_dossiers, publish_statements
    from truetonne.cli.demo.forwards import buy_ahead
    from truetonne.cli.demo.fuels import bring_fuel, destroy_gas
    from truetonne.cli.demo.inventories import disclose_inventories
    from truetonne.cli.demo.membership import admit_members, open_all_markets
    from truetonne.cli.demo.people import make_cast, read_accounts, write_accounts
    from truetonne.cli.demo.ratings import rate_projects
    from truetonne.cli.demo.registers import load_list, sign_pledges
    from truetonne.cli.demo.stock import bring_on_sale, receive_stock
    from truetonne.cli.demo.trade import trade
    from truetonne.cli.demo.webhooks import add_webhook
    from truetonne.edge.identifiers import new_id
    from truetonne.people.models import Organization

    exchange = settings.TRUETONNE
    accounts = read_accounts(home=exchange.home)
    if Organization.objects.exists():
        _show_known(accounts)
        return
    now = datetime.now(UTC)
    opened = now - timedelta(days=OPENED_DAYS_AGO)
    # All or nothing: a demonstration that was broken off half-way would look like an operator's own data.
    with transaction.atomic():
        cast = make_cast(operator_name=exchange.operator_name, at=opened)
        report("opening the markets and admitting the members")
        people = cast.persons
        open_all_markets(proposer=people["eligibility"], signer=people["governance"], at=opened, new_id=new_id)
        admit_members(cast=cast, at=opened + timedelta(days=2), new_id=new_id)
        receive_stock(cast=cast, folder=exchange.home / "demo", at=opened, report=report)
        fill_dossiers(cast=cast, at=opened)
        report("reviewing, pricing and listing lots")
        lots = bring_on_sale(cast=cast, at=opened)
        add_webhook(cast=cast, at=now)
        import_decisions(cast=cast, folder=exchange.home / "demo", at=opened)
        rate_projects(cast=cast, at=opened)
        publish_statements(cast=cast, at=now)
        sign_pledges(cast=cast, at=opened + timedelta(days=3), new_id=new_id)
        load_list(folder=exchange.home / "demo", at=now, new_id=new_id)
        trade(cast=cast, lots=lots, at=now, report=report)
        report("signing contracts for later years")
        buy_ahead(cast=cast, folder=exchange.home / "demo", opened=opened)
        report("bringing fuel and destroyed gas")
        bring_fuel(cast=cast, at=now - timedelta(days=20))
        destroy_gas(cast=cast, at=now - timedelta(days=15))
        disclose_inventories(cast=cast, folder=exchange.home / "demo", at=now - timedelta(days=2), new_id=new_id)
        publish_claims(cast=cast, at=now - timedelta(days=1), new_id=new_id)
        write_accounts(home=exchange.home, cast=cast)
    _show(read_accounts(home=exchange.home))


def _show_known(accounts: dict[str, dict[str, str]]) -> None:
    """Show the accounts of a demonstration that is loaded already; an operator's own exchange ends the command."""
    if not accounts:
        fail(
            "this exchange holds an operator's own data",
            fix="Leave --demo out, or set TRUETONNE_HOME to an empty folder",
        )
    _show(accounts)


def _show(accounts: dict[str, dict[str, str]]) -> None:
    table = Table(title="demonstration accounts (invented people)", title_justify="left", box=None, pad_edge=False)
    for heading in ("sign in as", "e-mail", "password"):
        table.add_column(heading)
    for account in accounts.values():
        table.add_row(account["who"], account["email"], account["password"])
    errors.print(table)
