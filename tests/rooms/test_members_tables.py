"""What the database refuses of members' tables, connected as the web's role and going around Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import psycopg
import pytest
from psycopg import errors, sql

from tests.rooms.membership import Club, make_club
from truetonne.cli.demo.membership import FIGURES
from truetonne.members.grants import GRANTS

pytestmark = pytest.mark.django_db(transaction=True)

WebConnection = Callable[..., psycopg.Connection]
APPEND_ONLY = sorted(table for table in GRANTS if table != "members_application")


@pytest.fixture
def club(at: datetime) -> Club:
    made = make_club(at=at)
    made.admit(figures=FIGURES["freight"])
    return made


def test_facts_are_never_changed_or_removed(club: Club, web_connection: WebConnection) -> None:
    web = web_connection(autocommit=True)

    for table in APPEND_ONLY:
        for statement in ("DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET recorded_at = now()"):
            with pytest.raises(errors.InsufficientPrivilege):
                web.execute(sql.SQL(statement).format(sql.Identifier(table)))


def test_triggers_stand_behind_the_grants(club: Club, superuser_connection: psycopg.Connection) -> None:
    filled = [
        table
        for table in APPEND_ONLY
        if superuser_connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))).fetchone()
    ]

    assert {"members_decision", "members_assessmentfinding", "members_evidence", "members_disclosedyear"} <= set(filled)
    for table in filled:
        for statement in ("DELETE FROM {}", "UPDATE {} SET recorded_at = now()", "TRUNCATE {} CASCADE"):
            with pytest.raises(errors.RestrictViolation, match="only added"):
                superuser_connection.execute(sql.SQL(statement).format(sql.Identifier(table)))


@pytest.mark.parametrize(
    "change",
    [
        "state = 'SUSPENDED'",
        "state = 'DRAFT'",
        "buys_until = '2039-12-31'",
        "decision_id = NULL",
    ],
)
def test_an_application_moves_only_with_its_step_and_decision(
    club: Club, web_connection: WebConnection, change: str
) -> None:
    web = web_connection(autocommit=True)

    with pytest.raises(errors.IntegrityConstraintViolation):
        web.execute(f"UPDATE members_application SET {change}")


def test_answers_of_a_decided_application_do_not_change(club: Club, web_connection: WebConnection) -> None:
    web = web_connection(autocommit=True)

    with pytest.raises(errors.RestrictViolation):
        web.execute("""UPDATE members_application SET draft = '{"use": "other"}'""")
    with pytest.raises(errors.InsufficientPrivilege):
        web.execute("UPDATE members_application SET organization_id = organization_id")


@pytest.mark.parametrize(
    ("to_state", "fact"),
    [
        ("SCREENING", "does not follow"),
        ("CONDITIONAL", "does not follow"),
        ("DECLINED", "does not follow"),
        ("SUSPENDED", "its last step"),
    ],
)
def test_steps_follow_the_listed_ones_and_move_the_application(
    club: Club, web_connection: WebConnection, to_state: str, fact: str
) -> None:
    web = web_connection(autocommit=True)

    with pytest.raises(errors.IntegrityConstraintViolation, match=fact):
        web.execute(
            "INSERT INTO members_transition (application_id, number, from_state, to_state, reason, rule_set,"
            " effective_at) SELECT id, 4, state, %s, '', '', now() FROM members_application",
            [to_state],
        )


def test_a_step_starts_where_the_last_one_ended(club: Club, web_connection: WebConnection) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation, match="where it stood at"):
        web_connection(autocommit=True).execute(
            "INSERT INTO members_transition (application_id, number, from_state, to_state, reason, rule_set,"
            " effective_at) SELECT id, 4, 'EXPIRING', 'ELIGIBLE', '', '', now() FROM members_application"
        )


def test_one_person_does_not_do_the_work_of_two(club: Club, web_connection: WebConnection) -> None:
    web = web_connection(autocommit=True)

    with pytest.raises(errors.IntegrityConstraintViolation, match="does not judge it"):
        web.execute(
            "INSERT INTO members_evidencejudgement (id, evidence_id, number, is_accepted, reason, person_id,"
            " request_id, effective_at) SELECT gen_random_uuid(), id, 9, true, '', uploader_id, 'own', now()"
            " FROM members_evidence LIMIT 1"
        )
    with pytest.raises(errors.CheckViolation, match="two_people"):
        web.execute(
            "INSERT INTO members_decision (id, application_id, proposal_id, is_confirmed, outcome, reviewer_id,"
            " approver_id, reason, request_id, effective_at) SELECT gen_random_uuid(), application_id, proposal_id,"
            " true, outcome, reviewer_id, reviewer_id, '', 'alone', now() FROM members_decision"
        )
    with pytest.raises(errors.IntegrityConstraintViolation, match="entered them"):
        web.execute(
            "INSERT INTO members_figurejudgement (id, year_id, is_accepted, reason, person_id, request_id,"
            " effective_at) SELECT gen_random_uuid(), id, true, '', person_id, 'own figures', now()"
            " FROM members_disclosedyear"
        )
    with pytest.raises(errors.IntegrityConstraintViolation, match="another person signs"):
        web.execute(
            "INSERT INTO members_policysignoff (id, proposal_id, rule_set, version, is_adopted, reason, person_id,"
            " request_id, effective_at) SELECT gen_random_uuid(), id, rule_set, version, false, '', person_id, 'x',"
            " now() FROM members_policyproposal"
        )


def test_a_decision_says_what_its_assessment_says(club: Club, web_connection: WebConnection) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation, match="those of its proposal"):
        web_connection(autocommit=True).execute(
            "INSERT INTO members_decision (id, application_id, proposal_id, is_confirmed, outcome, reviewer_id,"
            " approver_id, reason, request_id, effective_at) SELECT gen_random_uuid(), application_id, proposal_id,"
            " true, 'INELIGIBLE', reviewer_id, approver_id, '', 'other', now() FROM members_decision"
        )


def test_a_file_is_kept_under_the_hash_of_its_bytes(club: Club, web_connection: WebConnection) -> None:
    with pytest.raises(errors.CheckViolation, match="has_its_hash"):
        web_connection(autocommit=True).execute(
            "INSERT INTO members_evidencefile (sha256, media_type, size_bytes, content)"
            " VALUES (decode(repeat('00', 32), 'hex'), 'application/pdf', 3, 'abc')"
        )


def test_gross_is_the_sum_of_the_scopes(club: Club, web_connection: WebConnection) -> None:
    with pytest.raises(errors.CheckViolation, match="sum_of_its_scopes"):
        web_connection(autocommit=True).execute(
            "INSERT INTO members_disclosedyear (id, entity_id, year, version, scope1_kg, scope2_kg, scope3_kg, gross_kg,"
            " trajectory_kg, net_zero_year, planned_reductions_kg, retired_elsewhere_kg, restatement_reason,"
            " evidence_id, person_id, request_id, effective_at) SELECT gen_random_uuid(), entity_id, 2024, 1, 1, 2, 3,"
            " 5, 1, 2045, 0, 0, '', evidence_id, person_id, 'sum', now() FROM members_disclosedyear"
        )


def test_one_open_application_at_a_time(club: Club, web_connection: WebConnection) -> None:
    with pytest.raises(errors.UniqueViolation, match="application_open_is_one"):
        web_connection(autocommit=True).execute(
            "INSERT INTO members_application (id, organization_id, state, draft, opened_by_id, request_id,"
            " effective_at) SELECT gen_random_uuid(), organization_id, 'DRAFT', '{}', opened_by_id, 'second', now()"
            " FROM members_application"
        )
