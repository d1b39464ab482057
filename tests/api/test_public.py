"""The public register over HTTP: no token, every page once, every file exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.api.conftest import BENEFICIARY, CLAIM, Caller, lot_id
from tests.rooms.exchange import Exchange
from tests.rooms.publishing import publish as publish_log
from tests.rooms.publishing import use_own_home
from truetonne.edge.identifiers import new_id, show_id
from truetonne.ledger.actions.hold import hold_lot
from truetonne.ledger.api import LotsOut, NoticesOut, TotalsOut
from truetonne.ledger.log.published import log_public_key
from truetonne.ledger.values import LotState
from truetonne.market.api import register_pages
from truetonne.market.api.public import CertificatesOut
from truetonne.market.attribution import Beneficiary
from truetonne.proof.certificate import verify

pytestmark = pytest.mark.django_db(transaction=True)

Publish = Callable[[], None]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for the log of this test's own: other workers publish too."""
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)


@pytest.fixture
def publish(web_connection: Callable[..., psycopg.Connection], own_home: None) -> Publish:
    """Let the log worker do all that waits."""
    return lambda: publish_log(connection=web_connection())


def retire(clerk: Caller, lot: LotState, *, kg: int = 1000, **changes: Any) -> str:
    body = {**CLAIM, "picks": [{"lot": lot_id(lot), "quantity": {"kg": kg}}], **changes}
    answer = clerk.post("/v1/retirements", body)
    assert answer.status == 201, answer.json
    return str(answer.json["certificate"])


def pages(anyone: Caller, path: str) -> list[list[dict[str, Any]]]:
    """Follow the Link header to the end."""
    found = []
    while path:
        answer = anyone.get(path)
        assert answer.status == 200, answer.json
        found.append(answer.json["data"])
        link = answer.response.get("Link", "")
        onward = [part for part in link.split(", ") if part.endswith('rel="next"')]
        assert bool(onward) == answer.json["has_more"]
        parts = urlsplit(onward[0].split(">")[0][1:]) if onward else None
        path = f"{parts.path}?{parts.query}" if parts else ""
    return found


def certificates(anyone: Caller, query: str = "") -> list[str]:
    return [row["certificate"] for page in pages(anyone, f"/v1/public/retirements{query}") for row in page]


def test_every_certificate_stands_in_the_register_once(
    anyone: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    made = [retire(clerk, lot, kg=kg) for kg in range(1, 8)]
    publish()

    assert certificates(anyone) == made
    assert certificates(anyone, "?limit=3") == made
    assert certificates(anyone, "?limit=3&order=desc") == made[::-1]
    first = anyone.get("/v1/public/retirements?limit=2")
    CertificatesOut.model_validate(first.json)
    row = first.json["data"][0]
    assert row["body"]["beneficiary"]["display_name"] == "Harbour Street Bakeries"
    assert row["body"]["quantity"] == {"kg": 1, "tonnes": "0.001", "words": row["body"]["quantity"]["words"]}
    assert (row["status"], row["registry_confirmed_at"]) == ("VALID", None)


def test_rows_added_meanwhile_cause_no_skip_and_no_repeat(
    anyone: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    made = [retire(clerk, lot, kg=kg) for kg in range(1, 6)]
    publish()
    seen: list[str] = []
    path = "/v1/public/retirements?limit=2&order=desc"
    cursor = None
    while True:
        answer = anyone.get(path + (f"&after={cursor}" if cursor else ""))
        seen += [row["certificate"] for row in answer.json["data"]]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            break
        retire(clerk, lot, kg=50)
        publish()

    assert seen == made[::-1]
    back = anyone.get(
        f"/v1/public/retirements?limit=2&before={anyone.get('/v1/public/retirements?limit=1&order=desc').json['next_cursor']}"
    )
    assert back.code == "invalid_cursor", "a cursor of one order is not one of the other"


def test_filters_hold_together_and_repeated_ones_mean_any(
    anyone: Caller, clerk: Caller, exchange: Exchange, confirmed_name: Beneficiary, publish: Publish
) -> None:
    old, new = exchange.add_lot(year=2020), exchange.add_lot(year=2024, project="Tana Delta Mangroves")
    a = retire(clerk, old)
    b = retire(clerk, new)
    c = retire(clerk, new, purpose="PUBLIC_CLAIM")
    publish()
    today = datetime.now(tz=UTC).date()
    tomorrow = (today + timedelta(days=1)).isoformat()

    def found(query: str) -> list[str]:
        return certificates(anyone, f"?{query}")

    assert found("vintage=2020") == [a]
    assert found("vintage=2020&vintage=2024") == [a, b, c]
    assert found("vintage=2024&purpose=PUBLIC_CLAIM") == [c]
    assert found("vintage=2020&purpose=PUBLIC_CLAIM") == []
    assert found("program=DEMO&project=0417") == [a, b, c]
    assert found("program=OTHER") == []
    assert found("country=TZ") == [a, b, c]
    assert found("country=SE") == []
    assert found("kind=CREDIT") == [a, b, c]
    assert found("kind=WHATEVER") == []
    assert found("beneficiary=harbour%20street%20BAKERIES") == [a, b, c]
    assert found("beneficiary=Harbour") == [], "no name is found by a part of it"
    assert found(f"since={today.isoformat()}&until={tomorrow}") == [a, b, c]
    assert found(f"since={tomorrow}") == []
    assert found("status=REPLACED") == []
    assert found("status=VALID&limit=1") == [a, b, c]


def test_a_long_look_ends_early_and_goes_on_from_there(
    anyone: Caller,
    clerk: Caller,
    exchange: Exchange,
    confirmed_name: Beneficiary,
    publish: Publish,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(register_pages, "LOOKED_THROUGH_MAX", 4)
    monkeypatch.setattr(register_pages, "ROWS_AT_ONCE", 2)
    common, rare = exchange.add_lot(year=2024), exchange.add_lot(year=2020)
    made = [retire(clerk, rare if number in {0, 9} else common, kg=10) for number in range(11)]
    publish()

    shown = pages(anyone, "/v1/public/retirements?vintage=2020&limit=5")

    assert [row["certificate"] for page in shown for row in page] == [made[0], made[9]]
    assert len(shown) > 1


def test_the_certificate_file_is_exact_and_waits_for_its_proof(
    anyone: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    path = f"/v1/public/certificates/{retire(clerk, lot)}"
    pending = anyone.get(path)
    assert (pending.status, pending.json["proof"], pending.response["Retry-After"]) == (202, "pending", "1")

    publish()
    file = anyone.get(path)
    assert file.status == 200
    verdict = verify(data=file.response.content, key=log_public_key())
    assert verdict.exit_code == 0, verdict
    assert "annex" not in file.json
    again = anyone.get(path, If_None_Match=file.response["ETag"])
    assert (again.status, again.response.content) == (304, b"")
    head = anyone.client.head(path)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(file.response.content)))


def test_the_buyers_copy_has_the_private_parts(
    anyone: Caller, buyer: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    certificate = retire(clerk, lot)
    publish()

    own = clerk.get(f"/v1/certificates/{certificate}")
    assert set(own.json["annex"]) == {"price", "signer"}
    assert own.response["Cache-Control"] == "private, no-store"
    assert verify(data=own.response.content, key=log_public_key()).exit_code == 0
    assert buyer.get(f"/v1/certificates/{certificate}").status == 404, "not this buyer's"
    assert anyone.get(f"/v1/certificates/{certificate}").status == 401


def test_a_hidden_name_is_hidden_here_too(
    anyone: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    until = (datetime.now(tz=UTC) + timedelta(days=30)).date().isoformat()
    certificate = retire(clerk, lot, beneficiary={**BENEFICIARY, "hidden_until": until})
    publish()

    answer = anyone.get("/v1/public/retirements")

    assert answer.json["data"][0]["body"]["beneficiary"] == {"hidden_until": until}
    assert answer.json["data"][0]["beneficiary_name"] == ""
    assert b"Harbour" not in answer.response.content
    assert b"Harbour" not in anyone.get(f"/v1/public/certificates/{certificate}").response.content


def test_stock_shows_where_each_kilogram_is(
    anyone: Caller, clerk: Caller, buyer: Caller, exchange: Exchange, confirmed_name: Beneficiary
) -> None:
    lots = [exchange.add_lot(year=year) for year in range(2015, 2022)]
    retire(clerk, lots[0], kg=1500)
    buyer.post("/v1/quotes", {"picks": [{"lot": lot_id(lots[0]), "quantity": {"kg": 300}}]})

    shown = pages(anyone, "/v1/public/lots?limit=3")
    LotsOut.model_validate(anyone.get("/v1/public/lots").json)

    rows = [row for page in shown for row in page]
    assert [row["id"] for row in rows] == [lot_id(lot) for lot in lots]
    first = rows[0]
    assert (first["issued_kg"], first["retired_kg"], first["reserved_kg"]) == (100_000, 1500, 300)
    assert (first["available_kg"], first["open_remainder_kg"]) == (98_200, 500)
    assert first["price"]["per_tonne"] == "14.25"
    assert [
        row["vintage_start"][:4] for row in anyone.get("/v1/public/lots?vintage=2016&vintage=2018").json["data"]
    ] == [
        "2016",
        "2018",
    ]


def test_totals_are_the_sums_of_the_rows_now_and_then(
    anyone: Caller, clerk: Caller, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    retire(clerk, lot, kg=1500)
    between = datetime.now(tz=UTC).isoformat().replace("+00:00", "Z")
    retire(clerk, lot, kg=200)
    publish()

    now = anyone.get("/v1/public/totals")
    TotalsOut.model_validate(now.json)
    rows = anyone.get("/v1/public/retirements").json["data"]
    assert now.json["retired"]["kg"] == sum(row["body"]["quantity"]["kg"] for row in rows) == 1700
    assert anyone.get(f"/v1/public/totals?at={between}").json["retired"] == {"kg": 1500, "tonnes": "1.5"}
    assert anyone.get("/v1/public/totals?at=2026-03-02").errors == {"/query/at": "invalid_time"}
    assert anyone.get("/v1/public/totals", If_None_Match=now.response["ETag"]).status == 304


def test_notices_tell_what_came_after(
    anyone: Caller, clerk: Caller, exchange: Exchange, lot: LotState, confirmed_name: Beneficiary, publish: Publish
) -> None:
    certificate = retire(clerk, lot)
    hold_lot(lot_id=lot.lot_id, reason="Registry asks", request_id="hold", at=exchange.at)
    publish()

    events = anyone.get("/v1/public/notices")
    NoticesOut.model_validate(events.json)
    assert [(row["kind"], row["entry"]["reason"]) for row in events.json["data"]] == [("HOLD", "Registry asks")]
    of_one = anyone.get(f"/v1/public/notices?certificate={certificate}").json["data"]
    assert [(row["kind"], row["text"]) for row in of_one] == [("HOLD", "Registry asks")]
    assert anyone.get("/v1/public/notices?certificate=ret_1").errors == {"/query/certificate": "invalid_id"}


def test_projects_are_listed(anyone: Caller) -> None:
    assert anyone.get("/v1/public/projects").json == {
        "data": [],
        "has_more": False,
        "next_cursor": None,
        "previous_cursor": None,
    }


@pytest.mark.parametrize("name", ["retirements", "lots", "notices", "projects"])
def test_every_list_refuses_what_it_does_not_know(anyone: Caller, name: str) -> None:
    path = f"/v1/public/{name}"

    assert anyone.get(f"{path}?colour=green").errors == {"/query/colour": "unknown_field"}
    assert anyone.get(f"{path}?limit=0").errors == {"/query/limit": "invalid_request"}
    assert anyone.get(f"{path}?limit=101").code == "invalid_request"
    assert anyone.get(f"{path}?after=zzz").errors == {"/query/after": "invalid_cursor"}
    assert anyone.get(f"{path}?after=a&before=b").errors == {"/query/before": "invalid_cursor"}
    assert anyone.get(f"{path}?limit=1&limit=2").errors == {"/query/limit": "invalid_request"}


def test_a_certificate_that_is_not_there(anyone: Caller) -> None:
    assert anyone.get(f"/v1/public/certificates/{show_id(prefix='crt', id=new_id())}").status == 404
    assert anyone.get("/v1/public/certificates/RET-7K2M-94").code == "invalid_id"
