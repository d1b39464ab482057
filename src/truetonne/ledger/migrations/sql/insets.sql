-- Insets: each line carries the energy and volume of its kilograms, and a SCOPE3 line stands on SCOPE1 lines.

-- Energy and volume are cut from the batch by cumulative rounding (halves up), so that lines add up to the batch.
CREATE FUNCTION ledger_batch_share(whole bigint, upto_kg bigint, kg bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT div(2 * whole::numeric * upto_kg + kg, 2 * kg::numeric)::bigint
$$;

CREATE FUNCTION ledger_inset_lines_agree(stops bigint[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_line line JOIN ledger_lot lot ON lot.id = line.lot_id
        JOIN ledger_batch batch ON batch.id = lot.batch_id
        CROSS JOIN LATERAL (SELECT lot.batch_offset_kg + line.start_unit - lot.unit_start AS low,
                                   lot.batch_offset_kg + line.stop_unit - lot.unit_start AS high) place
        WHERE line.stop_unit = ANY (stops) AND (line.energy_mj, line.volume_ml) IS DISTINCT FROM (
            ledger_batch_share(batch.energy_mj, place.high, batch.kg) - ledger_batch_share(batch.energy_mj, place.low, batch.kg),
            ledger_batch_share(batch.volume_ml, place.high, batch.kg) - ledger_batch_share(batch.volume_ml, place.low, batch.kg))
    ) THEN
        RAISE EXCEPTION 'energy and volume of a line are its share of the batch' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM ledger_line line JOIN ledger_lot lot ON lot.id = line.lot_id
        WHERE line.stop_unit = ANY (stops) AND lot.kind = 'INSET_SCOPE3' AND line.use = 'RETIREMENT'
            AND line.stop_unit - line.start_unit IS DISTINCT FROM (
                SELECT sum(cover.kg) FROM ledger_cover cover WHERE cover.scope3_stop_unit = line.stop_unit)
    ) THEN
        RAISE EXCEPTION 'a SCOPE3 line is covered by SCOPE1 lines of its batch' USING ERRCODE = 'check_violation';
    END IF;
END $$;

-- A SCOPE1 kilogram covers one SCOPE3 kilogram. The SCOPE1 lots are locked, so that two covers cannot both fit.
CREATE FUNCTION ledger_cover_fits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM ledger_lot WHERE id IN (SELECT scope1_lot_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM fresh f
        JOIN ledger_line one ON (one.lot_id, one.stop_unit) = (f.scope1_lot_id, f.scope1_stop_unit)
        JOIN ledger_lot one_lot ON one_lot.id = one.lot_id
        JOIN ledger_entry one_entry ON one_entry.id = one.entry_id
        JOIN ledger_line three ON (three.lot_id, three.stop_unit) = (f.scope3_lot_id, f.scope3_stop_unit)
        JOIN ledger_lot three_lot ON three_lot.id = three.lot_id
        JOIN ledger_entry three_entry ON three_entry.id = three.entry_id
        WHERE one_lot.kind <> 'INSET_SCOPE1' OR three_lot.kind <> 'INSET_SCOPE3'
           OR one_lot.batch_id <> three_lot.batch_id OR one.use <> 'RETIREMENT' OR three.use <> 'RETIREMENT'
           OR one_entry.effective_at > three_entry.effective_at
           OR one.stop_unit - one.start_unit < (
                SELECT sum(kg) FROM ledger_cover c WHERE c.scope1_stop_unit = one.stop_unit AND c.scope1_lot_id = one.lot_id)
           OR three.stop_unit - three.start_unit <> (
                SELECT sum(kg) FROM ledger_cover c WHERE c.scope3_stop_unit = three.stop_unit)
    ) THEN
        RAISE EXCEPTION 'a SCOPE3 line is covered by SCOPE1 lines of its batch, retired no later, each kilogram once'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_cover_fits AFTER INSERT ON ledger_cover
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_cover_fits();
