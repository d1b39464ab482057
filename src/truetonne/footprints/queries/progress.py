"""Where an entity stands on the paths of its targets, by its published inventories."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from truetonne.footprints.queries.residual import find_published, gross_by_path
from truetonne.footprints.queries.trajectories import ScopePath, list_paths
from truetonne.rules.targets.progress import YearOnPath


def list_followed(*, entity_id: UUID, as_of: date) -> tuple[tuple[ScopePath, tuple[YearOnPath, ...]], ...]:
    """Return every path in force with its years, and the published figures as far as they are there."""
    followed = []
    for path in list_paths(entity_id=entity_id, as_of=as_of):
        actual = {}
        for year in range(path.points[0].year, path.points[-1].year + 1):
            scopes = find_published(entity_id=entity_id, year=year)
            kg = gross_by_path(scopes=scopes, path=path) if scopes is not None else None
            if kg is not None:
                actual[year] = kg
        followed.append((path, path.follow(actual_kg=actual)))
    return tuple(followed)
