"""``truetonne import fuels``: one batch a row out of any kind of file, every refusal with its column and reason."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars
import pytest
from click.testing import CliRunner, Result

from tests.rooms.exchange import Exchange, make_exchange
from truetonne.cli import fuel_imports
from truetonne.supply.models import FuelBatch

pytestmark = pytest.mark.django_db

ROW: dict[str, object] = {
    "registry": "Example book-and-claim registry", "registry_record": "BC-2025-17", "producer": "Example Fuels",
    "facility": "North Works", "production_batch": "NW-0625-3", "fuel": "HVO", "feedstock": "used_cooking_oil",
    "feedstock_country": "SE", "volume_l": "100000", "temperature_basis": "15 °C", "density": "HVO, UK 2025",
    "intensity": "HVO, UK 2025", "reference": "mineral diesel, UK 2025", "reference_id": "UK-DESNZ-2025-diesel",
    "certification_scheme": "ISCC EU", "certificate_number": "EU-ISCC-Cert-0001",
    "certificate_valid_from": "2025-01-01", "certificate_valid_until": "2026-01-01",
    "sustainability_proof": "POS-2025-0001", "delivered_on": "2025-06-14", "delivery_place": "Gothenburg",
    "market": "SE", "mode": "road", "expires_on": "2027-06-14", "fuel_user_name": "Tallow & Pine",
    "surrendered_by": "Example Fuels", "surrendered_on": "2025-06-20",
}  # fmt: skip


@pytest.fixture
def exchange(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Exchange:
    monkeypatch.setattr(fuel_imports, "bootstrap_django", lambda: None)
    return make_exchange(at=at)


def write(path: Path, rows: list[Mapping[str, object]]) -> Path:
    """Write the rows as the kind of file that the name says."""
    name = path.name.removesuffix(".gz")
    plain = path.with_name(name)
    header = list(rows[0])
    if name.endswith((".csv", ".txt")):
        mark = ";" if name.endswith(".txt") else ","
        lines = [header, *([str(row[column]) for column in header] for row in rows)]
        text = "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines)
        plain.write_text(text, encoding="utf-8")
    elif name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(header)
        for row in rows:
            typed = {**row, "volume_l": float(str(row["volume_l"])), "delivered_on": date(2025, 6, 14)}
            sheet.append([typed[column] for column in header])
        book.save(plain)
    elif name.endswith(".parquet"):
        polars.DataFrame(rows).with_columns(polars.col("expires_on").str.to_date()).write_parquet(plain)
    elif name.endswith(".jsonl"):
        plain.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    else:
        plain.write_text(json.dumps(rows), encoding="utf-8")
    if path.name.endswith(".gz"):
        path.write_bytes(gzip.compress(plain.read_bytes()))
        plain.unlink()
    return path


def run(exchange: Exchange, *arguments: object) -> Result:
    return CliRunner().invoke(fuel_imports.fuels, ["--by", exchange.clerk.email, *map(str, arguments)])


@pytest.mark.parametrize(
    "name",
    [
        "f.csv", "f.csv.gz", "f.txt", "f.xlsx", "f.xlsx.gz", "f.parquet", "f.parquet.gz", "f.json", "f.json.gz",
        "f.jsonl", "f.jsonl.gz",
    ],
)  # fmt: skip
def test_books_a_batch_out_of_every_kind_of_file_alike(exchange: Exchange, tmp_path: Path, name: str) -> None:
    result = run(exchange, write(tmp_path / name, [ROW]))

    assert result.exit_code == 0, result.output
    batch = FuelBatch.objects.get()
    assert (batch.kg, batch.energy_mj, batch.volume_ml) == (255_506, 3_432_000, 100_000_000)
    assert (batch.delivered_on.isoformat(), batch.expires_on.isoformat()) == ("2025-06-14", "2027-06-14")
    assert batch.person_id == exchange.clerk.pk


def test_says_of_every_row_what_became_of_it_and_loses_none(exchange: Exchange, tmp_path: Path) -> None:
    rows = [
        ROW,
        ROW,
        ROW | {"sustainability_proof": "POS-2", "volume_l": "much"},
        ROW | {"sustainability_proof": "POS-3", "regulatory_uses": "RED"},
        ROW | {"sustainability_proof": "POS-4", "fuel_user_domain": "nobody.example"},
        ROW | {"sustainability_proof": "POS-5", "delivered_on": "14.06.2025"},
        ROW | {"sustainability_proof": "POS-6", "colour": "green"},
        ROW | {"sustainability_proof": "POS-7", "density": "HVO, nobody"},
        ROW | {"sustainability_proof": "POS-8", "registry": ""},
    ]
    path = tmp_path / "report.json"

    result = run(exchange, "--json", path, write(tmp_path / "f.json", rows))

    assert result.exit_code == 1
    report = json.loads(path.read_text())
    counted = {outcome: amount["rows"] for outcome, amount in report["totals"].items()}
    assert (counted["read"], counted["accepted"], counted["known"], counted["refused"]) == (9, 1, 1, 7)
    assert [(row["record"], row["field"], row["code"]) for row in report["rows"]] == [
        ("3", "volume_l", "invalid_request"), ("4", "", "double_purpose_regulatory"),
        ("5", "fuel_user_domain", "invalid_request"), ("6", "delivered_on", "invalid_request"),
        ("7", "colour", "invalid_request"), ("8", "density", "invalid_request"), ("9", "registry", "invalid_request"),
    ]  # fmt: skip
    assert FuelBatch.objects.count() == 1


def test_names_the_member_that_burns_the_fuel_by_its_domain(exchange: Exchange, tmp_path: Path) -> None:
    row = ROW | {"fuel_user_domain": exchange.member.domain}

    assert run(exchange, write(tmp_path / "f.csv", [row])).exit_code == 0
    assert FuelBatch.objects.get().fuel_user_id == exchange.member.pk


def test_takes_figures_of_ones_own_document_on_one_heating_value(exchange: Exchange, tmp_path: Path) -> None:
    own: dict[str, object] = {
        name: value for name, value in ROW.items() if name not in ("density", "intensity", "reference")
    }
    own |= {
        "density_value": "34.32", "density_basis": "LHV", "density_source": "lab", "intensity_wtt": "16.44",
        "intensity_ttw": "1.04", "intensity_biogenic": "70", "intensity_basis": "LHV", "intensity_source": "proof",
        "reference_value": "91.93", "reference_basis": "LHV", "reference_source": "UK 2025",
    }  # fmt: skip

    assert run(exchange, write(tmp_path / "f.csv", [own])).exit_code == 0
    assert FuelBatch.objects.get().kg == int(100_000 * 34.32 * (91.93 - 17.48) / 1_000)
    mixed = own | {"density_basis": "HHV", "sustainability_proof": "POS-9"}
    refused = run(exchange, write(tmp_path / "g.csv", [mixed]))
    assert refused.exit_code == 1
    assert "refused" in refused.output


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "there is no such file"),
        ("bad.xlsx", b"no workbook", "xlsx"),
        ("bad.csv.gz", b"no gzip", "cannot be read"),
        ("bad.parquet", b"nothing", "Parquet"),
        ("bad.json", b"[{", "line 1"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_what_to_do(
    exchange: Exchange, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    result = run(exchange, path)

    assert result.exit_code == 2
    assert said in result.output
    assert FuelBatch.objects.count() == 0


def test_a_stranger_books_nothing(exchange: Exchange, tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [ROW])

    result = CliRunner().invoke(fuel_imports.fuels, ["--by", "nobody@x.example", str(path)])

    assert (result.exit_code, FuelBatch.objects.count()) == (2, 0)
