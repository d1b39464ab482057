"""What the web's role may do with this room's tables: add, move an inventory's state, and an upload's progress."""

from __future__ import annotations

_ADD = "SELECT, INSERT"

GRANTS: dict[str, str] = {
    "footprints_factorset": _ADD,
    "footprints_factor": _ADD,
    "footprints_activitymapping": _ADD,
    "footprints_activityload": _ADD,
    "footprints_activityline": _ADD,
    "footprints_activityrow": _ADD,
    "footprints_activityupload": (
        "SELECT, INSERT, UPDATE (mapping, state, read_rows, total_rows, problem, fix, load_id, attempt_count,"
        " started_at, ended_at)"
    ),
    "footprints_inventorycomputation": (
        "SELECT, INSERT, UPDATE (state, stage, problem, fix, inventory_id, started_at, ended_at)"
    ),
    "footprints_inventory": "SELECT, INSERT, UPDATE (state, sealed_at)",
    "footprints_inventoryfactorset": _ADD,
    "footprints_inventoryload": _ADD,
    "footprints_inventorytotal": _ADD,
    "footprints_inventoryline": _ADD,
    "footprints_inventorystep": _ADD,
    "footprints_baseyearjudgement": _ADD,
    "footprints_target": _ADD,
    "footprints_targetjudgement": _ADD,
    "footprints_disclosure": _ADD,
}
