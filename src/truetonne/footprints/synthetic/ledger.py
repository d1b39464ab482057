"""A purchase ledger of any length with its factors, the same for the same seed. All of it is invented and says so.

The company, its suppliers and every figure are made up; shares, sizes and gaps are such as a real ledger has: a few
large suppliers, a long tail, electricity under contract, some rows without a factor and some that cannot be read.
Sizes are those of a manufacturer that spends some EUR 300 million a year: 200,000 rows come to about 300,000 t CO2e.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Final

HEADER: Final = (
    "document", "date", "supplier", "description", "factor_key", "part", "category", "quantity", "unit", "amount",
    "currency", "region", "instrument_g_per_kwh", "data_quality",
)  # fmt: skip
_GOODS: Final = {
    # key: (category, unit, price per unit in EUR, g CO2e per unit, g CO2e per USD, share of rows)
    "steel sheet": (1, "kg", 0.9, 2100, 1450, 9),
    "aluminium profile": (1, "kg", 3.4, 8200, 1900, 5),
    "corrugated board": (1, "kg", 0.8, 900, 640, 12),
    "cotton fabric": (1, "kg", 6.2, 9800, 780, 7),
    "office paper": (1, "kg", 1.4, 950, 520, 6),
    "software services": (1, "", 0, 0, 70, 14),
    "legal services": (1, "", 0, 0, 60, 4),
    "machine tools": (2, "", 0, 0, 330, 3),
    "diesel, well to tank": (3, "litre", 0.0, 610, 0, 3),
    "road freight": (4, "tonne.km", 0.12, 105, 820, 16),
    "sea freight": (4, "tonne.km", 0.01, 12, 760, 4),
    "mixed waste": (5, "tonne", 120, 480000, 610, 3),
    "short-haul flight": (6, "passenger.km", 0.19, 158, 690, 5),
    "hotel night": (6, "Room per night", 130, 11000, 210, 3),
    "commuting by car": (7, "km", 0.0, 168, 0, 2),
}
_PER_EUR: Final = {"EUR": 1.0, "SEK": 11.4, "USD": 1.08}
_SPEND_EUR: Final = 5.0
"""Of a row, per unit of its drawn size: half of all rows are below EUR 900, a few above EUR 50,000."""
_SMALLER: Final = {"mixed waste": 0.05, "short-haul flight": 0.15, "hotel night": 0.15, "sea freight": 0.4}
"""Kinds whose rows are smaller than a purchase of material."""
_LARGER: Final = {"machine tools": 4.0}
_WITHOUT_PRICE: Final = {"diesel, well to tank": 1.5, "commuting by car": 12.0}
"""Quantity per unit of drawn size where nothing is paid per unit."""
_OWN: Final = {"diesel": ("SCOPE1", "litre", 2512.06, 3), "natural gas": ("SCOPE1", "kWh (Gross CV)", 182.9, 2)}
_REGIONS: Final = {"SE": 28.0, "DE": 380.0, "VN": 610.0, "CN": 560.0, "US-CA": 195.0}
_SYLLABLES: Final = (
    "al",
    "ber",
    "cor",
    "den",
    "fen",
    "gal",
    "hol",
    "jor",
    "kel",
    "lin",
    "mar",
    "nor",
    "os",
    "pell",
    "quin",
    "ros",
)
_ENDINGS: Final = ("Works", "Supply", "Mills", "Freight", "Studio", "Partners")
FACTOR_MAPPING: Final = """[set]
name = "invented-walk"
edition = "2024"
title = "Invented factors for the demonstration ledger"
publisher = "truetonne demonstration"
source = "Invented for demonstration; not measured, not for use"
license = "Apache-2.0, invented data"
gwp_set = "AR5GWP100"
valid_from = 2024-01-01
currency = "USD"
price_year = 2022
is_synthetic = true

[file]
kind = "csv"

[columns]
activity_key = "{activity}"
title = "{activity} (invented)"
unit = "{unit}"
region = "{region}"
part = "{scope}"
method = "{method}"
year = "2024"
value = "{kg_co2e}"

[parts]
"1" = "SCOPE1"
"2" = "SCOPE2"
"3" = "SCOPE3"
"""


def write_walk(*, folder: Path, rows: int = 200_000, year: int = 2024, seed: int = 11) -> tuple[Path, Path, Path]:
    """Write ledger, factors and the factors' mapping into a folder; return the three paths."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger, factors, mapping = (folder / name for name in ("ledger.csv", "factors.csv", "factors.toml"))
    with ledger.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(list_ledger(rows=rows, year=year, seed=seed))
    with factors.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("activity", "unit", "region", "scope", "method", "kg_co2e"))
        writer.writerows(_list_factors())
    mapping.write_text(FACTOR_MAPPING, encoding="utf-8")
    return ledger, factors, mapping


def list_ledger(*, rows: int, year: int, seed: int) -> Iterator[tuple[str, ...]]:
    """Yield so many invented rows in the order of ``HEADER``: about 2% without a factor and 0.5% unreadable."""
    rng = random.Random(seed)  # noqa: S311 - invented data
    suppliers = [_name(rng) for _ in range(900)]
    weights = list(accumulate(1 / math.sqrt(place) for place in range(1, len(suppliers) + 1)))
    names = (*_GOODS, *_OWN, "electricity", "consulting abroad")
    shares = [*(facts[5] for facts in _GOODS.values()), *(facts[3] for facts in _OWN.values()), 4, 2]
    first = date(year, 1, 1)
    for number in range(1, rows + 1):
        key = rng.choices(names, shares)[0]
        supplier = rng.choices(suppliers, cum_weights=weights)[0]
        day = first + timedelta(days=rng.randrange(365))
        yield _spoil(rng, (f"D{number:07d}", day.isoformat(), supplier, f"Invented: {key}", *_figures(rng, key)))


def _figures(rng: random.Random, key: str) -> tuple[str, ...]:
    """Return factor_key, part, category, quantity, unit, amount, currency, region, instrument and quality."""
    size = rng.lognormvariate(5.2, 1.3)
    if key == "electricity":
        region = rng.choice(tuple(_REGIONS))
        instrument = "0" if rng.random() < 0.35 else ""
        return key, "2", "", f"{size * 8:.1f}", "kWh", "", "", region, instrument, "2"
    if key in _OWN:
        part, unit, _, _ = _OWN[key]
        per_size = 1.5 if unit == "litre" else 20
        return key, part[-1], "", f"{size * per_size:.1f}", unit, "", "", "", "", "2"
    if key == "consulting abroad":
        return key, "3", "1", "", "", f"{size * _SPEND_EUR:.2f}", "EUR", "", "", ""
    category, unit, price, _, _, _ = _GOODS[key]
    spend = size * _SPEND_EUR * _SMALLER.get(key, 1.0) * _LARGER.get(key, 1.0)
    is_weighed = bool(unit) and (price == 0 or rng.random() < 0.6)
    quantity = spend / price if price else size * _WITHOUT_PRICE.get(key, 1.0)
    currency = rng.choice(("EUR", "EUR", "SEK", "USD")) if price or not unit else ""
    amount = spend * _PER_EUR.get(currency, 1.0)
    return (
        key,
        "3",
        str(category),
        f"{quantity:.2f}" if is_weighed else "",
        unit if is_weighed else "",
        f"{amount:.2f}" if currency else "",
        currency,
        "",
        "",
        "3" if is_weighed else "",
    )


def _spoil(rng: random.Random, row: tuple[str, ...]) -> tuple[str, ...]:
    chance = rng.random()
    cells = list(row)
    if chance < 0.002:
        cells[7], cells[9] = "", ""
    elif chance < 0.004 and cells[7]:
        cells[8] = "ton"
    elif chance < 0.005 and cells[9]:
        cells[9] = f"-{cells[9]}"
    return tuple(cells)


def _list_factors() -> Iterator[tuple[str, ...]]:
    for key, (_, unit, _, per_unit_g, per_dollar_g, _) in _GOODS.items():
        if per_unit_g:
            yield key, unit, "", "3", "average_data", f"{per_unit_g / 1000}"
        if per_dollar_g:
            yield key, "USD 2022", "", "3", "spend_based", f"{per_dollar_g / 1000}"
    for key, (part, unit, grams, _) in _OWN.items():
        yield key, unit, "", part[-1], "average_data", f"{grams / 1000}"
    for region, grams in _REGIONS.items():
        yield "electricity", "kWh", region, "2", "average_data", f"{grams / 1000}"


def _name(rng: random.Random) -> str:
    return f"{''.join(rng.choices(_SYLLABLES, k=rng.choice((2, 3)))).capitalize()} {rng.choice(_ENDINGS)}"
