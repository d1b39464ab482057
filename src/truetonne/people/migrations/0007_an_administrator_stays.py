"""Behind the actions: the operator keeps an administrator whose account is open, whoever closes or takes the other."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION people_keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_person boolean := TG_TABLE_NAME = 'people_person';
    leaving uuid := (to_jsonb(OLD) ->> CASE WHEN is_person THEN 'id' ELSE 'person_id' END)::uuid;
    operator uuid;
BEGIN
    SELECT o.id INTO operator
    FROM people_membership m JOIN people_organization o ON o.id = m.organization_id
    JOIN people_person p ON p.id = m.person_id
    WHERE o.kind = 'OPERATOR' AND m.role = 'ADMINISTRATOR' AND p.is_active AND p.id = leaving
        AND (is_person OR o.id = (to_jsonb(OLD) ->> 'organization_id')::uuid);
    IF FOUND THEN
        PERFORM 1 FROM people_organization WHERE id = operator FOR NO KEY UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM people_membership m JOIN people_person p ON p.id = m.person_id
            WHERE m.organization_id = operator AND m.role = 'ADMINISTRATOR' AND p.is_active AND p.id <> leaving
        ) THEN
            RAISE EXCEPTION 'the operator would have no administrator left' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF is_person THEN
        RETURN NEW;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER people_person_keeps_an_administrator BEFORE UPDATE OF is_active ON people_person
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION people_keep_an_administrator();
CREATE TRIGGER people_membership_keeps_an_administrator BEFORE DELETE ON people_membership
    FOR EACH ROW WHEN (OLD.role = 'ADMINISTRATOR') EXECUTE FUNCTION people_keep_an_administrator();
"""
BACKWARD = """
DROP TRIGGER people_membership_keeps_an_administrator ON people_membership;
DROP TRIGGER people_person_keeps_an_administrator ON people_person;
DROP FUNCTION people_keep_an_administrator();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_clients")]

    operations = [migrations.RunSQL(sql=FORWARD, reverse_sql=BACKWARD)]
