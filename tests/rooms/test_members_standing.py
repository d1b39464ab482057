"""Who may buy now: the standing of a member, asked again inside an order's transaction."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from importlib.resources import files

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction

from tests.rooms.membership import Club, Figures, make_club
from truetonne.cli.demo.membership import evidence_for
from truetonne.edge.models import Event
from truetonne.edge.permissions import Role
from truetonne.members.actions.decide import SecondPersonRequired, decide_application, propose_decision
from truetonne.members.actions.evidence import NewEvidence, OwnEvidence
from truetonne.members.actions.figures import YearFigures, disclose_year, judge_figures
from truetonne.members.company_facts import list_counting_evidence
from truetonne.members.models import Application, Assessment, Decision, DisclosedYear, Evidence, Reminder, Transition
from truetonne.members.queries import EvidenceExpired, NotEligible, get_standing, lock_standing
from truetonne.members.rechecks import run_clock
from truetonne.members.reminding import mail_reminder
from truetonne.members.states import ApplicationState, TransitionNotListed
from truetonne.people.actions import grant_role, record_person
from truetonne.people.models import Person
from truetonne.rules.clocks import OPERATOR_CLOCKS, clocks_on

CLOCKS = clocks_on(day=date(2026, 3, 2))

pytestmark = pytest.mark.django_db


@pytest.fixture
def club(at: datetime) -> Club:
    return make_club(at=at)


def test_a_company_that_never_applied_may_not_buy(club: Club) -> None:
    assert get_standing(organization_id=club.company.pk, at=club.at).state == "NONE"

    with pytest.raises(NotEligible) as refused:
        lock_standing(organization_id=club.company.pk, at=club.at)

    assert refused.value.state == "NONE"
    assert refused.value.findings == []


def test_a_company_that_two_people_admitted_may_buy_until_its_date(club: Club) -> None:
    application = club.admit()

    standing = lock_standing(organization_id=club.company.pk, at=club.at)

    assert standing.may_buy
    assert standing.state == "ELIGIBLE"
    assert standing.rule_set == "exchange-eligibility/2"
    assert standing.gate_mode == "all"
    assert standing.decision_id == application.decision_id
    # The latest inventory ends on 31 December 2024: 24 months later is before the end of the decision's year.
    assert standing.buys_until == date(2026, 12, 31)


def test_the_decision_names_two_people_and_its_end(club: Club) -> None:
    club.admit()

    decision = Decision.objects.get()

    assert (decision.reviewer_id, decision.approver_id) == (club.screener.pk, club.approver.pk)
    assert decision.valid_until == date(2026, 12, 31)
    assert decision.proposal.assessment.facts["country"] == "SE"


def test_evidence_that_lapses_between_quote_and_order_stops_the_order(club: Club) -> None:
    club.admit()
    last_day = datetime(2026, 12, 31, 23, 59, tzinfo=club.at.tzinfo)

    assert lock_standing(organization_id=club.company.pk, at=last_day).may_buy
    with pytest.raises(EvidenceExpired) as refused:
        lock_standing(organization_id=club.company.pk, at=last_day + timedelta(minutes=2))

    assert refused.value.rule == "R2"
    assert refused.value.lapsed_at == "2026-12-31"


def test_the_clock_reminds_marks_and_suspends_and_does_nothing_twice(club: Club) -> None:
    application = club.admit()
    a_day_early = datetime(2026, 10, 31, 8, 0, tzinfo=club.at.tzinfo)
    after = datetime(2027, 1, 1, 0, 1, tzinfo=club.at.tzinfo)

    early = run_clock(at=a_day_early, new_id=club.ids, clocks=CLOCKS)
    marked = run_clock(at=a_day_early + timedelta(days=1), new_id=club.ids, clocks=CLOCKS)
    again = run_clock(at=a_day_early + timedelta(days=1), new_id=club.ids, clocks=CLOCKS)
    later = run_clock(at=a_day_early + timedelta(days=40), new_id=club.ids, clocks=CLOCKS)
    ended = run_clock(at=after, new_id=club.ids, clocks=CLOCKS)
    ended_again = run_clock(at=after, new_id=club.ids, clocks=CLOCKS)

    assert (early.expiring, marked.expiring, again.expiring) == ((), (application.pk,), ())
    assert (marked.reminded, again.reminded, later.reminded) == ((application.pk,), (), (application.pk,))
    assert (ended.suspended, ended_again.suspended) == ((application.pk,), ())
    assert sorted(Reminder.objects.values_list("days_before", flat=True)) == [30, 60]
    assert get_standing(organization_id=club.company.pk, at=after).state == "SUSPENDED"
    with pytest.raises(NotEligible) as refused:
        lock_standing(organization_id=club.company.pk, at=after)
    assert [finding["rule"] for finding in refused.value.findings] == ["R2"]


def test_another_table_of_clocks_changes_when_a_reminder_is_written(club: Club) -> None:
    club.admit()
    shipped = (files("truetonne.rules") / "data" / "operator-clocks.toml").read_text("utf-8")
    other = OPERATOR_CLOCKS.read(text=shipped.replace("length = [60, 30, 7]", "length = [20, 3]"), file="other.toml")
    day = datetime(2026, 12, 4, 8, 0, tzinfo=club.at.tzinfo)

    run_clock(at=day, new_id=club.ids, clocks=other.body.clocks)

    assert clocks_on(day=day.date()).lapse_reminders.length == (60, 30, 7)
    assert list(Reminder.objects.values_list("days_before", flat=True)) == [60]
    run_clock(at=day + timedelta(days=7), new_id=club.ids, clocks=other.body.clocks)
    run_clock(at=day + timedelta(days=20), new_id=club.ids, clocks=other.body.clocks)
    assert sorted(Reminder.objects.values_list("days_before", flat=True)) == [20, 60]


def test_a_reminder_is_mailed_once_to_each_who_can_act_in_their_language(
    club: Club, mailoutbox: list[EmailMessage]
) -> None:
    club.admit()
    Person.objects.filter(pk=club.applicant.pk).update(language="vi")
    second = record_person(
        person_id=club.ids(), email="chief@x.example", name="Chief", password=None, request_id="c", at=club.at
    )
    grant_role(person=second, organization=club.company, role=Role.ADMINISTRATOR, request_id="cr", at=club.at)
    buyer = record_person(
        person_id=club.ids(), email="buys@x.example", name="Buys", password=None, request_id="b", at=club.at
    )
    grant_role(person=buyer, organization=club.company, role=Role.BUYER, request_id="br", at=club.at)
    day = datetime(2026, 12, 24, 8, 0, tzinfo=club.at.tzinfo)

    run_clock(at=day, new_id=club.ids, clocks=CLOCKS)
    (reminder,) = Reminder.objects.all()
    sent = mail_reminder(reminder_id=reminder.pk, at=day)
    again = mail_reminder(reminder_id=reminder.pk, at=day)

    assert (reminder.days_before, sent, again) == (7, 2, 0)
    mails = {mail.to[0]: mail for mail in mailoutbox}
    assert set(mails) == {club.applicant.email, "chief@x.example"}
    assert "2026, which is in 7 days" in mails["chief@x.example"].body
    assert "31/12/2026" in mails[club.applicant.email].body
    assert "app_" in mails["chief@x.example"].body
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'reminder' FROM procrastinate_jobs WHERE task_name = 'members.mail_reminder'")
        assert cursor.fetchall() == [(str(reminder.pk),)]


def test_decisions_reminders_and_suspensions_are_events_of_the_company(club: Club) -> None:
    club.admit()

    run_clock(at=datetime(2026, 12, 24, 8, 0, tzinfo=club.at.tzinfo), new_id=club.ids, clocks=CLOCKS)
    run_clock(at=datetime(2027, 1, 1, 0, 1, tzinfo=club.at.tzinfo), new_id=club.ids, clocks=CLOCKS)

    events = Event.objects.order_by("effective_at")
    assert [each.type for each in events] == ["application.decided", "eligibility.lapsing", "eligibility.suspended"]
    assert {each.organization_id for each in events} == {club.company.pk}
    assert events[1].data == {"lapses_on": "2026-12-31", "days_before": 7, "rules": ["R2"]}


def test_evidence_that_is_rejected_later_suspends_at_once(club: Club) -> None:
    club.admit()
    target = Evidence.objects.get(kind="TARGET_VALIDATION")

    club.judge(target, is_accepted=False, person=club.approver)

    standing = get_standing(organization_id=club.company.pk, at=club.at)
    assert standing.state == "SUSPENDED"
    assert [finding["message_key"] for finding in standing.findings] == ["no_strategy"]
    assert Assessment.objects.order_by("recorded_at", "id").last().cause == "ADVERSE_FINDING"  # type: ignore[union-attr]


def test_a_target_that_was_withdrawn_suspends_and_two_people_admit_again(club: Club) -> None:
    application = club.admit()
    old = Evidence.objects.get(kind="TARGET_VALIDATION")
    removed = NewEvidence(
        kind="TARGET_VALIDATION", title="Commitment removed", retrieved_on=club.at.date(),
        public_url="https://tallow.example/removed", facts={"strategy": "sbti_commitment_removed"},
    )  # fmt: skip
    handed = club.hand_in(removed, replaces=old)
    assert get_standing(organization_id=club.company.pk, at=club.at).may_buy, "what nobody judged changes nothing"
    club.judge(handed)
    assert get_standing(organization_id=club.company.pk, at=club.at).state == "SUSPENDED"
    mended = club.hand_in(evidence_for(organization=club.company, today=club.at.date())[-1], replaces=handed)
    club.judge(mended)

    from truetonne.members.actions.decide import screen_application

    screen_application(application_id=application.pk, assessment_id=club.ids(), by=club.by(club.approver))
    proposal = propose_decision(
        proposal_id=club.ids(), application_id=application.pk, note="", by=club.by(club.approver)
    )
    with pytest.raises(SecondPersonRequired):
        decide_application(
            decision_id=club.ids(), proposal_id=proposal.pk, is_confirmed=True, reason="", by=club.by(club.approver)
        )
    first = Decision.objects.get()
    decide_application(
        decision_id=club.ids(), proposal_id=proposal.pk, is_confirmed=True, reason="", by=club.by(club.screener)
    )

    assert get_standing(organization_id=club.company.pk, at=club.at).may_buy
    assert Decision.objects.exclude(pk=first.pk).get().supersedes_id == first.pk
    states = list(Transition.objects.order_by("number").values_list("to_state", flat=True))
    assert states == ["SUBMITTED", "SCREENING", "ELIGIBLE", "SUSPENDED", "ELIGIBLE"]


def test_who_handed_evidence_in_cannot_judge_it(club: Club) -> None:
    handed = club.hand_in(evidence_for(organization=club.company, today=club.at.date())[1])

    with pytest.raises(OwnEvidence):
        club.judge(handed, person=club.applicant)


def test_a_policy_that_changes_later_rewrites_no_decision(club: Club) -> None:
    from importlib.resources import files

    from truetonne.members.actions.policy import propose_policy, sign_policy

    club.admit()
    text = (files("truetonne.rules") / "data" / "exchange-eligibility.toml").read_text("utf-8")
    narrow = text.replace('version = "1"', 'version = "3"').replace("2025-03-01", "2026-04-01")
    proposal = propose_policy(proposal_id=club.ids(), text=narrow, reason="US only", by=club.by(club.screener))
    sign_policy(sign_off_id=club.ids(), proposal_id=proposal.pk, is_adopted=True, reason="", by=club.by(club.governor))
    later = club.at + timedelta(days=60)

    standing = get_standing(organization_id=club.company.pk, at=later)

    assert standing.may_buy
    assert standing.rule_set == "exchange-eligibility/2"


@pytest.mark.parametrize("to_state", ["DRAFT", "SCREENING", "CONDITIONAL", "DECLINED"])
def test_steps_that_are_not_listed_are_refused_by_name(club: Club, to_state: str) -> None:
    from truetonne.members.steps import move_application

    application = club.admit()

    with pytest.raises(TransitionNotListed) as refused:
        move_application(application=application, to_states=(ApplicationState(to_state),), person_id=None, at=club.at)

    assert (refused.value.from_state, refused.value.to_state) == ("ELIGIBLE", to_state)
    assert refused.value.allowed == ("EXPIRING", "SUSPENDED", "WITHDRAWN")


@pytest.mark.django_db(transaction=True)
def test_orders_of_one_member_wait_for_each_other(at: datetime) -> None:
    club = make_club(at=at)
    club.admit()
    seen: list[str] = []

    def order_later() -> None:
        with transaction.atomic():
            lock_standing(organization_id=club.company.pk, at=club.at)
            seen.append("second")
        connection.close()

    with transaction.atomic():
        lock_standing(organization_id=club.company.pk, at=club.at)
        other = threading.Thread(target=order_later)
        other.start()
        other.join(timeout=0.5)
        seen.append("first")
    other.join(timeout=10)

    assert seen == ["first", "second"]
    assert Application.objects.get().state == "ELIGIBLE"


def test_what_replaces_evidence_takes_its_place_only_once_it_is_accepted(club: Club) -> None:
    application = club.admit()
    earlier = Evidence.objects.filter(kind="INVENTORY_REPORT").latest("period_end")

    restated = club.hand_in(
        NewEvidence(
            kind="INVENTORY_REPORT", title="Emissions report, restated", retrieved_on=club.at.date(),
            public_url="https://tallow.example/restated", published_on=earlier.published_on,
            period_start=earlier.period_start, period_end=earlier.period_end, scopes=(1, 2, 3), scope3_coverage="yes",
        ),
        replaces=earlier,
    )  # fmt: skip

    counting = list_counting_evidence(organization_id=club.company.pk, accepted_only=True)
    assert earlier in counting
    assert restated not in counting
    club.judge(restated)
    counting = list_counting_evidence(organization_id=club.company.pk, accepted_only=True)
    assert restated in counting
    assert earlier not in counting
    assert application.assessments.latest("recorded_at").cause == "RESTATEMENT"


def test_restated_figures_judge_a_member_again(club: Club) -> None:
    application = club.admit(figures=Figures(year=2024, scope1_kg=1, scope2_kg=1, scope3_kg=1, trajectory_kg=3))
    first = DisclosedYear.objects.get()
    again = disclose_year(
        figures_id=club.ids(), entity_id=first.entity_id, organization_id=club.company.pk,
        evidence_id=first.evidence_id, by=club.by(club.applicant),
        figures=YearFigures(
            year=2024, scope1_kg=2, scope2_kg=1, scope3_kg=1, trajectory_kg=3, net_zero_year=2045,
            restatement_reason="A kiln was left out",
        ),
    )  # fmt: skip

    judge_figures(
        judgement_id=club.ids(), figures_id=again.pk, assessment_id=club.ids(), is_accepted=True, reason="",
        by=club.by(club.screener),
    )  # fmt: skip

    assert application.assessments.latest("recorded_at").cause == "RESTATEMENT"
