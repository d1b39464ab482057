"""What people read of endpoints, messages and attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TYPE_WORDS: Final[dict[str, _StrPromise]] = {
    "application.decided": _("An application was decided"),
    "eligibility.lapsing": _("Evidence ends soon"),
    "eligibility.suspended": _("Buying was suspended"),
    "quote.expired": _("A quote ended"),
    "order.placed": _("An order was placed"),
    "order.confirmed": _("An order was paid"),
    "order.delayed": _("A delivery was delayed"),
    "order.substituted": _("A line was replaced by another lot"),
    "order.partially_delivered": _("A part of an order was delivered"),
    "order.delivered": _("An order was delivered"),
    "order.cancelled": _("An order was cancelled"),
    "order.expired": _("An order ended unpaid"),
    "retirement.completed": _("Units were retired, with a certificate"),
    "correction.recorded": _("A certificate was replaced"),
    "credit.recalled": _("Serials of your certificates were recalled"),
    "credit.made_good": _("Recalled units were made good"),
    "review.decided": _("A quality review was recorded"),
    "review.expired": _("A quality review is overdue"),
    "lot.listed": _("A lot went on sale"),
    "lot.held": _("A lot was put on hold"),
    "price.changed": _("A price change was announced"),
    "offtake.signed": _("A contract for later years was signed"),
    "offtake.slipped": _("A contract for later years slipped"),
    "offtake.short": _("A year closed and tonnes of a contract are missing"),
    "offtake.delivered": _("Tonnes came for a contract"),
    "offtake.substituted": _("Other units came in place of what was promised"),
    "offtake.held": _("A contract was put on legal hold"),
    "offtake.released": _("A legal hold on a contract ended"),
    "offtake.ended": _("A contract was terminated"),
    "pool.delivered": _("Tonnes came for a LEAF pool"),
    "commitment.delivered": _("Your share of a delivery is set aside"),
    "inset.claimed": _("Fuel of a batch was claimed"),
    "inset.voided": _("A batch of fuel was voided"),
    "webhook.test": _("A trial"),
}
STATE_WORDS: Final[dict[str, _StrPromise]] = {
    "ACTIVE": _("Active"),
    "PAUSED": _("Paused"),
    "REMOVED": _("Removed"),
}
PAUSE_WORDS: Final[dict[str, _StrPromise]] = {
    "BY_HAND": _("Paused by you. Messages are kept and go out when you resume."),
    "FAILING": _("Paused by the exchange: nothing was taken for three days. Put the receiver right, then resume."),
    "GONE": _("Paused by the exchange: the receiver answered 410, gone. Resume if that was a mistake."),
}
DELIVERY_WORDS: Final[dict[str, _StrPromise]] = {
    "WAITING": _("Waiting"),
    "DELIVERED": _("Delivered"),
    "FAILED": _("Given up"),
}
FAULT_WORDS: Final[dict[str, _StrPromise]] = {
    "timed_out": _("no answer in time"),
    "not_reached": _("not reached"),
    "broken_off": _("the exchange stopped in the middle; the receiver may have had it"),
    "tls_failed": _("certificate or encryption not accepted"),
    "certificate_untrusted": _("the certificate is self-signed or of an issuer that is not trusted"),
    "certificate_not_in_date": _("the certificate has expired or is not valid yet"),
    "certificate_of_another": _("the certificate is made out to another name"),
    "no_http": _("the answer was not HTTP"),
    "name_unknown": _("the name is not known"),
    "private_address": _("the address is inside a private network"),
    "not_https": _("only https addresses are sent to"),
    "has_a_password": _("an address holds no user name and no password"),
    "no_address": _("not an address that can be sent to"),
    "too_large": _("the message is too large"),
}
"""Why an attempt has no status, and why an address is refused at once."""
