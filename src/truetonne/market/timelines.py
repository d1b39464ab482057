"""An order's history as its page prints it: steps, delays, substitutions and the seller's notice, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text, instant_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.models import CancellationNotice, Delay, Order, Substitution
from truetonne.market.words import STATE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline: ``state`` is done, now or next."""

    state: str
    when: str
    words: str


def order_timeline(*, order: Order) -> tuple[Moment, ...]:
    """Return what happened to an order in the order in which it happened, the last step as where it stands."""
    steps = list(order.transitions.order_by("number"))
    told: list[tuple[datetime, str, bool]] = [
        (step.effective_at, str(STATE_WORDS[step.to_state]), step is steps[-1]) for step in steps
    ]
    told += [(at, words, False) for at, words in _between(order=order)]
    language = current_language()
    return tuple(
        Moment(
            state="now" if is_now else "done",
            when=instant_text(instant=at, language=language, seconds=False),
            words=words,
        )
        for at, words, is_now in sorted(told, key=lambda each: (each[2], each[0]))
    )


def _between(*, order: Order) -> list[tuple[datetime, str]]:
    """Return what happened besides the steps."""
    language = current_language()
    told = []
    for delay in Delay.objects.filter(order=order).order_by("effective_at"):
        facts = {"day": day_text(day=delay.expected_on, language=language), "reason": delay.reason}
        told.append((delay.effective_at, _("Delayed, expected on %(day)s: %(reason)s") % facts))
    for swap in Substitution.objects.filter(line__quote_id=order.quote_id).select_related("line"):
        facts = {"number": str(swap.line.number), "reason": swap.reason}
        told.append((swap.effective_at, _("Line %(number)s replaced by another lot: %(reason)s") % facts))
    for notice in CancellationNotice.objects.filter(order=order):
        facts = {"day": day_text(day=notice.effective_on, language=language)}
        told.append((notice.effective_at, _("The seller cannot deliver; may be cancelled from %(day)s") % facts))
    return told
