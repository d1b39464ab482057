"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.footprints.views import disclosures

app_name = "footprints"

urlpatterns: list[URLPattern | URLResolver] = [
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/<str:disclosure>/", disclosures.disclosure, name="disclosure"),
    path("disclosures/<str:disclosure>/record.pdf", disclosures.record_pdf, name="disclosure_pdf"),
    path("disclosures/<str:disclosure>/record.json", disclosures.record, name="disclosure_record"),
]
