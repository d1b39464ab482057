"""Charts of a rating's computations, each with the table of its figures: page, download and notebook show the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair
import numpy as np
from django.utils.translation import gettext as _

from truetonne.edge.charts import Figure, render
from truetonne.edge.gross_to_net import gross_to_net_chart, list_steps
from truetonne.edge.row_names import name_rows
from truetonne.edge.tables import Column, Table
from truetonne.supply.reviewing.words import PART_WORDS

INK, BLUE, PALE, SEAL, ROSE, QUIET = "#14181d", "#2f5578", "#a9bccb", "#bf2c15", "#e3a08f", "#858c91"
Rows = Sequence[Mapping[str, Any]]
WEIGHT_SHOWN = 0.0005
"""Lighter donors stand in the table only."""


def score_figure(*, score: Mapping[str, Any]) -> Figure:
    """Draw every part's spread and where the reconciled reading stands in it."""
    rows = [{**one, "name": str(PART_WORDS[one["part"]])} for one in score["parts"]]
    names = [row["name"] for row in rows]

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=rows))
        placed = name_rows(field="name", names=names, width=width, row_height=28, label_limit=width // 3)
        scale, down = altair.Scale(domain=[0, 100]), placed.offset
        x = altair.X("low:Q", scale=scale, title=None, axis=altair.Axis(values=[0, 50, 100], grid=True))
        band = base.mark_bar(height=10, color=PALE, yOffset=down).encode(x=x, x2="high:Q", y=placed.y)
        middle = base.mark_tick(color=SEAL, thickness=3, size=18, yOffset=down).encode(
            x=altair.X("middle:Q", scale=scale), y=placed.y
        )
        return altair.layer(band, middle, *placed.marks).properties(width=width, height=placed.row_height * len(rows))

    return _figure(
        chart=chart,
        label=_("Score by part, out of 100: %(low)s to %(high)s, reconciled %(middle)s") % score,
        table=_table(caption=_("Score by part, out of 100"), rows=rows, columns={
            "name": _("Part"), "low": _("Least"), "middle": _("Reconciled"), "high": _("Most")}),
        sample=_("Least and most over both readings; what is not shown widens the spread."),
    )  # fmt: skip


def trajectories_figure(*, rows: Rows) -> Figure:
    """Draw project and weighted controls since the first year, with 95 % intervals."""
    last = rows[-1]

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=[dict(row) for row in rows]))
        years = [row["year"] for row in rows]
        x = altair.X("year:Q", title=None, scale=altair.Scale(domain=[years[0], years[-1] + 1.6], nice=False),
                     axis=altair.Axis(values=years, format="d"))  # fmt: skip
        layers: list[Any] = []
        for name, line, band in (("control", BLUE, PALE), ("project", SEAL, ROSE)):
            title = altair.Y(f"{name}_low:Q", title=_("change of the stocking index"))
            layers.append(base.mark_area(color=band, opacity=0.45).encode(x=x, y=title, y2=f"{name}_high:Q"))
            layers.append(base.mark_line(color=line, point={"filled": True, "color": line}).encode(x=x, y=f"{name}:Q"))
        for name, words, line in (("control", _("controls"), BLUE), ("project", _("project"), SEAL)):
            text = altair.Chart(altair.InlineData(values=[{**last, "said": words}]))
            layers.append(text.mark_text(align="left", dx=8, color=line).encode(x=x, y=f"{name}:Q", text="said:N"))
        return altair.layer(*layers).properties(width=width, height=240)

    return _figure(
        chart=chart,
        label=_("Project plots grew by %(project).3f, their controls by %(control).3f until %(year)d")
        % {"project": last["project"], "control": last["control"], "year": int(last["year"])},
        table=_table(caption=_("Project and controls over time"), rows=rows, columns={
            "year": _("Year"), "project": _("Project"), "project_low": _("Project, low"), "project_high": _("Project, high"),
            "control": _("Controls"), "control_low": _("Controls, low"), "control_high": _("Controls, high")}),
        sample=_("Mean change since the first year, with 95 % intervals over plots."),
    )  # fmt: skip


def balance_figure(*, rows: Rows) -> Figure:
    """Draw how far apart the groups are before and after matching, with the limit of 0.25 (love plot)."""
    known = [dict(row) for row in rows if row["after"] is not None and row["before"] is not None]
    names = [row["covariate"] for row in known]
    most = max([0.4, *(max(row["before"], row["after"]) for row in known)])

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=known))
        placed = name_rows(field="covariate", names=names, width=width, row_height=36, label_limit=width // 3)
        y, down = placed.y, placed.offset
        scale = altair.Scale(domain=[0, most * 1.05], nice=False)
        x = altair.X("after:Q", scale=scale, title=_("standardized difference of means"), axis=altair.Axis(tickCount=4))
        layers = [
            base.mark_rule(color=PALE, yOffset=down).encode(x=altair.X("before:Q", scale=scale), x2="after:Q", y=y),
            base.mark_point(color=QUIET, filled=False, yOffset=down).encode(x=altair.X("before:Q", scale=scale), y=y),
            base.mark_point(color=BLUE, yOffset=down).encode(x=x, y=y),
            *placed.marks,
            altair.Chart(altair.InlineData(values=[{"limit": 0.25}]))
            .mark_rule(color=SEAL, strokeDash=[4, 3])
            .encode(x=altair.X("limit:Q", scale=scale)),
        ]
        return altair.layer(*layers).properties(width=width, height=placed.row_height * len(known) + 20)

    worst = max((row["after"] for row in known), default=0.0)
    return _figure(
        chart=chart,
        label=_("The largest difference after matching is %(worst).3f; the limit is 0.25") % {"worst": worst},
        table=_table(caption=_("Balance of covariates"), rows=rows, columns={
            "covariate": _("Covariate"), "before": _("Before matching"), "after": _("After matching")}),
        sample=_("Hollow: before matching; filled: after; dashed: the limit of 0.25."),
    )  # fmt: skip


def placebo_figure(*, draws: Sequence[float], project: float) -> Figure:
    """Draw how placebos scatter, and where the project stands."""
    counts, edges = np.histogram(draws, bins=min(15, max(5, len(draws) // 4)))
    rows = [
        {"start": float(edges[i]), "stop": float(edges[i + 1]), "count": int(count), "zero": 0}
        for i, count in enumerate(counts)
    ]

    def chart(width: int) -> altair.TopLevelMixin:
        reach = [min(edges[0], project, 0.0), max(edges[-1], project, 0.0)]
        room = (reach[1] - reach[0]) * 0.05
        scale = altair.Scale(domain=[float(reach[0] - room), float(reach[1] + room)], nice=False)
        base = altair.Chart(altair.InlineData(values=rows))
        x = altair.X("start:Q", scale=scale, title=_("difference of slopes a year"), axis=altair.Axis(tickCount=5))
        height = altair.Y("count:Q", title=_("placebos"))
        bars = base.mark_rect(color=PALE).encode(x=x, x2="stop:Q", y=height, y2="zero:Q")
        rule = altair.Chart(altair.InlineData(values=[{"at": project}]))
        line = rule.mark_rule(color=SEAL, strokeWidth=2).encode(x=altair.X("at:Q", scale=scale))
        return altair.layer(bars, line).properties(width=width, height=200)

    return _figure(
        chart=chart,
        label=_("%(count)d placebo projects scatter about zero; the project shows %(project).4f")
        % {"count": len(draws), "project": project},
        table=_table(caption=_("Placebo distribution"), rows=rows, columns={
            "start": _("From"), "stop": _("To"), "count": _("Placebos")}),
        sample=_("Projects drawn where there is none must show about zero. Red: the project itself."),
    )  # fmt: skip


def map_figure(*, rows: Rows) -> Figure:
    """Draw where project plots, their controls and other donors lie."""
    colours = {"project": SEAL, "control": BLUE, "donor": PALE}
    points = sorted(
        ({**row, "colour": colours[row["group"]]} for row in rows),
        key=lambda row: ("donor", "control", "project").index(row["group"]),
    )
    words = {"project": _("project plot"), "control": _("control"), "donor": _("other donor")}

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=points))
        axis = altair.Axis(tickCount=4, format=".1f", grid=True)
        scale = altair.Scale(zero=False)
        points_drawn = base.mark_point(size=36).encode(
            x=altair.X("longitude:Q", scale=scale, axis=axis, title=_("longitude")),
            y=altair.Y("latitude:Q", scale=scale, axis=axis, title=_("latitude")),
            color=altair.Color("colour:N", scale=None),
        )
        return altair.layer(points_drawn).properties(width=width, height=320)

    said = [{**row, "group": words[row["group"]]} for row in points]
    return _figure(
        chart=chart,
        label=_("%(plots)d project plots with their controls around them")
        % {"plots": sum(row["group"] == "project" for row in rows)},
        table=_table(caption=_("Plots on the map"), rows=said, columns={
            "plot": _("Plot"), "group": _("Group"), "longitude": _("Longitude"), "latitude": _("Latitude")}),
        sample=_("Red: project plots; blue: their controls; pale: donors that were not taken."),
    )  # fmt: skip


def gross_to_net_figure(*, parts: Mapping[str, int], tonnes: Callable[[int], str], words: Mapping[str, str]) -> Figure:
    """Draw the computation's way from gross to net; ``parts`` hold gross, baseline, leakage, uncertainty, buffer, net in kg."""
    deductions = {name: parts[name] for name in ("baseline", "leakage", "uncertainty", "buffer")}
    steps = list_steps(gross_kg=parts["gross"], deductions_kg=deductions, net_kg=parts["net"])
    rows = [{"step": words[step.name], "kg": step.kg} for step in steps]
    return _figure(
        chart=lambda width: gross_to_net_chart(steps=steps, width=width, words=words, tonnes=tonnes),
        label=_("%(gross)s measured, %(net)s left after every deduction")
        % {"gross": tonnes(parts["gross"]), "net": tonnes(parts["net"])},
        table=_table(caption=_("From gross to net, recomputed"), rows=rows, columns={"step": _("Part"), "kg": "kg"}),
        sample=_("What the computation credits, step by step."),
    )


def paths_figure(*, rows: Rows) -> Figure:
    """Draw a jurisdiction beside its synthetic control."""

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=[dict(row) for row in rows]))
        x = altair.X("time:O", title=None, axis=altair.Axis(labelAngle=0, labelOverlap=True))
        own = base.mark_line(color=SEAL).encode(x=x, y=altair.Y("treated:Q", title=_("outcome")))
        other = base.mark_line(color=BLUE, strokeDash=[4, 3]).encode(x=x, y="synthetic:Q")
        return altair.layer(own, other).properties(width=width, height=240)

    return _figure(
        chart=chart,
        label=_("The jurisdiction beside the mixture of others that fits it best"),
        table=_table(caption=_("Jurisdiction and synthetic control"), rows=rows, columns={
            "time": _("Time"), "treated": _("Jurisdiction"), "synthetic": _("Synthetic")}),
        sample=_("Red: the jurisdiction; dashed: its synthetic control."),
    )  # fmt: skip


def ratios_figure(*, placebos: Rows, own: float | None) -> Figure:
    """Draw the placebo distribution: how much farther every unit strays after treatment than before, ours among them."""
    known = [{"name": str(row["unit"]), "ratio": row["ratio"], "colour": BLUE} for row in placebos]
    known.append({"name": _("Jurisdiction"), "ratio": own, "colour": SEAL})
    # An exact past makes a ratio without bound: it comes first and has no point.
    known.sort(key=lambda row: (row["ratio"] is not None, -(row["ratio"] or 0.0), row["name"]))
    drawn = [{**row, "zero": 0.0} for row in known if row["ratio"] is not None]
    names = [row["name"] for row in drawn]

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=drawn))
        colour = altair.Color("colour:N", scale=None)
        axis = altair.Axis(labelLimit=width // 3, domain=False, ticks=False)
        y = altair.Y("name:N", sort=names, title=None, axis=axis)
        x = altair.X("ratio:Q", title=_("gap after over gap before"), axis=altair.Axis(tickCount=5))
        lines = base.mark_rule(color=PALE).encode(x=x, x2="zero:Q", y=y)
        return altair.layer(lines, base.mark_point().encode(x=x, y=y, color=colour)).properties(
            width=width, height=22 * len(drawn) + 20
        )

    as_far = len(known) if own is None else sum(row["ratio"] is None or row["ratio"] >= own for row in known) - 1
    words = {"count": 0 if own is None else as_far, "all": len(placebos)}
    return _figure(
        chart=chart,
        label=_("%(count)d of %(all)d placebos stray as far from their mixture as the jurisdiction does") % words,
        table=_table(caption=_("Placebo distribution of the synthetic control"), rows=known, columns={
            "name": _("Unit"), "ratio": _("Gap after over gap before")}),
        sample=_("Every donor takes the jurisdiction's part in turn. Red: the jurisdiction; an empty cell: its past is repeated exactly."),
    )  # fmt: skip


def weights_figure(*, rows: Rows) -> Figure:
    """Draw of whom the synthetic control is mixed."""
    known = sorted((dict(row) for row in rows), key=lambda row: (-row["weight"], row["unit"]))
    drawn = [row for row in known if row["weight"] >= WEIGHT_SHOWN]
    names = [row["unit"] for row in drawn]

    def chart(width: int) -> altair.TopLevelMixin:
        base = altair.Chart(altair.InlineData(values=drawn))
        axis = altair.Axis(labelLimit=width // 3, domain=False, ticks=False)
        y = altair.Y("unit:N", sort=names, title=None, axis=axis)
        x = altair.X("weight:Q", title=_("weight"), axis=altair.Axis(tickCount=4))
        bars = base.mark_bar(color=BLUE, height=10).encode(x=x, y=y)
        return altair.layer(bars).properties(width=width, height=26 * len(drawn) + 20)

    return _figure(
        chart=chart,
        label=_("%(count)d of %(all)d donors make up the synthetic control") % {"count": len(drawn), "all": len(known)},
        table=_table(caption=_("Weights of the synthetic control"), rows=known, columns={
            "unit": _("Unit"), "weight": _("Weight")}),
        sample=_("Weights are not negative and add up to 1."),
    )  # fmt: skip


def _figure(*, chart: Callable[[int], altair.TopLevelMixin], label: str, table: Table, sample: str) -> Figure:
    """Render with the finding as the caption: the heading above names the chart already."""
    return render(chart=chart, label=label, table=table, claim=label, sample=sample)


def _table(*, caption: str, rows: Rows, columns: Mapping[str, str]) -> Table:
    names = tuple(columns)
    return Table(
        caption=caption,
        columns=tuple(Column(label=words, numeric=place > 0) for place, words in enumerate(columns.values())),
        rows=tuple(tuple(_cell(row.get(name)) for name in names) for row in rows),
        snug=True,
        fold=False,
    )


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
