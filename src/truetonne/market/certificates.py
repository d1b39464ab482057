"""A certificate as it is handed out: its sheet, its file, and who may have the private parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from truetonne.edge.formats import tonnes_text
from truetonne.edge.identifiers import show_id
from truetonne.edge.languages import read_tag
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.ledger.queries import certificate_proof, get_retirement, notices_for
from truetonne.ledger.values import Notice as LedgerNotice
from truetonne.ledger.values import NoticeKind, RetirementRecord
from truetonne.market.claim_text import draft_claim_text
from truetonne.market.models import Delivery, Order
from truetonne.market.pdf.facts import Fact
from truetonne.market.pdf.reading import read_sheet
from truetonne.market.pdf.sheet import CertificateSheet, Later, LogProof, Notice, SheetClaim
from truetonne.market.private_parts import list_private_texts
from truetonne.market.register_index import published_name
from truetonne.people.models import Person
from truetonne.proof.canonical import decode
from truetonne.proof.certificate import CertificateProof, assemble
from truetonne.proof.checkpoint import read_checkpoint
from truetonne.proof.verifier import leaf_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut:
    """A certificate with all that is known of it. ``proof`` is None until the log worker has run."""

    record: RetirementRecord
    body: Mapping[str, Any]
    proof: CertificateProof | None
    notices: tuple[LedgerNotice, ...]
    public_name: str

    @property
    def certificate_id(self) -> UUID:
        return self.record.retirement.certificate_id


def read_certificate(*, certificate_id: UUID, today: date) -> HandedOut:
    """Return a certificate by its id. Raises the ledger's RetirementUnknown."""
    record = get_retirement(certificate_id=certificate_id)
    body = cast("Mapping[str, Any]", decode(record.retirement.body))
    return HandedOut(
        record=record,
        body=body,
        proof=certificate_proof(certificate_id=certificate_id),
        notices=notices_for(certificate_id=certificate_id),
        public_name=name_now(body=body, annex=record.retirement.annex, today=today),
    )


def name_now(*, body: Mapping[str, Any], annex: Mapping[str, object], today: date) -> str:
    """Return the beneficiary's name as anyone may see it today; blank while it is hidden."""
    beneficiary = body["beneficiary"]
    if "display_name" in beneficiary:
        return str(beneficiary["display_name"])
    return published_name(annex=annex, hidden_until=date.fromisoformat(beneficiary["hidden_until"]), today=today)


def make_sheet(
    *, handed: HandedOut, language: str, today: date | None = None, for_buyer: bool = False
) -> CertificateSheet:
    """Return what page and PDF print.

    The text that may be quoted is drafted from the templates in force ``today``, and left out without a day. The
    buyer's copy shows the private parts too: the price part by part, the inventory line, who signed.
    """
    draft = draft_claim_text(handed=handed, language=language, today=today) if today else None
    confirmed_at = handed.record.registry_confirmed_at
    later = Later(
        status=str(handed.record.status),
        notices=tuple(_notice(notice=notice) for notice in handed.notices),
        registry_confirmed_on=confirmed_at.date() if confirmed_at else None,
        published_name=handed.public_name if "display_name" not in handed.body["beneficiary"] else "",
        disclaimers=_disclaimers(retirement_id=handed.record.retirement.retirement_id),
    )
    return read_sheet(
        body=handed.body,
        leaf_hash=leaf_hash(handed.record.retirement.body),
        language=language,
        later=later,
        proof=_log_proof(proof=handed.proof) if handed.proof else None,
        claim=SheetClaim(text=draft.text, rule_set=draft.rule_set) if draft else None,
        logo=settings.TRUETONNE.logo,
        private=_private(annex=handed.record.retirement.annex, language=language) if for_buyer else (),
    )


def make_file(*, handed: HandedOut, for_buyer: bool) -> bytes | None:
    """Return the certificate file, None while its proof is pending.

    The buyer's copy holds the whole annex. The public one holds a name whose hiding ended, and nothing else of it.
    """
    if handed.proof is None:
        return None
    annex = dict(handed.record.retirement.annex)
    if not for_buyer:
        is_published = bool(handed.public_name) and "display_name" not in handed.body["beneficiary"]
        annex = {"beneficiary": annex["beneficiary"]} if is_published else {}
    return assemble(body=handed.record.retirement.body, proof=handed.proof, annex=annex)


def may_see_annex(*, retirement_id: UUID, person: Person) -> bool:
    """Whether a person acts for the organization that bought, or is the operator's finance or audit."""
    delivery = Delivery.objects.filter(retirement_id=retirement_id).first()
    if delivery is not None and Order.objects.visible_to(person).filter(pk=delivery.order_id).exists():
        return True
    return person.is_operator_staff()


def _private(*, annex: Mapping[str, Any], language: str) -> tuple[Fact, ...]:
    tag = read_tag(language=language)
    with translation.override(tag.lower()):
        return tuple(Fact(label=label, value=value) for label, value in list_private_texts(annex=annex, language=tag))


def _disclaimers(*, retirement_id: UUID) -> Sequence[Mapping[str, Any]]:
    """Return what the buyer of an order was told, as its quote kept it; nothing for retirements without an order."""
    rows = Delivery.objects.filter(retirement_id=retirement_id).values_list("order__quote__disclaimers", flat=True)
    return rows.first() or ()


def _log_proof(*, proof: CertificateProof) -> LogProof:
    checkpoint = read_checkpoint(proof.checkpoint)
    return LogProof(
        log_index=proof.log_index,
        tree_size=checkpoint.size,
        root=checkpoint.root,
        key=f"{proof.key.name}+{proof.key.id}",
        nodes=tuple(proof.inclusion_proof),
    )


def _notice(*, notice: LedgerNotice) -> Notice:
    mass = "" if notice.kg is None else tonnes_text(kg=notice.kg, language=current_language())
    words = {
        NoticeKind.RECALL: _("Recalled, %(mass)s of this certificate: %(reason)s"),
        NoticeKind.MADE_GOOD: _("Made good, %(mass)s, by another retirement"),
        NoticeKind.HOLD: _("Its lot was put on hold: %(reason)s"),
        NoticeKind.RELEASE: _("The hold on its lot ended: %(reason)s"),
        NoticeKind.CONFIRMATION: _("The registry's own file shows this retirement"),
        NoticeKind.CORRECTION: _("Replaced by another certificate: %(reason)s"),
    }
    href = ""
    if notice.certificate_id is not None:
        href = f"/certificates/{show_id(prefix='crt', id=notice.certificate_id)}/"
    text = words[notice.kind] % {"mass": mass, "reason": notice.text}
    return Notice(on=notice.recorded_at.date(), text=text, href=href)
