"""Every address says who may open it, and every table what the web's role may do with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import PathView

from truetonne.config.grants import ROOMS, collect_grants

PERMISSION = re.compile(r"^(public|(member|staff)(:[A-Z_]+(\|[A-Z_]+)*)?)$")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def views(pattern: URLPattern) -> list[Callable[..., object]]:
    """Return the functions behind an address: one for a page, one per method for the API."""
    callback = pattern.callback
    owner = getattr(callback, "__self__", None) or next(
        (cell.cell_contents for cell in (callback.__closure__ or ()) if isinstance(cell.cell_contents, PathView)), None
    )
    if isinstance(owner, PathView):
        return [operation.view_func for operation in owner.operations]
    return [callback]


def test_every_address_says_who_may_open_it() -> None:
    unsaid = [
        f"{address} {getattr(view, '__module__', '')}.{getattr(view, '__name__', view)}"
        for address, pattern in patterns(get_resolver())
        for view in views(pattern)
        if not PERMISSION.match(str(getattr(view, "permission", "")))
    ]

    assert unsaid == []


def test_every_table_of_a_room_has_a_grant() -> None:
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS and model._meta.managed and not model._meta.proxy
    }

    assert sorted(tables - set(collect_grants().tables)) == []


def test_no_grant_lets_the_web_remove_ledger_rows() -> None:
    grants = collect_grants().tables

    assert [t for t, privileges in grants.items() if t.startswith("ledger_") and "DELETE" in privileges] == []
