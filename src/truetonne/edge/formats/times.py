"""Days and instants as people read them: always UTC, always named.

An instant without a zone is refused: the same instant must print the same day in every view.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from truetonne.edge.languages import read_tag

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip


class NaiveInstant(ValueError):
    """An instant without a zone was given where people would read it; carries it."""

    code = "invalid_time"

    def __init__(self, *, value: object) -> None:
        self.value = value
        super().__init__(f"{value!r} has no time zone")


def day_text(*, day: date, language: str, long: bool = False) -> str:
    """Print a day: ``21 Nov 2026`` (long: ``21 November 2026``), ``21/11/2026``, ``2026年11月21日``.

    An instant is turned to UTC first; raises NaiveInstant when it has no zone.
    """
    tag = read_tag(language=language)
    if isinstance(day, datetime):
        day = as_utc(instant=day).date()
    if tag == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    if tag == "zh-Hans":
        return f"{day.year}年{day.month}月{day.day}日"
    name = MONTHS[day.month - 1]
    return f"{day.day} {name if long else name[:3]} {day.year}"


def month_text(*, day: date, language: str) -> str:
    """Print a month: ``Nov 2026``, ``11/2026``, ``2026年11月``."""
    tag = read_tag(language=language)
    if tag == "vi":
        return f"{day.month}/{day.year}"
    return f"{day.year}年{day.month}月" if tag == "zh-Hans" else f"{MONTHS[day.month - 1][:3]} {day.year}"


def clock_text(*, instant: datetime, seconds: bool = True) -> str:
    """Print the time of day in UTC, ``09:14:02``, without naming the zone: for columns headed UTC."""
    return as_utc(instant=instant).strftime("%H:%M:%S" if seconds else "%H:%M")


def instant_text(*, instant: datetime, language: str, seconds: bool = True) -> str:
    """Print an instant: ``21 Nov 2026, 09:14:02 UTC``. Raises NaiveInstant."""
    day = day_text(day=as_utc(instant=instant).date(), language=language)
    gap = " " if read_tag(language=language) == "zh-Hans" else ", "
    return f"{day}{gap}{clock_text(instant=instant, seconds=seconds)} UTC"


def instant_iso(*, instant: datetime) -> str:
    """Print an instant as files have it: RFC 3339 UTC with ``Z``, microseconds only where there are any."""
    return as_utc(instant=instant).isoformat().replace("+00:00", "Z")


def as_utc(*, instant: datetime) -> datetime:
    """Return the instant in UTC; raises NaiveInstant."""
    if instant.utcoffset() is None:
        raise NaiveInstant(value=instant)
    return instant.astimezone(UTC)
