from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from tests.rooms.supply.syn_files import Registry
from truetonne.config.keys import make_keys
from truetonne.people.actions import record_person
from truetonne.people.models import Person


@pytest.fixture(scope="session", autouse=True)
def log_key() -> None:
    """Give the run's folder the key that certificates name."""
    make_keys(home=settings.TRUETONNE.home, log_origin=settings.TRUETONNE.log_origin)


@pytest.fixture
def registry(db: None, tmp_path: Path, at: datetime) -> Registry:
    """An invented registry of which nothing is imported yet."""
    return Registry(folder=tmp_path, at=at)


def _person(registry: Registry, name: str) -> Person:
    person_id = registry.ids()
    email = f"{name.split(maxsplit=1)[0].lower()}@northquay.example"
    return record_person(
        person_id=person_id, email=email, name=name, password=None, request_id=str(person_id), at=registry.at
    )


@pytest.fixture
def importer(registry: Registry) -> Person:
    """Who imports from then on."""
    person = _person(registry, "Ines Importer")
    registry.person_id = person.pk
    return person


@pytest.fixture
def reviewer(registry: Registry) -> Person:
    """Somebody else."""
    return _person(registry, "Rui Reviewer")
