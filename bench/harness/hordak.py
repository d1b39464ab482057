"""The peer: django-hordak's double-entry ledger on the same PostgreSQL, through its own models.

One order is one transaction of the same shape as ours: 1 to 5 (mean 3) of 1,000 stock accounts are credited and one
buyer's account is debited with their sum, one by one through the ORM. Hordak keeps no serials, certificate or log, and
does not refuse an overdraft; its triggers check that the legs of a transaction add up to zero.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from random import Random

SETTINGS = "bench.harness.hordak_settings"
ACCESS_VARIABLE = "TRUETONNE_BENCH_HORDAK"
STOCK_ACCOUNTS = 1_000
BUYER_ACCOUNTS = 100


def start() -> None:
    """Set Django up with hordak alone."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS

    import django

    django.setup()


def prepare() -> None:
    """Migrate the peer's database and open its accounts."""
    start()

    from django.core.management import call_command
    from django.db import transaction
    from hordak.models import Account, AccountType

    call_command("migrate", interactive=False, verbosity=0)
    if Account.objects.exists():
        return
    kinds = [(AccountType.asset, "Stock")] * STOCK_ACCOUNTS + [(AccountType.expense, "Buyer")] * BUYER_ACCOUNTS
    with transaction.atomic(), Account.objects.disable_mptt_updates():
        Account.objects.bulk_create(
            [
                Account(name=f"{name} {number}", type=kind, currencies=["EUR"], lft=1, rght=2, tree_id=number, level=0)
                for number, (kind, name) in enumerate(kinds, start=1)
            ]
        )


def connect(options: Mapping[str, object]) -> Callable[[Random], tuple[int, int, int]]:
    """Return a function that books one order."""
    start()

    from django.db import transaction
    from hordak.models import Account, Leg, Transaction
    from moneyed import Money

    stock = list(Account.objects.filter(name__startswith="Stock").order_by("pk"))
    buyers = list(Account.objects.filter(name__startswith="Buyer").order_by("pk"))

    def place_order(chance: Random) -> tuple[int, int, int]:
        accounts = sorted(chance.sample(stock, chance.randint(1, 5)), key=lambda account: account.pk)
        buyer = chance.choice(buyers)
        with transaction.atomic():
            booked = Transaction.objects.create(description="order")
            total = 0
            for account in accounts:
                kg = chance.randint(1, 5_000)
                total += kg
                Leg.objects.create(transaction=booked, account=account, credit=Money(kg, "EUR"))
            Leg.objects.create(transaction=booked, account=buyer, debit=Money(total, "EUR"))
        return 1, 0, len(accounts)

    return place_order


if __name__ == "__main__":
    prepare()
