"""A project's dossier: added entry by entry, replaced or withdrawn, read on the project's page, never changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date
from uuid import UUID

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.rooms.supply_office.desk import Desk, hidden, now, sign_in
from truetonne.edge.identifiers import show_id
from truetonne.market.waterfall import build_fall
from truetonne.supply.actions.dossier import (
    EntryReplaced,
    LabelOutsideBlock,
    PartsDoNotSum,
    RatingUndated,
    record_entry,
    withdraw_entry,
)
from truetonne.supply.actions.lot_acts import By
from truetonne.supply.dossier.fields import GROSS_DEDUCTIONS, Kind
from truetonne.supply.dossier.queries import Waterfall, read_dossier
from truetonne.supply.models import DossierEntry, GrossToNet, Holding, Project

RATING = {
    "rater": "Plumb Line", "value": "BBB", "scale": "D to AAA", "rated_on": date(2026, 1, 9), "expires_on": None,
    "address": "", "note": "",
}  # fmt: skip
GROSS = {
    "issuance": "0417-2024", "period_from": date(2024, 1, 1), "period_until": date(2025, 1, 1), "gross_kg": 100_000,
    "baseline_kg": 20_000, "losses_kg": 0, "emissions_kg": 1_500, "leakage_kg": 500, "uncertainty_kg": 8_000,
    "buffer_kg": 10_000, "net_kg": 60_000, "source": "Monitoring report, table 3",
}  # fmt: skip


@pytest.fixture
def project(desk: Desk) -> Project:
    """A project of which we hold serials 1 to 100."""
    desk.receive_block(first=1, last=100)
    return Project.objects.get()


def keep(desk: Desk, project: Project, kind: Kind, content: dict[str, object], **more: object) -> DossierEntry:
    entry_id = desk.exchange.ids()
    by = By(person_id=desk.clerk.pk, request_id=str(entry_id), at=now())
    return record_entry(kind=kind, entry_id=entry_id, project_id=project.pk, content=content, by=by, **more)  # type: ignore[arg-type]


def read(project: Project, language: str = "en") -> object:
    return read_dossier(project_id=project.pk, language=language, today=date(2026, 6, 1))


@pytest.mark.django_db
def test_a_rating_without_day_or_scale_is_refused(desk: Desk, project: Project) -> None:
    for missing in ("rated_on", "scale", "rater", "value"):
        with pytest.raises(RatingUndated) as refused:
            keep(desk, project, Kind.RATING, RATING | {missing: None})

        assert refused.value.missing == (missing,)


@pytest.mark.django_db
def test_raters_stand_side_by_side_and_nothing_averages_them(desk: Desk, project: Project, client: Client) -> None:
    keep(desk, project, Kind.RATING, RATING)
    keep(desk, project, Kind.RATING, RATING | {"rater": "Second Sight", "value": "2.9", "scale": "0 to 5"})
    keep(desk, project, Kind.RATING, RATING | {"rater": "Old Eyes", "expires_on": date(2026, 1, 10)})

    page = client.get(f"/projects/{show_id(prefix='prj', id=project.pk)}/").content.decode()

    assert all(words in page for words in ("BBB", "D to AAA", "2.9", "0 to 5", "9 Jan 2026", "expired, "))
    assert "average rating" not in page.lower()


@pytest.mark.django_db
def test_parts_that_do_not_sum_are_refused_with_both_masses(desk: Desk, project: Project) -> None:
    with pytest.raises(PartsDoNotSum) as refused:
        keep(desk, project, Kind.GROSS_TO_NET, GROSS | {"net_kg": 60_001})

    assert (refused.value.stated_kg, refused.value.summed_kg) == (60_001, 60_000)


@given(parts=st.lists(st.integers(0, 10**9), min_size=6, max_size=6), net_kg=st.integers(0, 10**9))
def test_every_waterfall_falls_from_gross_to_net(parts: list[int], net_kg: int) -> None:
    masses = dict(zip(GROSS_DEDUCTIONS, parts, strict=True))
    gross_kg = sum(parts) + net_kg
    entry = GrossToNet(**(GROSS | masses | {"gross_kg": gross_kg or 1, "net_kg": net_kg if gross_kg else 1}))
    told = tuple((name, getattr(entry, name)) for name in GROSS_DEDUCTIONS)

    rows = build_fall(waterfall=Waterfall(entry=entry, deductions=told), vintage="2024").rows

    falling = [row.kg for row in rows if not row.is_sum]
    issued, result = (row.kg for row in rows if row.is_sum)
    assert sum(falling) == result == entry.net_kg
    assert issued == result + entry.buffer_kg


@pytest.mark.django_db
def test_gross_to_net_is_drawn_on_the_page_with_its_table_beside_it(
    desk: Desk, project: Project, client: Client
) -> None:
    keep(desk, project, Kind.GROSS_TO_NET, GROSS)

    page = client.get(f"/projects/{show_id(prefix='prj', id=project.pk)}/").content.decode()

    section = page.partition('id="gross-to-net"')[2].partition("</section>")[0]
    assert [section.count(f'class="{name}"') for name in ("broad", "narrow")] == [1, 1]
    assert "Of 100.000" in section
    assert "60<span" in section.partition("<tfoot")[2]
    assert "<details" not in section


@pytest.mark.django_db
def test_gross_to_net_is_a_paper_with_the_chart_and_every_figure(desk: Desk, project: Project, client: Client) -> None:
    address = f"/projects/{show_id(prefix='prj', id=project.pk)}/gross-to-net.pdf"
    assert client.get(address).status_code == 404
    keep(desk, project, Kind.GROSS_TO_NET, GROSS)

    paper = client.get(address)

    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert paper["Content-Type"] == "application/pdf"
    assert text.count("Leakage") == 2, "once in the chart, once in the table"
    assert "may be sold" in text


@pytest.mark.django_db
def test_a_better_entry_takes_the_place_of_the_earlier(desk: Desk, project: Project) -> None:
    first = keep(desk, project, Kind.RATING, RATING)

    keep(desk, project, Kind.RATING, RATING | {"value": "A"}, replaces_id=first.pk)

    assert [row.value for row in read(project).ratings] == ["A"]  # type: ignore[attr-defined]
    with pytest.raises(EntryReplaced):
        keep(desk, project, Kind.RATING, RATING | {"value": "AA"}, replaces_id=first.pk)


@pytest.mark.django_db
def test_a_withdrawn_entry_is_gone_from_the_page_and_stays_on_record(desk: Desk, project: Project) -> None:
    entry = keep(desk, project, Kind.NEWS, {"headline": "H", "source": "S", "published_on": date(2026, 2, 2)})
    by = By(person_id=desk.clerk.pk, request_id="w", at=now())

    gone = withdraw_entry(
        kind=Kind.NEWS, entry_id=entry.pk, withdrawal_id=desk.exchange.ids(), reason="Another project.", by=by
    )

    assert read(project).news == ()  # type: ignore[attr-defined]
    assert (gone.replaces_id, gone.reason, gone.person_id) == (entry.pk, "Another project.", desk.clerk.pk)


@pytest.mark.django_db
def test_a_label_stays_within_its_block_and_its_days(desk: Desk, project: Project) -> None:
    block = Holding.objects.get()
    label = {
        "holding_id": block.pk, "label": "CCP", "state": "TAGGED", "issuer": "Registry", "first": 1, "last": 50,
        "valid_from": date(2026, 1, 1), "valid_until": date(2026, 6, 1), "evidence": "List of 1 Jan",
    }  # fmt: skip
    keep(desk, project, Kind.LABEL, label)

    on_its_last_day = read_dossier(project_id=project.pk, language="en", today=date(2026, 5, 31)).labels
    after_it = read_dossier(project_id=project.pk, language="en", today=date(2026, 6, 1)).labels
    before_it = read_dossier(project_id=project.pk, language="en", today=date(2025, 12, 31)).labels

    assert [len(each) for each in (on_its_last_day, after_it, before_it)] == [1, 0, 0]
    with pytest.raises(LabelOutsideBlock):
        keep(desk, project, Kind.LABEL, label | {"last": 101})


@pytest.mark.django_db
def test_a_story_is_told_in_the_readers_language_or_in_english(desk: Desk, project: Project) -> None:
    keep(desk, project, Kind.STORY, {"language": "en", "lede": "Trees.", "body": "One.\n\nTwo."})
    keep(desk, project, Kind.STORY, {"language": "vi", "lede": "Cây.", "body": ""})

    told = {language: read(project, language).story for language in ("en", "vi", "zh-Hans")}  # type: ignore[attr-defined]

    assert {language: story.lede for language, story in told.items()} == {
        "en": "Trees.",
        "vi": "Cây.",
        "zh-Hans": "Trees.",
    }
    assert told["zh-Hans"].language == "en"
    assert told["en"].paragraphs == ("One.", "Two.")


@pytest.mark.django_db
def test_the_clerk_sends_a_document_and_anybody_checks_its_hash(desk: Desk, project: Project, client: Client) -> None:
    content = b"%PDF-1.7 invented"
    address = reverse("supply:office_new_entry", args=[show_id(prefix="prj", id=project.pk), "document"])
    form = sign_in(client, desk.clerk).get(address)

    sent = client.post(
        address,
        {
            "request_id": hidden(form, "request_id"), "kind": "VERIFICATION", "title": "Statement 2025",
            "document_date": "2025-09-18",
            "file": SimpleUploadedFile("s.pdf", content, content_type="application/pdf"),
        },
    )  # fmt: skip

    digest = hashlib.sha256(content).hexdigest()
    assert sent.status_code == 302
    client.logout()
    assert client.get(f"/documents/{digest}/").content == content
    assert digest in client.get(f"/projects/{show_id(prefix='prj', id=project.pk)}/").content.decode()


@pytest.mark.django_db
def test_a_sum_that_is_wrong_stands_beside_its_field(desk: Desk, project: Project, client: Client) -> None:
    address = reverse("supply:office_new_entry", args=[show_id(prefix="prj", id=project.pk), "gross-to-net"])
    form = sign_in(client, desk.clerk).get(address)
    masses = dict.fromkeys(GROSS_DEDUCTIONS, "1")

    answer = client.post(
        address,
        {
            "request_id": hidden(form, "request_id"), "issuance": "2024-1", "period_from": "2024-01-01",
            "period_last": "2024-12-31", "gross_kg": "10", "net_kg": "5", "source": "Report", **masses,
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Gross less its deductions is 4.000" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_form_that_only_supply_opens(desk: Desk, project: Project, client: Client, kind: Kind) -> None:
    address = reverse("supply:office_new_entry", args=[show_id(prefix="prj", id=project.pk), kind.value])

    assert sign_in(client, desk.clerk).get(address).status_code == 200
    assert sign_in(client, desk.auditor).get(address).status_code == 403


@pytest.mark.django_db
def test_the_dossier_opens_with_every_kind_filled(desk: Desk, project: Project, client: Client) -> None:
    keep(desk, project, Kind.GROSS_TO_NET, GROSS)
    keep(desk, project, Kind.PROFILE, {"durability_years": 40, "gas": "CH4", "region": "North", "source": "P. 4"})
    keep(desk, project, Kind.DISCLAIMER, {"kind": "REVERSAL", "text_en": "Trees burn.", "text_vi": "", "text_zh": ""})
    address = reverse("supply:office_project", args=[show_id(prefix="prj", id=project.pk)])

    office = sign_in(client, desk.auditor).get(address).content.decode()
    public = client.get(f"/projects/{show_id(prefix='prj', id=project.pk)}/").content.decode()

    assert "40 years · Methane · North · P. 4" in office
    assert all(words in public for words in ("Trees burn.", "Superpollutant", "40 years", "60<span"))


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_sums_that_do_not_hold(
    desk: Desk, project: Project, web_connection: Callable[..., psycopg.Connection]
) -> None:
    entry = keep(desk, project, Kind.GROSS_TO_NET, GROSS)
    web = web_connection(autocommit=True)
    columns = (
        "project_id, is_withdrawn, reason, person_id, input_hash, effective_at, issuance, period_from, period_until,"
    )
    columns += " gross_kg, baseline_kg, losses_kg, emissions_kg, leakage_kg, uncertainty_kg, buffer_kg, source"

    with pytest.raises(psycopg.errors.CheckViolation, match="gross_less_deductions_is_net"):
        web.execute(
            f"INSERT INTO supply_grosstonet (id, request_id, net_kg, {columns})"  # type: ignore[arg-type]
            f" SELECT gen_random_uuid(), 'raw', net_kg + 1, {columns} FROM supply_grosstonet WHERE id = %s",
            [UUID(str(entry.pk))],
        )
