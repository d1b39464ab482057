"""What was added is never changed: grants first, triggers second (L5, L17, L24)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from tests.ledger.conftest import Instruct, ListedLot
from tests.ledger.raw import entry, lot_key, refused, run
from truetonne.ledger import actions
from truetonne.ledger.grants import GRANTS

TABLES = sorted(GRANTS)
NEVER_CHANGED = [table for table in TABLES if table not in {"ledger_lot", "ledger_unit_space"}]


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_does_not_let_the_web_role_change_or_remove_rows(table: str) -> None:
    column = run(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' ORDER BY attnum",
        [table],
    )[0][0]
    for sql in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} DISABLE TRIGGER ALL",
        f"ALTER TABLE {table} OWNER TO truetonne_web",
        f"DROP TABLE {table}",
        f"CREATE TRIGGER t BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()",
        f"CREATE INDEX ON {table} ({column})",
    ):
        with refused("permission denied|must be owner"):
            run(sql)


@pytest.mark.django_db
def test_does_not_let_the_web_role_switch_triggers_off_or_make_things() -> None:
    for sql in (
        "SET session_replication_role = replica",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT ledger_entry_has_kind(1, '{ISSUE}')",
        "SET ROLE truetonne_owner",
        "SELECT nextval('ledger_entry_id_seq')",
    ):
        with refused("permission denied"):
            run(sql)


@pytest.mark.django_db
def test_lets_the_web_role_lock_a_lot_and_not_write_its_lock_handle(listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)

    run("SELECT FROM ledger_lot WHERE id = %s FOR NO KEY UPDATE", [lot])
    with refused("never changes"):
        run("UPDATE ledger_lot SET lock_handle = true WHERE id = %s", [lot])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", NEVER_CHANGED)
def test_refuses_even_the_owner(table: str, owner_connection: psycopg.Connection) -> None:
    column = owner_connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' ORDER BY attnum",
        [table],
    ).fetchone()
    assert column is not None
    for sql in (f"UPDATE {table} SET {column[0]} = {column[0]}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(psycopg.Error, match=r"append-only|never"):
            owner_connection.execute(sql)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_refuses_even_the_owner_to_move_a_lot(owner_connection: psycopg.Connection, listed_lot: ListedLot) -> None:
    lot = lot_key(listed_lot().lot_id)
    for change in (
        "public_id = gen_random_uuid()", "unit_start = 7", "first_serial = 7", "unit_kg = 1", "kind = 'INSET_SCOPE1'",
        "lot_class = 'BUFFER'", "facts = '{}'", "last_serial = last_serial + 1, unit_stop = unit_stop + 1000",
        "unit_stop = unit_stop + 1",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error, match=r"never changes"):
            owner_connection.execute(f"UPDATE ledger_lot SET {change} WHERE id = {lot}")  # type: ignore[arg-type]
    with pytest.raises(psycopg.Error, match="append-only"):
        owner_connection.execute("DELETE FROM ledger_lot")


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["recorded_at", "xid", "id"])
def test_does_not_let_the_web_role_state_when_an_entry_was_recorded(column: str) -> None:
    with refused("permission denied|cannot insert a non-DEFAULT"):
        run(
            f"INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at, {column})"
            " VALUES ('RATING', 'x', sha256('x'), '{}', now(), NULL)"
        )


@pytest.mark.django_db
def test_refuses_an_entry_that_happens_after_it_is_recorded() -> None:
    sql = "INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at) VALUES ('RATING', %s, sha256('x'), '{}', %s)"

    run(sql, ["now", datetime.fromisoformat("2020-01-01T00:00:00+00:00")])
    with refused("ledger_entry_effective_not_after_recorded"):
        run(sql, ["later", datetime.fromisoformat("2999-01-01T00:00:00+00:00")])


@pytest.mark.django_db
def test_refuses_entries_of_the_wrong_shape() -> None:
    insert = (
        "INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at) VALUES (%s, %s, %s, %s, now())"
    )
    sha = b"0" * 32

    with refused("ledger_entry_kind_known"):
        run(insert, ["MINT", "a", sha, b"{}"])
    with refused("ledger_entry_public_kinds_have_a_body"):
        run(insert, ["ISSUE", "a", sha, None])
    with refused("ledger_entry_public_kinds_have_a_body"):
        run(insert, ["RESERVATION", "a", sha, b"{}"])
    with refused("ledger_body_fits_a_bundle"):
        run(insert, ["ISSUE", "a", sha, b"x" * 65_536])
    with refused("ledger_sha256_length"):
        run(insert, ["ISSUE", "a", b"short", b"{}"])
    with refused("ledger_request_id_readable"):
        run(insert, ["ISSUE", "", sha, b"{}"])
    run(insert, ["ISSUE", "a", sha, b"x" * 65_535])
    with refused("ledger_entry_request_once"):
        run(insert, ["RATING", "a", sha, b"{}"])


@pytest.mark.django_db
def test_takes_leaves_without_a_gap_that_hash_their_entries() -> None:
    first, second = entry("RATING"), entry("RATING")
    private = entry("LISTING")
    insert = "INSERT INTO ledger_leaf (log_index, entry_id, leaf_hash) VALUES (%s, %s, %s)"
    right = run("SELECT sha256('\\x00'::bytea || body) FROM ledger_entry WHERE id = %s", [first])[0][0]

    with refused("next of the log"):
        run(insert, [1, first, right])
    with refused("hash of its entry"):
        run(insert, [0, first, b"0" * 32])
    with refused("hash of its entry"):
        run(insert, [0, private, right])
    with refused("hash of its entry"):
        run(insert, [0, 10**12, right])
    run(insert, [0, first, right])
    with refused("ledger_leaf_entry_once"):
        run(insert, [1, first, right])
    with refused("ledger_leaf_pkey"):
        run(insert, [0, second, right])
    with refused("next of the log"):
        run(insert, [2, second, right])


@pytest.mark.django_db
def test_takes_checkpoints_that_only_grow_and_cover_leaves() -> None:
    insert = "INSERT INTO ledger_checkpoint (size, root, note, seen_xid) VALUES (%s, sha256('x'), 'note', '1')"
    for index in range(3):
        run(
            "INSERT INTO ledger_leaf (log_index, entry_id, leaf_hash)"
            " SELECT %s, id, sha256('\\x00'::bytea || body) FROM ledger_entry WHERE id = %s",
            [index, entry("RATING")],
        )

    with refused("covers leaves"):
        run(insert, [4])
    run(insert, [3])
    with refused("none before it"):
        run(insert, [2])


@pytest.mark.django_db
def test_names_every_table_of_the_room_in_its_grants_and_its_models() -> None:
    tables = {row[0] for row in run("SELECT relname FROM pg_class WHERE relname LIKE 'ledger\\_%%' AND relkind = 'r'")}
    models = {model._meta.db_table: model for model in apps.get_app_config("ledger").get_models()}

    assert tables == set(GRANTS) == set(models)
    for table, model in models.items():
        known = {field.column for field in model._meta.local_concrete_fields}
        with connection.cursor() as cursor:
            stored = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        assert known <= stored
        assert stored - known <= {"xid", "seen_xid", "lock_handle"}


@pytest.mark.django_db
def test_keeps_no_float_column() -> None:
    assert not run(
        "SELECT attrelid::regclass, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
        " WHERE relname LIKE 'ledger\\_%%' AND relkind = 'r' AND atttypid::regtype::text IN ('real', 'double precision')"
    )


Connect = Callable[..., psycopg.Connection]


@pytest.mark.django_db(transaction=True)
def test_records_a_request_once_whichever_of_two_writers_is_first(
    web_connection: Connect, listed_lot: ListedLot, instruct: Instruct, at: datetime
) -> None:
    lot = listed_lot()
    other = web_connection()
    other.execute(
        "INSERT INTO ledger_entry (kind, request_id, input_hash, body, effective_at)"
        " VALUES ('RATING', 'taken', sha256('x'), '{}', now())"
    )
    other.commit()

    with pytest.raises(Exception, match="was used for other input"):
        actions.retire_units(instruction=instruct("a", (lot.lot_id, 1)), request_id="taken", at=at)
