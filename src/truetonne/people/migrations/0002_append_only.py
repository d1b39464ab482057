"""Behind the grants: audit lines refuse every change, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: lines are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_auditline_append_only BEFORE UPDATE OR DELETE ON people_auditline
    FOR EACH ROW EXECUTE FUNCTION people_refuse_change();
CREATE TRIGGER people_auditline_no_truncate BEFORE TRUNCATE ON people_auditline
    FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_change();
"""
BACKWARD = """
DROP TRIGGER people_auditline_no_truncate ON people_auditline;
DROP TRIGGER people_auditline_append_only ON people_auditline;
DROP FUNCTION people_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD)]
