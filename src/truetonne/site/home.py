"""What the home page shows: one large number, an account that agrees, the last entries of the log, one seal.

Here the figures become the page's parts; ``home_facts`` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from truetonne.edge import formats
from truetonne.edge.accounts import Account, Entry, close_account
from truetonne.edge.bars import Bar, stack
from truetonne.edge.seal import Seal, draw_seal
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import clock, count, day, tonnes
from truetonne.market.log_lines import LogLine
from truetonne.supply.words import CLASS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """All credits in kilograms: by class as they came in (class code, or empty where not stated), and where they are."""

    received: tuple[tuple[str, int], ...]
    retired_kg: int
    available_kg: int
    buffer_kg: int
    held_kg: int
    reserved_kg: int
    cancelled_kg: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeal:
    """The newest certificate that has its place in the log."""

    code: str
    href: str
    leaf_hash: bytes
    log_index: int
    effective_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFacts:
    """Everything the home page is made of. ``log_size`` and ``signed_at`` are of the newest checkpoint."""

    balance: Balance
    log_lines: tuple[LogLine, ...]
    log_size: int
    signed_at: datetime | None
    last_seal: LastSeal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """The page's parts, in the active language. ``account`` is None while nothing was received."""

    retired_kg: int
    signed_at: datetime | None
    account: Account | None
    bar: Bar | None
    bar_label: str
    log_table: Table | None
    log_size: int
    seal: Seal | None
    seal_ring: str
    seal_label: str
    last_seal: LastSeal | None


def build_home(*, facts: HomeFacts, language: str) -> HomePage:
    """Turn the figures into the page's parts. Raises SidesDisagree when the balance does not close."""
    account = _account(balance=facts.balance)
    last = facts.last_seal
    return HomePage(
        retired_kg=facts.balance.retired_kg,
        signed_at=facts.signed_at,
        account=account if account.total_kg else None,
        bar=stack(sizes=[(entry.kg, entry.fill) for entry in account.sides[1].entries]) if account.total_kg else None,
        bar_label=_bar_label(account=account, language=language) if account.total_kg else "",
        log_table=_log_table(lines=facts.log_lines) if facts.log_lines else None,
        log_size=facts.log_size,
        seal=draw_seal(leaf_hash=last.leaf_hash) if last else None,
        seal_ring=_ring(last=last, language=language) if last else "",
        seal_label=_("Seal of certificate %(code)s, drawn from its leaf hash") % {"code": last.code} if last else "",
        last_seal=last,
    )


def _account(*, balance: Balance) -> Account:
    received = [
        Entry(label=str(CLASS_WORDS.get(code, _("Class not stated"))), kg=kg) for code, kg in balance.received if kg
    ]
    states = [
        Entry(label=_("Retired for members"), kg=balance.retired_kg, fill="f-seal"),
        Entry(label=_("Available"), kg=balance.available_kg, fill="f-ink"),
        Entry(label=_("Buffer against reversal"), kg=balance.buffer_kg, fill="f-blue"),
        Entry(label=_("On hold"), kg=balance.held_kg, fill="f-2"),
        Entry(label=_("Reserved in open orders"), kg=balance.reserved_kg, fill="f-blue2"),
        Entry(label=_("Cancelled, with reason"), kg=balance.cancelled_kg, fill="f-3"),
    ]
    return close_account(left_title=_("What came in"), left=received, right_title=_("Where it is now"), right=states)


def _bar_label(*, account: Account, language: str) -> str:
    shares = ", ".join(
        f"{entry.label} {formats.share_text(part=entry.kg, whole=account.total_kg, language=language)}"
        for entry in account.sides[1].entries
        if entry.kg
    )
    return _("Share of all credits by state: %(shares)s") % {"shares": shares}


def _log_table(*, lines: tuple[LogLine, ...]) -> Table:
    none = format_html('<span class="void">{}</span>', _("none"))
    return Table(
        caption=_("Last entries of the public log"),
        caption_hidden=True,
        flow=True,
        columns=(
            Column(label=_("Entry")),
            Column(label=_("Day")),
            Column(label=_("UTC")),
            Column(label=_("Act")),
            Column(label=_("For")),
            Column(label=_("What")),
            Column(label=_("Tonnes"), numeric=True),
        ),
        rows=tuple(
            (
                format_html('<a href="/log/entries/{}/">{}</a>', line.log_index, count(line.log_index)),
                day(line.at),
                clock(line.at),
                _act(line=line),
                line.beneficiary or none,
                line.what or none,
                none if line.kg is None else tonnes(line.kg),
            )
            for line in lines
        ),
    )


def _act(*, line: LogLine) -> SafeString | str:
    return format_html('<b class="mark">{}</b>', line.act) if line.is_retirement else line.act


def _ring(*, last: LastSeal, language: str) -> str:
    parts = (
        _("retired for good"),
        "truetonne",
        formats.day_text(day=last.effective_at, language=language),
        _("entry %(number)s") % {"number": last.log_index},
    )
    return "".join(f"{part.upper()} · " for part in parts)
