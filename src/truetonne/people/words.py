"""Names of roles and kinds of organization as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.edge.permissions import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROLE_WORDS: Final[dict[str, _StrPromise]] = {
    Role.APPLICANT: _("Applicant"),
    Role.BUYER: _("Buyer"),
    Role.REPORTER: _("Reporter"),
    Role.SUPPLY: _("Supply"),
    Role.REVIEWER: _("Reviewer"),
    Role.FINANCE: _("Finance"),
    Role.ELIGIBILITY: _("Eligibility officer"),
    Role.GOVERNANCE: _("Governance member"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

ROLE_TASKS: Final[dict[str, _StrPromise]] = {
    Role.APPLICANT: _("Fills in the application, hands in evidence, appeals."),
    Role.BUYER: _("Asks for quotes, orders, and names whom a retirement is for."),
    Role.REPORTER: _("Enters activity data, inventories and disclosures."),
    Role.SUPPLY: _("Imports registry files, prices, lists and holds lots."),
    Role.REVIEWER: _("Judges quality; never what they imported themselves."),
    Role.FINANCE: _("Records payments, delivers orders, refunds."),
    Role.ELIGIBILITY: _("Screens applications and evidence; a second person decides with them."),
    Role.GOVERNANCE: _("Decides policy and signs off what needs a tier of governance."),
    Role.AUDITOR: _("Reads everything and changes nothing."),
    Role.ADMINISTRATOR: _("Invites people, gives and takes roles, keeps the organization's facts."),
}
"""What each role is for, in one sentence."""

KIND_WORDS: Final[dict[str, _StrPromise]] = {
    "OPERATOR": _("Operator"),
    "MEMBER": _("Member"),
    "REVIEWER": _("Reviewing organization"),
}
