"""What a certificate shows, as one value. The page and the PDF are made of it, so that both print the same strings.

``reading.read_sheet`` builds it from the body's own members (public fields only), the proof when the log worker
has run, and what was recorded later: notices, a replacement, the registry's confirmation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from truetonne.edge.formats import Digits
from truetonne.edge.logo import Logo
from truetonne.edge.pdf.heads import head_svg
from truetonne.edge.qr import Code
from truetonne.edge.seal import Seal
from truetonne.market.pdf.drawing import qr_svg, seal_svg
from truetonne.market.pdf.facts import Fact, FactGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something recorded after the retirement: a recall, a correction, a replacement."""

    on: date
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What became known after the body was fixed. ``status``: VALID, NOTICE_ATTACHED or REPLACED."""

    status: str = "VALID"
    notices: tuple[Notice, ...] = ()
    registry_confirmed_on: date | None = None
    published_name: str = ""
    """A name hidden for a time, once its annex part is public."""
    disclaimers: Sequence[Mapping[str, Any]] = ()
    """What the buyer was told before ordering, as the quote kept it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProof:
    """Where the body stands in the log: as in the certificate file."""

    log_index: int
    tree_size: int
    root: bytes
    key: str
    nodes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNotice:
    day: str
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One line: project, where and what, its serials, its mass."""

    project: str
    place: str
    batch: str
    serials: str
    kg: int
    mass: Digits


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProof:
    """The proof in words. Without facts but the leaf hash and without a path while it is pending."""

    is_pending: bool
    leaf_hash: str
    facts: tuple[Fact, ...]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetClaim:
    """The text that may be quoted, and the version of the templates that it is drafted from."""

    text: str
    rule_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """Everything a certificate shows, in one language."""

    language: str
    code: str
    operator: str
    title: str
    beneficiary: str
    is_name_hidden: bool
    kg: int
    mass: Digits
    unit: str
    words: str
    lines: tuple[SheetLine, ...]
    facts_left: tuple[Fact, ...]
    facts_right: tuple[Fact, ...]
    statements: tuple[str, ...]
    notices: tuple[ShownNotice, ...]
    ring: str
    seal: Seal
    seal_label: str
    qr: Code
    qr_label: str
    proof: SheetProof
    verify_command: str
    verify_url: str
    more: tuple[FactGroup, ...]
    claim: SheetClaim | None
    told: tuple[str, ...]
    private: tuple[Fact, ...]
    """The parts that only the buyer's copy shows, empty in the public one."""
    logo: Logo | None
    labels: Mapping[str, str]
    effective_at: datetime

    @property
    def mass_text(self) -> str:
        """The quantity as page and PDF print it, decimals included, without its unit."""
        return self.mass.text

    def as_document(self) -> dict[str, object]:
        """Return the JSON object that certificate.typ reads."""
        left_out = {"logo", "seal", "qr", "effective_at", "labels", "kg", "is_name_hidden", "verify_url", "language"}
        document: dict[str, object] = {name: value for name, value in asdict(self).items() if name not in left_out}
        return document | {
            "lang": self.language.split("-")[0],
            "script": "Hans" if self.language == "zh-Hans" else "Latn",
            "document_title": f"{self.title} {self.code}",
            "foot": f"{self.code} · {self.operator}",
            "labels": dict(self.labels),
            "seal_svg": seal_svg(seal=self.seal),
            **head_svg(logo=self.logo),
            "qr_svg": qr_svg(code=self.qr),
        }
