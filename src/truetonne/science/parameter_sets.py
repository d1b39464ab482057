"""Parameters of methods as data: each number with unit, status and source, in versioned sets.

A set is a TOML file beside this module. The loader refuses what does not fit the schema, so that no number enters
without a source; values are frozen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from truetonne.science.status import Status

_SET_KEYS = {"id", "version", "title", "valid_from", "note", "source", "parameters"}
_PARAMETER_KEYS = {"value", "unit", "status", "source", "note"}


class ParametersInvalid(ValueError):
    """A parameter file breaks the schema; carries file and fact."""

    def __init__(self, *, file: str, fact: str) -> None:
        super().__init__(f"{file}: {fact}")
        self.file = file
        self.fact = fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number (or table) of a method, with unit, status and source."""

    name: str
    value: object
    unit: str
    status: Status
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet:
    """The parameters of one method family under one version."""

    id: str
    version: str
    title: str
    valid_from: date
    source: str
    parameters: Mapping[str, Parameter]

    @property
    def key(self) -> str:
        """Return ``id/version``, the form in which results name the set."""
        return f"{self.id}/{self.version}"

    def number(self, name: str) -> float:
        """Return a parameter that is a number; raises KeyError for one that the set does not hold."""
        value = self.parameters[name].value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{self.key} {name} is no number")
        return float(value)

    def table(self, name: str) -> Mapping[str, object]:
        """Return a parameter that is a table."""
        value = self.parameters[name].value
        if not isinstance(value, Mapping):
            raise TypeError(f"{self.key} {name} is no table")
        return value

    def rows(self, name: str) -> tuple[object, ...]:
        """Return a parameter that is a list."""
        value = self.parameters[name].value
        if not isinstance(value, tuple):
            raise TypeError(f"{self.key} {name} is no list")
        return value

    def plain(self, name: str) -> object:
        """Return a parameter as JSON-like values: dictionaries and lists that the caller may change."""
        return _thawed(self.parameters[name].value)

    def statuses(self, names: Iterable[str] | None = None) -> tuple[Status, ...]:
        """Return the distinct statuses of the named parameters, or of all, in the order of Status."""
        chosen = self.parameters if names is None else tuple(names)
        found = {self.parameters[name].status for name in chosen}
        return tuple(status for status in Status if status in found)


@cache
def load_parameters(*, name: str) -> ParameterSet:
    """Return the parameter set in ``science/parameters/<name>.toml``.

    Raises FileNotFoundError for an unknown name and ParametersInvalid for a file that breaks the schema.
    """
    text = (files("truetonne.science") / "parameters" / f"{name}.toml").read_text("utf-8")
    return read_parameters(text=text, file=f"{name}.toml")


def read_parameters(*, text: str, file: str) -> ParameterSet:
    """Read a parameter set from TOML; raises ParametersInvalid with the file and the fact."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParametersInvalid(file=file, fact=str(error)) from None
    _check_keys(data, allowed=_SET_KEYS, needed=_SET_KEYS - {"note"}, file=file, where="the set")
    if not isinstance(data["valid_from"], date):
        raise ParametersInvalid(file=file, fact="valid_from is a date such as 2026-01-31")
    parameters = {}
    for name, entry in data["parameters"].items():
        _check_keys(entry, allowed=_PARAMETER_KEYS, needed=_PARAMETER_KEYS - {"note"}, file=file, where=name)
        try:
            status = Status(entry["status"])
        except ValueError:
            raise ParametersInvalid(file=file, fact=f"{name}: status {entry['status']!r} is unknown") from None
        if not str(entry["source"]).strip():
            raise ParametersInvalid(file=file, fact=f"{name}: a number without a source does not enter")
        parameters[name] = Parameter(
            name=name, value=_frozen(entry["value"]), unit=entry["unit"], status=status, source=entry["source"],
            note=entry.get("note", ""),
        )  # fmt: skip
    return ParameterSet(
        id=data["id"], version=data["version"], title=data["title"], valid_from=data["valid_from"],
        source=data["source"], parameters=MappingProxyType(parameters),
    )  # fmt: skip


def _check_keys(entry: object, *, allowed: set[str], needed: set[str], file: str, where: str) -> None:
    if not isinstance(entry, Mapping):
        raise ParametersInvalid(file=file, fact=f"{where} is not a table")
    unknown = sorted(set(entry) - allowed)
    missing = sorted(needed - set(entry))
    if unknown or missing:
        raise ParametersInvalid(file=file, fact=f"{where}: unknown {unknown}, missing {missing}")


def _frozen(value: object) -> object:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return value


def _thawed(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _thawed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_thawed(item) for item in value]
    return value
