"""Applicants, reporters, eligibility officers and governance members join the roles."""

from django.db import migrations, models

ROLES = [
    "APPLICANT",
    "BUYER",
    "REPORTER",
    "SUPPLY",
    "REVIEWER",
    "FINANCE",
    "ELIGIBILITY",
    "GOVERNANCE",
    "AUDITOR",
    "ADMINISTRATOR",
]


class Migration(migrations.Migration):
    dependencies = [("people", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint(model_name="membership", name="membership_role_is_known"),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(name="membership_role_is_known", condition=models.Q(("role__in", ROLES))),
        ),
    ]
