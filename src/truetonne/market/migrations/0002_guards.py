"""What the database itself refuses: changed facts, totals that are not their lines, unpaid deliveries, jumps of state."""

from django.db import migrations

APPEND_ONLY = (
    "market_quoteline",
    "market_beneficiaryname",
    "market_beneficiarynamedecision",
    "market_ordertransition",
    "market_payment",
    "market_delivery",
    "market_deliveryline",
    "market_correction",
)

REFUSE = """
CREATE FUNCTION market_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

# A quote ends once: by its order or by lapsing.
QUOTE_STATE = """
CREATE FUNCTION market_quote_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' OR OLD.state <> 'OPEN' OR NEW.state = 'OPEN' THEN
        RAISE EXCEPTION 'quote %: it ends once and nothing else of it changes', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_quote_guard BEFORE UPDATE ON market_quote FOR EACH ROW EXECUTE FUNCTION market_quote_guard();
CREATE TRIGGER market_quote_no_delete BEFORE DELETE ON market_quote
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER market_quote_no_truncate BEFORE TRUNCATE ON market_quote
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();

CREATE FUNCTION market_order_consumes_its_quote() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM market_quote
        WHERE id = NEW.quote_id AND state = 'CONSUMED' AND organization_id = NEW.organization_id
    ) THEN
        RAISE EXCEPTION 'order % needs a quote of its organization that it consumes', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_order_consumes_its_quote BEFORE INSERT ON market_order
    FOR EACH ROW EXECUTE FUNCTION market_order_consumes_its_quote();
"""

# An order's attribution, quote and owner never change; its state does, and only along the recorded steps.
ORDER = """
CREATE FUNCTION market_order_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN
        RAISE EXCEPTION 'order %: only the state changes', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_order_guard BEFORE UPDATE ON market_order FOR EACH ROW EXECUTE FUNCTION market_order_guard();
CREATE TRIGGER market_order_no_delete BEFORE DELETE ON market_order
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER market_order_no_truncate BEFORE TRUNCATE ON market_order
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();

CREATE FUNCTION market_order_state_is_last_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stated text;
    reached text;
BEGIN
    SELECT state INTO stated FROM market_order WHERE id = NEW.id;
    SELECT to_state INTO reached FROM market_ordertransition WHERE order_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'order % says % but its last step reached %', NEW.id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER market_order_state_is_last_step AFTER INSERT OR UPDATE ON market_order
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION market_order_state_is_last_step();

CREATE FUNCTION market_ordertransition_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
    stated text;
    reached text;
BEGIN
    IF NEW.number = 1 THEN
        before := 'QUOTED';
    ELSE
        SELECT to_state INTO before FROM market_ordertransition
            WHERE order_id = NEW.order_id AND number = NEW.number - 1;
    END IF;
    IF before IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'order %: step % starts at % where the order stood at %',
            NEW.order_id, NEW.number, NEW.from_state, before USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT state INTO stated FROM market_order WHERE id = NEW.order_id;
    SELECT to_state INTO reached FROM market_ordertransition WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'order % says % but its last step reached %', NEW.order_id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER market_ordertransition_follows AFTER INSERT ON market_ordertransition
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION market_ordertransition_follows();
"""

# A quote's mass and amount are the sums of its lines; the lines of a quote arrive in one statement.
QUOTE = """
CREATE FUNCTION market_quoteline_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT q.id INTO bad
    FROM (SELECT DISTINCT quote_id FROM added) a
    JOIN market_quote q ON q.id = a.quote_id
    JOIN LATERAL (
        SELECT sum(l.kg) AS kg,
            sum(l.project_minor + l.registry_fee_minor + l.verification_minor + l.fx_minor + l.tax_minor
                + l.handling_minor) AS minor
        FROM market_quoteline l WHERE l.quote_id = q.id
    ) s ON true
    WHERE s.kg IS DISTINCT FROM q.kg OR s.minor IS DISTINCT FROM q.amount_minor
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'quote % is not the sum of its lines', bad USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER market_quoteline_adds_up AFTER INSERT ON market_quoteline
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION market_quoteline_adds_up();
"""

PAYMENT = """
CREATE FUNCTION market_payment_is_the_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    total bigint;
    wanted text;
BEGIN
    SELECT q.amount_minor, q.currency INTO total, wanted
        FROM market_order o JOIN market_quote q ON q.id = o.quote_id WHERE o.id = NEW.order_id;
    IF total IS DISTINCT FROM NEW.amount_minor OR wanted IS DISTINCT FROM NEW.currency THEN
        RAISE EXCEPTION 'order % is % %, the payment is % %', NEW.order_id, total, wanted, NEW.amount_minor, NEW.currency
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_payment_is_the_total BEFORE INSERT ON market_payment
    FOR EACH ROW EXECUTE FUNCTION market_payment_is_the_total();
"""

# Nothing is delivered that is not paid, and a delivery is the sum of its own order's lines.
DELIVERY = """
CREATE FUNCTION market_delivery_is_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM market_payment WHERE order_id = NEW.order_id AND kind = 'RECEIVED')
        OR EXISTS (SELECT FROM market_payment WHERE order_id = NEW.order_id AND kind = 'REFUNDED') THEN
        RAISE EXCEPTION 'order % is not paid', NEW.order_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_delivery_is_paid BEFORE INSERT ON market_delivery
    FOR EACH ROW EXECUTE FUNCTION market_delivery_is_paid();

CREATE FUNCTION market_deliveryline_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT d.id INTO bad
    FROM (SELECT DISTINCT delivery_id FROM added) a
    JOIN market_delivery d ON d.id = a.delivery_id
    JOIN market_order o ON o.id = d.order_id
    JOIN LATERAL (
        SELECT sum(l.kg) AS kg, bool_and(l.quote_id = o.quote_id) AS own
        FROM market_deliveryline x JOIN market_quoteline l ON l.id = x.line_id WHERE x.delivery_id = d.id
    ) s ON true
    WHERE s.kg IS DISTINCT FROM d.kg OR NOT s.own
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'delivery % is not the sum of its order''s lines', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER market_deliveryline_adds_up AFTER INSERT ON market_deliveryline
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION market_deliveryline_adds_up();
"""

GUARDS = "\n".join(
    f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION market_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION market_refuse_change();"""
    for table in APPEND_ONLY
)
FORWARD = "\n".join((REFUSE, GUARDS, QUOTE_STATE, ORDER, QUOTE, PAYMENT, DELIVERY))

# CASCADE takes the triggers of this migration with their functions; nothing else uses them.
BACKWARD = "\n".join(
    f"DROP FUNCTION {name}() CASCADE;"
    for name in (
        "market_deliveryline_adds_up",
        "market_delivery_is_paid",
        "market_payment_is_the_total",
        "market_quoteline_adds_up",
        "market_ordertransition_follows",
        "market_order_state_is_last_step",
        "market_order_guard",
        "market_order_consumes_its_quote",
        "market_quote_guard",
        "market_refuse_change",
    )
)


class Migration(migrations.Migration):
    dependencies = [("market", "0001_initial")]

    operations = [migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD)]
