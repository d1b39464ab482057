from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.rooms.exchange import make_exchange
from tests.rooms.supply_office.desk import Desk, make_desk
from truetonne.config.keys import make_keys


@pytest.fixture
def desk(db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    # Ids are the same in every test, and so would be the folders of what was sent in: each test has a folder of its own.
    exchange = replace(settings.TRUETONNE, home=tmp_path)
    make_keys(home=exchange.home, log_origin=exchange.log_origin)
    monkeypatch.setattr(settings, "TRUETONNE", exchange)
    return make_desk(exchange=make_exchange(at=at))
