"""The market's pages: what each shows, to whom, in three languages, and how many queries it takes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.rooms.exchange import Exchange, beneficiary, make_exchange
from tests.rooms.publishing import publish, use_own_home
from tests.rooms.trading import ask, decide, deliver, pay, take
from truetonne.edge.identifiers import show_id
from truetonne.ledger.actions.hold import hold_lot
from truetonne.ledger.log.published import log_public_key
from truetonne.ledger.queries.lots import get_lot
from truetonne.market.actions.cancel_order import cancel_order
from truetonne.market.certificates import make_file, read_certificate
from truetonne.market.claim_text import draft_claim_text
from truetonne.market.kept import forget_kept
from truetonne.market.models import BeneficiaryName, Order, RegisterRow
from truetonne.market.register_index import follow_log, publish_names
from truetonne.market.values import Delivered
from truetonne.proof.certificate import verify
from truetonne.science.money import CostParts

WebConnection = Callable[..., psycopg.Connection]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def exchange(transactional_db: None, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    use_own_home(path=tmp_path, monkeypatch=monkeypatch)
    return make_exchange(at=at)


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def buyer(exchange: Exchange) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(exchange.buyer)
    return client


@pytest.fixture
def clerk(exchange: Exchange) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(exchange.clerk)
    return client


def retire(exchange: Exchange, *, kg: int, number: int = 1, **changes: object) -> Delivered:
    placed = take(
        exchange,
        ask(exchange, kg=kg, request_id=f"q{number}"),
        request_id=f"o{number}",
        beneficiary=beneficiary(**changes),
    )
    pay(exchange, placed, request_id=f"p{number}")
    decide(exchange)
    return deliver(exchange, placed, request_id=f"d{number}")[0]


def address_of(delivered: Delivered) -> str:
    return f"/certificates/{show_id(prefix='crt', id=delivered.certificate_id)}"


def page(client: Client, address: str, *, language: str = "en", status: int = 200) -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "vi", "zh-hans"])
def test_every_public_page_opens_in_every_language(
    exchange: Exchange, reader: Client, web_connection: WebConnection, language: str
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    publish(connection=web_connection())

    for address in (
        "/catalogue/",
        "/register/",
        "/register/stock/",
        "/register/stock/?at=2026-01-01",
        "/register/reviews/",
        "/register/recalls/",
        "/register/corrections/",
        f"{address_of(delivered)}/",
        "/verify/",
        "/log/",
        "/log/entries/0/",
    ):
        assert "<h1" in page(reader, address, language=language)


def test_a_pending_certificate_has_a_page_and_its_files_wait(exchange: Exchange, reader: Client) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)

    markup = page(reader, f"{address_of(delivered)}/")

    assert 'value="3250"' in markup
    assert "pending" in markup
    for ending in (".json", ".pdf"):
        response = reader.get(f"{address_of(delivered)}{ending}")
        assert (response.status_code, response.content) == (202, b'{"proof":"pending"}')


def test_the_beneficiary_stands_on_the_certificate_and_the_payer_nowhere(
    exchange: Exchange, reader: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10)
    publish(connection=web_connection())

    for text in (page(reader, f"{address_of(delivered)}/"), page(reader, "/register/")):
        assert "Harbour Street Bakeries" in text
        assert "Tallow" not in text


def test_a_hidden_name_is_on_no_public_page_and_cannot_be_searched(
    exchange: Exchange, reader: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10, hidden_until=date(2027, 3, 1))
    publish(connection=web_connection())

    for address in (f"{address_of(delivered)}/", "/register/", "/log/", "/log/entries/1/", "/register/retirements.csv"):
        response = reader.get(address)
        text = response.getvalue().decode() if response.streaming else response.content.decode()
        assert "Harbour" not in text
    assert delivered.short_code not in page(reader, "/register/?q=Harbour+Street+Bakeries")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=harbour street bakeries", True),
        ("q=Harbour Street", False),
        ("q=DEMO-TZ-0417-2024-31 2", True),
        ("q=DEMO-TZ-0417-2024-31 9", False),
        ("year=2026", True),
        ("year=2025", False),
        ("purpose=ONGOING_EMISSIONS", True),
        ("purpose=OTHER", False),
        ("program=DEMO&project=0417", True),
        ("program=DEMO&project=1", False),
    ],
)
def test_the_register_finds_whole_names_serials_years_purposes_and_projects(
    exchange: Exchange, reader: Client, web_connection: WebConnection, query: str, is_found: bool
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    publish(connection=web_connection())

    assert (delivered.short_code in page(reader, f"/register/?{query}")) is is_found


def test_a_short_code_leads_to_its_certificate_and_a_mistyped_one_nowhere(
    exchange: Exchange, reader: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10)
    publish(connection=web_connection())
    page(reader, "/register/")

    found = reader.get(f"/certificates/{delivered.short_code}/")
    swapped = delivered.short_code[:-1] + ("0" if delivered.short_code[-1] != "0" else "1")

    assert found["Location"] == f"{address_of(delivered)}/"
    assert reader.get(f"/certificates/{swapped}/").status_code == 404


def test_the_register_pages_through_every_row_once(
    exchange: Exchange, reader: Client, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    codes = {retire(exchange, kg=10 + number, number=number).short_code for number in range(5)}
    publish(connection=web_connection())

    seen: list[str] = []
    address = "/register/?limit=2"
    for _ in range(3):
        markup = page(reader, address)
        seen += [code for code in codes if code in markup]
        after = markup.split('rel="next" href="')
        address = f"/register/{after[1].split(chr(34))[0]}".replace("&amp;", "&") if len(after) > 1 else ""

    assert sorted(seen) == sorted(codes)
    assert address == ""


@pytest.mark.parametrize(
    "address", ["/catalogue/", "/register/", "/register/?year=2026", "/log/", "/orders/", "/office/"]
)
def test_a_list_takes_as_many_queries_for_many_rows_as_for_one(
    exchange: Exchange, clerk: Client, web_connection: WebConnection, address: str
) -> None:
    exchange.add_lot()
    retire(exchange, kg=10)
    publish(connection=web_connection())
    page(clerk, address)
    # What is kept is forgotten first: a commit in any database of the server, another worker's too, would make it anew.
    forget_kept()
    with CaptureQueriesContext(connection) as few:
        page(clerk, address)
    for number in range(2, 6):
        exchange.add_lot(first=1000 * number, last=1000 * number + 5, year=2010 + number)
        retire(exchange, kg=10, number=number)
    publish(connection=web_connection())
    page(clerk, address)

    forget_kept()
    with CaptureQueriesContext(connection) as many:
        page(clerk, address)

    assert len(many) == len(few)


def test_files_add_up_to_the_register(exchange: Exchange, reader: Client, web_connection: WebConnection) -> None:
    exchange.add_lot()
    for number, kg in enumerate((1, 1_000, 1_500), start=1):
        retire(exchange, kg=kg, number=number)
    publish(connection=web_connection())
    page(reader, "/register/")

    rows = reader.get("/register/retirements.csv").getvalue().decode().split("\r\n")
    lines = reader.get("/register/retirements.jsonl").getvalue().decode().splitlines()
    stock = [json.loads(line) for line in reader.get("/register/stock.jsonl").getvalue().decode().splitlines()]
    today = datetime.now().astimezone().strftime("%Y-%m-%d")
    of_day = reader.get(f"/register/retirements-{today}.jsonl").getvalue().decode().splitlines()

    column = rows[0].split(",").index("line_kg")
    assert sum(int(row.split(",")[column]) for row in rows[1:] if row) == 2_501
    assert sum(json.loads(line)["body"]["quantity"]["kg"] for line in lines) == 2_501
    assert [lot["retired_kg"] for lot in stock] == [2_501]
    assert of_day == lines
    assert reader.get("/register/retirements-2020-01-01.csv").status_code == 404


@pytest.mark.parametrize("kg", [1, 1_000, 1_500, 100_000, 999_999_999])
def test_page_pdf_json_and_words_agree(
    exchange: Exchange, reader: Client, web_connection: WebConnection, kg: int
) -> None:
    exchange.add_lot(last=1_000_000)
    delivered = retire(exchange, kg=kg)
    publish(connection=web_connection())
    whole, part = divmod(kg, 1_000)
    shown = f"{whole:,}.{part:03d}"

    markup = page(reader, f"{address_of(delivered)}/")
    file = json.loads(reader.get(f"{address_of(delivered)}.json").content)

    assert f'value="{kg}">{whole:,}<span class="d">.{part:03d}' in markup
    assert file["body"]["quantity"]["kg"] == kg
    assert file["body"]["quantity"]["words"] in markup
    assert shown in pdf_text(reader.get(f"{address_of(delivered)}.pdf").content)


def pdf_text(data: bytes) -> str:
    import io

    from pypdf import PdfReader

    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)


def test_a_hold_after_a_retirement_is_shown_on_the_certificate(
    exchange: Exchange, reader: Client, web_connection: WebConnection, at: datetime
) -> None:
    lot = exchange.add_lot()
    delivered = retire(exchange, kg=10)
    hold_lot(lot_id=lot.lot_id, reason="fire in two parcels", request_id="hold", at=at)
    publish(connection=web_connection())

    assert "fire in two parcels" in page(reader, f"{address_of(delivered)}/")
    assert "Notice attached" in page(reader, "/register/")
    assert "fire in two parcels" in page(reader, "/catalogue/")


def test_the_server_verifies_without_scripts(exchange: Exchange, reader: Client, web_connection: WebConnection) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10)
    publish(connection=web_connection())
    data = reader.get(f"{address_of(delivered)}.json").content

    def send(content: bytes, key: str = "") -> str:
        from django.core.files.uploadedfile import SimpleUploadedFile

        upload = SimpleUploadedFile("c.json", content, content_type="application/json")
        return reader.post("/verify/", {"certificate": upload, "key": key}).content.decode()

    assert 'data-verdict="0"' in send(data)
    assert 'data-verdict="1"' in send(data.replace(b"Harbour", b"Harbor1"))
    assert 'data-verdict="2"' in send(b"no json")
    assert "name+id+base64" in send(data, key="nonsense")


def test_the_verifier_is_handed_out_as_one_file(exchange: Exchange, reader: Client) -> None:
    response = reader.get("/verify/truetonne-verify.py")

    assert response["Content-Disposition"] == 'attachment; filename="truetonne-verify.py"'
    compile(response.content, "verify", "exec")


def test_a_buyer_goes_from_quote_to_certificate_without_scripts(
    exchange: Exchange, buyer: Client, clerk: Client
) -> None:
    lot = exchange.add_lot()
    lot_text = show_id(prefix="lot", id=lot.lot_id)

    assert "Quote" in page(buyer, f"/quotes/new/?lot={lot_text}")
    asked = buyer.post(
        "/quotes/new/",
        {"lot": lot_text, "project": "", "tonnes": "3.250", "amount": "", "currency": "USD", "request_id": "q"},
    )
    assert asked.status_code == 302
    assert "46<span" in page(buyer, asked["Location"])
    missing = buyer.post(f"{asked['Location']}order/", {"request_id": "o"})
    assert missing.status_code == 422
    given = {
        "display_name": "Harbour Street Bakeries", "legal_name": "Harbour Street Bakeries Oy", "country": "FI",
        "domain": "harbour.example", "purpose": "ONGOING_EMISSIONS", "claim_year": "2025", "authorized": "on",
        "request_id": "o",
    }  # fmt: skip
    tried = buyer.post(f"{asked['Location']}order/", {**given, "try": "1"})
    assert "Nothing was written" in tried.content.decode()
    placed = buyer.post(f"{asked['Location']}order/", given)
    assert placed.status_code == 302
    order = Order.objects.get()
    office = f"/office{placed['Location']}"
    clerk.post(f"{office}pay/", {"amount": "46.31", "reference": "bank", "value_date": "2026-03-02", "request_id": "p"})
    name = show_id(prefix="bnm", id=BeneficiaryName.objects.get().pk)
    assert "Harbour" in page(clerk, "/office/names/")
    clerk.post(f"/office/names/{name}/decide/", {"decision": "confirm", "reason": "", "request_id": "n"})
    assert "Retire for good" in page(clerk, office)
    clerk.post(f"{office}deliver/", {"understood": "on", "request_id": "d"})

    order.refresh_from_db()
    assert order.state == "RETIRED"
    assert "/certificates/crt_" in page(buyer, placed["Location"])


@pytest.mark.parametrize("tonnes", ["0", "-1", "1.2345", "1e3", "1,5", "abc", ""])
def test_a_mass_that_cannot_be_read_is_refused_beside_its_field(exchange: Exchange, buyer: Client, tonnes: str) -> None:
    exchange.add_lot()

    response = buyer.post(
        "/quotes/new/", {"lot": "", "project": "", "tonnes": tonnes, "amount": "", "currency": "USD", "request_id": "q"}
    )

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_orders_of_others_do_not_exist(exchange: Exchange, reader: Client, at: datetime) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    from truetonne.edge.permissions import Role
    from truetonne.people.actions import grant_role, record_organization, record_person
    from truetonne.people.models import OrganizationKind

    other = record_organization(
        organization_id=exchange.ids(), kind=OrganizationKind.MEMBER, name="Other", legal_name="Other AB", country="SE",
        request_id="x", at=at,
    )  # fmt: skip
    person = record_person(
        person_id=exchange.ids(), email="x@other.example", name="X", password=None, request_id="y", at=at
    )
    grant_role(person=person, organization=other, role=Role.BUYER, request_id="z", at=at)
    reader.force_login(person)

    assert reader.get(f"/orders/{show_id(prefix='ord', id=placed.order_id)}/").status_code == 404
    assert reader.get(f"/quotes/{show_id(prefix='qte', id=placed.quote_id)}/").status_code == 404
    assert reader.get("/office/").status_code == 403


@pytest.mark.parametrize(("language", "day"), [("en", "1 Mar 2026"), ("vi", "1/3/2026"), ("zh-hans", "2026年3月1日")])
def test_a_minute_before_midnight_is_the_same_day_everywhere(
    exchange: Exchange, reader: Client, web_connection: WebConnection, language: str, day: str
) -> None:
    exchange.add_lot()
    placed = take(exchange, ask(exchange, kg=10))
    pay(exchange, placed)
    decide(exchange)
    (delivered,) = deliver(exchange, placed, effective_at=datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC))
    publish(connection=web_connection())

    assert day in page(reader, f"{address_of(delivered)}/", language=language)
    assert day in page(reader, "/register/", language=language)
    pdf = reader.get(f"{address_of(delivered)}.pdf", headers={"accept-language": language}).content
    assert day.replace(" ", "") in pdf_text(pdf).replace(" ", "").replace("\n", "")
    body = json.loads(reader.get(f"{address_of(delivered)}.json").content)["body"]
    assert body["act"]["effective_at"] == "2026-03-01T23:59:59Z"


def test_a_hidden_name_appears_on_its_day_and_matches_its_hash(
    exchange: Exchange, web_connection: WebConnection
) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=10, hidden_until=date(2027, 3, 1))
    publish(connection=web_connection())
    follow_log()

    before = read_certificate(certificate_id=delivered.certificate_id, today=date(2027, 2, 28))
    on_the_day = read_certificate(certificate_id=delivered.certificate_id, today=date(2027, 3, 1))
    file = make_file(handed=on_the_day, for_buyer=False)

    assert (before.public_name, on_the_day.public_name) == ("", "Harbour Street Bakeries")
    assert file is not None
    assert verify(data=file, key=log_public_key()).exit_code == 0
    assert list(json.loads(file)["annex"]) == ["beneficiary"]
    assert publish_names(today=date(2027, 2, 28)) == 0
    assert publish_names(today=date(2027, 3, 1)) == 1
    found = RegisterRow.objects.get()
    assert found.name_key == "harbourstreetbakeries"


def test_a_lot_sold_in_pieces_with_cancellations_collects_its_cost(exchange: Exchange) -> None:
    lot = exchange.add_lot(last=3)
    chance = random.Random(7)
    collected, left, number = 0, 3_000, 0
    while left:
        number += 1
        kg = min(left, chance.randint(1, 700))
        placed = take(exchange, ask(exchange, kg=kg, request_id=f"q{number}"), request_id=f"o{number}")
        if chance.random() < 0.4:
            cancel_order(
                order_id=placed.order_id, person_id=exchange.buyer.pk, is_staff=False, reason="REQUESTED",
                request_id=f"c{number}", at=exchange.at,
            )  # fmt: skip
            continue
        pay(exchange, placed, request_id=f"p{number}")
        decide(exchange)
        deliver(exchange, placed, request_id=f"d{number}")
        collected, left = collected + placed.amount_minor, left - kg

    after = get_lot(lot_id=lot.lot_id)
    assert collected == 3 * 1_425
    assert (after.available_kg, after.retired_kg, after.carried) == (0, 3_000, CostParts())


@pytest.mark.parametrize("language", ["en", "vi", "zh-hans"])
def test_the_order_shows_what_may_be_quoted(exchange: Exchange, buyer: Client, language: str) -> None:
    exchange.add_lot()
    delivered = retire(exchange, kg=3_250)
    order = show_id(prefix="ord", id=delivered.order_id)

    markup = page(buyer, f"/orders/{order}/", language=language)

    handed = read_certificate(certificate_id=delivered.certificate_id, today=exchange.at.date())
    draft = draft_claim_text(handed=handed, language=language, today=exchange.at.date())
    assert draft is not None
    assert "Harbour Street Bakeries" in draft.claim
    assert "{" not in draft.text
    assert f"<blockquote>{draft.claim[:40]}" in markup
