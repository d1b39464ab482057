"""What ``truetonne target set`` takes: everything that a target can say on its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from truetonne.footprints.actions.set_target import NewTarget

KG_PER_T = 1000
YEAR = click.IntRange(1990, 2150)
DAY = click.DateTime(["%Y-%m-%d"])
METRICS = ("absolute", "economic_intensity", "physical_intensity", "sda")
Decorated = TypeVar("Decorated", bound=Callable[..., object])


class Tonnes(click.ParamType):  # type: ignore[type-arg]
    """Tonnes with at most three decimals, as whole kilograms."""

    name = "TONNES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            kg = Decimal(str(value)) * KG_PER_T
        except InvalidOperation:
            self.fail(f"{value!r} is no number of tonnes", param, ctx)
        if not kg.is_finite() or kg != kg.to_integral_value() or kg < 0:
            self.fail(f"{value!r}: tonnes have at most three decimals and are not below 0", param, ctx)
        return int(kg)


TONNES = Tonnes()
_PERCENT = click.FloatRange(0, 100)


def target_options(command: Decorated) -> Decorated:
    """Add every statement of a target to a command."""
    for option in reversed(
        (
            click.option("--base-year", type=YEAR, required=True, metavar="Y", help="Base year."),
            click.option("--target-year", type=YEAR, required=True, metavar="Y", help="Target year."),
            click.option(
                "--reduction", type=click.FloatRange(0, 100, min_open=True), required=True, metavar="PCT",
                help="Reduction in percent of the base year; of the intensity, where the target is one.",
            ),
            click.option(
                "--metric", type=click.Choice(METRICS), default="absolute", show_default=True,
                help="What it is measured in; sda is the sectoral approach.",
            ),
            click.option("--unit", "intensity_unit", default="", metavar="TEXT", help="Unit of an intensity: t CO2e per t of steel."),
            click.option(
                "--growth", type=click.FloatRange(-50, 50), metavar="PCT",
                help="Growth of activity expected a year; an intensity shows the absolute figure beside it.",
            ),
            click.option("--scope1", type=TONNES, metavar="T", help="Base-year tonnes of scope 1; left out: not covered."),
            click.option("--scope2", type=TONNES, metavar="T", help="Base-year tonnes of scope 2."),
            click.option("--scope3", type=TONNES, metavar="T", help="Base-year tonnes of scope 3."),
            click.option("--recent-year", type=YEAR, metavar="Y", help="Most recent year; the rules since April 2026 ask for it."),
            click.option("--recent1", type=TONNES, metavar="T", help="Scope 1 in the most recent year."),
            click.option("--recent2", type=TONNES, metavar="T", help="Scope 2 in the most recent year."),
            click.option("--recent3", type=TONNES, metavar="T", help="Scope 3 in the most recent year."),
            click.option(
                "--scope2-method", type=click.Choice(["location", "market"]), default="market", show_default=True,
                help="Which of the two figures of scope 2.",
            ),
            click.option("--net-zero-year", type=YEAR, metavar="Y", help="Year from which only residual emissions remain."),
            click.option("--reduce-from", type=YEAR, metavar="Y", help="Reduces from; always before removing and offsetting."),
            click.option("--remove-from", type=YEAR, metavar="Y", help="Removes from."),
            click.option("--offset-from", type=YEAR, metavar="Y", help="Offsets from."),
            click.option("--coverage", type=_PERCENT, metavar="PCT", help="Share of the emissions that is covered."),
            click.option("--submitted-on", type=DAY, metavar="DATE", help="Day of submission."),
            click.option("--validated-on", type=DAY, metavar="DATE", help="Day of validation: it says which rules judge."),
            click.option("--validator", default="", metavar="NAME", help="Who validated it."),
            click.option("--valid-until", type=DAY, metavar="DATE", help="Last day on which the validation counts."),
            click.option("--evidence", metavar="EVD", help="Evidence of the validation."),
            click.option("--url", "public_url", default="", metavar="URL", help="Public address."),
            click.option("--series", metavar="TGT", help="The target of which this is a later version."),
            click.option("--reason", "restatement_reason", default="", metavar="TEXT", help="What changed against the earlier version, and why."),
            click.option("--rules", "rules", default="", metavar="NAME", help="Rule set, where the day allows a choice."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def read_target(given: Mapping[str, Any]) -> NewTarget:
    """Return what the options say; kilograms and exact shares."""
    from truetonne.footprints.actions.set_target import NewTarget

    return NewTarget(
        metric=given["metric"], base_year=given["base_year"], target_year=given["target_year"],
        reduction=_share(given["reduction"]) or Decimal(0), intensity_unit=given["intensity_unit"],
        growth_per_year=_share(given["growth"]), scope1_base_kg=given["scope1"], scope2_base_kg=given["scope2"],
        scope3_base_kg=given["scope3"], recent_year=given["recent_year"], scope1_recent_kg=given["recent1"],
        scope2_recent_kg=given["recent2"], scope3_recent_kg=given["recent3"],
        scope2_method=given["scope2_method"] if given["scope2"] is not None else "",
        net_zero_year=given["net_zero_year"], reduce_from=given["reduce_from"], remove_from=given["remove_from"],
        offset_from=given["offset_from"], coverage=_share(given["coverage"]), validator=given["validator"],
        submitted_on=_day(given["submitted_on"]), validated_on=_day(given["validated_on"]),
        valid_until=_day(given["valid_until"]), public_url=given["public_url"],
        restatement_reason=given["restatement_reason"],
    )  # fmt: skip


def _share(percent: float | None) -> Decimal | None:
    return None if percent is None else Decimal(str(percent)) / 100


def _day(moment: Any) -> Any:
    return None if moment is None else moment.date()
