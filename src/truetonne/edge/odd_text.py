"""Text that no page and no operation can work with: PostgreSQL keeps no NUL, so an address that holds one is refused.

One place for all addresses: the pages and the API ask it before any view reads the address.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

NUL: Final = "\x00"


def find_odd_text(*, request: HttpRequest) -> str:
    """Return where an address holds a NUL as a pointer (``/path``, ``/query/q``), blank where it holds none."""
    if NUL in request.path_info:
        return "/path"
    if "%00" not in request.META.get("QUERY_STRING", "") and NUL not in request.META.get("QUERY_STRING", ""):
        return ""
    for name, values in request.GET.lists():
        if NUL in name or any(NUL in value for value in values):
            return f"/query/{name.replace(NUL, '')}"
    return ""
