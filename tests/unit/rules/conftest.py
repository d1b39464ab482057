from __future__ import annotations

import pytest

from truetonne.rules import catalogue as standards
from truetonne.science import catalogue as methods


@pytest.fixture
def example_family(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalogues hold the example family and nothing else."""
    for module in (methods, standards):
        monkeypatch.setattr(module, "FAMILIES", ("tests.unit.rules.example_family",))
