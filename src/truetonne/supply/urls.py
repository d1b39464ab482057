"""Addresses of this room: the back office of supply under /office/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.supply.views import office_imports, office_lots

app_name = "supply"

_OFFICE: list[URLPattern | URLResolver] = [
    path("office/imports/", office_imports.imports, name="office_imports"),
    path("office/lots/", office_lots.lots, name="office_lots"),
]

urlpatterns: list[URLPattern | URLResolver] = [*_OFFICE]
