"""Criteria, rules, kinds, conflicts and triggers of reviews as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.supply.reviewing.states import CaseStage, Conflict, ProjectKind, Refusal, TriggerKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PART_WORDS: Final[dict[str, _StrPromise]] = {
    "additionality": _("Additionality"),
    "baseline": _("Baseline"),
    "leakage": _("Leakage"),
    "durability": _("Durability"),
    "quantification": _("Quantification"),
    "safeguards": _("Safeguards and consent"),
    "no_harm": _("No net harm"),
    "transparency": _("Transparency"),
}
RULE_WORDS: Final[dict[str, _StrPromise]] = {
    "additionality.financial": _("The work depends on the sale of units"),
    "additionality.legal": _("No law in force requires the work"),
    "baseline.counterfactual": _("The baseline is estimated from comparable places"),
    "baseline.locked": _("Controls and weights are those of validation"),
    "leakage.production": _("Production is kept up, or its loss is deducted"),
    "durability.risk": _("Reversal risk is rated and covered"),
    "durability.after": _("A plan keeps the stock after crediting ends"),
    "quantification.interval": _("The estimate is measured and has an interval"),
    "quantification.overstatement": _("How the method may overstate is written down"),
    "quantification.understatement": _("How the method may understate is written down"),
    "safeguards.consent": _("Communities gave free, prior and informed consent"),
    "safeguards.tenure": _("Tenure and Indigenous rights are respected"),
    "safeguards.benefits": _("Benefits are shared as agreed"),
    "no_harm.ecology": _("Water, biodiversity, native species and albedo suffer no net harm"),
    "transparency.data": _("Data and models suffice to recompute the result"),
    "transparency.monitoring": _("Monitoring is at least yearly"),
    "abacus-label.variant": _("The area-based variant of VM0047 was used"),
    "abacus.benchmark": _("Benchmark with matched controls, both tests passed"),
    "abacus.locked": _("Baseline locked through the project's life"),
    "abacus.leakage": _("Leakage removed by keeping or raising production"),
    "abacus.in_situ": _("Measured in place, data and models reported"),
    "abacus.after": _("Watched every year, stocks kept after crediting"),
    "trees.level": _("Crediting level from five consecutive years"),
    "trees.leakage": _("Leakage deducted by class"),
    "trees.uncertainty": _("Uncertainty deducted from an interval"),
    "trees.buffer": _("Buffer for reversals set aside"),
    "trees.safeguards": _("Cancun safeguards addressed and respected"),
    "trees.reporting": _("Registration and monitoring documents public"),
    "pledge.additional": _("Additional"),
    "pledge.quantifiable": _("Quantifiable"),
    "pledge.real": _("Real"),
    "pledge.permanent": _("Permanent"),
    "pledge.beneficial": _("Socially beneficial"),
    "ccp.tag": _("Tagged with the Core Carbon Principles at its registry"),
    "score": _("the score"),
}
SET_WORDS: Final[dict[str, _StrPromise]] = {
    "abacus-label": _("ABACUS label (VM0047, area-based)"),
    "trees-leaf": _("TREES and LEAF"),
    "pledge-tests": _("Five tests of the Climate Pledge"),
    "icvcm-ccp": _("Core Carbon Principles"),
}
MESSAGE_WORDS: Final[dict[str, _StrPromise]] = {
    "quality.unanswered": _("Nobody answered this criterion."),
    "quality.without_reason": _("Called met without a reason, so it counts as not shown."),
    "quality.without_evidence": _("Called met without evidence, so it counts as not shown."),
    "quality.variant": _("Another variant of the methodology was used."),
}
KIND_WORDS: Final[dict[str, _StrPromise]] = {
    ProjectKind.RESTORATION: _("Restoration"),
    ProjectKind.FOREST_PROTECTION: _("Forest protection"),
    ProjectKind.TECHNICAL_REMOVAL: _("Technical removal"),
    ProjectKind.SUPERPOLLUTANT: _("Superpollutant"),
    ProjectKind.OTHER: _("Other"),
}
STAGE_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    CaseStage.READERS_WANTED: ("not_shown", _("readers wanted")),
    CaseStage.READING: ("pending", _("being read")),
    CaseStage.RECONCILING: ("pending", _("to reconcile")),
    CaseStage.TO_PUBLISH: ("pending", _("to publish")),
    CaseStage.PUBLISHED: ("met", _("published")),
}
CONFLICT_WORDS: Final[dict[str, _StrPromise]] = {
    Conflict.EMPLOYED: _("I work or worked in the last three years for the developer or an owner of the project"),
    Conflict.FINANCIAL: _("I own units, shares or a claim that the result would change"),
    Conflict.ADVISED: _("I advised on, validated or verified this project"),
    Conflict.FAMILY: _("Somebody close to me has one of these"),
}
REFUSAL_WORDS: Final[dict[str, _StrPromise]] = {
    Refusal.DECLARED: _("a declared conflict"),
    Refusal.IMPORTER: _("imported this block"),
    Refusal.DEVELOPER: _("works for the developer"),
    Refusal.DEVELOPER_UNCLEAR: _("a name like the developer's; supply finds out first whether it is the same company"),
    Refusal.OPERATOR: _("works for the operator"),
    Refusal.OPENED_CASE: _("opened this review"),
}
TRIGGER_WORDS: Final[dict[str, _StrPromise]] = {
    TriggerKind.REVERSAL: _("Reversal"),
    TriggerKind.METHODOLOGY_VERSION: _("Another methodology or version"),
    TriggerKind.STANDING: _("Status at the registry"),
    TriggerKind.LABEL_CHANGE: _("A label changed"),
    TriggerKind.NEWS: _("News"),
    TriggerKind.OTHER_RATING: _("Another rater"),
    TriggerKind.DRIFT: _("The benchmark moved"),
}
EFFECT_WORDS: Final[dict[str, _StrPromise]] = {
    "suspend": _("suspended, off sale until a new review"),
    "ask": _("a new review is asked for"),
}
METHOD_WORDS: Final[dict[str, _StrPromise]] = {
    "vm0047_benchmark": _("Performance benchmark on matched plots (VM0047)"),
    "plot_placebos": _("Placebo projects where there is none"),
    "synthetic_control": _("Synthetic control of a jurisdiction"),
}
FIGURE_WORDS: Final[dict[str, _StrPromise]] = {
    "plots": _("Project plots"),
    "benchmark_as_written": _("Benchmark as the method is written"),
    "benchmark_credited": _("Benchmark credited (1 credits nothing)"),
    "z": _("Z of the test as written"),
    "robust_t": _("t of the robust test"),
    "both_tests_significant": _("Both tests passed"),
    "covariates_balanced": _("Every covariate balanced"),
    "net_before_buffer_kg": _("Credited before the buffer, kg"),
    "share_covering_zero": _("Placebos that find nothing"),
    "share_as_large": _("Placebos as large as the project"),
    "effect_total": _("Total effect"),
    "p_placebo": _("p among placebos"),
}
"""Figures that stand on the page; the file has all."""
