"""Stages of lots, states of uploads and acts on record as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from truetonne.ledger.values import CancelReason
from truetonne.supply.desk.lots import Stage
from truetonne.supply.states import HeldVerdict, ReviewState, RunKind, UploadState

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

STAGE_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    Stage.REVIEW_MISSING: ("not_shown", _("to review")),
    Stage.REVIEW_REFUSED: ("not_met", _("review refused")),
    Stage.REVIEW_OVERDUE: ("not_met", _("review overdue")),
    Stage.PRICE_MISSING: ("pending", _("no price")),
    Stage.READY: ("pending", _("ready to list")),
    Stage.LISTED: ("met", _("for sale")),
    Stage.ON_HOLD: ("not_met", _("on hold")),
    Stage.USED_UP: ("met", _("used up")),
    Stage.BUFFER: ("not_shown", _("buffer, never sold")),
}
"""The shape of a stage and its word."""

STAGE_TABS: Final[dict[str, _StrPromise]] = {
    Stage.REVIEW_MISSING: _("To review"),
    Stage.REVIEW_REFUSED: _("Review refused"),
    Stage.REVIEW_OVERDUE: _("Review overdue"),
    Stage.PRICE_MISSING: _("No price"),
    Stage.READY: _("Ready to list"),
    Stage.LISTED: _("For sale"),
    Stage.ON_HOLD: _("On hold"),
    Stage.USED_UP: _("Used up"),
    Stage.BUFFER: _("Buffer"),
}

STAGE_SENTENCES: Final[dict[str, _StrPromise]] = {
    Stage.REVIEW_MISSING: _("It waits for a review by somebody other than who imported it."),
    Stage.REVIEW_REFUSED: _("The review refused these units. They are not sold."),
    Stage.REVIEW_OVERDUE: _("Its review has lapsed. It is listed again after a new one."),
    Stage.PRICE_MISSING: _("The review is accepted. It waits for its price, part by part."),
    Stage.READY: _("Reviewed and priced. It can be listed."),
    Stage.LISTED: _("On sale at cost."),
    Stage.ON_HOLD: _("Nothing of it is reserved, sold or retired while it is on hold."),
    Stage.USED_UP: _("Every kilogram was retired or cancelled."),
    Stage.BUFFER: _("Set aside against reversals. Never listed, sold or retired."),
}

UPLOAD_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    UploadState.WAITING: ("not_shown", _("waiting")),
    UploadState.RUNNING: ("pending", _("running")),
    UploadState.DONE: ("met", _("done")),
    UploadState.FAILED: ("not_met", _("failed")),
    UploadState.INTERRUPTED: ("not_met", _("interrupted")),
    UploadState.DISCARDED: ("not_shown", _("given up")),
}

KIND_WORDS: Final[dict[str, _StrPromise]] = {
    RunKind.RECORDS: _("Public records"),
    RunKind.HOLDINGS: _("Our own blocks"),
}

VERDICT_WORDS: Final[dict[str, _StrPromise]] = {
    HeldVerdict.ADMITTED: _("Admitted"),
    HeldVerdict.DISMISSED: _("Dismissed"),
    HeldVerdict.PASSED: _("Passed a later load"),
}

REVIEW_STATE_WORDS: Final[dict[str, tuple[str, _StrPromise]]] = {
    ReviewState.PUBLISHED: ("met", _("accepted")),
    ReviewState.OVERDUE: ("not_met", _("overdue")),
    ReviewState.SUSPENDED: ("not_met", _("suspended")),
    ReviewState.SUPERSEDED: ("not_shown", _("superseded")),
    ReviewState.REFUSED: ("not_met", _("refused")),
}

CANCEL_WORDS: Final[dict[str, _StrPromise]] = {
    CancelReason.ERROR: _("An error"),
    CancelReason.REVERSAL: _("A reversal"),
    CancelReason.EXPIRED: _("Expired"),
    CancelReason.EXPORTED: _("Moved to another registry"),
    CancelReason.COMPLIANCE: _("Used for compliance"),
    CancelReason.OTHER: _("Another reason, said in the note"),
}
