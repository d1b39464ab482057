"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class EdgeConfig(AppConfig):
    name = "truetonne.edge"
    label = "edge"
    default_auto_field = "django.db.models.BigAutoField"
