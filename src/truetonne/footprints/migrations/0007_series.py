"""What breaks the series of an entity's years, with both figures, beside the codes of the findings."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("footprints", "0006_one_standing_version")]

    operations = [
        migrations.AddField(model_name="inventory", name="series", field=models.JSONField(db_default=[], default=list)),
    ]
