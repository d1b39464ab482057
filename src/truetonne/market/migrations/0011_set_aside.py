"""A member's share of what was bought ahead is nobody else's to quote, whatever Python says."""

from django.db import migrations

SQL = """
CREATE FUNCTION market_line_is_not_set_aside() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    buyer uuid;
    owner uuid;
BEGIN
    IF NOT EXISTS (SELECT FROM supply_deliveryshare WHERE commitment_id IS NOT NULL LIMIT 1) THEN
        RETURN NEW;
    END IF;
    SELECT c.organization_id INTO owner
    FROM ledger_lot lot
    JOIN ledger_registry_key key ON key.number = lot.key_number
    JOIN supply_holding h ON h.program_id = key.program AND h.key = key.key
    JOIN supply_contractdelivery d ON d.holding_id = h.id
    JOIN supply_deliveryshare s ON s.delivery_id = d.id AND s.kg > 0
        AND s.first <= lot.first_serial AND lot.last_serial <= s.last
    JOIN supply_contractcommitment c ON c.id = s.commitment_id
    WHERE lot.public_id = NEW.lot_id LIMIT 1;
    IF TG_TABLE_NAME = 'market_quoteline' THEN
        SELECT organization_id INTO buyer FROM market_quote WHERE id = NEW.quote_id;
    ELSE
        SELECT q.organization_id INTO buyer FROM market_quoteline line JOIN market_quote q ON q.id = line.quote_id
        WHERE line.id = NEW.line_id;
    END IF;
    IF owner IS NOT NULL AND owner IS DISTINCT FROM buyer THEN
        RAISE EXCEPTION 'lot % is set aside for another member', NEW.lot_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER market_quoteline_set_aside BEFORE INSERT ON market_quoteline
    FOR EACH ROW EXECUTE FUNCTION market_line_is_not_set_aside();
CREATE TRIGGER market_substitution_set_aside BEFORE INSERT ON market_substitution
    FOR EACH ROW EXECUTE FUNCTION market_line_is_not_set_aside();
"""
UNDO = """
DROP FUNCTION market_line_is_not_set_aside() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("market", "0010_insets"), ("supply", "0011_forward_guards"), ("ledger", "0001_initial")]

    operations = [migrations.RunSQL(sql=SQL, reverse_sql=UNDO)]
