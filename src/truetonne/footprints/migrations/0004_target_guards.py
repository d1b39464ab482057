"""What the database refuses of targets and disclosures: changes, judging one's own, a record that is not its hash."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")

UNDO = """
ALTER TABLE footprints_disclosure DROP CONSTRAINT disclosure_is_its_hash;
DROP FUNCTION footprints_target_is_judged_by_another CASCADE;
DROP FUNCTION footprints_target_follows_its_series CASCADE;
DROP FUNCTION footprints_disclosure_is_of_a_published_version CASCADE;
DROP TRIGGER footprints_target_append_only ON footprints_target;
DROP TRIGGER footprints_target_no_truncate ON footprints_target;
DROP TRIGGER footprints_targetjudgement_append_only ON footprints_targetjudgement;
DROP TRIGGER footprints_targetjudgement_no_truncate ON footprints_targetjudgement;
DROP TRIGGER footprints_disclosure_append_only ON footprints_disclosure;
DROP TRIGGER footprints_disclosure_no_truncate ON footprints_disclosure;
"""


class Migration(migrations.Migration):
    dependencies = [("footprints", "0003_targets_and_disclosures")]

    operations = [
        migrations.RunSQL(sql=(SQL / "targets.sql").read_text(encoding="utf-8"), reverse_sql=UNDO),
    ]
