"""Every fuel, removal, durability and permanence method that the examples may name is there, documented and sourced."""

from __future__ import annotations

import pytest

from truetonne.science.catalogue import get_method, list_methods
from truetonne.science.errors import InputRefused
from truetonne.science.method import run_method
from truetonne.science.parameter_sets import load_parameters

NAMES = [
    "pact_additionality",
    "pact_net_sequestration",
    "pact_release",
    "pact_adjusted",
    "pact_release_schedule",
    "pact_ep",
    "pact_parameters",
    "irf_integral",
    "tonne_year",
    "reversal_risk_multiplicative",
    "vcs_nprt",
    "reversal_expected",
    "buffer_insolvency",
    "vertical_stacking",
    "horizontal_stacking",
    "lcfs_compliance_units",
    "fuel_tables",
    "inset_credit",
    "blend_energy_share",
    "red_saving",
    "biogenic_reporting",
    "heating_value_mismatch",
    "wtt_ttw",
    "book_and_claim",
    "puro_biochar",
    "net_removal",
    "erw_potential",
    "forward_delivery",
    "vcl",
]
SETS = ("fuels", "removals", "durability", "cambridge_pact")
WITHOUT_INPUTS = {"fuel_tables", "pact_parameters", "reversal_risk_multiplicative"}


@pytest.mark.parametrize("name", NAMES)
def test_is_there_with_title_source_and_parameter_set(name: str) -> None:
    method = get_method(name=name)

    assert method.title
    assert method.source
    assert method.statuses
    assert [key.partition("/")[0] in SETS for key in method.parameter_sets] == [True]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WITHOUT_INPUTS])
def test_refuses_by_name_when_nothing_is_given(name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        run_method(method=get_method(name=name), inputs={})

    assert refused.value.field


def test_names_no_method_twice() -> None:
    names = [method.name for method in list_methods()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SETS)
def test_every_parameter_has_unit_status_and_source(name: str) -> None:
    for parameter in load_parameters(name=name).parameters.values():
        assert parameter.unit
        assert parameter.source
