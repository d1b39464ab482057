"""Jobs are queued in the transaction that needs them, clocks run once a day, and a dead worker loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app

from truetonne.config.jobs import PRESENCE_LOCK, run_jobs
from truetonne.edge import jobs
from truetonne.edge.models import ClockRun, Event
from truetonne.edge.outbox import EventTypeUnknown, derive_event_id, write_event

RAN: list[int] = []


@jobs.job(name="tests.note")
def note(number: int) -> None:
    RAN.append(number)


@jobs.job(name="tests.lose", hears_of_repeats=True)
def lose(number: int, is_repeat: bool) -> None:
    RAN.append(-number if is_repeat else number)
    raise OperationalError("the connection is lost")


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'tests.note'")
        return int(cursor.fetchone()[0])


def work() -> None:
    asyncio.run(run_jobs(wait=False, concurrency=1))


@pytest.fixture(autouse=True)
def no_clocks(monkeypatch: pytest.MonkeyPatch) -> dict[str, jobs.Clock]:
    RAN.clear()
    clocks: dict[str, jobs.Clock] = {}
    monkeypatch.setattr(jobs, "CLOCKS", clocks)
    return clocks


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_only_if_its_transaction_holds() -> None:
    with transaction.atomic():
        jobs.enqueue(name="tests.note", number=1)
        transaction.set_rollback(True)
    with transaction.atomic():
        jobs.enqueue(name="tests.note", number=2)

    work()

    assert RAN == [2]
    assert queued() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_for_later_waits(at: datetime) -> None:
    jobs.enqueue(name="tests.note", at=at + timedelta(days=36_500), number=3)

    work()

    assert RAN == []
    assert queued() == 1


def take_a_job(*, silent_s: int) -> None:
    """Take the job that is due as a worker of a process that is not there, silent for so long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
        (worker,) = cursor.fetchone()
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s) WHERE id = %s",
            [silent_s, worker],
        )


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_comes_alone_runs_the_jobs_of_one_that_has_just_died() -> None:
    jobs.enqueue(name="tests.note", number=4)
    take_a_job(silent_s=1)

    work()

    assert RAN == [4]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_comes_takes_no_job_of_one_that_lives(web_connection: Callable[..., psycopg.Connection]) -> None:
    jobs.enqueue(name="tests.note", number=4)
    take_a_job(silent_s=29)
    living = web_connection(autocommit=True)
    living.execute("SELECT pg_advisory_lock_shared(%s)", [PRESENCE_LOCK])

    work()

    assert RAN == []
    living.close()
    work()
    assert RAN == [4]


@pytest.mark.django_db(transaction=True)
def test_silence_ends_a_worker_for_those_that_live() -> None:
    for number in (5, 6):
        jobs.enqueue(name="tests.note", number=number)
    take_a_job(silent_s=29)
    take_a_job(silent_s=31)

    async def put_back() -> int:
        with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
            async with working.open_async():
                return await jobs.put_back_stalled_jobs(manager=working.job_manager)

    assert asyncio.run(put_back()) == 1
    assert queued() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_database_went_away_runs_again_and_hears_that_it_is_a_repeat() -> None:
    jobs.enqueue(name="tests.lose", number=7)
    work()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")

    work()

    assert RAN == [7, -7]


@pytest.mark.django_db
def test_a_clock_runs_once_a_day_and_again_after_a_failure(no_clocks: dict[str, jobs.Clock], at: datetime) -> None:
    calls: list[str] = []

    def steady(*, at: datetime) -> int:
        calls.append("steady")
        return 2

    def failing(*, at: datetime) -> int:
        calls.append("failing")
        if calls.count("failing") == 1:
            raise ValueError("not today")
        return 0

    no_clocks.update(steady=steady, failing=failing)

    first = jobs.run_daily_clocks(at=at)
    second = jobs.run_daily_clocks(at=at + timedelta(minutes=5))
    third = jobs.run_daily_clocks(at=at + timedelta(minutes=10))
    tomorrow = jobs.run_daily_clocks(at=at + timedelta(days=1))

    assert (first, second, third) == ({"steady": 2}, {"failing": 0}, {})
    assert sorted(tomorrow) == ["failing", "steady"]
    assert ClockRun.objects.filter(day=at.date()).count() == 2


@pytest.mark.django_db
def test_an_event_is_written_once_with_an_id_that_sorts_by_time(at: datetime) -> None:
    for _ in range(2):
        write_event(type="order.placed", subject="ord_1", organization_id=None, request_id="r", at=at, data={"kg": 1})
    earlier = derive_event_id(type="order.placed", subject="ord_2", request_id="r", at=at - timedelta(seconds=1))

    (event,) = Event.objects.all()
    assert (event.type, event.data, event.pk.version) == ("order.placed", {"kg": 1}, 7)
    assert earlier < event.pk
    with pytest.raises(EventTypeUnknown):
        write_event(type="order.dreamt", subject="ord_1", organization_id=None, request_id="r", at=at)


@pytest.mark.django_db(transaction=True)
def test_the_outbox_only_grows(web_connection: object, owner_connection: psycopg.Connection, at: datetime) -> None:
    write_event(type="order.placed", subject="ord_1", organization_id=None, request_id="r", at=at)

    for statement in ("UPDATE edge_event SET type = 'x'", "DELETE FROM edge_event", "TRUNCATE edge_event"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web_connection(autocommit=True).execute(statement)  # type: ignore[operator]
        with pytest.raises(psycopg.errors.RestrictViolation):
            owner_connection.execute(statement)
