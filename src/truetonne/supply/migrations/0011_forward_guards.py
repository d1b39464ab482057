"""Rules of contracts, contributions and fuel prices that stood in Python alone, now behind it."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).with_name("sql") / "forward_guards.sql"
NAMES = (
    "judge_schedule_place", "judge_scheduled_year", "judge_commitment_terms", "judge_hold", "judge_end",
    "judge_delivery_origin", "judge_contribution", "judge_fuel_price",
)  # fmt: skip
UNDO = "\n".join(f"DROP FUNCTION supply_{name} CASCADE;" for name in NAMES)
PRICED = (
    ("forwardcontract", "contract_currency_is_a_code"),
    ("contribution", "contribution_currency_is_a_code"),
    ("fuelprice", "fuel_price_currency_is_a_code"),
)


class Migration(migrations.Migration):
    dependencies = [("supply", "0010_ccp_table")]

    operations = [
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(name=name, condition=models.Q(currency__regex="^[A-Z]{3}$")),
            )
            for model, name in PRICED
        ),
        migrations.RunSQL(sql=SQL.read_text(encoding="utf-8"), reverse_sql=UNDO),
    ]
