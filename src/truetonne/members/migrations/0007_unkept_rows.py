"""Rows of a public list that were refused are kept beside those that are held, with the field and value that kept them out."""

from __future__ import annotations

from django.db import migrations, models

_TRIGGERS = ("append_only", "no_truncate")


class Migration(migrations.Migration):
    dependencies = [("members", "0006_entities")]

    operations = [
        migrations.RenameModel(old_name="HeldListRow", new_name="UnkeptListRow"),
        *(
            migrations.RunSQL(
                sql=f"ALTER TRIGGER members_heldlistrow_{name} ON members_unkeptlistrow"
                f" RENAME TO members_unkeptlistrow_{name}",
                reverse_sql=f"ALTER TRIGGER members_unkeptlistrow_{name} ON members_unkeptlistrow"
                f" RENAME TO members_heldlistrow_{name}",
            )
            for name in _TRIGGERS
        ),
        migrations.AlterField(
            model_name="unkeptlistrow",
            name="edition",
            field=models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="unkept", to="members.listedition"),
        ),
        # Until now only held rows were kept.
        migrations.AddField(
            model_name="unkeptlistrow",
            name="outcome",
            field=models.CharField(choices=[("held", "Held"), ("refused", "Refused")], default="held", max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="unkeptlistrow",
            name="field",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="unkeptlistrow",
            name="value",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddConstraint(
            model_name="unkeptlistrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["held", "refused"])), name="unkept_row_is_held_or_refused"
            ),
        ),
    ]
