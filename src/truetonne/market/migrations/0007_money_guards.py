"""What the database itself counts and refuses about money and its documents."""

from django.db import migrations

APPEND_ONLY = ("market_document", "market_cancellationnotice")

GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();"""
    for table in APPEND_ONLY
)

# A movement is in the order's currency; its number and the balance after it are counted here, whoever inserts it.
# The order's row is locked first, so that two movements at once are counted one after the other.
PAYMENT = """
DROP TRIGGER market_payment_is_the_total ON market_payment;
DROP FUNCTION market_payment_is_the_total();
CREATE FUNCTION market_payment_keeps_the_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted text;
    last_number integer;
    last_balance bigint;
BEGIN
    SELECT q.currency INTO wanted FROM market_order o JOIN market_quote q ON q.id = o.quote_id
        WHERE o.id = NEW.order_id FOR NO KEY UPDATE OF o;
    IF wanted IS DISTINCT FROM NEW.currency THEN
        RAISE EXCEPTION 'order % is in %, the payment in %', NEW.order_id, wanted, NEW.currency
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT number, balance_minor INTO last_number, last_balance FROM market_payment
        WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last_number, 0) + 1;
    NEW.balance_minor := coalesce(last_balance, 0)
        + CASE NEW.kind WHEN 'RECEIVED' THEN NEW.amount_minor ELSE -NEW.amount_minor END;
    RETURN NEW;
END $$;
CREATE TRIGGER market_payment_keeps_the_balance BEFORE INSERT ON market_payment
    FOR EACH ROW EXECUTE FUNCTION market_payment_keeps_the_balance();
"""

DELIVERY = """
CREATE OR REPLACE FUNCTION market_delivery_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    due bigint;
    here bigint;
BEGIN
    SELECT q.amount_minor INTO due FROM market_order o JOIN market_quote q ON q.id = o.quote_id WHERE o.id = NEW.order_id;
    SELECT balance_minor INTO here FROM market_payment WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    IF coalesce(here, 0) < due THEN
        RAISE EXCEPTION 'order % is not paid: % of %', NEW.order_id, coalesce(here, 0), due
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# Money that was received before this migration stays as it was counted; the older, narrower rules do not come back.
BACKWARD = """
DROP TRIGGER market_payment_keeps_the_balance ON market_payment;
DROP FUNCTION market_payment_keeps_the_balance();
CREATE FUNCTION market_payment_is_the_total() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER market_payment_is_the_total BEFORE INSERT ON market_payment
    FOR EACH ROW EXECUTE FUNCTION market_payment_is_the_total();
""" + "\n".join(
    f"DROP TRIGGER {table}_{end} ON {table};" for table in APPEND_ONLY for end in ("append_only", "no_truncate")
)


class Migration(migrations.Migration):
    dependencies = [("market", "0006_money_and_documents")]

    operations = [migrations.RunSQL(sql="\n".join((GUARDS, PAYMENT, DELIVERY)), reverse_sql=BACKWARD)]
