"""Subtypes of destruction. Methane is a family of its own: it is not a refrigerant."""

from __future__ import annotations

from typing import Final

from truetonne.science.superpollutants.families import Family, Subtype

SUBTYPES: Final = tuple(subtype.value for subtype in Subtype)
REFRIGERANTS: Final = tuple(one.value for one in Subtype if one.family is Family.REFRIGERANT)
METHANES: Final = tuple(one.value for one in Subtype if one.family is Family.METHANE)

METHOD_OF: Final = {
    Subtype.ODS.value: "ods_refrigerant",
    Subtype.HFC.value: "hfc_destruction",
    Subtype.LANDFILL_METHANE.value: "landfill",
    Subtype.COAL_MINE_METHANE.value: "coal_mine_methane",
}
"""The scientific method by which each subtype is quantified."""

STAGES: Final = ("collected", "transported", "aggregated", "destroyed")
"""Where a mass is weighed on its way; it only ever falls, and each loss is shown."""
