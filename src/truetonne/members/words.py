"""States, kinds of evidence, outcomes and causes as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STATE_WORDS: Final[dict[str, _StrPromise]] = {
    "DRAFT": _("Draft"),
    "SUBMITTED": _("Submitted"),
    "SCREENING": _("In screening"),
    "NEEDS_INFO": _("More evidence needed"),
    "ELIGIBLE": _("May buy"),
    "CONDITIONAL": _("May buy until its date"),
    "PENDING": _("Pending"),
    "DECLINED": _("Declined"),
    "EXPIRING": _("May buy, ends soon"),
    "SUSPENDED": _("Suspended"),
    "WITHDRAWN": _("Withdrawn"),
    "NONE": _("No application"),
}

HEADLINES: Final[dict[str, _StrPromise]] = {
    "DRAFT": _("Your application"),
    "SUBMITTED": _("Your application is handed in"),
    "SCREENING": _("Your application is being read"),
    "NEEDS_INFO": _("You may not buy yet"),
    "ELIGIBLE": _("You may buy"),
    "CONDITIONAL": _("You may buy for now"),
    "PENDING": _("You may not buy yet"),
    "DECLINED": _("Your application was declined"),
    "EXPIRING": _("You may buy, and evidence ends soon"),
    "SUSPENDED": _("You may not buy at present"),
    "WITHDRAWN": _("Your application is withdrawn"),
}

STATE_SENTENCES: Final[dict[str, _StrPromise]] = {
    "DRAFT": _("Answer one thing at a time. What you write is kept; come back when you like."),
    "SUBMITTED": _("Somebody reads it next. Nothing is needed from you now."),
    "SCREENING": _("The evidence is being read. A second person decides after that."),
    "NEEDS_INFO": _("Every rule was judged. What would change each finding stands beside it."),
    "ELIGIBLE": _("Two people decided. The rules are asked again with every order."),
    "CONDITIONAL": _("Two people decided. One finding holds for a time only."),
    "PENDING": _("What is promised is not yet fulfilled. Add evidence when it is."),
    "DECLINED": _("You may appeal once, with new evidence, or apply again."),
    "EXPIRING": _("Add new evidence before the day named below, so that buying goes on without a break."),
    "SUSPENDED": _("New orders are stopped. What you bought and every certificate stay as they are."),
    "WITHDRAWN": _("You may apply again at any time."),
}

OUTCOME_WORDS: Final[dict[str, _StrPromise]] = {
    "ELIGIBLE": _("Eligible"),
    "CONDITIONAL": _("Conditional"),
    "PENDING": _("Pending"),
    "INELIGIBLE": _("Not eligible"),
}

KIND_WORDS: Final[dict[str, _StrPromise]] = {
    "SUPPLIER_ID": _("Supplier number"),
    "CUSTOMER_ID": _("Customer number"),
    "PLEDGE_SIGNATURE": _("Pledge signature"),
    "NET_ZERO_STATEMENT": _("Net-zero statement"),
    "INVENTORY_REPORT": _("Inventory report"),
    "TARGET_VALIDATION": _("Validated target or commitment"),
    "OWN_TARGET": _("Own target with its figures"),
    "SME_ROUTE": _("Route for small and medium companies"),
    "TRANSITION_PLAN": _("Transition plan"),
    "RACE_TO_ZERO": _("Membership of Race to Zero"),
    "CREDIT_USE_REPORT": _("Report on the use of credits"),
    "ASSURANCE_STATEMENT": _("Assurance statement"),
}

KIND_HINTS: Final[dict[str, _StrPromise]] = {
    "SUPPLIER_ID": _("The number under which the operator buys from you."),
    "CUSTOMER_ID": _("The number under which the operator sells to you."),
    "PLEDGE_SIGNATURE": _("Your entry in the pledge register. It stands for net zero and for nothing else."),
    "NET_ZERO_STATEMENT": _("A public page or document that names the year and the scopes."),
    "INVENTORY_REPORT": _("A public report of measured emissions. Two are due, the latest not older than two years."),
    "TARGET_VALIDATION": _("The validation of your target, or your commitment to one."),
    "OWN_TARGET": _("Base year, target year and figures; we run the path check."),
    "SME_ROUTE": _("The validation under a route for small and medium companies."),
    "TRANSITION_PLAN": _("For the people who read: no rule rests on it alone."),
    "RACE_TO_ZERO": _("Asked for by some lots only."),
    "CREDIT_USE_REPORT": _("Asked for by some lots only."),
    "ASSURANCE_STATEMENT": _("What an assurer wrote of your inventory."),
}

CAUSE_WORDS: Final[dict[str, _StrPromise]] = {
    "SUBMISSION": _("first judgement"),
    "NEW_EVIDENCE": _("new evidence"),
    "YEARLY": _("yearly re-check"),
    "RESTATEMENT": _("restatement"),
    "TARGET_CHANGE": _("change of target"),
    "PLEDGE_CHANGE": _("change of pledge"),
    "ADVERSE_FINDING": _("adverse finding"),
    "EVIDENCE_EXPIRY": _("evidence ended"),
    "APPEAL": _("appeal"),
}

USE_WORDS: Final[dict[str, _StrPromise]] = {
    "residual": _("For what remains after the reductions that are due"),
    "residual_gap_explained": _("For what remains, and for a gap that we explain"),
    "substitute_for_target": _("In place of reductions that are due"),
    "unspecified": _("Not decided yet"),
}

RELATIONSHIPS: Final[dict[str, _StrPromise]] = {
    "supplier": _("We sell to the operator"),
    "customer": _("We buy from the operator as a business"),
    "signatory": _("We signed the pledge"),
    "none": _("None of these"),
}

STRATEGY_WORDS: Final[dict[str, _StrPromise]] = {
    "sbti_near_term_validated": _("Validated near-term target"),
    "sbti_net_zero_validated": _("Validated net-zero target"),
    "sbti_committed": _("Commitment to a target"),
    "sbti_commitment_removed": _("Commitment removed"),
    "sbti_withdrawn": _("Target withdrawn"),
    "sbti_expired": _("Target expired"),
    "own_target_aca": _("Own target, absolute reduction"),
    "own_target_sda": _("Own target, intensity"),
}

STEP_WORDS: Final[tuple[_StrPromise, ...]] = (
    _("Submitted"),
    _("Screened"),
    _("More evidence"),
    _("Second person"),
    _("Decision"),
)

COVERAGE_WORDS: Final[dict[str, _StrPromise]] = {"yes": _("All of it"), "partial": _("In part"), "no": _("Not at all")}
