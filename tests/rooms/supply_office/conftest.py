from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.rooms.exchange import make_exchange
from tests.rooms.supply_office.desk import Desk, keep_files_apart, make_desk


@pytest.fixture
def desk(db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    keep_files_apart(folder=tmp_path, monkeypatch=monkeypatch)
    return make_desk(exchange=make_exchange(at=at))
