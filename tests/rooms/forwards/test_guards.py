"""More of what the database refuses by itself: capacity, term, title, stops, set-aside shares, currencies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import psycopg
import pytest

from tests.rooms.forwards.dealing import Dealing
from tests.rooms.forwards.test_constraints import CONTRACT, Raw
from tests.rooms.trading import ask
from truetonne.market.models import QuoteLine
from truetonne.supply.actions.forwards.record_contribution import Gift, record_contribution, withdraw_contribution
from truetonne.supply.forwards.states import ContributionKind, LeafPath

pytestmark = pytest.mark.django_db(transaction=True)
Web = Callable[..., psycopg.Connection]
SCHEDULE = {"number": 1, "reason": "", "late_permille": 0}
HOLD = {"number": 1, "is_release": False, "reason": "raw", "source": "raw"}


@pytest.fixture
def raw(deal: Dealing, web_connection: Web) -> Raw:
    return Raw(web=web_connection(autocommit=True), person=deal.exchange.clerk.pk)


def schedule_of_one_year(raw: Raw, *, contract_id: UUID, year: int, kg: int) -> None:
    with raw.web.transaction():
        schedule = raw.put("contractschedule", contract_id=contract_id, **SCHEDULE)
        raw.web.execute(
            "INSERT INTO supply_scheduledyear (schedule_id, year, kg, probability_permille) VALUES (%s, %s, %s, 800)",
            [schedule, year, kg],
        )


@pytest.mark.parametrize("currency", ["usd", "US$", "EURO"[:2]])
def test_a_currency_is_three_capitals(raw: Raw, currency: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="contract_currency_is_a_code"):
        raw.put("forwardcontract", **CONTRACT | {"currency": currency})


def test_what_nobody_signed_is_neither_scheduled_nor_committed_nor_stopped(raw: Raw, deal: Dealing) -> None:
    contract_id = raw.put("forwardcontract", **CONTRACT)
    for table, columns in (
        ("contractschedule", SCHEDULE),
        ("contractcommitment", {"organization_id": deal.member("Ash").pk, "kg": 1_000, "agreed_on": date(2025, 1, 1)}),
        ("contracthold", HOLD),
    ):
        with pytest.raises(psycopg.errors.CheckViolation, match="somebody signed"):
            raw.put(table, contract_id=contract_id, **columns)


def test_a_year_is_no_more_than_the_plant_makes_and_within_the_term(raw: Raw, deal: Dealing) -> None:
    contract_id = deal.draft(total_kg=10_000, capacity_kg_per_year=4_000)
    deal.sign(contract_id)
    for year, kg, words in ((2025, 5_000, "the plant makes"), (2024, 3_000, "outside the term")):
        with pytest.raises(psycopg.errors.CheckViolation, match=words):
            schedule_of_one_year(raw, contract_id=contract_id, year=year, kg=kg)
    with pytest.raises(psycopg.errors.CheckViolation, match="without a gap"):
        raw.put("contractschedule", contract_id=contract_id, **SCHEDULE | {"number": 2, "reason": "raw"})


def test_nobody_commits_where_no_title_comes_and_only_members_commit(raw: Raw, deal: Dealing) -> None:
    facts = {"organization_id": deal.member("Ash").pk, "kg": 1_000, "agreed_on": date(2025, 1, 1)}
    with pytest.raises(psycopg.errors.CheckViolation, match="hands over no title"):
        raw.put("contractcommitment", contract_id=deal.pool(path=LeafPath.RESULTS_WITHOUT_TITLE), **facts)
    with pytest.raises(psycopg.errors.CheckViolation, match="only members"):
        raw.put("contractcommitment", contract_id=deal.pool(), **facts | {"organization_id": deal.exchange.operator.pk})


def test_stops_alternate_and_a_fulfilled_contract_is_not_ended(raw: Raw, deal: Dealing) -> None:
    contract_id = deal.pool(total_t=5)
    with pytest.raises(psycopg.errors.CheckViolation, match="alternate"):
        raw.put("contracthold", contract_id=contract_id, **HOLD | {"is_release": True})
    raw.put("contracthold", contract_id=contract_id, **HOLD)
    with pytest.raises(psycopg.errors.CheckViolation, match="alternate"):
        raw.put("contracthold", contract_id=contract_id, **HOLD | {"number": 2})
    raw.put("contracthold", contract_id=contract_id, **HOLD | {"number": 2, "is_release": True})
    deal.deliver(contract_id, deal.block(5))
    with pytest.raises(psycopg.errors.CheckViolation, match="fulfilled"):
        raw.put("contractend", contract_id=contract_id, reason="raw")


def test_a_substitute_needs_something_late_and_a_block_its_own_project(raw: Raw, deal: Dealing) -> None:
    deal.lasting(1_000)
    contract_id = deal.offtake({2027: 5})
    facts = {
        "contract_id": contract_id, "holding_id": deal.block(5).pk, "kg": 5_000, "delivered_on": date(2026, 1, 1),
        "durability_years": 1_000, "source": "raw",
    }  # fmt: skip
    with pytest.raises(psycopg.errors.CheckViolation, match="nothing is"):
        raw.put("contractdelivery", is_substitute=True, **facts)
    signed = deal.draft(total_kg=5_000)
    deal.sign(signed)
    with pytest.raises(psycopg.errors.CheckViolation, match="before it is scheduled"):
        raw.put("contractdelivery", is_substitute=False, **facts | {"contract_id": signed})


def test_a_withdrawal_repeats_what_it_withdraws_and_is_not_put_right(raw: Raw, deal: Dealing) -> None:
    gift = Gift(
        kind=ContributionKind.GRANT, party="Ash", organization_id=None, recipient="A fund", project_id=None,
        amount_minor=100, currency="USD", given_on=date(2026, 1, 1), purpose="Nurseries", source="Letter",
    )  # fmt: skip
    first = record_contribution(contribution_id=deal.exchange.ids(), gift=gift, by=deal.by())
    facts = {name: getattr(gift, name) for name in ("party", "recipient", "given_on", "purpose", "source")}
    facts |= {"kind": "GRANT", "amount_minor": 100, "currency": "USD", "is_withdrawn": True, "reason": "raw"}
    with pytest.raises(psycopg.errors.CheckViolation, match="repeats amount"):
        raw.put("contribution", replaces_id=first.pk, **facts | {"currency": "EUR"})
    gone = withdraw_contribution(
        contribution_id=first.pk, withdrawal_id=deal.exchange.ids(), reason="Not paid", by=deal.by()
    )
    with pytest.raises(psycopg.errors.CheckViolation, match="is not put right"):
        raw.put("contribution", replaces_id=gone.pk, **facts)


def test_a_share_is_quoted_to_its_member_and_to_nobody_else(raw: Raw, deal: Dealing) -> None:
    exchange = deal.exchange
    exchange.add_lot()
    quoted = ask(exchange, kg=1_000)
    contract_id = deal.pool(total_t=10)
    deal.commit(contract_id, exchange.member, 4)
    deal.commit(contract_id, deal.member("Ash"), 6)
    delivery = deal.deliver(contract_id, deal.block(10))
    lots = {part.organization_id: part.lot_id for part in deal.read(contract_id).parts[delivery.pk] if part.lot_id}
    columns = [field.column for field in QuoteLine._meta.concrete_fields]
    kept = ", ".join(name for name in columns if name not in ("id", "number", "lot_id", "reservation_id"))

    def put(lot: object, number: int) -> None:
        raw.web.execute(
            f"INSERT INTO market_quoteline (id, number, lot_id, {kept}) SELECT gen_random_uuid(), %s, %s, {kept}"  # type: ignore[arg-type]
            " FROM market_quoteline WHERE quote_id = %s AND number = 1",
            [number, lot, quoted.quote_id],
        )

    theirs = next(lot for owner, lot in lots.items() if owner != exchange.member.pk)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="set aside for another member"):
        put(theirs, 2)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="not the sum of its lines"):
        put(lots[exchange.member.pk], 2)


def test_a_batch_of_fuel_is_priced_once_it_is_issued(raw: Raw, deal: Dealing) -> None:
    from tests.rooms.insets import make_desk

    desk = make_desk(deal.exchange)
    booked = desk.book()
    with pytest.raises(psycopg.errors.CheckViolation, match="once it is issued"):
        raw.web.execute(
            "INSERT INTO supply_fuelprice (id, batch_id, side, currency, project_minor, registry_fee_minor,"
            " verification_minor, fx_minor, tax_minor, handling_minor, source, person_id, request_id, effective_at)"
            " VALUES (gen_random_uuid(), %s, 'SCOPE1', 'USD', 1, 0, 0, 0, 0, 0, 'raw', %s, 'raw', now())",
            [booked.pk, deal.exchange.clerk.pk],
        )
