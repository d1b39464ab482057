"""Publishing a retirement statement: what public records show for a beneficiary, fixed with its hash."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from truetonne.edge.requests import fingerprint, require_same_input
from truetonne.proof.canonical import encode
from truetonne.supply.models import PublishedStatement
from truetonne.supply.records_search import Statement


class NothingRetired(Exception):
    """No public record names this beneficiary; carries the name and spellings that come near."""

    code = "not_found"

    def __init__(self, *, beneficiary: str, near: tuple[str, ...]) -> None:
        super().__init__(f"no retirement in the imported records names {beneficiary!r} as its beneficiary")
        self.beneficiary = beneficiary
        self.near = near


def publish_statement(
    *, statement_id: UUID, statement: Statement, person_id: UUID | None, request_id: str, at: datetime
) -> PublishedStatement:
    """Fix a statement as it stands now, in canonical bytes, for everybody to read; it is never changed.

    Called by supply staff. Raises NothingRetired, RequestReused.
    """
    if not statement.lines:
        raise NothingRetired(beneficiary=statement.beneficiary, near=statement.not_counted)
    body = encode(
        {"format": "truetonne/statement/1", "as_of": at.strftime("%Y-%m-%dT%H:%M:%SZ"), **statement.as_json()}
    )
    first = PublishedStatement.objects.filter(request_id=request_id).first()
    if first is not None:
        before, now = (fingerprint(verb="publish_statement", given=each.beneficiary) for each in (first, statement))
        require_same_input(request_id=request_id, first=before, now=now)
        return first
    with transaction.atomic():
        return PublishedStatement.objects.create(
            id=statement_id, beneficiary=statement.beneficiary, kg=statement.kg, body=body,
            sha256=hashlib.sha256(body).hexdigest(), person_id=person_id, request_id=request_id, effective_at=at,
        )  # fmt: skip
