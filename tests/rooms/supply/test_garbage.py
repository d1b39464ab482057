"""Whatever rows a load holds, the database takes them: read = accepted + known + held + refused, and again all known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.supply.syn_files import (
    HOLDING_COLUMNS,
    ISSUANCE_COLUMNS,
    RETIREMENT_COLUMNS,
    Registry,
    counts,
    rows,
    serial,
)
from truetonne.supply.actions.import_holdings import import_holdings
from truetonne.supply.registry_records.vocabulary import Table

AT = datetime(2026, 3, 2, tzinfo=UTC)
odd = st.sampled_from(
    [
        "",
        "a\x00b",
        "\\N",
        "\\",
        "a\tb",
        "two\nlines",
        "x" * 600,
        "'",
        '"',
        "{}",
        "%s %(x)s",
        "9" * 30,
        "\ud7ff",
        "\U0001f333",
    ]
)
numbers = st.integers(1, 30)
ranges = st.tuples(numbers, numbers).map(lambda pair: serial(min(pair), max(pair)))
serials = (
    ranges
    | st.builds(lambda a, b: f"SYN-GH-100-2023-1-{a} to {b}", st.integers(0, 10**15), st.integers(0, 10**15))
    | odd
)
days = st.sampled_from(["2024-05-01", "2024-06-01", "2023-01-01", "2200-01-01", "9999-12-31", "x"]) | odd
tonnes = st.integers(-1, 30).map(str) | odd
texts = st.text(max_size=8) | odd


def load_twice(columns: tuple[str, ...], lines: list[tuple[str, ...]], table: Table | None = None) -> None:
    with TemporaryDirectory() as folder, transaction.atomic():
        registry = Registry(folder=Path(folder), at=AT)
        path = registry.folder / "file.csv"
        registry.write("file.csv", columns, lines)
        action = {"action": import_holdings, "table": table} if table else {}

        first, again = registry.load(path, **action), registry.load(path, **action)  # type: ignore[arg-type]

        found, repeated = counts(first), counts(again)
        assert repeated.get("accepted", 0) == 0
        assert repeated.get("held", 0) == 0
        assert repeated.get("refused", 0) == found.get("refused", 0)
        assert sum(found.values()) == sum(repeated.values())
        listed = [row for row in rows(first) if row.outcome != "accepted"]
        assert len(listed) == found.get("held", 0) + found.get("refused", 0)
        # Each example begins with nothing imported.
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.tuples(texts, days, texts, st.just("2023"), serials, tonnes, texts, texts, texts, texts), max_size=12
    )
)
def test_any_retirements(lines: list[tuple[str, ...]]) -> None:
    load_twice(RETIREMENT_COLUMNS, lines)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.lists(
        st.tuples(days, st.just("SYN100") | texts, texts, texts, st.just("2023") | texts, serials, tonnes, tonnes),
        max_size=12,
    )
)
def test_any_issuances(lines: list[tuple[str, ...]]) -> None:
    load_twice(ISSUANCE_COLUMNS, lines)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(lines=st.lists(st.tuples(serials, tonnes, st.just("SYN100") | texts, st.just("2023") | texts), max_size=8))
def test_any_holdings(lines: list[tuple[str, ...]]) -> None:
    load_twice(HOLDING_COLUMNS, lines, table=Table.HOLDINGS)
