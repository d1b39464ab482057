"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FootprintsConfig(AppConfig):
    name = "truetonne.footprints"
    label = "footprints"
    default_auto_field = "django.db.models.BigAutoField"
