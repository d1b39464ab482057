"""A version and its restatement may be written in one transaction."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql") / "one_standing_version.sql"


class Migration(migrations.Migration):
    dependencies = [("footprints", "0005_uploads_and_computations")]

    operations = [
        # What the check of before refused beside this was only the order of writing: nothing to put back.
        migrations.RunSQL(sql=SQL.read_text(encoding="utf-8"), reverse_sql=migrations.RunSQL.noop),
    ]
