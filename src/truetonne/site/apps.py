"""Registers the room with Django."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "truetonne.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Compile translations that were edited since: every way of starting then shows the same texts."""
        from truetonne.site.translations import compile_translations

        compile_translations()
