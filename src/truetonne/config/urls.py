"""The address table: each room brings its own addresses, in this fixed order; the API first, it is asked most."""

from __future__ import annotations

from django.urls import include, path

ROOMS = ("api", "site", "supply", "market", "people", "ledger")

urlpatterns = [path("", include(f"truetonne.{room}.urls")) for room in ROOMS]

handler400 = "truetonne.site.errors.bad_request"
handler403 = "truetonne.site.errors.forbidden"
handler404 = "truetonne.site.errors.not_found"
handler500 = "truetonne.site.errors.failed"
