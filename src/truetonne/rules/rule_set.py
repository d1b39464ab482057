"""Rule sets as dated data: each with id, version, validity, status and source; chosen by date or by version.

A family states its id and the frozen dataclass that its tables must fit. Files lie in ``rules/data``, one per
version, and hold the header of ``RuleSet`` followed by the family's own tables. The loader knows no clock: who asks
brings the date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Final, Generic, TypeVar

from truetonne.rules.table_schema import TableInvalid, read_table, read_toml
from truetonne.science.errors import NotInTable
from truetonne.science.status import Status

Body = TypeVar("Body")

UNVERIFIED_BASIS: Final = "unverified rule set"


class RuleSetInvalid(ValueError):
    """A rule file that breaks the schema or collides with another version; carries ``file`` and ``fact``."""

    def __init__(self, *, file: str, fact: str) -> None:
        super().__init__(f"{file}: {fact}")
        self.file = file
        self.fact = fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a rule set's rules stand; an empty locator means that the place is not established."""

    document: str
    document_version: str
    locator: str
    checked_on: date

    def __post_init__(self) -> None:
        """Refuse an unnamed document: a rule without a source does not enter."""
        if not self.document.strip():
            raise ValueError("source: a rule set without a document does not enter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The keys that every rule file starts with (standards reference 1.2).

    ``valid_until`` is the first day on which the version no longer applies (``valid_to`` in the file). Versions of
    one id may overlap only where each names the other in ``alternatives``; one of them is then ``preferred``.
    """

    id: str
    version: str
    title: str
    publisher: str
    valid_from: date
    valid_until: date | None
    status: Status
    license_note: str
    source: Source
    alternatives: tuple[str, ...] = ()
    preferred: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        """Return ``id/version``, the form in which findings and decisions name the rule set."""
        return f"{self.id}/{self.version}"

    @property
    def basis(self) -> str:
        """Return the remark that every result computed from this set carries, or an empty text."""
        return UNVERIFIED_BASIS if self.status in (Status.SECONDARY, Status.UNVERIFIED) else ""

    def is_in_force(self, *, as_of: date) -> bool:
        """Say whether the version applies on a day."""
        return self.valid_from <= as_of and (self.valid_until is None or as_of < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Generic[Body]):
    """One version of a family: its header, its tables in the family's own type, and the file they came from."""

    header: Header
    body: Body
    file: str

    @property
    def id(self) -> str:
        """Return the rule set's id, the same for all versions."""
        return self.header.id

    @property
    def version(self) -> str:
        """Return the version."""
        return self.header.version

    @property
    def key(self) -> str:
        """Return ``id/version``."""
        return self.header.key

    @property
    def basis(self) -> str:
        """Return the remark for results, empty where the set is verified or the operator's own policy."""
        return self.header.basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Family(Generic[Body]):
    """The versions of one rule set id and the dataclass that their tables must fit."""

    id: str
    body: type[Body]

    def read(self, *, text: str, file: str) -> RuleSet[Body]:
        """Read one version from TOML; raises RuleSetInvalid for whatever does not fit."""
        return read_rule_set(family=self, text=text, file=file)


def read_rule_set(*, family: Family[Body], text: str, file: str) -> RuleSet[Body]:
    """Read a rule file; raises RuleSetInvalid with file and fact for unknown, missing or ill-typed keys."""
    try:
        values = read_toml(text=text)
        names = {"valid_to" if field.name == "valid_until" else field.name for field in fields(Header)}
        header_values = {name: values[name] for name in values if name in names}
        # TOML knows no empty date: an empty text is an open end.
        header_values["valid_until"] = header_values.pop("valid_to", None)
        header = read_table(values=header_values, schema=Header)
        tables = {name: value for name, value in values.items() if name not in names}
        body = read_table(values=tables, schema=family.body)
    except TableInvalid as error:
        raise RuleSetInvalid(file=file, fact=str(error)) from None
    if header.id != family.id:
        raise RuleSetInvalid(file=file, fact=f"id is {header.id!r} where {family.id!r} is due")
    if header.valid_until is not None and header.valid_until <= header.valid_from:
        raise RuleSetInvalid(file=file, fact="valid_to is not after valid_from")
    return RuleSet(header=header, body=body, file=file)


def check_versions(*, versions: Iterable[RuleSet[Body]]) -> tuple[RuleSet[Body], ...]:
    """Return the versions in order of validity.

    Raises RuleSetInvalid for a repeated version and for two whose validity overlaps, unless both name each other as
    alternatives and exactly one of the two is preferred.
    """
    ordered = tuple(sorted(versions, key=lambda item: (item.header.valid_from, item.version)))
    for first, second in combinations(ordered, 2):
        if first.version == second.version:
            raise RuleSetInvalid(file=second.file, fact=f"version {second.version} stands in {first.file} too")
        if not _overlap(first.header, second.header):
            continue
        declared = second.version in first.header.alternatives and first.version in second.header.alternatives
        if not declared:
            fact = f"overlaps version {first.version} in {first.file}; end one or declare both as alternatives"
            raise RuleSetInvalid(file=second.file, fact=fact)
        if first.header.preferred == second.header.preferred:
            fact = f"exactly one of the alternatives {first.version} and {second.version} is preferred"
            raise RuleSetInvalid(file=second.file, fact=fact)
    return ordered


@cache
def list_versions(*, family: Family[Body]) -> tuple[RuleSet[Body], ...]:
    """Return the versions that this package ships, in order of validity.

    A file belongs to a family when it is named ``<id>.toml`` or ``<id>@<version>.toml``.
    """
    found = []
    for entry in sorted((files("truetonne.rules") / "data").iterdir(), key=lambda item: item.name):
        if entry.name == f"{family.id}.toml" or entry.name.startswith(f"{family.id}@"):
            found.append(read_rule_set(family=family, text=entry.read_text("utf-8"), file=entry.name))
    return check_versions(versions=found)


def choose_version(
    *, versions: Iterable[RuleSet[Body]], as_of: date | None = None, version: str | None = None
) -> RuleSet[Body]:
    """Return one version by its name, or the one in force on a day (the preferred one among alternatives).

    Raises NotInTable, which lists the versions with their validity. Exactly one of ``as_of`` and ``version`` is given.
    """
    if (as_of is None) == (version is None):
        raise TypeError("choose a version by as_of or by version")
    known = tuple(versions)
    chosen = [
        item
        for item in known
        if (item.version == version if as_of is None else item.header.is_in_force(as_of=as_of))
    ]  # fmt: skip
    if not chosen:
        field, value = ("version", version) if as_of is None else ("as_of", as_of.isoformat())
        raise NotInTable(field=field, value=value, reason="no version applies", fix=_describe(known))
    return next((item for item in chosen if item.header.preferred), chosen[0])


def rule_set(*, family: Family[Body], as_of: date | None = None, version: str | None = None) -> RuleSet[Body]:
    """Return the shipped version of a family in force on a day, or the one of this name; see ``choose_version``."""
    return choose_version(versions=list_versions(family=family), as_of=as_of, version=version)


def list_alternatives(*, family: Family[Body], as_of: date) -> tuple[RuleSet[Body], ...]:
    """Return every shipped version in force on a day, the preferred one first: a recorded conflict has several."""
    in_force = [item for item in list_versions(family=family) if item.header.is_in_force(as_of=as_of)]
    return tuple(sorted(in_force, key=lambda item: not item.header.preferred))


def describe_header(*, header: Header) -> Mapping[str, object]:
    """Return the header as JSON-like values, for pages, the API and the command line."""
    return {
        "id": header.id,
        "version": header.version,
        "title": header.title,
        "publisher": header.publisher,
        "valid_from": header.valid_from.isoformat(),
        "valid_until": header.valid_until.isoformat() if header.valid_until else None,
        "status": header.status.value,
        "basis": header.basis,
        "source": {
            "document": header.source.document,
            "document_version": header.source.document_version,
            "locator": header.source.locator,
            "checked_on": header.source.checked_on.isoformat(),
        },
    }


def _overlap(first: Header, second: Header) -> bool:
    starts_before_end = second.valid_until is None or first.valid_from < second.valid_until
    ends_after_start = first.valid_until is None or second.valid_from < first.valid_until
    return starts_before_end and ends_after_start


def _describe(versions: tuple[RuleSet[Body], ...]) -> str:
    spans = [f"{item.version} ({item.header.valid_from} to {item.header.valid_until or 'open'})" for item in versions]
    return f"Known versions: {', '.join(spans) or 'none'}"
