"""To which entity, inventory year, scope and line each kilogram of an order belongs. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from truetonne.edge.number_fields import read_tonnes, typed_tonnes
from truetonne.market.attribution import SCOPES, Allocation, AttributionInvalid, FieldFault

LINES_MAX = 60
_YEAR = re.compile(r"(?:19|20|21)\d\d")


def require_allocated(*, allocations: Sequence[Allocation], kg: int, year_max: int) -> None:
    """Raise AttributionInvalid unless the allocations are well formed and add up to ``kg``; none at all is right.

    Every fault comes at once: a field named ``allocations.<place>.<field>``, and ``allocations`` for the sum.
    """
    if not allocations:
        return
    faults = [fault for place, each in enumerate(allocations) for fault in _faults(place, each, year_max)]
    allocated_kg = sum(each.kg for each in allocations)
    if allocated_kg != kg:
        detail = _("the lines add up to %(allocated)s t, the order is %(ordered)s t") % {
            "allocated": typed_tonnes(kg=allocated_kg),
            "ordered": typed_tonnes(kg=kg),
        }
        faults.append(FieldFault(field="allocations", code="invalid_quantity", detail=detail))
    if len(allocations) > LINES_MAX:
        detail = _("at most %(limit)s lines") % {"limit": LINES_MAX}
        faults.append(FieldFault(field="allocations", code="invalid_request", detail=detail))
    if faults:
        raise AttributionInvalid(faults=tuple(faults))


def parse_allocations(*, text: str) -> tuple[Allocation, ...]:
    """Read one allocation per line: tonnes; entity; year; scope; inventory line. Blank lines are skipped.

    Raises AttributionInvalid naming every line that cannot be read.
    """
    found: list[Allocation] = []
    faults: list[FieldFault] = []
    for place, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        parts = [part.strip() for part in row.split(";")]
        try:
            found.append(_read(parts))
        except forms.ValidationError as error:
            detail = _("line %(place)s: %(fault)s") % {"place": place, "fault": " ".join(error.messages)}
            faults.append(FieldFault(field="allocations", code="invalid_quantity", detail=detail))
        except ValueError:
            detail = _("line %(place)s: write tonnes; company; year; scope; inventory line") % {"place": place}
            faults.append(FieldFault(field="allocations", code="invalid_request", detail=detail))
    if faults:
        raise AttributionInvalid(faults=tuple(faults))
    return tuple(found)


def _read(parts: Sequence[str]) -> Allocation:
    tonnes, entity, year, scope, line = (*parts, "")[:5] if len(parts) == 4 else parts
    return Allocation(
        entity=entity, inventory_year=int(year), scope=scope, inventory_line=line, kg=read_tonnes(text=tonnes)
    )


def _faults(place: int, each: Allocation, year_max: int) -> list[FieldFault]:
    faults = []

    def add(field: str, code: str, detail: str) -> None:
        faults.append(FieldFault(field=f"allocations.{place}.{field}", code=code, detail=detail))

    if not each.entity.strip() or len(each.entity) > 200:
        add("entity", "invalid_request", _("name the legal entity, in 200 characters at most"))
    if _YEAR.fullmatch(str(each.inventory_year)) is None or each.inventory_year > year_max:
        add("inventory_year", "invalid_time", _("a calendar year that has begun"))
    if each.scope not in SCOPES:
        add("scope", "invalid_request", _("one of %(values)s") % {"values": ", ".join(SCOPES)})
    if len(each.inventory_line) > 128:
        add("inventory_line", "invalid_request", _("at most %(limit)s characters") % {"limit": 128})
    if each.kg < 1:
        add("kg", "invalid_quantity", _("The least mass is 0.001 t."))
    return faults
