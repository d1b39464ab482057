"""What pages show of applications, findings and evidence, put into words in the reader's language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from truetonne.edge.formats import day_text
from truetonne.edge.identifiers import short_code, show_id
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.members.finding_words import FindingText, describe_finding
from truetonne.members.models import (
    Application,
    Assessment,
    AssessmentFinding,
    Evidence,
    EvidenceJudgement,
    Proposal,
    Transition,
)
from truetonne.members.states import MAY_BUY
from truetonne.members.words import (
    CAUSE_WORDS,
    COVERAGE_WORDS,
    HEADLINES,
    KIND_WORDS,
    OUTCOME_WORDS,
    STATE_SENTENCES,
    STATE_WORDS,
    STEP_WORDS,
    STRATEGY_WORDS,
)

STEP_OF_STATE = {"SUBMITTED": 1, "SCREENING": 2, "NEEDS_INFO": 3, "PENDING": 3}
RESULT_ORDER = ("met", "conditional", "pending", "not_met", "not_shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of evidence as a table prints it; ``is_accepted`` is None while nobody judged it."""

    evidence: Evidence
    text: str
    kind: str
    is_accepted: bool | None
    reason: str
    judged_by: str
    hash_start: str
    is_replaced: bool
    strategy: str = ""
    coverage: str = ""
    list_title: str = ""
    list_edition: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFinding:
    """A finding with the evidence that it names."""

    words: FindingText
    evidence: tuple[EvidenceRow, ...]

    @property
    def verdict_word(self) -> str:
        """Return the word beside the shape where it is not the common one: until when something holds."""
        if self.words.result == "conditional" and self.words.lapses_on:
            return _("Until %(day)s") % {"day": self.words.lapses_on}
        return ""


def describe_application(*, application: Application) -> dict[str, object]:
    """Return what the page of an application shows, with the findings of its last assessment."""
    last = last_assessment(application=application)
    findings = list_findings(assessment=last) if last is not None else []
    counts = Counter(each.words.result for each in findings)
    state = application.state
    submission = application.submissions.order_by("-number").first()
    proposal = Proposal.objects.filter(assessment=last).select_related("reviewer").first() if last else None
    return {
        "application": application,
        "app_text": show_id(prefix="app", id=application.pk),
        "code": short_code(prefix="APP", id=application.pk),
        "state_words": STATE_WORDS[state],
        "headline": HEADLINES[state],
        "buys_until": application.buys_until if state in MAY_BUY else None,
        "sentence": STATE_SENTENCES[state],
        "submitted_at": submission.effective_at if submission is not None else None,
        "assessment": last,
        "findings": findings,
        "tally": [(counts[each], "", each) for each in RESULT_ORDER if counts[each]],
        "outcome": OUTCOME_WORDS[last.outcome] if last is not None else "",
        "cause": CAUSE_WORDS[last.cause] if last is not None else "",
        "proposal": proposal,
        "history": list_history(application=application),
        "progress": STEP_WORDS,
        "progress_step": 4 if proposal is not None and state == "SCREENING" else STEP_OF_STATE.get(state, 0),
    }


def last_assessment(*, application: Application) -> Assessment | None:
    """Return an application's last assessment."""
    rows = Assessment.objects.filter(application=application).select_related("person")
    return rows.order_by("-recorded_at", "-id").first()


def list_findings(*, assessment: Assessment) -> list[ShownFinding]:
    """Return an assessment's findings in words, with their evidence."""
    rows = list(AssessmentFinding.objects.filter(assessment=assessment).order_by("place"))
    evidence = {row.text: row for row in list_evidence_rows(organization_id=assessment.application.organization_id)}
    shown = []
    for row in rows:
        words = describe_finding(
            finding={
                "rule": row.rule, "rule_set": row.rule_set, "result": row.result, "clause": row.clause,
                "message_key": row.message_key, "also": row.also, "figures": row.figures, "mends": row.mends,
                "warnings": row.warnings, "evidence_ids": row.evidence_ids, "lapses_on": row.lapses_on,
                "basis": row.basis,
            }
        )  # fmt: skip
        found = tuple(evidence[each] for each in words.evidence_ids if each in evidence)
        shown.append(ShownFinding(words=words, evidence=found))
    return shown


def list_evidence_rows(*, organization_id: UUID) -> list[EvidenceRow]:
    """Return a company's evidence, newest first, with the last judgement of each."""
    rows = (
        Evidence.objects.filter(organization_id=organization_id)
        .select_related("uploader", "file", "list_entry__edition")
        .defer("file__content", "list_entry__raw", "list_entry__edition__mapping_text", "list_entry__edition__report")
    )
    judgements: dict[UUID, EvidenceJudgement] = {
        each.evidence_id: each
        for each in EvidenceJudgement.objects.filter(evidence__organization_id=organization_id)
        .select_related("person")
        .order_by("number")
    }
    accepted = [each.evidence_id for each in judgements.values() if each.is_accepted]
    replaced = set(rows.filter(pk__in=accepted).exclude(replaces=None).values_list("replaces_id", flat=True))
    return [
        _row(evidence=each, judged=judgements.get(each.pk), is_replaced=each.pk in replaced)
        for each in rows.order_by("-recorded_at", "-id")
    ]


def list_history(*, application: Application) -> list[dict[str, object]]:
    """Return an application's steps as a timeline, oldest first."""
    steps = Transition.objects.filter(application=application).select_related("person").order_by("number")
    language = current_language()
    entries = [(application.effective_at.date(), str(STATE_WORDS["DRAFT"]), "")]
    entries += [(each.effective_at.date(), str(STATE_WORDS[each.to_state]), each.reason) for each in steps]
    return [
        {
            "state": "now" if place == len(entries) - 1 else "done",
            "when": day_text(day=day, language=language),
            "words": f"{words}. {reason}" if reason else words,
        }
        for place, (day, words, reason) in enumerate(entries)
    ]


def describe_kind(kind: str) -> str:
    """Return the words of a kind of evidence."""
    return str(KIND_WORDS[kind])


def _row(*, evidence: Evidence, judged: EvidenceJudgement | None, is_replaced: bool) -> EvidenceRow:
    digest = bytes(evidence.sha256).hex()
    return EvidenceRow(
        evidence=evidence,
        text=show_id(prefix="evd", id=evidence.pk),
        kind=describe_kind(evidence.kind),
        is_accepted=judged.is_accepted if judged is not None else None,
        reason=judged.reason if judged is not None else "",
        judged_by=judged.person.name if judged is not None else "",
        hash_start=f"{digest[:8]}…{digest[-4:]}",
        is_replaced=is_replaced,
        strategy=str(STRATEGY_WORDS.get(str(evidence.facts.get("strategy")), evidence.facts.get("strategy") or "")),
        coverage=str(COVERAGE_WORDS.get(evidence.scope3_coverage, "")),
        list_title=evidence.list_entry.edition.title if evidence.list_entry is not None else "",
        list_edition=evidence.retrieved_on if evidence.list_entry is not None else None,
    )
