-- What adding lines does: it moves the head of each lot, and it refuses a line that is not its lot's next range.

-- An entry's lines are of one kind, numbered from 0, and add up to its certificate, if it has one.
CREATE FUNCTION ledger_lines_agree(
    entry_kind text, use text, lines bigint, first_place integer, last_place integer, kind_low text, kind_high text,
    lines_kg numeric, certificate_kg bigint, certificate_kind text
) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT entry_kind IS NOT DISTINCT FROM use AND first_place = 0 AND last_place = lines - 1 AND kind_low = kind_high
        AND (use <> 'RETIREMENT'
             OR (certificate_kg IS NOT DISTINCT FROM lines_kg AND certificate_kind IS NOT DISTINCT FROM kind_low))
$$;

CREATE FUNCTION ledger_line_posts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    wanted bigint;
    done bigint;
    posted bigint;
    insets bigint;
    is_right boolean;
BEGIN
    -- The line that stands at each lot's head: every line of an order, the first of each lot in a batch.
    WITH moved AS (
        UPDATE ledger_lot lot SET head = f.stop_unit,
            retired_kg = lot.retired_kg + CASE f.use WHEN 'RETIREMENT' THEN f.kg ELSE 0 END,
            cancelled_kg = lot.cancelled_kg + CASE f.use WHEN 'RETIREMENT' THEN 0 ELSE f.kg END,
            reserved_kg = lot.reserved_kg - CASE WHEN f.reservation_id IS NULL THEN 0 ELSE f.kg END,
            carried_project = lot.carried_project + f.project,
            carried_registry_fee = lot.carried_registry_fee + f.registry_fee,
            carried_verification = lot.carried_verification + f.verification,
            carried_fx = lot.carried_fx + f.fx,
            carried_tax = lot.carried_tax + f.tax,
            carried_handling = lot.carried_handling + f.handling
        FROM (
            SELECT x.*, x.stop_unit - x.start_unit AS kg,
                project_minor | registry_fee_minor | verification_minor | fx_minor | tax_minor | handling_minor AS charges,
                CASE WHEN direct THEN p.project_minor_per_t * (stop_unit - start_unit) - 1000 * project_minor ELSE 0 END AS project,
                CASE WHEN direct THEN p.registry_fee_minor_per_t * (stop_unit - start_unit) - 1000 * registry_fee_minor ELSE 0 END AS registry_fee,
                CASE WHEN direct THEN p.verification_minor_per_t * (stop_unit - start_unit) - 1000 * verification_minor ELSE 0 END AS verification,
                CASE WHEN direct THEN p.fx_minor_per_t * (stop_unit - start_unit) - 1000 * fx_minor ELSE 0 END AS fx,
                CASE WHEN direct THEN p.tax_minor_per_t * (stop_unit - start_unit) - 1000 * tax_minor ELSE 0 END AS tax,
                CASE WHEN direct THEN p.handling_minor_per_t * (stop_unit - start_unit) - 1000 * handling_minor ELSE 0 END AS handling
            FROM (SELECT *, price_id IS NOT NULL AND reservation_id IS NULL AS direct FROM fresh) x
            LEFT JOIN ledger_price p ON p.id = x.price_id
        ) f
        WHERE lot.id = f.lot_id AND lot.head = f.start_unit AND (lot.kind = 'CREDIT') = (f.energy_mj IS NULL)
            AND CASE f.use WHEN 'RETIREMENT' THEN lot.hold_id IS NULL ELSE f.charges = 0 END
            AND (NOT f.direct OR (
                lot.is_listed AND lot.price_id = f.price_id AND greatest(
                    abs(lot.carried_project + f.project), abs(lot.carried_registry_fee + f.registry_fee),
                    abs(lot.carried_verification + f.verification), abs(lot.carried_fx + f.fx),
                    abs(lot.carried_tax + f.tax), abs(lot.carried_handling + f.handling)) <= 500))
        RETURNING f.entry_id, f.use, f.kg, f.place, f.reservation_id, f.energy_mj, lot.kind
    )
    SELECT (SELECT count(*) FROM fresh), coalesce(sum(g.lines), 0), coalesce(sum(g.posted), 0), coalesce(sum(g.insets), 0),
        bool_and(ledger_lines_agree(e.kind, g.use, g.lines, g.first, g.last, g.kind_low, g.kind_high, g.kg, c.kg, c.unit_kind))
    INTO wanted, done, posted, insets, is_right
    FROM (
        SELECT entry_id, use, count(*) AS lines, count(reservation_id) AS posted, count(energy_mj) AS insets, sum(kg) AS kg,
            min(place) AS first, max(place) AS last, min(kind) AS kind_low, max(kind) AS kind_high
        FROM moved GROUP BY entry_id, use
    ) g
    LEFT JOIN ledger_entry e ON e.id = g.entry_id
    LEFT JOIN ledger_certificate c ON c.entry_id = g.entry_id;
    IF done < wanted THEN
        -- The lines behind those, lot by lot; then all of them, entry by entry.
        UPDATE ledger_lot lot SET head = f.stop_unit,
            retired_kg = lot.retired_kg + f.retired_kg,
            cancelled_kg = lot.cancelled_kg + f.kg - f.retired_kg,
            reserved_kg = lot.reserved_kg - f.posted_kg,
            carried_project = lot.carried_project + f.project,
            carried_registry_fee = lot.carried_registry_fee + f.registry_fee,
            carried_verification = lot.carried_verification + f.verification,
            carried_fx = lot.carried_fx + f.fx,
            carried_tax = lot.carried_tax + f.tax,
            carried_handling = lot.carried_handling + f.handling
        FROM (
            SELECT x.lot_id, min(start_unit) AS start_unit, max(stop_unit) AS stop_unit, sum(x.kg)::bigint AS kg,
                coalesce(sum(x.kg) FILTER (WHERE use = 'RETIREMENT'), 0)::bigint AS retired_kg,
                coalesce(sum(x.kg) FILTER (WHERE reservation_id IS NOT NULL), 0)::bigint AS posted_kg,
                min(x.price_id) FILTER (WHERE direct) AS price_low, max(x.price_id) FILTER (WHERE direct) AS price_high,
                count(energy_mj) AS insets, count(*)::integer AS lines,
                count(*) FILTER (WHERE use = 'CANCELLATION' AND 0 <> project_minor | registry_fee_minor
                    | verification_minor | fx_minor | tax_minor | handling_minor) AS charged_cancellations,
                coalesce(sum(p.project_minor_per_t * x.kg - 1000 * project_minor) FILTER (WHERE direct), 0)::bigint AS project,
                coalesce(sum(p.registry_fee_minor_per_t * x.kg - 1000 * registry_fee_minor) FILTER (WHERE direct), 0)::bigint AS registry_fee,
                coalesce(sum(p.verification_minor_per_t * x.kg - 1000 * verification_minor) FILTER (WHERE direct), 0)::bigint AS verification,
                coalesce(sum(p.fx_minor_per_t * x.kg - 1000 * fx_minor) FILTER (WHERE direct), 0)::bigint AS fx,
                coalesce(sum(p.tax_minor_per_t * x.kg - 1000 * tax_minor) FILTER (WHERE direct), 0)::bigint AS tax,
                coalesce(sum(p.handling_minor_per_t * x.kg - 1000 * handling_minor) FILTER (WHERE direct), 0)::bigint AS handling
            FROM (SELECT fresh.*, fresh.stop_unit - fresh.start_unit AS kg,
                      fresh.price_id IS NOT NULL AND reservation_id IS NULL AS direct
                  FROM fresh JOIN ledger_lot moved ON moved.id = fresh.lot_id AND fresh.start_unit >= moved.head) x
            LEFT JOIN ledger_price p ON p.id = x.price_id
            GROUP BY x.lot_id
        ) f
        WHERE lot.id = f.lot_id AND lot.head = f.start_unit AND f.stop_unit - f.start_unit = f.kg
            AND f.insets = CASE lot.kind WHEN 'CREDIT' THEN 0 ELSE f.lines END
            AND f.charged_cancellations = 0 AND (f.retired_kg = 0 OR lot.hold_id IS NULL)
            AND (f.price_low IS NULL OR (
                lot.is_listed AND lot.price_id = f.price_low AND lot.price_id = f.price_high AND greatest(
                    abs(lot.carried_project + f.project), abs(lot.carried_registry_fee + f.registry_fee),
                    abs(lot.carried_verification + f.verification), abs(lot.carried_fx + f.fx),
                    abs(lot.carried_tax + f.tax), abs(lot.carried_handling + f.handling)) <= 500));
        IF EXISTS (
            SELECT FROM fresh JOIN ledger_lot lot ON lot.id = fresh.lot_id WHERE fresh.stop_unit > lot.head
        ) OR EXISTS (
            SELECT FROM fresh WHERE NOT EXISTS (SELECT FROM ledger_lot lot WHERE lot.id = fresh.lot_id)
        ) THEN
            RAISE EXCEPTION 'a line is the next range of its lot, not held, listed or reserved, at its price, charged to the nearest minor unit'
                USING ERRCODE = 'check_violation';
        END IF;
        SELECT sum(g.posted), sum(g.insets),
            bool_and(ledger_lines_agree(e.kind, g.use, g.lines, g.first, g.last, g.kind_low, g.kind_high, g.kg, c.kg, c.unit_kind))
        INTO posted, insets, is_right
        FROM (
            SELECT f.entry_id, f.use, count(*) AS lines, count(reservation_id) AS posted, count(energy_mj) AS insets,
                sum(stop_unit - start_unit) AS kg, min(place) AS first, max(place) AS last, min(lot.kind) AS kind_low,
                max(lot.kind) AS kind_high
            FROM fresh f JOIN ledger_lot lot ON lot.id = f.lot_id GROUP BY f.entry_id, f.use
        ) g
        LEFT JOIN ledger_entry e ON e.id = g.entry_id
        LEFT JOIN ledger_certificate c ON c.entry_id = g.entry_id;
    END IF;
    IF NOT is_right THEN
        RAISE EXCEPTION 'the lines of an entry are of one kind, numbered from 0 and add up to its certificate'
            USING ERRCODE = 'check_violation';
    END IF;
    IF posted > 0 THEN
        INSERT INTO ledger_resolution (reservation_id, entry_id, outcome)
        SELECT r.id, f.entry_id, 'POSTED' FROM fresh f JOIN ledger_reservation r ON r.id = f.reservation_id
        WHERE (r.lot_id, r.kg, r.price_id, r.project_minor, r.registry_fee_minor, r.verification_minor, r.fx_minor,
               r.tax_minor, r.handling_minor)
            = (f.lot_id, f.stop_unit - f.start_unit, f.price_id, f.project_minor, f.registry_fee_minor,
               f.verification_minor, f.fx_minor, f.tax_minor, f.handling_minor);
        GET DIAGNOSTICS done = ROW_COUNT;
        IF done <> posted THEN
            RAISE EXCEPTION 'a reservation is posted whole, with the charge it was made with'
                USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF insets > 0 THEN
        PERFORM ledger_inset_lines_agree(array_agg(stop_unit)) FROM fresh;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_posts AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_line_posts();
