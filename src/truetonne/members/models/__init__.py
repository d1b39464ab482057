"""Applications and their steps, evidence and its judgements, assessments, decisions, figures, lists and policy.

Constraints and triggers are the truth; actions give the messages. Only the draft and the state of an application move.
"""

from __future__ import annotations

from truetonne.members.models.applications import Application, Interest, Submission, Transition
from truetonne.members.models.decisions import (
    Appeal,
    AppealDecision,
    Assessment,
    AssessmentFinding,
    Decision,
    Proposal,
    Reminder,
    ReminderMail,
)
from truetonne.members.models.evidence import Evidence, EvidenceFile, EvidenceJudgement
from truetonne.members.models.figures import DisclosedYear, EntityAllocation, FigureJudgement, LegalEntity
from truetonne.members.models.lists import ListEdition, ListEntry, ListLink, ListVanishing, UnkeptListRow
from truetonne.members.models.pledges import PledgeConfirmation, PledgeEnd, PledgeSignature
from truetonne.members.models.policies import PolicyProposal, PolicySignOff

__all__ = [
    "Appeal",
    "AppealDecision",
    "Application",
    "Assessment",
    "AssessmentFinding",
    "Decision",
    "DisclosedYear",
    "EntityAllocation",
    "Evidence",
    "EvidenceFile",
    "EvidenceJudgement",
    "FigureJudgement",
    "Interest",
    "LegalEntity",
    "ListEdition",
    "ListEntry",
    "ListLink",
    "ListVanishing",
    "PledgeConfirmation",
    "PledgeEnd",
    "PledgeSignature",
    "PolicyProposal",
    "PolicySignOff",
    "Proposal",
    "Reminder",
    "ReminderMail",
    "Submission",
    "Transition",
    "UnkeptListRow",
]
