"""Retirement statements that were published."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

_APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON supply_publishedstatement
    FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [
        ("supply", "0003_uploads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedStatement",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("beneficiary", models.TextField()),
                ("kg", models.BigIntegerField()),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("request_id", models.CharField(max_length=255, unique=True)),
                ("effective_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kg__gte", 1)), name="statement_mass_is_positive")
                ],
            },
        ),
        migrations.RunSQL(sql=_APPEND_ONLY, reverse_sql="DROP TRIGGER append_only ON supply_publishedstatement"),
    ]
