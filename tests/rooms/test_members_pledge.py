"""The pledge: signed by one, confirmed by another, public with its history, live only while reports come."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.rooms.membership import Club, make_club
from truetonne.edge.identifiers import show_id
from truetonne.members.actions.pledge import (
    NewSignature,
    OwnSignature,
    PledgeOpen,
    confirm_signature,
    leave_pledge,
    sign_pledge,
)
from truetonne.members.assessing import judge
from truetonne.members.company_facts import build_facts
from truetonne.members.models import Application, Evidence, PledgeConfirmation, PledgeSignature
from truetonne.members.policies import get_policy
from truetonne.members.signatories import count_signatories, list_signatories
from truetonne.rules.pledge import PledgeIncomplete, PledgeState

pytestmark = pytest.mark.django_db

ALL = ("regular_reporting", "carbon_elimination", "credible_offsets")
URL = "https://exchange.example/pledge/plg_x/"


@pytest.fixture
def club(at: datetime) -> Club:
    return make_club(at=at)


def promise(*, year: int = 2040, commitments: tuple[str, ...] = ALL) -> NewSignature:
    return NewSignature(
        industry="Paper", description="", site="https://tallow.example", target_year=year, commitments=commitments,
        signer_name="Ida Berg", signer_role="Director", employees=120,
    )  # fmt: skip


def sign(club: Club, *, at: datetime | None = None, signature: NewSignature | None = None) -> PledgeSignature:
    return sign_pledge(
        signature_id=club.ids(), organization=club.company, signature=signature or promise(),
        by=club.by(club.applicant, at=at),
    )  # fmt: skip


def confirm(club: Club, signed: PledgeSignature, *, at: datetime | None = None, is_confirmed: bool = True) -> None:
    confirm_signature(
        signature_id=signed.pk, is_confirmed=is_confirmed, reason="" if is_confirmed else "Another signer is entered",
        public_url=URL, by=club.by(club.screener, at=at), new_id=club.ids,
    )  # fmt: skip


def net_zero(club: Club, application: Application, *, days: int = 0) -> tuple[str, str]:
    as_of = (club.at + timedelta(days=days)).date()
    facts = build_facts(application=application, answers={}, as_of=as_of)
    judged = judge(facts=facts, policy=get_policy(as_of=as_of))
    (found,) = [each for each in judged.findings if each.rule == "R1"]
    return found.result.value, found.message_key


@pytest.mark.parametrize("signature", [promise(year=2041), promise(commitments=ALL[:2])], ids=["2041", "two of three"])
def test_a_later_year_or_a_missing_commitment_is_refused(club: Club, signature: NewSignature) -> None:
    with pytest.raises(PledgeIncomplete):
        sign(club, signature=signature)

    assert not PledgeSignature.objects.exists()


def test_a_signature_is_public_and_evidence_once_another_person_confirmed_it(club: Club) -> None:
    signed = sign(club)
    assert list_signatories(as_of=club.at.date()) == []

    confirm(club, signed)

    (row,) = list_signatories(as_of=club.at.date())
    assert (row.signature.name, row.state) == ("Tallow & Pine", "signed")
    evidence = Evidence.objects.get(kind="PLEDGE_SIGNATURE")
    assert evidence.uploader == club.applicant
    assert evidence.judgements.get().person == club.screener
    assert evidence.public_url == URL


def test_who_signed_does_not_confirm_in_python_nor_in_the_database(club: Club) -> None:
    signed = sign(club)

    with pytest.raises(OwnSignature):
        confirm_signature(
            signature_id=signed.pk, is_confirmed=True, reason="", public_url=URL, by=club.by(club.applicant),
            new_id=club.ids,
        )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        PledgeConfirmation.objects.create(
            pk=club.ids(),
            signature=signed,
            is_confirmed=True,
            person=club.applicant,
            request_id="x",
            effective_at=club.at,
        )


def test_one_signature_stands_at_a_time_and_a_refused_one_may_be_followed(club: Club) -> None:
    first = sign(club)
    with pytest.raises(PledgeOpen):
        sign(club)
    confirm(club, first, is_confirmed=False)

    confirm(club, sign(club))

    with pytest.raises(PledgeOpen):
        sign(club)


def test_a_live_signature_meets_net_zero_alone_and_an_overdue_one_no_longer(club: Club) -> None:
    application = Application.objects.get(pk=club.admit().pk)
    Evidence.objects.filter(kind="NET_ZERO_STATEMENT")
    confirm(club, sign(club))

    assert net_zero(club, application) == ("met", "net_zero_by_pledge")
    (row,) = list_signatories(as_of=(club.at + timedelta(days=400)).date())
    assert row.state == PledgeState.OVERDUE
    assert net_zero(club, application, days=400)[1] != "net_zero_by_pledge"


def test_an_accepted_report_keeps_the_signature_reporting(club: Club) -> None:
    confirm(club, sign(club))

    club.admit()

    (row,) = list_signatories(as_of=club.at.date())
    assert row.state == PledgeState.REPORTING


def test_counts_equal_the_rows_of_the_day_and_leave_out_who_left(club: Club) -> None:
    signed = sign(club)
    confirm(club, signed)
    before = count_signatories(signatories=list_signatories(as_of=club.at.date()))
    later = club.at + timedelta(days=30)

    leave_pledge(
        end_id=club.ids(), signature_id=signed.pk, organization_id=club.company.pk, reason="Merged",
        by=club.by(club.applicant, at=later), new_id=club.ids,
    )  # fmt: skip

    assert (before.signatories, before.industries, before.countries, before.employees) == (1, 1, 1, 120)
    assert (before.revenue_usd, before.revenue_of) == (0, 0)
    assert count_signatories(signatories=list_signatories(as_of=later.date())).signatories == 0
    assert count_signatories(signatories=list_signatories(as_of=club.at.date())).signatories == 1
    assert count_signatories(signatories=list_signatories(as_of=(club.at - timedelta(days=1)).date())).signatories == 0
    sign(club, at=later)


def test_leaving_judges_a_member_again_at_once(club: Club) -> None:
    application = club.admit()
    signed = sign(club)
    confirm(club, signed)

    leave_pledge(
        end_id=club.ids(), signature_id=signed.pk, organization_id=club.company.pk, reason="Merged",
        by=club.by(club.applicant), new_id=club.ids,
    )  # fmt: skip

    assert [each.cause for each in application.assessments.order_by("recorded_at")][1:] == ["PLEDGE_CHANGE"] * 2


def test_page_files_and_signatory_tell_the_same(club: Club) -> None:
    signed = sign(club, at=datetime.now(club.at.tzinfo))
    confirm(club, signed)
    client = Client()

    page = client.get(reverse("members:pledge")).content.decode()
    own = client.get(reverse("members:signatory", args=[show_id(prefix="plg", id=signed.pk)])).content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(reverse("members:pledge_csv")).getvalue().decode())))
    body = json.loads(client.get(reverse("members:pledge_json")).content)

    assert "Tallow &amp; Pine" in page
    assert "has not described" in own
    assert [row["name"] for row in rows] == [each["name"] for each in body["signatories"]] == ["Tallow & Pine"]
    assert (rows[0]["state"], rows[0]["revenue_usd"], rows[0]["employees"]) == ("signed", "", "120")
    assert len(page.encode()) < 100_000


def test_an_empty_register_says_so(club: Club) -> None:
    assert "Nobody had signed" in Client().get(reverse("members:pledge")).content.decode()


def test_the_way_by_the_pages(club: Club) -> None:
    signer, officer = Client(), Client()
    signer.force_login(club.applicant)
    officer.force_login(club.screener)
    answers = {
        "request_id": "s", "commitments": ALL[:2], "target_year": "2041", "signer_name": "Ida", "signer_role": "CEO",
        "industry": "Paper", "is_authorized": "on",
    }  # fmt: skip
    refused = signer.post(reverse("members:pledge_sign"), answers)
    assert refused.status_code == 422
    assert "2040 or earlier" in refused.content.decode()

    signer.post(reverse("members:pledge_sign"), {**answers, "commitments": ALL, "target_year": "2040"})
    text = show_id(prefix="plg", id=PledgeSignature.objects.get().pk)
    assert "confirms it next" in signer.get(reverse("members:pledge_sign")).content.decode()
    assert "Ida" in officer.get(reverse("members:office_pledges")).content.decode()
    officer.post(reverse("members:office_confirm_pledge", args=[text]), {"request_id": "c", "is_confirmed": "yes"})
    assert "The signature stands" in signer.get(reverse("members:pledge_sign")).content.decode()
    signer.post(reverse("members:pledge_leave", args=[text]), {"request_id": "l", "reason": "Merged"})

    assert "Removed" in signer.get(reverse("members:signatory", args=[text])).content.decode()


def test_signatures_are_only_added(club: Club) -> None:
    confirm(club, sign(club))

    for table in ("members_pledgesignature", "members_pledgeconfirmation", "members_pledgeend"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
