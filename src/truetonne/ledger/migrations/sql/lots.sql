-- How a lot comes to be and how its state follows from the facts added to other tables.
--
-- These functions run as the tables' owner: the web's role adds facts and cannot write a state. None has a switch.

-- A fact belongs to an entry of its own kind.
CREATE FUNCTION ledger_entry_has_kind(entry bigint, kinds text[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_entry WHERE id = entry AND kind = ANY (kinds)) THEN
        RAISE EXCEPTION 'this fact belongs to an entry of kind %', kinds USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- A new lot takes the next free units; a lot with a parent takes the parent's unused tail, which shrinks to the cut.
CREATE FUNCTION ledger_lot_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    kg bigint := (NEW.last_serial - NEW.first_serial + 1) * NEW.unit_kg;
    parent ledger_lot;
BEGIN
    NEW.reserved_kg := 0; NEW.retired_kg := 0; NEW.cancelled_kg := 0;
    NEW.carried_project := 0; NEW.carried_registry_fee := 0; NEW.carried_verification := 0;
    NEW.carried_fx := 0; NEW.carried_tax := 0; NEW.carried_handling := 0;
    NEW.price_id := NULL; NEW.hold_id := NULL; NEW.is_listed := false;
    PERFORM ledger_entry_has_kind(NEW.entry_id, CASE WHEN NEW.parent_id IS NULL THEN '{ISSUE}' ELSE '{SPLIT}' END::text[]);
    -- What never changes is checked here once; the table's own checks run at every order.
    IF NOT (0 <= NEW.first_serial AND NEW.first_serial <= NEW.last_serial AND NEW.last_serial < 1099511627776
            AND NEW.unit_kg >= 1) THEN
        RAISE EXCEPTION 'a lot has serials in order, from 0 and below 2^40, of at least a kilogram'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.kind = 'CREDIT') <> (NEW.batch_id IS NULL) THEN
        RAISE EXCEPTION 'insets are issued in a batch, credits in none' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.parent_id IS NULL THEN
        UPDATE ledger_unit_space SET next_unit = next_unit + kg RETURNING next_unit - kg INTO NEW.unit_start;
        NEW.unit_stop := NEW.unit_start + kg;
        NEW.batch_offset_kg := 0;
    ELSE
        SELECT * INTO parent FROM ledger_lot WHERE id = NEW.parent_id FOR NO KEY UPDATE;
        IF NOT FOUND OR (parent.key_number, parent.last_serial, parent.unit_kg, parent.kind, parent.lot_class, parent.facts)
                IS DISTINCT FROM (NEW.key_number, NEW.last_serial, NEW.unit_kg, NEW.kind, NEW.lot_class, NEW.facts)
           OR parent.batch_id IS DISTINCT FROM NEW.batch_id OR NEW.first_serial <= parent.first_serial THEN
            RAISE EXCEPTION 'a split takes the tail of its parent and nothing else' USING ERRCODE = 'check_violation';
        END IF;
        NEW.unit_start := parent.unit_stop - kg;
        NEW.unit_stop := parent.unit_stop;
        NEW.batch_offset_kg := parent.batch_offset_kg + NEW.unit_start - parent.unit_start;
        UPDATE ledger_lot SET last_serial = NEW.first_serial - 1, unit_stop = NEW.unit_start WHERE id = parent.id;
    END IF;
    NEW.head := NEW.unit_start;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_lot_place BEFORE INSERT ON ledger_lot FOR EACH ROW EXECUTE FUNCTION ledger_lot_place();

-- A split-off lot goes on with its parent's price, hold and listing: each needs a row of its own under the new lot.
CREATE FUNCTION ledger_lot_inherit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    parent ledger_lot;
    own_price bigint;
    own_hold bigint;
BEGIN
    SELECT * INTO parent FROM ledger_lot WHERE id = NEW.parent_id;
    IF parent.price_id IS NOT NULL THEN
        INSERT INTO ledger_price (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,
            verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t)
        SELECT NEW.entry_id, NEW.id, currency, project_minor_per_t, registry_fee_minor_per_t,
            verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t
        FROM ledger_price WHERE id = parent.price_id;
    END IF;
    IF parent.hold_id IS NOT NULL THEN
        INSERT INTO ledger_hold (entry_id, lot_id, is_hold, reason)
        SELECT NEW.entry_id, NEW.id, true, reason FROM ledger_hold WHERE entry_id = parent.hold_id;
    END IF;
    IF parent.is_listed THEN
        INSERT INTO ledger_listing (entry_id, lot_id, is_listed) VALUES (NEW.entry_id, NEW.id, true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_lot_inherit AFTER INSERT ON ledger_lot FOR EACH ROW
    WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION ledger_lot_inherit();

CREATE FUNCTION ledger_lot_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a lot was issued with never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_lot_origin_is_fixed BEFORE UPDATE OF id, public_id, entry_id, parent_id, key_number, first_serial,
    unit_kg, unit_start, kind, lot_class, batch_id, batch_offset_kg, facts, lock_handle ON ledger_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_lot_refuse_change();
-- A lot's end moves when a split is placed (above) and at no other time. No row trigger: it would lock each row twice.
CREATE FUNCTION ledger_lot_refuse_stretch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the end of a lot never changes but by a split' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_lot_end_moves_by_splits BEFORE UPDATE OF last_serial, unit_stop ON ledger_lot
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_lot_refuse_stretch();

-- The currency stays while money hangs on it.
CREATE FUNCTION ledger_price_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, '{PRICE,SPLIT}');
    UPDATE ledger_lot lot SET price_id = NEW.id
    WHERE lot.id = NEW.lot_id AND (
        lot.price_id IS NULL
        OR NEW.currency = (SELECT currency FROM ledger_price WHERE id = lot.price_id)
        OR (lot.reserved_kg = 0 AND lot.carried_project = 0 AND lot.carried_registry_fee = 0
            AND lot.carried_verification = 0 AND lot.carried_fx = 0 AND lot.carried_tax = 0
            AND lot.carried_handling = 0));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the currency of a lot stays while money is carried or reserved in it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_price_set AFTER INSERT ON ledger_price FOR EACH ROW EXECUTE FUNCTION ledger_price_set();

CREATE FUNCTION ledger_listing_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, '{LISTING,SPLIT}');
    UPDATE ledger_lot SET is_listed = NEW.is_listed WHERE id = NEW.lot_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_listing_set AFTER INSERT ON ledger_listing FOR EACH ROW EXECUTE FUNCTION ledger_listing_set();

-- A hold takes the lot off sale; its release does not put it back: whoever reviews the lot lists it again.
CREATE FUNCTION ledger_hold_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, CASE WHEN NEW.is_hold THEN '{HOLD,SPLIT}' ELSE '{RELEASE}' END::text[]);
    UPDATE ledger_lot SET hold_id = CASE WHEN NEW.is_hold THEN NEW.entry_id END, is_listed = false
    WHERE id = NEW.lot_id AND (hold_id IS NULL) = NEW.is_hold;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a lot is held once and released once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_hold_set AFTER INSERT ON ledger_hold FOR EACH ROW EXECUTE FUNCTION ledger_hold_set();

-- Both sides of a fuel batch hold the same kilograms, checked when the transaction that touches them ends.
CREATE FUNCTION ledger_batch_sides_agree() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_batch batch
        LEFT JOIN (
            SELECT batch_id, count(DISTINCT key_number) AS registries,
                   sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE1') AS scope1_kg,
                   sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE3') AS scope3_kg
            FROM ledger_lot WHERE batch_id = NEW.batch_id GROUP BY batch_id
        ) sides ON sides.batch_id = batch.id
        WHERE batch.id = NEW.batch_id AND (
            sides.scope1_kg IS DISTINCT FROM batch.kg OR sides.scope3_kg IS DISTINCT FROM batch.kg
            OR sides.registries <> 1)
    ) THEN
        RAISE EXCEPTION 'a batch has two sides of equal kilograms in one registry' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_batch_sides_agree AFTER INSERT ON ledger_lot DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL) EXECUTE FUNCTION ledger_batch_sides_agree();
