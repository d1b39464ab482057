-- How reservations and lines move a lot's balances, and what they may never do.

-- Reserving takes kilograms out of sale and charges them at the lot's price. The charge leaves less than half a
-- minor unit of each part carried.
CREATE FUNCTION ledger_reservation_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    wanted bigint;
    lots bigint;
    done bigint;
BEGIN
    SELECT count(*), count(DISTINCT lot_id) INTO wanted, lots FROM fresh;
    WITH delta AS (
        SELECT r.lot_id, r.price_id, sum(r.kg)::bigint AS kg,
            sum(p.project_minor_per_t * r.kg - 1000 * r.project_minor)::bigint AS project,
            sum(p.registry_fee_minor_per_t * r.kg - 1000 * r.registry_fee_minor)::bigint AS registry_fee,
            sum(p.verification_minor_per_t * r.kg - 1000 * r.verification_minor)::bigint AS verification,
            sum(p.fx_minor_per_t * r.kg - 1000 * r.fx_minor)::bigint AS fx,
            sum(p.tax_minor_per_t * r.kg - 1000 * r.tax_minor)::bigint AS tax,
            sum(p.handling_minor_per_t * r.kg - 1000 * r.handling_minor)::bigint AS handling
        FROM fresh r JOIN ledger_price p ON p.id = r.price_id
        GROUP BY r.lot_id, r.price_id
    )
    UPDATE ledger_lot lot SET reserved_kg = lot.reserved_kg + d.kg,
        carried_project = lot.carried_project + d.project,
        carried_registry_fee = lot.carried_registry_fee + d.registry_fee,
        carried_verification = lot.carried_verification + d.verification,
        carried_fx = lot.carried_fx + d.fx,
        carried_tax = lot.carried_tax + d.tax,
        carried_handling = lot.carried_handling + d.handling
    FROM delta d
    WHERE lot.id = d.lot_id AND lot.price_id = d.price_id AND lot.is_listed AND lot.hold_id IS NULL
        AND greatest(abs(lot.carried_project + d.project), abs(lot.carried_registry_fee + d.registry_fee),
            abs(lot.carried_verification + d.verification), abs(lot.carried_fx + d.fx),
            abs(lot.carried_tax + d.tax), abs(lot.carried_handling + d.handling)) <= 500;
    GET DIAGNOSTICS done = ROW_COUNT;
    IF done <> lots OR EXISTS (
        SELECT FROM fresh WHERE NOT EXISTS (
            SELECT FROM ledger_entry e WHERE e.id = fresh.entry_id AND e.kind = 'RESERVATION')
    ) THEN
        RAISE EXCEPTION 'a reservation draws on a listed lot that is not held, at its price, charged to the nearest minor unit'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_reservation_counts AFTER INSERT ON ledger_reservation
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_reservation_counts();

-- A voided or expired reservation gives its kilograms and the difference of its charge back. A posted one is written
-- by its line (ledger_line_posts) and only stands here to be unique.
CREATE FUNCTION ledger_resolution_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f LEFT JOIN ledger_reservation r ON r.id = f.reservation_id
        LEFT JOIN ledger_entry e ON e.id = f.entry_id
        LEFT JOIN ledger_line line ON line.reservation_id = f.reservation_id AND line.entry_id = f.entry_id
        WHERE r.id IS NULL
           OR (f.outcome = 'POSTED') <> (line.entry_id IS NOT NULL)
           OR (f.outcome <> 'POSTED' AND e.kind IS DISTINCT FROM 'RESOLUTION')
    ) THEN
        RAISE EXCEPTION 'a resolution ends a reservation: posted by its line, voided or expired by an entry of its own'
            USING ERRCODE = 'check_violation';
    END IF;
    WITH delta AS (
        SELECT r.lot_id, sum(r.kg)::bigint AS kg,
            sum(1000 * r.project_minor - p.project_minor_per_t * r.kg)::bigint AS project,
            sum(1000 * r.registry_fee_minor - p.registry_fee_minor_per_t * r.kg)::bigint AS registry_fee,
            sum(1000 * r.verification_minor - p.verification_minor_per_t * r.kg)::bigint AS verification,
            sum(1000 * r.fx_minor - p.fx_minor_per_t * r.kg)::bigint AS fx,
            sum(1000 * r.tax_minor - p.tax_minor_per_t * r.kg)::bigint AS tax,
            sum(1000 * r.handling_minor - p.handling_minor_per_t * r.kg)::bigint AS handling
        FROM fresh f JOIN ledger_reservation r ON r.id = f.reservation_id JOIN ledger_price p ON p.id = r.price_id
        WHERE f.outcome <> 'POSTED'
        GROUP BY r.lot_id
    )
    UPDATE ledger_lot lot SET reserved_kg = lot.reserved_kg - d.kg,
        carried_project = lot.carried_project + d.project,
        carried_registry_fee = lot.carried_registry_fee + d.registry_fee,
        carried_verification = lot.carried_verification + d.verification,
        carried_fx = lot.carried_fx + d.fx,
        carried_tax = lot.carried_tax + d.tax,
        carried_handling = lot.carried_handling + d.handling
    FROM delta d WHERE lot.id = d.lot_id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_resolution_counts AFTER INSERT ON ledger_resolution
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_resolution_counts();
