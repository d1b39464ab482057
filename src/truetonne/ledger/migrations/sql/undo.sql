-- Takes the ledger's tables and functions away again.
DROP TABLE ledger_checkpoint, ledger_leaf, ledger_confirmation, ledger_correction, ledger_make_good, ledger_recalled_part, ledger_recall,
    ledger_cover, ledger_line, ledger_cancellation, ledger_certificate, ledger_resolution, ledger_reservation,
    ledger_hold, ledger_listing, ledger_price, ledger_lot, ledger_batch, ledger_entry, ledger_registry_key,
    ledger_unit_space CASCADE;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'ledger\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || name || ' CASCADE';
    END LOOP;
END $$;
DROP DOMAIN ledger_entry_kind, ledger_request_id, ledger_sha256, ledger_body, ledger_unit_kind, ledger_lot_class, ledger_use,
    ledger_outcome, ledger_kilograms;
