from __future__ import annotations

from datetime import datetime

import pytest

from tests.rooms.exchange import make_exchange
from tests.rooms.forwards.dealing import Dealing, make_dealing


@pytest.fixture
def deal(db: None, at: datetime) -> Dealing:
    return make_dealing(exchange=make_exchange(at=at))
