"""Names of beneficiaries that a person has confirmed. A confirmation is final, so a process asks once for each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from truetonne.market.actions.deliver_order import require_name_confirmed
from truetonne.market.actions.place_order import keep_name
from truetonne.market.attribution import Beneficiary

Exact = tuple[str, str, str, str, str, str]

_CONFIRMED: set[Exact] = set()
_CONFIRMED_MAX = 50_000


def require_known_name(*, beneficiary: Beneficiary, name_id: UUID, organization_id: UUID, at: datetime) -> None:
    """Raise unless this very spelling with these identifiers was confirmed; a name seen first goes to review.

    The name is kept (``name_id`` is used if it is new) although the retirement is refused, so that a person can
    decide on it. Call it outside the retirement's transaction. Raises BeneficiaryNameInReview,
    BeneficiaryNameRefused.
    """
    exact = (
        beneficiary.display_name,
        beneficiary.legal_name,
        beneficiary.lei,
        beneficiary.registration_number,
        beneficiary.domain,
        beneficiary.country,
    )
    if exact in _CONFIRMED:
        return
    name = keep_name(beneficiary=beneficiary, name_id=name_id, organization_id=organization_id, at=at, is_anybodys=True)
    require_name_confirmed(name=name)
    if len(_CONFIRMED) >= _CONFIRMED_MAX:
        _CONFIRMED.clear()
    _CONFIRMED.add(exact)


def forget_names() -> None:
    """Ask the database again for every name."""
    _CONFIRMED.clear()
