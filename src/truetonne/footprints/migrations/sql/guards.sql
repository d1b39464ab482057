-- Behind the grants: factors, activity and inventories are only added; a version is whole when it is committed.

CREATE FUNCTION footprints_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'footprints_factorset', 'footprints_factor', 'footprints_activitymapping', 'footprints_activityload',
        'footprints_activityline', 'footprints_activityrow', 'footprints_inventoryfactorset',
        'footprints_inventoryload', 'footprints_inventorytotal', 'footprints_inventoryline',
        'footprints_inventorystep', 'footprints_baseyearjudgement'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW'
            ' EXECUTE FUNCTION footprints_refuse_change()', name || '_append_only', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY[
        'footprints_factorset', 'footprints_factor', 'footprints_activitymapping', 'footprints_activityload',
        'footprints_activityline', 'footprints_activityrow', 'footprints_inventoryfactorset',
        'footprints_inventoryload', 'footprints_inventorytotal', 'footprints_inventoryline',
        'footprints_inventorystep', 'footprints_baseyearjudgement', 'footprints_inventory'
    ] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
            ' EXECUTE FUNCTION footprints_refuse_change()', name || '_no_truncate', name);
    END LOOP;
END $$;

CREATE TRIGGER footprints_inventory_no_delete BEFORE DELETE ON footprints_inventory
    FOR EACH ROW EXECUTE FUNCTION footprints_refuse_change();

-- A version: only state and seal move, forward; the seal is set once the parts are there and count up.

CREATE FUNCTION footprints_inventory_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part_count integer;
    counted integer;
    missing integer;
    astray text;
BEGIN
    IF to_jsonb(OLD) - '{state,sealed_at}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{state,sealed_at}'::text[] THEN
        RAISE EXCEPTION 'inventory %: a version does not change, a restatement is a new one', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.sealed_at IS NOT NULL AND OLD.sealed_at IS DISTINCT FROM NEW.sealed_at THEN
        RAISE EXCEPTION 'inventory %: a seal is set once', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state IS DISTINCT FROM NEW.state
        AND (OLD.sealed_at IS NULL OR (OLD.state, NEW.state) NOT IN (('DRAFT', 'FINAL'), ('FINAL', 'PUBLISHED'))) THEN
        RAISE EXCEPTION 'inventory %: % does not follow %', OLD.id, NEW.state, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL THEN
        SELECT count(*) INTO part_count FROM footprints_inventorytotal WHERE inventory_id = NEW.id;
        SELECT count(DISTINCT activity_line_id), count(DISTINCT activity_line_id) FILTER (WHERE mass_kg IS NULL)
            INTO counted, missing FROM footprints_inventoryline WHERE inventory_id = NEW.id;
        IF part_count <> 19 OR counted <> NEW.line_count OR missing <> NEW.missing_count THEN
            RAISE EXCEPTION 'inventory %: % of 19 parts, % of % lines, % of % without a figure',
                NEW.id, part_count, counted, NEW.line_count, missing, NEW.missing_count
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        SELECT string_agg(t.part || coalesce(' ' || t.category, ''), ', ') INTO astray
            FROM footprints_inventorytotal t
            JOIN (SELECT part, category, sum(mass_kg) AS mass_kg FROM footprints_inventoryline
                  WHERE inventory_id = NEW.id GROUP BY part, category) l
                ON l.part = t.part AND l.category IS NOT DISTINCT FROM t.category
            WHERE t.inventory_id = NEW.id AND l.mass_kg IS NOT NULL
                AND (t.mass_exact_kg IS NULL OR abs(t.mass_exact_kg - l.mass_kg) > 0.001 + 1e-9 * abs(l.mass_kg));
        IF astray IS NOT NULL THEN
            RAISE EXCEPTION 'inventory %: the totals of % are not the sums of their lines', NEW.id, astray
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_inventory_guard BEFORE UPDATE ON footprints_inventory
    FOR EACH ROW EXECUTE FUNCTION footprints_inventory_guard();

CREATE FUNCTION footprints_inventory_starts_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
    restated record;
BEGIN
    IF NEW.state <> 'DRAFT' OR NEW.sealed_at IS NOT NULL THEN
        RAISE EXCEPTION 'inventory %: a version begins as an unsealed draft', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT max(version) AS version INTO last FROM footprints_inventory
        WHERE entity_id = NEW.entity_id AND year = NEW.year;
    IF NEW.version <> coalesce(last.version, 0) + 1 THEN
        RAISE EXCEPTION 'inventory %: version % does not follow %', NEW.id, NEW.version, coalesce(last.version, 0)
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.restates_id IS NOT NULL THEN
        SELECT entity_id, year, state INTO restated FROM footprints_inventory WHERE id = NEW.restates_id;
        IF (restated.entity_id, restated.year) IS DISTINCT FROM (NEW.entity_id, NEW.year::smallint)
            OR restated.state = 'DRAFT' THEN
            RAISE EXCEPTION 'inventory %: only a final version of the same entity and year is restated', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_inventory_starts_as_draft BEFORE INSERT ON footprints_inventory
    FOR EACH ROW EXECUTE FUNCTION footprints_inventory_starts_as_draft();

CREATE FUNCTION footprints_inventory_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
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
                AND other.state <> 'DRAFT' AND other.id IS DISTINCT FROM stated.restates_id
                AND NOT EXISTS (SELECT 1 FROM footprints_inventory later
                                WHERE later.restates_id = other.id AND later.state <> 'DRAFT') LIMIT 1;
        IF unsaid IS NOT NULL THEN
            RAISE EXCEPTION 'inventory %: the entity''s year has a final version, which this one does not restate', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER footprints_inventory_is_whole AFTER INSERT OR UPDATE ON footprints_inventory
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION footprints_inventory_is_whole();

CREATE FUNCTION footprints_step_moves_its_inventory() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stated text;
BEGIN
    SELECT state INTO stated FROM footprints_inventory WHERE id = NEW.inventory_id;
    IF stated <> NEW.to_state AND NOT (NEW.to_state = 'FINAL' AND stated = 'PUBLISHED') THEN
        RAISE EXCEPTION 'inventory % says %, its step %', NEW.inventory_id, stated, NEW.to_state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER footprints_step_moves_its_inventory AFTER INSERT ON footprints_inventorystep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION footprints_step_moves_its_inventory();

-- What belongs to a version is added while it is unsealed, that is in the transaction that writes it.

CREATE FUNCTION footprints_refuse_after_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed uuid;
BEGIN
    SELECT i.id INTO sealed FROM footprints_inventory i
        WHERE i.sealed_at IS NOT NULL AND i.id IN (SELECT inventory_id FROM added) LIMIT 1;
    IF sealed IS NOT NULL THEN
        RAISE EXCEPTION 'inventory %: % refused, the version is sealed', sealed, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['footprints_inventoryfactorset', 'footprints_inventoryload',
        'footprints_inventorytotal', 'footprints_inventoryline'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS added FOR EACH STATEMENT'
            ' EXECUTE FUNCTION footprints_refuse_after_seal()', name || '_before_seal', name);
    END LOOP;
END $$;
