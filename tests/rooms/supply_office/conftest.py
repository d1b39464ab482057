from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.rooms.exchange import make_exchange
from tests.rooms.supply_office.desk import Desk, make_desk


@pytest.fixture
def desk(db: None, at: datetime) -> Desk:
    # Ids are the same in every test, and so would be the folders of what was sent in.
    shutil.rmtree(Path(settings.TRUETONNE.home) / "uploads", ignore_errors=True)
    return make_desk(exchange=make_exchange(at=at))
