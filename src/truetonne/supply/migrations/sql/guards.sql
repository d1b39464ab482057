-- Behind the grants: rows that are added and never changed, whoever asks. No switch turns this off for a role.
CREATE FUNCTION supply_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE FUNCTION supply_refuse_change_but() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) - TG_ARGV[0]) IS DISTINCT FROM (to_jsonb(NEW) - TG_ARGV[0]) THEN
        RAISE EXCEPTION 'of % rows only % changes', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'supply_importrun', 'supply_importrow', 'supply_projectedition', 'supply_statusjudgement',
        'supply_recordedition', 'supply_heldrow', 'supply_helddecision', 'supply_holding', 'supply_pricefact'
    ] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['supply_registryissuance', 'supply_registryuse', 'supply_review', 'supply_project'] LOOP
        EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()', name);
    END LOOP;
END
$$;

CREATE TRIGGER only_contest BEFORE UPDATE ON supply_registryissuance
    FOR EACH ROW EXECUTE FUNCTION supply_refuse_change_but('is_contested');
CREATE TRIGGER only_contest BEFORE UPDATE ON supply_registryuse
    FOR EACH ROW EXECUTE FUNCTION supply_refuse_change_but('is_contested');
CREATE TRIGGER only_state BEFORE UPDATE ON supply_review
    FOR EACH ROW EXECUTE FUNCTION supply_refuse_change_but('state');
