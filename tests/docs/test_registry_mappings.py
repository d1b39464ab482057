"""Everything that a mapping may say, and every code that a load may find, stands in the reference."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from truetonne.supply.registry_records import mapping
from truetonne.supply.registry_records.mapping import FIELD_KINDS, Section
from truetonne.supply.registry_records.values import _TOKENS
from truetonne.supply.registry_records.vocabulary import CODES, CreditClass, Table, UnitStatus, UseReason

TEXT = (Path(__file__).resolve().parents[2] / "docs/reference/registry-mappings.md").read_text(encoding="utf-8")
SECTIONS = [
    section
    for section in vars(mapping).values()
    if isinstance(section, type) and issubclass(section, BaseModel) and section is not Section
]
KEYS = sorted({name for section in SECTIONS for name in section.model_fields})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_explained(key: str) -> None:
    assert re.search(rf"`\[*{key}\]*`|[`{{ ]{key} =|, {key} =", TEXT)


@pytest.mark.parametrize("word", [*FIELD_KINDS, *Table, *UnitStatus, *CreditClass, *UseReason, *_TOKENS])
def test_every_field_word_and_date_part_is_named(word: str) -> None:
    assert f"`{word}`" in TEXT


@pytest.mark.parametrize("code", CODES)
def test_every_code_stands_with_its_severity(code: str) -> None:
    severity, sentence = CODES[code]

    assert f"| `{code}` | {severity.value} | {sentence} |" in TEXT
