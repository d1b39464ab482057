-- Forward contracts, behind Python: who may sign, what may be committed, delivered and shared. All rows are only added.
-- Whatever makes a contract's promise scarcer takes its lock first; the actions take the same one.
CREATE FUNCTION supply_judge_signature() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract supply_forwardcontract;
BEGIN
    SELECT * INTO contract FROM supply_forwardcontract WHERE id = NEW.contract_id;
    IF contract.person_id = NEW.person_id THEN
        RAISE EXCEPTION 'who recorded a contract cannot sign it' USING ERRCODE = 'check_violation';
    END IF;
    IF contract.is_capacity_flagged AND (NEW.capacity_reason = '' OR NEW.capacity_evidence = '') THEN
        RAISE EXCEPTION 'a capacity beyond its bound is signed with a reason and a source' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_signature BEFORE INSERT ON supply_contractsignature
    FOR EACH ROW EXECUTE FUNCTION supply_judge_signature();

CREATE FUNCTION supply_judge_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    written uuid;
    total bigint;
    scheduled bigint;
BEGIN
    IF TG_TABLE_NAME = 'supply_contractschedule' THEN written := NEW.id; ELSE written := NEW.schedule_id; END IF;
    SELECT c.total_kg INTO total FROM supply_contractschedule s JOIN supply_forwardcontract c ON c.id = s.contract_id
    WHERE s.id = written;
    SELECT coalesce(sum(kg), 0) INTO scheduled FROM supply_scheduledyear WHERE schedule_id = written;
    IF scheduled <> total THEN
        RAISE EXCEPTION 'the years add up to % kg, the contract is for % kg', scheduled, total USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER schedule_adds_up AFTER INSERT ON supply_contractschedule DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION supply_judge_schedule();
CREATE CONSTRAINT TRIGGER schedule_adds_up AFTER INSERT ON supply_scheduledyear DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION supply_judge_schedule();

CREATE FUNCTION supply_judge_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract supply_forwardcontract;
    committed bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.contract_id::text, 7201));
    SELECT * INTO contract FROM supply_forwardcontract WHERE id = NEW.contract_id;
    SELECT coalesce(sum(kg), 0) INTO committed FROM supply_contractcommitment WHERE contract_id = NEW.contract_id;
    IF committed + NEW.kg > contract.total_kg THEN
        RAISE EXCEPTION '% kg are committed of %', committed + NEW.kg, contract.total_kg USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM supply_contractdelivery d WHERE d.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'something was delivered before this commitment' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_commitment BEFORE INSERT ON supply_contractcommitment
    FOR EACH ROW EXECUTE FUNCTION supply_judge_commitment();

CREATE FUNCTION supply_judge_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    contract supply_forwardcontract;
    block supply_holding;
    delivered bigint;
    stopped boolean;
    adjustment text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.contract_id::text, 7201));
    SELECT * INTO contract FROM supply_forwardcontract WHERE id = NEW.contract_id;
    SELECT * INTO block FROM supply_holding WHERE id = NEW.holding_id;
    SELECT coalesce(sum(kg), 0) INTO delivered FROM supply_contractdelivery WHERE contract_id = NEW.contract_id;
    SELECT NOT is_release INTO stopped FROM supply_contracthold WHERE contract_id = NEW.contract_id ORDER BY number DESC LIMIT 1;
    SELECT state INTO adjustment FROM supply_adjustmentstatement
    WHERE jurisdiction_id = contract.jurisdiction_id ORDER BY number DESC LIMIT 1;
    IF NEW.kg <> block.kg OR block.lot_class <> 'STOCK' THEN
        RAISE EXCEPTION 'a delivery is a whole block of stock' USING ERRCODE = 'check_violation';
    ELSIF delivered + NEW.kg > contract.total_kg THEN
        RAISE EXCEPTION '% kg are delivered of %', delivered + NEW.kg, contract.total_kg USING ERRCODE = 'check_violation';
    ELSIF NOT EXISTS (SELECT 1 FROM supply_contractsignature s WHERE s.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'nothing is delivered for a contract that nobody signed' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (SELECT 1 FROM supply_contractend e WHERE e.contract_id = NEW.contract_id) THEN
        RAISE EXCEPTION 'nothing is delivered for a contract that was ended' USING ERRCODE = 'check_violation';
    ELSIF stopped THEN
        RAISE EXCEPTION 'the contract is on legal hold' USING ERRCODE = 'check_violation';
    ELSIF contract.leaf_path IN (1, 2) THEN
        RAISE EXCEPTION 'LEAF path % hands over no title', contract.leaf_path USING ERRCODE = 'check_violation';
    ELSIF contract.leaf_path = 4 AND adjustment IS DISTINCT FROM 'COMPLETED' THEN
        RAISE EXCEPTION 'LEAF path 4 needs a completed adjustment' USING ERRCODE = 'check_violation';
    ELSIF contract.durability_years IS NOT NULL
          AND (NEW.durability_years IS NULL OR NEW.durability_years < contract.durability_years) THEN
        RAISE EXCEPTION '% years of durability are promised', contract.durability_years USING ERRCODE = 'check_violation';
    ELSIF NEW.is_substitute AND contract.substitution = 'NONE' THEN
        RAISE EXCEPTION 'the contract allows no substitute' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_delivery BEFORE INSERT ON supply_contractdelivery
    FOR EACH ROW EXECUTE FUNCTION supply_judge_delivery();

CREATE FUNCTION supply_judge_share() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    delivery supply_contractdelivery;
    block supply_holding;
    promised bigint;
    received bigint;
BEGIN
    SELECT * INTO delivery FROM supply_contractdelivery WHERE id = NEW.delivery_id;
    PERFORM pg_advisory_xact_lock(hashtextextended(delivery.contract_id::text, 7201));
    SELECT * INTO block FROM supply_holding WHERE id = delivery.holding_id;
    IF NEW.commitment_id IS NULL THEN
        SELECT c.total_kg - coalesce((SELECT sum(m.kg) FROM supply_contractcommitment m WHERE m.contract_id = c.id), 0)
        INTO promised FROM supply_forwardcontract c WHERE c.id = delivery.contract_id;
    ELSE
        SELECT kg INTO promised FROM supply_contractcommitment WHERE id = NEW.commitment_id AND contract_id = delivery.contract_id;
    END IF;
    SELECT coalesce(sum(s.kg), 0) INTO received FROM supply_deliveryshare s JOIN supply_contractdelivery d ON d.id = s.delivery_id
    WHERE d.contract_id = delivery.contract_id AND s.commitment_id IS NOT DISTINCT FROM NEW.commitment_id;
    IF promised IS NULL OR received + NEW.kg > promised THEN
        RAISE EXCEPTION '% kg are shared to a commitment of %', received + NEW.kg, promised USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kg > 0 AND (NEW.first < block.first OR NEW.last > block.last OR NEW.kg <> (NEW.last - NEW.first + 1) * block.unit_kg
        OR EXISTS (SELECT 1 FROM supply_deliveryshare s WHERE s.delivery_id = NEW.delivery_id
                   AND s.first <= NEW.last AND s.last >= NEW.first)) THEN
        RAISE EXCEPTION 'the serials of a share are its own, within the block' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER judge_share BEFORE INSERT ON supply_deliveryshare
    FOR EACH ROW EXECUTE FUNCTION supply_judge_share();

CREATE FUNCTION supply_judge_shares() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    delivery supply_contractdelivery;
    shared bigint;
BEGIN
    IF TG_TABLE_NAME = 'supply_contractdelivery' THEN
        delivery := NEW;
    ELSE
        SELECT * INTO delivery FROM supply_contractdelivery WHERE id = NEW.delivery_id;
    END IF;
    SELECT sum(kg) INTO shared FROM supply_deliveryshare WHERE delivery_id = delivery.id;
    IF shared IS DISTINCT FROM delivery.kg
       AND (shared IS NOT NULL OR EXISTS (SELECT 1 FROM supply_contractcommitment c WHERE c.contract_id = delivery.contract_id)) THEN
        RAISE EXCEPTION 'the shares add up to % kg, % kg came', shared, delivery.kg USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER shares_add_up AFTER INSERT ON supply_contractdelivery DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION supply_judge_shares();
CREATE CONSTRAINT TRIGGER shares_add_up AFTER INSERT ON supply_deliveryshare DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION supply_judge_shares();

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'supply_jurisdiction', 'supply_bufferpart', 'supply_adjustmentstatement', 'supply_forwardcontract',
        'supply_contractsignature', 'supply_contractschedule', 'supply_scheduledyear', 'supply_contractcommitment',
        'supply_contractdelivery', 'supply_deliveryshare', 'supply_contracthold', 'supply_contractend',
        'supply_contribution', 'supply_cobenefitfigure'
    ] LOOP
        EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION supply_refuse_change()', name);
    END LOOP;
END
$$;
