"""Registry keys and their numbers: a serial is unique within its key, a key's number places it in one space."""

from __future__ import annotations

from collections.abc import Collection

import psycopg

from truetonne.ledger.refusals import Refusal
from truetonne.ledger.wire import Statement, Wire, texts

_FIND = Statement.of(
    name="keys_find",
    sql="""
    SELECT key.number, key.program, key.key FROM unnest($1::text[], $2::text[]) AS asked (program, key)
    JOIN ledger_registry_key key USING (program, key)
    """,
)
_ADD = Statement.of(
    name="keys_add",
    sql="""
    INSERT INTO ledger_registry_key (program, key) SELECT * FROM unnest($1::text[], $2::text[])
    ON CONFLICT (program, key) DO NOTHING
    """,
)


class KeysExhausted(Refusal):
    """The ledger has numbers for 2^22 registry keys and all are taken."""

    code = "internal_error"

    def __init__(self) -> None:
        super().__init__("all 4,194,304 numbers of registry keys are taken")


def number_keys(*, wire: Wire, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the number of each (program, key), giving numbers to new ones. Raises KeysExhausted."""
    wanted = sorted(set(keys))
    found = find_keys(wire=wire, keys=wanted)
    missing = [key for key in wanted if key not in found]
    if missing:
        try:
            wire.run(_ADD, texts([key[0] for key in missing]), texts([key[1] for key in missing]))
        except psycopg.errors.SequenceGeneratorLimitExceeded as error:
            raise KeysExhausted from error
        found = find_keys(wire=wire, keys=wanted)
    return found


def find_key(*, wire: Wire, program: str, key: str) -> int | None:
    """Return the number of a key, or None where no lot was issued under it."""
    return find_keys(wire=wire, keys=[(program, key)]).get((program, key))


def find_keys(*, wire: Wire, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the number of each (program, key) under which a lot was issued."""
    rows = wire.run(_FIND, texts([key[0] for key in keys]), texts([key[1] for key in keys]))
    return {(str(row[1] or b"", "utf-8"), str(row[2] or b"", "utf-8")): int(row[0] or 0) for row in rows}
