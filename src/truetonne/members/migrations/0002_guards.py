"""What the database itself refuses: changed facts, unrecorded steps, and one person doing the work of two."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")

UNDO = """
DROP FUNCTION members_refuse_change CASCADE;
DROP FUNCTION members_application_guard CASCADE;
DROP FUNCTION members_application_is_its_last_step CASCADE;
DROP FUNCTION members_transition_follows CASCADE;
DROP FUNCTION members_transition_moves CASCADE;
DROP FUNCTION members_evidencejudgement_is_by_another CASCADE;
DROP FUNCTION members_figurejudgement_is_by_another CASCADE;
DROP FUNCTION members_decision_is_of_its_proposal CASCADE;
DROP FUNCTION members_appealdecision_is_by_another CASCADE;
DROP FUNCTION members_policysignoff_is_by_another CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        migrations.RunSQL(sql=(SQL / "guards.sql").read_text(encoding="utf-8"), reverse_sql=UNDO),
    ]
