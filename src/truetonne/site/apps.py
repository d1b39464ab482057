"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "truetonne.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"
