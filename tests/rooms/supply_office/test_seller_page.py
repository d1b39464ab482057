"""California's page of a seller: what is stated of a project, and what is missing as an error."""

from __future__ import annotations

import csv
import io
import json

from django.test import Client

from tests.rooms.supply_office.desk import Desk
from truetonne.edge.identifiers import show_id
from truetonne.supply.models import Holding


def test_a_project_states_what_is_known_and_names_what_is_missing(desk: Desk) -> None:
    lot = desk.receive_block()
    project = Holding.objects.select_related("project").get(lot_id=lot.lot_id).project
    address = f"/projects/{show_id(prefix='prj', id=project.pk)}"
    anyone = Client(headers={"host": "127.0.0.1"})

    page = anyone.get(f"{address}/ab-1305/").content.decode()
    pack = json.loads(anyone.get(f"{address}/ab-1305.json").content)
    rows = list(csv.DictReader(io.StringIO(anyone.get(f"{address}/ab-1305.csv").content.decode())))

    facts = {each["fact"]: each["value"] for each in pack["points"]}
    assert facts["project_name"] == project.name
    assert facts["reversed"] is not None
    assert any("100.000" in each for each in facts["issued"])
    assert "project[1].durability" in pack["missing"]
    assert not pack["complete"]
    assert 'role="alert"' in page
    assert {row["fact"] for row in rows if row["missing"]} == {each.split(".")[1] for each in pack["missing"]}
    assert anyone.get(f"{address}/ab-1305.xls").status_code == 404
    assert anyone.get("/projects/prj_nothing/ab-1305/").status_code == 404
