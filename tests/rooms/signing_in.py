"""Sessions for tests: signed in just now, as somebody who typed a password a moment ago."""

from __future__ import annotations

import time

from django.test import Client

from truetonne.people.models import Person


def sign_in(client: Client, person: Person, *, seconds_ago: float = 0) -> Client:
    """Give the client a session of this person that began so long ago."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - seconds_ago}]
    session.save()
    return client
