"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MarketConfig(AppConfig):
    name = "truetonne.market"
    label = "market"
    default_auto_field = "django.db.models.BigAutoField"
