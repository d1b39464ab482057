"""What a buyer was told of the quoted lots, kept on the quote in all languages as it stood."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("market", "0011_set_aside")]

    operations = [
        migrations.AddField(
            model_name="quote", name="disclaimers", field=models.JSONField(db_default=[], default=list)
        ),
    ]
