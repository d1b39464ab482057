"""A buyer's basket: lots and masses put aside in the session. It reserves nothing; a quote does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from truetonne.edge.identifiers import InvalidId, read_id, show_id

LOTS_MAX = 60
"""More lots than this would not fit one page and one certificate."""

_KEY = "basket"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One lot in the basket; ``kg`` is 0 until a mass was given."""

    lot_id: UUID
    kg: int


class BasketFull(Exception):
    """No further lot fits into the basket; carries how many it holds at most."""

    code = "invalid_request"

    def __init__(self, *, lots_max: int) -> None:
        super().__init__(f"a basket holds {lots_max} lots at most")
        self.lots_max = lots_max


def read_basket(*, request: HttpRequest) -> tuple[Kept, ...]:
    """Return the lots in this session's basket in the order in which they were put there."""
    stored = request.session.get(_KEY, {})
    kept: list[Kept] = []
    for text, kg in stored.items():
        try:
            kept.append(Kept(lot_id=read_id(prefix="lot", text=str(text)), kg=int(kg)))
        except (InvalidId, ValueError):
            continue
    return tuple(kept)


def put_lot(*, request: HttpRequest, lot_id: UUID, kg: int) -> None:
    """Put a lot into the basket, or change its mass. Raises BasketFull."""
    masses = {kept.lot_id: kept.kg for kept in read_basket(request=request)}
    if lot_id not in masses and len(masses) >= LOTS_MAX:
        raise BasketFull(lots_max=LOTS_MAX)
    write_basket(request=request, masses=masses | {lot_id: kg})


def write_basket(*, request: HttpRequest, masses: Mapping[UUID, int]) -> None:
    """Replace what is in the basket."""
    request.session[_KEY] = {show_id(prefix="lot", id=lot_id): kg for lot_id, kg in masses.items()}
