"""What the market keeps: facts of quotes, orders and claims, and the register's own index over the public log."""

from truetonne.market.models.claims import ClaimDecision, ClaimWithdrawal, PublicClaim
from truetonne.market.models.documents import CancellationNotice, Document, DocumentKind
from truetonne.market.models.fulfillment import Delay, PriceNotice, PriceNoticeApplied, Substitution
from truetonne.market.models.insets import InsetClaim, InsetDisclosure, TransportActivity
from truetonne.market.models.orders import (
    BeneficiaryName,
    BeneficiaryNameDecision,
    Correction,
    Delivery,
    DeliveryLine,
    Order,
    OrderAllocation,
    OrderTransition,
    Payment,
    PaymentKind,
    Quote,
    QuoteLine,
)
from truetonne.market.models.register import RegisterPlace, RegisterProject, RegisterRow, RegisterYear

__all__ = [
    "BeneficiaryName",
    "BeneficiaryNameDecision",
    "CancellationNotice",
    "ClaimDecision",
    "ClaimWithdrawal",
    "Correction",
    "Delay",
    "Delivery",
    "DeliveryLine",
    "Document",
    "DocumentKind",
    "InsetClaim",
    "InsetDisclosure",
    "Order",
    "OrderAllocation",
    "OrderTransition",
    "Payment",
    "PaymentKind",
    "PriceNotice",
    "PriceNoticeApplied",
    "PublicClaim",
    "Quote",
    "QuoteLine",
    "RegisterPlace",
    "RegisterProject",
    "RegisterRow",
    "RegisterYear",
    "Substitution",
    "TransportActivity",
]
