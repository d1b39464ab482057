"""Whom a contract concerns is told: by public events, by events of one's own share, and by mail in one's own language."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection

from tests.rooms.forwards.dealing import Dealing
from truetonne.edge.identifiers import show_id
from truetonne.edge.models import Event
from truetonne.edge.permissions import Role
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import Organization
from truetonne.supply.actions.forwards.end_contract import end_contract
from truetonne.supply.actions.forwards.hold_contract import hold_contract, release_contract
from truetonne.supply.actions.forwards.telling import MAIL_JOB, Notice
from truetonne.supply.forwards.mailing import mail_contract
from truetonne.supply.forwards.shortfalls import tell_shortfalls

pytestmark = pytest.mark.django_db


def told(contract_id: UUID) -> list[tuple[str, UUID | None]]:
    rows = Event.objects.filter(subject=show_id(prefix="fwd", id=contract_id)).order_by("recorded_at", "effective_at")
    return sorted((row.type, row.organization_id) for row in rows)


def queued() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [MAIL_JOB])
        return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()]


def send_queued(deal: Dealing) -> list[tuple[str, str, str]]:
    """Write the mails that wait, as the worker does; returns to whom, subject and body."""
    mail.outbox.clear()
    for each in queued():
        mail_contract(
            what=Notice(each["what"]), contract_id=UUID(each["contract"]), person_id=UUID(each["person"]),
            ref=each["ref"], today=deal.exchange.at.date(),
        )  # fmt: skip
    return [(message.to[0], str(message.subject), str(message.body)) for message in mail.outbox]


def committed(deal: Dealing, contract_id: UUID, *, tonnes: int, language: str = "en") -> Organization:
    organization = deal.member("Ash")
    person_id = deal.exchange.ids()
    buyer = record_person(
        person_id=person_id, email="ash@ash.example", name="Ash Buyer", password=None, request_id=str(person_id),
        at=deal.exchange.at,
    )  # fmt: skip
    buyer.language = language
    buyer.save(update_fields=["language"])
    grant_role(person=buyer, organization=organization, role=Role.BUYER, request_id="ash", at=deal.exchange.at)
    deal.commit(contract_id, organization, tonnes)
    return organization


def test_a_draft_is_told_to_nobody_and_its_signature_to_everybody_and_its_author(deal: Dealing) -> None:
    contract_id = deal.draft()
    assert told(contract_id) == []

    deal.sign(contract_id)

    assert told(contract_id) == [("offtake.signed", None)]
    ((to, subject, body),) = send_queued(deal)
    assert (to, "Dry Lake is signed" in subject) == (deal.exchange.clerk.email, True)
    assert "Second Person signed" in body
    assert f"/office/forwards/{show_id(prefix='fwd', id=contract_id)}/" in body


def test_a_first_schedule_is_no_slip_and_a_slip_reaches_who_committed(deal: Dealing) -> None:
    contract_id = deal.offtake({2026: 10})
    committed(deal, contract_id, tonnes=5)
    assert told(contract_id) == [("offtake.signed", None)]

    deal.schedule(contract_id, {2027: 10}, reason="The plant starts late")

    assert told(contract_id) == [("offtake.signed", None), ("offtake.slipped", None)]
    to, subject, body = send_queued(deal)[-1]
    assert (to, "Dry Lake slips" in subject) == ("ash@ash.example", True)
    assert "2027" in body
    assert "The plant starts late" in body
    assert "/commitments/" in body


def test_a_pool_tells_everybody_that_it_came_and_each_member_its_share(deal: Dealing) -> None:
    contract_id = deal.pool(total_t=10)
    ash = committed(deal, contract_id, tonnes=4, language="vi")
    delivery = deal.deliver(contract_id, deal.block(5))

    assert told(contract_id)[:2] == [("commitment.delivered", ash.pk), ("offtake.signed", None)]
    assert ("pool.delivered", None) in told(contract_id)
    own = Event.objects.get(type="commitment.delivered")
    assert own.data["kg"] == 2_000
    assert own.data["waiting_kg"] == 4_000
    assert [each["ref"] for each in queued() if each["what"] == "came"] == [str(delivery.pk)]
    to, _subject, body = send_queued(deal)[-1]
    assert to == "ash@ash.example"
    assert "tấn" in body
    assert "Your share" not in body


def test_a_substitute_is_told_as_one(deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    deal.lasting(1_000)
    deal.deliver(contract_id, deal.block(4), is_substitute=True)
    deal.deliver(contract_id, deal.block(6))

    kinds = [type for type, _ in told(contract_id)]

    assert kinds.count("offtake.substituted") == kinds.count("offtake.delivered") == 1


def test_a_closed_year_that_lacks_tonnes_is_told_once(deal: Dealing) -> None:
    contract_id = deal.offtake({2025: 10})
    committed(deal, contract_id, tonnes=5)

    assert tell_shortfalls(at=datetime(2025, 12, 31, tzinfo=UTC)) == 0
    assert tell_shortfalls(at=datetime(2026, 1, 1, tzinfo=UTC)) == 1
    assert tell_shortfalls(at=datetime(2026, 1, 2, tzinfo=UTC)) == 0
    assert tell_shortfalls(at=datetime(2027, 1, 1, tzinfo=UTC)) == 1

    events = Event.objects.filter(type="offtake.short").order_by("effective_at")
    assert [(event.data["year"], event.data["shortfall_kg"]) for event in events] == [(2025, 10_000), (2026, 10_000)]
    mails = [each for each in send_queued(deal) if "short by" in each[1]]
    assert [to for to, _subject, _body in mails] == ["ash@ash.example", "ash@ash.example"]


def test_a_stop_its_end_and_the_end_are_told(deal: Dealing) -> None:
    contract_id = deal.offtake({2026: 10})
    committed(deal, contract_id, tonnes=5)
    facts = {"contract_id": contract_id, "reason": "Injunction", "source": "Court file"}
    hold_contract(hold_id=deal.exchange.ids(), by=deal.by(), **facts)  # type: ignore[arg-type]
    release_contract(hold_id=deal.exchange.ids(), by=deal.by(), **facts)  # type: ignore[arg-type]
    end_contract(end_id=deal.exchange.ids(), contract_id=contract_id, reason="Insolvent.", by=deal.by())

    assert [type for type, _ in told(contract_id)] == [
        "offtake.ended", "offtake.held", "offtake.released", "offtake.signed",
    ]  # fmt: skip
    subjects = [subject for _to, subject, _body in send_queued(deal)]
    assert any("on legal hold" in each for each in subjects)
    assert any("ended" in each for each in subjects)
    assert any("terminated" in each for each in subjects)


def test_a_draft_that_ends_is_told_to_nobody(deal: Dealing) -> None:
    contract_id = deal.draft()
    end_contract(end_id=deal.exchange.ids(), contract_id=contract_id, reason="Misread", by=deal.by())

    assert told(contract_id) == []
