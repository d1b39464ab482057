"""Fields that requests and answers of the API share: quantities, money, ids, times and texts.

A request's field refuses what it is not, by a code of the catalogue, and never rounds or guesses. Answers are
plain dicts made by the ``..._json`` functions, so that one figure has one printed form.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from truetonne.edge.identifiers import InvalidId, read_id, show_id
from truetonne.edge.problems import Json
from truetonne.science.money import CURRENCY_EXPONENTS, CostParts, format_minor
from truetonne.science.quantity import QUANTITY_KG_MAX, InvalidQuantity, Quantity, format_tonnes

TONNES_PATTERN = r"^(0|[1-9]\d*)(\.\d{1,3})?$"
MINOR_MAX = 2**53 - 1

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FORBIDDEN = frozenset({"Cc", "Cs", "Co", "Cn"})


class Strict(BaseModel):
    """A request's object: no field more than stated, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=False)


def _invalid(code: str, detail: str) -> PydanticCustomError:
    return PydanticCustomError(code, "{detail}", {"detail": detail})


def _kg(value: object) -> object:
    try:
        return Quantity(kg=value).kg  # type: ignore[arg-type]
    except InvalidQuantity:
        detail = _("kilograms are a whole number from 0 to %(most)s") % {"most": QUANTITY_KG_MAX}
        raise _invalid("invalid_quantity", detail) from None


def _tonnes(value: object) -> object:
    try:
        return Quantity.from_tonnes(text=value) and value  # type: ignore[arg-type]
    except InvalidQuantity:
        detail = _('tonnes are text of digits with at most three decimals, such as "1234.567"')
        raise _invalid("invalid_quantity", detail) from None


def _minor(value: object) -> object:
    if type(value) is not int or not 1 <= value <= MINOR_MAX:
        raise _invalid(
            "invalid_money", _("minor is a whole number of minor units from 1 to %(most)s") % {"most": MINOR_MAX}
        )
    return value


def _currency(value: object) -> object:
    if not isinstance(value, str) or value not in CURRENCY_EXPONENTS:
        raise _invalid("invalid_money", _("currency is an ISO 4217 code known here, such as USD"))
    return value


def _instant(value: object) -> object:
    if not isinstance(value, str) or _INSTANT.fullmatch(value) is None:
        raise _invalid("invalid_time", _("write an instant with its offset, such as 2026-03-02T09:30:00Z"))
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _invalid("invalid_time", _("there is no such instant")) from None


def _day(value: object) -> object:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise _invalid("invalid_time", _("write a day such as 2026-03-02"))
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _invalid("invalid_time", _("there is no such day")) from None


def _text(value: object) -> object:
    """Refuse what a database, a PDF or a person cannot show: control characters and half characters."""
    if (
        isinstance(value, str)
        and not value.isprintable()
        and any(unicodedata.category(char) in _FORBIDDEN for char in value)
    ):
        raise _invalid("invalid_request", _("the text holds a character that cannot be printed"))
    return value


def id_of(prefix: str) -> BeforeValidator:
    """Return the reader of ids of one type: ``Annotated[UUID, id_of("lot")]``."""

    def read(value: object) -> object:
        try:
            return read_id(prefix=prefix, text=value if isinstance(value, str) else "")
        except InvalidId:
            detail = _("write an id of %(prefix)s_ and 26 characters") % {"prefix": prefix}
            raise _invalid("invalid_id", detail) from None

    return BeforeValidator(read)


def _id_schema(prefix: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{prefix}_[0-9a-hjkmnp-tv-z]{{26}}$"})


Text = Annotated[str, BeforeValidator(_text)]
Instant = Annotated[datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
LotId = Annotated[UUID, id_of("lot"), _id_schema("lot")]
QuoteId = Annotated[UUID, id_of("qte"), _id_schema("qte")]
LineId = Annotated[UUID, id_of("oln"), _id_schema("oln")]
CertificateId = Annotated[UUID, id_of("crt"), _id_schema("crt")]
OrderId = Annotated[UUID, id_of("ord"), _id_schema("ord")]
ForwardId = Annotated[UUID, id_of("fwd"), _id_schema("fwd")]
BatchId = Annotated[UUID, id_of("ins"), _id_schema("ins")]
DestructionId = Annotated[UUID, id_of("dst"), _id_schema("dst")]
ActivityId = Annotated[UUID, id_of("act"), _id_schema("act")]
OrganizationId = Annotated[UUID, id_of("org"), _id_schema("org")]
ClaimId = Annotated[UUID, id_of("clm"), _id_schema("clm")]
ProjectId = Annotated[UUID, id_of("prj"), _id_schema("prj")]
ExternalId = Annotated[str, Field(min_length=1, max_length=128), BeforeValidator(_text)]


class QuantityIn(Strict):
    """A mass of CO2e: exactly one of ``kg`` (a whole number) and ``tonnes`` (text, at most three decimals)."""

    kg: Annotated[int, Field(ge=0, le=QUANTITY_KG_MAX), BeforeValidator(_kg)] | None = None
    tonnes: Annotated[str, Field(pattern=TONNES_PATTERN), BeforeValidator(_tonnes)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> QuantityIn:
        if (self.kg is None) == (self.tonnes is None):
            raise _invalid("invalid_quantity", _("give exactly one of kg and tonnes"))
        if self.quantity_kg < 1:
            raise _invalid("invalid_quantity", _("the least mass is 1 kg"))
        return self

    @property
    def quantity_kg(self) -> int:
        """The mass in kilograms, whichever way it was written."""
        if self.kg is not None:
            return self.kg
        return Quantity.from_tonnes(text=self.tonnes or "").kg


class MoneyIn(Strict):
    """An amount in whole minor units of a currency."""

    minor: Annotated[int, Field(ge=1, le=MINOR_MAX), BeforeValidator(_minor)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$"), BeforeValidator(_currency)]


class Rehearsal(Strict):
    """``dry_run=true`` makes every check and writes nothing."""

    dry_run: Literal["true", "false"] = "false"

    @property
    def is_dry_run(self) -> bool:
        return self.dry_run == "true"


class QuantityOut(Schema):
    kg: int
    tonnes: Annotated[str, Field(pattern=TONNES_PATTERN)]


class MoneyOut(Schema):
    minor: int
    currency: str


class CostPartsOut(Schema):
    project: int
    registry_fee: int
    verification: int
    fx: int
    tax: int
    handling: int


class UnitPriceOut(Schema):
    """Decimal texts per tonne; ``per_tonne`` is the sum of ``parts``."""

    currency: str
    per_tonne: str
    parts: dict[str, str]


def quantity_json(*, kg: int) -> Json:
    """Return ``{"kg": 3250, "tonnes": "3.25"}``."""
    return {"kg": kg, "tonnes": format_tonnes(kg=kg)}


def money_json(*, minor: int, currency: str) -> Json:
    """Return ``{"minor": 1999, "currency": "USD"}``."""
    return {"minor": minor, "currency": currency}


def unit_price_json(*, price: CostParts, currency: str) -> Json:
    """Return the price per tonne and its parts as decimal texts; the price is the sum of the parts."""
    parts: dict[str, Json] = {
        name: format_minor(minor=getattr(price, name), currency=currency) for name in price.__dataclass_fields__
    }
    return {"currency": currency, "per_tonne": format_minor(minor=price.total, currency=currency), "parts": parts}


def parts_json(*, parts: CostParts) -> Json:
    """Return the six cost parts as they are: minor units, or thousandths for what is carried."""
    return {name: getattr(parts, name) for name in parts.__dataclass_fields__}


def instant_json(*, instant: datetime) -> str:
    """Return an instant as RFC 3339 in UTC with ``Z``."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def id_json(*, prefix: str, id: UUID) -> str:
    """Return an id with its type."""
    return show_id(prefix=prefix, id=id)
