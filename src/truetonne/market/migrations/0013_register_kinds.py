"""The register's sums by kind of units: credits and the two sides of a fuel batch are never added together."""

from __future__ import annotations

from django.db import migrations, models

# Certificates of insets are few; all other rows have the new column's default.
_KINDS = """
UPDATE market_registerrow r SET unit_kind = c.unit_kind FROM ledger_certificate c
WHERE c.certificate_id = r.certificate_id AND c.unit_kind <> 'CREDIT'
"""
_SUMS = """
INSERT INTO market_registeryear (year, unit_kind, kg, certificate_count)
SELECT year, unit_kind, sum(kg), count(*) FROM market_registerrow WHERE is_in_force GROUP BY year, unit_kind
"""


class Migration(migrations.Migration):
    dependencies = [("market", "0012_disclaimers"), ("ledger", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="registerrow",
            name="unit_kind",
            field=models.CharField(default="CREDIT", max_length=16),
            preserve_default=False,
        ),
        migrations.RunSQL(_KINDS, migrations.RunSQL.noop),
        migrations.DeleteModel(name="RegisterYear"),
        migrations.CreateModel(
            name="RegisterYear",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("unit_kind", models.CharField(max_length=16)),
                ("kg", models.BigIntegerField()),
                ("certificate_count", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("year", "unit_kind"), name="register_year_is_one")]
            },
        ),
        migrations.RunSQL(_SUMS, migrations.RunSQL.noop),
    ]
