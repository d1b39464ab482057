-- The public log's order and the rule that nothing which was added is ever changed.

-- Leaves are appended without a gap, and each is the hash of its entry's stored bytes (RFC 6962).
CREATE FUNCTION ledger_leaf_appends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    lowest bigint;
    highest bigint;
    fresh_count bigint;
    good bigint;
BEGIN
    SELECT min(log_index), max(log_index), count(*) INTO lowest, highest, fresh_count FROM fresh;
    IF fresh_count = 0 THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO good FROM fresh JOIN ledger_entry e ON e.id = fresh.entry_id
    WHERE sha256('\x00'::bytea || e.body) = fresh.leaf_hash;
    IF highest - lowest + 1 <> fresh_count OR good <> fresh_count
       OR (lowest > 0 AND NOT EXISTS (SELECT FROM ledger_leaf WHERE log_index = lowest - 1)) THEN
        RAISE EXCEPTION 'a leaf is the next of the log and the hash of its entry' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_leaf_appends AFTER INSERT ON ledger_leaf
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_leaf_appends();

CREATE FUNCTION ledger_checkpoint_grows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_leaf WHERE log_index = NEW.size - 1)
       OR EXISTS (SELECT FROM ledger_checkpoint WHERE size > NEW.size) THEN
        RAISE EXCEPTION 'a checkpoint covers leaves that are there and none before it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_checkpoint_grows AFTER INSERT ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_checkpoint_grows();

-- A make-good replaces what a recall impaired and no more.
CREATE FUNCTION ledger_make_good_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM ledger_recalled_part WHERE id IN (SELECT recalled_part_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM ledger_recalled_part part WHERE id IN (SELECT recalled_part_id FROM fresh)
        AND part.part_stop_unit - part.part_start_unit < (
            SELECT sum(kg) FROM ledger_make_good g WHERE g.recalled_part_id = part.id)
    ) OR EXISTS (
        SELECT FROM ledger_certificate c WHERE c.entry_id IN (SELECT entry_id FROM fresh)
        AND c.kg < (SELECT sum(kg) FROM ledger_make_good g WHERE g.entry_id = c.entry_id)
    ) THEN
        RAISE EXCEPTION 'a make-good replaces recalled kilograms once, with as many of its own'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_make_good_fits AFTER INSERT ON ledger_make_good
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_make_good_fits();

-- A recalled part lies in a line that was retired, and in the range that its recall names.
CREATE FUNCTION ledger_recalled_part_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (f.lot_id, f.stop_unit)
        JOIN ledger_lot lot ON lot.id = line.lot_id
        JOIN ledger_recall r ON r.entry_id = f.entry_id
        WHERE line.use <> 'RETIREMENT' OR f.part_start_unit < line.start_unit OR lot.key_number <> r.key_number
           OR f.part_start_unit < lot.unit_start + (r.first_serial - lot.first_serial) * lot.unit_kg
           OR f.part_stop_unit > lot.unit_start + (r.last_serial - lot.first_serial + 1) * lot.unit_kg
    ) THEN
        RAISE EXCEPTION 'a recall impairs retired units of the serials that it names' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_recalled_part_fits AFTER INSERT ON ledger_recalled_part
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_recalled_part_fits();

-- A certificate that replaces another has an entry of its own kind and keeps the kilograms.
CREATE FUNCTION ledger_certificate_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_entry e LEFT JOIN ledger_certificate prior ON prior.entry_id = NEW.replaces_id
        WHERE e.id = NEW.entry_id AND e.kind = 'REPLACEMENT'
            AND (prior.kg, prior.unit_kind, prior.retirement_id)
                IS NOT DISTINCT FROM (NEW.kg, NEW.unit_kind, NEW.retirement_id)
    ) THEN
        RAISE EXCEPTION 'a certificate replaces one of its own retirement and keeps its kilograms, in an entry of its own kind'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_certificate_fits AFTER INSERT ON ledger_certificate FOR EACH ROW
    WHEN (NEW.replaces_id IS NOT NULL) EXECUTE FUNCTION ledger_certificate_fits();

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'ledger_registry_key', 'ledger_entry', 'ledger_batch', 'ledger_price', 'ledger_listing', 'ledger_hold',
        'ledger_reservation', 'ledger_resolution', 'ledger_certificate', 'ledger_cancellation', 'ledger_line',
        'ledger_cover', 'ledger_recall', 'ledger_recalled_part', 'ledger_make_good', 'ledger_correction', 'ledger_confirmation',
        'ledger_leaf', 'ledger_checkpoint'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()', name || '_is_append_only', name);
    END LOOP;
END $$;
CREATE TRIGGER ledger_lot_is_never_removed BEFORE DELETE OR TRUNCATE ON ledger_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_unit_space_is_never_removed BEFORE DELETE OR TRUNCATE ON ledger_unit_space
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_unit_space_only_grows BEFORE UPDATE ON ledger_unit_space FOR EACH ROW
    WHEN (NEW.next_unit < OLD.next_unit) EXECUTE FUNCTION ledger_refuse_change();
