"""The tables in which a load waits to be judged, and the triggers behind the grants."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")

UNDO = """
DROP TABLE supply_staged_row, supply_staged_verdict, supply_staged_member;
DROP FUNCTION supply_analyze_staging;
DROP FUNCTION supply_refuse_change CASCADE;
DROP FUNCTION supply_refuse_change_but CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("supply", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=[(SQL / f"{name}.sql").read_text(encoding="utf-8") for name in ("staging", "guards")],
            reverse_sql=UNDO,
        )
    ]
