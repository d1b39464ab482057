"""The public rating page, its files and the API; the reviewers' workplace; others' opinions in bulk."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.rooms.supply_office.desk import Desk, hidden, make_readers, sign_in
from tests.rooms.supply_office.reviewing import prepare, publish, reading
from truetonne.edge.identifiers import show_id
from truetonne.people.models import Person
from truetonne.supply.actions.import_opinions import MappingUnusable, import_opinions, read_mapping
from truetonne.supply.models import (
    ExternalRating,
    Holding,
    OpinionLoad,
    ReviewCase,
    ReviewComputation,
    ReviewerDeclaration,
)
from truetonne.supply.reviewing.computing import compute
from truetonne.supply.reviewing.queries import figures_of
from truetonne.supply.states import ReviewState, ReviewVerdict
from truetonne.supply.synthetic.series import write_series

MAPPING = """
[list]
kind = "reviews"
[columns]
project = "Project"
value = "Rating"
rated_on = "Day"
[fixed]
rater = "Plumb Line (invented)"
scale = "D to AAA"
"""


@pytest.fixture
def holding(desk: Desk) -> Holding:
    return Holding.objects.get(lot_id=desk.receive_block().lot_id)


@pytest.fixture
def readers(desk: Desk) -> tuple[Person, Person]:
    return make_readers(exchange=desk.exchange)


def test_a_rating_is_public_with_findings_charts_and_files(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], client: Client
) -> None:
    published = publish(desk, holding, readers)
    address = f"/ratings/{show_id(prefix='rev', id=published.pk)}"

    page = client.get(f"{address}/").content.decode()
    table = b"".join(client.get(f"{address}/balance.csv").streaming_content)  # type: ignore[attr-defined]

    assert all(text in page for text in ("Findings", "Balance of covariates", "Ana", published.sha256))
    assert table.startswith(b"Covariate,Before matching,After matching")
    assert client.get(f"{address}.json").content == bytes(published.body)
    assert client.get(f"{address}/unheard.csv").status_code == 404
    assert "Rejection rate" in client.get("/ratings/").content.decode()


def test_a_refusal_of_six_lines_is_readable(desk: Desk, holding: Holding, client: Client) -> None:
    review = desk.review(desk_lot(holding), verdict=ReviewVerdict.REFUSED)

    page = client.get(f"/ratings/{show_id(prefix='rev', id=review.pk)}/").content.decode()

    assert "42 plots, 42 controls." in page


def desk_lot(holding: Holding):  # type: ignore[no-untyped-def]
    from truetonne.ledger.queries import get_lot

    return get_lot(lot_id=holding.lot_id)


def test_the_api_lists_reviews_and_shows_a_rating_whole(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], client: Client
) -> None:
    published = publish(desk, holding, readers)
    text = show_id(prefix="rev", id=published.pk)

    (listed,) = json.loads(client.get("/v1/public/reviews").content)["data"]
    whole = json.loads(client.get(f"/v1/public/reviews/{text}").content)

    assert (listed["id"], listed["score_middle"], listed["held_back_kg"]) == (text, 100, 10_000)
    assert whole["body"]["computations"][0]["method"] == "vm0047_benchmark"


def test_a_reader_sees_the_other_reading_only_after_their_own(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], client: Client
) -> None:
    case = prepare(desk, holding, readers)
    reading(desk, case, readers[0], estimate_kg=12_345)
    address = f"/office/ratings/{show_id(prefix='tsk', id=case.pk)}/"

    before = sign_in(client, readers[1]).get(address).content.decode()
    reading(desk, case, readers[1])
    after = client.get(address).content.decode()

    assert "12.345" not in re.sub(r"<[^>]*>", "", before)
    assert "12.345" in re.sub(r"<[^>]*>", "", after)


def test_a_conflict_is_said_on_the_page_and_kept(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], client: Client
) -> None:
    sign_in(client, desk.clerk)
    lot = show_id(prefix="lot", id=holding.lot_id)
    form = client.get(f"/office/ratings/new/?lot={lot}")
    answers = {"request_id": hidden(form, "request_id"), "kind": "restoration", "methodology": "VM0047", "variant": "area",
               "reason": "First review"}  # fmt: skip
    opened = client.post(f"/office/ratings/new/?lot={lot}", answers)
    sign_in(client, readers[0])
    page = client.get(opened["Location"])
    given = {"request_id": hidden(page, "request_id"), "employer": "Second Look", "paid_by": "the operator",
             "conflicts": ["financial"]}  # fmt: skip

    said = client.post(f"{opened['Location']}declare/", given, follow=True).content.decode()

    assert "The seat is refused" in said
    assert ReviewerDeclaration.objects.get().refusals == ["declared"]


def test_somebody_records_a_reversal_on_a_page(
    desk: Desk, holding: Holding, readers: tuple[Person, Person], client: Client
) -> None:
    published = publish(desk, holding, readers)
    text = show_id(prefix="rev", id=published.pk)
    sign_in(client, desk.clerk)
    form = client.get(f"/office/reviews/{text}/happened/")
    given = {"request_id": hidden(form, "request_id"), "kind": "reversal", "fact": "Fire in 40 ha", "source": "Ranger"}

    page = client.post(f"/office/reviews/{text}/happened/", given, follow=True).content.decode()

    assert "Suspended." in page
    assert "Fire in 40 ha" in page
    published.review.refresh_from_db()
    assert published.review.state == ReviewState.SUSPENDED
    assert ReviewCase.objects.filter(publication__isnull=True).count() == 1


def load(desk: Desk, path: Path, text: str, mapping: str = MAPPING):  # type: ignore[no-untyped-def]
    path.write_text(text, encoding="utf-8")
    return import_opinions(
        path=path,
        mapping=read_mapping(text=mapping),
        person_id=desk.clerk.pk,
        at=datetime.now(UTC),
        new_id=desk.exchange.ids,
    )


def counts(report: dict[str, dict[str, dict[str, int]]]) -> dict[str, int]:
    return {name: amount["rows"] for name, amount in report["totals"].items()}


def test_every_row_of_others_ratings_is_accepted_known_held_or_refused(
    desk: Desk, holding: Holding, tmp_path: Path
) -> None:
    ref = holding.project.ref
    future = (datetime.now(UTC) + timedelta(days=9)).date()
    text = f"Project,Rating,Day\n{ref},AA,2026-01-05\n{ref},AA,2026-01-05\nNOWHERE,B,2026-01-05\n{ref},A,\n{ref},A,{future}\n{ref},A,5 May\n"

    first = load(desk, tmp_path / "a.csv", text)
    again = load(desk, tmp_path / "a.csv", text)

    assert counts(first) == {"read": 6, "accepted": 1, "known": 1, "held": 1, "refused": 3}
    assert counts(again) == {"read": 6, "accepted": 0, "known": 2, "held": 1, "refused": 3}
    row = ExternalRating.objects.get()
    assert (row.rater, row.value, row.scale, str(row.rated_on)) == (
        "Plumb Line (invented)",
        "AA",
        "D to AAA",
        "2026-01-05",
    )
    assert OpinionLoad.objects.count() == 2


def test_rows_that_were_not_taken_in_are_shown_and_downloaded(desk: Desk, holding: Holding, client: Client) -> None:
    text = f"Project,Rating,Day\n{holding.project.ref},AA,2026-01-05\nNOWHERE,B,2026-01-05\n{holding.project.ref},A,5 May\n"
    sent = {
        "sent": SimpleUploadedFile("others.csv", text.encode()),
        "mapping": SimpleUploadedFile("m.toml", MAPPING.encode()),
    }

    page = sign_in(client, desk.clerk).post("/office/opinions/new/", sent, follow=True)
    address = page.redirect_chain[-1][0]
    rows = b"".join(client.get(f"{address}rows.csv").streaming_content).decode()  # type: ignore[attr-defined]
    unreadable = client.post("/office/opinions/new/", {
        "sent": SimpleUploadedFile("others.csv", text.encode()), "mapping": SimpleUploadedFile("m.toml", b"[list]")})  # fmt: skip

    assert "3 rows read" in page.content.decode()
    assert "no project of the exchange has this id" in page.content.decode()
    assert rows.splitlines()[0] == "record,outcome,field,value,reason"
    assert [line.split(",")[1] for line in rows.splitlines()[1:]] == ["held", "refused"]
    assert "others.csv" in client.get("/office/opinions/").content.decode()
    assert (unreadable.status_code, list(unreadable.context["form"].errors)) == (422, ["mapping"])


def test_a_synthetic_control_shows_its_placebos_and_weights() -> None:
    result = compute(
        method="synthetic_control", content=write_series(seed=3), parameters={"treated": "jurisdiction", "n_before": 10},
        seed=0,
    )  # fmt: skip
    figures = dict(figures_of(computation=ReviewComputation(method="synthetic_control", result=result, parameters={})))

    ratios, weights = figures["placebo-ratios"], figures["weights"]
    assert len(ratios.rows) == 12
    assert [row[0] for row in ratios.rows].index("Jurisdiction") + 1 == round(result["figures"]["p_placebo"] * 12)
    assert sum(float(str(row[1])) for row in weights.rows) == pytest.approx(1, abs=1e-3)
    assert "placebos stray as far" in ratios.claim


def test_a_label_falls_on_every_block_of_the_named_units(desk: Desk, holding: Holding, tmp_path: Path) -> None:
    mapping = MAPPING.split("[columns]", maxsplit=1)[0].replace("reviews", "labels") + (
        '[columns]\nproject = "Project"\nvalid_from = "Day"\n[fixed]\nlabel = "CCP"\nissuer = "Registry"\nevidence = "List"\n'
    )

    report = load(desk, tmp_path / "l.csv", f"Project,Day\n{holding.project.ref},2026-01-05\n", mapping)

    assert counts(report)["accepted"] == 1
    assert [(one.first, one.last) for one in holding.labels.all()] == [(holding.first, holding.last)]


@pytest.mark.parametrize(
    "text", ["", "[list", '[list]\nkind = "songs"', '[list]\nkind = "reviews"\n[columns]\nfoo = "x"']
)
def test_a_mapping_that_says_too_little_is_refused(text: str) -> None:
    with pytest.raises(MappingUnusable):
        read_mapping(text=text)
