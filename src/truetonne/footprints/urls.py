"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from truetonne.footprints.views import activity, computing, disclosures, inventories, targets

app_name = "footprints"

urlpatterns: list[URLPattern | URLResolver] = [
    path("inventories/", inventories.inventories, name="inventories"),
    path("inventories/send/", activity.send, name="activity_send"),
    path("inventories/files/<str:upload>/", activity.file, name="activity_file"),
    path("inventories/loads/<str:load>/", activity.load, name="activity_load"),
    path("inventories/loads/<str:load>/rows.csv", activity.rows_file, name="activity_rows"),
    path("inventories/loads/<str:load>/file/", activity.evidence, name="activity_evidence"),
    path("inventories/compute/<str:entity>/<int:year>/", computing.compute, name="inventory_compute"),
    path("inventories/computations/<str:computation>/", computing.computation, name="computation"),
    path("inventories/<str:inventory>/", inventories.inventory, name="inventory"),
    path("inventories/<str:inventory>/lines/", computing.lines, name="inventory_lines"),
    path("inventories/<str:inventory>/lines.csv", computing.lines_file, name="inventory_lines_file"),
    path("inventories/<str:inventory>/compare/", inventories.compare, name="inventory_compare"),
    path("inventories/<str:inventory>/publish/", inventories.publish, name="inventory_publish"),
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", targets.new, name="target_new"),
    path("targets/<str:target>/", targets.target, name="target"),
    path("office/targets/", targets.office_targets, name="office_targets"),
    path("office/targets/<str:target>/", targets.office_target, name="office_target"),
    path("disclosures/", disclosures.disclosures, name="disclosures"),
    path("disclosures/<str:disclosure>/", disclosures.disclosure, name="disclosure"),
    path("disclosures/<str:disclosure>/record.pdf", disclosures.record_pdf, name="disclosure_pdf"),
    path("disclosures/<str:disclosure>/record.json", disclosures.record, name="disclosure_record"),
]
