"""Storing accepted projects, their editions and their standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

_ACCEPTED = """
    s.outcome = 'accepted' AND s."table" = 'projects'
    AND NOT EXISTS (SELECT 1 FROM supply_staged_verdict v WHERE v.seq = s.seq)
"""
_VALUES = """
    coalesce(s.name, ''), coalesce(s.status, ''), coalesce(s.standing, 'BLOCKED'), true, coalesce(s.developer, ''),
    coalesce(s.country, ''), coalesce(s.project_type, ''), coalesce(s.methodology, ''), coalesce(s.credit_class, ''),
    coalesce(s.website, ''), s.credited_from, s.credited_until, s.total_issued, s.total_retired, s.total_cancelled,
    s.total_remaining, %(edition)s::date, s.content, s.raw
"""
_NAMES = (
    "name, status, standing, is_listed, developer, country, project_type, methodology, credit_class, website,"
    " credited_from, credited_until, total_issued_kg, total_retired_kg, total_cancelled_kg, total_remaining_kg,"
    " edition, content, raw"
)

# A project that only a block of ours named so far becomes a listed one; its id stays.
_NEW = f"""
INSERT INTO supply_project AS p (id, program_id, ref, {_NAMES})
SELECT s.new_id, s.program, s.project, {_VALUES} FROM supply_staged_row s WHERE {_ACCEPTED} ORDER BY s.seq
ON CONFLICT (program_id, ref) DO UPDATE SET ({_NAMES}) = ({", ".join("excluded." + n for n in _NAMES.split(", "))})
"""

_EDITIONS = """
INSERT INTO supply_projectedition (project_id, run_id, edition, status, standing, total_issued_kg, total_retired_kg,
    total_cancelled_kg, total_remaining_kg, content, raw)
SELECT p.id, %(run)s, %(edition)s, coalesce(s.status, ''), coalesce(s.standing, 'BLOCKED'), s.total_issued,
       s.total_retired, s.total_cancelled, s.total_remaining, s.content, s.raw
FROM supply_staged_row s JOIN supply_project p ON p.program_id = s.program AND p.ref = s.project
LEFT JOIN supply_staged_verdict v ON v.seq = s.seq
WHERE s."table" = 'projects' AND s.outcome = 'accepted'
  AND (v.seq IS NULL OR v.outcome = 'known' AND NOT EXISTS (
       SELECT 1 FROM supply_projectedition e WHERE e.project_id = p.id AND e.content = s.content))
ON CONFLICT DO NOTHING
"""

_CHANGED = """
UPDATE supply_staged_verdict v SET changed = d.changed
FROM (
    SELECT s.seq, coalesce((SELECT jsonb_object_agg(e.key, jsonb_build_array(p.raw ->> e.key, e.value))
                   FROM jsonb_each_text(s.raw) e WHERE p.raw ? e.key AND p.raw ->> e.key <> e.value), '{}')
           || CASE WHEN s.status <> p.status THEN jsonb_build_object('status', jsonb_build_array(p.status, s.status))
                   ELSE '{}' END AS changed
    FROM supply_staged_row s JOIN supply_project p ON p.program_id = s.program AND p.ref = s.project
    WHERE s."table" = 'projects' AND s.content IS DISTINCT FROM p.content
) d
WHERE d.seq = v.seq AND v.outcome = 'known' AND d.changed <> '{}'
"""

# The newest edition describes the project; an older file adds to its history and changes nothing.
_RENEW = f"""
UPDATE supply_project p SET ({_NAMES}) = ROW({_VALUES})
FROM supply_staged_row s JOIN supply_staged_verdict v USING (seq)
WHERE v.outcome = 'known' AND s."table" = 'projects' AND p.program_id = s.program AND p.ref = s.project
  AND s.content IS DISTINCT FROM p.content AND (p.edition IS NULL OR p.edition <= %(edition)s)
"""

_STANDINGS = """
SELECT p.id, p.ref, p.program_id, p.status, p.standing FROM supply_project p
WHERE EXISTS (SELECT 1 FROM supply_staged_row s WHERE s."table" = 'projects' AND s.outcome = 'accepted'
              AND s.program = p.program_id AND s.project = p.ref)
  AND EXISTS (SELECT 1 FROM supply_holding h WHERE h.project_id = p.id)
ORDER BY p.program_id, p.ref
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStanding:
    """What a registry now says of a project of which we hold units."""

    project_id: UUID
    program: str
    ref: str
    status: str
    standing: str


def store_projects(*, run: UUID, edition: date) -> None:
    """Insert accepted projects, renew known ones from a newer edition, and keep every new edition."""
    parameters: dict[str, UUID | date] = {"run": run, "edition": edition}
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        cursor.execute(_RENEW, parameters)
        cursor.execute(_NEW, parameters)
        cursor.execute(_EDITIONS, parameters)


def list_standings() -> tuple[ProjectStanding, ...]:
    """The standings of this load's projects of which we hold units."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS)
        return tuple(
            ProjectStanding(project_id=pk, ref=ref, program=program, status=status, standing=standing)
            for pk, ref, program, status, standing in cursor.fetchall()
        )
