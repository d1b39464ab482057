"""A member's webhook, paused, so that its log fills with what happens and nothing leaves the machine."""

from __future__ import annotations

import secrets
from datetime import datetime

from truetonne.cli.demo.people import Cast
from truetonne.edge.identifiers import new_id


def add_webhook(*, cast: Cast, at: datetime) -> None:
    """Keep one endpoint of the first member and pause it by hand."""
    from truetonne.api.webhooks import actions
    from truetonne.api.webhooks.signing import SECRET_BYTES
    from truetonne.api.webhooks.telling import sending_policy

    key, organization = next(iter(cast.members.items()))
    by = actions.By(person_id=cast.persons[key].pk, organization_id=organization.pk, request_id="demo webhook", at=at)
    made = actions.make_endpoint(
        endpoint_id=new_id(),
        url=f"https://erp.{organization.domain}/hooks/exchange",
        note="Purchasing system (invented)",
        types=(),
        key=secrets.token_bytes(SECRET_BYTES),
        policy=sending_policy(),
        fingerprint=bytes(32),
        by=by,
    )
    actions.pause_endpoint(endpoint_id=made.endpoint.pk, by=by)
