"""What the database itself refuses: changed factors, lines and versions, and a version that is not whole."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")

UNDO = """
DROP FUNCTION footprints_refuse_change CASCADE;
DROP FUNCTION footprints_inventory_guard CASCADE;
DROP FUNCTION footprints_inventory_starts_as_draft CASCADE;
DROP FUNCTION footprints_inventory_is_whole CASCADE;
DROP FUNCTION footprints_step_moves_its_inventory CASCADE;
DROP FUNCTION footprints_refuse_after_seal CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("footprints", "0001_initial")]

    operations = [
        migrations.RunSQL(sql=(SQL / "guards.sql").read_text(encoding="utf-8"), reverse_sql=UNDO),
    ]
