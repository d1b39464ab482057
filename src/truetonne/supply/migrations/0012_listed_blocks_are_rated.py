"""No block of ours is put on sale without a rating in force, whoever asks.

Lots that are on sale when this comes stay as they are: the clock takes those off sale whose review has no rating.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).with_name("sql")

UNDO = """
DROP TRIGGER listed_block_is_rated ON ledger_lot;
DROP FUNCTION supply_refuse_unrated_listing();
"""


class Migration(migrations.Migration):
    dependencies = [("supply", "0011_forward_guards"), ("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=(SQL / "listed_blocks_are_rated.sql").read_text(encoding="utf-8"),
            reverse_sql=UNDO,
        )
    ]
