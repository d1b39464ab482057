"""``truetonne people``: how the first person of a fresh exchange gets in."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from truetonne.cli import people
from truetonne.edge.permissions import Role
from truetonne.people.models import Organization, Person

pytestmark = pytest.mark.django_db

PASS_PHRASE = "quiet-harbour-ledger-9"


@pytest.fixture(autouse=True)
def running(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' database stands in for the one that the command would start."""
    monkeypatch.setattr(people, "bootstrap_django", lambda: None)


def _add(email: str, *roles: str, password: str = PASS_PHRASE) -> object:
    options = [part for role in roles for part in ("--role", role)]
    return CliRunner().invoke(
        people.command, ["add", email, "--name", "Ana Example", *options], input=f"{password}\n{password}\n"
    )


def test_makes_the_operator_with_its_first_person() -> None:
    answer = _add("ana@example.com", "supply", "FINANCE")

    assert answer.exit_code == 0, answer.output
    person = Person.objects.get(email="ana@example.com")
    assert person.check_password(PASS_PHRASE)
    assert {role for role in Role if person.has_role(role)} == {Role.SUPPLY, Role.FINANCE}
    assert Organization.objects.count() == 1


def test_refuses_somebody_who_signs_in_already() -> None:
    _add("ana@example.com", "supply")

    answer = _add("ANA@example.com", "finance")

    assert answer.exit_code == 2
    assert "signs in already" in answer.output


def test_refuses_a_password_that_is_too_short() -> None:
    answer = _add("ana@example.com", "supply", password="short")

    assert answer.exit_code == 2
    assert not Person.objects.exists()


def test_names_the_roles_when_one_is_unknown() -> None:
    answer = _add("ana@example.com", "king")

    assert answer.exit_code == 2
    assert "SUPPLY" in answer.output.upper()


def test_lists_who_may_do_what() -> None:
    _add("ana@example.com", "supply")

    answer = CliRunner().invoke(people.command, ["list"])

    assert "ana@example.com" in answer.output
    assert "SUPPLY" in answer.output
