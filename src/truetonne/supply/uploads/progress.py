"""How far a running import has come. The import writes here, the clock copies it into the upload's row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

from truetonne.supply.models import Upload
from truetonne.supply.registry_records.reading import Reading
from truetonne.supply.registry_records.rows import RecordRow
from truetonne.supply.registry_records.vocabulary import Outcome


@dataclass(slots=True, kw_only=True)
class Progress:
    """Bytes and rows read so far. One thread writes, another reads; figures may be a moment apart."""

    upload_id: UUID
    read_rows: int = 0
    unreadable_rows: int = 0
    is_judging: bool = False
    _bytes: dict[int, int] = field(default_factory=dict)

    @property
    def read_bytes(self) -> int:
        return sum(list(self._bytes.values()))

    def follow(self, *, file: int) -> Callable[[int, int], None]:
        """Return what a reading of the file reports its bytes to."""

        def note(done: int, _whole: int) -> None:
            self._bytes[file] = done

        return note

    def watch(self, *, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """Return the readings with their rows counted as they pass; behind the last one the database is at work."""
        last = len(readings) - 1
        return tuple(
            replace(reading, rows=partial(self._count, reading=reading, is_last=at == last))
            for at, reading in enumerate(readings)
        )

    def store(self) -> None:
        """Write the figures into the upload's row."""
        Upload.objects.filter(pk=self.upload_id).update(
            read_bytes=self.read_bytes,
            read_rows=self.read_rows,
            unreadable_rows=self.unreadable_rows,
            is_judging=self.is_judging,
        )

    def _count(self, *, reading: Reading, is_last: bool) -> Iterator[RecordRow]:
        for row in reading.rows():
            self.read_rows += 1
            if row.outcome is Outcome.REFUSED:
                self.unreadable_rows += 1
            yield row
        self.is_judging = is_last
