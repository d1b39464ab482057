"""The public register's sums and its search by serial."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from tests.rooms.exchange import Exchange, make_exchange
from tests.rooms.fuel_trading import chain_code, claim_fuel, settle, state_activity
from tests.rooms.insets import add_member, make_desk
from tests.rooms.publishing import publish, use_own_home
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.ledger.queries.uses import certificates_of_serial
from truetonne.market.audit import audit_market
from truetonne.market.models import RegisterYear
from truetonne.market.register import RegisterFilter, RegisterTotals, sum_up
from truetonne.market.values import Delivered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exchange(transactional_db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)
    return make_exchange(at=at)


def retire(exchange: Exchange, *, kg: int, name: str) -> Delivered:
    placed = take(exchange, ask(exchange, kg=kg, request_id=f"q {name}"), request_id=f"o {name}")
    pay(exchange, placed, request_id=f"p {name}")
    decide(exchange)
    return deliver(exchange, placed, request_id=f"d {name}")[0]


def test_counts_a_batch_of_fuel_once_over_all_years_and_in_one(
    exchange: Exchange, client: Client, web_connection: Callable[..., psycopg.Connection]
) -> None:
    exchange.add_lot()
    retire(exchange, kg=3_250, name="credits")
    desk = make_desk(exchange)
    batch = desk.issue(desk.book())
    own = state_activity(exchange, exchange.member, exchange.buyer, scope="1")
    settle(exchange, claim_fuel(exchange, batch, own, exchange.buyer, name="carrier", litres=1_000), name="carrier")
    organization, person = add_member(exchange, name="Shipper One")
    shipped = state_activity(exchange, organization, person, scope="3")
    chain = chain_code(batch)
    settle(exchange, claim_fuel(exchange, batch, shipped, person, name="s", litres=1_000, chain=chain), name="s")
    connection = web_connection()
    publish(connection=connection)

    always = client.get("/register/")
    (year,) = always.context["years"]
    in_year = client.get("/register/", {"year": year})

    expected = RegisterTotals(kg=3_250, certificate_count=3, inset_kg=2_555)
    assert [each.context["totals"] for each in (always, in_year)] == [expected, expected]
    assert all(b"Fuel insets used, each batch counted once" in each.content for each in (always, in_year))
    assert client.get("/register/", {"year": year - 1}).context["totals"] is None
    assert list(audit_market(connection=connection)) == []
    connection.execute("UPDATE market_registeryear SET kg = kg + 1 WHERE unit_kind = 'INSET_SCOPE3'")
    (finding,) = audit_market(connection=connection)
    connection.rollback()
    assert finding.facts["kind"] == "INSET_SCOPE3"


def test_finds_every_certificate_that_holds_a_part_of_a_serial_and_no_other(exchange: Exchange) -> None:
    exchange.add_lot()
    first, second, third = (
        retire(exchange, kg=kg, name=name).certificate_id for kg, name in ((1_500, "a"), (1_000, "b"), (1_500, "c"))
    )

    found = [certificates_of_serial(batch="demo-tz-0417-2024-31", serial=serial) for serial in range(6)]

    assert found == [(), (first,), (first, second), (second, third), (third,), ()]
    assert certificates_of_serial(batch="another", serial=2) == ()


def test_the_years_add_up_to_all_rows() -> None:
    years = [
        RegisterYear(year=2025, unit_kind="CREDIT", kg=70, certificate_count=7),
        RegisterYear(year=2025, unit_kind="INSET_SCOPE1", kg=30, certificate_count=3),
        RegisterYear(year=2026, unit_kind="CREDIT", kg=5, certificate_count=1),
        RegisterYear(year=2026, unit_kind="INSET_SCOPE3", kg=30, certificate_count=2),
    ]

    def sums(**wanted: object) -> RegisterTotals | None:
        return sum_up(years=years, wanted=RegisterFilter(**wanted))  # type: ignore[arg-type]

    assert sums() == RegisterTotals(kg=75, certificate_count=13, inset_kg=30)
    assert sums(year=2025) == RegisterTotals(kg=70, certificate_count=10, inset_kg=30)
    assert sums(year=2026) == RegisterTotals(kg=5, certificate_count=3, inset_kg=0)
    assert sums(year=2024) is None
    assert sums(year=2025, purpose="OTHER") is None
    assert sum_up(years=[], wanted=RegisterFilter()) == RegisterTotals(kg=0, certificate_count=0, inset_kg=0)
