-- Rules of contracts that stood in Python alone: who may be promised what, what a plant can make, how stops alternate.
CREATE FUNCTION supply_judge_schedule_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM supply_contractsignature s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a schedule needs a contract that somebody signed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.number <> 1 + (SELECT count(*) FROM supply_contractschedule s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'schedules are counted without a gap' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (SELECT FROM supply_contractend e WHERE e.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a contract that was ended is not scheduled anew' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_place BEFORE INSERT ON supply_contractschedule
    FOR EACH ROW EXECUTE FUNCTION supply_judge_schedule_place();

CREATE FUNCTION supply_judge_scheduled_year() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract supply_forwardcontract;
    place integer;
BEGIN
    SELECT c.* INTO contract FROM supply_contractschedule s JOIN supply_forwardcontract c ON c.id = s.contract_id
    WHERE s.id = NEW.schedule_id;
    SELECT number INTO place FROM supply_contractschedule WHERE id = NEW.schedule_id;
    IF NEW.kg > contract.capacity_kg_per_year THEN
        RAISE EXCEPTION '% kg in %, the plant makes % kg a year', NEW.kg, NEW.year, contract.capacity_kg_per_year
            USING ERRCODE = 'check_violation';
    ELSIF place = 1 AND NOT NEW.year BETWEEN contract.first_year AND contract.last_year THEN
        RAISE EXCEPTION '% is outside the term % to %', NEW.year, contract.first_year, contract.last_year
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_year BEFORE INSERT ON supply_scheduledyear
    FOR EACH ROW EXECUTE FUNCTION supply_judge_scheduled_year();

CREATE FUNCTION supply_judge_commitment_terms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    path smallint;
BEGIN
    IF NOT EXISTS (SELECT FROM supply_contractsignature s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a commitment needs a contract that somebody signed' USING ERRCODE = 'check_violation';
    END IF;
    SELECT leaf_path INTO path FROM supply_forwardcontract WHERE id = NEW.contract_id;
    IF path IN (1, 2) THEN
        RAISE EXCEPTION 'LEAF path % hands over no title, so nobody commits to it', path USING ERRCODE = 'check_violation';
    ELSIF NOT EXISTS (SELECT FROM people_organization o WHERE o.id = NEW.organization_id AND o.kind = 'MEMBER') THEN
        RAISE EXCEPTION 'only members commit to tonnes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_terms BEFORE INSERT ON supply_contractcommitment
    FOR EACH ROW EXECUTE FUNCTION supply_judge_commitment_terms();

CREATE FUNCTION supply_judge_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.contract_id::text, 7201));
    IF NOT EXISTS (SELECT FROM supply_contractsignature s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a legal hold needs a contract that somebody signed' USING ERRCODE = 'check_violation';
    END IF;
    SELECT NOT is_release INTO held FROM supply_contracthold WHERE contract_id = NEW.contract_id ORDER BY number DESC LIMIT 1;
    IF NEW.is_release IS DISTINCT FROM coalesce(held, false) THEN
        RAISE EXCEPTION 'holds and releases alternate' USING ERRCODE = 'check_violation';
    ELSIF NEW.number <> 1 + (SELECT count(*) FROM supply_contracthold h WHERE h.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'holds are counted without a gap' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_hold BEFORE INSERT ON supply_contracthold
    FOR EACH ROW EXECUTE FUNCTION supply_judge_hold();

CREATE FUNCTION supply_judge_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.contract_id::text, 7201));
    IF (SELECT c.total_kg <= coalesce((SELECT sum(d.kg) FROM supply_contractdelivery d WHERE d.contract_id = c.id), 0)
        FROM supply_forwardcontract c WHERE c.id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a contract that was fulfilled is not terminated' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_end BEFORE INSERT ON supply_contractend
    FOR EACH ROW EXECUTE FUNCTION supply_judge_end();

CREATE FUNCTION supply_judge_delivery_origin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.is_substitute AND EXISTS (
        SELECT FROM supply_forwardcontract c JOIN supply_holding h ON h.id = NEW.holding_id
        WHERE c.id = NEW.contract_id AND c.project_id IS NOT NULL AND c.project_id <> h.project_id) THEN
        RAISE EXCEPTION 'the block comes from another project than the contract''s' USING ERRCODE = 'check_violation';
    ELSIF NOT EXISTS (SELECT FROM supply_contractschedule s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'nothing is delivered before it is scheduled' USING ERRCODE = 'check_violation';
    ELSIF NEW.is_substitute AND NOT EXISTS (
        SELECT FROM supply_contractschedule s LEFT JOIN supply_scheduledyear y ON y.schedule_id = s.id
        WHERE s.contract_id = NEW.contract_id
            AND (s.number > 1 OR y.year < extract(year FROM NEW.effective_at AT TIME ZONE 'UTC'))) THEN
        RAISE EXCEPTION 'a substitute takes the place of what is late; nothing is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_origin BEFORE INSERT ON supply_contractdelivery
    FOR EACH ROW EXECUTE FUNCTION supply_judge_delivery_origin();

CREATE FUNCTION supply_judge_contribution() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before supply_contribution;
BEGIN
    IF NEW.replaces_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO before FROM supply_contribution WHERE id = NEW.replaces_id;
    IF before.is_withdrawn THEN
        RAISE EXCEPTION 'a withdrawal is not put right' USING ERRCODE = 'check_violation';
    ELSIF NEW.is_withdrawn AND (NEW.amount_minor, NEW.currency, NEW.given_on)
            IS DISTINCT FROM (before.amount_minor, before.currency, before.given_on) THEN
        RAISE EXCEPTION 'a withdrawal repeats amount, currency and day of what it withdraws' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_contribution BEFORE INSERT ON supply_contribution
    FOR EACH ROW EXECUTE FUNCTION supply_judge_contribution();

CREATE FUNCTION supply_judge_fuel_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM supply_fuelissue i WHERE i.batch_id = NEW.batch_id) THEN
        RAISE EXCEPTION 'a batch is priced once it is issued' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (SELECT FROM supply_fuelend e WHERE e.batch_id = NEW.batch_id) THEN
        RAISE EXCEPTION 'a batch that ended is not priced' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_price BEFORE INSERT ON supply_fuelprice
    FOR EACH ROW EXECUTE FUNCTION supply_judge_fuel_price();
