"""Kinds and states of dossier entries."""

from __future__ import annotations

from django.db import models


class Gas(models.TextChoices):
    """The gas that is kept out of the air. All but carbon dioxide are superpollutants: very high warming per tonne."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"
    HFC = "HFC"
    ODS = "ODS"


SUPERPOLLUTANTS = frozenset({Gas.CH4.value, Gas.N2O.value, Gas.HFC.value, Gas.ODS.value})


class DocumentKind(models.TextChoices):
    """What a document of a project is."""

    DESCRIPTION = "DESCRIPTION"
    VALIDATION = "VALIDATION"
    MONITORING = "MONITORING"
    VERIFICATION = "VERIFICATION"
    AGREEMENT = "AGREEMENT"
    CONSULTATION = "CONSULTATION"
    OTHER = "OTHER"


class DisclaimerKind(models.TextChoices):
    """What a disclaimer is about."""

    REVERSAL = "REVERSAL"
    METHOD = "METHOD"
    COUNTRY = "COUNTRY"
    DISPUTE = "DISPUTE"
    SHORT_LIVED = "SHORT_LIVED"
    DATA_GAP = "DATA_GAP"
    OTHER = "OTHER"


class LabelState(models.TextChoices):
    """Undecided is a state of its own: the label's issuer has not judged these units yet."""

    TAGGED = "TAGGED"
    UNDECIDED = "UNDECIDED"


class Measure(models.TextChoices):
    """What a co-benefit is counted in."""

    FARMERS = "FARMERS"
    HECTARES = "HECTARES"
    TREES = "TREES"
    JOBS = "JOBS"
    WOMEN = "WOMEN"
    SPECIES = "SPECIES"
    TONNES = "TONNES"


class Attainment(models.TextChoices):
    """Whether a figure was reached or is planned. The two are never added."""

    REACHED = "REACHED"
    PLANNED = "PLANNED"
