"""The charts of forward contracts and buffers as figures of a page: claim, drawing, table. The drawings are edge's."""

from __future__ import annotations

import altair
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure, render
from truetonne.edge.formats import count_text, share_text, tonnes_text
from truetonne.edge.outlook_charts import FanWords, PoolWords, chart_buffer_solvency, chart_delivery_fan
from truetonne.edge.tables import Column, Table
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.science.durability.portfolio import PoolOutlook
from truetonne.science.quantity import KG_PER_TONNE
from truetonne.supply.forwards.outlook import POOL_DRAWS, SEED, Outlook

CHANCE_PARTS = 10_000


def mass(*, tonnes: float) -> str:
    """Print a computed mass in tonnes, rounded to the kilogram."""
    return tonnes_text(kg=round(tonnes * KG_PER_TONNE), language=current_language())


def chance(*, share: float) -> str:
    """Print a probability as a percentage with one decimal."""
    return share_text(part=round(share * CHANCE_PARTS), whole=CHANCE_PARTS, language=current_language())


def draw_fan(*, outlook: Outlook, width: int) -> altair.LayerChart:
    """Draw the fan in the reader's language."""
    words = FanWords(cumulative=_("Tonnes delivered, cumulative"), due=_("due"), middle=_("P50"))
    return chart_delivery_fan(fan=outlook.fan, width=width, words=words)


def fan_figure(*, outlook: Outlook) -> Figure:
    """Return the delivery fan with the figures of every year."""
    last = outlook.fan.years[-1]
    claim = _(
        "By the end of %(year)s %(due)s are due. One case in ten brings no more than %(low)s, half bring %(middle)s."
    )
    said = claim % {
        "year": last.year, "due": mass(tonnes=last.due_t), "low": mass(tonnes=last.p10_t),
        "middle": mass(tonnes=last.p50_t),
    }  # fmt: skip
    columns = (
        Column(label=_("By the end of")), Column(label=_("Due"), numeric=True), Column(label=_("Expected"), numeric=True),
        Column(label="P10", numeric=True), Column(label="P50", numeric=True), Column(label="P90", numeric=True),
    )  # fmt: skip
    rows = tuple(
        (str(year.year), *(mass(tonnes=t) for t in (year.due_t, year.expected_t, year.p10_t, year.p50_t, year.p90_t)))
        for year in outlook.fan.years
    )
    exact = _("Worked out exactly from the schedule’s probabilities, which are our estimate.")
    drawn = _("Drawn with seed %(seed)s from the schedule’s probabilities, which are our estimate.") % {"seed": SEED}
    return render(
        chart=lambda width: draw_fan(outlook=outlook, width=width),
        label=said,
        claim=said,
        sample=exact if outlook.fan.is_exact else drawn,
        table=Table(caption=_("Deliveries by year, cumulative"), columns=columns, rows=rows),
    )


def draw_pool(*, outlook: PoolOutlook, width: int) -> altair.LayerChart:
    """Draw the pool's balance in the reader's language."""
    words = PoolWords(balance=_("Tonnes in the pool"), middle=_("median"), empty=_("pool empty"))
    return chart_buffer_solvency(outlook=outlook, width=width, words=words)


def pool_figure(*, outlook: PoolOutlook) -> Figure:
    """Return the buffer pool's balance over the years, with the probability that it runs dry."""
    years = len(outlook.balance_kg)
    said = _("Over %(years)s years the buffer runs dry in %(share)s of the runs.") % {
        "years": years,
        "share": chance(share=outlook.p_insolvent),
    }
    columns = (
        Column(label=_("Year")), Column(label="5 %", numeric=True), Column(label=_("Median"), numeric=True),
        Column(label="95 %", numeric=True), Column(label=_("Dry by then"), numeric=True),
    )  # fmt: skip
    rows = tuple(
        (str(year), *(mass(tonnes=kg / KG_PER_TONNE) for kg in balance), chance(share=dry))
        for year, (balance, dry) in enumerate(zip(outlook.balance_kg, outlook.p_insolvent_by_year, strict=True), 1)
    )
    return render(
        chart=lambda width: draw_pool(outlook=outlook, width=width),
        label=said,
        claim=said,
        sample=_("%(draws)s runs with seed %(seed)s; hazards are as recorded, nothing is replenished.")
        % {"draws": count_text(count=POOL_DRAWS, language=current_language()), "seed": SEED},
        table=Table(caption=_("Balance of the pool by year"), columns=columns, rows=rows),
    )
