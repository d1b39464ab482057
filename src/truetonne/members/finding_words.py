"""What findings say to people: a sentence for every message key, what would mend it, and titles of the rules.

Sentences are filled from a finding's figures; a figure that a finding lacks is never printed as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from truetonne.edge.formats import day_text
from truetonne.edge.templatetags.edge_formats import current_language

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RULE_TITLES: Final[dict[str, _StrPromise]] = {
    "R0": _("Relationship"),
    "R0 market": _("Region"),
    "R1": _("Net zero over scopes 1, 2 and 3"),
    "R2": _("Public disclosure"),
    "R3": _("A plan in line with the science"),
    "R4": _("Only what remains"),
    "LEAF-1": _("A science-based target"),
    "LEAF-2": _("Net zero by mid-century"),
    "LEAF-3": _("Race to Zero"),
    "LEAF-4": _("Public inventory"),
    "LEAF-5": _("Audited report of credit use"),
}

SENTENCES: Final[dict[str, _StrPromise]] = {
    "relationship_shown": _("The relationship to the operator is on record: %(relationship)s."),
    "no_relationship": _("No relationship to the operator is stated: supplier, business customer or pledge signatory."),
    "relationship_not_open": _("This relationship is not one of those that the policy opens: %(relationship)s."),
    "relationship_unproved": _("A relationship is stated (%(relationship)s), but no record of it was accepted."),
    "signature_removed": _("The pledge register shows the signature as removed."),
    "market_open": _("%(country)s is on the served list: %(markets)s."),
    "market_unknown": _("The company's country is not stated. Served are: %(markets)s."),
    "market_closed": _("%(country)s is not on the served list: %(markets)s."),
    "net_zero_by_pledge": _("A live pledge signature commits to net zero by %(year)s. It counts for this rule only."),
    "net_zero_not_shown": _("No public net-zero statement is on file. The limit is %(limit)s."),
    "net_zero_not_public": _("The net-zero statement has no public address."),
    "net_zero_other_target": _("The statement promises neutrality, not net zero; these are different targets."),
    "year_not_understood": _("The year of the statement cannot be read as a year: %(year_as_written)s."),
    "net_zero_too_late": _("The statement names %(year)s. The limit is %(limit)s."),
    "scopes_not_shown": _("The statement does not say which scopes it covers."),
    "scopes_missing": _("The statement covers scopes %(scopes)s. Scopes 1, 2 and 3 are due."),
    "scope3_partial": _("The statement covers scope 3 only in part. The policy asks for all of it."),
    "statement_lapsed": _("The statement counted until a day that is past."),
    "net_zero_shown": _("The public statement names %(year)s and scopes 1, 2 and 3. The limit is %(limit)s."),
    "scope3_partial_for_now": _(
        "The statement names %(year)s, with part of scope 3; the policy accepts that for a time."
    ),
    "replaced_by_signature": _("A live pledge signature takes the place of this rule under the policy in force."),
    "no_public_disclosure": _("No public inventory report counts: each needs an address and a date of publication."),
    "latest_scopes_missing": _("The latest report covers scopes %(scopes)s. Scopes 1, 2 and 3 are due."),
    "disclosure_too_old": _(
        "The latest inventory ends on %(period_end)s: %(age)s months before this judgement. The limit is %(max_age)s."
    ),
    "disclosure_gap": _(
        "The report before ends on %(previous_period_end)s: %(gap)s months before the latest. The limit is %(max_gap)s."
    ),
    "first_time_pass_over": _("One report alone is enough once and for %(first_time)s months; that time is over."),
    "first_disclosure": _("One report is public. It is enough for %(first_time)s months after it was published."),
    "disclosure_regular": _("The latest inventory ends on %(period_end)s, the one before on %(previous_period_end)s."),
    "no_strategy": _("No target and no other route is on file, so this is neither met nor failed."),
    "strategy_ended": _("The target or commitment was removed, withdrawn or has expired."),
    "strategy_not_known": _("What was handed in is not one of the routes that the policy accepts."),
    "target_expired": _("The target counted until %(valid_until)s."),
    "sme_route_shown": _("The route for small and medium companies is on file."),
    "target_end_not_shown": _("A validated target is stated, but not until when it counts."),
    "target_in_force": _("A validated target is in force until %(valid_until)s."),
    "commitment_not_enough": _("A commitment alone is not enough under the policy."),
    "commitment_pending": _("A commitment is on record; a validated target is still due."),
    "commitment_overdue": _(
        "The commitment is of %(committed_on)s. After %(commitment)s months without a validated target it does not count."
    ),
    "path_check_impossible": _("The own target cannot be checked: %(field)s, %(reason)s."),
    "own_target_passes": _("The own target reaches what the path of the science asks for."),
    "own_target_fails": _("The own target falls short of what the path of the science asks for."),
    "path_check_missing": _("An own target is stated, but nobody has checked it against the path of the science."),
    "use_residual": _("Credits are meant for what remains after reductions. The quantity is judged with each order."),
    "use_not_stated": _("What the credits are meant for is not stated."),
    "use_instead_of_reductions": _("Credits would take the place of reductions that are due."),
    "leaf_target_shown": _("A validated or equivalent target is in force."),
    "leaf_no_target": _("No validated or equivalent target is in force."),
    "leaf_net_zero_shown": _("Net zero by %(year)s over all scopes. The limit is %(limit)s."),
    "leaf_no_net_zero": _("No net-zero statement of the company's own is on file. The limit is %(limit)s."),
    "leaf_net_zero_short": _("The net-zero statement does not reach all scopes by %(limit)s."),
    "leaf_in_race": _("The company is in Race to Zero."),
    "leaf_not_in_race": _("Membership of Race to Zero is not shown."),
    "leaf_inventory_public": _("A public inventory follows %(standards)s."),
    "leaf_inventory_standard_unknown": _("No public inventory says that it follows %(standards)s."),
    "leaf_no_inventory": _("No public inventory is on file. It should follow %(standards)s."),
    "leaf_credit_report_audited": _("Use of credits is reported apart, with its purpose, and audited."),
    "leaf_credit_report_short": _("The report on credit use is not separate, or lacks purpose or audit."),
    "leaf_no_credit_report": _("No report on the use of credits is on file."),
}

MENDS: Final[dict[str, _StrPromise]] = {
    "show_relationship": _("Add your supplier or customer number, or your entry in the pledge register."),
    "sign_pledge_again": _("Sign the pledge again."),
    "state_country": _("State the company's country."),
    "wait_for_market": _("Nothing on your side: the operator decides which countries are served, and publishes it."),
    "publish_net_zero": _("Publish a net-zero statement and add its address and date."),
    "state_net_zero_year": _("Name the year in figures, such as 2045 or FY2045."),
    "bring_year_forward": _("Bring the net-zero year forward to the limit or earlier, and add the new statement."),
    "state_scopes": _("Say in the statement which scopes it covers."),
    "extend_scopes": _("Extend the statement to scopes 1, 2 and 3."),
    "extend_scope3": _("Extend the statement to all of scope 3."),
    "renew_statement": _("Confirm the statement anew: add it with its present date."),
    "publish_inventory": _("Publish a recent inventory over scopes 1 to 3 and add its address."),
    "publish_all_scopes": _("Publish the latest inventory over scopes 1, 2 and 3."),
    "publish_missing_year": _("Add the report of the year between, if it is public."),
    "publish_second_inventory": _("Publish the next year's inventory over scopes 1 to 3 and add its address."),
    "show_strategy": _("Add the validation of your target, your own target, or the route for small companies."),
    "renew_target": _("Renew the target and add its validation."),
    "state_target_end": _("State until when the target counts."),
    "validate_target": _("Have your target validated and add the validation."),
    "complete_target": _("Complete the figures of your target."),
    "raise_ambition": _("Raise the target to what the path asks for."),
    "ask_path_check": _("Add the figures of your own target; we run the path check on them."),
    "state_use": _("State what the credits are meant for."),
    "use_for_residual": _("Use credits only for what remains after the reductions that are due."),
    "join_race_to_zero": _("Add the address of your entry in Race to Zero."),
    "state_inventory_standard": _("State the standard of your inventory."),
    "report_credit_use": _("Publish a report on your use of credits and add its address."),
    "audit_credit_report": _("Report credits apart, with their purpose, and have the report audited."),
}

WARNINGS: Final[dict[str, _StrPromise]] = {
    "evidence_undated": _("The evidence has no date of publication."),
    "pledge_not_live": _("A pledge signature is on record, but not in a state that counts."),
    "signature_not_confirmed": _("The signature itself is not on record."),
    "disclosure_not_public": _("A report without address or date of publication was passed over."),
    "disclosure_before_period_end": _("A report dated before its period ended was passed over."),
}

RELATIONSHIP_WORDS: Final[dict[str, _StrPromise]] = {
    "supplier": _("supplier"),
    "customer": _("business customer"),
    "signatory": _("pledge signatory"),
    "none": _("none of these"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingText:
    """A finding as a page or a table prints it."""

    rule: str
    rule_set: str
    result: str
    title: str
    text: str
    fixes: tuple[str, ...]
    warnings: tuple[str, ...]
    evidence_ids: tuple[str, ...]
    lapses_on: str
    basis: str


def describe_finding(*, finding: Mapping[str, object]) -> FindingText:
    """Return the words of a finding given as JSON-like values, in the reader's language."""
    keys = [str(finding["message_key"]), *map(str, _items(finding.get("also")))]
    figures = _figures(finding.get("figures"))
    clause = str(finding.get("clause") or "")
    rule = str(finding["rule"])
    title = RULE_TITLES.get(f"{rule} {clause}") or RULE_TITLES.get(rule) or rule
    mends = () if str(finding["result"]).lower() == "met" else _items(finding.get("mends"))
    return FindingText(
        rule=rule,
        rule_set=str(finding["rule_set"]),
        result=str(finding["result"]).lower(),
        title=str(title),
        text=" ".join(_fill(str(SENTENCES.get(key, key)), figures) for key in keys),
        fixes=tuple(str(MENDS.get(str(key), key)) for key in mends),
        warnings=tuple(str(WARNINGS.get(str(key), key)) for key in _items(finding.get("warnings"))),
        evidence_ids=tuple(map(str, _items(finding.get("evidence_ids")))),
        lapses_on=_day(finding.get("lapses_on")),
        basis=_now("Judged by a rule set that nobody checked against its document.") if finding.get("basis") else "",
    )


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def _day(value: object) -> str:
    if value is None:
        return ""
    day = value if isinstance(value, date) else date.fromisoformat(str(value))
    return day_text(day=day, language=current_language())


def _figures(value: object) -> dict[str, str]:
    shown = {}
    for figure in _items(value):
        if isinstance(figure, Mapping):
            shown[str(figure["name"])] = _figure(str(figure["name"]), figure["value"])
    return shown


def _figure(name: str, value: object) -> str:
    if name == "relationship":
        return str(RELATIONSHIP_WORDS.get(str(value), value))
    text = str(value)
    try:
        return _day(text) if len(text) == 10 and text[4] == "-" else text
    except ValueError:
        return text


def _fill(sentence: str, figures: Mapping[str, str]) -> str:
    return sentence % _Stated(figures)


class _Stated(dict[str, str]):
    """Figures of a finding; one that is missing reads as not stated."""

    def __missing__(self, key: str) -> str:
        return _now("not stated")


def list_evidence_ids(*, findings: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """Return the ids of all evidence that findings name, each once."""
    return tuple(dict.fromkeys(str(each) for finding in findings for each in _items(finding.get("evidence_ids"))))
