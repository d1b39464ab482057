"""An entry of the public log in one line of words: what happened, for whom, to what, how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from truetonne.ledger.values import LogEntry
from truetonne.proof.canonical import decode

Facts: TypeAlias = Mapping[str, object]

ACT_WORDS: Final[Mapping[str, str | Promise]] = {
    "ISSUE": gettext_lazy("Issued"),
    "SPLIT": gettext_lazy("Lot split"),
    "RETIREMENT": gettext_lazy("Retired"),
    "CANCELLATION": gettext_lazy("Cancelled"),
    "HOLD": gettext_lazy("Put on hold"),
    "RELEASE": gettext_lazy("Hold ended"),
    "RECALL": gettext_lazy("Recalled"),
    "CORRECTION": gettext_lazy("Correction"),
    "REPLACEMENT": gettext_lazy("Certificate replaced"),
    "CONFIRMATION": gettext_lazy("Confirmed by the registry"),
    "RATING": gettext_lazy("Rating"),
}
NAMED_PROJECTS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry in brief. Empty texts mean none; ``kg`` is None where the act moves no mass."""

    log_index: int
    at: datetime
    kind: str
    act: str
    beneficiary: str
    what: str
    kg: int | None

    @property
    def is_retirement(self) -> bool:
        return self.kind == "RETIREMENT"


def read_line(*, entry: LogEntry) -> LogLine:
    """Return an entry in brief, in the active language. An act that is not known here keeps its own name."""
    body = cast("Facts", decode(entry.body))
    quantity = cast("Facts", body.get("quantity", body.get("lot", body)))
    kg = quantity.get("kg", quantity.get("affected_kg"))
    beneficiary = cast("Facts", body.get("beneficiary", {}))
    return LogLine(
        log_index=entry.log_index,
        at=entry.recorded_at,
        kind=entry.kind,
        act=str(ACT_WORDS.get(entry.kind, entry.kind.replace("_", " ").lower())),
        beneficiary=str(beneficiary.get("display_name", "") or (_("name hidden") if beneficiary else "")),
        what=_what(body=body),
        kg=kg if isinstance(kg, int) else None,
    )


def _what(*, body: Facts) -> str:
    """Name the projects of a certificate, the lot that was issued, or the reason that was given."""
    lines = cast("Sequence[Facts]", body.get("lines", ()))
    names = list(dict.fromkeys(str(line["project_name"]) for line in lines if "project_name" in line))
    if names:
        shown = ", ".join(names[:NAMED_PROJECTS_MAX])
        more = len(names) - NAMED_PROJECTS_MAX
        return _("%(projects)s and %(count)s more") % {"projects": shown, "count": more} if more > 0 else shown
    facts = cast("Facts", cast("Facts", body.get("lot", {})).get("facts", {}))
    if "project_name" in facts:
        year = str(facts.get("vintage_start", ""))[:4]
        return ", ".join(part for part in (str(facts["project_name"]), year) if part)
    return next(
        (
            str(body[name])
            for name in ("reason", "project_name", "project_id", "lot_id", "certificate_id")
            if name in body
        ),
        "",
    )
