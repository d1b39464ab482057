-- Targets, their judgements and disclosures are only added; nobody accepts their own target; a record is its hash.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['footprints_target', 'footprints_targetjudgement', 'footprints_disclosure'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW'
            ' EXECUTE FUNCTION footprints_refuse_change()', name || '_append_only', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT'
            ' EXECUTE FUNCTION footprints_refuse_change()', name || '_no_truncate', name);
    END LOOP;
END $$;

CREATE FUNCTION footprints_target_is_judged_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM footprints_target WHERE id = NEW.target_id AND person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'target %: who set it does not judge it', NEW.target_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_target_is_judged_by_another BEFORE INSERT ON footprints_targetjudgement
    FOR EACH ROW EXECUTE FUNCTION footprints_target_is_judged_by_another();

CREATE FUNCTION footprints_target_follows_its_series() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last integer;
    owner uuid;
    covered text;
BEGIN
    SELECT max(version) INTO last FROM footprints_target WHERE series = NEW.series;
    SELECT entity_id, scopes INTO owner, covered FROM footprints_target WHERE series = NEW.series AND version = 1;
    IF NEW.version <> coalesce(last, 0) + 1 OR (last IS NOT NULL AND (owner, covered) IS DISTINCT FROM (NEW.entity_id, NEW.scopes::text)) THEN
        RAISE EXCEPTION 'target %: version % does not follow % of the same entity and scopes', NEW.id, NEW.version,
            coalesce(last, 0) USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_target_follows_its_series BEFORE INSERT ON footprints_target
    FOR EACH ROW EXECUTE FUNCTION footprints_target_follows_its_series();

ALTER TABLE footprints_disclosure ADD CONSTRAINT disclosure_is_its_hash CHECK (sha256(body) = sha256);

CREATE FUNCTION footprints_disclosure_is_of_a_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM footprints_inventory WHERE id = NEW.inventory_id AND state = 'PUBLISHED') THEN
        RAISE EXCEPTION 'disclosure %: inventory % is not published', NEW.id, NEW.inventory_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER footprints_disclosure_is_of_a_published_version BEFORE INSERT ON footprints_disclosure
    FOR EACH ROW EXECUTE FUNCTION footprints_disclosure_is_of_a_published_version();
