-- A year has one final version that nothing restates, looked at as all of a transaction leaves it: a version and its
-- restatement may be written in one transaction.

CREATE OR REPLACE FUNCTION footprints_inventory_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stated record;
    reached text;
    unsaid uuid;
BEGIN
    SELECT state, sealed_at, entity_id, year, restates_id INTO stated FROM footprints_inventory WHERE id = NEW.id;
    IF stated.sealed_at IS NULL THEN
        RAISE EXCEPTION 'inventory %: a version is sealed in the transaction that writes it', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT CASE WHEN bool_or(to_state = 'PUBLISHED') AND bool_or(to_state = 'FINAL') THEN 'PUBLISHED'
                WHEN bool_or(to_state = 'FINAL') AND count(*) = 1 THEN 'FINAL'
                WHEN count(*) = 0 THEN 'DRAFT' END INTO reached
        FROM footprints_inventorystep WHERE inventory_id = NEW.id;
    IF reached IS DISTINCT FROM stated.state THEN
        RAISE EXCEPTION 'inventory % says % but its last step reached %', NEW.id, stated.state, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF stated.state <> 'DRAFT' THEN
        SELECT other.id INTO unsaid FROM footprints_inventory other
            WHERE other.entity_id = stated.entity_id AND other.year = stated.year AND other.id <> NEW.id
                AND other.state <> 'DRAFT'
                AND NOT EXISTS (SELECT 1 FROM footprints_inventory later
                                WHERE later.restates_id = other.id AND later.state <> 'DRAFT')
                AND NOT EXISTS (SELECT 1 FROM footprints_inventory later
                                WHERE later.restates_id = NEW.id AND later.state <> 'DRAFT') LIMIT 1;
        IF unsaid IS NOT NULL THEN
            RAISE EXCEPTION 'inventory %: the entity''s year has a final version, which this one does not restate', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
