"""The address table: each room brings its own addresses, in this fixed order; the API first, it is asked most."""

from __future__ import annotations

from django.urls import include, path

from truetonne.site.table_admin import build_table_site

ROOMS = ("api", "site", "members", "supply", "footprints", "market", "people", "ledger")

urlpatterns = [
    *(path("", include(f"truetonne.{room}.urls")) for room in ROOMS),
    path("office/admin/", build_table_site().urls),
    # Sign-in, in the names that the library behind it asks for.
    path("", include("truetonne.people.account_urls")),
]

handler400 = "truetonne.site.errors.bad_request"
handler403 = "truetonne.site.errors.forbidden"
handler404 = "truetonne.site.errors.not_found"
handler429 = "truetonne.site.errors.too_many"
handler500 = "truetonne.site.errors.failed"
