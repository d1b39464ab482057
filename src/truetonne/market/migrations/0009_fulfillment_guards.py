"""What the database itself refuses about delays, substitutions, announced prices and allocations."""

from django.db import migrations

APPEND_ONLY = (
    "market_delay",
    "market_substitution",
    "market_pricenotice",
    "market_pricenoticeapplied",
    "market_orderallocation",
)

GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();"""
    for table in APPEND_ONLY
)

# What a substitute saves is due no more, so that an order is paid without it.
DELIVERY = """
CREATE OR REPLACE FUNCTION market_delivery_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    due bigint;
    here bigint;
BEGIN
    SELECT q.amount_minor - coalesce((SELECT sum(swap.saved_minor) FROM market_substitution swap
            JOIN market_quoteline line ON line.id = swap.line_id WHERE line.quote_id = q.id), 0)
        INTO due FROM market_order o JOIN market_quote q ON q.id = o.quote_id WHERE o.id = NEW.order_id;
    SELECT balance_minor INTO here FROM market_payment WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    IF coalesce(here, 0) < due THEN
        RAISE EXCEPTION 'order % is not paid: % of %', NEW.order_id, coalesce(here, 0), due
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A substitute is of the line's mass, in time, and its saving is what it is charged less.
SUBSTITUTION = """
CREATE FUNCTION market_substitution_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ordered_kg bigint;
    ordered_minor bigint;
BEGIN
    SELECT l.kg, l.project_minor + l.registry_fee_minor + l.verification_minor + l.fx_minor + l.tax_minor + l.handling_minor
        INTO ordered_kg, ordered_minor FROM market_quoteline l WHERE l.id = NEW.line_id;
    IF NEW.kg IS DISTINCT FROM ordered_kg OR NEW.saved_minor IS DISTINCT FROM ordered_minor - (NEW.project_minor
            + NEW.registry_fee_minor + NEW.verification_minor + NEW.fx_minor + NEW.tax_minor + NEW.handling_minor) THEN
        RAISE EXCEPTION 'the substitute of line % is not of its mass, or saves another amount', NEW.line_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM market_deliveryline WHERE line_id = NEW.line_id) THEN
        RAISE EXCEPTION 'line % is delivered', NEW.line_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_substitution_fits BEFORE INSERT ON market_substitution
    FOR EACH ROW EXECUTE FUNCTION market_substitution_fits();
"""

# The allocations of an order arrive in one statement and add up to it.
ALLOCATION = """
CREATE FUNCTION market_orderallocation_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT o.id INTO bad
    FROM (SELECT DISTINCT order_id FROM added) a
    JOIN market_order o ON o.id = a.order_id
    JOIN market_quote q ON q.id = o.quote_id
    WHERE q.kg IS DISTINCT FROM (SELECT sum(l.kg) FROM market_orderallocation l WHERE l.order_id = o.id)
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'the allocations of order % do not add up to it', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER market_orderallocation_adds_up AFTER INSERT ON market_orderallocation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION market_orderallocation_adds_up();
"""

# The rule about payment stays as it is now: without substitutions it says the same as before.
BACKWARD = "\n".join(
    (
        "DROP FUNCTION market_orderallocation_adds_up() CASCADE;",
        "DROP FUNCTION market_substitution_fits() CASCADE;",
        *(f"DROP TRIGGER {table}_{end} ON {table};" for table in APPEND_ONLY for end in ("append_only", "no_truncate")),
    )
)


class Migration(migrations.Migration):
    dependencies = [("market", "0008_fulfillment")]

    operations = [migrations.RunSQL(sql="\n".join((GUARDS, DELIVERY, SUBSTITUTION, ALLOCATION)), reverse_sql=BACKWARD)]
