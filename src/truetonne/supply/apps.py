"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SupplyConfig(AppConfig):
    name = "truetonne.supply"
    label = "supply"
    default_auto_field = "django.db.models.BigAutoField"
