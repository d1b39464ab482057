"""What a refusal says on a page, in the reader's language and with both figures; the cause stays in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from truetonne.edge.formats import count_text, day_text, tonnes_text
from truetonne.edge.problems import find_problem
from truetonne.edge.templatetags.edge_formats import current_language
from truetonne.supply.finding_words import TABLE_WORDS, code_words
from truetonne.supply.reviewing.words import RULE_WORDS
from truetonne.supply.words import CLASS_WORDS, STANDING_WORDS

Words = Callable[[Any], str]


def refusal_words(*, refusal: Exception) -> str:
    """Return the sentence of a refusal. Raises what is no refusal again."""
    problem = find_problem(exception=refusal)
    if problem is None:
        raise refusal
    words = WORDS.get(type(refusal).__name__)
    if words is not None:
        return words(refusal)
    title = str(problem.kind.title)
    return title if problem.detail == title else f"{title}: {problem.detail}"


def _t(kg: int) -> str:
    return tonnes_text(kg=kg, language=current_language())


def _n(number: int) -> str:
    return count_text(count=number, language=current_language())


def _cut_in_use(error: Any) -> str:
    return _(
        "%(used)s are used and %(reserved)s reserved: the lot can be cut from serial %(first)s on, not before %(asked)s."
    ) % {
        "used": _t(error.used_kg),
        "reserved": _t(error.reserved_kg),
        "first": error.from_serial,
        "asked": error.at_serial,
    }


def _project_not_sellable(error: Any) -> str:
    means = STANDING_WORDS[error.standing]
    if not error.status:
        return _("No list of the registry names this project yet, which means %(means)s.") % {"means": means}
    return _("The registry says “%(status)s” of this project, which means %(means)s.") % {
        "status": error.status,
        "means": means,
    }


def _class_name(code: str) -> str:
    return str(CLASS_WORDS[code]) if code in CLASS_WORDS else _("not stated")


WORDS: Final[dict[str, Words]] = {
    "InsufficientStock": lambda e: (
        _("%(requested)s wanted, %(available)s available.")
        % {"requested": _t(e.requested_kg), "available": _t(e.available_kg)}
    ),
    "NotASerialBoundary": lambda e: (
        _("The lot holds serials %(first)s to %(last)s; the new one begins behind the first of them.")
        % {"first": e.first, "last": e.last}
    ),
    "CutInUse": _cut_in_use,
    "LotHeld": lambda e: _("The lot is on hold: %(reason)s") % {"reason": e.reason},
    "AlreadyHeld": lambda _e: _("The lot is on hold already."),
    "NotHeld": lambda _e: _("The lot is not on hold."),
    "AlreadyListed": lambda _e: _("The lot is on sale already."),
    "AlreadyUnlisted": lambda _e: _("The lot is not on sale."),
    "ContractCurrencyDiffers": lambda e: (
        _(
            "The contract is in %(contract)s and the price in %(price)s. Nothing is converted: price it as the contract does."
        )
        % {"contract": e.contract_currency, "price": e.currency}
    ),
    "PriceMissing": lambda _e: _("The lot has no price. Set it, part by part, then list the lot."),
    "PriceNoticeNeeded": lambda e: (
        _("The lot is on sale. Its new price is announced %(days)s days ahead, under Announced prices.")
        % {"days": e.notice_days}
    ),
    "BufferLot": lambda _e: _("Buffer units are never listed, sold or retired."),
    "ReviewMissing": lambda _e: _("No review is accepted. Two independent readers publish a rating first."),
    "RatingMissing": lambda _e: _("No rating is in force. Two independent readers publish one first."),
    "ReviewOverdue": lambda e: (
        _("The review lapsed on %(day)s. A new one comes first.")
        % {"day": day_text(day=e.due, language=current_language())}
    ),
    "ProjectNotSellable": _project_not_sellable,
    "ReviewerIsImporter": lambda _e: _("You imported this block. Another person reviews it."),
    "NextReviewInvalid": lambda e: (
        _("Between %(first)s and %(last)s.")
        % {
            "first": day_text(day=e.first, language=current_language()),
            "last": day_text(day=e.last, language=current_language()),
        }
    ),
    "NothingRecalled": lambda e: (
        _("No lot of ours holds any of the serials %(first)s to %(last)s.") % {"first": e.first, "last": e.last}
    ),
    "NothingToMakeGood": lambda _e: _("Nothing of this line waits to be made good."),
    "MakeGoodExceedsRecall": lambda e: (
        _("%(requested)s wanted, %(open)s wait to be made good.")
        % {"requested": _t(e.requested_kg), "open": _t(e.open_kg)}
    ),
    "WeakerClass": lambda e: (
        _("%(offered)s cannot make good %(needed)s.")
        % {"offered": _class_name(e.offered), "needed": _class_name(e.needed)}
    ),
    "HeldRowDecided": lambda e: (
        _("This row was decided on %(day)s. A decision stands.")
        % {"day": day_text(day=e.decided_at.date(), language=current_language())}
    ),
    "RowNotAdmissible": lambda e: (
        _("“%(fault)s” in %(table)s cannot be admitted. Dismiss the row, or import a mended file.")
        % {"fault": code_words(code=e.fault), "table": TABLE_WORDS.get(e.table, e.table)}
    ),
    "KeyStored": lambda _e: _("A stored row has the key of this one, and stored rows never change. Dismiss this row."),
    "UploadNotOver": lambda _e: _("This import is neither failed nor interrupted."),
    "PartsDoNotSum": lambda e: (
        _("Gross less its deductions is %(summed)s, not %(stated)s.")
        % {"summed": _t(e.summed_kg), "stated": _t(e.stated_kg)}
    ),
    "LabelOutsideBlock": lambda e: (
        _("The block holds serials %(first)s to %(last)s.") % {"first": e.block_first, "last": e.block_last}
    ),
    "EntryReplaced": lambda _e: _("Somebody replaced or withdrew this entry before. Open the dossier again."),
    "DocumentTooLarge": lambda _e: _("The file is larger than 10 MB. Write its address and its SHA-256."),
    "NoSeat": lambda _e: _("Both seats are taken, or you have one already."),
    "CaseOpen": lambda _e: _("A review of this block is under way. Finish it first."),
    "NotAReader": lambda _e: _("Only the two readers of this review do this. Declare your interests first."),
    "ReadingTooEarly": lambda _e: _("An earlier step is missing, or this one was taken before. Open the page again."),
    "SecondReaderNeeded": lambda _e: _("The other reader confirms the reconciled reading and publishes it."),
    "EstimateWithoutBasis": lambda e: (
        _("Say what the estimate rests on.")
        if e.computed_kg is None
        else _("%(estimate)s is more than the %(computed)s that the attached computation credits.")
        % {"estimate": _t(e.estimate_kg), "computed": _t(e.computed_kg)}
    ),
    "NotAcceptable": lambda e: (
        _("The rubric does not allow acceptance: %(rules)s.")
        % {"rules": ", ".join(str(RULE_WORDS.get(one, one)) for one in e.obstacles)}
    ),
    "RatingSuspended": lambda _e: _("The rating is suspended. A new review comes first."),
    "DeveloperEvidenceMissing": lambda _e: _("Name the company, and say what shows the finding."),
    "NoRatingInForce": lambda _e: _("This review is not in force."),
    "RequestReused": lambda _e: _("This form was sent before with other answers. Open the page again."),
}
"""Sentences by the refusal's class. Others are said by the catalogue of errors."""
