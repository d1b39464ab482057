"""Addresses of this room: the log's files. The page for people stands in the market."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.ledger.log import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/checkpoint", views.checkpoint, name="log_checkpoint"),
    path("log/tile/<path:path>", views.tile, name="log_tile"),
    path("log/key", views.key, name="log_key"),
]
