"""Kinds and states of fuel batches and their proofs."""

from __future__ import annotations

from django.db import models


class FuelProof(models.TextChoices):
    """What is on file for a batch. The first four are needed before it is issued."""

    SUSTAINABILITY_PROOF = "SUSTAINABILITY_PROOF"
    VERIFIER_STATEMENT = "VERIFIER_STATEMENT"
    DELIVERY_NOTE = "DELIVERY_NOTE"
    SURRENDER = "SURRENDER"
    CERTIFICATE = "CERTIFICATE"
    OTHER = "OTHER"


NEEDED = (
    FuelProof.SUSTAINABILITY_PROOF,
    FuelProof.VERIFIER_STATEMENT,
    FuelProof.DELIVERY_NOTE,
    FuelProof.SURRENDER,
)
"""Without each of these no unit is made of a batch."""


class BatchEnding(models.TextChoices):
    """Expired: the validity is over. Voided: a double issuance, use, purpose or claim was found."""

    EXPIRED = "EXPIRED"
    VOIDED = "VOIDED"


class BatchState(models.TextChoices):
    """Where a batch stands; derived from its rows, never stored."""

    BOOKED = "BOOKED"
    ISSUED = "ISSUED"
    USED_UP = "USED_UP"
    EXPIRED = "EXPIRED"
    VOIDED = "VOIDED"


FUELS = ("HVO", "FAME", "HEFA-SPK", "BIOMETHANE")
"""Fuels that may be booked."""

MODES = ("road", "rail", "air", "marine")
"""Modes of transport; marine is off until the operator switches it on (science/parameters/fuels.toml)."""

PROGRAMS = ("RFS", "LCFS", "RED", "CORSIA")
"""Regulatory programs whose claims a batch gives up, each asked by name."""
