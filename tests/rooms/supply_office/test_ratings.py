"""A rating: two independent readers, findings, a score, an immutable version, tonnes held back, triggers, recomputation."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.rooms.supply_office.desk import Desk, make_readers, now
from tests.rooms.supply_office.reviewing import (
    by,
    compute_for,
    open_for,
    prepare,
    publish,
    reading,
    seat,
)
from tests.rooms.supply_office.test_recall_pages import sell_and_retire
from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions import release_lot
from truetonne.ledger.queries.notices import notices_for
from truetonne.ledger.values import NoticeKind
from truetonne.members.lists.likeness import Identity
from truetonne.people.models import Organization, Person
from truetonne.rules.findings import FindingResult
from truetonne.supply.actions.developer_match import DeveloperEvidenceMissing, record_developer_finding
from truetonne.supply.actions.listing import RatingSuspended, ReviewOverdue, expire_reviews, list_lot
from truetonne.supply.actions.publish_rating import HELD_BACK, NotAcceptable, SecondReaderNeeded, publish_rating
from truetonne.supply.actions.review_case import (
    CaseOpen,
    EstimateWithoutBasis,
    NoSeat,
    NotAReader,
    ReadingTooEarly,
)
from truetonne.supply.actions.review_triggers import record_trigger, watch_ratings
from truetonne.supply.lots import list_lots_of
from truetonne.supply.models import Holding, Project, Review, ReviewCase, ReviewComputation, ReviewPublication
from truetonne.supply.reviewing.reproducing import RatingNotFound, reproduce_rating
from truetonne.supply.reviewing.states import Conflict, TriggerKind
from truetonne.supply.states import ReviewState, ReviewVerdict


@pytest.fixture
def holding(desk: Desk) -> Holding:
    lot = desk.receive_block()
    desk.price(lot)
    return Holding.objects.get(lot_id=lot.lot_id)


@pytest.fixture
def readers(desk: Desk) -> tuple[Person, Person]:
    return make_readers(exchange=desk.exchange)


def log_entries(kind: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry WHERE kind = %s ORDER BY id", [kind])
        return [json.loads(bytes(row[0])) for row in cursor.fetchall()]


def put_on_sale(holding: Holding) -> None:
    list_lot(lot_id=holding.lot_id, request_id=f"list {now()}", at=now())


def test_a_rating_is_published_with_findings_score_and_an_entry_of_the_log(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    published = publish(desk, holding, readers)

    body = json.loads(bytes(published.body))
    assert (published.version, published.score_middle, body["verdict"]) == (1, 100, "ACCEPTED")
    assert {one["rule"]: one["result"] for one in body["findings"]}["abacus.benchmark"] == "met"
    assert [one["name"] for one in body["reviewers"]] == ["Ana", "Bo"]
    assert body["computations"][0]["method"] == "vm0047_benchmark"
    assert log_entries("RATING")[-1]["rating_sha256"] == published.sha256


def test_what_was_issued_above_the_estimate_is_held_and_never_listed(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    published = publish(desk, holding, readers, estimate_kg=87_500)
    put_on_sale(holding)

    lots = list_lots_of(holdings=(holding,))

    kept = [lot for lot in lots if (lot.hold_reason or "").startswith(HELD_BACK)]
    assert published.held_back_kg == 13_000
    assert [(lot.held_kg, lot.available_kg, lot.is_listed) for lot in kept] == [(13_000, 0, False)]
    assert sum(lot.available_kg for lot in lots if lot.is_listed) == 87_000


def test_a_second_rating_holds_back_only_what_is_new(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    publish(desk, holding, readers, estimate_kg=90_000)

    again = publish(desk, holding, readers, reason="Again", estimate_kg=85_000)

    lots = list_lots_of(holdings=(holding,))
    assert (again.version, again.held_back_kg, sum(lot.held_kg for lot in lots)) == (2, 15_000, 15_000)
    assert sum(lot.issued_kg for lot in lots) == 100_000


@pytest.mark.parametrize("conflict", list(Conflict))
def test_a_declared_conflict_refuses_the_seat_and_stays_on_record(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], conflict: Conflict
) -> None:
    case = open_for(desk, holding)

    refused = seat(desk, case, readers[0], conflicts=(conflict,))

    assert (refused.seat, refused.refusals, refused.conflicts) == (None, ["declared"], [conflict.value])


def test_importer_operator_and_developer_have_no_seat(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    case = open_for(desk, holding)
    developer = holding.project.developer

    own = seat(desk, case, desk.clerk)
    staff = seat(desk, case, desk.reviewer)
    of_developer = seat(desk, case, readers[0], employer=f" {developer.upper()} ")

    assert set(own.refusals) >= {"importer", "operator", "opened_case"}
    assert staff.refusals == ["operator"]
    assert of_developer.refusals == (["developer"] if developer else [])


def test_one_review_at_a_time_with_two_readers(desk: Desk, holding: Holding, readers: tuple[Person, Person]) -> None:
    case = open_for(desk, holding)
    seat(desk, case, readers[0])

    with pytest.raises(NoSeat):
        seat(desk, case, readers[0])
    with pytest.raises(CaseOpen):
        open_for(desk, holding)
    with pytest.raises(NotAReader):
        reading(desk, case, readers[1])


def test_readings_come_in_order_and_the_other_reader_publishes(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    case = prepare(desk, holding, readers)
    reading(desk, case, readers[0])
    with pytest.raises(ReadingTooEarly):
        reading(desk, case, readers[0], is_reconciled=True)
    with pytest.raises(ReadingTooEarly):
        publish_rating(
            review_id=desk.exchange.ids(), case_id=case.pk, by=by(desk, readers[1]), new_id=desk.exchange.ids
        )
    reading(desk, case, readers[1])
    reading(desk, case, readers[1], is_reconciled=True)

    with pytest.raises(SecondReaderNeeded):
        publish_rating(
            review_id=desk.exchange.ids(), case_id=case.pk, by=by(desk, readers[1]), new_id=desk.exchange.ids
        )


def test_an_estimate_above_the_cases_own_computation_is_refused(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    case = prepare(desk, holding, readers)

    with pytest.raises(EstimateWithoutBasis) as refused:
        reading(desk, case, readers[0], estimate_kg=10_000_000)

    computed = ReviewComputation.objects.get().result["figures"]["net_before_buffer_kg"]
    assert refused.value.computed_kg == computed


def test_readers_cannot_accept_what_the_rubric_refuses(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    missing = {"safeguards.consent": FindingResult.NOT_SHOWN}

    with pytest.raises(NotAcceptable) as refused:
        publish(desk, holding, readers, changed=missing)

    assert refused.value.obstacles == ("safeguards.consent",)
    assert ReviewPublication.objects.count() == 0
    assert list_lots_of(holdings=(holding,))[0].held_kg == 0


def test_a_refused_rating_is_published_and_takes_lots_off_sale(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    publish(desk, holding, readers)
    put_on_sale(holding)

    refused = publish(desk, holding, readers, reason="Again", verdict=ReviewVerdict.REFUSED)

    assert refused.review.state == ReviewState.REFUSED
    assert not any(lot.is_listed for lot in list_lots_of(holdings=(holding,)))
    assert [row.state for row in Review.objects.order_by("recorded_at")] == ["SUPERSEDED", "REFUSED"]


def test_an_overdue_rating_unlists_by_itself(desk: Desk, holding: Holding, readers: tuple[Person, Person]) -> None:
    publish(desk, holding, readers, ago=20, days=-10)
    list_lot(lot_id=holding.lot_id, request_id="list it", at=now() - timedelta(days=20))
    assert any(lot.is_listed for lot in list_lots_of(holdings=(holding,)))

    lapsed = expire_reviews(at=now())

    assert len(lapsed) == 1
    assert not any(lot.is_listed for lot in list_lots_of(holdings=(holding,)))
    with pytest.raises(ReviewOverdue):
        put_on_sale(holding)


def test_a_reversal_suspends_holds_and_asks_for_a_review(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    published = publish(desk, holding, readers)
    put_on_sale(holding)

    row = record_trigger(
        review_id=published.pk, kind=TriggerKind.REVERSAL, fact="Fire in 40 ha", source="Ranger's report",
        by=by(desk, desk.clerk),
        new_id=desk.exchange.ids,
    )  # fmt: skip

    lots = list_lots_of(holdings=(holding,))
    assert row.effect == "suspend"
    assert all(lot.hold_reason for lot in lots)
    assert Review.objects.get(pk=published.pk).state == ReviewState.SUSPENDED
    assert ReviewCase.objects.filter(publication__isnull=True).get().reason == "reversal: Fire in 40 ha"
    with pytest.raises(RatingSuspended):
        put_on_sale(holding)


@pytest.mark.parametrize("kg", [2_500, 100_000])
def test_certificates_sold_before_a_reversal_carry_it_for_good(desk: Desk, client: Client, kg: int) -> None:
    lot, delivered = sell_and_retire(desk, kg=kg)
    address = f"/certificates/{show_id(prefix='crt', id=delivered.certificate_id)}/"
    before = client.get(address).content.decode()

    record_trigger(
        review_id=Review.objects.get().pk, kind=TriggerKind.REVERSAL, fact="Fire in 40 ha", source="Ranger's report",
        by=by(desk, desk.clerk), new_id=desk.exchange.ids,
    )  # fmt: skip
    release_lot(lot_id=lot.lot_id, reason="Rated again", request_id="release", at=now())

    notices = [(one.kind, one.text) for one in notices_for(certificate_id=delivered.certificate_id)]
    assert notices == [(NoticeKind.HOLD, "reversal reported: Fire in 40 ha"), (NoticeKind.RELEASE, "Rated again")]
    assert "Fire in 40 ha" not in before
    assert "reversal reported: Fire in 40 ha" in client.get(address).content.decode()


def found(desk: Desk, holding: Holding, company: Identity, *, is_same: bool) -> None:
    record_developer_finding(
        finding_id=desk.exchange.ids(), project_id=holding.project_id, company=company, is_same=is_same,
        evidence="Register of companies", by=by(desk, desk.clerk),
    )  # fmt: skip


def test_a_reader_is_matched_with_the_developer_by_identifiers_or_a_persons_finding(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    Project.objects.filter(pk=holding.project_id).update(developer="Quiet Water Oy")
    case = open_for(desk, holding)

    def refusals(employer: str) -> list[str]:
        with transaction.atomic():
            row = seat(desk, case, readers[0], employer=employer)
            transaction.set_rollback(True)
        return list(row.refusals)

    assert refusals("quiet water AB") == ["developer"]
    assert refusals("Quiet Water Cooperative") == ["developer_unclear"]
    assert refusals("Loud Water") == []
    found(desk, holding, Identity(names=("Quiet Water Cooperative",)), is_same=False)
    assert refusals("Quiet Water Cooperative") == []
    found(desk, holding, Identity(names=("Loud Water",)), is_same=True)
    assert refusals("Loud Water Ltd") == ["developer"]
    Organization.objects.filter(name="Second Look").update(domain="quietwater.example")
    found(desk, holding, Identity(names=("QW Holding",), domain="www.quietwater.example"), is_same=True)
    assert refusals("Somebody else") == ["developer"]


def test_a_finding_on_the_developer_says_what_shows_it(desk: Desk, holding: Holding) -> None:
    with pytest.raises(DeveloperEvidenceMissing):
        record_developer_finding(
            finding_id=desk.exchange.ids(), project_id=holding.project_id, company=Identity(names=("Quiet Water",)),
            is_same=True, evidence=" ", by=by(desk, desk.clerk),
        )  # fmt: skip


def test_the_clock_finds_another_methodology_once(desk: Desk, holding: Holding, readers: tuple[Person, Person]) -> None:
    published = publish(desk, holding, readers)
    Project.objects.filter(pk=holding.project_id).update(methodology="VM0047 v1.2")

    first, second = watch_ratings(at=now(), new_id=desk.exchange.ids), watch_ratings(at=now(), new_id=desk.exchange.ids)

    assert (len(first), second) == (1, ())
    assert Review.objects.get(pk=published.pk).state == ReviewState.SUSPENDED


def test_a_benchmark_that_drifts_asks_for_a_review_and_leaves_the_lot_listed(
    desk: Desk, holding: Holding, readers: tuple[Person, Person]
) -> None:
    published = publish(desk, holding, readers)
    put_on_sale(holding)
    case = open_for(desk, holding, "Next verification")
    seat(desk, case, readers[0])
    compute_for(desk, case, readers[0], growth_of_donors=0.02)

    watch_ratings(at=now(), new_id=desk.exchange.ids)

    assert [row.kind for row in published.review.triggers.all()] == ["drift"]
    assert any(lot.is_listed for lot in list_lots_of(holdings=(holding,)))


def test_a_rating_recomputes_to_the_same_figures(desk: Desk, holding: Holding, readers: tuple[Person, Person]) -> None:
    published = publish(desk, holding, readers)

    found = reproduce_rating(review_id=published.pk)

    assert found.is_same
    assert len(found.reruns) == 1


def test_a_figure_that_differs_is_named(desk: Desk, holding: Holding, readers: tuple[Person, Person]) -> None:
    case = prepare(desk, holding, readers)
    row = ReviewComputation.objects.get(case=case)
    row.pk, row.request_id = desk.exchange.ids(), "forged"
    row.result = {**row.result, "figures": {**row.result["figures"], "benchmark_credited": 0.5}}
    row.save(force_insert=True)
    for person in readers:
        reading(desk, case, person)
    reading(desk, case, readers[0], is_reconciled=True)
    published = publish_rating(
        review_id=desk.exchange.ids(), case_id=case.pk, by=by(desk, readers[1]), new_id=desk.exchange.ids
    )

    found = reproduce_rating(review_id=published.pk)

    assert not found.is_same
    assert [d.figure for one in found.reruns for d in one.differences] == ["figures.benchmark_credited"]


def test_a_refusal_of_six_lines_has_nothing_to_recompute(desk: Desk, holding: Holding) -> None:
    review = desk.review(list_lots_of(holdings=(holding,))[0], verdict=ReviewVerdict.REFUSED)

    with pytest.raises(RatingNotFound):
        reproduce_rating(review_id=review.pk)


@pytest.mark.parametrize(
    "table", ["reviewcase", "reviewreading", "reviewcomputation", "reviewpublication", "developerfinding"]
)
def test_rows_of_a_review_never_change(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], table: str
) -> None:
    publish(desk, holding, readers)

    for statement in (f"UPDATE supply_{table} SET recorded_at = now()", f"DELETE FROM supply_{table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
