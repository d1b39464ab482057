"""Who was sent which reminder; rows are only added."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER members_remindermail_append_only BEFORE UPDATE OR DELETE ON members_remindermail
    FOR EACH ROW EXECUTE FUNCTION members_refuse_change();
CREATE TRIGGER members_remindermail_no_truncate BEFORE TRUNCATE ON members_remindermail
    FOR EACH STATEMENT EXECUTE FUNCTION members_refuse_change();
"""
BACKWARD = """
DROP TRIGGER members_remindermail_no_truncate ON members_remindermail;
DROP TRIGGER members_remindermail_append_only ON members_remindermail;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_lists_in_use"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReminderMail",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reminder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="members.reminder"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("reminder", "person"), name="reminder_is_mailed_once")],
            },
        ),
        migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD),
    ]
