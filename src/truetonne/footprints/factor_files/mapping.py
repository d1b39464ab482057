"""A mapping file (TOML): whose factors a file holds, under which terms, and what its columns mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Final

_SET_KEYS: Final = {
    "name", "edition", "title", "publisher", "source", "license", "gwp_set", "valid_from", "valid_until", "currency",
    "price_year", "has_method_change", "is_synthetic", "note",
}  # fmt: skip
_NEEDED: Final = ("name", "edition", "title", "publisher", "source", "license", "gwp_set", "valid_from")
_FILE_KEYS: Final = {"kind", "sheet", "header_row", "end", "path", "skip_keys"}
_COLUMN_KEYS: Final = {
    "activity_key", "title", "unit", "region", "part", "category", "year", "method", "value", "kind", "locator",
    "unit_kg",
}  # fmt: skip
KINDS: Final = ("co2e", "co2", "ch4_as_co2e", "n2o_as_co2e", "biogenic_co2", "skip")


class FactorMappingInvalid(Exception):
    """A mapping that cannot be used; carries its name, the key and the reason."""

    code = "invalid_request"

    def __init__(self, *, name: str, key: str, reason: str) -> None:
        super().__init__(f"{name}: {key}: {reason}")
        self.name = name
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorMapping:
    """A mapping as read. Texts of ``columns`` are templates: ``{Column}`` takes a cell, blank parts are left out."""

    name: str
    text: str
    facts: Mapping[str, object]
    file: Mapping[str, object]
    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    parts: Mapping[str, str]
    attach_biogenic_by: tuple[str, ...] = ()
    needed: tuple[str, ...] = field(default=())

    @property
    def gwp_set(self) -> str:
        return str(self.facts["gwp_set"])

    def day(self, key: str) -> date | None:
        """Return a day of the set, None where it is open."""
        value = self.facts.get(key)
        return value if isinstance(value, date) else None


def read_factor_mapping(*, text: str, name: str) -> FactorMapping:
    """Read a mapping; raises FactorMappingInvalid with the first key that does not fit."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactorMappingInvalid(name=name, key="file", reason=str(error)) from error
    facts = _section(content, "set", _SET_KEYS, name)
    file = _section(content, "file", _FILE_KEYS, name)
    columns = _section(content, "columns", _COLUMN_KEYS, name)
    for key in _NEEDED:
        if not facts.get(key):
            raise FactorMappingInvalid(name=name, key=f"set.{key}", reason="is needed")
    if not isinstance(facts["valid_from"], date):
        raise FactorMappingInvalid(name=name, key="set.valid_from", reason="is a day, such as 2025-01-01")
    for key in ("activity_key", "unit", "value"):
        if not columns.get(key):
            raise FactorMappingInvalid(name=name, key=f"columns.{key}", reason="is needed")
    kinds = {str(k): str(v) for k, v in content.get("kinds", {}).items()}
    for said, kind in kinds.items():
        if kind not in KINDS:
            raise FactorMappingInvalid(name=name, key=f"kinds.{said}", reason=f"is one of {', '.join(KINDS)}")
    return FactorMapping(
        name=name,
        text=text,
        facts=facts,
        file=file,
        columns={key: str(value) for key, value in columns.items()},
        kinds=kinds,
        parts={str(k): str(v) for k, v in content.get("parts", {}).items()},
        attach_biogenic_by=tuple(content.get("attach_biogenic_by", ())),
    )


def list_shipped_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with the exchange."""
    folder = files("truetonne.footprints.factor_files") / "mappings"
    return tuple(sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml")))


def load_shipped_mapping(*, name: str) -> FactorMapping:
    """Return a shipped mapping; raises FactorMappingInvalid, which lists them."""
    if name not in list_shipped_mappings():
        known = ", ".join(list_shipped_mappings())
        raise FactorMappingInvalid(name=name, key="mapping", reason=f"there is no such mapping; known: {known}")
    folder = files("truetonne.footprints.factor_files") / "mappings"
    return read_factor_mapping(text=(folder / f"{name}.toml").read_text(encoding="utf-8"), name=f"{name}.toml")


def _section(content: Mapping[str, object], key: str, known: set[str], name: str) -> dict[str, object]:
    found = content.get(key, {})
    if not isinstance(found, dict):
        raise FactorMappingInvalid(name=name, key=key, reason="is a table")
    for inner in found:
        if inner not in known:
            raise FactorMappingInvalid(name=name, key=f"{key}.{inner}", reason="is not known")
    return found
