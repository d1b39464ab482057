"""A legal entity's web domain, and the words under which somebody said that they may act for it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0005_pledge")]

    operations = [
        migrations.AddField(
            model_name="legalentity",
            name="domain",
            field=models.CharField(blank=True, default="", max_length=253),
        ),
        migrations.AddField(
            model_name="legalentity",
            name="authorization_statement",
            field=models.CharField(blank=True, default="", max_length=400),
        ),
        migrations.AddConstraint(
            model_name="legalentity",
            constraint=models.CheckConstraint(
                condition=models.Q(is_main=True)
                | ~models.Q(authorization_statement="") & (~models.Q(lei="") | ~models.Q(registration_number="")),
                name="entity_is_identified_and_authorized",
            ),
        ),
    ]
