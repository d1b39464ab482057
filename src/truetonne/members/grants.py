"""What the web's role may do with this room's tables: add, and move the draft and the state of an application."""

from __future__ import annotations

_ADD = "SELECT, INSERT"

GRANTS: dict[str, str] = {
    "members_interest": _ADD,
    "members_application": "SELECT, INSERT, UPDATE (state, draft, decision_id, buys_until)",
    "members_submission": _ADD,
    "members_transition": _ADD,
    "members_evidencefile": _ADD,
    "members_evidence": _ADD,
    "members_evidencejudgement": _ADD,
    "members_assessment": _ADD,
    "members_assessmentfinding": _ADD,
    "members_proposal": _ADD,
    "members_decision": _ADD,
    "members_appeal": _ADD,
    "members_appealdecision": _ADD,
    "members_reminder": _ADD,
    "members_remindermail": _ADD,
    "members_legalentity": _ADD,
    "members_disclosedyear": _ADD,
    "members_figurejudgement": _ADD,
    "members_entityallocation": _ADD,
    "members_listedition": _ADD,
    "members_listentry": _ADD,
    "members_unkeptlistrow": _ADD,
    "members_listlink": _ADD,
    "members_listvanishing": _ADD,
    "members_pledgesignature": _ADD,
    "members_pledgeconfirmation": _ADD,
    "members_pledgeend": _ADD,
    "members_policyproposal": _ADD,
    "members_policysignoff": _ADD,
}
