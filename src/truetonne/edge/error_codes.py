"""The catalogue of errors: every code a client can meet, its HTTP status, whether to try again, and its texts.

Clients match the code; texts are translated and may change. ``detail`` is a sentence over the facts an
error carries; where a fact is missing the error's own sentence is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCode:
    """One entry of the catalogue. ``carries`` names the facts of the problem that disagree."""

    status: int
    is_retryable: bool
    title: _StrPromise
    carries: tuple[str, ...] = ()
    detail: _StrPromise | None = None


def _shape(title: _StrPromise) -> ErrorCode:
    return ErrorCode(status=400, is_retryable=False, title=title, carries=("errors",))


def _rule(title: _StrPromise, *carries: str, detail: _StrPromise | None = None) -> ErrorCode:
    return ErrorCode(status=422, is_retryable=False, title=title, carries=carries, detail=detail)


def _conflict(title: _StrPromise, *carries: str, retry: bool = False, detail: _StrPromise | None = None) -> ErrorCode:
    return ErrorCode(status=409, is_retryable=retry, title=title, carries=carries, detail=detail)


def _access(status: int, title: _StrPromise, *carries: str, retry: bool = False) -> ErrorCode:
    return ErrorCode(status=status, is_retryable=retry, title=title, carries=carries)


SHAPE: Final[dict[str, ErrorCode]] = {
    "invalid_request": _shape(_("The request cannot be read")),
    "unknown_field": _shape(_("The request has a field that does not exist")),
    "invalid_id": _shape(_("The id is not of the expected kind")),
    "invalid_quantity": _shape(_("The quantity cannot be read")),
    "invalid_money": _shape(_("The amount of money cannot be read")),
    "invalid_time": _shape(_("The time cannot be read")),
    "invalid_cursor": _shape(_("The cursor does not belong to this list")),
    "idempotency_key_required": _shape(_("The header Idempotency-Key is missing")),
}
"""The form of the request is wrong; all such errors come at once in ``errors``."""

ACCESS: Final[dict[str, ErrorCode]] = {
    "unauthenticated": _access(401, _("A valid token is needed")),
    "token_expired": _access(401, _("The token has expired"), "expires_at", retry=True),
    "forbidden": _access(403, _("This token may not do that"), "permission"),
    "not_found": _access(404, _("There is nothing at this address")),
    "method_not_allowed": _access(405, _("This address does not take that method"), "allowed"),
    "gone": _access(410, _("This address was withdrawn")),
    "payload_too_large": _access(413, _("The request is too large"), "bytes_max"),
    "unsupported_media_type": _access(415, _("The request must be JSON"), "expected"),
    "rate_limited": _access(429, _("Too many requests"), "retry_after_seconds", retry=True),
    "internal_error": _access(500, _("The exchange failed to answer"), "correlation_id", retry=True),
    "registry_unavailable": _access(503, _("The registry does not answer"), "registry", retry=True),
}
"""Who may ask, where, how often, and failures of the exchange itself."""

REPEATS: Final[dict[str, ErrorCode]] = {
    "request_in_progress": _conflict(_("The same request is still running"), retry=True),
    "idempotency_key_reused": _rule(
        _("This key was used for another request"),
        "first_fingerprint",
        "fingerprint",
        detail=_("The key first came with request %(first_fingerprint)s, now with %(fingerprint)s"),
    ),
}
"""One request sent more than once."""

MARKET: Final[dict[str, ErrorCode]] = {
    "webhook_address_refused": _rule(_("Nothing is sent to this address"), "reason", "url"),
    "state_conflict": _conflict(_("Not possible in the present state"), "from", "to", "allowed"),
    "not_eligible": _access(403, _("The organization is not eligible"), "findings"),
    "evidence_expired": _conflict(_("Evidence has lapsed"), "evidence_id", "lapsed_at"),
    "exceeds_residual": _rule(
        _("More than the residual emissions"),
        "requested_kg",
        "gross_kg",
        "trajectory_kg",
        "due_reductions_kg",
        "neutralized_kg",
        "residual_kg",
        "year",
        "mode",
        "rule_set",
    ),
    "inventory_incomplete": _rule(_("The inventory of this year is incomplete"), "year", "reason"),
    "buyer_condition_not_met": _access(403, _("A condition on this lot is not met"), "lot_id", "condition_ids"),
    "insufficient_stock": _conflict(
        _("Not enough units"),
        "requested_kg",
        "available_kg",
        retry=True,
        detail=_("%(requested_kg)s kg wanted, %(available_kg)s kg available"),
    ),
    "quote_expired": _conflict(
        _("The quote has expired"), "quote_id", "expires_at", detail=_("Quote %(quote_id)s ended at %(expires_at)s")
    ),
    "quote_consumed": _conflict(
        _("The quote was used for an order"),
        "quote_id",
        "order_id",
        detail=_("Quote %(quote_id)s became order %(order_id)s"),
    ),
    "price_changed": _conflict(_("The price has changed"), "old", "new", "effective_date"),
    "amount_too_small": _rule(
        _("The amount costs less than the smallest coin"),
        "smallest_kg",
        detail=_("The smallest mass sold here is %(smallest_kg)s kg"),
    ),
    "payment_required": _access(402, _("The order is not paid"), "order_id", "amount"),
    "price_not_at_cost": _rule(_("The price is not the sum of its cost parts"), "parts", "price", "difference"),
    "attribution_required": _rule(
        _("The beneficiary is not identified"), "missing", detail=_("Missing about the beneficiary: %(missing)s")
    ),
    "authorization_required": _rule(_("The beneficiary's authorization is not stated"), "statement"),
    "beneficiary_name_in_review": _conflict(
        _("The beneficiary's name is being reviewed"),
        "name",
        "since",
        retry=True,
        detail=_("%(name)s has been in review since %(since)s"),
    ),
    "mixed_vintage_line": _rule(_("A line holds one vintage only"), "project", "vintages"),
    "registry_details_required": _rule(_("The registry needs more"), "missing"),
}
"""Quotes, orders, payment and instructions."""

LEDGER: Final[dict[str, ErrorCode]] = {
    "position_held": _conflict(_("These units are on hold"), "reason", "since", retry=True),
    "position_reserved": _conflict(_("These units are reserved"), "reason", "since", retry=True),
    "not_retirable": _conflict(_("These units cannot be retired"), "state"),
    "already_retired": _conflict(_("These units are retired already"), "retirement_id"),
    "serial_overlap": _conflict(_("The serial ranges overlap"), "first", "second"),
    "serial_count_mismatch": _rule(
        _("The serial range does not count what is stated"),
        "first",
        "last",
        "counted",
        "stated",
        detail=_("%(first)s to %(last)s counts %(counted)s, stated are %(stated)s"),
    ),
    "class_mismatch": _rule(_("The units are of another class"), "offered", "needed"),
    "inset_scope1_not_retired": _conflict(_("The scope 1 side is not retired yet"), "requested_kg", "kg", retry=True),
    "double_issuance": _conflict(_("These units were issued already"), "other"),
    "double_use": _conflict(_("These units were used already"), "other"),
    "unrelated_chains": _conflict(_("The two chains are unrelated"), "other"),
    "second_scope3_claimant": _conflict(_("Another scope 3 claimant is recorded"), "other"),
    "double_purpose_regulatory": _rule(_("The unit serves a regulation already"), "program"),
    "double_purpose_offset": _rule(_("The unit serves another claim already"), "order_id"),
    "attribute_sold": _rule(_("The attribute was sold apart"), "unit"),
    "certificate_missing": _rule(_("A certificate is missing"), "missing"),
    "tonnes_only_inset": _rule(_("An inset order names litres or megajoules"), "missing"),
    "association_test_failed": _rule(
        _("The claim exceeds the company's own activity"), "own_activity_mj", "claimed_mj", "claimable_mj"
    ),
    "claim_year_closed": _rule(_("The claim year is closed"), "window"),
    "second_scope1_claimant": _conflict(_("The scope 1 side belongs to another fuel user"), "other"),
    "feedstock_refused": _rule(_("The feedstock is not accepted"), "fact"),
    "mode_switched_off": _rule(_("This mode of transport is switched off"), "fact"),
    "mode_mismatch": _rule(_("The mode of transport does not match"), "fact"),
    "market_mismatch": _rule(_("The market does not match"), "fact"),
    "fuel_mismatch": _rule(_("The fuel does not match"), "fact"),
    "unverified_not_accepted": _rule(
        _("A parameter is not checked and no policy accepts it"),
        "parameters",
        detail=_("Not checked, and accepted by no policy: %(parameters)s"),
    ),
    "masses_unreconciled": _rule(_("The masses do not reconcile"), "stage", "before_g", "after_g"),
    "destruction_not_eligible": _rule(_("This destruction earns nothing"), "findings"),
    "custody_incomplete": _rule(_("The chain of custody has gaps"), "findings"),
}
"""Units, serials and insets."""

JUDGEMENT: Final[dict[str, ErrorCode]] = {
    "review_overdue": _conflict(_("The quality review is overdue"), "review_id", "due_date"),
    "wording_refused": _rule(_("The wording is refused"), "rule_ids", "spans"),
    "claim_not_supported": _rule(_("The record does not support this claim"), "reason", "findings"),
    "oil_recovery_excluded": _rule(_("Storage by oil recovery earns no removal here"), "storage"),
    "title_missing": _rule(_("This LEAF path hands over no title"), "leaf_path"),
    "adjustment_incomplete": _conflict(_("The corresponding adjustment is not completed"), "state"),
    "durability_too_short": _rule(_("These units last less long than was promised"), "offered_years", "needed_years"),
    "commitments_exceed_contract": _conflict(
        _("More would be committed than the contract promises"), "requested_kg", "open_kg"
    ),
    "source_required": _rule(_("A number needs its source"), "field"),
    "implausible_value": _rule(_("The value is not plausible"), "value", "bound"),
    "second_person_required": _conflict(_("A second person must decide")),
    "conflict_of_interest": _rule(_("A conflict of interest"), "parties"),
    "consent_required": _access(403, _("The supplier has not consented"), "supplier", "grant"),
}
"""Reviews, claims and decisions."""


def _input(title: _StrPromise) -> ErrorCode:
    return _rule(title, "field", "value", detail=_("%(field)s = %(value)s: %(reason)s"))


INPUTS: Final[dict[str, ErrorCode]] = {
    "input_refused": _input(_("The calculation cannot use an input")),
    "input_missing": _input(_("The calculation lacks an input")),
    "input_unknown": _input(_("The calculation has no such input")),
    "wrong_type": _input(_("An input is of the wrong type")),
    "not_finite": _input(_("An input is not a finite number")),
    "negative_quantity": _input(_("A quantity is below zero")),
    "fraction_out_of_range": _input(_("A share is outside 0 to 1")),
    "unit_ambiguous": _input(_("The unit has several sizes")),
    "unit_missing": _input(_("A quantity lacks its unit or basis")),
    "unit_mismatch": _input(_("Two units or bases are mixed")),
    "unit_unknown": _input(_("The unit is not known")),
    "too_few_values": _input(_("There are too few values")),
    "undefined_result": _input(_("The result is not defined")),
    "not_in_table": _input(_("The table has no such entry")),
    "ccp_table_required": _input(_("The table of core carbon principle decisions is needed")),
    "claim_sentence_wrong": _input(_("A sentence of the claim does not fit the facts")),
    "claim_slot_missing": _input(_("A slot of the claim is empty")),
    "control_not_locked": _input(_("The control is not one of the locked ones")),
    "deflator_required": _input(_("Spend of another price year needs a deflator")),
    "delivered_beyond_contract": _input(_("More was delivered than was contracted")),
    "emissions_required": _input(_("The emissions are needed")),
    "excluded_scope2": _input(_("Electricity belongs to scope 2")),
    "factors_required": _input(_("A table of emission factors is needed")),
    "figure_without_state": _input(_("This state of a category carries no figure")),
    "instruments_exceed_use": _input(_("Contracts cover more electricity than was used")),
    "methane_origin_required": _input(_("The origin of the methane is needed")),
    "mixed_gwp_sets": _input(_("Results of different GWP sets are never added")),
    "mode_not_in_force": _input(_("This mode is not in force in that year")),
    "no_activity": _input(_("There is no line of activity")),
    "no_donors": _input(_("There is no donor to match with")),
    "no_treated_units": _input(_("There is nothing to be matched")),
    "not_established": _input(_("No source says what the rule is here")),
    "out_of_range": _input(_("An input is outside the range of the method")),
    "outside_trajectory": _input(_("The year lies outside the trajectory")),
    "remaining_emissions_required": _input(_("The remaining emissions are needed")),
    "row_repeated": _input(_("A row is there twice")),
    "score_diverges": _input(_("The propensity score cannot be estimated")),
    "singular_covariance": _input(_("The covariates repeat one another")),
    "steps_out_of_order": _input(_("A plan reduces, then removes, then offsets")),
    "years_out_of_order": _input(_("The years are not in order")),
}
"""What calculations refuse to work with; ``reason`` says why, ``fix`` what mends it."""

IMPORTS: Final[dict[str, ErrorCode]] = {
    "column_missing": _rule(_("The file lacks a column"), "column"),
    "file_unreadable": _rule(_("The file cannot be read"), "path"),
    "mapping_invalid": _rule(_("The mapping of the registry cannot be used"), "place"),
    "program_unknown": _rule(_("The crediting program is not known here"), "program", "known"),
    "table_unknown": _rule(_("The registry's mapping has no such table"), "table", "known"),
    "status_adverse": _conflict(_("The registry's status of the project stops its units"), "status"),
}
"""Registry files and their mappings."""


def _fault(title: _StrPromise) -> ErrorCode:
    return ErrorCode(status=500, is_retryable=False, title=title)


INSTALLATION: Final[dict[str, ErrorCode]] = {
    "setting_invalid": _fault(_("A setting cannot be used")),
    "database_unreachable": _fault(_("The database does not answer")),
    "database_unusable": _fault(_("The database's folder cannot be used")),
    "database_too_old": _fault(_("The database is older than PostgreSQL 15")),
    "database_newer": _fault(_("The database was migrated by a newer version")),
    "web_role_unavailable": _fault(_("The role of the web workers cannot be used")),
    "role_too_strong": _fault(_("The role of the web workers may do too much")),
    "table_without_grant": _fault(_("A table says nothing about who may use it")),
    "grant_invalid": _fault(_("A grant cannot be given")),
    "child_keeps_crashing": _fault(_("A process of the exchange ends again and again")),
    "log_key_missing": _fault(_("The log's key is missing")),
    "log_key_unreadable": _fault(_("The log's key cannot be read")),
    "log_forked": _fault(_("The published log and the database disagree")),
    "other_key_pinned": _fault(_("Another key is pinned for this log")),
}
"""Faults of an installation: commands stop with them; over HTTP they are an ``internal_error``."""

CODES: Final[dict[str, ErrorCode]] = {
    **SHAPE,
    **ACCESS,
    **REPEATS,
    **MARKET,
    **LEDGER,
    **JUDGEMENT,
    **INPUTS,
    **IMPORTS,
    **INSTALLATION,
}
"""Every code, as served at ``/.well-known/errors.json``."""
