"""What the web's role may do with supply's tables. Records, decisions and judgements are added, never changed."""

from __future__ import annotations

_ADD = "SELECT, INSERT"
_SCRATCH = "SELECT, INSERT, UPDATE, DELETE"

GRANTS: dict[str, str] = {
    "supply_program": "SELECT, INSERT, UPDATE (name, website, unit_kg, is_synthetic, mapping_name, mapping_text)",
    "supply_importrun": _ADD,
    "supply_importrow": _ADD,
    "supply_project": (
        "SELECT, INSERT, UPDATE (name, status, standing, is_listed, developer, country, project_type, methodology,"
        " credit_class, website, credited_from, credited_until, total_issued_kg, total_retired_kg,"
        " total_cancelled_kg, total_remaining_kg, edition, content, raw)"
    ),
    "supply_projectedition": _ADD,
    "supply_statusjudgement": _ADD,
    "supply_registryissuance": "SELECT, INSERT, UPDATE (is_contested)",
    "supply_registryuse": "SELECT, INSERT, UPDATE (is_contested)",
    "supply_recordedition": _ADD,
    "supply_heldrow": _ADD,
    "supply_helddecision": _ADD,
    "supply_holding": _ADD,
    "supply_review": "SELECT, INSERT, UPDATE (state)",
    "supply_pricefact": _ADD,
    "supply_reviewcase": _ADD,
    "supply_reviewerdeclaration": _ADD,
    "supply_reviewevidence": _ADD,
    "supply_reviewcomputation": _ADD,
    "supply_reviewreading": _ADD,
    "supply_reviewpublication": _ADD,
    "supply_reviewtrigger": _ADD,
    "supply_opinionload": _ADD,
    "supply_developerfinding": _ADD,
    "supply_ccpedition": _ADD,
    "supply_ccpdecision": _ADD,
    "supply_publishedstatement": _ADD,
    "supply_projectprofile": _ADD,
    "supply_projectstory": _ADD,
    "supply_documentfile": _ADD,
    "supply_projectdocument": _ADD,
    "supply_grosstonet": _ADD,
    "supply_externalrating": _ADD,
    "supply_projectnews": _ADD,
    "supply_projectdisclaimer": _ADD,
    "supply_unitlabel": _ADD,
    "supply_buyercondition": _ADD,
    "supply_jurisdiction": _ADD,
    "supply_bufferpart": _ADD,
    "supply_adjustmentstatement": _ADD,
    "supply_forwardcontract": _ADD,
    "supply_contractsignature": _ADD,
    "supply_contractschedule": _ADD,
    "supply_scheduledyear": _ADD,
    "supply_contractcommitment": _ADD,
    "supply_contractdelivery": _ADD,
    "supply_deliveryshare": _ADD,
    "supply_contracthold": _ADD,
    "supply_contractend": _ADD,
    "supply_contribution": _ADD,
    "supply_cobenefitfigure": _ADD,
    "supply_parameterproposal": _ADD,
    "supply_parameterdecision": _ADD,
    "supply_parameterwithdrawal": _ADD,
    "supply_fuelbatch": _ADD,
    "supply_fuelevidence": _ADD,
    "supply_fuelissue": _ADD,
    "supply_fuelprice": _ADD,
    "supply_fuelend": _ADD,
    "supply_destruction": _ADD,
    "supply_destructionissue": _ADD,
    "supply_destroyedcontainer": _ADD,
    "supply_upload": (
        "SELECT, INSERT, UPDATE (state, is_judging, read_bytes, read_rows, unreadable_rows, problem, fix, run_id,"
        " attempt_count, started_at, ended_at)"
    ),
    "supply_staged_row": _SCRATCH,
    "supply_staged_verdict": _SCRATCH,
    "supply_staged_member": _SCRATCH,
}

FUNCTIONS: tuple[str, ...] = ("supply_analyze_staging()",)
"""Counting the staging table is the owner's right; the web's role may ask for it."""
