"""What holds in every test of the rooms: a form that changes something leaves its line in the audit trail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.rooms import posts


@pytest.fixture(autouse=True)
def forms_leave_lines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at every form that the test sends; see ``tests.rooms.posts``."""
    seen = posts.Seen()
    monkeypatch.setattr(Client, "request", posts.watch(Client.request, seen))
    yield
    posts.check(seen=seen, test=request.node.nodeid.partition("[")[0])
