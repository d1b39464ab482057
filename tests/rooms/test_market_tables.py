"""What the market's tables refuse by themselves, asked as the web's role without any Python of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest

WebConnection = Callable[..., psycopg.Connection]

ORGANIZATION, OTHER, PERSON, QUOTE, LINE, NAME, ORDER, PAYMENT, DELIVERY = (UUID(int=n) for n in range(1, 10))

PARTS = ("project", "registry_fee", "verification", "fx", "tax", "handling")


@pytest.fixture
def web(web_connection: WebConnection) -> Iterator[psycopg.Connection]:
    connection = web_connection()
    add_people(connection)
    yield connection
    connection.rollback()


def check_deferred(connection: psycopg.Connection) -> None:
    """Ask now what would be asked at the commit, but for the foreign keys into the ledger."""
    connection.execute("SET CONSTRAINTS market_order_state_is_last_step, market_ordertransition_follows IMMEDIATE")


def add_people(connection: psycopg.Connection) -> None:
    for organization, kind in ((ORGANIZATION, "MEMBER"), (OTHER, "MEMBER")):
        connection.execute(
            "INSERT INTO people_organization (id, kind, name, legal_name, lei, registration_number, domain, country)"
            " VALUES (%s, %s, 'a', 'a', '', '', '', 'SE')",
            [organization, kind],
        )
    connection.execute(
        "INSERT INTO people_person (id, email, name, password, language, is_active)"
        " VALUES (%s, 'a@b.example', 'A', '', 'en', true)",
        [PERSON],
    )


def add_quote(connection: psycopg.Connection, *, amount_minor: int = 4631, kg: int = 3250, state: str = "OPEN") -> None:
    connection.execute(
        "INSERT INTO market_quote (id, organization_id, person_id, request_id, fingerprint, wanted_kg, rule, state,"
        " currency, kg, amount_minor, expires_at, effective_at)"
        " VALUES (%s, %s, %s, 'q', '', 3250, 'CHOSEN', %s, 'USD', %s, %s, now(), now())",
        [QUOTE, ORGANIZATION, PERSON, state, kg, amount_minor],
    )


def add_line(connection: psycopg.Connection, *, minor: int = 4631, kg: int = 3250, number: int = 1) -> None:
    columns = ", ".join([f"{part}_per_t" for part in PARTS] + [f"{part}_minor" for part in PARTS])
    connection.execute(
        f"INSERT INTO market_quoteline (id, quote_id, number, lot_id, kg, {columns})"
        f" VALUES (%s, %s, %s, %s, %s, 1425, 0, 0, 0, 0, 0, %s, 0, 0, 0, 0, 0)",
        [UUID(int=100 + number), QUOTE, number, LINE, kg, minor],
    )


def add_order(
    connection: psycopg.Connection, *, state: str = "AWAITING_FUNDS", organization: UUID = ORGANIZATION
) -> None:
    connection.execute(
        "INSERT INTO market_beneficiaryname (id, organization_id, display_name, legal_name, lei, registration_number,"
        " domain, country, search_key, effective_at) VALUES (%s, %s, 'T', 'T AB', '', '1', '', 'SE', 't', now())"
        " ON CONFLICT DO NOTHING",
        [NAME, ORGANIZATION],
    )
    connection.execute(
        "INSERT INTO market_order (id, quote_id, organization_id, person_id, request_id, fingerprint, external_id,"
        " state, beneficiary_id, purpose, claim_year, claim_country, claim_scope, note, inventory_line,"
        " signer, authorization_statement, payment_due_at, effective_at)"
        " VALUES (%s, %s, %s, %s, 'o', '', '', %s, %s, 'ONGOING_EMISSIONS', 2025, '', '', '', '', 'A', 'may',"
        " now(), now())",
        [ORDER, QUOTE, organization, PERSON, state, NAME],
    )


def add_steps(connection: psycopg.Connection, *steps: str, start: int = 1) -> None:
    for number, (was, now) in enumerate(pairwise(steps), start=start):
        connection.execute(
            "INSERT INTO market_ordertransition (order_id, number, from_state, to_state, reason, effective_at)"
            " VALUES (%s, %s, %s, %s, '', now())",
            [ORDER, number, was, now],
        )


def add_payment(
    connection: psycopg.Connection,
    *,
    minor: int = 4631,
    currency: str = "USD",
    kind: str = "RECEIVED",
    reference: str = "r",
) -> None:
    connection.execute(
        "INSERT INTO market_payment (id, order_id, kind, currency, amount_minor, reference, value_date, person_id,"
        " request_id, fingerprint, effective_at) VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, '2026-03-02', %s, 'p', '', now())",
        [ORDER, kind, currency, minor, reference, PERSON],
    )


def add_delivery(connection: psycopg.Connection, *, kg: int = 3250) -> None:
    connection.execute(
        "INSERT INTO market_delivery (id, order_id, number, retirement_id, certificate_id, short_code, kg, person_id,"
        " request_id, effective_at) VALUES (%s, %s, 1, %s, %s, 'RET', %s, %s, 'd', now())",
        [DELIVERY, ORDER, UUID(int=20), UUID(int=21), kg, PERSON],
    )


def ordered(connection: psycopg.Connection) -> psycopg.Connection:
    add_quote(connection, state="CONSUMED")
    add_line(connection)
    add_order(connection)
    add_steps(connection, "QUOTED", "RESERVED", "AWAITING_FUNDS")
    return connection


def test_takes_a_whole_order_from_quote_to_delivery(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web)
    add_delivery(web)
    web.execute("INSERT INTO market_deliveryline (line_id, delivery_id) VALUES (%s, %s)", [UUID(int=101), DELIVERY])
    web.execute("UPDATE market_order SET state = 'RETIRED'")
    add_steps(web, "AWAITING_FUNDS", "CONFIRMED", "DELIVERED", "RETIRED", start=3)

    check_deferred(web)


@pytest.mark.parametrize(("minor", "kg"), [(4630, 3250), (4631, 3249)])
def test_refuses_a_quote_that_is_not_the_sum_of_its_lines(web: psycopg.Connection, minor: int, kg: int) -> None:
    add_quote(web)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_line(web, minor=minor, kg=kg)


def test_refuses_a_line_added_to_a_whole_quote(web: psycopg.Connection) -> None:
    add_quote(web)
    add_line(web)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_line(web, minor=0, kg=1, number=2)


def test_refuses_an_order_on_a_quote_of_another_organization(web: psycopg.Connection) -> None:
    add_quote(web, state="CONSUMED")
    add_line(web)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_order(web, organization=OTHER)


@pytest.mark.parametrize("state", ["OPEN", "LAPSED"])
def test_refuses_an_order_on_a_quote_it_did_not_consume(web: psycopg.Connection, state: str) -> None:
    add_quote(web, state=state)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_order(web)


@pytest.mark.parametrize("state", ["CONSUMED", "LAPSED"])
def test_a_quote_ends_once(web: psycopg.Connection, state: str) -> None:
    add_quote(web, state=state)
    with pytest.raises(psycopg.errors.RestrictViolation):
        web.execute("UPDATE market_quote SET state = 'OPEN'")


def test_counts_each_movement_of_money_and_the_balance_after_it(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web, minor=4000, reference="a")
    add_payment(web, minor=700, reference="b")
    add_payment(web, minor=69, reference="c", kind="REFUNDED")

    rows = web.execute("SELECT number, balance_minor FROM market_payment ORDER BY number").fetchall()
    assert rows == [(1, 4000), (2, 4700), (3, 4631)]


def test_refuses_to_send_back_more_than_is_here(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web, minor=4000)
    with pytest.raises(psycopg.errors.CheckViolation):
        add_payment(web, minor=4001, kind="REFUNDED")


def test_refuses_a_delivery_of_an_order_that_is_paid_in_part(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web, minor=4630)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_delivery(web)


def test_refuses_a_movement_that_nobody_recorded(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.CheckViolation):
        web.execute(
            "INSERT INTO market_payment (id, order_id, kind, currency, amount_minor, reference, value_date, request_id,"
            " fingerprint, effective_at) VALUES (gen_random_uuid(), %s, 'RECEIVED', 'USD', 1, 'r', '2026-03-02', 'p', '', now())",
            [ORDER],
        )


def add_document(
    connection: psycopg.Connection,
    *,
    kind: str = "INVOICE",
    sequence: int = 1,
    reason: str = "",
    reverses: int | None = None,
) -> None:
    connection.execute(
        "INSERT INTO market_document (id, order_id, kind, sequence, reverses_id, reason, currency, amount_minor, parties,"
        " effective_at) VALUES (%s, %s, %s, %s, %s, %s, 'USD', 4631, '{}', now())",
        [UUID(int=300 + sequence), ORDER, kind, sequence, None if reverses is None else UUID(int=reverses), reason],
    )


def test_refuses_a_second_invoice_of_an_order(web: psycopg.Connection) -> None:
    ordered(web)
    add_document(web)
    with pytest.raises(psycopg.errors.UniqueViolation):
        add_document(web, sequence=2)


def test_refuses_a_credit_note_without_its_invoice_and_reason(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.CheckViolation):
        add_document(web, kind="CREDIT_NOTE", reason="CANCELLED")


def test_refuses_a_payment_in_another_currency(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_payment(web, currency="EUR")


def test_refuses_a_second_payment(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web)
    with pytest.raises(psycopg.errors.UniqueViolation):
        add_payment(web)


def test_refuses_a_delivery_of_an_unpaid_order(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_delivery(web)


def test_refuses_a_delivery_of_a_refunded_order(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web)
    add_payment(web, kind="REFUNDED")
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        add_delivery(web)


def test_refuses_a_delivery_that_is_not_the_sum_of_its_lines(web: psycopg.Connection) -> None:
    ordered(web)
    add_payment(web)
    add_delivery(web, kg=3251)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        web.execute("INSERT INTO market_deliveryline (line_id, delivery_id) VALUES (%s, %s)", [UUID(int=101), DELIVERY])


def test_refuses_a_state_that_no_step_reached(web: psycopg.Connection) -> None:
    ordered(web)
    web.execute("UPDATE market_order SET state = 'RETIRED'")
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        check_deferred(web)


def test_refuses_a_step_that_is_not_listed(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.CheckViolation):
        add_steps(web, "AWAITING_FUNDS", "RETIRED", start=3)


def test_refuses_a_step_that_does_not_start_where_the_order_stands(web: psycopg.Connection) -> None:
    ordered(web)
    web.execute("UPDATE market_order SET state = 'DELIVERED'")
    add_steps(web, "CONFIRMED", "DELIVERED", start=3)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        check_deferred(web)


def test_refuses_to_take_the_period_out_of_an_order(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("UPDATE market_order SET claim_year = NULL")


FACTS = (
    "market_quote",
    "market_quoteline",
    "market_beneficiaryname",
    "market_order",
    "market_ordertransition",
    "market_payment",
    "market_delivery",
)


@pytest.mark.parametrize("table", FACTS)
def test_the_web_cannot_forget_a_fact(web: psycopg.Connection, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", FACTS)
def test_nobody_can_forget_a_fact(superuser_connection: psycopg.Connection, table: str) -> None:
    with superuser_connection.transaction(force_rollback=True):
        add_people(superuser_connection)
        ordered(superuser_connection)
        add_payment(superuser_connection)
        add_delivery(superuser_connection)
        with pytest.raises(psycopg.errors.RestrictViolation):
            superuser_connection.execute(f"DELETE FROM {table}")


def test_nobody_can_change_whose_name_an_order_bears(superuser_connection: psycopg.Connection) -> None:
    with superuser_connection.transaction(force_rollback=True):
        add_people(superuser_connection)
        ordered(superuser_connection)
        with pytest.raises(psycopg.errors.RestrictViolation):
            superuser_connection.execute("UPDATE market_order SET signer = 'B'")


def test_a_line_names_a_lot_of_the_ledger(web: psycopg.Connection) -> None:
    ordered(web)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        web.commit()


def test_no_money_or_mass_is_a_floating_number(web: psycopg.Connection) -> None:
    found = web.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND (table_name LIKE 'market%' OR table_name LIKE 'people%')"
        " AND data_type IN ('real', 'double precision', 'numeric', 'money')"
    ).fetchall()
    assert found == []
