"""A mapping says how a list's columns become entries and facts; a new list or edition is a mapping, not code.

A field names one or several headers (editions rename columns; the first that is there counts) and how its cells are
read. Headers are compared with white space collapsed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from truetonne.members.states import EvidenceKind
from truetonne.rules.table_schema import TableInvalid, read_table

Reader = Literal["text", "year", "year_end", "date", "words", "slug", "country", "domain"]
SHIPPED = Path(__file__).with_name("mappings")


class ListMappingInvalid(ValueError):
    """A mapping file that cannot be used; carries the file and the fact."""

    def __init__(self, *, file: str, fact: str) -> None:
        super().__init__(f"{file}: {fact}")
        self.file = file
        self.fact = fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of an entry: its headers, how a cell is read, and where the value goes (``net_zero.year``).

    ``words`` maps cells to values, an empty value leaving the fact out; a word that it does not know holds the row
    unless ``others`` says what it means. ``append`` adds the value to a list where the cell's word is mapped to it.
    """

    column: tuple[str, ...]
    to: str
    read: Reader = "text"
    words: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    required: bool = False
    optional_column: bool = False
    append: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """Rows that the list keeps: the column holds one of the values; others are no companies."""

    column: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """A public list: what it is evidence of, the headers by one of which its row of headers is known, and its fields.

    ``id`` names the list in all its editions; ``terms`` what its publisher asks of users.
    """

    id: str
    title: str
    kind: EvidenceKind
    terms: str
    header: tuple[str, ...]
    fields: tuple[Field, ...]
    sheet: str = ""
    only: Only | None = None
    constants: Mapping[str, str] = field(default_factory=dict)


def read_list_mapping(*, text: str, file: str) -> ListMapping:
    """Read a mapping from TOML; raises ListMappingInvalid with the place."""
    try:
        values = tomllib.loads(text)
        mapping = read_table(values=values, schema=ListMapping)
    except tomllib.TOMLDecodeError as error:
        raise ListMappingInvalid(file=file, fact=str(error)) from None
    except TableInvalid as error:
        raise ListMappingInvalid(file=file, fact=str(error)) from None
    if not any(each.to == "name" and each.required for each in mapping.fields):
        raise ListMappingInvalid(file=file, fact="fields: one goes to 'name' and is required")
    return mapping


def find_mapping(*, name: str) -> ListMapping:
    """Return a shipped mapping by its id, or one in a file; raises ListMappingInvalid, which lists the shipped ones."""
    return read_list_mapping(text=mapping_text(name=name), file=Path(name).name)


def mapping_text(*, name: str) -> str:
    """Return the text of a shipped mapping or of a file; raises ListMappingInvalid, which lists the shipped ones."""
    path = Path(name) if Path(name).suffix else SHIPPED / f"{name}.toml"
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(list_shipped())
        raise ListMappingInvalid(file=name, fact=f"there is no such mapping; shipped are {known}") from None


def list_shipped() -> tuple[str, ...]:
    """Return the names of the mappings that come with the product."""
    return tuple(sorted(each.stem for each in SHIPPED.glob("*.toml")))
