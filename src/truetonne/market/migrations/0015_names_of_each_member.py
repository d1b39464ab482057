"""A beneficiary's name is looked at for each member that uses it, not once for all of them."""

from django.db import migrations, models

NAME = ["display_name", "legal_name", "lei", "registration_number", "domain", "country"]


class Migration(migrations.Migration):
    dependencies = [
        ("market", "0014_claims"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="beneficiaryname", name="beneficiary_name_is_one"),
        migrations.AddConstraint(
            model_name="beneficiaryname",
            constraint=models.UniqueConstraint(fields=[*NAME, "organization"], name="beneficiary_name_is_one"),
        ),
    ]
