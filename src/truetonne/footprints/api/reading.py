"""Who reads an organization's figures over the API, and the values that several of its answers share."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import Field, WithJsonSchema

from truetonne.edge.permissions import Role
from truetonne.edge.problems import Json
from truetonne.edge.schemas import id_of, quantity_json
from truetonne.people.api import BearerToken, Caller, caller_of

READERS: Final = (Role.REPORTER, Role.BUYER, Role.AUDITOR, Role.ADMINISTRATOR, Role.ELIGIBILITY, Role.GOVERNANCE)
READER: Final = BearerToken(*READERS)
SEES_ALL: Final = frozenset({Role.ELIGIBILITY, Role.GOVERNANCE, Role.AUDITOR})
"""Staff of the operator who read every member's figures, as they do on the pages."""


InventoryId = Annotated[
    UUID, id_of("inv"), WithJsonSchema({"type": "string", "pattern": "^inv_[0-9a-hjkmnp-tv-z]{26}$"})
]
TargetId = Annotated[UUID, id_of("tgt"), WithJsonSchema({"type": "string", "pattern": "^tgt_[0-9a-hjkmnp-tv-z]{26}$"})]
DisclosureId = Annotated[
    UUID, id_of("dsc"), WithJsonSchema({"type": "string", "pattern": "^dsc_[0-9a-hjkmnp-tv-z]{26}$"})
]
FactorSetId = Annotated[
    UUID, id_of("fst"), WithJsonSchema({"type": "string", "pattern": "^fst_[0-9a-hjkmnp-tv-z]{26}$"})
]
Year = Annotated[str, Field(pattern=r"^(19|20|21)\d\d$")]
YesNo = Literal["true", "false"]


def organization_of(request: HttpRequest) -> UUID | None:
    """Return whose figures the caller sees: its own organization's, None for all."""
    caller: Caller = caller_of(request)
    return None if caller.is_operator and caller.roles & SEES_ALL else caller.organization_id


def mass_json(kg: int | None) -> Json:
    """Return kilograms and tonnes, null where there is no figure: missing is never 0."""
    return None if kg is None else quantity_json(kg=kg)


def decimal_json(value: Decimal | None) -> Json:
    """Return a decimal as text without an exponent, null where there is none."""
    return None if value is None else f"{value.normalize():f}"
