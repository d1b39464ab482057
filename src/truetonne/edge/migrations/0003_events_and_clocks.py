"""The outbox of events, which only grows, and the days on which daily clocks ran."""

import django.db.models.functions.datetime
from django.db import migrations, models

FORWARD = """
CREATE FUNCTION edge_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: lines are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER edge_event_append_only BEFORE UPDATE OR DELETE ON edge_event
    FOR EACH ROW EXECUTE FUNCTION edge_refuse_change();
CREATE TRIGGER edge_event_no_truncate BEFORE TRUNCATE ON edge_event
    FOR EACH STATEMENT EXECUTE FUNCTION edge_refuse_change();
"""
BACKWARD = """
DROP TRIGGER edge_event_no_truncate ON edge_event;
DROP TRIGGER edge_event_append_only ON edge_event;
DROP FUNCTION edge_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("edge", "0002_counts")]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=80)),
                ("organization_id", models.UUIDField(null=True)),
                ("data", models.JSONField(default=dict)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["organization_id", "recorded_at"], name="event_by_organization")],
            },
        ),
        migrations.CreateModel(
            name="ClockRun",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("ended", models.PositiveIntegerField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "day"), name="clock_runs_once_a_day")],
            },
        ),
        migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD),
    ]
