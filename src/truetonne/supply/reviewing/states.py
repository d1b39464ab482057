"""Kinds of projects, stages of a case, conflicts of interest and triggers, as they are stored."""

from __future__ import annotations

from django.db import models


class ProjectKind(models.TextChoices):
    """What is judged; label rules ask for it."""

    RESTORATION = "restoration"
    FOREST_PROTECTION = "forest_protection"
    TECHNICAL_REMOVAL = "technical_removal"
    SUPERPOLLUTANT = "superpollutant"
    OTHER = "other"


class CaseStage(models.TextChoices):
    """Where a case stands; it follows from what was recorded and is stored nowhere."""

    READERS_WANTED = "readers_wanted"
    READING = "reading"
    RECONCILING = "reconciling"
    TO_PUBLISH = "to_publish"
    PUBLISHED = "published"


class Conflict(models.TextChoices):
    """What a reviewer may have to declare; each refuses the seat."""

    EMPLOYED = "employed"
    FINANCIAL = "financial"
    ADVISED = "advised"
    FAMILY = "family"


class Refusal(models.TextChoices):
    """Why a seat was refused."""

    DECLARED = "declared"
    IMPORTER = "importer"
    DEVELOPER = "developer"
    DEVELOPER_UNCLEAR = "developer_unclear"
    OPERATOR = "operator"
    OPENED_CASE = "opened_case"


class TriggerKind(models.TextChoices):
    """What asks for a review before its day."""

    REVERSAL = "reversal"
    METHODOLOGY_VERSION = "methodology_version"
    STANDING = "standing"
    LABEL_CHANGE = "label_change"
    NEWS = "news"
    OTHER_RATING = "other_rating"
    DRIFT = "drift"


RECONCILED = 0
"""The seat of the reading that both readers arrive at; 1 and 2 are their own."""
SEATS = (1, 2)
