"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "truetonne.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
