"""An order's history as its page prints it."""

from __future__ import annotations

from dataclasses import dataclass

from truetonne.edge.formats import instant_text
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.market.models import Order
from truetonne.market.words import STATE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline: ``state`` is done, now or next."""

    state: str
    when: str
    words: str


def order_timeline(*, order: Order) -> tuple[Moment, ...]:
    """Return an order's steps in order, the last one as where it stands."""
    steps = list(order.transitions.order_by("number"))
    language = current_language()
    return tuple(
        Moment(
            state="now" if step is steps[-1] else "done",
            when=instant_text(instant=step.effective_at, language=language, seconds=False),
            words=str(STATE_WORDS[step.to_state]),
        )
        for step in steps
    )
