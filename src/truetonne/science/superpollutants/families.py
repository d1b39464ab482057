"""Two families that never mix: refrigerants (ozone-depleting or HFC) and methane (landfill or coal mine)."""

from __future__ import annotations

from enum import StrEnum

from truetonne.science.errors import NotEligible
from truetonne.science.gwp import normalize_gas
from truetonne.science.parameter_sets import load_parameters


class Family(StrEnum):
    """REFRIGERANT and METHANE are separate families with rules of their own; methane is no refrigerant."""

    REFRIGERANT = "REFRIGERANT"
    METHANE = "METHANE"


class Subtype(StrEnum):
    """What was destroyed; a lot has exactly one."""

    ODS = "ODS"
    HFC = "HFC"
    LANDFILL_METHANE = "LANDFILL_METHANE"
    COAL_MINE_METHANE = "COAL_MINE_METHANE"

    @property
    def family(self) -> Family:
        """The family that the subtype belongs to."""
        return Family.REFRIGERANT if self in {Subtype.ODS, Subtype.HFC} else Family.METHANE


_ODS_PREFIXES = ("CFC", "HCFC", "Halon", "CCl4", "CH3CCl3", "CH3Br")


def subtype_of_refrigerant(*, gas: str) -> Subtype:
    """Return ODS or HFC for a refrigerant gas; raises NotEligible for methane and for what is no refrigerant."""
    name = normalize_gas(name=gas)
    if name.startswith(_ODS_PREFIXES):
        return Subtype.ODS
    if name.startswith("HFC"):
        return Subtype.HFC
    reason = "methane is no refrigerant" if name == "CH4" else "this gas is no refrigerant that earns credits"
    raise NotEligible(field="gas", value=gas, reason=reason, fix="Use the rules of its own family")


def check_subtype(*, gas: str, subtype: Subtype) -> str:
    """Return the gas's normalized name if it belongs to the subtype; raises NotEligible otherwise."""
    name = normalize_gas(name=gas)
    if subtype.family is Family.METHANE:
        if name != "CH4":
            raise NotEligible(field="gas", value=gas, reason=f"{subtype.value} is methane alone")
        return name
    found = subtype_of_refrigerant(gas=gas)
    if found is not subtype:
        reason = f"this is {found.value}, and a lot has exactly one subtype"
        raise NotEligible(field="gas", value=gas, reason=reason, fix=f"Quantify it as {found.value}")
    return name


def eligible_ods() -> frozenset[str]:
    """Return the gases with an established release fraction."""
    return frozenset(load_parameters(name="superpollutants").table("release_fraction"))
