"""A first look at a file through a mapping: what would be taken, what not, and which words name no factor."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from truetonne.footprints.activity_files.cleaning import ActivityMapping, CleanLine, RowNote, clean_rows
from truetonne.footprints.activity_files.rows import Raw, read_rows

ROWS_LOOKED_AT = 5_000
SAMPLE_ROWS = 5
_NOTES_SHOWN = 8
_WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the first rows come to: ``unknown_words`` are activities without a factor, with how many rows have them."""

    looked_at: int
    accepted: int
    notes: tuple[RowNote, ...]
    note_count: int
    unknown_words: tuple[tuple[str, int], ...]


def look_at(*, path: Path, mapping: ActivityMapping, year: int, known_keys: Collection[str]) -> Preview:
    """Read the first rows as an import would, and store nothing; raises ActivityFileUnreadable."""
    accepted, notes, words = 0, [], Counter[str]()
    for one in clean_rows(rows=islice(read_rows(path=path), ROWS_LOOKED_AT), mapping=mapping, year=year):
        if isinstance(one, CleanLine):
            accepted += 1
            if one.factor_key not in known_keys:
                words[one.factor_key] += 1
        else:
            notes.append(one)
    return Preview(
        looked_at=accepted + len(notes), accepted=accepted, notes=tuple(notes[:_NOTES_SHOWN]), note_count=len(notes),
        unknown_words=tuple(words.most_common(_WORDS_SHOWN)),
    )  # fmt: skip


def read_sample(*, path: Path) -> tuple[Raw, ...]:
    """Return the first rows as they stand; raises ActivityFileUnreadable."""
    return tuple(islice(read_rows(path=path), SAMPLE_ROWS))


def hash_header(*, header: tuple[str, ...]) -> bytes:
    """Return what tells files of the same columns from others."""
    return hashlib.sha256(json.dumps(sorted(header), ensure_ascii=False).encode()).digest()


def count_rows(*, path: Path) -> int | None:
    """Return about how many rows a file has, None where that is not known without reading it."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        import pyarrow.parquet

        return int(pyarrow.parquet.read_metadata(path).num_rows)
    if suffix not in {".csv", ".tsv", ".txt"}:
        return None
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    return max(0, lines - 1)
