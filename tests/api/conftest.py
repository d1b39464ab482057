"""A small exchange behind its HTTP doors: tokens of the buyer and of the operator's clerk, and a client that speaks JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.rooms.exchange import LEI, Exchange, make_exchange
from truetonne.config.keys import make_keys
from truetonne.edge.identifiers import new_id, show_id
from truetonne.edge.permissions import Role
from truetonne.ledger.values import LotState
from truetonne.market.actions.confirm_name import confirm_name
from truetonne.market.actions.place_order import keep_name
from truetonne.market.attribution import Beneficiary
from truetonne.market.confirmed_names import forget_names
from truetonne.market.lot_kinds import forget_lots
from truetonne.people.actions import issue_token
from truetonne.people.models import Organization, Person

BENEFICIARY: dict[str, Any] = {
    "display_name": "Harbour Street Bakeries",
    "legal_name": "Harbour Street Bakeries Oy",
    "country": "FI",
    "lei": LEI,
}
CLAIM: dict[str, Any] = {
    "beneficiary": BENEFICIARY,
    "purpose": "ONGOING_EMISSIONS",
    "claim_year": 2025,
    "signer": "Ida Berg",
    "authorized": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response with its JSON read."""

    response: HttpResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)

    @property
    def code(self) -> str:
        return str(self.json["code"])

    @property
    def errors(self) -> dict[str, str]:
        """Pointer to code of each shape error."""
        return {error["pointer"]: error["code"] for error in self.json["errors"]}

    @property
    def is_replay(self) -> bool:
        return self.response.get("Idempotent-Replayed") == "true"


class Caller:
    """Speaks JSON with a token, and makes a new key for each write unless told one."""

    def __init__(self, *, token: str | None) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        self.numbers = count(1)

    def get(self, path: str, **headers: str) -> Answer:
        return Answer(response=self.client.get(path, headers={**self.headers, **_named(headers)}))

    def post(self, path: str, body: Any, *, key: str | None = "new", **headers: str) -> Answer:
        return self.post_raw(path, json.dumps(body).encode(), key=key, **headers)

    def post_raw(self, path: str, raw: bytes, *, key: str | None = "new", **headers: str) -> Answer:
        given = {**self.headers, **_named(headers)}
        if key is not None:
            given["Idempotency-Key"] = f"key-{id(self)}-{next(self.numbers)}" if key == "new" else key
        response = self.client.generic("POST", path, raw, content_type="application/json", headers=given)
        return Answer(response=response)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture(scope="session", autouse=True)
def log_key() -> None:
    make_keys(home=settings.TRUETONNE.home, log_origin=settings.TRUETONNE.log_origin)


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """Tests use the same ids and names for other things."""
    forget_names()
    forget_lots()


@pytest.fixture
def today() -> datetime:
    """The API reads the clock itself, so its tests happen now."""
    return datetime.now(tz=UTC)


@pytest.fixture
def exchange(db: None, today: datetime) -> Exchange:
    return make_exchange(at=today - timedelta(minutes=5))


def token_for(*, person: Person, organization: Organization, at: datetime, expires_at: datetime | None = None) -> str:
    return issue_token(
        token_id=new_id(),
        person=person,
        organization=organization,
        name="test",
        secret_part=new_id().hex + new_id().hex,
        livemode=False,
        expires_at=expires_at,
        request_id=new_id().hex,
        at=at,
    )


@pytest.fixture
def buyer(exchange: Exchange) -> Caller:
    return Caller(token=token_for(person=exchange.buyer, organization=exchange.member, at=exchange.at))


@pytest.fixture
def clerk(exchange: Exchange) -> Caller:
    """Has FINANCE and SUPPLY in the operator."""
    return Caller(token=token_for(person=exchange.clerk, organization=exchange.operator, at=exchange.at))


@pytest.fixture
def anyone() -> Caller:
    return Caller(token=None)


@pytest.fixture
def lot(exchange: Exchange) -> LotState:
    """100 t at 14.25 USD a tonne."""
    return exchange.add_lot()


@pytest.fixture
def confirmed_name(exchange: Exchange) -> Beneficiary:
    """The beneficiary of ``CLAIM``, whose name a person has confirmed."""
    named = Beneficiary(**BENEFICIARY)
    name = keep_name(beneficiary=named, name_id=new_id(), organization_id=exchange.member.pk, at=exchange.at)
    confirm_name(
        name_id=name.pk, person_id=exchange.clerk.pk, is_confirmed=True, request_id=new_id().hex, at=exchange.at
    )
    return named


def lot_id(lot: LotState) -> str:
    return show_id(prefix="lot", id=lot.lot_id)


ALL_ROLES = tuple(Role)
