"""Registers the room with Django, and with the outbox whose events its webhooks tell."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "truetonne.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from truetonne.api.webhooks.telling import queue_events
        from truetonne.edge.outbox import follow

        follow(queue_events)
