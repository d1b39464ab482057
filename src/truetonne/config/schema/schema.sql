-- What the migrations named below leave in an empty database. Written by `make schema`; not to be edited by hand.
-- step people 0001_initial
-- step account 0001_initial
-- step account 0002_email_max_length
-- step account 0003_alter_emailaddress_create_unique_verified_email
-- step account 0004_alter_emailaddress_drop_unique_email
-- step account 0005_emailaddress_idx_upper_email
-- step account 0006_emailaddress_lower
-- step account 0007_emailaddress_idx_email
-- step account 0008_emailaddress_unique_primary_email_fixup
-- step account 0009_emailaddress_unique_primary_email
-- step people 0002_append_only
-- step people 0003_more_roles
-- step people 0004_sign_in
-- step people 0005_invitations
-- step people 0006_clients
-- step api 0001_webhooks
-- step contenttypes 0001_initial
-- step contenttypes 0002_remove_content_type_name
-- step auth 0001_initial
-- step auth 0002_alter_permission_name_max_length
-- step auth 0003_alter_user_email_max_length
-- step auth 0004_alter_user_username_opts
-- step auth 0005_alter_user_last_login_null
-- step auth 0006_require_contenttypes_0002
-- step auth 0007_alter_validators_add_error_messages
-- step auth 0008_alter_user_username_max_length
-- step auth 0009_alter_user_last_name_max_length
-- step auth 0010_alter_group_name_max_length
-- step auth 0011_update_proxy_permissions
-- step auth 0012_alter_user_first_name_max_length
-- step edge 0001_initial
-- step edge 0002_counts
-- step edge 0003_events_and_clocks
-- step members 0001_initial
-- step members 0002_guards
-- step members 0003_lists_in_use
-- step members 0004_reminder_mails
-- step members 0005_pledge
-- step footprints 0001_initial
-- step footprints 0002_guards
-- step footprints 0003_targets_and_disclosures
-- step footprints 0004_target_guards
-- step footprints 0005_uploads_and_computations
-- step footprints 0006_one_standing_version
-- step footprints 0007_series
-- step ledger 0001_initial
-- step supply 0001_initial
-- step supply 0002_guards
-- step supply 0003_uploads
-- step supply 0004_statements
-- step supply 0005_dossier
-- step supply 0006_buyer_conditions
-- step supply 0007_reviewing
-- step supply 0008_forwards
-- step supply 0009_insets_and_destruction
-- step supply 0010_ccp_table
-- step supply 0011_forward_guards
-- step market 0001_initial
-- step market 0002_guards
-- step market 0003_register
-- step market 0004_correction_without_delivery
-- step market 0005_explanation
-- step market 0006_money_and_documents
-- step market 0007_money_guards
-- step market 0008_fulfillment
-- step market 0009_fulfillment_guards
-- step market 0010_insets
-- step market 0011_set_aside
-- step market 0012_disclaimers
-- step market 0013_register_kinds
-- step market 0014_claims
-- step market 0015_names_of_each_member
-- step members 0006_entities
-- step members 0007_unkept_rows
-- step mfa 0001_initial
-- step mfa 0002_authenticator_timestamps
-- step mfa 0003_authenticator_type_uniq
-- step people 0007_an_administrator_stays
-- step procrastinate 0001_initial
-- step procrastinate 0002_drop_started_at_column
-- step procrastinate 0003_drop_started_at_column
-- step procrastinate 0004_drop_procrastinate_version_table
-- step procrastinate 0005_fix_procrastinate_fetch_job
-- step procrastinate 0006_fix_trigger_status_events_insert
-- step procrastinate 0007_add_queueing_lock_column
-- step procrastinate 0008_close_fetch_job_race_condition
-- step procrastinate 0009_add_defer_job_function
-- step procrastinate 0010_add_procrastinate_periodic_defers
-- step procrastinate 0011_add_foreign_key_index
-- step procrastinate 0012_add_locks_to_periodic_defer
-- step procrastinate 0013_fix_procrastinate_defer_periodic_job
-- step procrastinate 0014_add_finish_job_and_retry_job_functions
-- step procrastinate 0015_add_trigger_on_job_deletion
-- step procrastinate 0016_delete_finished_jobs
-- step procrastinate 0017_add_checks_to_finish_job
-- step procrastinate 0018_add_checks_to_retry_job
-- step procrastinate 0019_fix_finish_job_compat_issue
-- step procrastinate 0020_add_index_on_procrastinate_jobs
-- step procrastinate 0021_add_kwargs_to_defer_periodic_job
-- step procrastinate 0022_null_locks_excluded
-- step procrastinate 0023_remove_old_finish_job_function
-- step procrastinate 0024_job_id_bigint
-- step procrastinate 0025_add_models
-- step procrastinate 0026_add_job_priority
-- step procrastinate 0027_add_periodic_job_priority
-- step procrastinate 0028_add_cancel_states
-- step procrastinate 0029_add_additional_params_to_retry_job
-- step procrastinate 0030_alter_procrastinateevent_options
-- step procrastinate 0031_add_indexes_for_fetch_job
-- step procrastinate 0032_pre_cancel_notification
-- step procrastinate 0033_post_cancel_notification
-- step procrastinate 0034_pre_add_heartbeat
-- step procrastinate 0035_post_add_heartbeat
-- step procrastinate 0036_add_worker_model
-- step procrastinate 0037_pre_batch_defer_jobs
-- step procrastinate 0038_post_batch_defer_jobs
-- step procrastinate 0039_pre_priority_lock_fetch_job
-- step procrastinate 0040_pre_retry_failed_job
-- step procrastinate 0041_post_retry_failed_job
-- step sessions 0001_initial
-- step socialaccount 0001_initial
-- step socialaccount 0002_token_max_lengths
-- step socialaccount 0003_extra_data_default_dict
-- step socialaccount 0004_app_provider_id_settings
-- step socialaccount 0005_socialtoken_nullable_app
-- step socialaccount 0006_alter_socialaccount_extra_data
-- step supply 0012_listed_blocks_are_rated
-- step supply 0013_developer_findings
-- step usersessions 0001_initial
SET LOCAL check_function_bodies = false;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = '';
CREATE DOMAIN public.ledger_body AS bytea
	CONSTRAINT ledger_body_fits_a_bundle CHECK (((octet_length(VALUE) >= 2) AND (octet_length(VALUE) <= 65535)));
CREATE DOMAIN public.ledger_entry_kind AS text
	CONSTRAINT ledger_entry_kind_known CHECK ((VALUE = ANY (ARRAY['RETIREMENT'::text, 'CANCELLATION'::text, 'ISSUE'::text, 'SPLIT'::text, 'HOLD'::text, 'RELEASE'::text, 'RECALL'::text, 'CORRECTION'::text, 'REPLACEMENT'::text, 'CONFIRMATION'::text, 'RATING'::text, 'PRICE'::text, 'LISTING'::text, 'RESERVATION'::text, 'RESOLUTION'::text])));
CREATE DOMAIN public.ledger_kilograms AS bigint
	CONSTRAINT ledger_kilograms_in_bounds CHECK (((VALUE >= 1) AND (VALUE <= '1000000000000000'::bigint)));
CREATE DOMAIN public.ledger_lot_class AS text
	CONSTRAINT ledger_lot_class_known CHECK ((VALUE = ANY (ARRAY['STOCK'::text, 'BUFFER'::text])));
CREATE DOMAIN public.ledger_outcome AS text
	CONSTRAINT ledger_outcome_known CHECK ((VALUE = ANY (ARRAY['POSTED'::text, 'VOIDED'::text, 'EXPIRED'::text])));
CREATE DOMAIN public.ledger_request_id AS text
	CONSTRAINT ledger_request_id_readable CHECK (((length(VALUE) >= 1) AND (length(VALUE) <= 400)));
CREATE DOMAIN public.ledger_sha256 AS bytea
	CONSTRAINT ledger_sha256_length CHECK ((octet_length(VALUE) = 32));
CREATE DOMAIN public.ledger_unit_kind AS text
	CONSTRAINT ledger_unit_kind_known CHECK ((VALUE = ANY (ARRAY['CREDIT'::text, 'INSET_SCOPE1'::text, 'INSET_SCOPE3'::text])));
CREATE DOMAIN public.ledger_use AS text
	CONSTRAINT ledger_use_known CHECK ((VALUE = ANY (ARRAY['RETIREMENT'::text, 'CANCELLATION'::text])));
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);
CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);
CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);
CREATE FUNCTION public.api_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: attempts are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.edge_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: lines are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.footprints_disclosure_is_of_a_published_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM footprints_inventory WHERE id = NEW.inventory_id AND state = 'PUBLISHED') THEN
        RAISE EXCEPTION 'disclosure %: inventory % is not published', NEW.id, NEW.inventory_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.footprints_inventory_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.footprints_inventory_is_whole() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
                AND other.state <> 'DRAFT'
                AND NOT EXISTS (SELECT 1 FROM footprints_inventory later
                                WHERE later.restates_id = other.id AND later.state <> 'DRAFT')
                AND NOT EXISTS (SELECT 1 FROM footprints_inventory later
                                WHERE later.restates_id = NEW.id AND later.state <> 'DRAFT') LIMIT 1;
        IF unsaid IS NOT NULL THEN
            RAISE EXCEPTION 'inventory %: the entity''s year has a final version, which this one does not restate', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.footprints_inventory_starts_as_draft() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.footprints_refuse_after_seal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.footprints_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.footprints_step_moves_its_inventory() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.footprints_target_follows_its_series() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.footprints_target_is_judged_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM footprints_target WHERE id = NEW.target_id AND person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'target %: who set it does not judge it', NEW.target_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.ledger_batch_share(whole bigint, upto_kg bigint, kg bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT div(2 * whole::numeric * upto_kg + kg, 2 * kg::numeric)::bigint
$$;
CREATE FUNCTION public.ledger_batch_sides_agree() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM ledger_batch batch
        LEFT JOIN (
            SELECT batch_id, count(DISTINCT key_number) AS registries,
                   sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE1') AS scope1_kg,
                   sum(unit_stop - unit_start) FILTER (WHERE kind = 'INSET_SCOPE3') AS scope3_kg
            FROM ledger_lot WHERE batch_id = NEW.batch_id GROUP BY batch_id
        ) sides ON sides.batch_id = batch.id
        WHERE batch.id = NEW.batch_id AND (
            sides.scope1_kg IS DISTINCT FROM batch.kg OR sides.scope3_kg IS DISTINCT FROM batch.kg
            OR sides.registries <> 1)
    ) THEN
        RAISE EXCEPTION 'a batch has two sides of equal kilograms in one registry' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_certificate_fits() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM ledger_entry e LEFT JOIN ledger_certificate prior ON prior.entry_id = NEW.replaces_id
        WHERE e.id = NEW.entry_id AND e.kind = 'REPLACEMENT'
            AND (prior.kg, prior.unit_kind, prior.retirement_id)
                IS NOT DISTINCT FROM (NEW.kg, NEW.unit_kind, NEW.retirement_id)
    ) THEN
        RAISE EXCEPTION 'a certificate replaces one of its own retirement and keeps its kilograms, in an entry of its own kind'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_checkpoint_grows() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_leaf WHERE log_index = NEW.size - 1)
       OR EXISTS (SELECT FROM ledger_checkpoint WHERE size > NEW.size) THEN
        RAISE EXCEPTION 'a checkpoint covers leaves that are there and none before it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_cover_fits() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.ledger_entry_has_kind(entry bigint, kinds text[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM ledger_entry WHERE id = entry AND kind = ANY (kinds)) THEN
        RAISE EXCEPTION 'this fact belongs to an entry of kind %', kinds USING ERRCODE = 'check_violation';
    END IF;
END $$;
CREATE FUNCTION public.ledger_hold_set() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, CASE WHEN NEW.is_hold THEN '{HOLD,SPLIT}' ELSE '{RELEASE}' END::text[]);
    UPDATE ledger_lot SET hold_id = CASE WHEN NEW.is_hold THEN NEW.entry_id END, is_listed = false
    WHERE id = NEW.lot_id AND (hold_id IS NULL) = NEW.is_hold;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a lot is held once and released once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_inset_lines_agree(stops bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.ledger_leaf_appends() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    lowest bigint;
    highest bigint;
    fresh_count bigint;
    good bigint;
BEGIN
    SELECT min(log_index), max(log_index), count(*) INTO lowest, highest, fresh_count FROM fresh;
    IF fresh_count = 0 THEN
        RETURN NULL;
    END IF;
    SELECT count(*) INTO good FROM fresh JOIN ledger_entry e ON e.id = fresh.entry_id
    WHERE sha256('\x00'::bytea || e.body) = fresh.leaf_hash;
    IF highest - lowest + 1 <> fresh_count OR good <> fresh_count
       OR (lowest > 0 AND NOT EXISTS (SELECT FROM ledger_leaf WHERE log_index = lowest - 1)) THEN
        RAISE EXCEPTION 'a leaf is the next of the log and the hash of its entry' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_line_posts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.ledger_lines_agree(entry_kind text, use text, lines bigint, first_place integer, last_place integer, kind_low text, kind_high text, lines_kg numeric, certificate_kg bigint, certificate_kind text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT entry_kind IS NOT DISTINCT FROM use AND first_place = 0 AND last_place = lines - 1 AND kind_low = kind_high
        AND (use <> 'RETIREMENT'
             OR (certificate_kg IS NOT DISTINCT FROM lines_kg AND certificate_kind IS NOT DISTINCT FROM kind_low))
$$;
CREATE FUNCTION public.ledger_listing_set() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, '{LISTING,SPLIT}');
    UPDATE ledger_lot SET is_listed = NEW.is_listed WHERE id = NEW.lot_id;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_lot_inherit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    parent ledger_lot;
    own_price bigint;
    own_hold bigint;
BEGIN
    SELECT * INTO parent FROM ledger_lot WHERE id = NEW.parent_id;
    IF parent.price_id IS NOT NULL THEN
        INSERT INTO ledger_price (entry_id, lot_id, currency, project_minor_per_t, registry_fee_minor_per_t,
            verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t)
        SELECT NEW.entry_id, NEW.id, currency, project_minor_per_t, registry_fee_minor_per_t,
            verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t
        FROM ledger_price WHERE id = parent.price_id;
    END IF;
    IF parent.hold_id IS NOT NULL THEN
        INSERT INTO ledger_hold (entry_id, lot_id, is_hold, reason)
        SELECT NEW.entry_id, NEW.id, true, reason FROM ledger_hold WHERE entry_id = parent.hold_id;
    END IF;
    IF parent.is_listed THEN
        INSERT INTO ledger_listing (entry_id, lot_id, is_listed) VALUES (NEW.entry_id, NEW.id, true);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_lot_place() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    kg bigint := (NEW.last_serial - NEW.first_serial + 1) * NEW.unit_kg;
    parent ledger_lot;
BEGIN
    NEW.reserved_kg := 0; NEW.retired_kg := 0; NEW.cancelled_kg := 0;
    NEW.carried_project := 0; NEW.carried_registry_fee := 0; NEW.carried_verification := 0;
    NEW.carried_fx := 0; NEW.carried_tax := 0; NEW.carried_handling := 0;
    NEW.price_id := NULL; NEW.hold_id := NULL; NEW.is_listed := false;
    PERFORM ledger_entry_has_kind(NEW.entry_id, CASE WHEN NEW.parent_id IS NULL THEN '{ISSUE}' ELSE '{SPLIT}' END::text[]);
    -- What never changes is checked here once; the table's own checks run at every order.
    IF NOT (0 <= NEW.first_serial AND NEW.first_serial <= NEW.last_serial AND NEW.last_serial < 1099511627776
            AND NEW.unit_kg >= 1) THEN
        RAISE EXCEPTION 'a lot has serials in order, from 0 and below 2^40, of at least a kilogram'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.kind = 'CREDIT') <> (NEW.batch_id IS NULL) THEN
        RAISE EXCEPTION 'insets are issued in a batch, credits in none' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.parent_id IS NULL THEN
        UPDATE ledger_unit_space SET next_unit = next_unit + kg RETURNING next_unit - kg INTO NEW.unit_start;
        NEW.unit_stop := NEW.unit_start + kg;
        NEW.batch_offset_kg := 0;
    ELSE
        SELECT * INTO parent FROM ledger_lot WHERE id = NEW.parent_id FOR NO KEY UPDATE;
        IF NOT FOUND OR (parent.key_number, parent.last_serial, parent.unit_kg, parent.kind, parent.lot_class, parent.facts)
                IS DISTINCT FROM (NEW.key_number, NEW.last_serial, NEW.unit_kg, NEW.kind, NEW.lot_class, NEW.facts)
           OR parent.batch_id IS DISTINCT FROM NEW.batch_id OR NEW.first_serial <= parent.first_serial THEN
            RAISE EXCEPTION 'a split takes the tail of its parent and nothing else' USING ERRCODE = 'check_violation';
        END IF;
        NEW.unit_start := parent.unit_stop - kg;
        NEW.unit_stop := parent.unit_stop;
        NEW.batch_offset_kg := parent.batch_offset_kg + NEW.unit_start - parent.unit_start;
        UPDATE ledger_lot SET last_serial = NEW.first_serial - 1, unit_stop = NEW.unit_start WHERE id = parent.id;
    END IF;
    NEW.head := NEW.unit_start;
    RETURN NEW;
END $$;
CREATE FUNCTION public.ledger_lot_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what a lot was issued with never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.ledger_lot_refuse_stretch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the end of a lot never changes but by a split' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_make_good_fits() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM FROM ledger_recalled_part WHERE id IN (SELECT recalled_part_id FROM fresh) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM ledger_recalled_part part WHERE id IN (SELECT recalled_part_id FROM fresh)
        AND part.part_stop_unit - part.part_start_unit < (
            SELECT sum(kg) FROM ledger_make_good g WHERE g.recalled_part_id = part.id)
    ) OR EXISTS (
        SELECT FROM ledger_certificate c WHERE c.entry_id IN (SELECT entry_id FROM fresh)
        AND c.kg < (SELECT sum(kg) FROM ledger_make_good g WHERE g.entry_id = c.entry_id)
    ) THEN
        RAISE EXCEPTION 'a make-good replaces recalled kilograms once, with as many of its own'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_price_set() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM ledger_entry_has_kind(NEW.entry_id, '{PRICE,SPLIT}');
    UPDATE ledger_lot lot SET price_id = NEW.id
    WHERE lot.id = NEW.lot_id AND (
        lot.price_id IS NULL
        OR NEW.currency = (SELECT currency FROM ledger_price WHERE id = lot.price_id)
        OR (lot.reserved_kg = 0 AND lot.carried_project = 0 AND lot.carried_registry_fee = 0
            AND lot.carried_verification = 0 AND lot.carried_fx = 0 AND lot.carried_tax = 0
            AND lot.carried_handling = 0));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the currency of a lot stays while money is carried or reserved in it'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_recalled_part_fits() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM fresh f
        JOIN ledger_line line ON (line.lot_id, line.stop_unit) = (f.lot_id, f.stop_unit)
        JOIN ledger_lot lot ON lot.id = line.lot_id
        JOIN ledger_recall r ON r.entry_id = f.entry_id
        WHERE line.use <> 'RETIREMENT' OR f.part_start_unit < line.start_unit OR lot.key_number <> r.key_number
           OR f.part_start_unit < lot.unit_start + (r.first_serial - lot.first_serial) * lot.unit_kg
           OR f.part_stop_unit > lot.unit_start + (r.last_serial - lot.first_serial + 1) * lot.unit_kg
    ) THEN
        RAISE EXCEPTION 'a recall impairs retired units of the serials that it names' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.ledger_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.ledger_reservation_counts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.ledger_resolution_counts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
CREATE FUNCTION public.market_claimdecision_is_anothers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    claimed record;
BEGIN
    SELECT person_id, objections INTO claimed FROM market_publicclaim WHERE id = NEW.claim_id;
    IF claimed.person_id = NEW.person_id OR claimed.objections = '[]'::jsonb THEN
        RAISE EXCEPTION 'claim % is decided by another person, and only where a rule objects', NEW.claim_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_delivery_is_paid() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    due bigint;
    here bigint;
BEGIN
    SELECT q.amount_minor - coalesce((SELECT sum(swap.saved_minor) FROM market_substitution swap
            JOIN market_quoteline line ON line.id = swap.line_id WHERE line.quote_id = q.id), 0)
        INTO due FROM market_order o JOIN market_quote q ON q.id = o.quote_id WHERE o.id = NEW.order_id;
    SELECT balance_minor INTO here FROM market_payment WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    IF coalesce(here, 0) < due THEN
        RAISE EXCEPTION 'order % is not paid: % of %', NEW.order_id, coalesce(here, 0), due
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_deliveryline_adds_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT d.id INTO bad
    FROM (SELECT DISTINCT delivery_id FROM added) a
    JOIN market_delivery d ON d.id = a.delivery_id
    JOIN market_order o ON o.id = d.order_id
    JOIN LATERAL (
        SELECT sum(l.kg) AS kg, bool_and(l.quote_id = o.quote_id) AS own
        FROM market_deliveryline x JOIN market_quoteline l ON l.id = x.line_id WHERE x.delivery_id = d.id
    ) s ON true
    WHERE s.kg IS DISTINCT FROM d.kg OR NOT s.own
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'delivery % is not the sum of its order''s lines', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.market_insetclaim_fits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM market_quote q WHERE q.id = NEW.quote_id AND q.kg = NEW.kg
                   AND q.organization_id = NEW.organization_id) OR NOT EXISTS (
        SELECT FROM market_transportactivity a WHERE a.id = NEW.activity_id AND a.organization_id = NEW.organization_id
            AND a.year = NEW.claim_year AND 'SCOPE' || a.scope = NEW.side) THEN
        RAISE EXCEPTION 'claim % is not of its quote, or not of the claimant''s own activity', NEW.quote_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_line_is_not_set_aside() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    buyer uuid;
    owner uuid;
BEGIN
    IF NOT EXISTS (SELECT FROM supply_deliveryshare WHERE commitment_id IS NOT NULL LIMIT 1) THEN
        RETURN NEW;
    END IF;
    SELECT c.organization_id INTO owner
    FROM ledger_lot lot
    JOIN ledger_registry_key key ON key.number = lot.key_number
    JOIN supply_holding h ON h.program_id = key.program AND h.key = key.key
    JOIN supply_contractdelivery d ON d.holding_id = h.id
    JOIN supply_deliveryshare s ON s.delivery_id = d.id AND s.kg > 0
        AND s.first <= lot.first_serial AND lot.last_serial <= s.last
    JOIN supply_contractcommitment c ON c.id = s.commitment_id
    WHERE lot.public_id = NEW.lot_id LIMIT 1;
    IF TG_TABLE_NAME = 'market_quoteline' THEN
        SELECT organization_id INTO buyer FROM market_quote WHERE id = NEW.quote_id;
    ELSE
        SELECT q.organization_id INTO buyer FROM market_quoteline line JOIN market_quote q ON q.id = line.quote_id
        WHERE line.id = NEW.line_id;
    END IF;
    IF owner IS NOT NULL AND owner IS DISTINCT FROM buyer THEN
        RAISE EXCEPTION 'lot % is set aside for another member', NEW.lot_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_order_consumes_its_quote() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM market_quote
        WHERE id = NEW.quote_id AND state = 'CONSUMED' AND organization_id = NEW.organization_id
    ) THEN
        RAISE EXCEPTION 'order % needs a quote of its organization that it consumes', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_order_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' THEN
        RAISE EXCEPTION 'order %: only the state changes', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_order_state_is_last_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    stated text;
    reached text;
BEGIN
    SELECT state INTO stated FROM market_order WHERE id = NEW.id;
    SELECT to_state INTO reached FROM market_ordertransition WHERE order_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'order % says % but its last step reached %', NEW.id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.market_orderallocation_adds_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT o.id INTO bad
    FROM (SELECT DISTINCT order_id FROM added) a
    JOIN market_order o ON o.id = a.order_id
    JOIN market_quote q ON q.id = o.quote_id
    WHERE q.kg IS DISTINCT FROM (SELECT sum(l.kg) FROM market_orderallocation l WHERE l.order_id = o.id)
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'the allocations of order % do not add up to it', bad
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.market_ordertransition_follows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    before text;
    stated text;
    reached text;
BEGIN
    IF NEW.number = 1 THEN
        before := 'QUOTED';
    ELSE
        SELECT to_state INTO before FROM market_ordertransition
            WHERE order_id = NEW.order_id AND number = NEW.number - 1;
    END IF;
    IF before IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'order %: step % starts at % where the order stood at %',
            NEW.order_id, NEW.number, NEW.from_state, before USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT state INTO stated FROM market_order WHERE id = NEW.order_id;
    SELECT to_state INTO reached FROM market_ordertransition WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'order % says % but its last step reached %', NEW.order_id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.market_payment_keeps_the_balance() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    wanted text;
    last_number integer;
    last_balance bigint;
BEGIN
    SELECT q.currency INTO wanted FROM market_order o JOIN market_quote q ON q.id = o.quote_id
        WHERE o.id = NEW.order_id FOR NO KEY UPDATE OF o;
    IF wanted IS DISTINCT FROM NEW.currency THEN
        RAISE EXCEPTION 'order % is in %, the payment in %', NEW.order_id, wanted, NEW.currency
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT number, balance_minor INTO last_number, last_balance FROM market_payment
        WHERE order_id = NEW.order_id ORDER BY number DESC LIMIT 1;
    NEW.number := coalesce(last_number, 0) + 1;
    NEW.balance_minor := coalesce(last_balance, 0)
        + CASE NEW.kind WHEN 'RECEIVED' THEN NEW.amount_minor ELSE -NEW.amount_minor END;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_quote_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF to_jsonb(OLD) - 'state' IS DISTINCT FROM to_jsonb(NEW) - 'state' OR OLD.state <> 'OPEN' OR NEW.state = 'OPEN' THEN
        RAISE EXCEPTION 'quote %: it ends once and nothing else of it changes', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.market_quoteline_adds_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    bad uuid;
BEGIN
    SELECT q.id INTO bad
    FROM (SELECT DISTINCT quote_id FROM added) a
    JOIN market_quote q ON q.id = a.quote_id
    JOIN LATERAL (
        SELECT sum(l.kg) AS kg,
            sum(l.project_minor + l.registry_fee_minor + l.verification_minor + l.fx_minor + l.tax_minor
                + l.handling_minor) AS minor
        FROM market_quoteline l WHERE l.quote_id = q.id
    ) s ON true
    WHERE s.kg IS DISTINCT FROM q.kg OR s.minor IS DISTINCT FROM q.amount_minor
    LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'quote % is not the sum of its lines', bad USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.market_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.market_substitution_fits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    ordered_kg bigint;
    ordered_minor bigint;
BEGIN
    SELECT l.kg, l.project_minor + l.registry_fee_minor + l.verification_minor + l.fx_minor + l.tax_minor + l.handling_minor
        INTO ordered_kg, ordered_minor FROM market_quoteline l WHERE l.id = NEW.line_id;
    IF NEW.kg IS DISTINCT FROM ordered_kg OR NEW.saved_minor IS DISTINCT FROM ordered_minor - (NEW.project_minor
            + NEW.registry_fee_minor + NEW.verification_minor + NEW.fx_minor + NEW.tax_minor + NEW.handling_minor) THEN
        RAISE EXCEPTION 'the substitute of line % is not of its mass, or saves another amount', NEW.line_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM market_deliveryline WHERE line_id = NEW.line_id) THEN
        RAISE EXCEPTION 'line % is delivered', NEW.line_id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_appealdecision_is_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (
        SELECT FROM members_appeal a JOIN members_decision d ON d.id = a.decision_id
        WHERE a.id = NEW.appeal_id AND NEW.person_id IN (d.reviewer_id, d.approver_id, a.person_id)
    ) THEN
        RAISE EXCEPTION 'appeal %: who took part in the decision does not judge it again', NEW.appeal_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_application_guard() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF to_jsonb(OLD) - '{state,draft,decision_id,buys_until}'::text[]
        IS DISTINCT FROM to_jsonb(NEW) - '{state,draft,decision_id,buys_until}'::text[] THEN
        RAISE EXCEPTION 'application %: only draft and state change', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.draft IS DISTINCT FROM NEW.draft AND OLD.state NOT IN ('DRAFT', 'NEEDS_INFO') THEN
        RAISE EXCEPTION 'application %: answers of an application in state % do not change', OLD.id, OLD.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_application_is_its_last_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    stated record;
    reached record;
    in_force record;
BEGIN
    SELECT state, decision_id, buys_until INTO stated FROM members_application WHERE id = NEW.id;
    SELECT to_state INTO reached FROM members_transition WHERE application_id = NEW.id ORDER BY number DESC LIMIT 1;
    IF stated.state IS DISTINCT FROM coalesce(reached.to_state, 'DRAFT') THEN
        RAISE EXCEPTION 'application % says % but its last step reached %', NEW.id, stated.state, reached.to_state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF stated.state IN ('ELIGIBLE', 'CONDITIONAL', 'EXPIRING') THEN
        SELECT is_confirmed, valid_until, application_id INTO in_force FROM members_decision
            WHERE id = stated.decision_id;
        IF in_force IS NULL OR NOT in_force.is_confirmed OR in_force.application_id <> NEW.id
            OR stated.buys_until IS NULL OR stated.buys_until > in_force.valid_until THEN
            RAISE EXCEPTION 'application % may not buy without a confirmed decision that reaches so far', NEW.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.members_decision_is_of_its_proposal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM members_proposal p JOIN members_assessment a ON a.id = p.assessment_id
        WHERE p.id = NEW.proposal_id AND p.reviewer_id = NEW.reviewer_id AND a.application_id = NEW.application_id
          AND a.outcome = NEW.outcome
    ) THEN
        RAISE EXCEPTION 'decision %: reviewer, application and outcome are those of its proposal', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_evidencejudgement_is_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM members_evidence WHERE id = NEW.evidence_id AND uploader_id = NEW.person_id) THEN
        RAISE EXCEPTION 'evidence %: who handed it in does not judge it', NEW.evidence_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_figurejudgement_is_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM members_disclosedyear WHERE id = NEW.year_id AND person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'figures %: who entered them does not judge them', NEW.year_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_pledgeconfirmation_is_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM members_pledgesignature WHERE id = NEW.signature_id AND person_id = NEW.person_id) THEN
        RAISE EXCEPTION 'signature %: who signed does not confirm it', NEW.signature_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_policysignoff_is_by_another() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM members_policyproposal p
        WHERE p.id = NEW.proposal_id AND p.person_id <> NEW.person_id AND p.rule_set = NEW.rule_set
          AND p.version = NEW.version AND (NOT NEW.is_adopted OR p.valid_from > NEW.effective_at::date)
    ) THEN
        RAISE EXCEPTION 'policy %/%: another person signs it, before the day from which it applies',
            NEW.rule_set, NEW.version USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: rows are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.members_transition_follows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    before text;
    judged record;
BEGIN
    IF NEW.number = 1 THEN
        before := 'DRAFT';
    ELSE
        SELECT to_state INTO before FROM members_transition
            WHERE application_id = NEW.application_id AND number = NEW.number - 1;
    END IF;
    IF before IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'application %: step % starts at % where it stood at %',
            NEW.application_id, NEW.number, NEW.from_state, before USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.from_state, NEW.to_state) NOT IN (
        ('DRAFT', 'SUBMITTED'), ('DRAFT', 'WITHDRAWN'), ('SUBMITTED', 'SCREENING'), ('SUBMITTED', 'WITHDRAWN'),
        ('SCREENING', 'NEEDS_INFO'), ('SCREENING', 'ELIGIBLE'), ('SCREENING', 'CONDITIONAL'),
        ('SCREENING', 'PENDING'), ('SCREENING', 'DECLINED'), ('SCREENING', 'WITHDRAWN'),
        ('NEEDS_INFO', 'SCREENING'), ('NEEDS_INFO', 'WITHDRAWN'), ('PENDING', 'SCREENING'),
        ('PENDING', 'WITHDRAWN'), ('ELIGIBLE', 'EXPIRING'), ('ELIGIBLE', 'SUSPENDED'), ('ELIGIBLE', 'WITHDRAWN'),
        ('CONDITIONAL', 'EXPIRING'), ('CONDITIONAL', 'SUSPENDED'), ('CONDITIONAL', 'WITHDRAWN'),
        ('EXPIRING', 'ELIGIBLE'), ('EXPIRING', 'SUSPENDED'), ('EXPIRING', 'WITHDRAWN'), ('SUSPENDED', 'ELIGIBLE'),
        ('SUSPENDED', 'WITHDRAWN')
    ) THEN
        RAISE EXCEPTION 'application %: % does not follow %', NEW.application_id, NEW.to_state, NEW.from_state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.to_state IN ('ELIGIBLE', 'CONDITIONAL', 'PENDING', 'DECLINED') THEN
        SELECT is_confirmed, outcome, application_id INTO judged FROM members_decision WHERE id = NEW.decision_id;
        IF judged IS NULL OR NOT judged.is_confirmed OR judged.application_id <> NEW.application_id
            OR (NEW.to_state, judged.outcome) NOT IN (
                ('ELIGIBLE', 'ELIGIBLE'), ('ELIGIBLE', 'CONDITIONAL'), ('CONDITIONAL', 'CONDITIONAL'),
                ('PENDING', 'PENDING'), ('DECLINED', 'INELIGIBLE')
            ) THEN
            RAISE EXCEPTION 'application %: % needs a decision of two people with that outcome',
                NEW.application_id, NEW.to_state USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.members_transition_moves() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    stated text;
    reached text;
BEGIN
    SELECT state INTO stated FROM members_application WHERE id = NEW.application_id;
    SELECT to_state INTO reached FROM members_transition
        WHERE application_id = NEW.application_id ORDER BY number DESC LIMIT 1;
    IF stated IS DISTINCT FROM reached THEN
        RAISE EXCEPTION 'application % says % but its last step reached %', NEW.application_id, stated, reached
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION public.people_invitation_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL THEN
        RAISE EXCEPTION 'invitation % is over', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION public.people_keep_an_administrator() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.people_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% on % refused: lines are only added', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;
CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;
CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);
CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;
CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;
CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;
CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;
CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;
CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;
CREATE FUNCTION public.supply_analyze_staging() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    ANALYZE supply_staged_row;
END
$$;
CREATE FUNCTION public.supply_judge_commitment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_commitment_terms() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_contribution() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_delivery() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_delivery_origin() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.contract_id::text, 7201));
    IF (SELECT c.total_kg <= coalesce((SELECT sum(d.kg) FROM supply_contractdelivery d WHERE d.contract_id = c.id), 0)
        FROM supply_forwardcontract c WHERE c.id = NEW.contract_id) THEN
        RAISE EXCEPTION 'a contract that was fulfilled is not terminated' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION public.supply_judge_fuel_price() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM supply_fuelissue i WHERE i.batch_id = NEW.batch_id) THEN
        RAISE EXCEPTION 'a batch is priced once it is issued' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (SELECT FROM supply_fuelend e WHERE e.batch_id = NEW.batch_id) THEN
        RAISE EXCEPTION 'a batch that ended is not priced' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION public.supply_judge_hold() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_schedule() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_schedule_place() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_scheduled_year() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_share() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_shares() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_judge_signature() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.supply_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% rows are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE FUNCTION public.supply_refuse_change_but() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF (to_jsonb(OLD) - TG_ARGV[0]) IS DISTINCT FROM (to_jsonb(NEW) - TG_ARGV[0]) THEN
        RAISE EXCEPTION 'of % rows only % changes', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION public.supply_refuse_unrated_listing() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    block uuid;
BEGIN
    -- Splitting puts nothing on sale that was not.
    IF EXISTS (SELECT FROM ledger_lot whole WHERE whole.id = NEW.parent_id AND whole.is_listed) THEN
        RETURN NEW;
    END IF;
    WITH RECURSIVE line AS (
        SELECT id, public_id, parent_id FROM ledger_lot WHERE id = NEW.id
        UNION ALL
        SELECT above.id, above.public_id, above.parent_id FROM ledger_lot above JOIN line ON above.id = line.parent_id
    )
    SELECT holding.id INTO block FROM line JOIN supply_holding holding ON holding.lot = line.public_id;
    IF block IS NOT NULL AND NOT EXISTS (
        SELECT FROM supply_review review JOIN supply_reviewpublication rating ON rating.review_id = review.id
        WHERE review.holding_id = block AND review.state = 'PUBLISHED'
    ) THEN
        RAISE EXCEPTION 'lot % is of a block without a rating in force', NEW.public_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'listed_block_is_rated';
    END IF;
    RETURN NEW;
END
$$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_webhookattempt (
    id bigint NOT NULL,
    round smallint NOT NULL,
    number smallint NOT NULL,
    status smallint,
    fault character varying(24) NOT NULL,
    took_ms integer NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    delivery_id bigint NOT NULL,
    CONSTRAINT api_webhookattempt_number_check CHECK ((number >= 0)),
    CONSTRAINT api_webhookattempt_round_check CHECK ((round >= 0)),
    CONSTRAINT api_webhookattempt_status_check CHECK ((status >= 0)),
    CONSTRAINT api_webhookattempt_took_ms_check CHECK ((took_ms >= 0)),
    CONSTRAINT webhook_attempt_has_one_outcome CHECK (((((fault)::text = ''::text) AND (status IS NOT NULL)) OR ((status IS NULL) AND (NOT ((fault)::text = ''::text)))))
);
ALTER TABLE public.api_webhookattempt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_webhookattempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_webhookdelivery (
    id bigint NOT NULL,
    message uuid NOT NULL,
    type character varying(64) NOT NULL,
    body text NOT NULL,
    sequence bigint NOT NULL,
    state character varying(9) NOT NULL,
    round smallint NOT NULL,
    attempts smallint NOT NULL,
    next_attempt_at timestamp with time zone,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    endpoint_id uuid NOT NULL,
    CONSTRAINT api_webhookdelivery_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT api_webhookdelivery_round_check CHECK ((round >= 0)),
    CONSTRAINT api_webhookdelivery_sequence_check CHECK ((sequence >= 0))
);
ALTER TABLE public.api_webhookdelivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_webhookdelivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.api_webhookendpoint (
    id uuid NOT NULL,
    url character varying(500) NOT NULL,
    note character varying(120) NOT NULL,
    types jsonb NOT NULL,
    state character varying(8) NOT NULL,
    pause_reason character varying(8) NOT NULL,
    secret bytea NOT NULL,
    old_secret bytea,
    old_secret_until timestamp with time zone,
    sequence bigint NOT NULL,
    failing_since timestamp with time zone,
    request_id character varying(255) NOT NULL,
    rotation_request_id character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    made_by_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT api_webhookendpoint_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT webhook_pause_has_its_reason CHECK (((((pause_reason)::text = ANY ((ARRAY['BY_HAND'::character varying, 'FAILING'::character varying, 'GONE'::character varying])::text[])) AND ((state)::text = 'PAUSED'::text)) OR ((NOT ((state)::text = 'PAUSED'::text)) AND ((pause_reason)::text = ''::text))))
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.edge_clockrun (
    id bigint NOT NULL,
    name character varying(64) NOT NULL,
    day date NOT NULL,
    ended integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT edge_clockrun_ended_check CHECK ((ended >= 0))
);
ALTER TABLE public.edge_clockrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.edge_clockrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.edge_event (
    id uuid NOT NULL,
    type character varying(64) NOT NULL,
    subject character varying(80) NOT NULL,
    organization_id uuid,
    data jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
CREATE TABLE public.edge_idempotency (
    id bigint NOT NULL,
    account character varying(64) NOT NULL,
    route character varying(128) NOT NULL,
    key character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint,
    body bytea,
    content_type character varying(64) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT edge_idempotency_status_check CHECK ((status >= 0)),
    CONSTRAINT idempotency_answer_is_whole CHECK ((((body IS NULL) AND (status IS NULL)) OR ((body IS NOT NULL) AND (status IS NOT NULL))))
);
ALTER TABLE public.edge_idempotency ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.edge_idempotency_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.edge_ratecount (
    id bigint NOT NULL,
    key character varying(64) NOT NULL,
    window_start timestamp with time zone NOT NULL,
    requests integer NOT NULL,
    CONSTRAINT edge_ratecount_requests_check CHECK ((requests >= 0))
);
ALTER TABLE public.edge_ratecount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.edge_ratecount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_activityline (
    id bigint NOT NULL,
    row_number integer NOT NULL,
    line_sha256 bytea NOT NULL,
    year smallint NOT NULL,
    raw jsonb NOT NULL,
    activity_date date,
    description character varying(500) NOT NULL,
    supplier character varying(200) NOT NULL,
    factor_key character varying(300) NOT NULL,
    part character varying(16) NOT NULL,
    category smallint,
    region character varying(64) NOT NULL,
    quantity numeric(38,12),
    unit character varying(32) NOT NULL,
    amount numeric(38,6),
    currency character varying(3) NOT NULL,
    price_year smallint,
    instrument_g_per_kwh numeric(20,6),
    uncertainty_pct numeric(7,3),
    data_quality smallint,
    entity_id uuid NOT NULL,
    load_id uuid NOT NULL,
    CONSTRAINT activity_line_has_a_quantity_or_an_amount CHECK ((((quantity IS NOT NULL) AND (NOT ((unit)::text = ''::text))) OR ((amount IS NOT NULL) AND (NOT ((currency)::text = ''::text)) AND (price_year IS NOT NULL)))),
    CONSTRAINT activity_line_part_is_known CHECK ((((category IS NULL) AND ((part)::text = ANY ((ARRAY['SCOPE1'::character varying, 'SCOPE2'::character varying])::text[]))) OR (((category >= 1) AND (category <= 15)) AND ((part)::text = 'SCOPE3'::text)))),
    CONSTRAINT activity_line_quality_is_1_to_5 CHECK (((data_quality IS NULL) OR ((data_quality >= 1) AND (data_quality <= 5)))),
    CONSTRAINT footprints_activityline_category_check CHECK ((category >= 0)),
    CONSTRAINT footprints_activityline_data_quality_check CHECK ((data_quality >= 0)),
    CONSTRAINT footprints_activityline_price_year_check CHECK ((price_year >= 0)),
    CONSTRAINT footprints_activityline_year_check CHECK ((year >= 0))
);
ALTER TABLE public.footprints_activityline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_activityline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_activityload (
    id uuid NOT NULL,
    year smallint NOT NULL,
    name character varying(200) NOT NULL,
    file_name text NOT NULL,
    file_sha256 bytea NOT NULL,
    mapping jsonb NOT NULL,
    read_count integer NOT NULL,
    accepted_count integer NOT NULL,
    known_count integer NOT NULL,
    held_count integer NOT NULL,
    refused_count integer NOT NULL,
    is_synthetic boolean NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entity_id uuid NOT NULL,
    person_id uuid,
    CONSTRAINT activity_load_counts_add_up CHECK ((read_count = (((accepted_count + known_count) + held_count) + refused_count))),
    CONSTRAINT footprints_activityload_year_check CHECK ((year >= 0))
);
CREATE TABLE public.footprints_activitymapping (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    header_sha256 bytea NOT NULL,
    content jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.footprints_activityrow (
    id bigint NOT NULL,
    row_number integer NOT NULL,
    row_count integer NOT NULL,
    outcome character varying(8) NOT NULL,
    code character varying(64) NOT NULL,
    field character varying(64) NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    fix text NOT NULL,
    raw jsonb,
    load_id uuid NOT NULL,
    CONSTRAINT activity_row_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['KNOWN'::character varying, 'HELD'::character varying, 'REFUSED'::character varying])::text[])))
);
ALTER TABLE public.footprints_activityrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_activityrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_activityupload (
    id uuid NOT NULL,
    year smallint NOT NULL,
    name character varying(200) NOT NULL,
    file_name text NOT NULL,
    file_place text NOT NULL,
    file_sha256 bytea NOT NULL,
    size_bytes bigint NOT NULL,
    header jsonb NOT NULL,
    sample jsonb NOT NULL,
    mapping jsonb,
    state character varying(11) NOT NULL,
    read_rows bigint NOT NULL,
    total_rows bigint,
    problem text NOT NULL,
    fix text NOT NULL,
    attempt_count integer NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entity_id uuid NOT NULL,
    load_id uuid,
    person_id uuid NOT NULL,
    CONSTRAINT activity_upload_done_has_its_load CHECK ((((load_id IS NOT NULL) AND ((state)::text = 'DONE'::text)) OR ((NOT ((state)::text = 'DONE'::text)) AND (load_id IS NULL)))),
    CONSTRAINT activity_upload_state_is_known CHECK (((state)::text = ANY ((ARRAY['MAPPING'::character varying, 'WAITING'::character varying, 'RUNNING'::character varying, 'DONE'::character varying, 'FAILED'::character varying, 'INTERRUPTED'::character varying])::text[]))),
    CONSTRAINT footprints_activityupload_year_check CHECK ((year >= 0))
);
CREATE TABLE public.footprints_baseyearjudgement (
    id uuid NOT NULL,
    rule_set character varying(64) NOT NULL,
    threshold numeric(6,5) NOT NULL,
    changes jsonb NOT NULL,
    base_kg bigint NOT NULL,
    gross_change_kg bigint NOT NULL,
    net_change_kg bigint NOT NULL,
    is_recalculated boolean NOT NULL,
    new_base_kg bigint NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    inventory_id uuid NOT NULL,
    CONSTRAINT base_year_moves_by_its_changes CHECK ((((NOT is_recalculated) AND (new_base_kg = base_kg)) OR (is_recalculated AND (new_base_kg = (base_kg + net_change_kg)))))
);
CREATE TABLE public.footprints_disclosure (
    id uuid NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    level_of_assurance character varying(10) NOT NULL,
    assurer character varying(200) NOT NULL,
    body bytea NOT NULL,
    sha256 bytea NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    inventory_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT disclosure_assurance_names_its_assurer CHECK (((((assurer)::text = ''::text) AND ((level_of_assurance)::text = 'none'::text)) OR (((level_of_assurance)::text = ANY ((ARRAY['limited'::character varying, 'reasonable'::character varying])::text[])) AND (NOT ((assurer)::text = ''::text))))),
    CONSTRAINT disclosure_is_its_hash CHECK ((sha256(body) = sha256)),
    CONSTRAINT disclosure_period_runs_forward CHECK ((period_end > period_start))
);
CREATE TABLE public.footprints_factor (
    id bigint NOT NULL,
    activity_key character varying(300) NOT NULL,
    title character varying(500) NOT NULL,
    unit character varying(32) NOT NULL,
    part character varying(16) NOT NULL,
    category smallint,
    method character varying(20) NOT NULL,
    region character varying(64) NOT NULL,
    year smallint,
    supplier character varying(200) NOT NULL,
    co2_g numeric(38,15),
    ch4_g numeric(38,15),
    n2o_g numeric(38,15),
    other_co2e_g numeric(38,15),
    co2e_g numeric(38,15),
    biogenic_co2_g numeric(38,15),
    methane_origin character varying(10) NOT NULL,
    uncertainty_pct numeric(7,3),
    source_locator character varying(200) NOT NULL,
    factor_set_id uuid NOT NULL,
    CONSTRAINT factor_category_is_of_scope_3 CHECK (((category IS NULL) OR (((category >= 1) AND (category <= 15)) AND ((part)::text = 'SCOPE3'::text)))),
    CONSTRAINT factor_has_a_figure CHECK (((co2_g IS NOT NULL) OR (co2e_g IS NOT NULL) OR (biogenic_co2_g IS NOT NULL))),
    CONSTRAINT factor_method_is_known CHECK (((method)::text = ANY ((ARRAY['supplier_specific'::character varying, 'hybrid'::character varying, 'average_data'::character varying, 'spend_based'::character varying])::text[]))),
    CONSTRAINT factor_part_is_known CHECK (((part)::text = ANY ((ARRAY[''::character varying, 'SCOPE1'::character varying, 'SCOPE2'::character varying, 'SCOPE3'::character varying, 'BIOGENIC'::character varying])::text[]))),
    CONSTRAINT factor_supplier_has_the_method CHECK ((((supplier)::text = ''::text) OR ((method)::text = ANY ((ARRAY['supplier_specific'::character varying, 'hybrid'::character varying])::text[])))),
    CONSTRAINT footprints_factor_category_check CHECK ((category >= 0)),
    CONSTRAINT footprints_factor_year_check CHECK ((year >= 0))
);
ALTER TABLE public.footprints_factor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_factor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_factorset (
    id uuid NOT NULL,
    name character varying(64) NOT NULL,
    edition character varying(32) NOT NULL,
    title character varying(200) NOT NULL,
    publisher character varying(200) NOT NULL,
    source text NOT NULL,
    license character varying(200) NOT NULL,
    gwp_set character varying(32) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    currency character varying(3) NOT NULL,
    price_year smallint,
    is_synthetic boolean NOT NULL,
    has_method_change boolean NOT NULL,
    mapping_name character varying(200) NOT NULL,
    mapping_text text NOT NULL,
    file_name text NOT NULL,
    file_sha256 bytea NOT NULL,
    report jsonb NOT NULL,
    factor_count integer NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    supersedes_id uuid,
    CONSTRAINT factor_set_money_has_its_price_year CHECK (((((currency)::text = ''::text) AND (price_year IS NULL)) OR ((NOT ((currency)::text = ''::text)) AND (NOT (price_year IS NULL))))),
    CONSTRAINT factor_set_names_source_and_license CHECK (((NOT (source = ''::text)) AND (NOT ((license)::text = ''::text)))),
    CONSTRAINT factor_set_validity_is_a_period CHECK (((valid_until IS NULL) OR (valid_until > valid_from))),
    CONSTRAINT footprints_factorset_price_year_check CHECK ((price_year >= 0))
);
CREATE TABLE public.footprints_inventory (
    id uuid NOT NULL,
    year smallint NOT NULL,
    version integer NOT NULL,
    state character varying(9) NOT NULL,
    gwp_set character varying(32) NOT NULL,
    consolidation character varying(20) NOT NULL,
    is_base_year boolean NOT NULL,
    is_complete boolean NOT NULL,
    restatement_what text NOT NULL,
    restatement_why text NOT NULL,
    restatement_change_kg bigint,
    rule_set character varying(64) NOT NULL,
    engine jsonb NOT NULL,
    findings jsonb NOT NULL,
    line_count integer NOT NULL,
    missing_count integer NOT NULL,
    input_sha256 bytea NOT NULL,
    is_synthetic boolean NOT NULL,
    sealed_at timestamp with time zone,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entity_id uuid NOT NULL,
    person_id uuid,
    restates_id uuid,
    series jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT footprints_inventory_version_check CHECK ((version >= 0)),
    CONSTRAINT footprints_inventory_year_check CHECK ((year >= 0)),
    CONSTRAINT inventory_consolidation_is_known CHECK (((consolidation)::text = ANY ((ARRAY['operational_control'::character varying, 'financial_control'::character varying, 'equity_share'::character varying])::text[]))),
    CONSTRAINT inventory_missing_lines_are_lines CHECK (((missing_count >= 0) AND (missing_count <= line_count))),
    CONSTRAINT inventory_restatement_says_what_why_and_how_much CHECK ((((restatement_change_kg IS NULL) AND (restatement_what = ''::text) AND (restatement_why = ''::text) AND (restates_id IS NULL)) OR ((restatement_change_kg IS NOT NULL) AND (restates_id IS NOT NULL) AND (NOT (restatement_what = ''::text)) AND (NOT (restatement_why = ''::text))))),
    CONSTRAINT inventory_state_is_known CHECK (((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'FINAL'::character varying, 'PUBLISHED'::character varying])::text[]))),
    CONSTRAINT inventory_version_counts_from_1 CHECK ((version >= 1))
);
CREATE TABLE public.footprints_inventorycomputation (
    id uuid NOT NULL,
    year smallint NOT NULL,
    plan jsonb NOT NULL,
    state character varying(11) NOT NULL,
    stage character varying(16) NOT NULL,
    problem text NOT NULL,
    fix text NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entity_id uuid NOT NULL,
    inventory_id uuid,
    person_id uuid NOT NULL,
    CONSTRAINT footprints_inventorycomputation_year_check CHECK ((year >= 0)),
    CONSTRAINT inventory_computation_done_has_its_version CHECK ((((inventory_id IS NOT NULL) AND ((state)::text = 'DONE'::text)) OR ((NOT ((state)::text = 'DONE'::text)) AND (inventory_id IS NULL)))),
    CONSTRAINT inventory_computation_state_is_known CHECK (((state)::text = ANY ((ARRAY['MAPPING'::character varying, 'WAITING'::character varying, 'RUNNING'::character varying, 'DONE'::character varying, 'FAILED'::character varying, 'INTERRUPTED'::character varying])::text[])))
);
CREATE TABLE public.footprints_inventoryfactorset (
    id bigint NOT NULL,
    priority smallint NOT NULL,
    factor_set_id uuid NOT NULL,
    inventory_id uuid NOT NULL,
    CONSTRAINT footprints_inventoryfactorset_priority_check CHECK ((priority >= 0))
);
ALTER TABLE public.footprints_inventoryfactorset ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_inventoryfactorset_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_inventoryline (
    id bigint NOT NULL,
    part character varying(16) NOT NULL,
    category smallint,
    method character varying(20) NOT NULL,
    mass_kg numeric(38,9),
    co2_kg numeric(38,9),
    ch4_kg numeric(38,9),
    n2o_kg numeric(38,9),
    data_quality smallint,
    code character varying(64) NOT NULL,
    activity_line_id bigint NOT NULL,
    factor_id bigint,
    inventory_id uuid NOT NULL,
    CONSTRAINT footprints_inventoryline_category_check CHECK ((category >= 0)),
    CONSTRAINT footprints_inventoryline_data_quality_check CHECK ((data_quality >= 0)),
    CONSTRAINT inventory_line_category_is_of_scope_3 CHECK (((((category >= 1) AND (category <= 15)) AND ((part)::text = 'SCOPE3'::text)) OR ((category IS NULL) AND ((part)::text = ANY ((ARRAY['SCOPE1'::character varying, 'SCOPE2_LOCATION'::character varying, 'SCOPE2_MARKET'::character varying, 'BIOGENIC'::character varying])::text[]))))),
    CONSTRAINT inventory_line_without_figure_says_why CHECK (((((code)::text = ''::text) AND (mass_kg IS NOT NULL)) OR ((ch4_kg IS NULL) AND (co2_kg IS NULL) AND (mass_kg IS NULL) AND (n2o_kg IS NULL) AND (NOT ((code)::text = ''::text)))))
);
ALTER TABLE public.footprints_inventoryline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_inventoryline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_inventoryload (
    id bigint NOT NULL,
    inventory_id uuid NOT NULL,
    load_id uuid NOT NULL
);
ALTER TABLE public.footprints_inventoryload ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_inventoryload_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_inventorystep (
    id uuid NOT NULL,
    to_state character varying(9) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    inventory_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT inventory_step_leads_forward CHECK (((to_state)::text = ANY ((ARRAY['FINAL'::character varying, 'PUBLISHED'::character varying])::text[])))
);
CREATE TABLE public.footprints_inventorytotal (
    id bigint NOT NULL,
    part character varying(16) NOT NULL,
    category smallint,
    state character varying(24) NOT NULL,
    reason text NOT NULL,
    mass_kg bigint,
    mass_exact_kg numeric(38,9),
    co2_kg numeric(38,9),
    ch4_kg numeric(38,9),
    n2o_kg numeric(38,9),
    low_kg bigint,
    high_kg bigint,
    uncertainty_basis character varying(64) NOT NULL,
    data_quality numeric(4,2),
    method character varying(20) NOT NULL,
    method_shares jsonb NOT NULL,
    line_count integer NOT NULL,
    missing_count integer NOT NULL,
    inventory_id uuid NOT NULL,
    CONSTRAINT footprints_inventorytotal_category_check CHECK ((category >= 0)),
    CONSTRAINT inventory_total_category_is_of_scope_3 CHECK (((((category >= 1) AND (category <= 15)) AND ((part)::text = 'SCOPE3'::text)) OR ((category IS NULL) AND ((part)::text = ANY ((ARRAY['SCOPE1'::character varying, 'SCOPE2_LOCATION'::character varying, 'SCOPE2_MARKET'::character varying, 'BIOGENIC'::character varying])::text[]))))),
    CONSTRAINT inventory_total_is_not_below_zero CHECK (((mass_kg IS NULL) OR (mass_kg >= 0))),
    CONSTRAINT inventory_total_lies_in_its_interval CHECK ((((high_kg IS NULL) AND (low_kg IS NULL)) OR ((high_kg >= mass_kg) AND (low_kg <= mass_kg)))),
    CONSTRAINT inventory_total_method_is_known CHECK ((((method)::text = ''::text) OR ((method)::text = ANY ((ARRAY['supplier_specific'::character varying, 'hybrid'::character varying, 'average_data'::character varying, 'spend_based'::character varying])::text[])))),
    CONSTRAINT inventory_total_missing_is_never_zero CHECK ((((mass_exact_kg IS NOT NULL) AND (mass_kg IS NOT NULL) AND ((state)::text = ANY ((ARRAY['reported'::character varying, 'estimated'::character varying])::text[]))) OR ((NOT ((state)::text = ANY ((ARRAY['reported'::character varying, 'estimated'::character varying])::text[]))) AND (ch4_kg IS NULL) AND (co2_kg IS NULL) AND (high_kg IS NULL) AND (low_kg IS NULL) AND (mass_exact_kg IS NULL) AND (mass_kg IS NULL) AND (n2o_kg IS NULL)))),
    CONSTRAINT inventory_total_reason_is_given CHECK (((NOT ((state)::text = ANY ((ARRAY['not_relevant'::character varying, 'excluded'::character varying])::text[]))) OR (NOT (reason = ''::text)))),
    CONSTRAINT inventory_total_state_is_known CHECK (((state)::text = ANY ((ARRAY['reported'::character varying, 'estimated'::character varying, 'not_relevant'::character varying, 'relevant_not_calculated'::character varying, 'excluded'::character varying, 'not_disclosed'::character varying])::text[])))
);
ALTER TABLE public.footprints_inventorytotal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.footprints_inventorytotal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.footprints_target (
    id uuid NOT NULL,
    series uuid NOT NULL,
    version integer NOT NULL,
    scopes character varying(5) NOT NULL,
    metric character varying(20) NOT NULL,
    intensity_unit character varying(64) NOT NULL,
    growth_per_year numeric(7,6),
    scope2_method character varying(8) NOT NULL,
    base_year smallint NOT NULL,
    scope1_base_kg bigint,
    scope2_base_kg bigint,
    scope3_base_kg bigint,
    recent_year smallint,
    scope1_recent_kg bigint,
    scope2_recent_kg bigint,
    scope3_recent_kg bigint,
    target_year smallint NOT NULL,
    reduction numeric(7,6) NOT NULL,
    coverage numeric(7,6),
    net_zero_year smallint,
    reduce_from smallint,
    remove_from smallint,
    offset_from smallint,
    submitted_on date,
    validated_on date,
    validator character varying(200) NOT NULL,
    valid_until date,
    public_url character varying(500) NOT NULL,
    restatement_reason text NOT NULL,
    rule_set character varying(64) NOT NULL,
    findings jsonb NOT NULL,
    absolute_change numeric(12,6),
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entity_id uuid NOT NULL,
    evidence_id uuid,
    person_id uuid NOT NULL,
    CONSTRAINT footprints_target_base_year_check CHECK ((base_year >= 0)),
    CONSTRAINT footprints_target_net_zero_year_check CHECK ((net_zero_year >= 0)),
    CONSTRAINT footprints_target_offset_from_check CHECK ((offset_from >= 0)),
    CONSTRAINT footprints_target_recent_year_check CHECK ((recent_year >= 0)),
    CONSTRAINT footprints_target_reduce_from_check CHECK ((reduce_from >= 0)),
    CONSTRAINT footprints_target_remove_from_check CHECK ((remove_from >= 0)),
    CONSTRAINT footprints_target_target_year_check CHECK ((target_year >= 0)),
    CONSTRAINT footprints_target_version_check CHECK ((version >= 0)),
    CONSTRAINT target_intensity_shows_the_absolute CHECK ((((growth_per_year IS NULL) AND ((intensity_unit)::text = ''::text) AND ((metric)::text = 'absolute'::text)) OR ((absolute_change IS NOT NULL) AND (growth_per_year IS NOT NULL) AND (NOT ((metric)::text = 'absolute'::text)) AND (NOT ((intensity_unit)::text = ''::text))))),
    CONSTRAINT target_metric_is_known CHECK (((metric)::text = ANY ((ARRAY['absolute'::character varying, 'economic_intensity'::character varying, 'physical_intensity'::character varying, 'sda'::character varying])::text[]))),
    CONSTRAINT target_reduces_by_a_share CHECK (((reduction > (0)::numeric) AND (reduction <= (1)::numeric))),
    CONSTRAINT target_reduces_then_removes_then_offsets CHECK ((((remove_from IS NULL) OR ((reduce_from IS NOT NULL) AND (remove_from >= reduce_from))) AND ((offset_from IS NULL) OR ((offset_from >= reduce_from) AND (reduce_from IS NOT NULL) AND ((remove_from IS NULL) OR (offset_from >= remove_from)))))),
    CONSTRAINT target_restatement_has_its_reason CHECK ((((series = id) AND (version = 1)) OR ((version > 1) AND (NOT (restatement_reason = ''::text))))),
    CONSTRAINT target_scope_2_names_its_method CHECK ((((scope2_base_kg IS NULL) AND ((scope2_method)::text = ''::text)) OR ((scope2_base_kg IS NOT NULL) AND ((scope2_method)::text = ANY ((ARRAY['location'::character varying, 'market'::character varying])::text[]))))),
    CONSTRAINT target_scopes_have_their_base CHECK ((((scope1_base_kg >= 0) AND (scope2_base_kg IS NULL) AND (scope3_base_kg IS NULL) AND ((scopes)::text = '1'::text)) OR ((scope1_base_kg IS NULL) AND (scope2_base_kg >= 0) AND (scope3_base_kg IS NULL) AND ((scopes)::text = '2'::text)) OR ((scope1_base_kg >= 0) AND (scope2_base_kg >= 0) AND (scope3_base_kg IS NULL) AND ((scopes)::text = '1+2'::text)) OR ((scope1_base_kg IS NULL) AND (scope2_base_kg IS NULL) AND (scope3_base_kg >= 0) AND ((scopes)::text = '3'::text)) OR ((scope1_base_kg >= 0) AND (scope2_base_kg >= 0) AND (scope3_base_kg >= 0) AND ((scopes)::text = '1+2+3'::text)))),
    CONSTRAINT target_validation_names_its_validator CHECK ((((validated_on IS NULL) AND ((validator)::text = ''::text)) OR ((evidence_id IS NOT NULL) AND (validated_on IS NOT NULL) AND (NOT ((validator)::text = ''::text))))),
    CONSTRAINT target_year_follows_its_base CHECK ((target_year > base_year))
);
CREATE TABLE public.footprints_targetjudgement (
    id uuid NOT NULL,
    is_accepted boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    target_id uuid NOT NULL,
    CONSTRAINT target_rejection_has_its_reason CHECK ((is_accepted OR (NOT (reason = ''::text))))
);
CREATE TABLE public.ledger_batch (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    kg bigint NOT NULL,
    energy_mj bigint NOT NULL,
    volume_ml bigint NOT NULL,
    CONSTRAINT ledger_batch_energy_mj_check CHECK ((energy_mj >= 0)),
    CONSTRAINT ledger_batch_kg_check CHECK ((kg > 0)),
    CONSTRAINT ledger_batch_volume_ml_check CHECK ((volume_ml >= 0))
);
ALTER TABLE public.ledger_batch ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_cancellation (
    entry_id bigint NOT NULL,
    reason text NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    CONSTRAINT ledger_cancellation_reason_known CHECK ((reason = ANY (ARRAY['ERROR'::text, 'REVERSAL'::text, 'EXPIRED'::text, 'EXPORTED'::text, 'COMPLIANCE'::text, 'OTHER'::text])))
);
CREATE TABLE public.ledger_certificate (
    entry_id bigint NOT NULL,
    certificate_id uuid NOT NULL,
    retirement_id uuid NOT NULL,
    unit_kind public.ledger_unit_kind NOT NULL,
    kg public.ledger_kilograms NOT NULL,
    replaces_id bigint,
    annex bytea NOT NULL
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY public.ledger_certificate ALTER COLUMN annex SET STORAGE EXTERNAL;
CREATE TABLE public.ledger_checkpoint (
    size bigint NOT NULL,
    root public.ledger_sha256 NOT NULL,
    note text NOT NULL,
    seen_xid xid8 NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ledger_checkpoint_size_check CHECK ((size > 0))
);
CREATE TABLE public.ledger_confirmation (
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    stop_unit bigint NOT NULL
);
CREATE TABLE public.ledger_correction (
    entry_id bigint NOT NULL,
    certificate_entry_id bigint NOT NULL,
    reason text NOT NULL,
    CONSTRAINT ledger_correction_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);
CREATE TABLE public.ledger_cover (
    scope3_lot_id bigint NOT NULL,
    scope3_stop_unit bigint NOT NULL,
    scope1_lot_id bigint NOT NULL,
    scope1_stop_unit bigint NOT NULL,
    kg public.ledger_kilograms NOT NULL
);
CREATE TABLE public.ledger_entry (
    id bigint NOT NULL,
    kind public.ledger_entry_kind NOT NULL,
    request_id public.ledger_request_id NOT NULL,
    input_hash public.ledger_sha256 NOT NULL,
    body public.ledger_body,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    CONSTRAINT ledger_entry_effective_not_after_recorded CHECK ((effective_at <= recorded_at)),
    CONSTRAINT ledger_entry_public_kinds_have_a_body CHECK (((body IS NULL) = ((kind)::text = ANY (ARRAY['PRICE'::text, 'LISTING'::text, 'RESERVATION'::text, 'RESOLUTION'::text]))))
)
WITH (toast_tuple_target='8160');
ALTER TABLE ONLY public.ledger_entry ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE public.ledger_entry ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_hold (
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    is_hold boolean NOT NULL,
    reason text NOT NULL,
    CONSTRAINT ledger_hold_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000)))
);
CREATE TABLE public.ledger_leaf (
    log_index bigint NOT NULL,
    entry_id bigint NOT NULL,
    leaf_hash public.ledger_sha256 NOT NULL,
    CONSTRAINT ledger_leaf_log_index_check CHECK ((log_index >= 0))
);
CREATE TABLE public.ledger_line (
    lot_id bigint NOT NULL,
    start_unit bigint NOT NULL,
    stop_unit bigint NOT NULL,
    prev_unit bigint,
    head_unit bigint,
    entry_id bigint NOT NULL,
    place integer DEFAULT 0 NOT NULL,
    use public.ledger_use NOT NULL,
    reservation_id bigint,
    price_id bigint,
    project_minor bigint DEFAULT 0 NOT NULL,
    registry_fee_minor bigint DEFAULT 0 NOT NULL,
    verification_minor bigint DEFAULT 0 NOT NULL,
    fx_minor bigint DEFAULT 0 NOT NULL,
    tax_minor bigint DEFAULT 0 NOT NULL,
    handling_minor bigint DEFAULT 0 NOT NULL,
    energy_mj bigint,
    volume_ml bigint,
    CONSTRAINT ledger_line_energy_and_volume_together CHECK (((energy_mj IS NULL) = (volume_ml IS NULL))),
    CONSTRAINT ledger_line_has_a_price_when_retired CHECK ((((use)::text = 'RETIREMENT'::text) = (price_id IS NOT NULL))),
    CONSTRAINT ledger_line_is_in_place CHECK (((stop_unit > start_unit) AND (COALESCE(prev_unit, head_unit) = start_unit) AND ((prev_unit IS NULL) <> (head_unit IS NULL))))
);
CREATE TABLE public.ledger_listing (
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    is_listed boolean NOT NULL,
    reason text DEFAULT ''::text NOT NULL
);
CREATE TABLE public.ledger_lot (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    entry_id bigint NOT NULL,
    parent_id bigint,
    key_number integer NOT NULL,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    unit_kg integer NOT NULL,
    unit_start bigint NOT NULL,
    unit_stop bigint NOT NULL,
    kind public.ledger_unit_kind NOT NULL,
    lot_class public.ledger_lot_class NOT NULL,
    batch_id bigint,
    batch_offset_kg bigint DEFAULT 0 NOT NULL,
    head bigint NOT NULL,
    reserved_kg bigint DEFAULT 0 NOT NULL,
    retired_kg bigint DEFAULT 0 NOT NULL,
    cancelled_kg bigint DEFAULT 0 NOT NULL,
    carried_project bigint DEFAULT 0 NOT NULL,
    carried_registry_fee bigint DEFAULT 0 NOT NULL,
    carried_verification bigint DEFAULT 0 NOT NULL,
    carried_fx bigint DEFAULT 0 NOT NULL,
    carried_tax bigint DEFAULT 0 NOT NULL,
    carried_handling bigint DEFAULT 0 NOT NULL,
    price_id bigint,
    hold_id bigint,
    is_listed boolean DEFAULT false NOT NULL,
    lock_handle boolean DEFAULT true NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT ledger_lot_buffer_is_never_sold CHECK ((((lot_class)::text <> 'BUFFER'::text) OR ((NOT is_listed) AND (reserved_kg = 0) AND (retired_kg = 0)))),
    CONSTRAINT ledger_lot_conserves CHECK (((head = ((unit_start + retired_kg) + cancelled_kg)) AND ((head + reserved_kg) <= unit_stop) AND (reserved_kg >= 0) AND (retired_kg >= 0) AND (cancelled_kg >= 0))),
    CONSTRAINT ledger_lot_listed_has_price_and_no_hold CHECK (((NOT is_listed) OR ((price_id IS NOT NULL) AND (hold_id IS NULL)))),
    CONSTRAINT ledger_lot_serials_count_the_kilograms CHECK (((unit_kg >= 1) AND ((((last_serial - first_serial) + 1) * unit_kg) = (unit_stop - unit_start))))
)
WITH (fillfactor='40', toast_tuple_target='128');
ALTER TABLE ONLY public.ledger_lot ALTER COLUMN facts SET STORAGE EXTERNAL;
ALTER TABLE public.ledger_lot ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_lot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_make_good (
    entry_id bigint NOT NULL,
    recalled_part_id bigint NOT NULL,
    kg public.ledger_kilograms NOT NULL
);
CREATE TABLE public.ledger_price (
    id bigint NOT NULL,
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    currency text NOT NULL,
    project_minor_per_t bigint NOT NULL,
    registry_fee_minor_per_t bigint NOT NULL,
    verification_minor_per_t bigint NOT NULL,
    fx_minor_per_t bigint NOT NULL,
    tax_minor_per_t bigint NOT NULL,
    handling_minor_per_t bigint NOT NULL,
    CONSTRAINT ledger_price_currency_is_iso CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT ledger_price_parts_are_costs CHECK (((LEAST(project_minor_per_t, registry_fee_minor_per_t, verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t) >= 0) AND (GREATEST(project_minor_per_t, registry_fee_minor_per_t, verification_minor_per_t, fx_minor_per_t, tax_minor_per_t, handling_minor_per_t) <= 1000000000)))
);
ALTER TABLE public.ledger_price ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_price_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_recall (
    entry_id bigint NOT NULL,
    public_id uuid NOT NULL,
    key_number integer NOT NULL,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    reason text NOT NULL,
    CONSTRAINT ledger_recall_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 1000))),
    CONSTRAINT ledger_recall_serials_in_order CHECK (((0 <= first_serial) AND (first_serial <= last_serial) AND (last_serial < '1099511627776'::bigint)))
);
CREATE TABLE public.ledger_recalled_part (
    id bigint NOT NULL,
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    stop_unit bigint NOT NULL,
    part_start_unit bigint NOT NULL,
    part_stop_unit bigint NOT NULL,
    CONSTRAINT ledger_recalled_part_has_units CHECK (((part_start_unit < part_stop_unit) AND (part_stop_unit <= stop_unit)))
);
ALTER TABLE public.ledger_recalled_part ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_recalled_part_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_registry_key (
    number integer NOT NULL,
    program text NOT NULL,
    key text NOT NULL,
    CONSTRAINT ledger_registry_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 300))),
    CONSTRAINT ledger_registry_key_number_below_2_22 CHECK (((number >= 0) AND (number <= 4194303))),
    CONSTRAINT ledger_registry_key_program_check CHECK (((length(program) >= 1) AND (length(program) <= 100)))
);
ALTER TABLE public.ledger_registry_key ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_registry_key_number_seq
    START WITH 0
    INCREMENT BY 1
    MINVALUE 0
    MAXVALUE 4194303
    CACHE 1
);
CREATE TABLE public.ledger_reservation (
    id bigint NOT NULL,
    public_id uuid NOT NULL,
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    kg public.ledger_kilograms NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    price_id bigint NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL
);
ALTER TABLE public.ledger_reservation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ledger_reservation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ledger_resolution (
    reservation_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    outcome public.ledger_outcome NOT NULL
);
CREATE TABLE public.ledger_unit_space (
    is_only boolean DEFAULT true NOT NULL,
    next_unit bigint NOT NULL,
    CONSTRAINT ledger_unit_space_is_only_check CHECK (is_only),
    CONSTRAINT ledger_unit_space_next_unit_check CHECK ((next_unit >= 0))
);
CREATE TABLE public.market_beneficiaryname (
    id uuid NOT NULL,
    display_name character varying(200) NOT NULL,
    legal_name character varying(200) NOT NULL,
    lei character varying(20) NOT NULL,
    registration_number character varying(64) NOT NULL,
    domain character varying(253) NOT NULL,
    country character varying(2) NOT NULL,
    search_key character varying(400) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT beneficiary_name_is_given CHECK (((NOT ((display_name)::text = ''::text)) AND (NOT ((legal_name)::text = ''::text)))),
    CONSTRAINT beneficiary_name_is_identified CHECK (((NOT ((lei)::text = ''::text)) OR (NOT ((registration_number)::text = ''::text)) OR (NOT ((domain)::text = ''::text))))
);
CREATE TABLE public.market_beneficiarynamedecision (
    name_id uuid NOT NULL,
    is_confirmed boolean NOT NULL,
    reason character varying(280) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.market_cancellationnotice (
    order_id uuid NOT NULL,
    reason character varying(24) NOT NULL,
    effective_on date NOT NULL,
    note character varying(280) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.market_claimdecision (
    claim_id uuid NOT NULL,
    is_released boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT claim_decision_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.market_claimwithdrawal (
    claim_id uuid NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT claim_withdrawal_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.market_correction (
    certificate_id uuid NOT NULL,
    short_code character varying(16) NOT NULL,
    reason character varying(280) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    beneficiary_id uuid NOT NULL,
    person_id uuid NOT NULL,
    replaces_id uuid NOT NULL,
    delivery_id uuid
);
CREATE TABLE public.market_delay (
    id uuid NOT NULL,
    expected_on date NOT NULL,
    reason character varying(280) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    order_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT delay_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);
CREATE TABLE public.market_delivery (
    id uuid NOT NULL,
    number smallint NOT NULL,
    retirement_id uuid NOT NULL,
    short_code character varying(16) NOT NULL,
    kg bigint NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    certificate_id uuid NOT NULL,
    person_id uuid NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT delivery_mass_is_positive CHECK ((kg >= 1)),
    CONSTRAINT market_delivery_number_check CHECK ((number >= 0))
);
CREATE TABLE public.market_deliveryline (
    line_id uuid NOT NULL,
    delivery_id uuid NOT NULL
);
CREATE TABLE public.market_document (
    id uuid NOT NULL,
    kind character varying(12) NOT NULL,
    sequence integer NOT NULL,
    reason character varying(24) NOT NULL,
    currency character varying(3) NOT NULL,
    amount_minor bigint NOT NULL,
    parties jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    order_id uuid NOT NULL,
    reverses_id uuid,
    CONSTRAINT credit_note_reverses_an_invoice CHECK (((((kind)::text = 'INVOICE'::text) AND ((reason)::text = ''::text) AND (reverses_id IS NULL)) OR (((kind)::text = 'CREDIT_NOTE'::text) AND (reverses_id IS NOT NULL) AND (NOT ((reason)::text = ''::text))))),
    CONSTRAINT market_document_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT order_document_amount_is_positive CHECK ((amount_minor >= 1)),
    CONSTRAINT order_document_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['INVOICE'::character varying, 'CREDIT_NOTE'::character varying])::text[])))
);
CREATE TABLE public.market_insetclaim (
    quote_id uuid NOT NULL,
    side character varying(6) NOT NULL,
    tier character varying(12) NOT NULL,
    chain character varying(16) NOT NULL,
    wanted_volume_ml bigint,
    wanted_energy_mj bigint,
    volume_ml bigint NOT NULL,
    energy_mj bigint NOT NULL,
    kg bigint NOT NULL,
    claim_year smallint NOT NULL,
    co_claim_mode character varying(32) NOT NULL,
    rule_set character varying(80) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    batch_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    activity_id uuid NOT NULL,
    CONSTRAINT inset_is_ordered_as_fuel CHECK ((((wanted_volume_ml IS NULL) OR (wanted_energy_mj IS NULL)) AND (1 = (
CASE
    WHEN (wanted_volume_ml IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (wanted_energy_mj IS NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT inset_is_positive CHECK (((energy_mj >= 1) AND (kg >= 1) AND (volume_ml >= 1))),
    CONSTRAINT inset_names_its_chain CHECK ((NOT ((chain)::text = ''::text))),
    CONSTRAINT inset_side_is_known CHECK (((side)::text = ANY ((ARRAY['SCOPE1'::character varying, 'SCOPE3'::character varying])::text[]))),
    CONSTRAINT inset_tier_is_known CHECK (((tier)::text = ANY ((ARRAY['CARRIER'::character varying, 'LOGISTICS'::character varying, 'SHIPPER'::character varying])::text[]))),
    CONSTRAINT market_insetclaim_claim_year_check CHECK ((claim_year >= 0))
);
CREATE TABLE public.market_insetdisclosure (
    id uuid NOT NULL,
    party character varying(200) NOT NULL,
    tier character varying(12) NOT NULL,
    scope3_category smallint NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    claim_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT inset_disclosure_names_its_party CHECK ((NOT ((party)::text = ''::text))),
    CONSTRAINT inset_disclosure_tier_is_known CHECK (((tier)::text = ANY ((ARRAY['CARRIER'::character varying, 'LOGISTICS'::character varying, 'SHIPPER'::character varying])::text[]))),
    CONSTRAINT market_insetdisclosure_scope3_category_check CHECK ((scope3_category >= 0))
);
CREATE TABLE public.market_order (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    external_id character varying(128) NOT NULL,
    state character varying(24) NOT NULL,
    hidden_until date,
    purpose character varying(24) NOT NULL,
    claim_year smallint,
    period_start date,
    period_end date,
    claim_country character varying(2) NOT NULL,
    claim_scope character varying(8) NOT NULL,
    note character varying(280) NOT NULL,
    inventory_line character varying(128) NOT NULL,
    signer character varying(120) NOT NULL,
    authorization_statement character varying(400) NOT NULL,
    payment_due_at timestamp with time zone NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    beneficiary_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    quote_id uuid NOT NULL,
    CONSTRAINT market_order_claim_year_check CHECK ((claim_year >= 0)),
    CONSTRAINT order_has_a_signer CHECK ((NOT ((signer)::text = ''::text))),
    CONSTRAINT order_has_one_claim_period CHECK ((((claim_year IS NOT NULL) AND (period_end IS NULL) AND (period_start IS NULL)) OR ((claim_year IS NULL) AND (period_end IS NOT NULL) AND (period_start IS NOT NULL) AND (period_start < period_end)))),
    CONSTRAINT order_is_authorized CHECK ((NOT ((authorization_statement)::text = ''::text))),
    CONSTRAINT order_purpose_is_known CHECK (((purpose)::text = ANY ((ARRAY['ONGOING_EMISSIONS'::character varying, 'RESIDUAL_NEUTRALIZATION'::character varying, 'BVCM_CONTRIBUTION'::character varying, 'CORPORATE_TARGET'::character varying, 'PUBLIC_CLAIM'::character varying, 'INSETTING'::character varying, 'REGULATORY'::character varying, 'OTHER'::character varying])::text[]))),
    CONSTRAINT order_state_is_known CHECK (((state)::text = ANY ((ARRAY['QUOTED'::character varying, 'RESERVED'::character varying, 'AWAITING_FUNDS'::character varying, 'CONFIRMED'::character varying, 'PARTIALLY_DELIVERED'::character varying, 'DELIVERED'::character varying, 'RETIRED'::character varying, 'CANCELLED'::character varying, 'EXPIRED'::character varying, 'FAILED'::character varying])::text[])))
);
CREATE TABLE public.market_orderallocation (
    id bigint NOT NULL,
    number smallint NOT NULL,
    entity character varying(200) NOT NULL,
    inventory_year smallint NOT NULL,
    scope character varying(8) NOT NULL,
    inventory_line character varying(128) NOT NULL,
    kg bigint NOT NULL,
    order_id uuid NOT NULL,
    CONSTRAINT market_orderallocation_inventory_year_check CHECK ((inventory_year >= 0)),
    CONSTRAINT market_orderallocation_number_check CHECK ((number >= 0)),
    CONSTRAINT order_allocation_has_an_entity CHECK ((NOT ((entity)::text = ''::text))),
    CONSTRAINT order_allocation_mass_is_positive CHECK ((kg >= 1))
);
ALTER TABLE public.market_orderallocation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.market_orderallocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.market_ordertransition (
    id bigint NOT NULL,
    number smallint NOT NULL,
    from_state character varying(24) NOT NULL,
    to_state character varying(24) NOT NULL,
    reason character varying(280) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    order_id uuid NOT NULL,
    person_id uuid,
    CONSTRAINT market_ordertransition_number_check CHECK ((number >= 0)),
    CONSTRAINT order_transition_is_listed CHECK (((((from_state)::text = 'QUOTED'::text) AND ((to_state)::text = 'RESERVED'::text)) OR (((from_state)::text = 'QUOTED'::text) AND ((to_state)::text = 'EXPIRED'::text)) OR (((from_state)::text = 'RESERVED'::text) AND ((to_state)::text = 'AWAITING_FUNDS'::text)) OR (((from_state)::text = 'RESERVED'::text) AND ((to_state)::text = 'EXPIRED'::text)) OR (((from_state)::text = 'AWAITING_FUNDS'::text) AND ((to_state)::text = 'CONFIRMED'::text)) OR (((from_state)::text = 'AWAITING_FUNDS'::text) AND ((to_state)::text = 'CANCELLED'::text)) OR (((from_state)::text = 'AWAITING_FUNDS'::text) AND ((to_state)::text = 'EXPIRED'::text)) OR (((from_state)::text = 'CONFIRMED'::text) AND ((to_state)::text = 'PARTIALLY_DELIVERED'::text)) OR (((from_state)::text = 'CONFIRMED'::text) AND ((to_state)::text = 'DELIVERED'::text)) OR (((from_state)::text = 'CONFIRMED'::text) AND ((to_state)::text = 'CANCELLED'::text)) OR (((from_state)::text = 'CONFIRMED'::text) AND ((to_state)::text = 'FAILED'::text)) OR (((from_state)::text = 'PARTIALLY_DELIVERED'::text) AND ((to_state)::text = 'PARTIALLY_DELIVERED'::text)) OR (((from_state)::text = 'PARTIALLY_DELIVERED'::text) AND ((to_state)::text = 'DELIVERED'::text)) OR (((from_state)::text = 'DELIVERED'::text) AND ((to_state)::text = 'RETIRED'::text))))
);
ALTER TABLE public.market_ordertransition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.market_ordertransition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.market_payment (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    currency character varying(3) NOT NULL,
    amount_minor bigint NOT NULL,
    reference character varying(128) NOT NULL,
    value_date date NOT NULL,
    request_id character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    order_id uuid NOT NULL,
    person_id uuid,
    balance_minor bigint DEFAULT 0 NOT NULL,
    gateway character varying(32) DEFAULT ''::character varying NOT NULL,
    number smallint DEFAULT 0 NOT NULL,
    CONSTRAINT market_payment_number_check CHECK ((number >= 0)),
    CONSTRAINT payment_balance_is_not_negative CHECK ((balance_minor >= 0)),
    CONSTRAINT payment_has_a_reference CHECK ((NOT ((reference)::text = ''::text))),
    CONSTRAINT payment_has_its_recorder CHECK (((person_id IS NOT NULL) OR (NOT ((gateway)::text = ''::text)))),
    CONSTRAINT payment_is_positive CHECK ((amount_minor >= 1)),
    CONSTRAINT payment_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['RECEIVED'::character varying, 'REFUNDED'::character varying])::text[])))
);
CREATE TABLE public.market_pricenotice (
    id uuid NOT NULL,
    currency character varying(3) NOT NULL,
    project_per_t bigint NOT NULL,
    registry_fee_per_t bigint NOT NULL,
    verification_per_t bigint NOT NULL,
    fx_per_t bigint NOT NULL,
    tax_per_t bigint NOT NULL,
    handling_per_t bigint NOT NULL,
    source text NOT NULL,
    effective_on date NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    lot_id uuid NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.market_pricenoticeapplied (
    notice_id uuid NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
CREATE TABLE public.market_publicclaim (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    claimant character varying(200) NOT NULL,
    year smallint NOT NULL,
    language character varying(8) NOT NULL,
    text text NOT NULL,
    is_own_wording boolean NOT NULL,
    subject character varying(12) NOT NULL,
    markets jsonb NOT NULL,
    template_rule_set character varying(64) NOT NULL,
    lint_rule_set character varying(64) NOT NULL,
    findings jsonb NOT NULL,
    objections jsonb NOT NULL,
    plea text NOT NULL,
    basis jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    certificate_id uuid,
    disclosure_id uuid,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT market_publicclaim_year_check CHECK ((year >= 0)),
    CONSTRAINT public_claim_against_a_rule_says_why CHECK (((objections = '[]'::jsonb) OR (NOT (plea = ''::text)))),
    CONSTRAINT public_claim_has_its_text CHECK ((NOT (text = ''::text))),
    CONSTRAINT public_claim_has_one_subject CHECK ((((certificate_id IS NOT NULL) AND (disclosure_id IS NULL) AND ((kind)::text = 'credit_retirement'::text)) OR ((certificate_id IS NULL) AND (disclosure_id IS NOT NULL) AND ((kind)::text = 'vcmi_tier'::text)))),
    CONSTRAINT public_claim_subject_is_known CHECK (((subject)::text = ANY ((ARRAY['company'::character varying, 'product'::character varying, 'certificate'::character varying])::text[])))
);
CREATE TABLE public.market_quote (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    fingerprint bytea NOT NULL,
    wanted_kg bigint,
    wanted_minor bigint,
    rule character varying(24) NOT NULL,
    state character varying(8) NOT NULL,
    currency character varying(3) NOT NULL,
    kg bigint NOT NULL,
    amount_minor bigint NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    explanation jsonb DEFAULT '{}'::jsonb NOT NULL,
    disclaimers jsonb DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT quote_amount_is_positive CHECK ((amount_minor >= 1)),
    CONSTRAINT quote_is_by_mass_or_by_money CHECK ((((wanted_kg IS NULL) OR (wanted_minor IS NULL)) AND (1 = (
CASE
    WHEN (wanted_kg IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (wanted_minor IS NULL) THEN 1
    ELSE 0
END)))),
    CONSTRAINT quote_mass_is_positive CHECK ((kg >= 1)),
    CONSTRAINT quote_state_is_known CHECK (((state)::text = ANY ((ARRAY['OPEN'::character varying, 'CONSUMED'::character varying, 'LAPSED'::character varying])::text[])))
);
CREATE TABLE public.market_quoteline (
    id uuid NOT NULL,
    number smallint NOT NULL,
    kg bigint NOT NULL,
    project_per_t bigint NOT NULL,
    registry_fee_per_t bigint NOT NULL,
    verification_per_t bigint NOT NULL,
    fx_per_t bigint NOT NULL,
    tax_per_t bigint NOT NULL,
    handling_per_t bigint NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL,
    lot_id uuid NOT NULL,
    reservation_id uuid,
    quote_id uuid NOT NULL,
    CONSTRAINT market_quoteline_number_check CHECK ((number >= 0)),
    CONSTRAINT quote_line_mass_is_positive CHECK ((kg >= 1))
);
CREATE TABLE public.market_registerplace (
    is_only boolean NOT NULL,
    last_index bigint NOT NULL,
    day date,
    CONSTRAINT register_place_is_one CHECK (is_only)
);
CREATE TABLE public.market_registerproject (
    id bigint NOT NULL,
    program character varying(100) NOT NULL,
    project character varying(300) NOT NULL,
    row_id bigint NOT NULL
);
ALTER TABLE public.market_registerproject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.market_registerproject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.market_registerrow (
    log_index bigint NOT NULL,
    certificate_id uuid NOT NULL,
    short_code character varying(16) NOT NULL,
    name_key character varying(400) NOT NULL,
    hidden_until date,
    year smallint NOT NULL,
    purpose character varying(24) NOT NULL,
    day date NOT NULL,
    kg bigint NOT NULL,
    is_in_force boolean NOT NULL,
    unit_kind character varying(16) NOT NULL,
    CONSTRAINT market_registerrow_year_check CHECK ((year >= 0))
);
CREATE TABLE public.market_registeryear (
    id bigint NOT NULL,
    year smallint NOT NULL,
    unit_kind character varying(16) NOT NULL,
    kg bigint NOT NULL,
    certificate_count bigint NOT NULL,
    CONSTRAINT market_registeryear_year_check CHECK ((year >= 0))
);
ALTER TABLE public.market_registeryear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.market_registeryear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.market_substitution (
    line_id uuid NOT NULL,
    kg bigint NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL,
    saved_minor bigint NOT NULL,
    reason character varying(280) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    lot_id uuid NOT NULL,
    person_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    CONSTRAINT substitution_costs_no_more CHECK ((saved_minor >= 0)),
    CONSTRAINT substitution_has_a_reason CHECK ((NOT ((reason)::text = ''::text)))
);
CREATE TABLE public.market_transportactivity (
    id uuid NOT NULL,
    year smallint NOT NULL,
    scope character varying(2) NOT NULL,
    scope3_category smallint,
    mode character varying(16) NOT NULL,
    fuel character varying(20) NOT NULL,
    market character varying(2) NOT NULL,
    energy_mj bigint NOT NULL,
    emissions_kg bigint NOT NULL,
    description text NOT NULL,
    evidence_title text NOT NULL,
    evidence_sha256 character varying(64) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT activity_fuel_is_known CHECK (((fuel)::text = ANY ((ARRAY['diesel'::character varying, 'jet'::character varying, 'natural_gas'::character varying, 'bunker'::character varying])::text[]))),
    CONSTRAINT activity_has_its_evidence CHECK (((evidence_sha256)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT activity_is_positive CHECK (((emissions_kg >= 1) AND (energy_mj >= 1))),
    CONSTRAINT activity_mode_is_known CHECK (((mode)::text = ANY ((ARRAY['road'::character varying, 'rail'::character varying, 'air'::character varying, 'marine'::character varying])::text[]))),
    CONSTRAINT activity_scope_is_known CHECK (((((scope)::text = '1'::text) AND (scope3_category IS NULL)) OR (((scope)::text = '3'::text) AND (scope3_category >= 1) AND (scope3_category <= 15)))),
    CONSTRAINT market_transportactivity_scope3_category_check CHECK ((scope3_category >= 0)),
    CONSTRAINT market_transportactivity_year_check CHECK ((year >= 0))
);
CREATE TABLE public.members_appeal (
    id uuid NOT NULL,
    text text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    application_id uuid NOT NULL,
    decision_id uuid NOT NULL
);
CREATE TABLE public.members_appealdecision (
    id uuid NOT NULL,
    is_upheld boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    appeal_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT appeal_ruling_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.members_application (
    id uuid NOT NULL,
    state character varying(12) NOT NULL,
    draft jsonb NOT NULL,
    buys_until date,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    opened_by_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    decision_id uuid,
    CONSTRAINT application_state_is_known CHECK (((state)::text = ANY ((ARRAY['DRAFT'::character varying, 'SUBMITTED'::character varying, 'SCREENING'::character varying, 'NEEDS_INFO'::character varying, 'ELIGIBLE'::character varying, 'CONDITIONAL'::character varying, 'PENDING'::character varying, 'DECLINED'::character varying, 'EXPIRING'::character varying, 'SUSPENDED'::character varying, 'WITHDRAWN'::character varying])::text[])))
);
CREATE TABLE public.members_assessment (
    id uuid NOT NULL,
    cause character varying(16) NOT NULL,
    rule_set character varying(80) NOT NULL,
    gate_mode character varying(20) NOT NULL,
    as_of date NOT NULL,
    outcome character varying(12) NOT NULL,
    facts jsonb NOT NULL,
    lapses_on date,
    conditional_until date,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid NOT NULL,
    person_id uuid,
    CONSTRAINT assessment_cause_is_known CHECK (((cause)::text = ANY ((ARRAY['SUBMISSION'::character varying, 'NEW_EVIDENCE'::character varying, 'YEARLY'::character varying, 'RESTATEMENT'::character varying, 'TARGET_CHANGE'::character varying, 'PLEDGE_CHANGE'::character varying, 'ADVERSE_FINDING'::character varying, 'EVIDENCE_EXPIRY'::character varying, 'APPEAL'::character varying])::text[]))),
    CONSTRAINT assessment_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['ELIGIBLE'::character varying, 'CONDITIONAL'::character varying, 'PENDING'::character varying, 'INELIGIBLE'::character varying])::text[])))
);
CREATE TABLE public.members_assessmentfinding (
    id bigint NOT NULL,
    place smallint NOT NULL,
    rule character varying(16) NOT NULL,
    rule_set character varying(80) NOT NULL,
    result character varying(12) NOT NULL,
    clause character varying(40) NOT NULL,
    message_key character varying(60) NOT NULL,
    also jsonb NOT NULL,
    evidence_ids jsonb NOT NULL,
    figures jsonb NOT NULL,
    mends jsonb NOT NULL,
    warnings jsonb NOT NULL,
    lapses_on date,
    basis character varying(40) NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    assessment_id uuid NOT NULL,
    CONSTRAINT finding_result_is_known CHECK (((result)::text = ANY ((ARRAY['MET'::character varying, 'NOT_MET'::character varying, 'NOT_SHOWN'::character varying, 'CONDITIONAL'::character varying, 'PENDING'::character varying])::text[]))),
    CONSTRAINT members_assessmentfinding_place_check CHECK ((place >= 0))
);
ALTER TABLE public.members_assessmentfinding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_assessmentfinding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.members_decision (
    id uuid NOT NULL,
    is_confirmed boolean NOT NULL,
    outcome character varying(12) NOT NULL,
    reason text NOT NULL,
    valid_until date,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid NOT NULL,
    approver_id uuid NOT NULL,
    reviewer_id uuid NOT NULL,
    supersedes_id uuid,
    proposal_id uuid NOT NULL,
    CONSTRAINT decision_is_made_by_two_people CHECK ((NOT (reviewer_id = approver_id))),
    CONSTRAINT decision_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['ELIGIBLE'::character varying, 'CONDITIONAL'::character varying, 'PENDING'::character varying, 'INELIGIBLE'::character varying])::text[]))),
    CONSTRAINT decision_return_has_its_reason CHECK ((is_confirmed OR (NOT (reason = ''::text))))
);
CREATE TABLE public.members_disclosedyear (
    id uuid NOT NULL,
    year smallint NOT NULL,
    version integer NOT NULL,
    scope1_kg bigint,
    scope2_kg bigint,
    scope3_kg bigint,
    gross_kg bigint,
    trajectory_kg bigint NOT NULL,
    scope3_trajectory_kg bigint,
    base_year_kg bigint,
    net_zero_year smallint NOT NULL,
    planned_reductions_kg bigint NOT NULL,
    retired_elsewhere_kg bigint NOT NULL,
    restatement_reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    entity_id uuid NOT NULL,
    CONSTRAINT disclosed_figures_are_not_below_zero CHECK (((trajectory_kg >= 0) AND (planned_reductions_kg >= 0) AND (retired_elsewhere_kg >= 0) AND ((scope1_kg IS NULL) OR (scope1_kg >= 0)) AND ((scope2_kg IS NULL) OR (scope2_kg >= 0)) AND ((scope3_kg IS NULL) OR (scope3_kg >= 0)))),
    CONSTRAINT disclosed_gross_is_the_sum_of_its_scopes CHECK (((gross_kg IS NULL) OR (gross_kg = ((scope1_kg + scope2_kg) + scope3_kg)) OR ((gross_kg = (scope1_kg + scope2_kg)) AND (scope3_kg IS NULL)))),
    CONSTRAINT disclosed_restatement_has_its_reason CHECK (((version = 1) OR (NOT (restatement_reason = ''::text)))),
    CONSTRAINT members_disclosedyear_net_zero_year_check CHECK ((net_zero_year >= 0)),
    CONSTRAINT members_disclosedyear_version_check CHECK ((version >= 0)),
    CONSTRAINT members_disclosedyear_year_check CHECK ((year >= 0))
);
CREATE TABLE public.members_entityallocation (
    id uuid NOT NULL,
    year smallint NOT NULL,
    kg bigint NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    giver_id uuid NOT NULL,
    taker_id uuid NOT NULL,
    CONSTRAINT allocation_is_above_zero CHECK ((kg > 0)),
    CONSTRAINT allocation_is_between_two CHECK ((NOT (giver_id = taker_id))),
    CONSTRAINT members_entityallocation_year_check CHECK ((year >= 0))
);
CREATE TABLE public.members_evidence (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    title character varying(200) NOT NULL,
    public_url character varying(2000) NOT NULL,
    sha256 bytea NOT NULL,
    file_name character varying(160) NOT NULL,
    published_on date,
    retrieved_on date NOT NULL,
    period_start date,
    period_end date,
    scopes jsonb NOT NULL,
    scope3_coverage character varying(8) NOT NULL,
    year character varying(16) NOT NULL,
    standard character varying(80) NOT NULL,
    standard_version character varying(40) NOT NULL,
    category character varying(1) NOT NULL,
    validated_on date,
    valid_until date,
    committed_on date,
    facts jsonb NOT NULL,
    lapses_on date,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid,
    organization_id uuid NOT NULL,
    replaces_id uuid,
    uploader_id uuid,
    file_sha256 bytea,
    list_entry_id uuid,
    CONSTRAINT evidence_can_be_found CHECK ((NOT ((file_sha256 IS NULL) AND (list_entry_id IS NULL) AND ((public_url)::text = ''::text)))),
    CONSTRAINT evidence_has_an_uploader_or_a_list CHECK (((uploader_id IS NOT NULL) OR (list_entry_id IS NOT NULL))),
    CONSTRAINT evidence_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['NET_ZERO_STATEMENT'::character varying, 'INVENTORY_REPORT'::character varying, 'TARGET_VALIDATION'::character varying, 'OWN_TARGET'::character varying, 'TRANSITION_PLAN'::character varying, 'PLEDGE_SIGNATURE'::character varying, 'SME_ROUTE'::character varying, 'RACE_TO_ZERO'::character varying, 'CREDIT_USE_REPORT'::character varying, 'ASSURANCE_STATEMENT'::character varying, 'SUPPLIER_ID'::character varying, 'CUSTOMER_ID'::character varying])::text[]))),
    CONSTRAINT evidence_of_net_zero_and_targets_lapses CHECK (((lapses_on IS NOT NULL) OR (NOT ((kind)::text = ANY ((ARRAY['NET_ZERO_STATEMENT'::character varying, 'INVENTORY_REPORT'::character varying, 'TARGET_VALIDATION'::character varying, 'OWN_TARGET'::character varying, 'SME_ROUTE'::character varying])::text[]))))),
    CONSTRAINT evidence_period_is_in_order CHECK (((period_start IS NULL) OR (period_end IS NULL) OR (period_start <= period_end)))
);
CREATE TABLE public.members_evidencefile (
    sha256 bytea NOT NULL,
    media_type character varying(80) NOT NULL,
    size_bytes integer NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT evidence_file_has_its_hash CHECK ((sha256 = sha256(content))),
    CONSTRAINT members_evidencefile_size_bytes_check CHECK ((size_bytes >= 0))
);
CREATE TABLE public.members_evidencejudgement (
    id uuid NOT NULL,
    number integer NOT NULL,
    is_accepted boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    evidence_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT evidence_rejection_has_its_reason CHECK ((is_accepted OR (NOT (reason = ''::text)))),
    CONSTRAINT members_evidencejudgement_number_check CHECK ((number >= 0))
);
CREATE TABLE public.members_figurejudgement (
    id uuid NOT NULL,
    is_accepted boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    year_id uuid NOT NULL,
    CONSTRAINT figure_rejection_has_its_reason CHECK ((is_accepted OR (NOT (reason = ''::text))))
);
CREATE TABLE public.members_unkeptlistrow (
    id bigint CONSTRAINT members_heldlistrow_id_not_null NOT NULL,
    file character varying(200) CONSTRAINT members_heldlistrow_file_not_null NOT NULL,
    record character varying(20) CONSTRAINT members_heldlistrow_record_not_null NOT NULL,
    code character varying(40) CONSTRAINT members_heldlistrow_code_not_null NOT NULL,
    reason text CONSTRAINT members_heldlistrow_reason_not_null NOT NULL,
    raw jsonb CONSTRAINT members_heldlistrow_raw_not_null NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() CONSTRAINT members_heldlistrow_recorded_at_not_null NOT NULL,
    edition_id uuid CONSTRAINT members_heldlistrow_edition_id_not_null NOT NULL,
    outcome character varying(10) NOT NULL,
    field character varying(200) NOT NULL,
    value text NOT NULL,
    CONSTRAINT unkept_row_is_held_or_refused CHECK (((outcome)::text = ANY ((ARRAY['held'::character varying, 'refused'::character varying])::text[])))
);
ALTER TABLE public.members_unkeptlistrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_heldlistrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.members_interest (
    id uuid NOT NULL,
    company character varying(200) NOT NULL,
    country character varying(2) NOT NULL,
    domain character varying(253) NOT NULL,
    relationship character varying(16) NOT NULL,
    contact_name character varying(120) NOT NULL,
    contact_email character varying(254) NOT NULL,
    language character varying(8) NOT NULL,
    message text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);
CREATE TABLE public.members_legalentity (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    lei character varying(20) NOT NULL,
    registration_number character varying(64) NOT NULL,
    country character varying(2) NOT NULL,
    is_main boolean NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    domain character varying(253) NOT NULL,
    authorization_statement character varying(400) NOT NULL,
    CONSTRAINT entity_is_identified_and_authorized CHECK ((is_main OR ((NOT ((authorization_statement)::text = ''::text)) AND ((NOT ((lei)::text = ''::text)) OR (NOT ((registration_number)::text = ''::text))))))
);
CREATE TABLE public.members_listedition (
    id uuid NOT NULL,
    list_name character varying(80) NOT NULL,
    title character varying(200) NOT NULL,
    edition date NOT NULL,
    kind character varying(20) NOT NULL,
    mapping_name character varying(120) NOT NULL,
    mapping_text text NOT NULL,
    report jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid
);
CREATE TABLE public.members_listentry (
    id uuid NOT NULL,
    list_name character varying(80) NOT NULL,
    key character varying(300) NOT NULL,
    name character varying(300) NOT NULL,
    name_key character varying(300) NOT NULL,
    lei character varying(20) NOT NULL,
    isin character varying(12) NOT NULL,
    domain character varying(253) NOT NULL,
    country character varying(2) NOT NULL,
    public_url character varying(2000) NOT NULL,
    facts jsonb NOT NULL,
    raw jsonb NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    edition_id uuid NOT NULL,
    registration_number character varying(64) NOT NULL
);
CREATE TABLE public.members_listlink (
    id uuid NOT NULL,
    number integer NOT NULL,
    is_same boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    entry_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT list_link_has_its_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT members_listlink_number_check CHECK ((number >= 0))
);
CREATE TABLE public.members_listvanishing (
    id bigint NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    edition_id uuid NOT NULL,
    entry_id uuid NOT NULL
);
ALTER TABLE public.members_listvanishing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_listvanishing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.members_pledgeconfirmation (
    id uuid NOT NULL,
    is_confirmed boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    signature_id uuid NOT NULL,
    CONSTRAINT pledge_refusal_has_its_reason CHECK ((is_confirmed OR (NOT (reason = ''::text))))
);
CREATE TABLE public.members_pledgeend (
    id uuid NOT NULL,
    reason text NOT NULL,
    left_on date NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    signature_id uuid NOT NULL,
    CONSTRAINT pledge_end_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.members_pledgesignature (
    id uuid NOT NULL,
    name character varying(200) NOT NULL,
    country character varying(2) NOT NULL,
    industry character varying(80) NOT NULL,
    description text NOT NULL,
    site character varying(2000) NOT NULL,
    employees integer,
    revenue_usd bigint,
    target_year smallint NOT NULL,
    commitments jsonb NOT NULL,
    rule_set character varying(80) NOT NULL,
    signer_name character varying(120) NOT NULL,
    signer_role character varying(120) NOT NULL,
    signed_on date NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT members_pledgesignature_employees_check CHECK ((employees >= 0)),
    CONSTRAINT members_pledgesignature_target_year_check CHECK ((target_year >= 0)),
    CONSTRAINT pledge_figures_are_not_below_zero CHECK (((revenue_usd IS NULL) OR (revenue_usd >= 0))),
    CONSTRAINT pledge_has_its_signer CHECK ((NOT ((signer_name)::text = ''::text)))
);
CREATE TABLE public.members_policyproposal (
    id uuid NOT NULL,
    rule_set character varying(60) NOT NULL,
    version character varying(20) NOT NULL,
    valid_from date NOT NULL,
    text text NOT NULL,
    sha256 bytea NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT policy_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.members_policysignoff (
    id uuid NOT NULL,
    rule_set character varying(60) NOT NULL,
    version character varying(20) NOT NULL,
    is_adopted boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    proposal_id uuid NOT NULL
);
CREATE TABLE public.members_proposal (
    id uuid NOT NULL,
    note text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    assessment_id uuid NOT NULL,
    reviewer_id uuid NOT NULL
);
CREATE TABLE public.members_reminder (
    id bigint NOT NULL,
    lapses_on date NOT NULL,
    days_before smallint NOT NULL,
    rules jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid NOT NULL,
    CONSTRAINT members_reminder_days_before_check CHECK ((days_before >= 0))
);
ALTER TABLE public.members_reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.members_remindermail (
    id bigint NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    reminder_id bigint NOT NULL
);
ALTER TABLE public.members_remindermail ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_remindermail_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.members_submission (
    id uuid NOT NULL,
    number integer NOT NULL,
    answers jsonb NOT NULL,
    authorization_statement text NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT members_submission_number_check CHECK ((number >= 0))
);
CREATE TABLE public.members_transition (
    id bigint NOT NULL,
    number integer NOT NULL,
    from_state character varying(12) NOT NULL,
    to_state character varying(12) NOT NULL,
    reason text NOT NULL,
    rule_set character varying(80) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    application_id uuid NOT NULL,
    assessment_id uuid,
    decision_id uuid,
    person_id uuid,
    CONSTRAINT members_transition_number_check CHECK ((number >= 0))
);
ALTER TABLE public.members_transition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.members_transition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_accesstoken (
    digest bytea NOT NULL,
    roles character varying(200) NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    client_id uuid NOT NULL
);
CREATE TABLE public.people_apiclient (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    roles character varying(200) NOT NULL,
    digest bytea NOT NULL,
    revoked_at timestamp with time zone,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    made_by_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.people_apitoken (
    id uuid NOT NULL,
    name character varying(80) NOT NULL,
    digest bytea NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    organization_id uuid NOT NULL
);
CREATE TABLE public.people_auditline (
    id bigint NOT NULL,
    action character varying(64) NOT NULL,
    subject character varying(80) NOT NULL,
    request_id character varying(255) NOT NULL,
    facts jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    organization_id uuid
);
ALTER TABLE public.people_auditline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_auditline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_invitation (
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    roles character varying(200) NOT NULL,
    digest bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    accepted_by_id uuid,
    invited_by_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT invitation_email_is_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT invitation_ends_one_way CHECK ((((accepted_at IS NULL) AND (accepted_by_id IS NULL)) OR ((accepted_at IS NOT NULL) AND (accepted_by_id IS NOT NULL) AND (withdrawn_at IS NULL))))
);
CREATE TABLE public.people_membership (
    id bigint NOT NULL,
    role character varying(16) NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    CONSTRAINT membership_role_is_known CHECK (((role)::text = ANY ((ARRAY['APPLICANT'::character varying, 'BUYER'::character varying, 'REPORTER'::character varying, 'SUPPLY'::character varying, 'REVIEWER'::character varying, 'FINANCE'::character varying, 'ELIGIBILITY'::character varying, 'GOVERNANCE'::character varying, 'AUDITOR'::character varying, 'ADMINISTRATOR'::character varying])::text[])))
);
ALTER TABLE public.people_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.people_organization (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    name character varying(200) NOT NULL,
    legal_name character varying(200) NOT NULL,
    lei character varying(20) NOT NULL,
    registration_number character varying(64) NOT NULL,
    domain character varying(253) NOT NULL,
    country character varying(2) NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT organization_country_is_alpha2 CHECK (((country)::text ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT organization_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['OPERATOR'::character varying, 'MEMBER'::character varying, 'REVIEWER'::character varying])::text[])))
);
CREATE TABLE public.people_person (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    id uuid NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(120) NOT NULL,
    language character varying(8) NOT NULL,
    is_active boolean NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT person_email_is_lower_case CHECK (((email)::text = lower((email)::text)))
);
CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;
CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;
CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;
CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialaccount (
    id integer NOT NULL,
    provider character varying(200) NOT NULL,
    uid character varying(191) NOT NULL,
    last_login timestamp with time zone NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    extra_data jsonb NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.socialaccount_socialaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialapp (
    id integer NOT NULL,
    provider character varying(30) NOT NULL,
    name character varying(40) NOT NULL,
    client_id character varying(191) NOT NULL,
    secret character varying(191) NOT NULL,
    key character varying(191) NOT NULL,
    provider_id character varying(200) NOT NULL,
    settings jsonb NOT NULL
);
ALTER TABLE public.socialaccount_socialapp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialapp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.socialaccount_socialtoken (
    id integer NOT NULL,
    token text NOT NULL,
    token_secret text NOT NULL,
    expires_at timestamp with time zone,
    account_id integer NOT NULL,
    app_id integer
);
ALTER TABLE public.socialaccount_socialtoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.socialaccount_socialtoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_adjustmentstatement (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number integer NOT NULL,
    state character varying(12) NOT NULL,
    stated_on date NOT NULL,
    authorization_ref text NOT NULL,
    source text NOT NULL,
    person_id uuid NOT NULL,
    jurisdiction_id uuid NOT NULL,
    CONSTRAINT adjustment_completed_names_authorization CHECK (((NOT ((state)::text = 'COMPLETED'::text)) OR (NOT (authorization_ref = ''::text)))),
    CONSTRAINT adjustment_state_is_known CHECK ((((state)::text = ANY ((ARRAY['NOT_STARTED'::character varying, 'PENDING'::character varying, 'COMPLETED'::character varying])::text[])) AND (NOT (source = ''::text))))
);
CREATE TABLE public.supply_bufferpart (
    id bigint NOT NULL,
    name text NOT NULL,
    stock_kg bigint NOT NULL,
    buffer_kg bigint NOT NULL,
    hazard_per_million integer NOT NULL,
    severity_permille integer NOT NULL,
    jurisdiction_id uuid NOT NULL,
    CONSTRAINT buffer_part_is_plausible CHECK (((buffer_kg >= 0) AND (hazard_per_million >= 0) AND (stock_kg >= 1) AND (hazard_per_million <= 200000) AND (severity_permille >= 1) AND (severity_permille <= 1000)))
);
ALTER TABLE public.supply_bufferpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_bufferpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_buyercondition (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    condition character varying(64) NOT NULL,
    source text NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT buyercondition_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT condition_names_rule_and_source CHECK ((NOT (((condition)::text = ''::text) OR (source = ''::text))))
);
CREATE TABLE public.supply_ccpdecision (
    id bigint NOT NULL,
    row_number integer NOT NULL,
    program text NOT NULL,
    methodology text NOT NULL,
    versions character varying(200) NOT NULL,
    state character varying(32) NOT NULL,
    decided_on date,
    edition_id uuid NOT NULL,
    CONSTRAINT ccp_decision_is_known CHECK (((state)::text = ANY ((ARRAY['approved'::character varying, 'remedial_action'::character varying, 'does_not_meet'::character varying, 'very_unlikely'::character varying, 'withdrawn_from_assessment'::character varying, 'under_assessment'::character varying])::text[])))
);
ALTER TABLE public.supply_ccpdecision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_ccpdecision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_ccpedition (
    id uuid NOT NULL,
    dated date NOT NULL,
    source text NOT NULL,
    is_synthetic boolean NOT NULL,
    file_name text NOT NULL,
    file_sha256 character varying(64) NOT NULL,
    decision_count integer NOT NULL,
    report jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT ccp_edition_names_its_source CHECK ((NOT (source = ''::text)))
);
CREATE TABLE public.supply_cobenefitfigure (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    measure character varying(16) NOT NULL,
    attainment character varying(8) NOT NULL,
    figure numeric(18,3) NOT NULL,
    stated_on date NOT NULL,
    source text NOT NULL,
    address text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT co_benefit_has_figure_and_source CHECK (((figure >= (0)::numeric) AND (NOT (source = ''::text)))),
    CONSTRAINT co_benefit_words_are_known CHECK ((((attainment)::text = ANY ((ARRAY['REACHED'::character varying, 'PLANNED'::character varying])::text[])) AND ((measure)::text = ANY ((ARRAY['FARMERS'::character varying, 'HECTARES'::character varying, 'TREES'::character varying, 'JOBS'::character varying, 'WOMEN'::character varying, 'SPECIES'::character varying, 'TONNES'::character varying])::text[])))),
    CONSTRAINT cobenefitfigure_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_contractcommitment (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kg bigint NOT NULL,
    agreed_on date NOT NULL,
    organization_id uuid NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    CONSTRAINT commitment_is_whole_tonnes CHECK (((kg >= 1000) AND (kg = ((kg / 1000) * 1000))))
);
CREATE TABLE public.supply_contractdelivery (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kg bigint NOT NULL,
    delivered_on date NOT NULL,
    is_substitute boolean NOT NULL,
    durability_years integer,
    source text NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    CONSTRAINT delivery_has_mass_and_source CHECK (((kg >= 1) AND (NOT (source = ''::text))))
);
CREATE TABLE public.supply_contractend (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    reason text NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    CONSTRAINT contract_end_says_why CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.supply_contracthold (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number integer NOT NULL,
    is_release boolean NOT NULL,
    reason text NOT NULL,
    source text NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    CONSTRAINT contract_hold_says_why CHECK ((NOT ((reason = ''::text) OR (source = ''::text))))
);
CREATE TABLE public.supply_contractschedule (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    number integer NOT NULL,
    reason text NOT NULL,
    late_permille integer NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    CONSTRAINT contract_late_share_is_a_share CHECK (((late_permille >= 0) AND (late_permille <= 1000))),
    CONSTRAINT contract_slip_says_why CHECK (((number = 1) OR ((number >= 2) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_contractsignature (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    signed_on date NOT NULL,
    capacity_reason text NOT NULL,
    capacity_evidence text NOT NULL,
    person_id uuid NOT NULL,
    contract_id uuid NOT NULL
);
CREATE TABLE public.supply_contribution (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(16) NOT NULL,
    party text NOT NULL,
    recipient text NOT NULL,
    amount_minor bigint NOT NULL,
    currency character varying(3) NOT NULL,
    given_on date NOT NULL,
    purpose text NOT NULL,
    source text NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    organization_id uuid,
    person_id uuid NOT NULL,
    project_id uuid,
    replaces_id uuid,
    CONSTRAINT contribution_correction_says_why CHECK ((((NOT is_withdrawn) AND (replaces_id IS NULL)) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT contribution_currency_is_a_code CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT contribution_is_stated_whole CHECK (((amount_minor >= 1) AND ((kind)::text = ANY ((ARRAY['PREPURCHASE'::character varying, 'RESULTS_PAYMENT'::character varying, 'EQUITY'::character varying, 'GRANT'::character varying])::text[])) AND (NOT ((party = ''::text) OR (recipient = ''::text) OR (purpose = ''::text) OR (source = ''::text) OR ((currency)::text = ''::text)))))
);
CREATE TABLE public.supply_deliveryshare (
    id bigint NOT NULL,
    waiting_kg bigint NOT NULL,
    kg bigint NOT NULL,
    has_extra boolean NOT NULL,
    lot uuid,
    first bigint,
    last bigint,
    commitment_id uuid,
    delivery_id uuid NOT NULL,
    CONSTRAINT share_is_within_what_waited CHECK (((kg >= 0) AND (kg <= waiting_kg))),
    CONSTRAINT share_names_its_lot CHECK ((((kg = 0) AND (lot IS NULL)) OR ((last >= first) AND (lot IS NOT NULL))))
);
ALTER TABLE public.supply_deliveryshare ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_deliveryshare_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_destroyedcontainer (
    container text NOT NULL,
    issue_id uuid NOT NULL
);
CREATE TABLE public.supply_destruction (
    id uuid NOT NULL,
    name text NOT NULL,
    subtype character varying(20) NOT NULL,
    developer text NOT NULL,
    country character varying(2) NOT NULL,
    facility text NOT NULL,
    started_on date NOT NULL,
    ended_on date NOT NULL,
    jurisdiction character varying(12) NOT NULL,
    law text NOT NULL,
    is_mandated boolean,
    legal_evidence text NOT NULL,
    method character varying(40) NOT NULL,
    inputs jsonb NOT NULL,
    gases jsonb NOT NULL,
    containers jsonb NOT NULL,
    collected_g bigint NOT NULL,
    transported_g bigint NOT NULL,
    aggregated_g bigint NOT NULL,
    destroyed_g bigint NOT NULL,
    certificate_number text NOT NULL,
    certificate_issuer text NOT NULL,
    certificate_date date,
    certificate_sha256 character varying(64) NOT NULL,
    gwp_set character varying(20) NOT NULL,
    horizon_years integer NOT NULL,
    kg bigint NOT NULL,
    result jsonb NOT NULL,
    views jsonb NOT NULL,
    findings jsonb NOT NULL,
    unverified jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    certificate_file_id character varying(64),
    person_id uuid NOT NULL,
    CONSTRAINT destruction_masses_only_fall CHECK (((destroyed_g >= 1) AND (aggregated_g >= destroyed_g) AND (transported_g >= aggregated_g) AND (collected_g >= transported_g))),
    CONSTRAINT destruction_runs_forward CHECK ((ended_on >= started_on)),
    CONSTRAINT destruction_states_its_metric CHECK ((NOT ((gwp_set)::text = ''::text))),
    CONSTRAINT destruction_subtype_is_known CHECK (((subtype)::text = ANY ((ARRAY['ODS'::character varying, 'HFC'::character varying, 'LANDFILL_METHANE'::character varying, 'COAL_MINE_METHANE'::character varying])::text[])))
);
CREATE TABLE public.supply_destructionissue (
    destruction_id uuid NOT NULL,
    certificate_key text NOT NULL,
    accepted jsonb NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT destruction_issue_says_why CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.supply_developerfinding (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    name text NOT NULL,
    lei character varying(20) NOT NULL,
    domain character varying(253) NOT NULL,
    is_same boolean NOT NULL,
    evidence text NOT NULL,
    person_id uuid,
    project_id uuid NOT NULL,
    CONSTRAINT developer_finding_is_whole CHECK ((NOT ((name = ''::text) OR (evidence = ''::text))))
);
CREATE TABLE public.supply_documentfile (
    sha256 character varying(64) NOT NULL,
    content bytea NOT NULL,
    media_type character varying(100) NOT NULL,
    size_bytes integer NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT document_file_holds_something CHECK ((size_bytes >= 1))
);
CREATE TABLE public.supply_externalrating (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    rater text NOT NULL,
    value text NOT NULL,
    scale text NOT NULL,
    rated_on date NOT NULL,
    expires_on date,
    address text NOT NULL,
    note text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT externalrating_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT rating_expires_after_its_day CHECK (((expires_on IS NULL) OR (expires_on > rated_on))),
    CONSTRAINT rating_names_rater_value_and_scale CHECK ((NOT ((rater = ''::text) OR (value = ''::text) OR (scale = ''::text))))
);
CREATE TABLE public.supply_forwardcontract (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(16) NOT NULL,
    name text NOT NULL,
    supplier text NOT NULL,
    total_kg bigint NOT NULL,
    first_year integer NOT NULL,
    last_year integer NOT NULL,
    currency character varying(3) NOT NULL,
    price_minor_per_t bigint NOT NULL,
    deposit_minor bigint NOT NULL,
    substitution character varying(16) NOT NULL,
    source text NOT NULL,
    pathway text NOT NULL,
    storage text NOT NULL,
    durability_years integer,
    capacity_kg_per_year bigint,
    capacity_source text NOT NULL,
    is_capacity_flagged boolean NOT NULL,
    leaf_path smallint,
    person_id uuid NOT NULL,
    project_id uuid,
    jurisdiction_id uuid,
    CONSTRAINT contract_currency_is_a_code CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT contract_kind_has_its_facts CHECK ((((capacity_kg_per_year >= 1) AND (capacity_kg_per_year IS NOT NULL) AND (durability_years >= 1) AND (durability_years IS NOT NULL) AND (jurisdiction_id IS NULL) AND ((kind)::text = 'REMOVAL'::text) AND (leaf_path IS NULL) AND (NOT ((pathway = ''::text) OR (storage = ''::text) OR (capacity_source = ''::text)))) OR ((capacity_kg_per_year IS NULL) AND (durability_years IS NULL) AND (jurisdiction_id IS NOT NULL) AND ((kind)::text = 'JURISDICTIONAL'::text) AND (leaf_path = ANY (ARRAY[1, 2, 3, 4])) AND (leaf_path IS NOT NULL) AND (pathway = ''::text) AND (storage = ''::text)))),
    CONSTRAINT contract_money_is_never_negative CHECK (((deposit_minor >= 0) AND (price_minor_per_t >= 0))),
    CONSTRAINT contract_promises_whole_tonnes CHECK (((total_kg >= 1000) AND (total_kg = ((total_kg / 1000) * 1000)))),
    CONSTRAINT contract_stores_without_oil_recovery CHECK ((NOT ((upper(storage) ~~ upper('%oil%'::text)) OR (upper(storage) = upper('eor'::text))))),
    CONSTRAINT contract_term_runs_forward CHECK (((first_year >= 1990) AND (last_year >= first_year) AND (last_year <= 2100))),
    CONSTRAINT contract_words_are_known CHECK ((((kind)::text = ANY ((ARRAY['REMOVAL'::character varying, 'JURISDICTIONAL'::character varying])::text[])) AND ((substitution)::text = ANY ((ARRAY['EQUAL_OR_HIGHER'::character varying, 'NONE'::character varying])::text[])) AND (NOT ((name = ''::text) OR (supplier = ''::text) OR (source = ''::text) OR ((currency)::text = ''::text)))))
);
CREATE TABLE public.supply_fuelbatch (
    id uuid NOT NULL,
    registry text NOT NULL,
    registry_record text NOT NULL,
    producer text NOT NULL,
    facility text NOT NULL,
    production_batch text NOT NULL,
    fuel character varying(40) NOT NULL,
    feedstock character varying(60) NOT NULL,
    feedstock_country character varying(2) NOT NULL,
    is_co_processed boolean NOT NULL,
    certification_scheme text NOT NULL,
    certificate_number text NOT NULL,
    certificate_valid_from date NOT NULL,
    certificate_valid_until date NOT NULL,
    sustainability_proof text NOT NULL,
    volume_ml bigint NOT NULL,
    mass_kg bigint,
    temperature_basis text NOT NULL,
    density_mj_per_l numeric(14,6) NOT NULL,
    density_source text NOT NULL,
    heating_value character varying(3) NOT NULL,
    wtt_g_co2e_per_mj numeric(14,6) NOT NULL,
    ttw_g_co2e_per_mj numeric(14,6) NOT NULL,
    biogenic_g_co2_per_mj numeric(14,6) NOT NULL,
    intensity_source text NOT NULL,
    intensity_edition text NOT NULL,
    reference_id text NOT NULL,
    reference_g_co2e_per_mj numeric(14,6) NOT NULL,
    reference_source text NOT NULL,
    reference_edition text NOT NULL,
    delivered_on date NOT NULL,
    delivery_place text NOT NULL,
    market character varying(2) NOT NULL,
    mode character varying(16) NOT NULL,
    fuel_user_name text NOT NULL,
    regulatory_uses jsonb NOT NULL,
    surrendered_by text NOT NULL,
    surrendered_on date NOT NULL,
    surrendered_programs jsonb NOT NULL,
    expires_on date NOT NULL,
    energy_mj bigint NOT NULL,
    kg bigint NOT NULL,
    flags jsonb NOT NULL,
    unverified jsonb NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    fuel_user_id uuid,
    person_id uuid NOT NULL,
    CONSTRAINT fuel_batch_certificate_runs_forward CHECK ((certificate_valid_until > certificate_valid_from)),
    CONSTRAINT fuel_batch_expires_after_delivery CHECK ((expires_on > delivered_on)),
    CONSTRAINT fuel_batch_heating_value_is_known CHECK (((heating_value)::text = ANY ((ARRAY['LHV'::character varying, 'HHV'::character varying])::text[]))),
    CONSTRAINT fuel_batch_is_fuel CHECK (((energy_mj >= 1) AND (kg >= 0) AND (volume_ml >= 1))),
    CONSTRAINT fuel_batch_names_its_user CHECK ((NOT ((fuel_user_name = ''::text) OR (reference_id = ''::text))))
);
CREATE TABLE public.supply_fuelend (
    batch_id uuid NOT NULL,
    ending character varying(8) NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    CONSTRAINT fuel_ending_has_its_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT fuel_ending_is_known CHECK (((ending)::text = ANY ((ARRAY['EXPIRED'::character varying, 'VOIDED'::character varying])::text[])))
);
CREATE TABLE public.supply_fuelevidence (
    id uuid NOT NULL,
    kind character varying(24) NOT NULL,
    title text NOT NULL,
    issuer text NOT NULL,
    number text NOT NULL,
    document_date date NOT NULL,
    sha256 character varying(64) NOT NULL,
    address text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    batch_id uuid NOT NULL,
    file_id character varying(64),
    person_id uuid NOT NULL,
    CONSTRAINT fuel_evidence_has_its_hash CHECK (((sha256)::text ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT fuel_evidence_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['SUSTAINABILITY_PROOF'::character varying, 'VERIFIER_STATEMENT'::character varying, 'DELIVERY_NOTE'::character varying, 'SURRENDER'::character varying, 'CERTIFICATE'::character varying, 'OTHER'::character varying])::text[])))
);
CREATE TABLE public.supply_fuelissue (
    batch_id uuid NOT NULL,
    proof_key text NOT NULL,
    production_key text NOT NULL,
    accepted jsonb NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    scope1_lot uuid NOT NULL,
    scope3_lot uuid NOT NULL,
    CONSTRAINT fuel_issue_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.supply_fuelprice (
    id uuid NOT NULL,
    side character varying(6) NOT NULL,
    currency character varying(3) NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL,
    source text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    batch_id uuid NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT fuel_price_currency_is_a_code CHECK (((currency)::text ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT fuel_price_has_a_source CHECK ((NOT (source = ''::text))),
    CONSTRAINT fuel_price_side_is_known CHECK (((side)::text = ANY ((ARRAY['SCOPE1'::character varying, 'SCOPE3'::character varying])::text[])))
);
CREATE TABLE public.supply_grosstonet (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    issuance text NOT NULL,
    period_from date NOT NULL,
    period_until date NOT NULL,
    gross_kg bigint NOT NULL,
    baseline_kg bigint NOT NULL,
    losses_kg bigint NOT NULL,
    emissions_kg bigint NOT NULL,
    leakage_kg bigint NOT NULL,
    uncertainty_kg bigint NOT NULL,
    buffer_kg bigint NOT NULL,
    net_kg bigint NOT NULL,
    source text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT gross_less_deductions_is_net CHECK ((net_kg = ((((((gross_kg - baseline_kg) - losses_kg) - emissions_kg) - leakage_kg) - uncertainty_kg) - buffer_kg))),
    CONSTRAINT gross_to_net_has_a_source CHECK ((NOT (source = ''::text))),
    CONSTRAINT gross_to_net_is_never_negative CHECK (((baseline_kg >= 0) AND (emissions_kg >= 0) AND (gross_kg >= 1) AND (losses_kg >= 0) AND (buffer_kg >= 0) AND (leakage_kg >= 0) AND (net_kg >= 0) AND (uncertainty_kg >= 0))),
    CONSTRAINT gross_to_net_period_runs_forward CHECK ((period_until > period_from)),
    CONSTRAINT grosstonet_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_helddecision (
    row_id uuid NOT NULL,
    verdict character varying(9) NOT NULL,
    reason text NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    run_id uuid,
    CONSTRAINT held_verdict_is_a_persons_or_a_loads CHECK (((person_id IS NOT NULL) OR (run_id IS NOT NULL))),
    CONSTRAINT held_verdict_is_known CHECK (((verdict)::text = ANY ((ARRAY['ADMITTED'::character varying, 'DISMISSED'::character varying, 'PASSED'::character varying])::text[])))
);
CREATE TABLE public.supply_heldrow (
    id uuid NOT NULL,
    program character varying(32) NOT NULL,
    "table" character varying(16) NOT NULL,
    file text NOT NULL,
    record integer NOT NULL,
    code text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    facts jsonb NOT NULL,
    kg bigint NOT NULL,
    serial text NOT NULL,
    project text NOT NULL,
    content uuid NOT NULL,
    occurrence integer NOT NULL,
    cleaned jsonb NOT NULL,
    raw jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    run_id uuid NOT NULL
);
CREATE TABLE public.supply_holding (
    id uuid NOT NULL,
    key text NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    unit_kg integer NOT NULL,
    kg bigint NOT NULL,
    lot_class character varying(8) NOT NULL,
    serial text NOT NULL,
    vintage smallint,
    vintage_start date,
    vintage_end date,
    issued_on date,
    issuance_known boolean NOT NULL,
    content uuid NOT NULL,
    raw jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    lot uuid NOT NULL,
    run_id uuid NOT NULL,
    program_id character varying(32) NOT NULL,
    project_id uuid NOT NULL,
    CONSTRAINT holding_count_is_its_mass CHECK ((kg = (((last - first) + 1) * unit_kg)))
);
CREATE TABLE public.supply_importrow (
    id bigint NOT NULL,
    file text NOT NULL,
    record text NOT NULL,
    "table" character varying(16) NOT NULL,
    outcome character varying(8) NOT NULL,
    code text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    kg numeric(30,0) NOT NULL,
    row_count integer NOT NULL,
    run_id uuid NOT NULL,
    CONSTRAINT import_row_outcome_is_known CHECK (((outcome)::text = ANY ((ARRAY['accepted'::character varying, 'known'::character varying, 'held'::character varying, 'refused'::character varying])::text[])))
);
ALTER TABLE public.supply_importrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_importrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_importrun (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    program character varying(32) NOT NULL,
    edition date NOT NULL,
    is_complete boolean NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    files jsonb NOT NULL,
    report jsonb NOT NULL,
    is_refused boolean NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    CONSTRAINT import_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['RECORDS'::character varying, 'HOLDINGS'::character varying])::text[])))
);
CREATE TABLE public.supply_jurisdiction (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    name text NOT NULL,
    country character varying(2) NOT NULL,
    region text NOT NULL,
    standard text NOT NULL,
    registration text NOT NULL,
    reference_from_year integer NOT NULL,
    reference_kg bigint[] NOT NULL,
    source text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid,
    CONSTRAINT jurisdiction_is_named_and_sourced CHECK ((NOT ((name = ''::text) OR ((country)::text = ''::text) OR (standard = ''::text) OR (registration = ''::text) OR (source = ''::text)))),
    CONSTRAINT jurisdiction_reference_is_five_years CHECK ((
CASE
    WHEN (reference_kg IS NULL) THEN NULL::integer
    ELSE COALESCE(array_length(reference_kg, 1), 0)
END = 5))
);
CREATE TABLE public.supply_opinionload (
    id uuid NOT NULL,
    kind character varying(16) NOT NULL,
    file_name text NOT NULL,
    sha256 character varying(64) NOT NULL,
    mapping text NOT NULL,
    totals jsonb NOT NULL,
    rows jsonb NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.supply_parameterdecision (
    proposal_id uuid NOT NULL,
    is_accepted boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL
);
CREATE TABLE public.supply_parameterproposal (
    id uuid NOT NULL,
    parameter character varying(160) NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT parameter_proposal_is_whole CHECK ((NOT (((parameter)::text = ''::text) OR (reason = ''::text))))
);
CREATE TABLE public.supply_parameterwithdrawal (
    decision_id uuid NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    CONSTRAINT withdrawal_has_its_reason CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.supply_pricefact (
    id uuid NOT NULL,
    lot uuid NOT NULL,
    currency character varying(3) NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL,
    source text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid
);
CREATE TABLE public.supply_program (
    code character varying(32) NOT NULL,
    name character varying(200) NOT NULL,
    website text NOT NULL,
    unit_kg integer NOT NULL,
    is_synthetic boolean NOT NULL,
    mapping_name text NOT NULL,
    mapping_text text NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT program_unit_is_positive CHECK ((unit_kg >= 1))
);
CREATE TABLE public.supply_project (
    id uuid NOT NULL,
    ref text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    standing character varying(8) NOT NULL,
    is_listed boolean NOT NULL,
    developer text NOT NULL,
    country text NOT NULL,
    project_type text NOT NULL,
    methodology text NOT NULL,
    credit_class character varying(24) NOT NULL,
    website text NOT NULL,
    credited_from date,
    credited_until date,
    total_issued_kg bigint,
    total_retired_kg bigint,
    total_cancelled_kg bigint,
    total_remaining_kg bigint,
    edition date,
    content uuid,
    raw jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    program_id character varying(32) NOT NULL,
    CONSTRAINT project_standing_is_known CHECK (((standing)::text = ANY ((ARRAY['SELLABLE'::character varying, 'WATCH'::character varying, 'BLOCKED'::character varying])::text[])))
);
CREATE TABLE public.supply_projectdisclaimer (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(16) NOT NULL,
    text_en text NOT NULL,
    text_vi text NOT NULL,
    text_zh text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT disclaimer_has_english CHECK ((NOT (text_en = ''::text))),
    CONSTRAINT disclaimer_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['REVERSAL'::character varying, 'METHOD'::character varying, 'COUNTRY'::character varying, 'DISPUTE'::character varying, 'SHORT_LIVED'::character varying, 'DATA_GAP'::character varying, 'OTHER'::character varying])::text[]))),
    CONSTRAINT projectdisclaimer_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_projectdocument (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(16) NOT NULL,
    title text NOT NULL,
    issuer text NOT NULL,
    document_date date NOT NULL,
    address text NOT NULL,
    sha256 character varying(64) NOT NULL,
    file_id character varying(64),
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT document_can_be_found CHECK (((NOT (address = ''::text)) OR (file_id IS NOT NULL))),
    CONSTRAINT document_has_a_title CHECK ((NOT (title = ''::text))),
    CONSTRAINT document_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['DESCRIPTION'::character varying, 'VALIDATION'::character varying, 'MONITORING'::character varying, 'VERIFICATION'::character varying, 'AGREEMENT'::character varying, 'CONSULTATION'::character varying, 'OTHER'::character varying])::text[]))),
    CONSTRAINT projectdocument_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_projectedition (
    id bigint NOT NULL,
    edition date NOT NULL,
    status text NOT NULL,
    standing character varying(8) NOT NULL,
    total_issued_kg bigint,
    total_retired_kg bigint,
    total_cancelled_kg bigint,
    total_remaining_kg bigint,
    content uuid NOT NULL,
    raw jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    project_id uuid NOT NULL,
    run_id uuid NOT NULL
);
ALTER TABLE public.supply_projectedition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_projectedition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_projectnews (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    headline text NOT NULL,
    source text NOT NULL,
    published_on date NOT NULL,
    address text NOT NULL,
    summary text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT news_names_headline_and_source CHECK ((NOT ((headline = ''::text) OR (source = ''::text)))),
    CONSTRAINT projectnews_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_projectprofile (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    durability_years integer,
    gas character varying(8) NOT NULL,
    region text NOT NULL,
    source text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT profile_durability_is_positive CHECK ((durability_years >= 1)),
    CONSTRAINT profile_gas_is_known CHECK (((gas)::text = ANY ((ARRAY[''::character varying, 'CO2'::character varying, 'CH4'::character varying, 'N2O'::character varying, 'HFC'::character varying, 'ODS'::character varying])::text[]))),
    CONSTRAINT profile_has_a_source CHECK ((NOT (source = ''::text))),
    CONSTRAINT projectprofile_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_projectstory (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    language character varying(8) NOT NULL,
    lede text NOT NULL,
    body text NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT projectstory_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text))))),
    CONSTRAINT story_has_words CHECK ((NOT (lede = ''::text)))
);
CREATE TABLE public.supply_publishedstatement (
    id uuid NOT NULL,
    beneficiary text NOT NULL,
    kg bigint NOT NULL,
    body bytea NOT NULL,
    sha256 character varying(64) NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid,
    CONSTRAINT statement_mass_is_positive CHECK ((kg >= 1))
);
CREATE TABLE public.supply_recordedition (
    id bigint NOT NULL,
    "table" character varying(16) NOT NULL,
    record_id bigint NOT NULL,
    edition date NOT NULL,
    changed jsonb NOT NULL,
    cleaned jsonb NOT NULL,
    content uuid NOT NULL,
    raw jsonb NOT NULL,
    run_id uuid NOT NULL
);
ALTER TABLE public.supply_recordedition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_recordedition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_registryissuance (
    id bigint NOT NULL,
    program character varying(32) NOT NULL,
    project text NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    first bigint,
    last bigint,
    unit_kg integer NOT NULL,
    kg bigint NOT NULL,
    serial text NOT NULL,
    transaction text NOT NULL,
    issuance text NOT NULL,
    vintage smallint,
    vintage_start date,
    vintage_end date,
    vintage_total_kg bigint,
    issued_on date,
    country text NOT NULL,
    project_type text NOT NULL,
    methodology text NOT NULL,
    credit_class character varying(24) NOT NULL,
    labels text NOT NULL,
    holder text NOT NULL,
    is_contested boolean NOT NULL,
    identity uuid NOT NULL,
    base uuid NOT NULL,
    content uuid NOT NULL,
    raw jsonb NOT NULL,
    run uuid NOT NULL,
    record integer NOT NULL,
    buffer_kg bigint,
    buffer_used_kg bigint,
    total_retired_kg bigint,
    total_cancelled_kg bigint,
    total_reversed_kg bigint,
    developer text NOT NULL,
    delivery character varying(8) NOT NULL,
    CONSTRAINT registry_issuance_mass_is_not_negative CHECK ((kg >= 0)),
    CONSTRAINT registry_issuance_range_is_a_range CHECK ((((first IS NULL) AND (last IS NULL)) OR ((first >= 0) AND (first IS NOT NULL) AND (last >= first) AND (last IS NOT NULL))))
);
ALTER TABLE public.supply_registryissuance ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_registryissuance_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_registryuse (
    id bigint NOT NULL,
    program character varying(32) NOT NULL,
    project text NOT NULL,
    name text NOT NULL,
    key text NOT NULL,
    first bigint,
    last bigint,
    unit_kg integer NOT NULL,
    kg bigint NOT NULL,
    serial text NOT NULL,
    transaction text NOT NULL,
    issuance text NOT NULL,
    vintage smallint,
    vintage_start date,
    vintage_end date,
    vintage_total_kg bigint,
    issued_on date,
    country text NOT NULL,
    project_type text NOT NULL,
    methodology text NOT NULL,
    credit_class character varying(24) NOT NULL,
    labels text NOT NULL,
    holder text NOT NULL,
    is_contested boolean NOT NULL,
    identity uuid NOT NULL,
    base uuid NOT NULL,
    content uuid NOT NULL,
    raw jsonb NOT NULL,
    run uuid NOT NULL,
    record integer NOT NULL,
    kind character varying(16) NOT NULL,
    used_on date,
    beneficiary text NOT NULL,
    use_reason character varying(24) NOT NULL,
    reason text NOT NULL,
    purpose text NOT NULL,
    host_country_use text NOT NULL,
    CONSTRAINT registry_use_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['retirements'::character varying, 'cancellations'::character varying, 'reversals'::character varying])::text[]))),
    CONSTRAINT registry_use_mass_is_not_negative CHECK ((kg >= 0)),
    CONSTRAINT registry_use_range_is_a_range CHECK ((((first IS NULL) AND (last IS NULL)) OR ((first >= 0) AND (first IS NOT NULL) AND (last >= first) AND (last IS NOT NULL))))
);
ALTER TABLE public.supply_registryuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_registryuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.supply_review (
    id uuid NOT NULL,
    verdict character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    additionality text NOT NULL,
    baseline text NOT NULL,
    leakage text NOT NULL,
    durability text NOT NULL,
    uncertainty text NOT NULL,
    community text NOT NULL,
    next_review date NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    holding_id uuid NOT NULL,
    reviewer_id uuid NOT NULL,
    CONSTRAINT review_lines_are_filled CHECK ((NOT ((additionality = ''::text) OR (baseline = ''::text) OR (leakage = ''::text) OR (durability = ''::text) OR (uncertainty = ''::text) OR (community = ''::text)))),
    CONSTRAINT review_state_is_known CHECK (((state)::text = ANY ((ARRAY['PUBLISHED'::character varying, 'OVERDUE'::character varying, 'SUSPENDED'::character varying, 'SUPERSEDED'::character varying, 'REFUSED'::character varying])::text[]))),
    CONSTRAINT review_verdict_is_known CHECK (((verdict)::text = ANY ((ARRAY['ACCEPTED'::character varying, 'REFUSED'::character varying])::text[])))
);
CREATE TABLE public.supply_reviewcase (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(24) NOT NULL,
    methodology text NOT NULL,
    variant character varying(16) NOT NULL,
    reason text NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid,
    replaces_id uuid,
    CONSTRAINT case_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['restoration'::character varying, 'forest_protection'::character varying, 'technical_removal'::character varying, 'superpollutant'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT case_says_why CHECK ((NOT (reason = ''::text)))
);
CREATE TABLE public.supply_reviewcomputation (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    method character varying(64) NOT NULL,
    input_name text NOT NULL,
    parameters jsonb NOT NULL,
    seed bigint NOT NULL,
    versions jsonb NOT NULL,
    result jsonb NOT NULL,
    result_sha256 character varying(64) NOT NULL,
    case_id uuid NOT NULL,
    input_id character varying(64) NOT NULL,
    person_id uuid
);
CREATE TABLE public.supply_reviewerdeclaration (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    seat smallint,
    employer text NOT NULL,
    paid_by text NOT NULL,
    conflicts jsonb NOT NULL,
    refusals jsonb NOT NULL,
    case_id uuid NOT NULL,
    person_id uuid,
    CONSTRAINT declaration_is_whole CHECK ((NOT ((employer = ''::text) OR (paid_by = ''::text)))),
    CONSTRAINT seat_is_given_or_refused CHECK ((((refusals = '[]'::jsonb) AND (seat = ANY (ARRAY[1, 2]))) OR ((seat IS NULL) AND (NOT (refusals = '[]'::jsonb)))))
);
CREATE TABLE public.supply_reviewevidence (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    title text NOT NULL,
    issuer text NOT NULL,
    document_date date NOT NULL,
    address text NOT NULL,
    sha256 character varying(64) NOT NULL,
    case_id uuid NOT NULL,
    file_id character varying(64),
    person_id uuid,
    CONSTRAINT evidence_has_title_and_hash CHECK (((NOT (title = ''::text)) AND ((sha256)::text ~ '^[0-9a-f]{64}$'::text)))
);
CREATE TABLE public.supply_reviewpublication (
    review_id uuid NOT NULL,
    version integer NOT NULL,
    body bytea NOT NULL,
    sha256 character varying(64) NOT NULL,
    score_low smallint NOT NULL,
    score_middle smallint NOT NULL,
    score_high smallint NOT NULL,
    issued_kg bigint NOT NULL,
    estimate_kg bigint NOT NULL,
    held_back_kg bigint NOT NULL,
    reversed_kg bigint NOT NULL,
    methodology text NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    case_id uuid NOT NULL,
    CONSTRAINT rating_version_counts_from_one CHECK ((version >= 1)),
    CONSTRAINT score_has_an_ordered_spread CHECK (((score_low >= 0) AND (score_low <= score_middle) AND (score_middle <= score_high) AND (score_high <= 100)))
);
CREATE TABLE public.supply_reviewreading (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    seat smallint NOT NULL,
    answers jsonb NOT NULL,
    estimate_kg bigint NOT NULL,
    estimate_basis text NOT NULL,
    verdict character varying(8) NOT NULL,
    next_review date NOT NULL,
    note text NOT NULL,
    case_id uuid NOT NULL,
    person_id uuid,
    CONSTRAINT reading_is_whole CHECK (((estimate_kg >= 0) AND (seat = ANY (ARRAY[0, 1, 2])) AND (NOT (estimate_basis = ''::text))))
);
CREATE TABLE public.supply_reviewtrigger (
    id uuid NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    kind character varying(24) NOT NULL,
    effect character varying(8) NOT NULL,
    fact text NOT NULL,
    source text NOT NULL,
    key character varying(128) NOT NULL,
    person_id uuid,
    review_id uuid NOT NULL,
    CONSTRAINT trigger_is_known CHECK ((((kind)::text = ANY ((ARRAY['reversal'::character varying, 'methodology_version'::character varying, 'standing'::character varying, 'label_change'::character varying, 'news'::character varying, 'other_rating'::character varying, 'drift'::character varying])::text[])) AND (NOT (fact = ''::text))))
);
CREATE TABLE public.supply_scheduledyear (
    id bigint NOT NULL,
    year integer NOT NULL,
    kg bigint NOT NULL,
    probability_permille integer NOT NULL,
    schedule_id uuid NOT NULL,
    CONSTRAINT scheduled_year_is_plausible CHECK (((kg >= 1) AND (year >= 1990) AND (year <= 2100) AND (probability_permille >= 0) AND (probability_permille <= 1000)))
);
ALTER TABLE public.supply_scheduledyear ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.supply_scheduledyear_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE UNLOGGED TABLE public.supply_staged_member (
    place bigint NOT NULL,
    island bigint NOT NULL,
    "table" text NOT NULL,
    program text NOT NULL,
    key text NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    seq bigint,
    stored bigint,
    kind text NOT NULL,
    project text NOT NULL,
    vintage_start date,
    vintage_end date,
    vintage smallint,
    transaction text NOT NULL,
    label text NOT NULL,
    partner bigint
);
CREATE UNLOGGED TABLE public.supply_staged_row (
    seq bigint NOT NULL,
    file integer NOT NULL,
    record integer NOT NULL,
    "table" text NOT NULL,
    program text NOT NULL,
    outcome text NOT NULL,
    code text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    facts jsonb,
    kg bigint NOT NULL,
    project text NOT NULL,
    name text,
    key text NOT NULL,
    first bigint,
    last bigint,
    unit_kg integer NOT NULL,
    serial text NOT NULL,
    transaction text NOT NULL,
    issuance text NOT NULL,
    vintage smallint,
    vintage_start date,
    vintage_end date,
    issued date,
    used date,
    credited_from date,
    credited_until date,
    buffer bigint,
    buffer_used bigint,
    vintage_total bigint,
    total_issued bigint,
    total_retired bigint,
    total_cancelled bigint,
    total_reversed bigint,
    total_remaining bigint,
    status text,
    standing text,
    delivery text NOT NULL,
    unit_status text,
    country text,
    developer text,
    project_type text,
    methodology text,
    credit_class text,
    website text,
    labels text,
    holder text,
    beneficiary text,
    use_reason text,
    reason_text text,
    purpose text,
    host_country_use text,
    raw jsonb NOT NULL,
    identity uuid,
    base uuid,
    content uuid,
    new_id uuid
);
CREATE UNLOGGED TABLE public.supply_staged_verdict (
    seq bigint NOT NULL,
    outcome text NOT NULL,
    code text DEFAULT ''::text NOT NULL,
    field text DEFAULT ''::text NOT NULL,
    value text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    facts jsonb,
    matched bigint,
    changed jsonb
);
CREATE TABLE public.supply_statusjudgement (
    id uuid NOT NULL,
    standing character varying(8) NOT NULL,
    evidence text NOT NULL,
    request_id character varying(255) NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    CONSTRAINT judgement_has_evidence CHECK ((NOT (evidence = ''::text)))
);
CREATE TABLE public.supply_unitlabel (
    id uuid NOT NULL,
    is_withdrawn boolean NOT NULL,
    reason text NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    label text NOT NULL,
    state character varying(10) NOT NULL,
    issuer text NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    evidence text NOT NULL,
    holding_id uuid NOT NULL,
    person_id uuid NOT NULL,
    project_id uuid NOT NULL,
    replaces_id uuid,
    CONSTRAINT label_ends_after_it_begins CHECK (((valid_until IS NULL) OR (valid_until > valid_from))),
    CONSTRAINT label_names_issuer_and_evidence CHECK ((NOT ((label = ''::text) OR (issuer = ''::text) OR (evidence = ''::text)))),
    CONSTRAINT label_range_runs_forward CHECK ((last >= first)),
    CONSTRAINT label_state_is_known CHECK (((state)::text = ANY ((ARRAY['TAGGED'::character varying, 'UNDECIDED'::character varying])::text[]))),
    CONSTRAINT unitlabel_withdrawal_says_why CHECK (((NOT is_withdrawn) OR ((replaces_id IS NOT NULL) AND (NOT (reason = ''::text)))))
);
CREATE TABLE public.supply_upload (
    id uuid NOT NULL,
    kind character varying(8) NOT NULL,
    program character varying(32) NOT NULL,
    mapping_name text NOT NULL,
    mapping_text text NOT NULL,
    "table" character varying(16) NOT NULL,
    edition date NOT NULL,
    is_complete boolean NOT NULL,
    request_id character varying(255) NOT NULL,
    input_hash bytea NOT NULL,
    files jsonb NOT NULL,
    size_bytes bigint NOT NULL,
    state character varying(11) NOT NULL,
    is_judging boolean NOT NULL,
    read_bytes bigint NOT NULL,
    read_rows bigint NOT NULL,
    unreadable_rows bigint NOT NULL,
    problem text NOT NULL,
    fix text NOT NULL,
    attempt_count integer NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    effective_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    person_id uuid NOT NULL,
    run_id uuid,
    CONSTRAINT upload_done_has_its_load CHECK ((((run_id IS NOT NULL) AND ((state)::text = 'DONE'::text)) OR ((NOT ((state)::text = 'DONE'::text)) AND (run_id IS NULL)))),
    CONSTRAINT upload_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['RECORDS'::character varying, 'HOLDINGS'::character varying])::text[]))),
    CONSTRAINT upload_state_is_known CHECK (((state)::text = ANY ((ARRAY['WAITING'::character varying, 'RUNNING'::character varying, 'DONE'::character varying, 'FAILED'::character varying, 'INTERRUPTED'::character varying, 'DISCARDED'::character varying])::text[])))
);
CREATE TABLE public.usersessions_usersession (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ip inet NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    session_key character varying(40) NOT NULL,
    user_agent character varying(200) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.usersessions_usersession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.usersessions_usersession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);
ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);
INSERT INTO public.auth_permission VALUES
	(1, 'Can add content type', 1, 'add_contenttype'),
	(2, 'Can change content type', 1, 'change_contenttype'),
	(3, 'Can delete content type', 1, 'delete_contenttype'),
	(4, 'Can view content type', 1, 'view_contenttype'),
	(5, 'Can add permission', 2, 'add_permission'),
	(6, 'Can change permission', 2, 'change_permission'),
	(7, 'Can delete permission', 2, 'delete_permission'),
	(8, 'Can view permission', 2, 'view_permission'),
	(9, 'Can add group', 3, 'add_group'),
	(10, 'Can change group', 3, 'change_group'),
	(11, 'Can delete group', 3, 'delete_group'),
	(12, 'Can view group', 3, 'view_group'),
	(13, 'Can add session', 4, 'add_session'),
	(14, 'Can change session', 4, 'change_session'),
	(15, 'Can delete session', 4, 'delete_session'),
	(16, 'Can view session', 4, 'view_session'),
	(17, 'Can add procrastinate event', 5, 'add_procrastinateevent'),
	(18, 'Can change procrastinate event', 5, 'change_procrastinateevent'),
	(19, 'Can delete procrastinate event', 5, 'delete_procrastinateevent'),
	(20, 'Can view procrastinate event', 5, 'view_procrastinateevent'),
	(21, 'Can add procrastinate job', 6, 'add_procrastinatejob'),
	(22, 'Can change procrastinate job', 6, 'change_procrastinatejob'),
	(23, 'Can delete procrastinate job', 6, 'delete_procrastinatejob'),
	(24, 'Can view procrastinate job', 6, 'view_procrastinatejob'),
	(25, 'Can add procrastinate periodic defer', 7, 'add_procrastinateperiodicdefer'),
	(26, 'Can change procrastinate periodic defer', 7, 'change_procrastinateperiodicdefer'),
	(27, 'Can delete procrastinate periodic defer', 7, 'delete_procrastinateperiodicdefer'),
	(28, 'Can view procrastinate periodic defer', 7, 'view_procrastinateperiodicdefer'),
	(29, 'Can add procrastinate worker', 8, 'add_procrastinateworker'),
	(30, 'Can change procrastinate worker', 8, 'change_procrastinateworker'),
	(31, 'Can delete procrastinate worker', 8, 'delete_procrastinateworker'),
	(32, 'Can view procrastinate worker', 8, 'view_procrastinateworker'),
	(33, 'Can add idempotency', 9, 'add_idempotency'),
	(34, 'Can change idempotency', 9, 'change_idempotency'),
	(35, 'Can delete idempotency', 9, 'delete_idempotency'),
	(36, 'Can view idempotency', 9, 'view_idempotency'),
	(37, 'Can add rate count', 10, 'add_ratecount'),
	(38, 'Can change rate count', 10, 'change_ratecount'),
	(39, 'Can delete rate count', 10, 'delete_ratecount'),
	(40, 'Can view rate count', 10, 'view_ratecount'),
	(41, 'Can add event', 11, 'add_event'),
	(42, 'Can change event', 11, 'change_event'),
	(43, 'Can delete event', 11, 'delete_event'),
	(44, 'Can view event', 11, 'view_event'),
	(45, 'Can add clock run', 12, 'add_clockrun'),
	(46, 'Can change clock run', 12, 'change_clockrun'),
	(47, 'Can delete clock run', 12, 'delete_clockrun'),
	(48, 'Can view clock run', 12, 'view_clockrun'),
	(49, 'Can add batch', 13, 'add_batch'),
	(50, 'Can change batch', 13, 'change_batch'),
	(51, 'Can delete batch', 13, 'delete_batch'),
	(52, 'Can view batch', 13, 'view_batch'),
	(53, 'Can add entry', 14, 'add_entry'),
	(54, 'Can change entry', 14, 'change_entry'),
	(55, 'Can delete entry', 14, 'delete_entry'),
	(56, 'Can view entry', 14, 'view_entry'),
	(57, 'Can add checkpoint', 15, 'add_checkpoint'),
	(58, 'Can change checkpoint', 15, 'change_checkpoint'),
	(59, 'Can delete checkpoint', 15, 'delete_checkpoint'),
	(60, 'Can view checkpoint', 15, 'view_checkpoint'),
	(61, 'Can add cover', 16, 'add_cover'),
	(62, 'Can change cover', 16, 'change_cover'),
	(63, 'Can delete cover', 16, 'delete_cover'),
	(64, 'Can view cover', 16, 'view_cover'),
	(65, 'Can add recalled part', 17, 'add_recalledpart'),
	(66, 'Can change recalled part', 17, 'change_recalledpart'),
	(67, 'Can delete recalled part', 17, 'delete_recalledpart'),
	(68, 'Can view recalled part', 17, 'view_recalledpart'),
	(69, 'Can add registry key', 18, 'add_registrykey'),
	(70, 'Can change registry key', 18, 'change_registrykey'),
	(71, 'Can delete registry key', 18, 'delete_registrykey'),
	(72, 'Can view registry key', 18, 'view_registrykey'),
	(73, 'Can add unit space', 19, 'add_unitspace'),
	(74, 'Can change unit space', 19, 'change_unitspace'),
	(75, 'Can delete unit space', 19, 'delete_unitspace'),
	(76, 'Can view unit space', 19, 'view_unitspace'),
	(77, 'Can add cancellation', 20, 'add_cancellation'),
	(78, 'Can change cancellation', 20, 'change_cancellation'),
	(79, 'Can delete cancellation', 20, 'delete_cancellation'),
	(80, 'Can view cancellation', 20, 'view_cancellation'),
	(81, 'Can add certificate', 21, 'add_certificate'),
	(82, 'Can change certificate', 21, 'change_certificate'),
	(83, 'Can delete certificate', 21, 'delete_certificate'),
	(84, 'Can view certificate', 21, 'view_certificate'),
	(85, 'Can add recall', 22, 'add_recall'),
	(86, 'Can change recall', 22, 'change_recall'),
	(87, 'Can delete recall', 22, 'delete_recall'),
	(88, 'Can view recall', 22, 'view_recall'),
	(89, 'Can add confirmation', 23, 'add_confirmation'),
	(90, 'Can change confirmation', 23, 'change_confirmation'),
	(91, 'Can delete confirmation', 23, 'delete_confirmation'),
	(92, 'Can view confirmation', 23, 'view_confirmation'),
	(93, 'Can add leaf', 24, 'add_leaf'),
	(94, 'Can change leaf', 24, 'change_leaf'),
	(95, 'Can delete leaf', 24, 'delete_leaf'),
	(96, 'Can view leaf', 24, 'view_leaf'),
	(97, 'Can add lot', 25, 'add_lot'),
	(98, 'Can change lot', 25, 'change_lot'),
	(99, 'Can delete lot', 25, 'delete_lot'),
	(100, 'Can view lot', 25, 'view_lot'),
	(101, 'Can add price', 26, 'add_price'),
	(102, 'Can change price', 26, 'change_price'),
	(103, 'Can delete price', 26, 'delete_price'),
	(104, 'Can view price', 26, 'view_price'),
	(105, 'Can add reservation', 27, 'add_reservation'),
	(106, 'Can change reservation', 27, 'change_reservation'),
	(107, 'Can delete reservation', 27, 'delete_reservation'),
	(108, 'Can view reservation', 27, 'view_reservation'),
	(109, 'Can add line', 28, 'add_line'),
	(110, 'Can change line', 28, 'change_line'),
	(111, 'Can delete line', 28, 'delete_line'),
	(112, 'Can view line', 28, 'view_line'),
	(113, 'Can add make good', 29, 'add_makegood'),
	(114, 'Can change make good', 29, 'change_makegood'),
	(115, 'Can delete make good', 29, 'delete_makegood'),
	(116, 'Can view make good', 29, 'view_makegood'),
	(117, 'Can add correction', 30, 'add_correction'),
	(118, 'Can change correction', 30, 'change_correction'),
	(119, 'Can delete correction', 30, 'delete_correction'),
	(120, 'Can view correction', 30, 'view_correction'),
	(121, 'Can add hold', 31, 'add_hold'),
	(122, 'Can change hold', 31, 'change_hold'),
	(123, 'Can delete hold', 31, 'delete_hold'),
	(124, 'Can view hold', 31, 'view_hold'),
	(125, 'Can add listing', 32, 'add_listing'),
	(126, 'Can change listing', 32, 'change_listing'),
	(127, 'Can delete listing', 32, 'delete_listing'),
	(128, 'Can view listing', 32, 'view_listing'),
	(129, 'Can add resolution', 33, 'add_resolution'),
	(130, 'Can change resolution', 33, 'change_resolution'),
	(131, 'Can delete resolution', 33, 'delete_resolution'),
	(132, 'Can view resolution', 33, 'view_resolution'),
	(133, 'Can add person', 34, 'add_person'),
	(134, 'Can change person', 34, 'change_person'),
	(135, 'Can delete person', 34, 'delete_person'),
	(136, 'Can view person', 34, 'view_person'),
	(137, 'Can add organization', 35, 'add_organization'),
	(138, 'Can change organization', 35, 'change_organization'),
	(139, 'Can delete organization', 35, 'delete_organization'),
	(140, 'Can view organization', 35, 'view_organization'),
	(141, 'Can add membership', 36, 'add_membership'),
	(142, 'Can change membership', 36, 'change_membership'),
	(143, 'Can delete membership', 36, 'delete_membership'),
	(144, 'Can view membership', 36, 'view_membership'),
	(145, 'Can add audit line', 37, 'add_auditline'),
	(146, 'Can change audit line', 37, 'change_auditline'),
	(147, 'Can delete audit line', 37, 'delete_auditline'),
	(148, 'Can view audit line', 37, 'view_auditline'),
	(149, 'Can add api token', 38, 'add_apitoken'),
	(150, 'Can change api token', 38, 'change_apitoken'),
	(151, 'Can delete api token', 38, 'delete_apitoken'),
	(152, 'Can view api token', 38, 'view_apitoken'),
	(153, 'Can add invitation', 39, 'add_invitation'),
	(154, 'Can change invitation', 39, 'change_invitation'),
	(155, 'Can delete invitation', 39, 'delete_invitation'),
	(156, 'Can view invitation', 39, 'view_invitation'),
	(157, 'Can add api client', 40, 'add_apiclient'),
	(158, 'Can change api client', 40, 'change_apiclient'),
	(159, 'Can delete api client', 40, 'delete_apiclient'),
	(160, 'Can view api client', 40, 'view_apiclient'),
	(161, 'Can add access token', 41, 'add_accesstoken'),
	(162, 'Can change access token', 41, 'change_accesstoken'),
	(163, 'Can delete access token', 41, 'delete_accesstoken'),
	(164, 'Can view access token', 41, 'view_accesstoken'),
	(165, 'Can add interest', 42, 'add_interest'),
	(166, 'Can change interest', 42, 'change_interest'),
	(167, 'Can delete interest', 42, 'delete_interest'),
	(168, 'Can view interest', 42, 'view_interest'),
	(169, 'Can add application', 43, 'add_application'),
	(170, 'Can change application', 43, 'change_application'),
	(171, 'Can delete application', 43, 'delete_application'),
	(172, 'Can view application', 43, 'view_application'),
	(173, 'Can add assessment', 44, 'add_assessment'),
	(174, 'Can change assessment', 44, 'change_assessment'),
	(175, 'Can delete assessment', 44, 'delete_assessment'),
	(176, 'Can view assessment', 44, 'view_assessment'),
	(177, 'Can add assessment finding', 45, 'add_assessmentfinding'),
	(178, 'Can change assessment finding', 45, 'change_assessmentfinding'),
	(179, 'Can delete assessment finding', 45, 'delete_assessmentfinding'),
	(180, 'Can view assessment finding', 45, 'view_assessmentfinding'),
	(181, 'Can add decision', 46, 'add_decision'),
	(182, 'Can change decision', 46, 'change_decision'),
	(183, 'Can delete decision', 46, 'delete_decision'),
	(184, 'Can view decision', 46, 'view_decision'),
	(185, 'Can add appeal', 47, 'add_appeal'),
	(186, 'Can change appeal', 47, 'change_appeal'),
	(187, 'Can delete appeal', 47, 'delete_appeal'),
	(188, 'Can view appeal', 47, 'view_appeal'),
	(189, 'Can add evidence', 48, 'add_evidence'),
	(190, 'Can change evidence', 48, 'change_evidence'),
	(191, 'Can delete evidence', 48, 'delete_evidence'),
	(192, 'Can view evidence', 48, 'view_evidence'),
	(193, 'Can add disclosed year', 49, 'add_disclosedyear'),
	(194, 'Can change disclosed year', 49, 'change_disclosedyear'),
	(195, 'Can delete disclosed year', 49, 'delete_disclosedyear'),
	(196, 'Can view disclosed year', 49, 'view_disclosedyear'),
	(197, 'Can add evidence file', 50, 'add_evidencefile'),
	(198, 'Can change evidence file', 50, 'change_evidencefile'),
	(199, 'Can delete evidence file', 50, 'delete_evidencefile'),
	(200, 'Can view evidence file', 50, 'view_evidencefile');
INSERT INTO public.auth_permission VALUES
	(201, 'Can add evidence judgement', 51, 'add_evidencejudgement'),
	(202, 'Can change evidence judgement', 51, 'change_evidencejudgement'),
	(203, 'Can delete evidence judgement', 51, 'delete_evidencejudgement'),
	(204, 'Can view evidence judgement', 51, 'view_evidencejudgement'),
	(205, 'Can add figure judgement', 52, 'add_figurejudgement'),
	(206, 'Can change figure judgement', 52, 'change_figurejudgement'),
	(207, 'Can delete figure judgement', 52, 'delete_figurejudgement'),
	(208, 'Can view figure judgement', 52, 'view_figurejudgement'),
	(209, 'Can add legal entity', 53, 'add_legalentity'),
	(210, 'Can change legal entity', 53, 'change_legalentity'),
	(211, 'Can delete legal entity', 53, 'delete_legalentity'),
	(212, 'Can view legal entity', 53, 'view_legalentity'),
	(213, 'Can add entity allocation', 54, 'add_entityallocation'),
	(214, 'Can change entity allocation', 54, 'change_entityallocation'),
	(215, 'Can delete entity allocation', 54, 'delete_entityallocation'),
	(216, 'Can view entity allocation', 54, 'view_entityallocation'),
	(217, 'Can add list edition', 55, 'add_listedition'),
	(218, 'Can change list edition', 55, 'change_listedition'),
	(219, 'Can delete list edition', 55, 'delete_listedition'),
	(220, 'Can view list edition', 55, 'view_listedition'),
	(221, 'Can add list entry', 56, 'add_listentry'),
	(222, 'Can change list entry', 56, 'change_listentry'),
	(223, 'Can delete list entry', 56, 'delete_listentry'),
	(224, 'Can view list entry', 56, 'view_listentry'),
	(225, 'Can add list link', 57, 'add_listlink'),
	(226, 'Can change list link', 57, 'change_listlink'),
	(227, 'Can delete list link', 57, 'delete_listlink'),
	(228, 'Can view list link', 57, 'view_listlink'),
	(229, 'Can add policy proposal', 58, 'add_policyproposal'),
	(230, 'Can change policy proposal', 58, 'change_policyproposal'),
	(231, 'Can delete policy proposal', 58, 'delete_policyproposal'),
	(232, 'Can view policy proposal', 58, 'view_policyproposal'),
	(233, 'Can add policy sign off', 59, 'add_policysignoff'),
	(234, 'Can change policy sign off', 59, 'change_policysignoff'),
	(235, 'Can delete policy sign off', 59, 'delete_policysignoff'),
	(236, 'Can view policy sign off', 59, 'view_policysignoff'),
	(237, 'Can add proposal', 60, 'add_proposal'),
	(238, 'Can change proposal', 60, 'change_proposal'),
	(239, 'Can delete proposal', 60, 'delete_proposal'),
	(240, 'Can view proposal', 60, 'view_proposal'),
	(241, 'Can add reminder', 61, 'add_reminder'),
	(242, 'Can change reminder', 61, 'change_reminder'),
	(243, 'Can delete reminder', 61, 'delete_reminder'),
	(244, 'Can view reminder', 61, 'view_reminder'),
	(245, 'Can add submission', 62, 'add_submission'),
	(246, 'Can change submission', 62, 'change_submission'),
	(247, 'Can delete submission', 62, 'delete_submission'),
	(248, 'Can view submission', 62, 'view_submission'),
	(249, 'Can add transition', 63, 'add_transition'),
	(250, 'Can change transition', 63, 'change_transition'),
	(251, 'Can delete transition', 63, 'delete_transition'),
	(252, 'Can view transition', 63, 'view_transition'),
	(253, 'Can add appeal decision', 64, 'add_appealdecision'),
	(254, 'Can change appeal decision', 64, 'change_appealdecision'),
	(255, 'Can delete appeal decision', 64, 'delete_appealdecision'),
	(256, 'Can view appeal decision', 64, 'view_appealdecision'),
	(257, 'Can add list vanishing', 65, 'add_listvanishing'),
	(258, 'Can change list vanishing', 65, 'change_listvanishing'),
	(259, 'Can delete list vanishing', 65, 'delete_listvanishing'),
	(260, 'Can view list vanishing', 65, 'view_listvanishing'),
	(261, 'Can add reminder mail', 66, 'add_remindermail'),
	(262, 'Can change reminder mail', 66, 'change_remindermail'),
	(263, 'Can delete reminder mail', 66, 'delete_remindermail'),
	(264, 'Can view reminder mail', 66, 'view_remindermail'),
	(265, 'Can add pledge signature', 67, 'add_pledgesignature'),
	(266, 'Can change pledge signature', 67, 'change_pledgesignature'),
	(267, 'Can delete pledge signature', 67, 'delete_pledgesignature'),
	(268, 'Can view pledge signature', 67, 'view_pledgesignature'),
	(269, 'Can add pledge end', 68, 'add_pledgeend'),
	(270, 'Can change pledge end', 68, 'change_pledgeend'),
	(271, 'Can delete pledge end', 68, 'delete_pledgeend'),
	(272, 'Can view pledge end', 68, 'view_pledgeend'),
	(273, 'Can add pledge confirmation', 69, 'add_pledgeconfirmation'),
	(274, 'Can change pledge confirmation', 69, 'change_pledgeconfirmation'),
	(275, 'Can delete pledge confirmation', 69, 'delete_pledgeconfirmation'),
	(276, 'Can view pledge confirmation', 69, 'view_pledgeconfirmation'),
	(277, 'Can add unkept list row', 70, 'add_unkeptlistrow'),
	(278, 'Can change unkept list row', 70, 'change_unkeptlistrow'),
	(279, 'Can delete unkept list row', 70, 'delete_unkeptlistrow'),
	(280, 'Can view unkept list row', 70, 'view_unkeptlistrow'),
	(281, 'Can add import run', 71, 'add_importrun'),
	(282, 'Can change import run', 71, 'change_importrun'),
	(283, 'Can delete import run', 71, 'delete_importrun'),
	(284, 'Can view import run', 71, 'view_importrun'),
	(285, 'Can add import row', 72, 'add_importrow'),
	(286, 'Can change import row', 72, 'change_importrow'),
	(287, 'Can delete import row', 72, 'delete_importrow'),
	(288, 'Can view import row', 72, 'view_importrow'),
	(289, 'Can add holding', 73, 'add_holding'),
	(290, 'Can change holding', 73, 'change_holding'),
	(291, 'Can delete holding', 73, 'delete_holding'),
	(292, 'Can view holding', 73, 'view_holding'),
	(293, 'Can add held row', 74, 'add_heldrow'),
	(294, 'Can change held row', 74, 'change_heldrow'),
	(295, 'Can delete held row', 74, 'delete_heldrow'),
	(296, 'Can view held row', 74, 'view_heldrow'),
	(297, 'Can add price fact', 75, 'add_pricefact'),
	(298, 'Can change price fact', 75, 'change_pricefact'),
	(299, 'Can delete price fact', 75, 'delete_pricefact'),
	(300, 'Can view price fact', 75, 'view_pricefact'),
	(301, 'Can add program', 76, 'add_program'),
	(302, 'Can change program', 76, 'change_program'),
	(303, 'Can delete program', 76, 'delete_program'),
	(304, 'Can view program', 76, 'view_program'),
	(305, 'Can add project', 77, 'add_project'),
	(306, 'Can change project', 77, 'change_project'),
	(307, 'Can delete project', 77, 'delete_project'),
	(308, 'Can view project', 77, 'view_project'),
	(309, 'Can add project edition', 78, 'add_projectedition'),
	(310, 'Can change project edition', 78, 'change_projectedition'),
	(311, 'Can delete project edition', 78, 'delete_projectedition'),
	(312, 'Can view project edition', 78, 'view_projectedition'),
	(313, 'Can add record edition', 79, 'add_recordedition'),
	(314, 'Can change record edition', 79, 'change_recordedition'),
	(315, 'Can delete record edition', 79, 'delete_recordedition'),
	(316, 'Can view record edition', 79, 'view_recordedition'),
	(317, 'Can add registry issuance', 80, 'add_registryissuance'),
	(318, 'Can change registry issuance', 80, 'change_registryissuance'),
	(319, 'Can delete registry issuance', 80, 'delete_registryissuance'),
	(320, 'Can view registry issuance', 80, 'view_registryissuance'),
	(321, 'Can add registry use', 81, 'add_registryuse'),
	(322, 'Can change registry use', 81, 'change_registryuse'),
	(323, 'Can delete registry use', 81, 'delete_registryuse'),
	(324, 'Can view registry use', 81, 'view_registryuse'),
	(325, 'Can add review', 82, 'add_review'),
	(326, 'Can change review', 82, 'change_review'),
	(327, 'Can delete review', 82, 'delete_review'),
	(328, 'Can view review', 82, 'view_review'),
	(329, 'Can add status judgement', 83, 'add_statusjudgement'),
	(330, 'Can change status judgement', 83, 'change_statusjudgement'),
	(331, 'Can delete status judgement', 83, 'delete_statusjudgement'),
	(332, 'Can view status judgement', 83, 'view_statusjudgement'),
	(333, 'Can add held decision', 84, 'add_helddecision'),
	(334, 'Can change held decision', 84, 'change_helddecision'),
	(335, 'Can delete held decision', 84, 'delete_helddecision'),
	(336, 'Can view held decision', 84, 'view_helddecision'),
	(337, 'Can add upload', 85, 'add_upload'),
	(338, 'Can change upload', 85, 'change_upload'),
	(339, 'Can delete upload', 85, 'delete_upload'),
	(340, 'Can view upload', 85, 'view_upload'),
	(341, 'Can add published statement', 86, 'add_publishedstatement'),
	(342, 'Can change published statement', 86, 'change_publishedstatement'),
	(343, 'Can delete published statement', 86, 'delete_publishedstatement'),
	(344, 'Can view published statement', 86, 'view_publishedstatement'),
	(345, 'Can add document file', 87, 'add_documentfile'),
	(346, 'Can change document file', 87, 'change_documentfile'),
	(347, 'Can delete document file', 87, 'delete_documentfile'),
	(348, 'Can view document file', 87, 'view_documentfile'),
	(349, 'Can add external rating', 88, 'add_externalrating'),
	(350, 'Can change external rating', 88, 'change_externalrating'),
	(351, 'Can delete external rating', 88, 'delete_externalrating'),
	(352, 'Can view external rating', 88, 'view_externalrating'),
	(353, 'Can add gross to net', 89, 'add_grosstonet'),
	(354, 'Can change gross to net', 89, 'change_grosstonet'),
	(355, 'Can delete gross to net', 89, 'delete_grosstonet'),
	(356, 'Can view gross to net', 89, 'view_grosstonet'),
	(357, 'Can add project disclaimer', 90, 'add_projectdisclaimer'),
	(358, 'Can change project disclaimer', 90, 'change_projectdisclaimer'),
	(359, 'Can delete project disclaimer', 90, 'delete_projectdisclaimer'),
	(360, 'Can view project disclaimer', 90, 'view_projectdisclaimer'),
	(361, 'Can add project document', 91, 'add_projectdocument'),
	(362, 'Can change project document', 91, 'change_projectdocument'),
	(363, 'Can delete project document', 91, 'delete_projectdocument'),
	(364, 'Can view project document', 91, 'view_projectdocument'),
	(365, 'Can add project news', 92, 'add_projectnews'),
	(366, 'Can change project news', 92, 'change_projectnews'),
	(367, 'Can delete project news', 92, 'delete_projectnews'),
	(368, 'Can view project news', 92, 'view_projectnews'),
	(369, 'Can add project profile', 93, 'add_projectprofile'),
	(370, 'Can change project profile', 93, 'change_projectprofile'),
	(371, 'Can delete project profile', 93, 'delete_projectprofile'),
	(372, 'Can view project profile', 93, 'view_projectprofile'),
	(373, 'Can add project story', 94, 'add_projectstory'),
	(374, 'Can change project story', 94, 'change_projectstory'),
	(375, 'Can delete project story', 94, 'delete_projectstory'),
	(376, 'Can view project story', 94, 'view_projectstory'),
	(377, 'Can add unit label', 95, 'add_unitlabel'),
	(378, 'Can change unit label', 95, 'change_unitlabel'),
	(379, 'Can delete unit label', 95, 'delete_unitlabel'),
	(380, 'Can view unit label', 95, 'view_unitlabel'),
	(381, 'Can add buyer condition', 96, 'add_buyercondition'),
	(382, 'Can change buyer condition', 96, 'change_buyercondition'),
	(383, 'Can delete buyer condition', 96, 'delete_buyercondition'),
	(384, 'Can view buyer condition', 96, 'view_buyercondition'),
	(385, 'Can add opinion load', 97, 'add_opinionload'),
	(386, 'Can change opinion load', 97, 'change_opinionload'),
	(387, 'Can delete opinion load', 97, 'delete_opinionload'),
	(388, 'Can view opinion load', 97, 'view_opinionload'),
	(389, 'Can add review case', 98, 'add_reviewcase'),
	(390, 'Can change review case', 98, 'change_reviewcase'),
	(391, 'Can delete review case', 98, 'delete_reviewcase'),
	(392, 'Can view review case', 98, 'view_reviewcase'),
	(393, 'Can add review computation', 99, 'add_reviewcomputation'),
	(394, 'Can change review computation', 99, 'change_reviewcomputation'),
	(395, 'Can delete review computation', 99, 'delete_reviewcomputation'),
	(396, 'Can view review computation', 99, 'view_reviewcomputation'),
	(397, 'Can add reviewer declaration', 100, 'add_reviewerdeclaration'),
	(398, 'Can change reviewer declaration', 100, 'change_reviewerdeclaration'),
	(399, 'Can delete reviewer declaration', 100, 'delete_reviewerdeclaration'),
	(400, 'Can view reviewer declaration', 100, 'view_reviewerdeclaration');
INSERT INTO public.auth_permission VALUES
	(401, 'Can add review evidence', 101, 'add_reviewevidence'),
	(402, 'Can change review evidence', 101, 'change_reviewevidence'),
	(403, 'Can delete review evidence', 101, 'delete_reviewevidence'),
	(404, 'Can view review evidence', 101, 'view_reviewevidence'),
	(405, 'Can add review publication', 102, 'add_reviewpublication'),
	(406, 'Can change review publication', 102, 'change_reviewpublication'),
	(407, 'Can delete review publication', 102, 'delete_reviewpublication'),
	(408, 'Can view review publication', 102, 'view_reviewpublication'),
	(409, 'Can add review reading', 103, 'add_reviewreading'),
	(410, 'Can change review reading', 103, 'change_reviewreading'),
	(411, 'Can delete review reading', 103, 'delete_reviewreading'),
	(412, 'Can view review reading', 103, 'view_reviewreading'),
	(413, 'Can add review trigger', 104, 'add_reviewtrigger'),
	(414, 'Can change review trigger', 104, 'change_reviewtrigger'),
	(415, 'Can delete review trigger', 104, 'delete_reviewtrigger'),
	(416, 'Can view review trigger', 104, 'view_reviewtrigger'),
	(417, 'Can add forward contract', 105, 'add_forwardcontract'),
	(418, 'Can change forward contract', 105, 'change_forwardcontract'),
	(419, 'Can delete forward contract', 105, 'delete_forwardcontract'),
	(420, 'Can view forward contract', 105, 'view_forwardcontract'),
	(421, 'Can add contract signature', 106, 'add_contractsignature'),
	(422, 'Can change contract signature', 106, 'change_contractsignature'),
	(423, 'Can delete contract signature', 106, 'delete_contractsignature'),
	(424, 'Can view contract signature', 106, 'view_contractsignature'),
	(425, 'Can add contract schedule', 107, 'add_contractschedule'),
	(426, 'Can change contract schedule', 107, 'change_contractschedule'),
	(427, 'Can delete contract schedule', 107, 'delete_contractschedule'),
	(428, 'Can view contract schedule', 107, 'view_contractschedule'),
	(429, 'Can add contract hold', 108, 'add_contracthold'),
	(430, 'Can change contract hold', 108, 'change_contracthold'),
	(431, 'Can delete contract hold', 108, 'delete_contracthold'),
	(432, 'Can view contract hold', 108, 'view_contracthold'),
	(433, 'Can add contract end', 109, 'add_contractend'),
	(434, 'Can change contract end', 109, 'change_contractend'),
	(435, 'Can delete contract end', 109, 'delete_contractend'),
	(436, 'Can view contract end', 109, 'view_contractend'),
	(437, 'Can add contract delivery', 110, 'add_contractdelivery'),
	(438, 'Can change contract delivery', 110, 'change_contractdelivery'),
	(439, 'Can delete contract delivery', 110, 'delete_contractdelivery'),
	(440, 'Can view contract delivery', 110, 'view_contractdelivery'),
	(441, 'Can add contract commitment', 111, 'add_contractcommitment'),
	(442, 'Can change contract commitment', 111, 'change_contractcommitment'),
	(443, 'Can delete contract commitment', 111, 'delete_contractcommitment'),
	(444, 'Can view contract commitment', 111, 'view_contractcommitment'),
	(445, 'Can add jurisdiction', 112, 'add_jurisdiction'),
	(446, 'Can change jurisdiction', 112, 'change_jurisdiction'),
	(447, 'Can delete jurisdiction', 112, 'delete_jurisdiction'),
	(448, 'Can view jurisdiction', 112, 'view_jurisdiction'),
	(449, 'Can add buffer part', 113, 'add_bufferpart'),
	(450, 'Can change buffer part', 113, 'change_bufferpart'),
	(451, 'Can delete buffer part', 113, 'delete_bufferpart'),
	(452, 'Can view buffer part', 113, 'view_bufferpart'),
	(453, 'Can add adjustment statement', 114, 'add_adjustmentstatement'),
	(454, 'Can change adjustment statement', 114, 'change_adjustmentstatement'),
	(455, 'Can delete adjustment statement', 114, 'delete_adjustmentstatement'),
	(456, 'Can view adjustment statement', 114, 'view_adjustmentstatement'),
	(457, 'Can add scheduled year', 115, 'add_scheduledyear'),
	(458, 'Can change scheduled year', 115, 'change_scheduledyear'),
	(459, 'Can delete scheduled year', 115, 'delete_scheduledyear'),
	(460, 'Can view scheduled year', 115, 'view_scheduledyear'),
	(461, 'Can add co benefit figure', 116, 'add_cobenefitfigure'),
	(462, 'Can change co benefit figure', 116, 'change_cobenefitfigure'),
	(463, 'Can delete co benefit figure', 116, 'delete_cobenefitfigure'),
	(464, 'Can view co benefit figure', 116, 'view_cobenefitfigure'),
	(465, 'Can add contribution', 117, 'add_contribution'),
	(466, 'Can change contribution', 117, 'change_contribution'),
	(467, 'Can delete contribution', 117, 'delete_contribution'),
	(468, 'Can view contribution', 117, 'view_contribution'),
	(469, 'Can add delivery share', 118, 'add_deliveryshare'),
	(470, 'Can change delivery share', 118, 'change_deliveryshare'),
	(471, 'Can delete delivery share', 118, 'delete_deliveryshare'),
	(472, 'Can view delivery share', 118, 'view_deliveryshare'),
	(473, 'Can add destruction', 119, 'add_destruction'),
	(474, 'Can change destruction', 119, 'change_destruction'),
	(475, 'Can delete destruction', 119, 'delete_destruction'),
	(476, 'Can view destruction', 119, 'view_destruction'),
	(477, 'Can add fuel batch', 120, 'add_fuelbatch'),
	(478, 'Can change fuel batch', 120, 'change_fuelbatch'),
	(479, 'Can delete fuel batch', 120, 'delete_fuelbatch'),
	(480, 'Can view fuel batch', 120, 'view_fuelbatch'),
	(481, 'Can add parameter proposal', 121, 'add_parameterproposal'),
	(482, 'Can change parameter proposal', 121, 'change_parameterproposal'),
	(483, 'Can delete parameter proposal', 121, 'delete_parameterproposal'),
	(484, 'Can view parameter proposal', 121, 'view_parameterproposal'),
	(485, 'Can add fuel end', 122, 'add_fuelend'),
	(486, 'Can change fuel end', 122, 'change_fuelend'),
	(487, 'Can delete fuel end', 122, 'delete_fuelend'),
	(488, 'Can view fuel end', 122, 'view_fuelend'),
	(489, 'Can add fuel issue', 123, 'add_fuelissue'),
	(490, 'Can change fuel issue', 123, 'change_fuelissue'),
	(491, 'Can delete fuel issue', 123, 'delete_fuelissue'),
	(492, 'Can view fuel issue', 123, 'view_fuelissue'),
	(493, 'Can add fuel evidence', 124, 'add_fuelevidence'),
	(494, 'Can change fuel evidence', 124, 'change_fuelevidence'),
	(495, 'Can delete fuel evidence', 124, 'delete_fuelevidence'),
	(496, 'Can view fuel evidence', 124, 'view_fuelevidence'),
	(497, 'Can add fuel price', 125, 'add_fuelprice'),
	(498, 'Can change fuel price', 125, 'change_fuelprice'),
	(499, 'Can delete fuel price', 125, 'delete_fuelprice'),
	(500, 'Can view fuel price', 125, 'view_fuelprice'),
	(501, 'Can add parameter decision', 126, 'add_parameterdecision'),
	(502, 'Can change parameter decision', 126, 'change_parameterdecision'),
	(503, 'Can delete parameter decision', 126, 'delete_parameterdecision'),
	(504, 'Can view parameter decision', 126, 'view_parameterdecision'),
	(505, 'Can add destruction issue', 127, 'add_destructionissue'),
	(506, 'Can change destruction issue', 127, 'change_destructionissue'),
	(507, 'Can delete destruction issue', 127, 'delete_destructionissue'),
	(508, 'Can view destruction issue', 127, 'view_destructionissue'),
	(509, 'Can add destroyed container', 128, 'add_destroyedcontainer'),
	(510, 'Can change destroyed container', 128, 'change_destroyedcontainer'),
	(511, 'Can delete destroyed container', 128, 'delete_destroyedcontainer'),
	(512, 'Can view destroyed container', 128, 'view_destroyedcontainer'),
	(513, 'Can add parameter withdrawal', 129, 'add_parameterwithdrawal'),
	(514, 'Can change parameter withdrawal', 129, 'change_parameterwithdrawal'),
	(515, 'Can delete parameter withdrawal', 129, 'delete_parameterwithdrawal'),
	(516, 'Can view parameter withdrawal', 129, 'view_parameterwithdrawal'),
	(517, 'Can add ccp edition', 130, 'add_ccpedition'),
	(518, 'Can change ccp edition', 130, 'change_ccpedition'),
	(519, 'Can delete ccp edition', 130, 'delete_ccpedition'),
	(520, 'Can view ccp edition', 130, 'view_ccpedition'),
	(521, 'Can add ccp decision', 131, 'add_ccpdecision'),
	(522, 'Can change ccp decision', 131, 'change_ccpdecision'),
	(523, 'Can delete ccp decision', 131, 'delete_ccpdecision'),
	(524, 'Can view ccp decision', 131, 'view_ccpdecision'),
	(525, 'Can add developer finding', 132, 'add_developerfinding'),
	(526, 'Can change developer finding', 132, 'change_developerfinding'),
	(527, 'Can delete developer finding', 132, 'delete_developerfinding'),
	(528, 'Can view developer finding', 132, 'view_developerfinding'),
	(529, 'Can add activity load', 133, 'add_activityload'),
	(530, 'Can change activity load', 133, 'change_activityload'),
	(531, 'Can delete activity load', 133, 'delete_activityload'),
	(532, 'Can view activity load', 133, 'view_activityload'),
	(533, 'Can add activity line', 134, 'add_activityline'),
	(534, 'Can change activity line', 134, 'change_activityline'),
	(535, 'Can delete activity line', 134, 'delete_activityline'),
	(536, 'Can view activity line', 134, 'view_activityline'),
	(537, 'Can add activity mapping', 135, 'add_activitymapping'),
	(538, 'Can change activity mapping', 135, 'change_activitymapping'),
	(539, 'Can delete activity mapping', 135, 'delete_activitymapping'),
	(540, 'Can view activity mapping', 135, 'view_activitymapping'),
	(541, 'Can add activity row', 136, 'add_activityrow'),
	(542, 'Can change activity row', 136, 'change_activityrow'),
	(543, 'Can delete activity row', 136, 'delete_activityrow'),
	(544, 'Can view activity row', 136, 'view_activityrow'),
	(545, 'Can add activity upload', 137, 'add_activityupload'),
	(546, 'Can change activity upload', 137, 'change_activityupload'),
	(547, 'Can delete activity upload', 137, 'delete_activityupload'),
	(548, 'Can view activity upload', 137, 'view_activityupload'),
	(549, 'Can add factor set', 138, 'add_factorset'),
	(550, 'Can change factor set', 138, 'change_factorset'),
	(551, 'Can delete factor set', 138, 'delete_factorset'),
	(552, 'Can view factor set', 138, 'view_factorset'),
	(553, 'Can add factor', 139, 'add_factor'),
	(554, 'Can change factor', 139, 'change_factor'),
	(555, 'Can delete factor', 139, 'delete_factor'),
	(556, 'Can view factor', 139, 'view_factor'),
	(557, 'Can add inventory', 140, 'add_inventory'),
	(558, 'Can change inventory', 140, 'change_inventory'),
	(559, 'Can delete inventory', 140, 'delete_inventory'),
	(560, 'Can view inventory', 140, 'view_inventory'),
	(561, 'Can add base year judgement', 141, 'add_baseyearjudgement'),
	(562, 'Can change base year judgement', 141, 'change_baseyearjudgement'),
	(563, 'Can delete base year judgement', 141, 'delete_baseyearjudgement'),
	(564, 'Can view base year judgement', 141, 'view_baseyearjudgement'),
	(565, 'Can add inventory factor set', 142, 'add_inventoryfactorset'),
	(566, 'Can change inventory factor set', 142, 'change_inventoryfactorset'),
	(567, 'Can delete inventory factor set', 142, 'delete_inventoryfactorset'),
	(568, 'Can view inventory factor set', 142, 'view_inventoryfactorset'),
	(569, 'Can add inventory line', 143, 'add_inventoryline'),
	(570, 'Can change inventory line', 143, 'change_inventoryline'),
	(571, 'Can delete inventory line', 143, 'delete_inventoryline'),
	(572, 'Can view inventory line', 143, 'view_inventoryline'),
	(573, 'Can add inventory load', 144, 'add_inventoryload'),
	(574, 'Can change inventory load', 144, 'change_inventoryload'),
	(575, 'Can delete inventory load', 144, 'delete_inventoryload'),
	(576, 'Can view inventory load', 144, 'view_inventoryload'),
	(577, 'Can add inventory step', 145, 'add_inventorystep'),
	(578, 'Can change inventory step', 145, 'change_inventorystep'),
	(579, 'Can delete inventory step', 145, 'delete_inventorystep'),
	(580, 'Can view inventory step', 145, 'view_inventorystep'),
	(581, 'Can add inventory total', 146, 'add_inventorytotal'),
	(582, 'Can change inventory total', 146, 'change_inventorytotal'),
	(583, 'Can delete inventory total', 146, 'delete_inventorytotal'),
	(584, 'Can view inventory total', 146, 'view_inventorytotal'),
	(585, 'Can add target', 147, 'add_target'),
	(586, 'Can change target', 147, 'change_target'),
	(587, 'Can delete target', 147, 'delete_target'),
	(588, 'Can view target', 147, 'view_target'),
	(589, 'Can add target judgement', 148, 'add_targetjudgement'),
	(590, 'Can change target judgement', 148, 'change_targetjudgement'),
	(591, 'Can delete target judgement', 148, 'delete_targetjudgement'),
	(592, 'Can view target judgement', 148, 'view_targetjudgement'),
	(593, 'Can add disclosure', 149, 'add_disclosure'),
	(594, 'Can change disclosure', 149, 'change_disclosure'),
	(595, 'Can delete disclosure', 149, 'delete_disclosure'),
	(596, 'Can view disclosure', 149, 'view_disclosure'),
	(597, 'Can add inventory computation', 150, 'add_inventorycomputation'),
	(598, 'Can change inventory computation', 150, 'change_inventorycomputation'),
	(599, 'Can delete inventory computation', 150, 'delete_inventorycomputation'),
	(600, 'Can view inventory computation', 150, 'view_inventorycomputation');
INSERT INTO public.auth_permission VALUES
	(601, 'Can add beneficiary name', 151, 'add_beneficiaryname'),
	(602, 'Can change beneficiary name', 151, 'change_beneficiaryname'),
	(603, 'Can delete beneficiary name', 151, 'delete_beneficiaryname'),
	(604, 'Can view beneficiary name', 151, 'view_beneficiaryname'),
	(605, 'Can add quote line', 152, 'add_quoteline'),
	(606, 'Can change quote line', 152, 'change_quoteline'),
	(607, 'Can delete quote line', 152, 'delete_quoteline'),
	(608, 'Can view quote line', 152, 'view_quoteline'),
	(609, 'Can add quote', 153, 'add_quote'),
	(610, 'Can change quote', 153, 'change_quote'),
	(611, 'Can delete quote', 153, 'delete_quote'),
	(612, 'Can view quote', 153, 'view_quote'),
	(613, 'Can add delivery', 154, 'add_delivery'),
	(614, 'Can change delivery', 154, 'change_delivery'),
	(615, 'Can delete delivery', 154, 'delete_delivery'),
	(616, 'Can view delivery', 154, 'view_delivery'),
	(617, 'Can add correction', 155, 'add_correction'),
	(618, 'Can change correction', 155, 'change_correction'),
	(619, 'Can delete correction', 155, 'delete_correction'),
	(620, 'Can view correction', 155, 'view_correction'),
	(621, 'Can add delivery line', 156, 'add_deliveryline'),
	(622, 'Can change delivery line', 156, 'change_deliveryline'),
	(623, 'Can delete delivery line', 156, 'delete_deliveryline'),
	(624, 'Can view delivery line', 156, 'view_deliveryline'),
	(625, 'Can add order', 157, 'add_order'),
	(626, 'Can change order', 157, 'change_order'),
	(627, 'Can delete order', 157, 'delete_order'),
	(628, 'Can view order', 157, 'view_order'),
	(629, 'Can add order transition', 158, 'add_ordertransition'),
	(630, 'Can change order transition', 158, 'change_ordertransition'),
	(631, 'Can delete order transition', 158, 'delete_ordertransition'),
	(632, 'Can view order transition', 158, 'view_ordertransition'),
	(633, 'Can add payment', 159, 'add_payment'),
	(634, 'Can change payment', 159, 'change_payment'),
	(635, 'Can delete payment', 159, 'delete_payment'),
	(636, 'Can view payment', 159, 'view_payment'),
	(637, 'Can add beneficiary name decision', 160, 'add_beneficiarynamedecision'),
	(638, 'Can change beneficiary name decision', 160, 'change_beneficiarynamedecision'),
	(639, 'Can delete beneficiary name decision', 160, 'delete_beneficiarynamedecision'),
	(640, 'Can view beneficiary name decision', 160, 'view_beneficiarynamedecision'),
	(641, 'Can add register place', 161, 'add_registerplace'),
	(642, 'Can change register place', 161, 'change_registerplace'),
	(643, 'Can delete register place', 161, 'delete_registerplace'),
	(644, 'Can view register place', 161, 'view_registerplace'),
	(645, 'Can add register row', 162, 'add_registerrow'),
	(646, 'Can change register row', 162, 'change_registerrow'),
	(647, 'Can delete register row', 162, 'delete_registerrow'),
	(648, 'Can view register row', 162, 'view_registerrow'),
	(649, 'Can add register project', 163, 'add_registerproject'),
	(650, 'Can change register project', 163, 'change_registerproject'),
	(651, 'Can delete register project', 163, 'delete_registerproject'),
	(652, 'Can view register project', 163, 'view_registerproject'),
	(653, 'Can add cancellation notice', 164, 'add_cancellationnotice'),
	(654, 'Can change cancellation notice', 164, 'change_cancellationnotice'),
	(655, 'Can delete cancellation notice', 164, 'delete_cancellationnotice'),
	(656, 'Can view cancellation notice', 164, 'view_cancellationnotice'),
	(657, 'Can add document', 165, 'add_document'),
	(658, 'Can change document', 165, 'change_document'),
	(659, 'Can delete document', 165, 'delete_document'),
	(660, 'Can view document', 165, 'view_document'),
	(661, 'Can add price notice', 166, 'add_pricenotice'),
	(662, 'Can change price notice', 166, 'change_pricenotice'),
	(663, 'Can delete price notice', 166, 'delete_pricenotice'),
	(664, 'Can view price notice', 166, 'view_pricenotice'),
	(665, 'Can add price notice applied', 167, 'add_pricenoticeapplied'),
	(666, 'Can change price notice applied', 167, 'change_pricenoticeapplied'),
	(667, 'Can delete price notice applied', 167, 'delete_pricenoticeapplied'),
	(668, 'Can view price notice applied', 167, 'view_pricenoticeapplied'),
	(669, 'Can add substitution', 168, 'add_substitution'),
	(670, 'Can change substitution', 168, 'change_substitution'),
	(671, 'Can delete substitution', 168, 'delete_substitution'),
	(672, 'Can view substitution', 168, 'view_substitution'),
	(673, 'Can add delay', 169, 'add_delay'),
	(674, 'Can change delay', 169, 'change_delay'),
	(675, 'Can delete delay', 169, 'delete_delay'),
	(676, 'Can view delay', 169, 'view_delay'),
	(677, 'Can add order allocation', 170, 'add_orderallocation'),
	(678, 'Can change order allocation', 170, 'change_orderallocation'),
	(679, 'Can delete order allocation', 170, 'delete_orderallocation'),
	(680, 'Can view order allocation', 170, 'view_orderallocation'),
	(681, 'Can add transport activity', 171, 'add_transportactivity'),
	(682, 'Can change transport activity', 171, 'change_transportactivity'),
	(683, 'Can delete transport activity', 171, 'delete_transportactivity'),
	(684, 'Can view transport activity', 171, 'view_transportactivity'),
	(685, 'Can add inset claim', 172, 'add_insetclaim'),
	(686, 'Can change inset claim', 172, 'change_insetclaim'),
	(687, 'Can delete inset claim', 172, 'delete_insetclaim'),
	(688, 'Can view inset claim', 172, 'view_insetclaim'),
	(689, 'Can add inset disclosure', 173, 'add_insetdisclosure'),
	(690, 'Can change inset disclosure', 173, 'change_insetdisclosure'),
	(691, 'Can delete inset disclosure', 173, 'delete_insetdisclosure'),
	(692, 'Can view inset disclosure', 173, 'view_insetdisclosure'),
	(693, 'Can add register year', 174, 'add_registeryear'),
	(694, 'Can change register year', 174, 'change_registeryear'),
	(695, 'Can delete register year', 174, 'delete_registeryear'),
	(696, 'Can view register year', 174, 'view_registeryear'),
	(697, 'Can add public claim', 175, 'add_publicclaim'),
	(698, 'Can change public claim', 175, 'change_publicclaim'),
	(699, 'Can delete public claim', 175, 'delete_publicclaim'),
	(700, 'Can view public claim', 175, 'view_publicclaim'),
	(701, 'Can add claim decision', 176, 'add_claimdecision'),
	(702, 'Can change claim decision', 176, 'change_claimdecision'),
	(703, 'Can delete claim decision', 176, 'delete_claimdecision'),
	(704, 'Can view claim decision', 176, 'view_claimdecision'),
	(705, 'Can add claim withdrawal', 177, 'add_claimwithdrawal'),
	(706, 'Can change claim withdrawal', 177, 'change_claimwithdrawal'),
	(707, 'Can delete claim withdrawal', 177, 'delete_claimwithdrawal'),
	(708, 'Can view claim withdrawal', 177, 'view_claimwithdrawal'),
	(709, 'Can add webhook endpoint', 178, 'add_webhookendpoint'),
	(710, 'Can change webhook endpoint', 178, 'change_webhookendpoint'),
	(711, 'Can delete webhook endpoint', 178, 'delete_webhookendpoint'),
	(712, 'Can view webhook endpoint', 178, 'view_webhookendpoint'),
	(713, 'Can add webhook delivery', 179, 'add_webhookdelivery'),
	(714, 'Can change webhook delivery', 179, 'change_webhookdelivery'),
	(715, 'Can delete webhook delivery', 179, 'delete_webhookdelivery'),
	(716, 'Can view webhook delivery', 179, 'view_webhookdelivery'),
	(717, 'Can add webhook attempt', 180, 'add_webhookattempt'),
	(718, 'Can change webhook attempt', 180, 'change_webhookattempt'),
	(719, 'Can delete webhook attempt', 180, 'delete_webhookattempt'),
	(720, 'Can view webhook attempt', 180, 'view_webhookattempt'),
	(721, 'Can add email address', 181, 'add_emailaddress'),
	(722, 'Can change email address', 181, 'change_emailaddress'),
	(723, 'Can delete email address', 181, 'delete_emailaddress'),
	(724, 'Can view email address', 181, 'view_emailaddress'),
	(725, 'Can add email confirmation', 182, 'add_emailconfirmation'),
	(726, 'Can change email confirmation', 182, 'change_emailconfirmation'),
	(727, 'Can delete email confirmation', 182, 'delete_emailconfirmation'),
	(728, 'Can view email confirmation', 182, 'view_emailconfirmation'),
	(729, 'Can add authenticator', 183, 'add_authenticator'),
	(730, 'Can change authenticator', 183, 'change_authenticator'),
	(731, 'Can delete authenticator', 183, 'delete_authenticator'),
	(732, 'Can view authenticator', 183, 'view_authenticator'),
	(733, 'Can add user session', 184, 'add_usersession'),
	(734, 'Can change user session', 184, 'change_usersession'),
	(735, 'Can delete user session', 184, 'delete_usersession'),
	(736, 'Can view user session', 184, 'view_usersession'),
	(737, 'Can add social account', 185, 'add_socialaccount'),
	(738, 'Can change social account', 185, 'change_socialaccount'),
	(739, 'Can delete social account', 185, 'delete_socialaccount'),
	(740, 'Can view social account', 185, 'view_socialaccount'),
	(741, 'Can add social application', 186, 'add_socialapp'),
	(742, 'Can change social application', 186, 'change_socialapp'),
	(743, 'Can delete social application', 186, 'delete_socialapp'),
	(744, 'Can view social application', 186, 'view_socialapp'),
	(745, 'Can add social application token', 187, 'add_socialtoken'),
	(746, 'Can change social application token', 187, 'change_socialtoken'),
	(747, 'Can delete social application token', 187, 'delete_socialtoken'),
	(748, 'Can view social application token', 187, 'view_socialtoken'),
	(749, 'Can add log entry', 188, 'add_logentry'),
	(750, 'Can change log entry', 188, 'change_logentry'),
	(751, 'Can delete log entry', 188, 'delete_logentry'),
	(752, 'Can view log entry', 188, 'view_logentry');
INSERT INTO public.django_content_type VALUES
	(1, 'contenttypes', 'contenttype'),
	(2, 'auth', 'permission'),
	(3, 'auth', 'group'),
	(4, 'sessions', 'session'),
	(5, 'procrastinate', 'procrastinateevent'),
	(6, 'procrastinate', 'procrastinatejob'),
	(7, 'procrastinate', 'procrastinateperiodicdefer'),
	(8, 'procrastinate', 'procrastinateworker'),
	(9, 'edge', 'idempotency'),
	(10, 'edge', 'ratecount'),
	(11, 'edge', 'event'),
	(12, 'edge', 'clockrun'),
	(13, 'ledger', 'batch'),
	(14, 'ledger', 'entry'),
	(15, 'ledger', 'checkpoint'),
	(16, 'ledger', 'cover'),
	(17, 'ledger', 'recalledpart'),
	(18, 'ledger', 'registrykey'),
	(19, 'ledger', 'unitspace'),
	(20, 'ledger', 'cancellation'),
	(21, 'ledger', 'certificate'),
	(22, 'ledger', 'recall'),
	(23, 'ledger', 'confirmation'),
	(24, 'ledger', 'leaf'),
	(25, 'ledger', 'lot'),
	(26, 'ledger', 'price'),
	(27, 'ledger', 'reservation'),
	(28, 'ledger', 'line'),
	(29, 'ledger', 'makegood'),
	(30, 'ledger', 'correction'),
	(31, 'ledger', 'hold'),
	(32, 'ledger', 'listing'),
	(33, 'ledger', 'resolution'),
	(34, 'people', 'person'),
	(35, 'people', 'organization'),
	(36, 'people', 'membership'),
	(37, 'people', 'auditline'),
	(38, 'people', 'apitoken'),
	(39, 'people', 'invitation'),
	(40, 'people', 'apiclient'),
	(41, 'people', 'accesstoken'),
	(42, 'members', 'interest'),
	(43, 'members', 'application'),
	(44, 'members', 'assessment'),
	(45, 'members', 'assessmentfinding'),
	(46, 'members', 'decision'),
	(47, 'members', 'appeal'),
	(48, 'members', 'evidence'),
	(49, 'members', 'disclosedyear'),
	(50, 'members', 'evidencefile'),
	(51, 'members', 'evidencejudgement'),
	(52, 'members', 'figurejudgement'),
	(53, 'members', 'legalentity'),
	(54, 'members', 'entityallocation'),
	(55, 'members', 'listedition'),
	(56, 'members', 'listentry'),
	(57, 'members', 'listlink'),
	(58, 'members', 'policyproposal'),
	(59, 'members', 'policysignoff'),
	(60, 'members', 'proposal'),
	(61, 'members', 'reminder'),
	(62, 'members', 'submission'),
	(63, 'members', 'transition'),
	(64, 'members', 'appealdecision'),
	(65, 'members', 'listvanishing'),
	(66, 'members', 'remindermail'),
	(67, 'members', 'pledgesignature'),
	(68, 'members', 'pledgeend'),
	(69, 'members', 'pledgeconfirmation'),
	(70, 'members', 'unkeptlistrow'),
	(71, 'supply', 'importrun'),
	(72, 'supply', 'importrow'),
	(73, 'supply', 'holding'),
	(74, 'supply', 'heldrow'),
	(75, 'supply', 'pricefact'),
	(76, 'supply', 'program'),
	(77, 'supply', 'project'),
	(78, 'supply', 'projectedition'),
	(79, 'supply', 'recordedition'),
	(80, 'supply', 'registryissuance'),
	(81, 'supply', 'registryuse'),
	(82, 'supply', 'review'),
	(83, 'supply', 'statusjudgement'),
	(84, 'supply', 'helddecision'),
	(85, 'supply', 'upload'),
	(86, 'supply', 'publishedstatement'),
	(87, 'supply', 'documentfile'),
	(88, 'supply', 'externalrating'),
	(89, 'supply', 'grosstonet'),
	(90, 'supply', 'projectdisclaimer'),
	(91, 'supply', 'projectdocument'),
	(92, 'supply', 'projectnews'),
	(93, 'supply', 'projectprofile'),
	(94, 'supply', 'projectstory'),
	(95, 'supply', 'unitlabel'),
	(96, 'supply', 'buyercondition'),
	(97, 'supply', 'opinionload'),
	(98, 'supply', 'reviewcase'),
	(99, 'supply', 'reviewcomputation'),
	(100, 'supply', 'reviewerdeclaration'),
	(101, 'supply', 'reviewevidence'),
	(102, 'supply', 'reviewpublication'),
	(103, 'supply', 'reviewreading'),
	(104, 'supply', 'reviewtrigger'),
	(105, 'supply', 'forwardcontract'),
	(106, 'supply', 'contractsignature'),
	(107, 'supply', 'contractschedule'),
	(108, 'supply', 'contracthold'),
	(109, 'supply', 'contractend'),
	(110, 'supply', 'contractdelivery'),
	(111, 'supply', 'contractcommitment'),
	(112, 'supply', 'jurisdiction'),
	(113, 'supply', 'bufferpart'),
	(114, 'supply', 'adjustmentstatement'),
	(115, 'supply', 'scheduledyear'),
	(116, 'supply', 'cobenefitfigure'),
	(117, 'supply', 'contribution'),
	(118, 'supply', 'deliveryshare'),
	(119, 'supply', 'destruction'),
	(120, 'supply', 'fuelbatch'),
	(121, 'supply', 'parameterproposal'),
	(122, 'supply', 'fuelend'),
	(123, 'supply', 'fuelissue'),
	(124, 'supply', 'fuelevidence'),
	(125, 'supply', 'fuelprice'),
	(126, 'supply', 'parameterdecision'),
	(127, 'supply', 'destructionissue'),
	(128, 'supply', 'destroyedcontainer'),
	(129, 'supply', 'parameterwithdrawal'),
	(130, 'supply', 'ccpedition'),
	(131, 'supply', 'ccpdecision'),
	(132, 'supply', 'developerfinding'),
	(133, 'footprints', 'activityload'),
	(134, 'footprints', 'activityline'),
	(135, 'footprints', 'activitymapping'),
	(136, 'footprints', 'activityrow'),
	(137, 'footprints', 'activityupload'),
	(138, 'footprints', 'factorset'),
	(139, 'footprints', 'factor'),
	(140, 'footprints', 'inventory'),
	(141, 'footprints', 'baseyearjudgement'),
	(142, 'footprints', 'inventoryfactorset'),
	(143, 'footprints', 'inventoryline'),
	(144, 'footprints', 'inventoryload'),
	(145, 'footprints', 'inventorystep'),
	(146, 'footprints', 'inventorytotal'),
	(147, 'footprints', 'target'),
	(148, 'footprints', 'targetjudgement'),
	(149, 'footprints', 'disclosure'),
	(150, 'footprints', 'inventorycomputation'),
	(151, 'market', 'beneficiaryname'),
	(152, 'market', 'quoteline'),
	(153, 'market', 'quote'),
	(154, 'market', 'delivery'),
	(155, 'market', 'correction'),
	(156, 'market', 'deliveryline'),
	(157, 'market', 'order'),
	(158, 'market', 'ordertransition'),
	(159, 'market', 'payment'),
	(160, 'market', 'beneficiarynamedecision'),
	(161, 'market', 'registerplace'),
	(162, 'market', 'registerrow'),
	(163, 'market', 'registerproject'),
	(164, 'market', 'cancellationnotice'),
	(165, 'market', 'document'),
	(166, 'market', 'pricenotice'),
	(167, 'market', 'pricenoticeapplied'),
	(168, 'market', 'substitution'),
	(169, 'market', 'delay'),
	(170, 'market', 'orderallocation'),
	(171, 'market', 'transportactivity'),
	(172, 'market', 'insetclaim'),
	(173, 'market', 'insetdisclosure'),
	(174, 'market', 'registeryear'),
	(175, 'market', 'publicclaim'),
	(176, 'market', 'claimdecision'),
	(177, 'market', 'claimwithdrawal'),
	(178, 'api', 'webhookendpoint'),
	(179, 'api', 'webhookdelivery'),
	(180, 'api', 'webhookattempt'),
	(181, 'account', 'emailaddress'),
	(182, 'account', 'emailconfirmation'),
	(183, 'mfa', 'authenticator'),
	(184, 'usersessions', 'usersession'),
	(185, 'socialaccount', 'socialaccount'),
	(186, 'socialaccount', 'socialapp'),
	(187, 'socialaccount', 'socialtoken'),
	(188, 'admin', 'logentry');
INSERT INTO public.ledger_unit_space VALUES
	(true, 0);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.api_webhookattempt_id_seq', 1, false);
SELECT pg_catalog.setval('public.api_webhookdelivery_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 752, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 188, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 129, true);
SELECT pg_catalog.setval('public.edge_clockrun_id_seq', 1, false);
SELECT pg_catalog.setval('public.edge_idempotency_id_seq', 1, false);
SELECT pg_catalog.setval('public.edge_ratecount_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_activityline_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_activityrow_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_factor_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_inventoryfactorset_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_inventoryline_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_inventoryload_id_seq', 1, false);
SELECT pg_catalog.setval('public.footprints_inventorytotal_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_batch_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_entry_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_lot_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_price_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_recalled_part_id_seq', 1, false);
SELECT pg_catalog.setval('public.ledger_registry_key_number_seq', 0, false);
SELECT pg_catalog.setval('public.ledger_reservation_id_seq', 1, false);
SELECT pg_catalog.setval('public.market_orderallocation_id_seq', 1, false);
SELECT pg_catalog.setval('public.market_ordertransition_id_seq', 1, false);
SELECT pg_catalog.setval('public.market_registerproject_id_seq', 1, false);
SELECT pg_catalog.setval('public.market_registeryear_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_assessmentfinding_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_heldlistrow_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_listvanishing_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_reminder_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_remindermail_id_seq', 1, false);
SELECT pg_catalog.setval('public.members_transition_id_seq', 1, false);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_auditline_id_seq', 1, false);
SELECT pg_catalog.setval('public.people_membership_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);
SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialaccount_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialapp_id_seq', 1, false);
SELECT pg_catalog.setval('public.socialaccount_socialtoken_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_bufferpart_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_ccpdecision_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_deliveryshare_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_importrow_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_projectedition_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_recordedition_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_registryissuance_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_registryuse_id_seq', 1, false);
SELECT pg_catalog.setval('public.supply_scheduledyear_id_seq', 1, false);
SELECT pg_catalog.setval('public.usersessions_usersession_id_seq', 1, false);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_transportactivity
    ADD CONSTRAINT activity_is_stated_once UNIQUE NULLS NOT DISTINCT (organization_id, year, scope, scope3_category, mode, fuel, market, description);
ALTER TABLE ONLY public.footprints_activityline
    ADD CONSTRAINT activity_line_is_known_once UNIQUE (entity_id, year, line_sha256);
ALTER TABLE ONLY public.footprints_activityline
    ADD CONSTRAINT activity_line_row_is_one UNIQUE (load_id, row_number);
ALTER TABLE ONLY public.market_transportactivity
    ADD CONSTRAINT activity_request_is_one UNIQUE (organization_id, request_id);
ALTER TABLE ONLY public.supply_adjustmentstatement
    ADD CONSTRAINT adjustment_statements_are_counted UNIQUE (jurisdiction_id, number);
ALTER TABLE ONLY public.api_webhookattempt
    ADD CONSTRAINT api_webhookattempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT api_webhookdelivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_webhookendpoint
    ADD CONSTRAINT api_webhookendpoint_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_beneficiaryname
    ADD CONSTRAINT beneficiary_name_is_one UNIQUE (display_name, legal_name, lei, registration_number, domain, country, organization_id);
ALTER TABLE ONLY public.supply_bufferpart
    ADD CONSTRAINT buffer_part_is_one UNIQUE (jurisdiction_id, name);
ALTER TABLE ONLY public.supply_ccpdecision
    ADD CONSTRAINT ccp_decision_row_is_one UNIQUE (edition_id, row_number);
ALTER TABLE ONLY public.supply_ccpedition
    ADD CONSTRAINT ccp_edition_is_imported_once UNIQUE (dated, file_sha256);
ALTER TABLE ONLY public.people_apiclient
    ADD CONSTRAINT client_digest_is_unique UNIQUE (digest);
ALTER TABLE ONLY public.edge_clockrun
    ADD CONSTRAINT clock_runs_once_a_day UNIQUE (name, day);
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT commitment_of_a_member_is_one UNIQUE (contract_id, organization_id);
ALTER TABLE ONLY public.supply_contracthold
    ADD CONSTRAINT contract_holds_are_counted UNIQUE (contract_id, number);
ALTER TABLE ONLY public.supply_contractschedule
    ADD CONSTRAINT contract_schedules_are_counted UNIQUE (contract_id, number);
ALTER TABLE ONLY public.market_delay
    ADD CONSTRAINT delay_request_is_one UNIQUE (order_id, request_id);
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT delivery_number_is_one UNIQUE (order_id, number);
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT delivery_retirement_is_one UNIQUE (retirement_id);
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT disclosed_year_is_versioned UNIQUE (entity_id, year, version);
ALTER TABLE ONLY public.django_cache
    ADD CONSTRAINT django_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.edge_clockrun
    ADD CONSTRAINT edge_clockrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.edge_event
    ADD CONSTRAINT edge_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.edge_idempotency
    ADD CONSTRAINT edge_idempotency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.edge_ratecount
    ADD CONSTRAINT edge_ratecount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_evidencejudgement
    ADD CONSTRAINT evidence_judgement_is_numbered UNIQUE (evidence_id, number);
ALTER TABLE ONLY public.footprints_factor
    ADD CONSTRAINT factor_is_one_per_activity_and_region UNIQUE (factor_set_id, activity_key, unit, region, supplier, part);
ALTER TABLE ONLY public.footprints_factorset
    ADD CONSTRAINT factor_set_edition_is_one UNIQUE (name, edition);
ALTER TABLE ONLY public.members_assessmentfinding
    ADD CONSTRAINT finding_has_its_place UNIQUE (assessment_id, place);
ALTER TABLE ONLY public.footprints_activityline
    ADD CONSTRAINT footprints_activityline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_activityload
    ADD CONSTRAINT footprints_activityload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_activityload
    ADD CONSTRAINT footprints_activityload_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_activitymapping
    ADD CONSTRAINT footprints_activitymapping_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_activitymapping
    ADD CONSTRAINT footprints_activitymapping_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_activityrow
    ADD CONSTRAINT footprints_activityrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_activityupload
    ADD CONSTRAINT footprints_activityupload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_activityupload
    ADD CONSTRAINT footprints_activityupload_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_baseyearjudgement
    ADD CONSTRAINT footprints_baseyearjudgement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_baseyearjudgement
    ADD CONSTRAINT footprints_baseyearjudgement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_disclosure
    ADD CONSTRAINT footprints_disclosure_inventory_id_key UNIQUE (inventory_id);
ALTER TABLE ONLY public.footprints_disclosure
    ADD CONSTRAINT footprints_disclosure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_disclosure
    ADD CONSTRAINT footprints_disclosure_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_factor
    ADD CONSTRAINT footprints_factor_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_factorset
    ADD CONSTRAINT footprints_factorset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_factorset
    ADD CONSTRAINT footprints_factorset_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT footprints_inventory_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT footprints_inventory_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_inventorycomputation
    ADD CONSTRAINT footprints_inventorycomputation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventorycomputation
    ADD CONSTRAINT footprints_inventorycomputation_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_inventoryfactorset
    ADD CONSTRAINT footprints_inventoryfactorset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventoryline
    ADD CONSTRAINT footprints_inventoryline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventoryload
    ADD CONSTRAINT footprints_inventoryload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventorystep
    ADD CONSTRAINT footprints_inventorystep_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_inventorystep
    ADD CONSTRAINT footprints_inventorystep_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_inventorytotal
    ADD CONSTRAINT footprints_inventorytotal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT footprints_target_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT footprints_target_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_targetjudgement
    ADD CONSTRAINT footprints_targetjudgement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.footprints_targetjudgement
    ADD CONSTRAINT footprints_targetjudgement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_targetjudgement
    ADD CONSTRAINT footprints_targetjudgement_target_id_key UNIQUE (target_id);
ALTER TABLE ONLY public.supply_heldrow
    ADD CONSTRAINT held_row_is_stored_once UNIQUE (program, "table", content, occurrence, code);
ALTER TABLE ONLY public.edge_idempotency
    ADD CONSTRAINT idempotency_key_is_one UNIQUE (account, route, key);
ALTER TABLE ONLY public.market_insetdisclosure
    ADD CONSTRAINT inset_tier_discloses_once UNIQUE (claim_id, tier);
ALTER TABLE ONLY public.footprints_inventoryfactorset
    ADD CONSTRAINT inventory_factor_set_is_one UNIQUE (inventory_id, factor_set_id);
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT inventory_is_versioned UNIQUE (entity_id, year, version);
ALTER TABLE ONLY public.footprints_inventoryline
    ADD CONSTRAINT inventory_line_is_one_per_part UNIQUE (inventory_id, activity_line_id, part);
ALTER TABLE ONLY public.footprints_inventoryload
    ADD CONSTRAINT inventory_load_is_one UNIQUE (inventory_id, load_id);
ALTER TABLE ONLY public.footprints_inventorystep
    ADD CONSTRAINT inventory_step_is_taken_once UNIQUE (inventory_id, to_state);
ALTER TABLE ONLY public.footprints_inventorytotal
    ADD CONSTRAINT inventory_total_is_one UNIQUE NULLS NOT DISTINCT (inventory_id, part, category);
ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT invitation_digest_is_unique UNIQUE (digest);
ALTER TABLE ONLY public.ledger_batch
    ADD CONSTRAINT ledger_batch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_batch
    ADD CONSTRAINT ledger_batch_public_id_once UNIQUE (public_id);
ALTER TABLE ONLY public.ledger_cancellation
    ADD CONSTRAINT ledger_cancellation_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_certificate
    ADD CONSTRAINT ledger_certificate_follows_one UNIQUE NULLS NOT DISTINCT (retirement_id, replaces_id);
ALTER TABLE ONLY public.ledger_certificate
    ADD CONSTRAINT ledger_certificate_id_once UNIQUE (certificate_id);
ALTER TABLE ONLY public.ledger_certificate
    ADD CONSTRAINT ledger_certificate_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_pkey PRIMARY KEY (size);
ALTER TABLE ONLY public.ledger_confirmation
    ADD CONSTRAINT ledger_confirmation_once PRIMARY KEY (lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_correction
    ADD CONSTRAINT ledger_correction_once UNIQUE (certificate_entry_id);
ALTER TABLE ONLY public.ledger_correction
    ADD CONSTRAINT ledger_correction_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_cover
    ADD CONSTRAINT ledger_cover_once PRIMARY KEY (scope3_stop_unit, scope1_stop_unit);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_entry
    ADD CONSTRAINT ledger_entry_request_once UNIQUE (request_id);
ALTER TABLE ONLY public.ledger_hold
    ADD CONSTRAINT ledger_hold_of_its_lot UNIQUE (lot_id, entry_id);
ALTER TABLE ONLY public.ledger_hold
    ADD CONSTRAINT ledger_hold_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_leaf
    ADD CONSTRAINT ledger_leaf_entry_once UNIQUE (entry_id);
ALTER TABLE ONLY public.ledger_leaf
    ADD CONSTRAINT ledger_leaf_pkey PRIMARY KEY (log_index);
ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_follows_one UNIQUE NULLS NOT DISTINCT (lot_id, prev_unit);
ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_place_once UNIQUE (entry_id, place);
ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_stop_once PRIMARY KEY (lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_listing
    ADD CONSTRAINT ledger_listing_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_has_its_own_entry UNIQUE (entry_id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_public_id_once UNIQUE (public_id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_registry_range_once EXCLUDE USING gist (int8range(((key_number * '1099511627776'::bigint) + first_serial), (((key_number * '1099511627776'::bigint) + last_serial) + 1)) WITH &&) WHERE (((kind)::text <> 'INSET_SCOPE3'::text));
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_scope3_registry_range_once EXCLUDE USING gist (int8range(((key_number * '1099511627776'::bigint) + first_serial), (((key_number * '1099511627776'::bigint) + last_serial) + 1)) WITH &&) WHERE (((kind)::text = 'INSET_SCOPE3'::text));
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_start_named UNIQUE (id, unit_start);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_units_once EXCLUDE USING gist (int8range(unit_start, unit_stop) WITH &&);
ALTER TABLE ONLY public.ledger_make_good
    ADD CONSTRAINT ledger_make_good_once PRIMARY KEY (recalled_part_id, entry_id);
ALTER TABLE ONLY public.ledger_price
    ADD CONSTRAINT ledger_price_has_its_own_entry UNIQUE (entry_id);
ALTER TABLE ONLY public.ledger_price
    ADD CONSTRAINT ledger_price_of_its_lot UNIQUE (lot_id, id);
ALTER TABLE ONLY public.ledger_price
    ADD CONSTRAINT ledger_price_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_recall
    ADD CONSTRAINT ledger_recall_pkey PRIMARY KEY (entry_id);
ALTER TABLE ONLY public.ledger_recall
    ADD CONSTRAINT ledger_recall_public_id_once UNIQUE (public_id);
ALTER TABLE ONLY public.ledger_recalled_part
    ADD CONSTRAINT ledger_recalled_part_once EXCLUDE USING gist (int8range(part_start_unit, part_stop_unit) WITH &&);
ALTER TABLE ONLY public.ledger_recalled_part
    ADD CONSTRAINT ledger_recalled_part_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_registry_key
    ADD CONSTRAINT ledger_registry_key_once UNIQUE (program, key);
ALTER TABLE ONLY public.ledger_registry_key
    ADD CONSTRAINT ledger_registry_key_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.ledger_reservation
    ADD CONSTRAINT ledger_reservation_of_its_lot UNIQUE (lot_id, id);
ALTER TABLE ONLY public.ledger_reservation
    ADD CONSTRAINT ledger_reservation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_reservation
    ADD CONSTRAINT ledger_reservation_public_id_once UNIQUE (public_id);
ALTER TABLE ONLY public.ledger_resolution
    ADD CONSTRAINT ledger_resolution_once PRIMARY KEY (reservation_id);
ALTER TABLE ONLY public.ledger_unit_space
    ADD CONSTRAINT ledger_unit_space_pkey PRIMARY KEY (is_only);
ALTER TABLE ONLY public.members_listentry
    ADD CONSTRAINT list_entry_edition_is_kept_once UNIQUE (list_name, key, edition_id);
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT list_link_is_numbered UNIQUE (entry_id, organization_id, number);
ALTER TABLE ONLY public.members_listvanishing
    ADD CONSTRAINT list_vanishing_is_once UNIQUE (edition_id, entry_id);
ALTER TABLE ONLY public.market_beneficiaryname
    ADD CONSTRAINT market_beneficiaryname_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_beneficiarynamedecision
    ADD CONSTRAINT market_beneficiarynamedecision_pkey PRIMARY KEY (name_id);
ALTER TABLE ONLY public.market_cancellationnotice
    ADD CONSTRAINT market_cancellationnotice_pkey PRIMARY KEY (order_id);
ALTER TABLE ONLY public.market_claimdecision
    ADD CONSTRAINT market_claimdecision_pkey PRIMARY KEY (claim_id);
ALTER TABLE ONLY public.market_claimdecision
    ADD CONSTRAINT market_claimdecision_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.market_claimwithdrawal
    ADD CONSTRAINT market_claimwithdrawal_pkey PRIMARY KEY (claim_id);
ALTER TABLE ONLY public.market_claimwithdrawal
    ADD CONSTRAINT market_claimwithdrawal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_pkey PRIMARY KEY (certificate_id);
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.market_delay
    ADD CONSTRAINT market_delay_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT market_delivery_certificate_id_key UNIQUE (certificate_id);
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT market_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_deliveryline
    ADD CONSTRAINT market_deliveryline_pkey PRIMARY KEY (line_id);
ALTER TABLE ONLY public.market_document
    ADD CONSTRAINT market_document_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_insetclaim
    ADD CONSTRAINT market_insetclaim_pkey PRIMARY KEY (quote_id);
ALTER TABLE ONLY public.market_insetdisclosure
    ADD CONSTRAINT market_insetdisclosure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_insetdisclosure
    ADD CONSTRAINT market_insetdisclosure_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_quote_id_key UNIQUE (quote_id);
ALTER TABLE ONLY public.market_orderallocation
    ADD CONSTRAINT market_orderallocation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_ordertransition
    ADD CONSTRAINT market_ordertransition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_payment
    ADD CONSTRAINT market_payment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_pricenotice
    ADD CONSTRAINT market_pricenotice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_pricenoticeapplied
    ADD CONSTRAINT market_pricenoticeapplied_pkey PRIMARY KEY (notice_id);
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT market_publicclaim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_quote
    ADD CONSTRAINT market_quote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT market_quoteline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT market_quoteline_reservation_id_key UNIQUE (reservation_id);
ALTER TABLE ONLY public.market_registerplace
    ADD CONSTRAINT market_registerplace_pkey PRIMARY KEY (is_only);
ALTER TABLE ONLY public.market_registerproject
    ADD CONSTRAINT market_registerproject_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_registerrow
    ADD CONSTRAINT market_registerrow_certificate_id_key UNIQUE (certificate_id);
ALTER TABLE ONLY public.market_registerrow
    ADD CONSTRAINT market_registerrow_pkey PRIMARY KEY (log_index);
ALTER TABLE ONLY public.market_registeryear
    ADD CONSTRAINT market_registeryear_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_pkey PRIMARY KEY (line_id);
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_reservation_id_key UNIQUE (reservation_id);
ALTER TABLE ONLY public.market_transportactivity
    ADD CONSTRAINT market_transportactivity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_decision_id_key UNIQUE (decision_id);
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_appealdecision
    ADD CONSTRAINT members_appealdecision_appeal_id_key UNIQUE (appeal_id);
ALTER TABLE ONLY public.members_appealdecision
    ADD CONSTRAINT members_appealdecision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_appealdecision
    ADD CONSTRAINT members_appealdecision_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_application
    ADD CONSTRAINT members_application_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_application
    ADD CONSTRAINT members_application_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_assessment
    ADD CONSTRAINT members_assessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_assessmentfinding
    ADD CONSTRAINT members_assessmentfinding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT members_disclosedyear_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT members_disclosedyear_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_entityallocation
    ADD CONSTRAINT members_entityallocation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_entityallocation
    ADD CONSTRAINT members_entityallocation_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_evidencefile
    ADD CONSTRAINT members_evidencefile_pkey PRIMARY KEY (sha256);
ALTER TABLE ONLY public.members_evidencejudgement
    ADD CONSTRAINT members_evidencejudgement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_evidencejudgement
    ADD CONSTRAINT members_evidencejudgement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_figurejudgement
    ADD CONSTRAINT members_figurejudgement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_figurejudgement
    ADD CONSTRAINT members_figurejudgement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_figurejudgement
    ADD CONSTRAINT members_figurejudgement_year_id_key UNIQUE (year_id);
ALTER TABLE ONLY public.members_unkeptlistrow
    ADD CONSTRAINT members_heldlistrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_interest
    ADD CONSTRAINT members_interest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_interest
    ADD CONSTRAINT members_interest_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_legalentity
    ADD CONSTRAINT members_legalentity_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_legalentity
    ADD CONSTRAINT members_legalentity_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_listedition
    ADD CONSTRAINT members_listedition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_listedition
    ADD CONSTRAINT members_listedition_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_listentry
    ADD CONSTRAINT members_listentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT members_listlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT members_listlink_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_listvanishing
    ADD CONSTRAINT members_listvanishing_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_pledgeconfirmation
    ADD CONSTRAINT members_pledgeconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_pledgeconfirmation
    ADD CONSTRAINT members_pledgeconfirmation_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_pledgeconfirmation
    ADD CONSTRAINT members_pledgeconfirmation_signature_id_key UNIQUE (signature_id);
ALTER TABLE ONLY public.members_pledgeend
    ADD CONSTRAINT members_pledgeend_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_pledgeend
    ADD CONSTRAINT members_pledgeend_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_pledgeend
    ADD CONSTRAINT members_pledgeend_signature_id_key UNIQUE (signature_id);
ALTER TABLE ONLY public.members_pledgesignature
    ADD CONSTRAINT members_pledgesignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_pledgesignature
    ADD CONSTRAINT members_pledgesignature_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_policyproposal
    ADD CONSTRAINT members_policyproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_policyproposal
    ADD CONSTRAINT members_policyproposal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_policysignoff
    ADD CONSTRAINT members_policysignoff_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_policysignoff
    ADD CONSTRAINT members_policysignoff_proposal_id_key UNIQUE (proposal_id);
ALTER TABLE ONLY public.members_policysignoff
    ADD CONSTRAINT members_policysignoff_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_proposal
    ADD CONSTRAINT members_proposal_assessment_id_key UNIQUE (assessment_id);
ALTER TABLE ONLY public.members_proposal
    ADD CONSTRAINT members_proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_proposal
    ADD CONSTRAINT members_proposal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.members_reminder
    ADD CONSTRAINT members_reminder_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_remindermail
    ADD CONSTRAINT members_remindermail_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_submission
    ADD CONSTRAINT members_submission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT members_transition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT membership_is_given_once UNIQUE (person_id, organization_id, role);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.market_orderallocation
    ADD CONSTRAINT order_allocation_number_is_one UNIQUE (order_id, number);
ALTER TABLE ONLY public.market_document
    ADD CONSTRAINT order_document_number_is_one UNIQUE (kind, sequence);
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT order_request_is_one UNIQUE (organization_id, request_id);
ALTER TABLE ONLY public.market_ordertransition
    ADD CONSTRAINT order_transition_number_is_one UNIQUE (order_id, number);
ALTER TABLE ONLY public.market_payment
    ADD CONSTRAINT payment_is_recorded_once UNIQUE (order_id, kind, reference);
ALTER TABLE ONLY public.market_payment
    ADD CONSTRAINT payment_number_is_one UNIQUE (order_id, number);
ALTER TABLE ONLY public.people_accesstoken
    ADD CONSTRAINT people_accesstoken_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.people_apiclient
    ADD CONSTRAINT people_apiclient_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_apitoken
    ADD CONSTRAINT people_apitoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_auditline
    ADD CONSTRAINT people_auditline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_organization
    ADD CONSTRAINT people_organization_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT people_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people_person
    ADD CONSTRAINT person_email_is_unique UNIQUE (email);
ALTER TABLE ONLY public.market_pricenotice
    ADD CONSTRAINT price_notice_of_a_day_is_one UNIQUE (lot_id, effective_on);
ALTER TABLE ONLY public.market_pricenotice
    ADD CONSTRAINT price_notice_request_is_one UNIQUE (request_id);
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);
ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectedition
    ADD CONSTRAINT project_edition_is_one UNIQUE (project_id, run_id);
ALTER TABLE ONLY public.supply_project
    ADD CONSTRAINT project_ref_is_one UNIQUE (program_id, ref);
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT public_claim_request_is_one UNIQUE (organization_id, request_id);
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT quote_line_number_is_one UNIQUE (quote_id, number);
ALTER TABLE ONLY public.market_quote
    ADD CONSTRAINT quote_request_is_one UNIQUE (organization_id, request_id);
ALTER TABLE ONLY public.edge_ratecount
    ADD CONSTRAINT rate_count_is_one_per_window UNIQUE (key, window_start);
ALTER TABLE ONLY public.supply_recordedition
    ADD CONSTRAINT record_edition_is_one UNIQUE ("table", record_id, content);
ALTER TABLE ONLY public.market_registerproject
    ADD CONSTRAINT register_project_is_one UNIQUE (program, project, row_id);
ALTER TABLE ONLY public.market_registeryear
    ADD CONSTRAINT register_year_is_one UNIQUE (year, unit_kind);
ALTER TABLE ONLY public.supply_registryissuance
    ADD CONSTRAINT registry_issuance_is_stored_once UNIQUE (identity);
ALTER TABLE ONLY public.supply_registryuse
    ADD CONSTRAINT registry_use_is_stored_once UNIQUE (identity);
ALTER TABLE ONLY public.members_remindermail
    ADD CONSTRAINT reminder_is_mailed_once UNIQUE (reminder_id, person_id);
ALTER TABLE ONLY public.members_reminder
    ADD CONSTRAINT reminder_is_sent_once UNIQUE (application_id, lapses_on, days_before);
ALTER TABLE ONLY public.supply_scheduledyear
    ADD CONSTRAINT scheduled_year_is_one UNIQUE (schedule_id, year);
ALTER TABLE ONLY public.supply_reviewerdeclaration
    ADD CONSTRAINT seat_has_one_reader UNIQUE (case_id, seat);
ALTER TABLE ONLY public.supply_reviewreading
    ADD CONSTRAINT seat_reads_once UNIQUE (case_id, seat);
ALTER TABLE ONLY public.supply_deliveryshare
    ADD CONSTRAINT share_of_a_commitment_is_one UNIQUE NULLS NOT DISTINCT (delivery_id, commitment_id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_socialaccount_provider_uid_fc810c6e_uniq UNIQUE (provider, uid);
ALTER TABLE ONLY public.socialaccount_socialapp
    ADD CONSTRAINT socialaccount_socialapp_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_app_id_account_id_fca4e0ac_uniq UNIQUE (app_id, account_id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_socialtoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.members_submission
    ADD CONSTRAINT submission_is_numbered UNIQUE (application_id, number);
ALTER TABLE ONLY public.supply_adjustmentstatement
    ADD CONSTRAINT supply_adjustmentstatement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_adjustmentstatement
    ADD CONSTRAINT supply_adjustmentstatement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_bufferpart
    ADD CONSTRAINT supply_bufferpart_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_ccpdecision
    ADD CONSTRAINT supply_ccpdecision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_ccpedition
    ADD CONSTRAINT supply_ccpedition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_ccpedition
    ADD CONSTRAINT supply_ccpedition_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigure_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigure_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT supply_contractcommitment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT supply_contractcommitment_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdelivery_holding_id_key UNIQUE (holding_id);
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdelivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdelivery_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contractend
    ADD CONSTRAINT supply_contractend_contract_id_key UNIQUE (contract_id);
ALTER TABLE ONLY public.supply_contractend
    ADD CONSTRAINT supply_contractend_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contractend
    ADD CONSTRAINT supply_contractend_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contracthold
    ADD CONSTRAINT supply_contracthold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contracthold
    ADD CONSTRAINT supply_contracthold_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contractschedule
    ADD CONSTRAINT supply_contractschedule_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contractschedule
    ADD CONSTRAINT supply_contractschedule_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contractsignature
    ADD CONSTRAINT supply_contractsignature_contract_id_key UNIQUE (contract_id);
ALTER TABLE ONLY public.supply_contractsignature
    ADD CONSTRAINT supply_contractsignature_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contractsignature
    ADD CONSTRAINT supply_contractsignature_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_deliveryshare
    ADD CONSTRAINT supply_deliveryshare_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_destroyedcontainer
    ADD CONSTRAINT supply_destroyedcontainer_pkey PRIMARY KEY (container);
ALTER TABLE ONLY public.supply_destruction
    ADD CONSTRAINT supply_destruction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_destruction
    ADD CONSTRAINT supply_destruction_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionissue_certificate_key_key UNIQUE (certificate_key);
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionissue_holding_id_key UNIQUE (holding_id);
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionissue_pkey PRIMARY KEY (destruction_id);
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionissue_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_developerfinding
    ADD CONSTRAINT supply_developerfinding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_developerfinding
    ADD CONSTRAINT supply_developerfinding_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_documentfile
    ADD CONSTRAINT supply_documentfile_pkey PRIMARY KEY (sha256);
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalrating_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalrating_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalrating_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_forwardcontract
    ADD CONSTRAINT supply_forwardcontract_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_forwardcontract
    ADD CONSTRAINT supply_forwardcontract_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_fuelbatch
    ADD CONSTRAINT supply_fuelbatch_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_fuelbatch
    ADD CONSTRAINT supply_fuelbatch_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_fuelend
    ADD CONSTRAINT supply_fuelend_pkey PRIMARY KEY (batch_id);
ALTER TABLE ONLY public.supply_fuelend
    ADD CONSTRAINT supply_fuelend_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_fuelevidence
    ADD CONSTRAINT supply_fuelevidence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_fuelevidence
    ADD CONSTRAINT supply_fuelevidence_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_pkey PRIMARY KEY (batch_id);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_production_key_key UNIQUE (production_key);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_proof_key_key UNIQUE (proof_key);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_scope1_lot_key UNIQUE (scope1_lot);
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_scope3_lot_key UNIQUE (scope3_lot);
ALTER TABLE ONLY public.supply_fuelprice
    ADD CONSTRAINT supply_fuelprice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_fuelprice
    ADD CONSTRAINT supply_fuelprice_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_helddecision
    ADD CONSTRAINT supply_helddecision_pkey PRIMARY KEY (row_id);
ALTER TABLE ONLY public.supply_heldrow
    ADD CONSTRAINT supply_heldrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_lot_key UNIQUE (lot);
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_importrow
    ADD CONSTRAINT supply_importrow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_importrun
    ADD CONSTRAINT supply_importrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_importrun
    ADD CONSTRAINT supply_importrun_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_jurisdiction
    ADD CONSTRAINT supply_jurisdiction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_jurisdiction
    ADD CONSTRAINT supply_jurisdiction_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_opinionload
    ADD CONSTRAINT supply_opinionload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_parameterdecision
    ADD CONSTRAINT supply_parameterdecision_pkey PRIMARY KEY (proposal_id);
ALTER TABLE ONLY public.supply_parameterdecision
    ADD CONSTRAINT supply_parameterdecision_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_parameterproposal
    ADD CONSTRAINT supply_parameterproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_parameterproposal
    ADD CONSTRAINT supply_parameterproposal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_parameterwithdrawal
    ADD CONSTRAINT supply_parameterwithdrawal_pkey PRIMARY KEY (decision_id);
ALTER TABLE ONLY public.supply_parameterwithdrawal
    ADD CONSTRAINT supply_parameterwithdrawal_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_pricefact
    ADD CONSTRAINT supply_pricefact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_pricefact
    ADD CONSTRAINT supply_pricefact_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_program
    ADD CONSTRAINT supply_program_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.supply_project
    ADD CONSTRAINT supply_project_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdisclaimer_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdisclaimer_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdisclaimer_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocument_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocument_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocument_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_projectedition
    ADD CONSTRAINT supply_projectedition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofile_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofile_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_publishedstatement
    ADD CONSTRAINT supply_publishedstatement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_publishedstatement
    ADD CONSTRAINT supply_publishedstatement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_recordedition
    ADD CONSTRAINT supply_recordedition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_registryissuance
    ADD CONSTRAINT supply_registryissuance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_registryuse
    ADD CONSTRAINT supply_registryuse_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_review
    ADD CONSTRAINT supply_review_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_review
    ADD CONSTRAINT supply_review_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewcase
    ADD CONSTRAINT supply_reviewcase_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewcase
    ADD CONSTRAINT supply_reviewcase_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewcomputation
    ADD CONSTRAINT supply_reviewcomputation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewcomputation
    ADD CONSTRAINT supply_reviewcomputation_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewerdeclaration
    ADD CONSTRAINT supply_reviewerdeclaration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewerdeclaration
    ADD CONSTRAINT supply_reviewerdeclaration_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewevidence
    ADD CONSTRAINT supply_reviewevidence_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewevidence
    ADD CONSTRAINT supply_reviewevidence_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewpublication
    ADD CONSTRAINT supply_reviewpublication_case_id_key UNIQUE (case_id);
ALTER TABLE ONLY public.supply_reviewpublication
    ADD CONSTRAINT supply_reviewpublication_pkey PRIMARY KEY (review_id);
ALTER TABLE ONLY public.supply_reviewreading
    ADD CONSTRAINT supply_reviewreading_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewreading
    ADD CONSTRAINT supply_reviewreading_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_reviewtrigger
    ADD CONSTRAINT supply_reviewtrigger_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_reviewtrigger
    ADD CONSTRAINT supply_reviewtrigger_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_scheduledyear
    ADD CONSTRAINT supply_scheduledyear_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_staged_verdict
    ADD CONSTRAINT supply_staged_verdict_pkey PRIMARY KEY (seq);
ALTER TABLE ONLY public.supply_statusjudgement
    ADD CONSTRAINT supply_statusjudgement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_statusjudgement
    ADD CONSTRAINT supply_statusjudgement_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_replaces_id_key UNIQUE (replaces_id);
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.supply_upload
    ADD CONSTRAINT supply_upload_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.supply_upload
    ADD CONSTRAINT supply_upload_request_id_key UNIQUE (request_id);
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT target_is_versioned UNIQUE (series, version);
ALTER TABLE ONLY public.people_apitoken
    ADD CONSTRAINT token_digest_is_unique UNIQUE (digest);
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT transition_is_numbered UNIQUE (application_id, number);
ALTER TABLE ONLY public.supply_reviewtrigger
    ADD CONSTRAINT trigger_counts_once UNIQUE (review_id, kind, key);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_session_key_key UNIQUE (session_key);
ALTER TABLE ONLY public.api_webhookattempt
    ADD CONSTRAINT webhook_attempt_is_one UNIQUE (delivery_id, round, number);
ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT webhook_message_is_one_per_endpoint UNIQUE (endpoint_id, message);
ALTER TABLE ONLY public.api_webhookendpoint
    ADD CONSTRAINT webhook_request_is_one UNIQUE (organization_id, request_id);
ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT webhook_sequence_is_one_per_endpoint UNIQUE (endpoint_id, sequence);
CREATE INDEX access_token_by_end ON public.people_accesstoken USING btree (expires_at);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX activity_load_by_entity_year ON public.footprints_activityload USING btree (entity_id, year);
CREATE INDEX activity_mapping_by_header ON public.footprints_activitymapping USING btree (organization_id, header_sha256);
CREATE INDEX api_webhookattempt_delivery_id_c4c9902f ON public.api_webhookattempt USING btree (delivery_id);
CREATE INDEX api_webhookdelivery_endpoint_id_0a262f46 ON public.api_webhookdelivery USING btree (endpoint_id);
CREATE INDEX api_webhookendpoint_made_by_id_5a487a68 ON public.api_webhookendpoint USING btree (made_by_id);
CREATE INDEX api_webhookendpoint_organization_id_7ec77a66 ON public.api_webhookendpoint USING btree (organization_id);
CREATE UNIQUE INDEX application_open_is_one ON public.members_application USING btree (organization_id) WHERE (NOT ((state)::text = ANY ((ARRAY['DECLINED'::character varying, 'WITHDRAWN'::character varying])::text[])));
CREATE INDEX assessment_by_application ON public.members_assessment USING btree (application_id, recorded_at);
CREATE INDEX audit_line_by_subject ON public.people_auditline USING btree (subject, id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX beneficiary_name_by_search_key ON public.market_beneficiaryname USING btree (search_key);
CREATE INDEX buyercondition_by_project ON public.supply_buyercondition USING btree (project_id, effective_at);
CREATE INDEX ccp_edition_in_force ON public.supply_ccpedition USING btree (dated DESC, recorded_at DESC);
CREATE INDEX cobenefitfigure_by_project ON public.supply_cobenefitfigure USING btree (project_id, effective_at);
CREATE UNIQUE INDEX credit_note_of_an_ending_is_one ON public.market_document USING btree (order_id) WHERE (((kind)::text = 'CREDIT_NOTE'::text) AND (NOT ((reason)::text = 'SUBSTITUTED'::text)));
CREATE INDEX delivery_by_short_code ON public.market_delivery USING btree (short_code);
CREATE INDEX django_cache_expires ON public.django_cache USING btree (expires);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE UNIQUE INDEX entity_lei_is_unique ON public.members_legalentity USING btree (lei) WHERE (NOT ((lei)::text = ''::text));
CREATE UNIQUE INDEX entity_main_is_one ON public.members_legalentity USING btree (organization_id) WHERE is_main;
CREATE INDEX event_by_organization ON public.edge_event USING btree (organization_id, recorded_at);
CREATE INDEX evidence_by_kind ON public.members_evidence USING btree (organization_id, kind);
CREATE INDEX externalrating_by_project ON public.supply_externalrating USING btree (project_id, effective_at);
CREATE INDEX factor_by_activity ON public.footprints_factor USING btree (activity_key);
CREATE UNIQUE INDEX factor_set_is_superseded_once ON public.footprints_factorset USING btree (supersedes_id) WHERE (supersedes_id IS NOT NULL);
CREATE INDEX footprints_activityline_entity_id_251d35d5 ON public.footprints_activityline USING btree (entity_id);
CREATE INDEX footprints_activityline_load_id_5fae6679 ON public.footprints_activityline USING btree (load_id);
CREATE INDEX footprints_activityload_entity_id_ec76f723 ON public.footprints_activityload USING btree (entity_id);
CREATE INDEX footprints_activityload_person_id_5e6e5134 ON public.footprints_activityload USING btree (person_id);
CREATE INDEX footprints_activityload_request_id_dcc68de0_like ON public.footprints_activityload USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_activitymapping_organization_id_61878988 ON public.footprints_activitymapping USING btree (organization_id);
CREATE INDEX footprints_activitymapping_person_id_daf9e65b ON public.footprints_activitymapping USING btree (person_id);
CREATE INDEX footprints_activitymapping_request_id_f99f3c1f_like ON public.footprints_activitymapping USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_activityrow_load_id_bb27f0c9 ON public.footprints_activityrow USING btree (load_id);
CREATE INDEX footprints_activityupload_entity_id_9355d05b ON public.footprints_activityupload USING btree (entity_id);
CREATE INDEX footprints_activityupload_load_id_cbf1a03c ON public.footprints_activityupload USING btree (load_id);
CREATE INDEX footprints_activityupload_person_id_8f0e6114 ON public.footprints_activityupload USING btree (person_id);
CREATE INDEX footprints_activityupload_request_id_b5ddc128_like ON public.footprints_activityupload USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_baseyearjudgement_inventory_id_98f32eb0 ON public.footprints_baseyearjudgement USING btree (inventory_id);
CREATE INDEX footprints_baseyearjudgement_person_id_79d3b778 ON public.footprints_baseyearjudgement USING btree (person_id);
CREATE INDEX footprints_baseyearjudgement_request_id_65ef40c6_like ON public.footprints_baseyearjudgement USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_disclosure_person_id_2f03f233 ON public.footprints_disclosure USING btree (person_id);
CREATE INDEX footprints_disclosure_request_id_c0b45ab9_like ON public.footprints_disclosure USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_factor_factor_set_id_5355d6cf ON public.footprints_factor USING btree (factor_set_id);
CREATE INDEX footprints_factorset_person_id_9bd97b3c ON public.footprints_factorset USING btree (person_id);
CREATE INDEX footprints_factorset_request_id_fec73eab_like ON public.footprints_factorset USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_factorset_supersedes_id_732fcc75 ON public.footprints_factorset USING btree (supersedes_id);
CREATE INDEX footprints_inventory_entity_id_2c890ca0 ON public.footprints_inventory USING btree (entity_id);
CREATE INDEX footprints_inventory_person_id_75106807 ON public.footprints_inventory USING btree (person_id);
CREATE INDEX footprints_inventory_request_id_8617cd1c_like ON public.footprints_inventory USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_inventory_restates_id_0af11b45 ON public.footprints_inventory USING btree (restates_id);
CREATE INDEX footprints_inventorycomputation_entity_id_c4d69f0d ON public.footprints_inventorycomputation USING btree (entity_id);
CREATE INDEX footprints_inventorycomputation_inventory_id_65f54263 ON public.footprints_inventorycomputation USING btree (inventory_id);
CREATE INDEX footprints_inventorycomputation_person_id_08d5dae1 ON public.footprints_inventorycomputation USING btree (person_id);
CREATE INDEX footprints_inventorycomputation_request_id_6a159e2d_like ON public.footprints_inventorycomputation USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_inventoryfactorset_factor_set_id_5e0086df ON public.footprints_inventoryfactorset USING btree (factor_set_id);
CREATE INDEX footprints_inventoryfactorset_inventory_id_1d7d7e34 ON public.footprints_inventoryfactorset USING btree (inventory_id);
CREATE INDEX footprints_inventoryline_activity_line_id_9a301efa ON public.footprints_inventoryline USING btree (activity_line_id);
CREATE INDEX footprints_inventoryline_factor_id_352bbbf8 ON public.footprints_inventoryline USING btree (factor_id);
CREATE INDEX footprints_inventoryline_inventory_id_541de463 ON public.footprints_inventoryline USING btree (inventory_id);
CREATE INDEX footprints_inventoryload_inventory_id_862216e5 ON public.footprints_inventoryload USING btree (inventory_id);
CREATE INDEX footprints_inventoryload_load_id_f27d6029 ON public.footprints_inventoryload USING btree (load_id);
CREATE INDEX footprints_inventorystep_inventory_id_bddde319 ON public.footprints_inventorystep USING btree (inventory_id);
CREATE INDEX footprints_inventorystep_person_id_988681e9 ON public.footprints_inventorystep USING btree (person_id);
CREATE INDEX footprints_inventorystep_request_id_b45048e1_like ON public.footprints_inventorystep USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_inventorytotal_inventory_id_b3745fca ON public.footprints_inventorytotal USING btree (inventory_id);
CREATE INDEX footprints_target_entity_id_8e56c34c ON public.footprints_target USING btree (entity_id);
CREATE INDEX footprints_target_evidence_id_b33531c8 ON public.footprints_target USING btree (evidence_id);
CREATE INDEX footprints_target_person_id_00cba364 ON public.footprints_target USING btree (person_id);
CREATE INDEX footprints_target_request_id_e8d4f04c_like ON public.footprints_target USING btree (request_id varchar_pattern_ops);
CREATE INDEX footprints_targetjudgement_person_id_b28a6cb3 ON public.footprints_targetjudgement USING btree (person_id);
CREATE INDEX footprints_targetjudgement_request_id_f012586e_like ON public.footprints_targetjudgement USING btree (request_id varchar_pattern_ops);
CREATE INDEX grosstonet_by_project ON public.supply_grosstonet USING btree (project_id, effective_at);
CREATE INDEX holding_by_range ON public.supply_holding USING btree (program_id, key, first);
CREATE INDEX idempotency_by_age ON public.edge_idempotency USING btree (recorded_at);
CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));
CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);
CREATE INDEX import_by_program ON public.supply_importrun USING btree (program, recorded_at);
CREATE INDEX inset_claim_by_batch ON public.market_insetclaim USING btree (batch_id, side);
CREATE INDEX inventory_line_by_part ON public.footprints_inventoryline USING btree (inventory_id, part, category);
CREATE UNIQUE INDEX invitation_waits_once ON public.people_invitation USING btree (organization_id, email) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));
CREATE UNIQUE INDEX invoice_of_an_order_is_one ON public.market_document USING btree (order_id) WHERE ((kind)::text = 'INVOICE'::text);
CREATE INDEX issuance_by_project ON public.supply_registryissuance USING btree (program, project, vintage);
CREATE INDEX issuance_by_range ON public.supply_registryissuance USING btree (program, key, first);
CREATE INDEX issuance_by_serial ON public.supply_registryissuance USING btree (serial) WHERE (NOT (serial = ''::text));
CREATE INDEX ledger_certificate_by_replaced ON public.ledger_certificate USING btree (replaces_id) WHERE (replaces_id IS NOT NULL);
CREATE INDEX ledger_confirmation_by_entry ON public.ledger_confirmation USING btree (entry_id);
CREATE INDEX ledger_cover_by_scope1 ON public.ledger_cover USING btree (scope1_lot_id, scope1_stop_unit);
CREATE INDEX ledger_entry_queue ON public.ledger_entry USING btree (xid) WHERE (body IS NOT NULL);
CREATE UNIQUE INDEX ledger_line_reservation_once ON public.ledger_line USING btree (reservation_id) WHERE (reservation_id IS NOT NULL);
CREATE INDEX ledger_listing_by_lot ON public.ledger_listing USING btree (lot_id);
CREATE INDEX ledger_lot_by_batch ON public.ledger_lot USING btree (batch_id) WHERE (batch_id IS NOT NULL);
CREATE INDEX ledger_make_good_by_entry ON public.ledger_make_good USING btree (entry_id);
CREATE INDEX ledger_recalled_part_by_line ON public.ledger_recalled_part USING btree (lot_id, stop_unit);
CREATE INDEX ledger_recalled_part_by_recall ON public.ledger_recalled_part USING btree (entry_id);
CREATE INDEX ledger_reservation_by_entry ON public.ledger_reservation USING btree (entry_id);
CREATE INDEX ledger_reservation_by_expiry ON public.ledger_reservation USING btree (expires_at);
CREATE INDEX ledger_resolution_by_entry ON public.ledger_resolution USING btree (entry_id);
CREATE INDEX list_edition_by_date ON public.members_listedition USING btree (list_name, edition DESC);
CREATE INDEX list_entry_by_domain ON public.members_listentry USING btree (domain) WHERE (NOT ((domain)::text = ''::text));
CREATE INDEX list_entry_by_isin ON public.members_listentry USING btree (isin) WHERE (NOT ((isin)::text = ''::text));
CREATE INDEX list_entry_by_lei ON public.members_listentry USING btree (lei) WHERE (NOT ((lei)::text = ''::text));
CREATE INDEX list_entry_by_name ON public.members_listentry USING btree (name_key);
CREATE INDEX list_entry_by_number ON public.members_listentry USING btree (registration_number) WHERE (NOT ((registration_number)::text = ''::text));
CREATE INDEX market_beneficiaryname_organization_id_08fb6f94 ON public.market_beneficiaryname USING btree (organization_id);
CREATE INDEX market_beneficiarynamedecision_person_id_5c387541 ON public.market_beneficiarynamedecision USING btree (person_id);
CREATE INDEX market_cancellationnotice_person_id_a412861e ON public.market_cancellationnotice USING btree (person_id);
CREATE INDEX market_claimdecision_person_id_1bba51c6 ON public.market_claimdecision USING btree (person_id);
CREATE INDEX market_claimdecision_request_id_9d3a9a4f_like ON public.market_claimdecision USING btree (request_id varchar_pattern_ops);
CREATE INDEX market_claimwithdrawal_person_id_ee367264 ON public.market_claimwithdrawal USING btree (person_id);
CREATE INDEX market_claimwithdrawal_request_id_f64cb927_like ON public.market_claimwithdrawal USING btree (request_id varchar_pattern_ops);
CREATE INDEX market_correction_beneficiary_id_f3b52ccf ON public.market_correction USING btree (beneficiary_id);
CREATE INDEX market_correction_delivery_id_669b84ee ON public.market_correction USING btree (delivery_id);
CREATE INDEX market_correction_person_id_db7f1432 ON public.market_correction USING btree (person_id);
CREATE INDEX market_delay_order_id_b1755922 ON public.market_delay USING btree (order_id);
CREATE INDEX market_delay_person_id_b0187882 ON public.market_delay USING btree (person_id);
CREATE INDEX market_delivery_order_id_7a5baacd ON public.market_delivery USING btree (order_id);
CREATE INDEX market_delivery_person_id_887010aa ON public.market_delivery USING btree (person_id);
CREATE INDEX market_deliveryline_delivery_id_be1914bd ON public.market_deliveryline USING btree (delivery_id);
CREATE INDEX market_document_order_id_6df9f498 ON public.market_document USING btree (order_id);
CREATE INDEX market_document_reverses_id_c9f2c51c ON public.market_document USING btree (reverses_id);
CREATE INDEX market_insetclaim_activity_id_a65b9922 ON public.market_insetclaim USING btree (activity_id);
CREATE INDEX market_insetclaim_batch_id_21598dce ON public.market_insetclaim USING btree (batch_id);
CREATE INDEX market_insetclaim_organization_id_07a7d7b0 ON public.market_insetclaim USING btree (organization_id);
CREATE INDEX market_insetdisclosure_claim_id_df88fcd7 ON public.market_insetdisclosure USING btree (claim_id);
CREATE INDEX market_insetdisclosure_person_id_85a4d595 ON public.market_insetdisclosure USING btree (person_id);
CREATE INDEX market_insetdisclosure_request_id_51168fa1_like ON public.market_insetdisclosure USING btree (request_id varchar_pattern_ops);
CREATE INDEX market_order_beneficiary_id_b6acde4d ON public.market_order USING btree (beneficiary_id);
CREATE INDEX market_order_organization_id_9da55e9c ON public.market_order USING btree (organization_id);
CREATE INDEX market_order_person_id_d5da9c18 ON public.market_order USING btree (person_id);
CREATE INDEX market_orderallocation_order_id_2ffe32f6 ON public.market_orderallocation USING btree (order_id);
CREATE INDEX market_ordertransition_order_id_ade5c0f2 ON public.market_ordertransition USING btree (order_id);
CREATE INDEX market_ordertransition_person_id_87d378c5 ON public.market_ordertransition USING btree (person_id);
CREATE INDEX market_payment_order_id_8109dd50 ON public.market_payment USING btree (order_id);
CREATE INDEX market_payment_person_id_63aa9d12 ON public.market_payment USING btree (person_id);
CREATE INDEX market_pricenotice_lot_id_95e1e9ff ON public.market_pricenotice USING btree (lot_id);
CREATE INDEX market_pricenotice_person_id_2e47ce32 ON public.market_pricenotice USING btree (person_id);
CREATE INDEX market_publicclaim_certificate_id_bc21d1ef ON public.market_publicclaim USING btree (certificate_id);
CREATE INDEX market_publicclaim_disclosure_id_752a292e ON public.market_publicclaim USING btree (disclosure_id);
CREATE INDEX market_publicclaim_organization_id_46d695d8 ON public.market_publicclaim USING btree (organization_id);
CREATE INDEX market_publicclaim_person_id_3e92965f ON public.market_publicclaim USING btree (person_id);
CREATE INDEX market_quote_organization_id_97d524e9 ON public.market_quote USING btree (organization_id);
CREATE INDEX market_quote_person_id_9fd0f30f ON public.market_quote USING btree (person_id);
CREATE INDEX market_quoteline_lot_id_98d8670e ON public.market_quoteline USING btree (lot_id);
CREATE INDEX market_quoteline_quote_id_6794b9df ON public.market_quoteline USING btree (quote_id);
CREATE INDEX market_substitution_lot_id_1a9c5dc5 ON public.market_substitution USING btree (lot_id);
CREATE INDEX market_substitution_person_id_166f0813 ON public.market_substitution USING btree (person_id);
CREATE INDEX market_transportactivity_organization_id_8d0739fc ON public.market_transportactivity USING btree (organization_id);
CREATE INDEX market_transportactivity_person_id_af0af885 ON public.market_transportactivity USING btree (person_id);
CREATE INDEX members_appeal_application_id_41830771 ON public.members_appeal USING btree (application_id);
CREATE INDEX members_appeal_person_id_4d57134b ON public.members_appeal USING btree (person_id);
CREATE INDEX members_appeal_request_id_ce786ad1_like ON public.members_appeal USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_appealdecision_person_id_24a483d7 ON public.members_appealdecision USING btree (person_id);
CREATE INDEX members_appealdecision_request_id_275fdc3d_like ON public.members_appealdecision USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_application_decision_id_7c4d01a6 ON public.members_application USING btree (decision_id);
CREATE INDEX members_application_opened_by_id_dce11795 ON public.members_application USING btree (opened_by_id);
CREATE INDEX members_application_organization_id_9b653310 ON public.members_application USING btree (organization_id);
CREATE INDEX members_application_request_id_ae7ed473_like ON public.members_application USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_assessment_application_id_3c09b430 ON public.members_assessment USING btree (application_id);
CREATE INDEX members_assessment_person_id_04a7bac9 ON public.members_assessment USING btree (person_id);
CREATE INDEX members_assessmentfinding_assessment_id_8aeeabed ON public.members_assessmentfinding USING btree (assessment_id);
CREATE INDEX members_decision_application_id_a2deb5b3 ON public.members_decision USING btree (application_id);
CREATE INDEX members_decision_approver_id_507437b1 ON public.members_decision USING btree (approver_id);
CREATE INDEX members_decision_request_id_5e0fc14d_like ON public.members_decision USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_decision_reviewer_id_2828af5e ON public.members_decision USING btree (reviewer_id);
CREATE INDEX members_decision_supersedes_id_e6510803 ON public.members_decision USING btree (supersedes_id);
CREATE INDEX members_disclosedyear_entity_id_20195b75 ON public.members_disclosedyear USING btree (entity_id);
CREATE INDEX members_disclosedyear_evidence_id_b85d3d61 ON public.members_disclosedyear USING btree (evidence_id);
CREATE INDEX members_disclosedyear_person_id_01f0f63e ON public.members_disclosedyear USING btree (person_id);
CREATE INDEX members_disclosedyear_request_id_b736a4ef_like ON public.members_disclosedyear USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_entityallocation_giver_id_edb6b3f3 ON public.members_entityallocation USING btree (giver_id);
CREATE INDEX members_entityallocation_person_id_6bc1f98e ON public.members_entityallocation USING btree (person_id);
CREATE INDEX members_entityallocation_request_id_83b3f9fc_like ON public.members_entityallocation USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_entityallocation_taker_id_3cd7a7f4 ON public.members_entityallocation USING btree (taker_id);
CREATE INDEX members_evidence_application_id_1b3f8206 ON public.members_evidence USING btree (application_id);
CREATE INDEX members_evidence_file_sha256_92d8d645 ON public.members_evidence USING btree (file_sha256);
CREATE INDEX members_evidence_list_entry_id_9e99f608 ON public.members_evidence USING btree (list_entry_id);
CREATE INDEX members_evidence_organization_id_af6a440d ON public.members_evidence USING btree (organization_id);
CREATE INDEX members_evidence_replaces_id_a28f0d15 ON public.members_evidence USING btree (replaces_id);
CREATE INDEX members_evidence_request_id_1aa5f433_like ON public.members_evidence USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_evidence_uploader_id_8380bebe ON public.members_evidence USING btree (uploader_id);
CREATE INDEX members_evidencejudgement_evidence_id_cef5a694 ON public.members_evidencejudgement USING btree (evidence_id);
CREATE INDEX members_evidencejudgement_person_id_62ec182f ON public.members_evidencejudgement USING btree (person_id);
CREATE INDEX members_evidencejudgement_request_id_4aeb02ed_like ON public.members_evidencejudgement USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_figurejudgement_person_id_d0730826 ON public.members_figurejudgement USING btree (person_id);
CREATE INDEX members_figurejudgement_request_id_e5218494_like ON public.members_figurejudgement USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_heldlistrow_edition_id_b11adbd1 ON public.members_unkeptlistrow USING btree (edition_id);
CREATE INDEX members_interest_request_id_51a3b3da_like ON public.members_interest USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_legalentity_organization_id_adbc64a2 ON public.members_legalentity USING btree (organization_id);
CREATE INDEX members_legalentity_request_id_4e6cfd94_like ON public.members_legalentity USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_listedition_person_id_b572aa70 ON public.members_listedition USING btree (person_id);
CREATE INDEX members_listedition_request_id_79db6075_like ON public.members_listedition USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_listentry_edition_id_981d72a2 ON public.members_listentry USING btree (edition_id);
CREATE INDEX members_listlink_entry_id_6a42079a ON public.members_listlink USING btree (entry_id);
CREATE INDEX members_listlink_organization_id_e8754df0 ON public.members_listlink USING btree (organization_id);
CREATE INDEX members_listlink_person_id_b4272112 ON public.members_listlink USING btree (person_id);
CREATE INDEX members_listlink_request_id_d8dcc9f8_like ON public.members_listlink USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_listvanishing_edition_id_13ee1436 ON public.members_listvanishing USING btree (edition_id);
CREATE INDEX members_listvanishing_entry_id_e9d9fd48 ON public.members_listvanishing USING btree (entry_id);
CREATE INDEX members_pledgeconfirmation_person_id_c197ddf6 ON public.members_pledgeconfirmation USING btree (person_id);
CREATE INDEX members_pledgeconfirmation_request_id_b123f55c_like ON public.members_pledgeconfirmation USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_pledgeend_person_id_76e3b7b0 ON public.members_pledgeend USING btree (person_id);
CREATE INDEX members_pledgeend_request_id_ac1a9322_like ON public.members_pledgeend USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_pledgesignature_organization_id_02de4c31 ON public.members_pledgesignature USING btree (organization_id);
CREATE INDEX members_pledgesignature_person_id_1026a123 ON public.members_pledgesignature USING btree (person_id);
CREATE INDEX members_pledgesignature_request_id_39888dd6_like ON public.members_pledgesignature USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_policyproposal_person_id_3c4e0f52 ON public.members_policyproposal USING btree (person_id);
CREATE INDEX members_policyproposal_request_id_8079cecf_like ON public.members_policyproposal USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_policysignoff_person_id_7cf2137d ON public.members_policysignoff USING btree (person_id);
CREATE INDEX members_policysignoff_request_id_a349452f_like ON public.members_policysignoff USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_proposal_request_id_0cc0a325_like ON public.members_proposal USING btree (request_id varchar_pattern_ops);
CREATE INDEX members_proposal_reviewer_id_8d78060f ON public.members_proposal USING btree (reviewer_id);
CREATE INDEX members_reminder_application_id_21e1ed2c ON public.members_reminder USING btree (application_id);
CREATE INDEX members_remindermail_person_id_f7cbe540 ON public.members_remindermail USING btree (person_id);
CREATE INDEX members_remindermail_reminder_id_073cdcb8 ON public.members_remindermail USING btree (reminder_id);
CREATE INDEX members_submission_application_id_1299e8a5 ON public.members_submission USING btree (application_id);
CREATE INDEX members_submission_person_id_b200cdb0 ON public.members_submission USING btree (person_id);
CREATE INDEX members_transition_application_id_365556ea ON public.members_transition USING btree (application_id);
CREATE INDEX members_transition_assessment_id_153ba2b1 ON public.members_transition USING btree (assessment_id);
CREATE INDEX members_transition_decision_id_aa946234 ON public.members_transition USING btree (decision_id);
CREATE INDEX members_transition_person_id_c593b1d7 ON public.members_transition USING btree (person_id);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX order_by_organization ON public.market_order USING btree (organization_id, id DESC);
CREATE INDEX order_by_state ON public.market_order USING btree (state, id);
CREATE UNIQUE INDEX order_external_id_is_one ON public.market_order USING btree (organization_id, external_id) WHERE (NOT ((external_id)::text = ''::text));
CREATE UNIQUE INDEX organization_lei_is_unique ON public.people_organization USING btree (lei) WHERE (NOT ((lei)::text = ''::text));
CREATE UNIQUE INDEX organization_operator_is_one ON public.people_organization USING btree (kind) WHERE ((kind)::text = 'OPERATOR'::text);
CREATE INDEX people_accesstoken_client_id_8072c81e ON public.people_accesstoken USING btree (client_id);
CREATE INDEX people_apiclient_made_by_id_e0318756 ON public.people_apiclient USING btree (made_by_id);
CREATE INDEX people_apiclient_organization_id_a3f6a8a3 ON public.people_apiclient USING btree (organization_id);
CREATE INDEX people_apitoken_organization_id_d36c3ac3 ON public.people_apitoken USING btree (organization_id);
CREATE INDEX people_apitoken_person_id_3d2ada73 ON public.people_apitoken USING btree (person_id);
CREATE INDEX people_auditline_organization_id_81cfdc24 ON public.people_auditline USING btree (organization_id);
CREATE INDEX people_auditline_person_id_ab8e56c1 ON public.people_auditline USING btree (person_id);
CREATE INDEX people_invitation_accepted_by_id_66da8fc9 ON public.people_invitation USING btree (accepted_by_id);
CREATE INDEX people_invitation_invited_by_id_3784d49d ON public.people_invitation USING btree (invited_by_id);
CREATE INDEX people_invitation_organization_id_919f7d27 ON public.people_invitation USING btree (organization_id);
CREATE INDEX people_membership_organization_id_26e61f26 ON public.people_membership USING btree (organization_id);
CREATE INDEX people_membership_person_id_dd6d28d1 ON public.people_membership USING btree (person_id);
CREATE INDEX pledge_by_organization ON public.members_pledgesignature USING btree (organization_id, signed_on DESC);
CREATE UNIQUE INDEX policy_version_is_adopted_once ON public.members_policysignoff USING btree (rule_set, version) WHERE is_adopted;
CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);
CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));
CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);
CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);
CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);
CREATE INDEX projectdisclaimer_by_project ON public.supply_projectdisclaimer USING btree (project_id, effective_at);
CREATE INDEX projectdocument_by_project ON public.supply_projectdocument USING btree (project_id, effective_at);
CREATE INDEX projectnews_by_project ON public.supply_projectnews USING btree (project_id, effective_at);
CREATE INDEX projectprofile_by_project ON public.supply_projectprofile USING btree (project_id, effective_at);
CREATE INDEX projectstory_by_project ON public.supply_projectstory USING btree (project_id, effective_at);
CREATE INDEX proposal_by_parameter ON public.supply_parameterproposal USING btree (parameter, effective_at);
CREATE INDEX public_claim_by_time ON public.market_publicclaim USING btree (recorded_at, id);
CREATE INDEX quote_open_by_expiry ON public.market_quote USING btree (expires_at) WHERE ((state)::text = 'OPEN'::text);
CREATE UNIQUE INDEX reader_has_one_seat ON public.supply_reviewerdeclaration USING btree (case_id, person_id) WHERE (seat IS NOT NULL);
CREATE INDEX register_by_code ON public.market_registerrow USING btree (short_code);
CREATE INDEX register_by_day ON public.market_registerrow USING btree (day, log_index);
CREATE INDEX register_by_name ON public.market_registerrow USING btree (name_key, log_index) WHERE (NOT ((name_key)::text = ''::text));
CREATE INDEX register_by_purpose ON public.market_registerrow USING btree (purpose, log_index);
CREATE INDEX register_by_year ON public.market_registerrow USING btree (year, log_index);
CREATE INDEX register_hidden ON public.market_registerrow USING btree (hidden_until) WHERE ((hidden_until IS NOT NULL) AND ((name_key)::text = ''::text));
CREATE UNIQUE INDEX review_in_force_is_one ON public.supply_review USING btree (holding_id) WHERE ((state)::text = 'PUBLISHED'::text);
CREATE INDEX socialaccount_socialaccount_user_id_8146e70c ON public.socialaccount_socialaccount USING btree (user_id);
CREATE INDEX socialaccount_socialtoken_account_id_951f210e ON public.socialaccount_socialtoken USING btree (account_id);
CREATE INDEX socialaccount_socialtoken_app_id_636a42d7 ON public.socialaccount_socialtoken USING btree (app_id);
CREATE INDEX supply_adjustmentstatement_jurisdiction_id_cbf99b2c ON public.supply_adjustmentstatement USING btree (jurisdiction_id);
CREATE INDEX supply_adjustmentstatement_person_id_95a05a4f ON public.supply_adjustmentstatement USING btree (person_id);
CREATE INDEX supply_adjustmentstatement_request_id_04cae18f_like ON public.supply_adjustmentstatement USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_bufferpart_jurisdiction_id_987b0ecc ON public.supply_bufferpart USING btree (jurisdiction_id);
CREATE INDEX supply_buyercondition_holding_id_b4eb7221 ON public.supply_buyercondition USING btree (holding_id);
CREATE INDEX supply_buyercondition_person_id_5437f392 ON public.supply_buyercondition USING btree (person_id);
CREATE INDEX supply_buyercondition_project_id_3606d191 ON public.supply_buyercondition USING btree (project_id);
CREATE INDEX supply_buyercondition_request_id_57f62426_like ON public.supply_buyercondition USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_ccpdecision_edition_id_4574d223 ON public.supply_ccpdecision USING btree (edition_id);
CREATE INDEX supply_ccpedition_person_id_f177fe78 ON public.supply_ccpedition USING btree (person_id);
CREATE INDEX supply_ccpedition_request_id_1135d87b_like ON public.supply_ccpedition USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_cobenefitfigure_person_id_1b0eb721 ON public.supply_cobenefitfigure USING btree (person_id);
CREATE INDEX supply_cobenefitfigure_project_id_7b6a10eb ON public.supply_cobenefitfigure USING btree (project_id);
CREATE INDEX supply_cobenefitfigure_request_id_4ad27879_like ON public.supply_cobenefitfigure USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contractcommitment_contract_id_4a1b1f9c ON public.supply_contractcommitment USING btree (contract_id);
CREATE INDEX supply_contractcommitment_organization_id_d8798207 ON public.supply_contractcommitment USING btree (organization_id);
CREATE INDEX supply_contractcommitment_person_id_ea1fc930 ON public.supply_contractcommitment USING btree (person_id);
CREATE INDEX supply_contractcommitment_request_id_9143bd1e_like ON public.supply_contractcommitment USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contractdelivery_contract_id_78c29ceb ON public.supply_contractdelivery USING btree (contract_id);
CREATE INDEX supply_contractdelivery_person_id_e81c6f08 ON public.supply_contractdelivery USING btree (person_id);
CREATE INDEX supply_contractdelivery_request_id_617b6ad3_like ON public.supply_contractdelivery USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contractend_person_id_812da1b6 ON public.supply_contractend USING btree (person_id);
CREATE INDEX supply_contractend_request_id_6c054e6b_like ON public.supply_contractend USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contracthold_contract_id_b826c441 ON public.supply_contracthold USING btree (contract_id);
CREATE INDEX supply_contracthold_person_id_6d7a8f8e ON public.supply_contracthold USING btree (person_id);
CREATE INDEX supply_contracthold_request_id_99256a3a_like ON public.supply_contracthold USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contractschedule_contract_id_43ddf586 ON public.supply_contractschedule USING btree (contract_id);
CREATE INDEX supply_contractschedule_person_id_0b2c7908 ON public.supply_contractschedule USING btree (person_id);
CREATE INDEX supply_contractschedule_request_id_20f71748_like ON public.supply_contractschedule USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contractsignature_person_id_a0d71cce ON public.supply_contractsignature USING btree (person_id);
CREATE INDEX supply_contractsignature_request_id_7fe0ba93_like ON public.supply_contractsignature USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_contribution_organization_id_485aba78 ON public.supply_contribution USING btree (organization_id);
CREATE INDEX supply_contribution_person_id_02231197 ON public.supply_contribution USING btree (person_id);
CREATE INDEX supply_contribution_project_id_4bfe9786 ON public.supply_contribution USING btree (project_id);
CREATE INDEX supply_contribution_request_id_1789217b_like ON public.supply_contribution USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_deliveryshare_commitment_id_645cb44c ON public.supply_deliveryshare USING btree (commitment_id);
CREATE INDEX supply_deliveryshare_delivery_id_7955c83f ON public.supply_deliveryshare USING btree (delivery_id);
CREATE INDEX supply_destroyedcontainer_container_21385c41_like ON public.supply_destroyedcontainer USING btree (container text_pattern_ops);
CREATE INDEX supply_destroyedcontainer_issue_id_ba3379c6 ON public.supply_destroyedcontainer USING btree (issue_id);
CREATE INDEX supply_destruction_certificate_file_id_dfea027a ON public.supply_destruction USING btree (certificate_file_id);
CREATE INDEX supply_destruction_certificate_file_id_dfea027a_like ON public.supply_destruction USING btree (certificate_file_id varchar_pattern_ops);
CREATE INDEX supply_destruction_person_id_a24dad39 ON public.supply_destruction USING btree (person_id);
CREATE INDEX supply_destruction_request_id_517191a0_like ON public.supply_destruction USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_destructionissue_certificate_key_d396068f_like ON public.supply_destructionissue USING btree (certificate_key text_pattern_ops);
CREATE INDEX supply_destructionissue_person_id_169707eb ON public.supply_destructionissue USING btree (person_id);
CREATE INDEX supply_destructionissue_request_id_80cc27c7_like ON public.supply_destructionissue USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_developerfinding_person_id_a4c76012 ON public.supply_developerfinding USING btree (person_id);
CREATE INDEX supply_developerfinding_project_id_e0697a7c ON public.supply_developerfinding USING btree (project_id);
CREATE INDEX supply_developerfinding_request_id_b007deb9_like ON public.supply_developerfinding USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_documentfile_sha256_bfc59762_like ON public.supply_documentfile USING btree (sha256 varchar_pattern_ops);
CREATE INDEX supply_externalrating_person_id_dc6d3089 ON public.supply_externalrating USING btree (person_id);
CREATE INDEX supply_externalrating_project_id_c8522d37 ON public.supply_externalrating USING btree (project_id);
CREATE INDEX supply_externalrating_request_id_00af1e5d_like ON public.supply_externalrating USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_forwardcontract_jurisdiction_id_b68e8d31 ON public.supply_forwardcontract USING btree (jurisdiction_id);
CREATE INDEX supply_forwardcontract_person_id_29d3eee2 ON public.supply_forwardcontract USING btree (person_id);
CREATE INDEX supply_forwardcontract_project_id_cd57ec02 ON public.supply_forwardcontract USING btree (project_id);
CREATE INDEX supply_forwardcontract_request_id_1c2a1f65_like ON public.supply_forwardcontract USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_fuelbatch_fuel_user_id_0397ef8b ON public.supply_fuelbatch USING btree (fuel_user_id);
CREATE INDEX supply_fuelbatch_person_id_998e7ddf ON public.supply_fuelbatch USING btree (person_id);
CREATE INDEX supply_fuelbatch_request_id_06f164a4_like ON public.supply_fuelbatch USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_fuelend_person_id_892f6fee ON public.supply_fuelend USING btree (person_id);
CREATE INDEX supply_fuelend_request_id_c05c39d2_like ON public.supply_fuelend USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_fuelevidence_batch_id_afa5f5e6 ON public.supply_fuelevidence USING btree (batch_id);
CREATE INDEX supply_fuelevidence_file_id_ef3bd87e ON public.supply_fuelevidence USING btree (file_id);
CREATE INDEX supply_fuelevidence_file_id_ef3bd87e_like ON public.supply_fuelevidence USING btree (file_id varchar_pattern_ops);
CREATE INDEX supply_fuelevidence_person_id_0d4fedda ON public.supply_fuelevidence USING btree (person_id);
CREATE INDEX supply_fuelevidence_request_id_7498b310_like ON public.supply_fuelevidence USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_fuelissue_person_id_f747390d ON public.supply_fuelissue USING btree (person_id);
CREATE INDEX supply_fuelissue_production_key_c2076e1c_like ON public.supply_fuelissue USING btree (production_key text_pattern_ops);
CREATE INDEX supply_fuelissue_proof_key_0a8fb70d_like ON public.supply_fuelissue USING btree (proof_key text_pattern_ops);
CREATE INDEX supply_fuelissue_request_id_5924b48a_like ON public.supply_fuelissue USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_fuelprice_batch_id_6ad82658 ON public.supply_fuelprice USING btree (batch_id);
CREATE INDEX supply_fuelprice_person_id_86d810c2 ON public.supply_fuelprice USING btree (person_id);
CREATE INDEX supply_fuelprice_request_id_bf6fdaab_like ON public.supply_fuelprice USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_grosstonet_person_id_e239ad25 ON public.supply_grosstonet USING btree (person_id);
CREATE INDEX supply_grosstonet_project_id_1c8918ea ON public.supply_grosstonet USING btree (project_id);
CREATE INDEX supply_grosstonet_request_id_1e6fa05c_like ON public.supply_grosstonet USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_helddecision_person_id_97357628 ON public.supply_helddecision USING btree (person_id);
CREATE INDEX supply_helddecision_run_id_a8ba6a77 ON public.supply_helddecision USING btree (run_id);
CREATE INDEX supply_heldrow_run_id_42baa670 ON public.supply_heldrow USING btree (run_id);
CREATE INDEX supply_holding_program_id_333276dd ON public.supply_holding USING btree (program_id);
CREATE INDEX supply_holding_program_id_333276dd_like ON public.supply_holding USING btree (program_id varchar_pattern_ops);
CREATE INDEX supply_holding_project_id_67761344 ON public.supply_holding USING btree (project_id);
CREATE INDEX supply_holding_run_id_6c19425e ON public.supply_holding USING btree (run_id);
CREATE INDEX supply_importrow_run_id_326a0ab6 ON public.supply_importrow USING btree (run_id);
CREATE INDEX supply_importrun_person_id_8139e28e ON public.supply_importrun USING btree (person_id);
CREATE INDEX supply_importrun_request_id_0ced20f2_like ON public.supply_importrun USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_jurisdiction_person_id_09b2648a ON public.supply_jurisdiction USING btree (person_id);
CREATE INDEX supply_jurisdiction_project_id_e22a16dd ON public.supply_jurisdiction USING btree (project_id);
CREATE INDEX supply_jurisdiction_request_id_63bbfeb2_like ON public.supply_jurisdiction USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_opinionload_person_id_b76a549c ON public.supply_opinionload USING btree (person_id);
CREATE INDEX supply_parameterdecision_person_id_b2fdea7e ON public.supply_parameterdecision USING btree (person_id);
CREATE INDEX supply_parameterdecision_request_id_a5a63dfe_like ON public.supply_parameterdecision USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_parameterproposal_person_id_e241441c ON public.supply_parameterproposal USING btree (person_id);
CREATE INDEX supply_parameterproposal_request_id_41b714ae_like ON public.supply_parameterproposal USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_parameterwithdrawal_person_id_f093f62a ON public.supply_parameterwithdrawal USING btree (person_id);
CREATE INDEX supply_parameterwithdrawal_request_id_19a82efe_like ON public.supply_parameterwithdrawal USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_pricefact_holding_id_ac382f55 ON public.supply_pricefact USING btree (holding_id);
CREATE INDEX supply_pricefact_person_id_dc9dac3c ON public.supply_pricefact USING btree (person_id);
CREATE INDEX supply_pricefact_request_id_a1934f7f_like ON public.supply_pricefact USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_program_code_5dafcb48_like ON public.supply_program USING btree (code varchar_pattern_ops);
CREATE INDEX supply_project_program_id_831410c7 ON public.supply_project USING btree (program_id);
CREATE INDEX supply_project_program_id_831410c7_like ON public.supply_project USING btree (program_id varchar_pattern_ops);
CREATE INDEX supply_projectdisclaimer_person_id_3c274e6a ON public.supply_projectdisclaimer USING btree (person_id);
CREATE INDEX supply_projectdisclaimer_project_id_927515d3 ON public.supply_projectdisclaimer USING btree (project_id);
CREATE INDEX supply_projectdisclaimer_request_id_d40da171_like ON public.supply_projectdisclaimer USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_projectdocument_file_id_d2a06e34 ON public.supply_projectdocument USING btree (file_id);
CREATE INDEX supply_projectdocument_file_id_d2a06e34_like ON public.supply_projectdocument USING btree (file_id varchar_pattern_ops);
CREATE INDEX supply_projectdocument_person_id_beae6d4b ON public.supply_projectdocument USING btree (person_id);
CREATE INDEX supply_projectdocument_project_id_6fc031e3 ON public.supply_projectdocument USING btree (project_id);
CREATE INDEX supply_projectdocument_request_id_6fb8170e_like ON public.supply_projectdocument USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_projectedition_project_id_91ee693b ON public.supply_projectedition USING btree (project_id);
CREATE INDEX supply_projectedition_run_id_b175beb3 ON public.supply_projectedition USING btree (run_id);
CREATE INDEX supply_projectnews_person_id_ee95b386 ON public.supply_projectnews USING btree (person_id);
CREATE INDEX supply_projectnews_project_id_e50a5c1d ON public.supply_projectnews USING btree (project_id);
CREATE INDEX supply_projectnews_request_id_bf797826_like ON public.supply_projectnews USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_projectprofile_person_id_8ec47f80 ON public.supply_projectprofile USING btree (person_id);
CREATE INDEX supply_projectprofile_project_id_e62368b3 ON public.supply_projectprofile USING btree (project_id);
CREATE INDEX supply_projectprofile_request_id_bce4499b_like ON public.supply_projectprofile USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_projectstory_person_id_3a1ee072 ON public.supply_projectstory USING btree (person_id);
CREATE INDEX supply_projectstory_project_id_afa34c6f ON public.supply_projectstory USING btree (project_id);
CREATE INDEX supply_projectstory_request_id_f04f1ba1_like ON public.supply_projectstory USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_publishedstatement_person_id_d05c629b ON public.supply_publishedstatement USING btree (person_id);
CREATE INDEX supply_publishedstatement_request_id_30099d74_like ON public.supply_publishedstatement USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_recordedition_run_id_83242ceb ON public.supply_recordedition USING btree (run_id);
CREATE INDEX supply_review_holding_id_b69ba63b ON public.supply_review USING btree (holding_id);
CREATE INDEX supply_review_request_id_4350f0b6_like ON public.supply_review USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_review_reviewer_id_df0d9d9f ON public.supply_review USING btree (reviewer_id);
CREATE INDEX supply_reviewcase_holding_id_ffecb3cd ON public.supply_reviewcase USING btree (holding_id);
CREATE INDEX supply_reviewcase_person_id_862b52c0 ON public.supply_reviewcase USING btree (person_id);
CREATE INDEX supply_reviewcase_replaces_id_e7dad0c1 ON public.supply_reviewcase USING btree (replaces_id);
CREATE INDEX supply_reviewcase_request_id_5149410e_like ON public.supply_reviewcase USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewcomputation_case_id_6b0b237e ON public.supply_reviewcomputation USING btree (case_id);
CREATE INDEX supply_reviewcomputation_input_id_9aabf053 ON public.supply_reviewcomputation USING btree (input_id);
CREATE INDEX supply_reviewcomputation_input_id_9aabf053_like ON public.supply_reviewcomputation USING btree (input_id varchar_pattern_ops);
CREATE INDEX supply_reviewcomputation_person_id_bf693cfd ON public.supply_reviewcomputation USING btree (person_id);
CREATE INDEX supply_reviewcomputation_request_id_791e9b1b_like ON public.supply_reviewcomputation USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewerdeclaration_case_id_1557ccdf ON public.supply_reviewerdeclaration USING btree (case_id);
CREATE INDEX supply_reviewerdeclaration_person_id_a0261cfd ON public.supply_reviewerdeclaration USING btree (person_id);
CREATE INDEX supply_reviewerdeclaration_request_id_018ddbf5_like ON public.supply_reviewerdeclaration USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewevidence_case_id_9b8115fe ON public.supply_reviewevidence USING btree (case_id);
CREATE INDEX supply_reviewevidence_file_id_8318d440 ON public.supply_reviewevidence USING btree (file_id);
CREATE INDEX supply_reviewevidence_file_id_8318d440_like ON public.supply_reviewevidence USING btree (file_id varchar_pattern_ops);
CREATE INDEX supply_reviewevidence_person_id_e1be7625 ON public.supply_reviewevidence USING btree (person_id);
CREATE INDEX supply_reviewevidence_request_id_cd40fd9c_like ON public.supply_reviewevidence USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewreading_case_id_8b81e912 ON public.supply_reviewreading USING btree (case_id);
CREATE INDEX supply_reviewreading_person_id_628a8015 ON public.supply_reviewreading USING btree (person_id);
CREATE INDEX supply_reviewreading_request_id_7b1e0fb7_like ON public.supply_reviewreading USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewtrigger_person_id_310ddd00 ON public.supply_reviewtrigger USING btree (person_id);
CREATE INDEX supply_reviewtrigger_request_id_fa37d921_like ON public.supply_reviewtrigger USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_reviewtrigger_review_id_e245f644 ON public.supply_reviewtrigger USING btree (review_id);
CREATE INDEX supply_scheduledyear_schedule_id_6437c57f ON public.supply_scheduledyear USING btree (schedule_id);
CREATE INDEX supply_statusjudgement_person_id_a34a1fe0 ON public.supply_statusjudgement USING btree (person_id);
CREATE INDEX supply_statusjudgement_project_id_6a4d1258 ON public.supply_statusjudgement USING btree (project_id);
CREATE INDEX supply_statusjudgement_request_id_8976b9c5_like ON public.supply_statusjudgement USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_unitlabel_holding_id_758daad9 ON public.supply_unitlabel USING btree (holding_id);
CREATE INDEX supply_unitlabel_person_id_d4826ea6 ON public.supply_unitlabel USING btree (person_id);
CREATE INDEX supply_unitlabel_project_id_1e0c08c9 ON public.supply_unitlabel USING btree (project_id);
CREATE INDEX supply_unitlabel_request_id_4c140aa5_like ON public.supply_unitlabel USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_upload_person_id_11f302a6 ON public.supply_upload USING btree (person_id);
CREATE INDEX supply_upload_request_id_d925d40f_like ON public.supply_upload USING btree (request_id varchar_pattern_ops);
CREATE INDEX supply_upload_run_id_9e2206d0 ON public.supply_upload USING btree (run_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX unitlabel_by_project ON public.supply_unitlabel USING btree (project_id, effective_at);
CREATE INDEX upload_open ON public.supply_upload USING btree (recorded_at) WHERE ((state)::text = ANY ((ARRAY['WAITING'::character varying, 'RUNNING'::character varying])::text[]));
CREATE INDEX use_by_project ON public.supply_registryuse USING btree (program, project, vintage);
CREATE INDEX use_by_range ON public.supply_registryuse USING btree (program, key, first);
CREATE INDEX usersessions_usersession_session_key_fd35de43_like ON public.usersessions_usersession USING btree (session_key varchar_pattern_ops);
CREATE INDEX usersessions_usersession_user_id_af5e0a6d ON public.usersessions_usersession USING btree (user_id);
CREATE TRIGGER api_webhookattempt_append_only BEFORE DELETE OR UPDATE ON public.api_webhookattempt FOR EACH ROW EXECUTE FUNCTION public.api_refuse_change();
CREATE TRIGGER api_webhookattempt_no_truncate BEFORE TRUNCATE ON public.api_webhookattempt FOR EACH STATEMENT EXECUTE FUNCTION public.api_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.members_listvanishing FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.members_pledgeconfirmation FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.members_pledgeend FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.members_pledgesignature FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_adjustmentstatement FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_bufferpart FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_buyercondition FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_ccpdecision FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_ccpedition FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_cobenefitfigure FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contractcommitment FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contractdelivery FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contractend FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contracthold FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contractschedule FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contractsignature FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_contribution FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_deliveryshare FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_destroyedcontainer FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_destruction FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_destructionissue FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_developerfinding FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_documentfile FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_externalrating FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_forwardcontract FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_fuelbatch FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_fuelend FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_fuelevidence FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_fuelissue FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_fuelprice FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_grosstonet FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_helddecision FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_heldrow FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_holding FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_importrow FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_importrun FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_jurisdiction FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_opinionload FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_parameterdecision FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_parameterproposal FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_parameterwithdrawal FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_pricefact FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectdisclaimer FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectdocument FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectedition FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectnews FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectprofile FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_projectstory FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_publishedstatement FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_recordedition FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewcase FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewcomputation FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewerdeclaration FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewevidence FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewpublication FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewreading FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_reviewtrigger FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_scheduledyear FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_statusjudgement FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.supply_unitlabel FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER edge_event_append_only BEFORE DELETE OR UPDATE ON public.edge_event FOR EACH ROW EXECUTE FUNCTION public.edge_refuse_change();
CREATE TRIGGER edge_event_no_truncate BEFORE TRUNCATE ON public.edge_event FOR EACH STATEMENT EXECUTE FUNCTION public.edge_refuse_change();
CREATE TRIGGER footprints_activityline_append_only BEFORE DELETE OR UPDATE ON public.footprints_activityline FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activityline_no_truncate BEFORE TRUNCATE ON public.footprints_activityline FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activityload_append_only BEFORE DELETE OR UPDATE ON public.footprints_activityload FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activityload_no_truncate BEFORE TRUNCATE ON public.footprints_activityload FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activitymapping_append_only BEFORE DELETE OR UPDATE ON public.footprints_activitymapping FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activitymapping_no_truncate BEFORE TRUNCATE ON public.footprints_activitymapping FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activityrow_append_only BEFORE DELETE OR UPDATE ON public.footprints_activityrow FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_activityrow_no_truncate BEFORE TRUNCATE ON public.footprints_activityrow FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_baseyearjudgement_append_only BEFORE DELETE OR UPDATE ON public.footprints_baseyearjudgement FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_baseyearjudgement_no_truncate BEFORE TRUNCATE ON public.footprints_baseyearjudgement FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_disclosure_append_only BEFORE DELETE OR UPDATE ON public.footprints_disclosure FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_disclosure_is_of_a_published_version BEFORE INSERT ON public.footprints_disclosure FOR EACH ROW EXECUTE FUNCTION public.footprints_disclosure_is_of_a_published_version();
CREATE TRIGGER footprints_disclosure_no_truncate BEFORE TRUNCATE ON public.footprints_disclosure FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_factor_append_only BEFORE DELETE OR UPDATE ON public.footprints_factor FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_factor_no_truncate BEFORE TRUNCATE ON public.footprints_factor FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_factorset_append_only BEFORE DELETE OR UPDATE ON public.footprints_factorset FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_factorset_no_truncate BEFORE TRUNCATE ON public.footprints_factorset FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventory_guard BEFORE UPDATE ON public.footprints_inventory FOR EACH ROW EXECUTE FUNCTION public.footprints_inventory_guard();
CREATE CONSTRAINT TRIGGER footprints_inventory_is_whole AFTER INSERT OR UPDATE ON public.footprints_inventory DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.footprints_inventory_is_whole();
CREATE TRIGGER footprints_inventory_no_delete BEFORE DELETE ON public.footprints_inventory FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventory_no_truncate BEFORE TRUNCATE ON public.footprints_inventory FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventory_starts_as_draft BEFORE INSERT ON public.footprints_inventory FOR EACH ROW EXECUTE FUNCTION public.footprints_inventory_starts_as_draft();
CREATE TRIGGER footprints_inventoryfactorset_append_only BEFORE DELETE OR UPDATE ON public.footprints_inventoryfactorset FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventoryfactorset_before_seal AFTER INSERT ON public.footprints_inventoryfactorset REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_after_seal();
CREATE TRIGGER footprints_inventoryfactorset_no_truncate BEFORE TRUNCATE ON public.footprints_inventoryfactorset FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventoryline_append_only BEFORE DELETE OR UPDATE ON public.footprints_inventoryline FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventoryline_before_seal AFTER INSERT ON public.footprints_inventoryline REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_after_seal();
CREATE TRIGGER footprints_inventoryline_no_truncate BEFORE TRUNCATE ON public.footprints_inventoryline FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventoryload_append_only BEFORE DELETE OR UPDATE ON public.footprints_inventoryload FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventoryload_before_seal AFTER INSERT ON public.footprints_inventoryload REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_after_seal();
CREATE TRIGGER footprints_inventoryload_no_truncate BEFORE TRUNCATE ON public.footprints_inventoryload FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventorystep_append_only BEFORE DELETE OR UPDATE ON public.footprints_inventorystep FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventorystep_no_truncate BEFORE TRUNCATE ON public.footprints_inventorystep FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventorytotal_append_only BEFORE DELETE OR UPDATE ON public.footprints_inventorytotal FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_inventorytotal_before_seal AFTER INSERT ON public.footprints_inventorytotal REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_after_seal();
CREATE TRIGGER footprints_inventorytotal_no_truncate BEFORE TRUNCATE ON public.footprints_inventorytotal FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE CONSTRAINT TRIGGER footprints_step_moves_its_inventory AFTER INSERT ON public.footprints_inventorystep DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.footprints_step_moves_its_inventory();
CREATE TRIGGER footprints_target_append_only BEFORE DELETE OR UPDATE ON public.footprints_target FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_target_follows_its_series BEFORE INSERT ON public.footprints_target FOR EACH ROW EXECUTE FUNCTION public.footprints_target_follows_its_series();
CREATE TRIGGER footprints_target_is_judged_by_another BEFORE INSERT ON public.footprints_targetjudgement FOR EACH ROW EXECUTE FUNCTION public.footprints_target_is_judged_by_another();
CREATE TRIGGER footprints_target_no_truncate BEFORE TRUNCATE ON public.footprints_target FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_targetjudgement_append_only BEFORE DELETE OR UPDATE ON public.footprints_targetjudgement FOR EACH ROW EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER footprints_targetjudgement_no_truncate BEFORE TRUNCATE ON public.footprints_targetjudgement FOR EACH STATEMENT EXECUTE FUNCTION public.footprints_refuse_change();
CREATE TRIGGER judge_commitment BEFORE INSERT ON public.supply_contractcommitment FOR EACH ROW EXECUTE FUNCTION public.supply_judge_commitment();
CREATE TRIGGER judge_contribution BEFORE INSERT ON public.supply_contribution FOR EACH ROW EXECUTE FUNCTION public.supply_judge_contribution();
CREATE TRIGGER judge_delivery BEFORE INSERT ON public.supply_contractdelivery FOR EACH ROW EXECUTE FUNCTION public.supply_judge_delivery();
CREATE TRIGGER judge_end BEFORE INSERT ON public.supply_contractend FOR EACH ROW EXECUTE FUNCTION public.supply_judge_end();
CREATE TRIGGER judge_hold BEFORE INSERT ON public.supply_contracthold FOR EACH ROW EXECUTE FUNCTION public.supply_judge_hold();
CREATE TRIGGER judge_origin BEFORE INSERT ON public.supply_contractdelivery FOR EACH ROW EXECUTE FUNCTION public.supply_judge_delivery_origin();
CREATE TRIGGER judge_place BEFORE INSERT ON public.supply_contractschedule FOR EACH ROW EXECUTE FUNCTION public.supply_judge_schedule_place();
CREATE TRIGGER judge_price BEFORE INSERT ON public.supply_fuelprice FOR EACH ROW EXECUTE FUNCTION public.supply_judge_fuel_price();
CREATE TRIGGER judge_share BEFORE INSERT ON public.supply_deliveryshare FOR EACH ROW EXECUTE FUNCTION public.supply_judge_share();
CREATE TRIGGER judge_signature BEFORE INSERT ON public.supply_contractsignature FOR EACH ROW EXECUTE FUNCTION public.supply_judge_signature();
CREATE TRIGGER judge_terms BEFORE INSERT ON public.supply_contractcommitment FOR EACH ROW EXECUTE FUNCTION public.supply_judge_commitment_terms();
CREATE TRIGGER judge_year BEFORE INSERT ON public.supply_scheduledyear FOR EACH ROW EXECUTE FUNCTION public.supply_judge_scheduled_year();
CREATE TRIGGER ledger_batch_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_batch FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE CONSTRAINT TRIGGER ledger_batch_sides_agree AFTER INSERT ON public.ledger_lot DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.batch_id IS NOT NULL)) EXECUTE FUNCTION public.ledger_batch_sides_agree();
CREATE TRIGGER ledger_cancellation_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_cancellation FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_certificate_fits AFTER INSERT ON public.ledger_certificate FOR EACH ROW WHEN ((new.replaces_id IS NOT NULL)) EXECUTE FUNCTION public.ledger_certificate_fits();
CREATE TRIGGER ledger_certificate_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_certificate FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_checkpoint_grows AFTER INSERT ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION public.ledger_checkpoint_grows();
CREATE TRIGGER ledger_checkpoint_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_confirmation_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_confirmation FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_correction_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_correction FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_cover_fits AFTER INSERT ON public.ledger_cover REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_cover_fits();
CREATE TRIGGER ledger_cover_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_cover FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_entry_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_entry FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_hold_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_hold FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_hold_set AFTER INSERT ON public.ledger_hold FOR EACH ROW EXECUTE FUNCTION public.ledger_hold_set();
CREATE TRIGGER ledger_leaf_appends AFTER INSERT ON public.ledger_leaf REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_leaf_appends();
CREATE TRIGGER ledger_leaf_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_leaf FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_line_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_line FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_line_posts AFTER INSERT ON public.ledger_line REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_line_posts();
CREATE TRIGGER ledger_listing_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_listing FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_listing_set AFTER INSERT ON public.ledger_listing FOR EACH ROW EXECUTE FUNCTION public.ledger_listing_set();
CREATE TRIGGER ledger_lot_end_moves_by_splits BEFORE UPDATE OF last_serial, unit_stop ON public.ledger_lot FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_lot_refuse_stretch();
CREATE TRIGGER ledger_lot_inherit AFTER INSERT ON public.ledger_lot FOR EACH ROW WHEN ((new.parent_id IS NOT NULL)) EXECUTE FUNCTION public.ledger_lot_inherit();
CREATE TRIGGER ledger_lot_is_never_removed BEFORE DELETE OR TRUNCATE ON public.ledger_lot FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_lot_origin_is_fixed BEFORE UPDATE OF id, public_id, entry_id, parent_id, key_number, first_serial, unit_kg, unit_start, kind, lot_class, batch_id, batch_offset_kg, facts, lock_handle ON public.ledger_lot FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_lot_refuse_change();
CREATE TRIGGER ledger_lot_place BEFORE INSERT ON public.ledger_lot FOR EACH ROW EXECUTE FUNCTION public.ledger_lot_place();
CREATE TRIGGER ledger_make_good_fits AFTER INSERT ON public.ledger_make_good REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_make_good_fits();
CREATE TRIGGER ledger_make_good_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_make_good FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_price_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_price FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_price_set AFTER INSERT ON public.ledger_price FOR EACH ROW EXECUTE FUNCTION public.ledger_price_set();
CREATE TRIGGER ledger_recall_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_recall FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_recalled_part_fits AFTER INSERT ON public.ledger_recalled_part REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_recalled_part_fits();
CREATE TRIGGER ledger_recalled_part_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_recalled_part FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_registry_key_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_registry_key FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_reservation_counts AFTER INSERT ON public.ledger_reservation REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_reservation_counts();
CREATE TRIGGER ledger_reservation_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_reservation FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_resolution_counts AFTER INSERT ON public.ledger_resolution REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_resolution_counts();
CREATE TRIGGER ledger_resolution_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_resolution FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_unit_space_is_never_removed BEFORE DELETE OR TRUNCATE ON public.ledger_unit_space FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER ledger_unit_space_only_grows BEFORE UPDATE ON public.ledger_unit_space FOR EACH ROW WHEN ((new.next_unit < old.next_unit)) EXECUTE FUNCTION public.ledger_refuse_change();
CREATE TRIGGER listed_block_is_rated BEFORE UPDATE OF is_listed ON public.ledger_lot FOR EACH ROW WHEN ((new.is_listed AND (NOT old.is_listed))) EXECUTE FUNCTION public.supply_refuse_unrated_listing();
CREATE TRIGGER market_beneficiaryname_append_only BEFORE DELETE OR UPDATE ON public.market_beneficiaryname FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_beneficiaryname_no_truncate BEFORE TRUNCATE ON public.market_beneficiaryname FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_beneficiarynamedecision_append_only BEFORE DELETE OR UPDATE ON public.market_beneficiarynamedecision FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_beneficiarynamedecision_no_truncate BEFORE TRUNCATE ON public.market_beneficiarynamedecision FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_cancellationnotice_append_only BEFORE DELETE OR UPDATE ON public.market_cancellationnotice FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_cancellationnotice_no_truncate BEFORE TRUNCATE ON public.market_cancellationnotice FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_claimdecision_append_only BEFORE DELETE OR UPDATE ON public.market_claimdecision FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_claimdecision_is_anothers BEFORE INSERT ON public.market_claimdecision FOR EACH ROW EXECUTE FUNCTION public.market_claimdecision_is_anothers();
CREATE TRIGGER market_claimdecision_no_truncate BEFORE TRUNCATE ON public.market_claimdecision FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_claimwithdrawal_append_only BEFORE DELETE OR UPDATE ON public.market_claimwithdrawal FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_claimwithdrawal_no_truncate BEFORE TRUNCATE ON public.market_claimwithdrawal FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_correction_append_only BEFORE DELETE OR UPDATE ON public.market_correction FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_correction_no_truncate BEFORE TRUNCATE ON public.market_correction FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_delay_append_only BEFORE DELETE OR UPDATE ON public.market_delay FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_delay_no_truncate BEFORE TRUNCATE ON public.market_delay FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_delivery_append_only BEFORE DELETE OR UPDATE ON public.market_delivery FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_delivery_is_paid BEFORE INSERT ON public.market_delivery FOR EACH ROW EXECUTE FUNCTION public.market_delivery_is_paid();
CREATE TRIGGER market_delivery_no_truncate BEFORE TRUNCATE ON public.market_delivery FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_deliveryline_adds_up AFTER INSERT ON public.market_deliveryline REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.market_deliveryline_adds_up();
CREATE TRIGGER market_deliveryline_append_only BEFORE DELETE OR UPDATE ON public.market_deliveryline FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_deliveryline_no_truncate BEFORE TRUNCATE ON public.market_deliveryline FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_document_append_only BEFORE DELETE OR UPDATE ON public.market_document FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_document_no_truncate BEFORE TRUNCATE ON public.market_document FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_insetclaim_append_only BEFORE DELETE OR UPDATE ON public.market_insetclaim FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_insetclaim_fits BEFORE INSERT ON public.market_insetclaim FOR EACH ROW EXECUTE FUNCTION public.market_insetclaim_fits();
CREATE TRIGGER market_insetclaim_no_truncate BEFORE TRUNCATE ON public.market_insetclaim FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_insetdisclosure_append_only BEFORE DELETE OR UPDATE ON public.market_insetdisclosure FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_insetdisclosure_no_truncate BEFORE TRUNCATE ON public.market_insetdisclosure FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_order_consumes_its_quote BEFORE INSERT ON public.market_order FOR EACH ROW EXECUTE FUNCTION public.market_order_consumes_its_quote();
CREATE TRIGGER market_order_guard BEFORE UPDATE ON public.market_order FOR EACH ROW EXECUTE FUNCTION public.market_order_guard();
CREATE TRIGGER market_order_no_delete BEFORE DELETE ON public.market_order FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_order_no_truncate BEFORE TRUNCATE ON public.market_order FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE CONSTRAINT TRIGGER market_order_state_is_last_step AFTER INSERT OR UPDATE ON public.market_order DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.market_order_state_is_last_step();
CREATE TRIGGER market_orderallocation_adds_up AFTER INSERT ON public.market_orderallocation REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.market_orderallocation_adds_up();
CREATE TRIGGER market_orderallocation_append_only BEFORE DELETE OR UPDATE ON public.market_orderallocation FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_orderallocation_no_truncate BEFORE TRUNCATE ON public.market_orderallocation FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_ordertransition_append_only BEFORE DELETE OR UPDATE ON public.market_ordertransition FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE CONSTRAINT TRIGGER market_ordertransition_follows AFTER INSERT ON public.market_ordertransition DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.market_ordertransition_follows();
CREATE TRIGGER market_ordertransition_no_truncate BEFORE TRUNCATE ON public.market_ordertransition FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_payment_append_only BEFORE DELETE OR UPDATE ON public.market_payment FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_payment_keeps_the_balance BEFORE INSERT ON public.market_payment FOR EACH ROW EXECUTE FUNCTION public.market_payment_keeps_the_balance();
CREATE TRIGGER market_payment_no_truncate BEFORE TRUNCATE ON public.market_payment FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_pricenotice_append_only BEFORE DELETE OR UPDATE ON public.market_pricenotice FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_pricenotice_no_truncate BEFORE TRUNCATE ON public.market_pricenotice FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_pricenoticeapplied_append_only BEFORE DELETE OR UPDATE ON public.market_pricenoticeapplied FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_pricenoticeapplied_no_truncate BEFORE TRUNCATE ON public.market_pricenoticeapplied FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_publicclaim_append_only BEFORE DELETE OR UPDATE ON public.market_publicclaim FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_publicclaim_no_truncate BEFORE TRUNCATE ON public.market_publicclaim FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_quote_guard BEFORE UPDATE ON public.market_quote FOR EACH ROW EXECUTE FUNCTION public.market_quote_guard();
CREATE TRIGGER market_quote_no_delete BEFORE DELETE ON public.market_quote FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_quote_no_truncate BEFORE TRUNCATE ON public.market_quote FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_quoteline_adds_up AFTER INSERT ON public.market_quoteline REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.market_quoteline_adds_up();
CREATE TRIGGER market_quoteline_append_only BEFORE DELETE OR UPDATE ON public.market_quoteline FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_quoteline_no_truncate BEFORE TRUNCATE ON public.market_quoteline FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_quoteline_set_aside BEFORE INSERT ON public.market_quoteline FOR EACH ROW EXECUTE FUNCTION public.market_line_is_not_set_aside();
CREATE TRIGGER market_substitution_append_only BEFORE DELETE OR UPDATE ON public.market_substitution FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_substitution_fits BEFORE INSERT ON public.market_substitution FOR EACH ROW EXECUTE FUNCTION public.market_substitution_fits();
CREATE TRIGGER market_substitution_no_truncate BEFORE TRUNCATE ON public.market_substitution FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_substitution_set_aside BEFORE INSERT ON public.market_substitution FOR EACH ROW EXECUTE FUNCTION public.market_line_is_not_set_aside();
CREATE TRIGGER market_transportactivity_append_only BEFORE DELETE OR UPDATE ON public.market_transportactivity FOR EACH ROW EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER market_transportactivity_no_truncate BEFORE TRUNCATE ON public.market_transportactivity FOR EACH STATEMENT EXECUTE FUNCTION public.market_refuse_change();
CREATE TRIGGER members_appeal_append_only BEFORE DELETE OR UPDATE ON public.members_appeal FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_appeal_no_truncate BEFORE TRUNCATE ON public.members_appeal FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_appealdecision_append_only BEFORE DELETE OR UPDATE ON public.members_appealdecision FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_appealdecision_is_by_another BEFORE INSERT ON public.members_appealdecision FOR EACH ROW EXECUTE FUNCTION public.members_appealdecision_is_by_another();
CREATE TRIGGER members_appealdecision_no_truncate BEFORE TRUNCATE ON public.members_appealdecision FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_application_guard BEFORE UPDATE ON public.members_application FOR EACH ROW EXECUTE FUNCTION public.members_application_guard();
CREATE CONSTRAINT TRIGGER members_application_is_its_last_step AFTER INSERT OR UPDATE ON public.members_application DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.members_application_is_its_last_step();
CREATE TRIGGER members_application_no_delete BEFORE DELETE ON public.members_application FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_application_no_truncate BEFORE TRUNCATE ON public.members_application FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_assessment_append_only BEFORE DELETE OR UPDATE ON public.members_assessment FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_assessment_no_truncate BEFORE TRUNCATE ON public.members_assessment FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_assessmentfinding_append_only BEFORE DELETE OR UPDATE ON public.members_assessmentfinding FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_assessmentfinding_no_truncate BEFORE TRUNCATE ON public.members_assessmentfinding FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_decision_append_only BEFORE DELETE OR UPDATE ON public.members_decision FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_decision_is_of_its_proposal BEFORE INSERT ON public.members_decision FOR EACH ROW EXECUTE FUNCTION public.members_decision_is_of_its_proposal();
CREATE TRIGGER members_decision_no_truncate BEFORE TRUNCATE ON public.members_decision FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_disclosedyear_append_only BEFORE DELETE OR UPDATE ON public.members_disclosedyear FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_disclosedyear_no_truncate BEFORE TRUNCATE ON public.members_disclosedyear FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_entityallocation_append_only BEFORE DELETE OR UPDATE ON public.members_entityallocation FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_entityallocation_no_truncate BEFORE TRUNCATE ON public.members_entityallocation FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidence_append_only BEFORE DELETE OR UPDATE ON public.members_evidence FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidence_no_truncate BEFORE TRUNCATE ON public.members_evidence FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidencefile_append_only BEFORE DELETE OR UPDATE ON public.members_evidencefile FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidencefile_no_truncate BEFORE TRUNCATE ON public.members_evidencefile FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidencejudgement_append_only BEFORE DELETE OR UPDATE ON public.members_evidencejudgement FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_evidencejudgement_is_by_another BEFORE INSERT ON public.members_evidencejudgement FOR EACH ROW EXECUTE FUNCTION public.members_evidencejudgement_is_by_another();
CREATE TRIGGER members_evidencejudgement_no_truncate BEFORE TRUNCATE ON public.members_evidencejudgement FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_figurejudgement_append_only BEFORE DELETE OR UPDATE ON public.members_figurejudgement FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_figurejudgement_is_by_another BEFORE INSERT ON public.members_figurejudgement FOR EACH ROW EXECUTE FUNCTION public.members_figurejudgement_is_by_another();
CREATE TRIGGER members_figurejudgement_no_truncate BEFORE TRUNCATE ON public.members_figurejudgement FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_interest_append_only BEFORE DELETE OR UPDATE ON public.members_interest FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_interest_no_truncate BEFORE TRUNCATE ON public.members_interest FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_legalentity_append_only BEFORE DELETE OR UPDATE ON public.members_legalentity FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_legalentity_no_truncate BEFORE TRUNCATE ON public.members_legalentity FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listedition_append_only BEFORE DELETE OR UPDATE ON public.members_listedition FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listedition_no_truncate BEFORE TRUNCATE ON public.members_listedition FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listentry_append_only BEFORE DELETE OR UPDATE ON public.members_listentry FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listentry_no_truncate BEFORE TRUNCATE ON public.members_listentry FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listlink_append_only BEFORE DELETE OR UPDATE ON public.members_listlink FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_listlink_no_truncate BEFORE TRUNCATE ON public.members_listlink FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_pledgeconfirmation_is_by_another BEFORE INSERT ON public.members_pledgeconfirmation FOR EACH ROW EXECUTE FUNCTION public.members_pledgeconfirmation_is_by_another();
CREATE TRIGGER members_policyproposal_append_only BEFORE DELETE OR UPDATE ON public.members_policyproposal FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_policyproposal_no_truncate BEFORE TRUNCATE ON public.members_policyproposal FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_policysignoff_append_only BEFORE DELETE OR UPDATE ON public.members_policysignoff FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_policysignoff_is_by_another BEFORE INSERT ON public.members_policysignoff FOR EACH ROW EXECUTE FUNCTION public.members_policysignoff_is_by_another();
CREATE TRIGGER members_policysignoff_no_truncate BEFORE TRUNCATE ON public.members_policysignoff FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_proposal_append_only BEFORE DELETE OR UPDATE ON public.members_proposal FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_proposal_no_truncate BEFORE TRUNCATE ON public.members_proposal FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_reminder_append_only BEFORE DELETE OR UPDATE ON public.members_reminder FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_reminder_no_truncate BEFORE TRUNCATE ON public.members_reminder FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_remindermail_append_only BEFORE DELETE OR UPDATE ON public.members_remindermail FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_remindermail_no_truncate BEFORE TRUNCATE ON public.members_remindermail FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_submission_append_only BEFORE DELETE OR UPDATE ON public.members_submission FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_submission_no_truncate BEFORE TRUNCATE ON public.members_submission FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_transition_append_only BEFORE DELETE OR UPDATE ON public.members_transition FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_transition_follows BEFORE INSERT ON public.members_transition FOR EACH ROW EXECUTE FUNCTION public.members_transition_follows();
CREATE CONSTRAINT TRIGGER members_transition_moves AFTER INSERT ON public.members_transition DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.members_transition_moves();
CREATE TRIGGER members_transition_no_truncate BEFORE TRUNCATE ON public.members_transition FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_unkeptlistrow_append_only BEFORE DELETE OR UPDATE ON public.members_unkeptlistrow FOR EACH ROW EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER members_unkeptlistrow_no_truncate BEFORE TRUNCATE ON public.members_unkeptlistrow FOR EACH STATEMENT EXECUTE FUNCTION public.members_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON public.supply_project FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON public.supply_registryissuance FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON public.supply_registryuse FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON public.supply_review FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON public.supply_upload FOR EACH STATEMENT EXECUTE FUNCTION public.supply_refuse_change();
CREATE TRIGGER only_contest BEFORE UPDATE ON public.supply_registryissuance FOR EACH ROW EXECUTE FUNCTION public.supply_refuse_change_but('is_contested');
CREATE TRIGGER only_contest BEFORE UPDATE ON public.supply_registryuse FOR EACH ROW EXECUTE FUNCTION public.supply_refuse_change_but('is_contested');
CREATE TRIGGER only_state BEFORE UPDATE ON public.supply_review FOR EACH ROW EXECUTE FUNCTION public.supply_refuse_change_but('state');
CREATE TRIGGER people_auditline_append_only BEFORE DELETE OR UPDATE ON public.people_auditline FOR EACH ROW EXECUTE FUNCTION public.people_refuse_change();
CREATE TRIGGER people_auditline_no_truncate BEFORE TRUNCATE ON public.people_auditline FOR EACH STATEMENT EXECUTE FUNCTION public.people_refuse_change();
CREATE TRIGGER people_invitation_once BEFORE DELETE OR UPDATE ON public.people_invitation FOR EACH ROW EXECUTE FUNCTION public.people_invitation_once();
CREATE TRIGGER people_membership_keeps_an_administrator BEFORE DELETE ON public.people_membership FOR EACH ROW WHEN (((old.role)::text = 'ADMINISTRATOR'::text)) EXECUTE FUNCTION public.people_keep_an_administrator();
CREATE TRIGGER people_person_keeps_an_administrator BEFORE UPDATE OF is_active ON public.people_person FOR EACH ROW WHEN ((old.is_active AND (NOT new.is_active))) EXECUTE FUNCTION public.people_keep_an_administrator();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();
CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();
CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();
CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();
CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();
CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();
CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();
CREATE CONSTRAINT TRIGGER schedule_adds_up AFTER INSERT ON public.supply_contractschedule DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.supply_judge_schedule();
CREATE CONSTRAINT TRIGGER schedule_adds_up AFTER INSERT ON public.supply_scheduledyear DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.supply_judge_schedule();
CREATE CONSTRAINT TRIGGER shares_add_up AFTER INSERT ON public.supply_contractdelivery DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.supply_judge_shares();
CREATE CONSTRAINT TRIGGER shares_add_up AFTER INSERT ON public.supply_deliveryshare DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.supply_judge_shares();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_person_id FOREIGN KEY (user_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookattempt
    ADD CONSTRAINT api_webhookattempt_delivery_id_c4c9902f_fk_api_webho FOREIGN KEY (delivery_id) REFERENCES public.api_webhookdelivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookdelivery
    ADD CONSTRAINT api_webhookdelivery_endpoint_id_0a262f46_fk_api_webho FOREIGN KEY (endpoint_id) REFERENCES public.api_webhookendpoint(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookendpoint
    ADD CONSTRAINT api_webhookendpoint_made_by_id_5a487a68_fk_people_person_id FOREIGN KEY (made_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.api_webhookendpoint
    ADD CONSTRAINT api_webhookendpoint_organization_id_7ec77a66_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityline
    ADD CONSTRAINT footprints_activityl_entity_id_251d35d5_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityload
    ADD CONSTRAINT footprints_activityl_entity_id_ec76f723_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityline
    ADD CONSTRAINT footprints_activityl_load_id_5fae6679_fk_footprint FOREIGN KEY (load_id) REFERENCES public.footprints_activityload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityload
    ADD CONSTRAINT footprints_activityload_person_id_5e6e5134_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activitymapping
    ADD CONSTRAINT footprints_activitym_organization_id_61878988_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activitymapping
    ADD CONSTRAINT footprints_activitym_person_id_daf9e65b_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityrow
    ADD CONSTRAINT footprints_activityr_load_id_bb27f0c9_fk_footprint FOREIGN KEY (load_id) REFERENCES public.footprints_activityload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityupload
    ADD CONSTRAINT footprints_activityu_entity_id_9355d05b_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityupload
    ADD CONSTRAINT footprints_activityu_load_id_cbf1a03c_fk_footprint FOREIGN KEY (load_id) REFERENCES public.footprints_activityload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_activityupload
    ADD CONSTRAINT footprints_activityu_person_id_8f0e6114_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_baseyearjudgement
    ADD CONSTRAINT footprints_baseyearj_inventory_id_98f32eb0_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_baseyearjudgement
    ADD CONSTRAINT footprints_baseyearj_person_id_79d3b778_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_disclosure
    ADD CONSTRAINT footprints_disclosur_inventory_id_8b3ae428_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_disclosure
    ADD CONSTRAINT footprints_disclosure_person_id_2f03f233_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_factor
    ADD CONSTRAINT footprints_factor_factor_set_id_5355d6cf_fk_footprint FOREIGN KEY (factor_set_id) REFERENCES public.footprints_factorset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_factorset
    ADD CONSTRAINT footprints_factorset_person_id_9bd97b3c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_factorset
    ADD CONSTRAINT footprints_factorset_supersedes_id_732fcc75_fk_footprint FOREIGN KEY (supersedes_id) REFERENCES public.footprints_factorset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryline
    ADD CONSTRAINT footprints_inventory_activity_line_id_9a301efa_fk_footprint FOREIGN KEY (activity_line_id) REFERENCES public.footprints_activityline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT footprints_inventory_entity_id_2c890ca0_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorycomputation
    ADD CONSTRAINT footprints_inventory_entity_id_c4d69f0d_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryline
    ADD CONSTRAINT footprints_inventory_factor_id_352bbbf8_fk_footprint FOREIGN KEY (factor_id) REFERENCES public.footprints_factor(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryfactorset
    ADD CONSTRAINT footprints_inventory_factor_set_id_5e0086df_fk_footprint FOREIGN KEY (factor_set_id) REFERENCES public.footprints_factorset(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryfactorset
    ADD CONSTRAINT footprints_inventory_inventory_id_1d7d7e34_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryline
    ADD CONSTRAINT footprints_inventory_inventory_id_541de463_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorycomputation
    ADD CONSTRAINT footprints_inventory_inventory_id_65f54263_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryload
    ADD CONSTRAINT footprints_inventory_inventory_id_862216e5_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorytotal
    ADD CONSTRAINT footprints_inventory_inventory_id_b3745fca_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorystep
    ADD CONSTRAINT footprints_inventory_inventory_id_bddde319_fk_footprint FOREIGN KEY (inventory_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventoryload
    ADD CONSTRAINT footprints_inventory_load_id_f27d6029_fk_footprint FOREIGN KEY (load_id) REFERENCES public.footprints_activityload(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorycomputation
    ADD CONSTRAINT footprints_inventory_person_id_08d5dae1_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT footprints_inventory_person_id_75106807_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventory
    ADD CONSTRAINT footprints_inventory_restates_id_0af11b45_fk_footprint FOREIGN KEY (restates_id) REFERENCES public.footprints_inventory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_inventorystep
    ADD CONSTRAINT footprints_inventorystep_person_id_988681e9_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT footprints_target_entity_id_8e56c34c_fk_members_legalentity_id FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT footprints_target_evidence_id_b33531c8_fk_members_evidence_id FOREIGN KEY (evidence_id) REFERENCES public.members_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_target
    ADD CONSTRAINT footprints_target_person_id_00cba364_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_targetjudgement
    ADD CONSTRAINT footprints_targetjud_person_id_b28a6cb3_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.footprints_targetjudgement
    ADD CONSTRAINT footprints_targetjud_target_id_103bd5ff_fk_footprint FOREIGN KEY (target_id) REFERENCES public.footprints_target(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.ledger_cancellation
    ADD CONSTRAINT ledger_cancellation_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_certificate
    ADD CONSTRAINT ledger_certificate_replaces_one FOREIGN KEY (replaces_id) REFERENCES public.ledger_certificate(entry_id);
ALTER TABLE ONLY public.ledger_confirmation
    ADD CONSTRAINT ledger_confirmation_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_confirmation
    ADD CONSTRAINT ledger_confirmation_of_a_line FOREIGN KEY (lot_id, stop_unit) REFERENCES public.ledger_line(lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_correction
    ADD CONSTRAINT ledger_correction_certificate_entry_id_fkey FOREIGN KEY (certificate_entry_id) REFERENCES public.ledger_certificate(entry_id);
ALTER TABLE ONLY public.ledger_correction
    ADD CONSTRAINT ledger_correction_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_cover
    ADD CONSTRAINT ledger_cover_by_a_line FOREIGN KEY (scope1_lot_id, scope1_stop_unit) REFERENCES public.ledger_line(lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_cover
    ADD CONSTRAINT ledger_cover_of_a_line FOREIGN KEY (scope3_lot_id, scope3_stop_unit) REFERENCES public.ledger_line(lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_hold
    ADD CONSTRAINT ledger_hold_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_hold
    ADD CONSTRAINT ledger_hold_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(id);
ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_first_starts_its_lot FOREIGN KEY (lot_id, head_unit) REFERENCES public.ledger_lot(id, unit_start);
ALTER TABLE ONLY public.ledger_line
    ADD CONSTRAINT ledger_line_follows_a_line FOREIGN KEY (lot_id, prev_unit) REFERENCES public.ledger_line(lot_id, stop_unit);
ALTER TABLE ONLY public.ledger_listing
    ADD CONSTRAINT ledger_listing_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_listing
    ADD CONSTRAINT ledger_listing_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.ledger_batch(id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_hold_is_its_own FOREIGN KEY (id, hold_id) REFERENCES public.ledger_hold(lot_id, entry_id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_key_number_fkey FOREIGN KEY (key_number) REFERENCES public.ledger_registry_key(number);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.ledger_lot(id);
ALTER TABLE ONLY public.ledger_lot
    ADD CONSTRAINT ledger_lot_price_is_its_own FOREIGN KEY (id, price_id) REFERENCES public.ledger_price(lot_id, id);
ALTER TABLE ONLY public.ledger_make_good
    ADD CONSTRAINT ledger_make_good_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_certificate(entry_id);
ALTER TABLE ONLY public.ledger_make_good
    ADD CONSTRAINT ledger_make_good_recalled_part_id_fkey FOREIGN KEY (recalled_part_id) REFERENCES public.ledger_recalled_part(id);
ALTER TABLE ONLY public.ledger_price
    ADD CONSTRAINT ledger_price_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_price
    ADD CONSTRAINT ledger_price_lot_id_fkey FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(id);
ALTER TABLE ONLY public.ledger_recall
    ADD CONSTRAINT ledger_recall_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_entry(id);
ALTER TABLE ONLY public.ledger_recall
    ADD CONSTRAINT ledger_recall_key_number_fkey FOREIGN KEY (key_number) REFERENCES public.ledger_registry_key(number);
ALTER TABLE ONLY public.ledger_recalled_part
    ADD CONSTRAINT ledger_recalled_part_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES public.ledger_recall(entry_id);
ALTER TABLE ONLY public.ledger_recalled_part
    ADD CONSTRAINT ledger_recalled_part_of_a_line FOREIGN KEY (lot_id, stop_unit) REFERENCES public.ledger_line(lot_id, stop_unit);
ALTER TABLE ONLY public.market_beneficiarynamedecision
    ADD CONSTRAINT market_beneficiaryna_name_id_6f4aa1be_fk_market_be FOREIGN KEY (name_id) REFERENCES public.market_beneficiaryname(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_beneficiaryname
    ADD CONSTRAINT market_beneficiaryna_organization_id_08fb6f94_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_beneficiarynamedecision
    ADD CONSTRAINT market_beneficiaryna_person_id_5c387541_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_cancellationnotice
    ADD CONSTRAINT market_cancellationn_person_id_a412861e_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_cancellationnotice
    ADD CONSTRAINT market_cancellationnotice_order_id_1135fa5e_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_claimdecision
    ADD CONSTRAINT market_claimdecision_claim_id_0269376c_fk_market_publicclaim_id FOREIGN KEY (claim_id) REFERENCES public.market_publicclaim(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_claimdecision
    ADD CONSTRAINT market_claimdecision_person_id_1bba51c6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_claimwithdrawal
    ADD CONSTRAINT market_claimwithdraw_claim_id_4135e9b7_fk_market_pu FOREIGN KEY (claim_id) REFERENCES public.market_publicclaim(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_claimwithdrawal
    ADD CONSTRAINT market_claimwithdrawal_person_id_ee367264_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_beneficiary_id_f3b52ccf_fk_market_be FOREIGN KEY (beneficiary_id) REFERENCES public.market_beneficiaryname(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_certificate_id_25f4b1c9_fk_ledger_ce FOREIGN KEY (certificate_id) REFERENCES public.ledger_certificate(certificate_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_delivery_id_669b84ee_fk_market_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.market_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_person_id_db7f1432_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_correction
    ADD CONSTRAINT market_correction_replaces_id_39a86afc_fk_ledger_ce FOREIGN KEY (replaces_id) REFERENCES public.ledger_certificate(certificate_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_delay
    ADD CONSTRAINT market_delay_order_id_b1755922_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_delay
    ADD CONSTRAINT market_delay_person_id_b0187882_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT market_delivery_certificate_id_2140564a_fk_ledger_ce FOREIGN KEY (certificate_id) REFERENCES public.ledger_certificate(certificate_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT market_delivery_order_id_7a5baacd_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_delivery
    ADD CONSTRAINT market_delivery_person_id_887010aa_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_deliveryline
    ADD CONSTRAINT market_deliveryline_delivery_id_be1914bd_fk_market_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.market_delivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_deliveryline
    ADD CONSTRAINT market_deliveryline_line_id_d0fbecdf_fk_market_quoteline_id FOREIGN KEY (line_id) REFERENCES public.market_quoteline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_document
    ADD CONSTRAINT market_document_order_id_6df9f498_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_document
    ADD CONSTRAINT market_document_reverses_id_c9f2c51c_fk_market_document_id FOREIGN KEY (reverses_id) REFERENCES public.market_document(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetclaim
    ADD CONSTRAINT market_insetclaim_activity_id_a65b9922_fk_market_tr FOREIGN KEY (activity_id) REFERENCES public.market_transportactivity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetclaim
    ADD CONSTRAINT market_insetclaim_batch_id_21598dce_fk_supply_fuelbatch_id FOREIGN KEY (batch_id) REFERENCES public.supply_fuelbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetclaim
    ADD CONSTRAINT market_insetclaim_organization_id_07a7d7b0_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetclaim
    ADD CONSTRAINT market_insetclaim_quote_id_310d785a_fk_market_quote_id FOREIGN KEY (quote_id) REFERENCES public.market_quote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetdisclosure
    ADD CONSTRAINT market_insetdisclosu_claim_id_df88fcd7_fk_market_in FOREIGN KEY (claim_id) REFERENCES public.market_insetclaim(quote_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_insetdisclosure
    ADD CONSTRAINT market_insetdisclosure_person_id_85a4d595_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_beneficiary_id_b6acde4d_fk_market_be FOREIGN KEY (beneficiary_id) REFERENCES public.market_beneficiaryname(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_organization_id_9da55e9c_fk_people_organization_id FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_person_id_d5da9c18_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_order
    ADD CONSTRAINT market_order_quote_id_7bd893e5_fk_market_quote_id FOREIGN KEY (quote_id) REFERENCES public.market_quote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_orderallocation
    ADD CONSTRAINT market_orderallocation_order_id_2ffe32f6_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_ordertransition
    ADD CONSTRAINT market_ordertransition_order_id_ade5c0f2_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_ordertransition
    ADD CONSTRAINT market_ordertransition_person_id_87d378c5_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_payment
    ADD CONSTRAINT market_payment_order_id_8109dd50_fk_market_order_id FOREIGN KEY (order_id) REFERENCES public.market_order(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_payment
    ADD CONSTRAINT market_payment_person_id_63aa9d12_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_pricenotice
    ADD CONSTRAINT market_pricenotice_lot_id_95e1e9ff_fk_ledger_lot_public_id FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_pricenotice
    ADD CONSTRAINT market_pricenotice_person_id_2e47ce32_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_pricenoticeapplied
    ADD CONSTRAINT market_pricenoticeap_notice_id_ef365638_fk_market_pr FOREIGN KEY (notice_id) REFERENCES public.market_pricenotice(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT market_publicclaim_certificate_id_bc21d1ef_fk_ledger_ce FOREIGN KEY (certificate_id) REFERENCES public.ledger_certificate(certificate_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT market_publicclaim_disclosure_id_752a292e_fk_footprint FOREIGN KEY (disclosure_id) REFERENCES public.footprints_disclosure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT market_publicclaim_organization_id_46d695d8_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_publicclaim
    ADD CONSTRAINT market_publicclaim_person_id_3e92965f_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_quote
    ADD CONSTRAINT market_quote_organization_id_97d524e9_fk_people_organization_id FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_quote
    ADD CONSTRAINT market_quote_person_id_9fd0f30f_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT market_quoteline_lot_id_98d8670e_fk_ledger_lot_public_id FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT market_quoteline_quote_id_6794b9df_fk_market_quote_id FOREIGN KEY (quote_id) REFERENCES public.market_quote(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_quoteline
    ADD CONSTRAINT market_quoteline_reservation_id_da5e0f82_fk_ledger_re FOREIGN KEY (reservation_id) REFERENCES public.ledger_reservation(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_registerproject
    ADD CONSTRAINT market_registerproje_row_id_fa4f7a89_fk_market_re FOREIGN KEY (row_id) REFERENCES public.market_registerrow(log_index) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_line_id_e71a23f5_fk_market_quoteline_id FOREIGN KEY (line_id) REFERENCES public.market_quoteline(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_lot_id_1a9c5dc5_fk_ledger_lot_public_id FOREIGN KEY (lot_id) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_person_id_166f0813_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_substitution
    ADD CONSTRAINT market_substitution_reservation_id_da702dcd_fk_ledger_re FOREIGN KEY (reservation_id) REFERENCES public.ledger_reservation(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_transportactivity
    ADD CONSTRAINT market_transportacti_organization_id_8d0739fc_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.market_transportactivity
    ADD CONSTRAINT market_transportactivity_person_id_af0af885_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_application_id_41830771_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_decision_id_01e6072b_fk_members_decision_id FOREIGN KEY (decision_id) REFERENCES public.members_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_appeal
    ADD CONSTRAINT members_appeal_person_id_4d57134b_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_appealdecision
    ADD CONSTRAINT members_appealdecision_appeal_id_75d970aa_fk_members_appeal_id FOREIGN KEY (appeal_id) REFERENCES public.members_appeal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_appealdecision
    ADD CONSTRAINT members_appealdecision_person_id_24a483d7_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_application
    ADD CONSTRAINT members_application_decision_id_7c4d01a6_fk_members_decision_id FOREIGN KEY (decision_id) REFERENCES public.members_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_application
    ADD CONSTRAINT members_application_opened_by_id_dce11795_fk_people_person_id FOREIGN KEY (opened_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_application
    ADD CONSTRAINT members_application_organization_id_9b653310_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_assessment
    ADD CONSTRAINT members_assessment_application_id_3c09b430_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_assessment
    ADD CONSTRAINT members_assessment_person_id_04a7bac9_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_assessmentfinding
    ADD CONSTRAINT members_assessmentfi_assessment_id_8aeeabed_fk_members_a FOREIGN KEY (assessment_id) REFERENCES public.members_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_application_id_a2deb5b3_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_approver_id_507437b1_fk_people_person_id FOREIGN KEY (approver_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_proposal_id_81e74716_fk_members_proposal_id FOREIGN KEY (proposal_id) REFERENCES public.members_proposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_reviewer_id_2828af5e_fk_people_person_id FOREIGN KEY (reviewer_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_decision
    ADD CONSTRAINT members_decision_supersedes_id_e6510803_fk_members_decision_id FOREIGN KEY (supersedes_id) REFERENCES public.members_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT members_disclosedyea_entity_id_20195b75_fk_members_l FOREIGN KEY (entity_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT members_disclosedyea_evidence_id_b85d3d61_fk_members_e FOREIGN KEY (evidence_id) REFERENCES public.members_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_disclosedyear
    ADD CONSTRAINT members_disclosedyear_person_id_01f0f63e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_entityallocation
    ADD CONSTRAINT members_entityalloca_giver_id_edb6b3f3_fk_members_l FOREIGN KEY (giver_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_entityallocation
    ADD CONSTRAINT members_entityalloca_taker_id_3cd7a7f4_fk_members_l FOREIGN KEY (taker_id) REFERENCES public.members_legalentity(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_entityallocation
    ADD CONSTRAINT members_entityallocation_person_id_6bc1f98e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_application_id_1b3f8206_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_file_sha256_92d8d645_fk_members_e FOREIGN KEY (file_sha256) REFERENCES public.members_evidencefile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_list_entry_id_9e99f608_fk_members_listentry_id FOREIGN KEY (list_entry_id) REFERENCES public.members_listentry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_organization_id_af6a440d_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_replaces_id_a28f0d15_fk_members_evidence_id FOREIGN KEY (replaces_id) REFERENCES public.members_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidence
    ADD CONSTRAINT members_evidence_uploader_id_8380bebe_fk_people_person_id FOREIGN KEY (uploader_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidencejudgement
    ADD CONSTRAINT members_evidencejudg_evidence_id_cef5a694_fk_members_e FOREIGN KEY (evidence_id) REFERENCES public.members_evidence(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_evidencejudgement
    ADD CONSTRAINT members_evidencejudg_person_id_62ec182f_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_figurejudgement
    ADD CONSTRAINT members_figurejudgem_year_id_0ae276f4_fk_members_d FOREIGN KEY (year_id) REFERENCES public.members_disclosedyear(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_figurejudgement
    ADD CONSTRAINT members_figurejudgement_person_id_d0730826_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_unkeptlistrow
    ADD CONSTRAINT members_heldlistrow_edition_id_b11adbd1_fk_members_l FOREIGN KEY (edition_id) REFERENCES public.members_listedition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_legalentity
    ADD CONSTRAINT members_legalentity_organization_id_adbc64a2_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listedition
    ADD CONSTRAINT members_listedition_person_id_b572aa70_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listentry
    ADD CONSTRAINT members_listentry_edition_id_981d72a2_fk_members_listedition_id FOREIGN KEY (edition_id) REFERENCES public.members_listedition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT members_listlink_entry_id_6a42079a_fk_members_listentry_id FOREIGN KEY (entry_id) REFERENCES public.members_listentry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT members_listlink_organization_id_e8754df0_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listlink
    ADD CONSTRAINT members_listlink_person_id_b4272112_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listvanishing
    ADD CONSTRAINT members_listvanishin_edition_id_13ee1436_fk_members_l FOREIGN KEY (edition_id) REFERENCES public.members_listedition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_listvanishing
    ADD CONSTRAINT members_listvanishing_entry_id_e9d9fd48_fk_members_listentry_id FOREIGN KEY (entry_id) REFERENCES public.members_listentry(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgeconfirmation
    ADD CONSTRAINT members_pledgeconfir_person_id_c197ddf6_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgeconfirmation
    ADD CONSTRAINT members_pledgeconfir_signature_id_aaf6713e_fk_members_p FOREIGN KEY (signature_id) REFERENCES public.members_pledgesignature(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgeend
    ADD CONSTRAINT members_pledgeend_person_id_76e3b7b0_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgeend
    ADD CONSTRAINT members_pledgeend_signature_id_c53a4fcf_fk_members_p FOREIGN KEY (signature_id) REFERENCES public.members_pledgesignature(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgesignature
    ADD CONSTRAINT members_pledgesignat_organization_id_02de4c31_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_pledgesignature
    ADD CONSTRAINT members_pledgesignature_person_id_1026a123_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_policyproposal
    ADD CONSTRAINT members_policyproposal_person_id_3c4e0f52_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_policysignoff
    ADD CONSTRAINT members_policysignof_proposal_id_84111a1f_fk_members_p FOREIGN KEY (proposal_id) REFERENCES public.members_policyproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_policysignoff
    ADD CONSTRAINT members_policysignoff_person_id_7cf2137d_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_proposal
    ADD CONSTRAINT members_proposal_assessment_id_8902314e_fk_members_a FOREIGN KEY (assessment_id) REFERENCES public.members_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_proposal
    ADD CONSTRAINT members_proposal_reviewer_id_8d78060f_fk_people_person_id FOREIGN KEY (reviewer_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_reminder
    ADD CONSTRAINT members_reminder_application_id_21e1ed2c_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_remindermail
    ADD CONSTRAINT members_remindermail_person_id_f7cbe540_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_remindermail
    ADD CONSTRAINT members_remindermail_reminder_id_073cdcb8_fk_members_r FOREIGN KEY (reminder_id) REFERENCES public.members_reminder(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_submission
    ADD CONSTRAINT members_submission_application_id_1299e8a5_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_submission
    ADD CONSTRAINT members_submission_person_id_b200cdb0_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT members_transition_application_id_365556ea_fk_members_a FOREIGN KEY (application_id) REFERENCES public.members_application(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT members_transition_assessment_id_153ba2b1_fk_members_a FOREIGN KEY (assessment_id) REFERENCES public.members_assessment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT members_transition_decision_id_aa946234_fk_members_decision_id FOREIGN KEY (decision_id) REFERENCES public.members_decision(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.members_transition
    ADD CONSTRAINT members_transition_person_id_c593b1d7_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_people_person_id FOREIGN KEY (user_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_accesstoken
    ADD CONSTRAINT people_accesstoken_client_id_8072c81e_fk_people_apiclient_id FOREIGN KEY (client_id) REFERENCES public.people_apiclient(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_apiclient
    ADD CONSTRAINT people_apiclient_made_by_id_e0318756_fk_people_person_id FOREIGN KEY (made_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_apiclient
    ADD CONSTRAINT people_apiclient_organization_id_a3f6a8a3_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_apitoken
    ADD CONSTRAINT people_apitoken_organization_id_d36c3ac3_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_apitoken
    ADD CONSTRAINT people_apitoken_person_id_3d2ada73_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_auditline
    ADD CONSTRAINT people_auditline_organization_id_81cfdc24_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_auditline
    ADD CONSTRAINT people_auditline_person_id_ab8e56c1_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_accepted_by_id_66da8fc9_fk_people_person_id FOREIGN KEY (accepted_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_invited_by_id_3784d49d_fk_people_person_id FOREIGN KEY (invited_by_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_organization_id_919f7d27_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_organization_id_26e61f26_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_person_id_dd6d28d1_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_account_id_951f210e_fk_socialacc FOREIGN KEY (account_id) REFERENCES public.socialaccount_socialaccount(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialtoken
    ADD CONSTRAINT socialaccount_social_app_id_636a42d7_fk_socialacc FOREIGN KEY (app_id) REFERENCES public.socialaccount_socialapp(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.socialaccount_socialaccount
    ADD CONSTRAINT socialaccount_social_user_id_8146e70c_fk_people_pe FOREIGN KEY (user_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_adjustmentstatement
    ADD CONSTRAINT supply_adjustmentsta_jurisdiction_id_cbf99b2c_fk_supply_ju FOREIGN KEY (jurisdiction_id) REFERENCES public.supply_jurisdiction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_adjustmentstatement
    ADD CONSTRAINT supply_adjustmentsta_person_id_95a05a4f_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_bufferpart
    ADD CONSTRAINT supply_bufferpart_jurisdiction_id_987b0ecc_fk_supply_ju FOREIGN KEY (jurisdiction_id) REFERENCES public.supply_jurisdiction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyerconditio_replaces_id_d547cbee_fk_supply_bu FOREIGN KEY (replaces_id) REFERENCES public.supply_buyercondition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_holding_id_b4eb7221_fk_supply_holding_id FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_person_id_5437f392_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_buyercondition
    ADD CONSTRAINT supply_buyercondition_project_id_3606d191_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_ccpdecision
    ADD CONSTRAINT supply_ccpdecision_edition_id_4574d223_fk_supply_ccpedition_id FOREIGN KEY (edition_id) REFERENCES public.supply_ccpedition(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_ccpedition
    ADD CONSTRAINT supply_ccpedition_person_id_f177fe78_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigu_replaces_id_9f66490f_fk_supply_co FOREIGN KEY (replaces_id) REFERENCES public.supply_cobenefitfigure(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigure_person_id_1b0eb721_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_cobenefitfigure
    ADD CONSTRAINT supply_cobenefitfigure_project_id_7b6a10eb_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT supply_contractcommi_contract_id_4a1b1f9c_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT supply_contractcommi_organization_id_d8798207_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractcommitment
    ADD CONSTRAINT supply_contractcommi_person_id_ea1fc930_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdeliv_contract_id_78c29ceb_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdeliv_holding_id_99385801_fk_supply_ho FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractdelivery
    ADD CONSTRAINT supply_contractdelivery_person_id_e81c6f08_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractend
    ADD CONSTRAINT supply_contractend_contract_id_4ade4e26_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractend
    ADD CONSTRAINT supply_contractend_person_id_812da1b6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contracthold
    ADD CONSTRAINT supply_contracthold_contract_id_b826c441_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contracthold
    ADD CONSTRAINT supply_contracthold_person_id_6d7a8f8e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractschedule
    ADD CONSTRAINT supply_contractsched_contract_id_43ddf586_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractschedule
    ADD CONSTRAINT supply_contractschedule_person_id_0b2c7908_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractsignature
    ADD CONSTRAINT supply_contractsigna_contract_id_17ed318e_fk_supply_fo FOREIGN KEY (contract_id) REFERENCES public.supply_forwardcontract(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contractsignature
    ADD CONSTRAINT supply_contractsignature_person_id_a0d71cce_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_organization_id_485aba78_fk_people_or FOREIGN KEY (organization_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_person_id_02231197_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_project_id_4bfe9786_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_contribution
    ADD CONSTRAINT supply_contribution_replaces_id_1cd6b58d_fk_supply_co FOREIGN KEY (replaces_id) REFERENCES public.supply_contribution(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_deliveryshare
    ADD CONSTRAINT supply_deliveryshare_commitment_id_645cb44c_fk_supply_co FOREIGN KEY (commitment_id) REFERENCES public.supply_contractcommitment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_deliveryshare
    ADD CONSTRAINT supply_deliveryshare_delivery_id_7955c83f_fk_supply_co FOREIGN KEY (delivery_id) REFERENCES public.supply_contractdelivery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destroyedcontainer
    ADD CONSTRAINT supply_destroyedcont_issue_id_ba3379c6_fk_supply_de FOREIGN KEY (issue_id) REFERENCES public.supply_destructionissue(destruction_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destruction
    ADD CONSTRAINT supply_destruction_certificate_file_id_dfea027a_fk_supply_do FOREIGN KEY (certificate_file_id) REFERENCES public.supply_documentfile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destruction
    ADD CONSTRAINT supply_destruction_person_id_a24dad39_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionis_destruction_id_fd2bc77a_fk_supply_de FOREIGN KEY (destruction_id) REFERENCES public.supply_destruction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionis_holding_id_bad901e6_fk_supply_ho FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_destructionissue
    ADD CONSTRAINT supply_destructionissue_person_id_169707eb_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_developerfinding
    ADD CONSTRAINT supply_developerfind_project_id_e0697a7c_fk_supply_pr FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_developerfinding
    ADD CONSTRAINT supply_developerfinding_person_id_a4c76012_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalratin_replaces_id_9a09094a_fk_supply_ex FOREIGN KEY (replaces_id) REFERENCES public.supply_externalrating(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalrating_person_id_dc6d3089_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_externalrating
    ADD CONSTRAINT supply_externalrating_project_id_c8522d37_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_forwardcontract
    ADD CONSTRAINT supply_forwardcontra_jurisdiction_id_b68e8d31_fk_supply_ju FOREIGN KEY (jurisdiction_id) REFERENCES public.supply_jurisdiction(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_forwardcontract
    ADD CONSTRAINT supply_forwardcontract_person_id_29d3eee2_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_forwardcontract
    ADD CONSTRAINT supply_forwardcontract_project_id_cd57ec02_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelbatch
    ADD CONSTRAINT supply_fuelbatch_fuel_user_id_0397ef8b_fk_people_or FOREIGN KEY (fuel_user_id) REFERENCES public.people_organization(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelbatch
    ADD CONSTRAINT supply_fuelbatch_person_id_998e7ddf_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelend
    ADD CONSTRAINT supply_fuelend_batch_id_10dbac3d_fk_supply_fuelbatch_id FOREIGN KEY (batch_id) REFERENCES public.supply_fuelbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelend
    ADD CONSTRAINT supply_fuelend_person_id_892f6fee_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelevidence
    ADD CONSTRAINT supply_fuelevidence_batch_id_afa5f5e6_fk_supply_fuelbatch_id FOREIGN KEY (batch_id) REFERENCES public.supply_fuelbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelevidence
    ADD CONSTRAINT supply_fuelevidence_file_id_ef3bd87e_fk_supply_do FOREIGN KEY (file_id) REFERENCES public.supply_documentfile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelevidence
    ADD CONSTRAINT supply_fuelevidence_person_id_0d4fedda_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_batch_id_3348c755_fk_supply_fuelbatch_id FOREIGN KEY (batch_id) REFERENCES public.supply_fuelbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_person_id_f747390d_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_scope1_lot_ea0f4bf5_fk_ledger_lot_public_id FOREIGN KEY (scope1_lot) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelissue
    ADD CONSTRAINT supply_fuelissue_scope3_lot_6ac3c241_fk_ledger_lot_public_id FOREIGN KEY (scope3_lot) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelprice
    ADD CONSTRAINT supply_fuelprice_batch_id_6ad82658_fk_supply_fuelbatch_id FOREIGN KEY (batch_id) REFERENCES public.supply_fuelbatch(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_fuelprice
    ADD CONSTRAINT supply_fuelprice_person_id_86d810c2_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_person_id_e239ad25_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_project_id_1c8918ea_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_grosstonet
    ADD CONSTRAINT supply_grosstonet_replaces_id_cb731ada_fk_supply_grosstonet_id FOREIGN KEY (replaces_id) REFERENCES public.supply_grosstonet(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_helddecision
    ADD CONSTRAINT supply_helddecision_person_id_97357628_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_helddecision
    ADD CONSTRAINT supply_helddecision_row_id_f5498bce_fk_supply_heldrow_id FOREIGN KEY (row_id) REFERENCES public.supply_heldrow(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_helddecision
    ADD CONSTRAINT supply_helddecision_run_id_a8ba6a77_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_heldrow
    ADD CONSTRAINT supply_heldrow_run_id_42baa670_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_lot_72e5439d_fk_ledger_lot_public_id FOREIGN KEY (lot) REFERENCES public.ledger_lot(public_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_program_id_333276dd_fk_supply_program_code FOREIGN KEY (program_id) REFERENCES public.supply_program(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_project_id_67761344_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_holding
    ADD CONSTRAINT supply_holding_run_id_6c19425e_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_importrow
    ADD CONSTRAINT supply_importrow_run_id_326a0ab6_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_importrun
    ADD CONSTRAINT supply_importrun_person_id_8139e28e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_jurisdiction
    ADD CONSTRAINT supply_jurisdiction_person_id_09b2648a_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_jurisdiction
    ADD CONSTRAINT supply_jurisdiction_project_id_e22a16dd_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_opinionload
    ADD CONSTRAINT supply_opinionload_person_id_b76a549c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_parameterdecision
    ADD CONSTRAINT supply_parameterdeci_proposal_id_87ccd08d_fk_supply_pa FOREIGN KEY (proposal_id) REFERENCES public.supply_parameterproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_parameterdecision
    ADD CONSTRAINT supply_parameterdecision_person_id_b2fdea7e_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_parameterproposal
    ADD CONSTRAINT supply_parameterproposal_person_id_e241441c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_parameterwithdrawal
    ADD CONSTRAINT supply_parameterwith_decision_id_80c01131_fk_supply_pa FOREIGN KEY (decision_id) REFERENCES public.supply_parameterdecision(proposal_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_parameterwithdrawal
    ADD CONSTRAINT supply_parameterwith_person_id_f093f62a_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_pricefact
    ADD CONSTRAINT supply_pricefact_holding_id_ac382f55_fk_supply_holding_id FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_pricefact
    ADD CONSTRAINT supply_pricefact_person_id_dc9dac3c_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_project
    ADD CONSTRAINT supply_project_program_id_831410c7_fk_supply_program_code FOREIGN KEY (program_id) REFERENCES public.supply_program(code) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdiscla_project_id_927515d3_fk_supply_pr FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdiscla_replaces_id_c30d6b56_fk_supply_pr FOREIGN KEY (replaces_id) REFERENCES public.supply_projectdisclaimer(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdisclaimer
    ADD CONSTRAINT supply_projectdisclaimer_person_id_3c274e6a_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocume_file_id_d2a06e34_fk_supply_do FOREIGN KEY (file_id) REFERENCES public.supply_documentfile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocume_replaces_id_5b916924_fk_supply_pr FOREIGN KEY (replaces_id) REFERENCES public.supply_projectdocument(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocument_person_id_beae6d4b_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectdocument
    ADD CONSTRAINT supply_projectdocument_project_id_6fc031e3_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectedition
    ADD CONSTRAINT supply_projectedition_project_id_91ee693b_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectedition
    ADD CONSTRAINT supply_projectedition_run_id_b175beb3_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_person_id_ee95b386_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_project_id_e50a5c1d_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectnews
    ADD CONSTRAINT supply_projectnews_replaces_id_4e082d0d_fk_supply_pr FOREIGN KEY (replaces_id) REFERENCES public.supply_projectnews(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofil_replaces_id_21ca7f36_fk_supply_pr FOREIGN KEY (replaces_id) REFERENCES public.supply_projectprofile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofile_person_id_8ec47f80_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectprofile
    ADD CONSTRAINT supply_projectprofile_project_id_e62368b3_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_person_id_3a1ee072_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_project_id_afa34c6f_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_projectstory
    ADD CONSTRAINT supply_projectstory_replaces_id_16487c94_fk_supply_pr FOREIGN KEY (replaces_id) REFERENCES public.supply_projectstory(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_publishedstatement
    ADD CONSTRAINT supply_publishedstat_person_id_d05c629b_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_recordedition
    ADD CONSTRAINT supply_recordedition_run_id_83242ceb_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_review
    ADD CONSTRAINT supply_review_holding_id_b69ba63b_fk_supply_holding_id FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_review
    ADD CONSTRAINT supply_review_reviewer_id_df0d9d9f_fk_people_person_id FOREIGN KEY (reviewer_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcase
    ADD CONSTRAINT supply_reviewcase_holding_id_ffecb3cd_fk_supply_holding_id FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcase
    ADD CONSTRAINT supply_reviewcase_person_id_862b52c0_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcase
    ADD CONSTRAINT supply_reviewcase_replaces_id_e7dad0c1_fk_supply_review_id FOREIGN KEY (replaces_id) REFERENCES public.supply_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcomputation
    ADD CONSTRAINT supply_reviewcomputa_case_id_6b0b237e_fk_supply_re FOREIGN KEY (case_id) REFERENCES public.supply_reviewcase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcomputation
    ADD CONSTRAINT supply_reviewcomputa_input_id_9aabf053_fk_supply_do FOREIGN KEY (input_id) REFERENCES public.supply_documentfile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewcomputation
    ADD CONSTRAINT supply_reviewcomputation_person_id_bf693cfd_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewerdeclaration
    ADD CONSTRAINT supply_reviewerdecla_case_id_1557ccdf_fk_supply_re FOREIGN KEY (case_id) REFERENCES public.supply_reviewcase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewerdeclaration
    ADD CONSTRAINT supply_reviewerdecla_person_id_a0261cfd_fk_people_pe FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewevidence
    ADD CONSTRAINT supply_reviewevidenc_file_id_8318d440_fk_supply_do FOREIGN KEY (file_id) REFERENCES public.supply_documentfile(sha256) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewevidence
    ADD CONSTRAINT supply_reviewevidence_case_id_9b8115fe_fk_supply_reviewcase_id FOREIGN KEY (case_id) REFERENCES public.supply_reviewcase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewevidence
    ADD CONSTRAINT supply_reviewevidence_person_id_e1be7625_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewpublication
    ADD CONSTRAINT supply_reviewpublica_case_id_201f4cfc_fk_supply_re FOREIGN KEY (case_id) REFERENCES public.supply_reviewcase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewpublication
    ADD CONSTRAINT supply_reviewpublication_review_id_622a8eee_fk_supply_review_id FOREIGN KEY (review_id) REFERENCES public.supply_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewreading
    ADD CONSTRAINT supply_reviewreading_case_id_8b81e912_fk_supply_reviewcase_id FOREIGN KEY (case_id) REFERENCES public.supply_reviewcase(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewreading
    ADD CONSTRAINT supply_reviewreading_person_id_628a8015_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewtrigger
    ADD CONSTRAINT supply_reviewtrigger_person_id_310ddd00_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_reviewtrigger
    ADD CONSTRAINT supply_reviewtrigger_review_id_e245f644_fk_supply_review_id FOREIGN KEY (review_id) REFERENCES public.supply_review(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_scheduledyear
    ADD CONSTRAINT supply_scheduledyear_schedule_id_6437c57f_fk_supply_co FOREIGN KEY (schedule_id) REFERENCES public.supply_contractschedule(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_statusjudgement
    ADD CONSTRAINT supply_statusjudgement_person_id_a34a1fe0_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_statusjudgement
    ADD CONSTRAINT supply_statusjudgement_project_id_6a4d1258_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_holding_id_758daad9_fk_supply_holding_id FOREIGN KEY (holding_id) REFERENCES public.supply_holding(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_person_id_d4826ea6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_project_id_1e0c08c9_fk_supply_project_id FOREIGN KEY (project_id) REFERENCES public.supply_project(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_unitlabel
    ADD CONSTRAINT supply_unitlabel_replaces_id_0031de9c_fk_supply_unitlabel_id FOREIGN KEY (replaces_id) REFERENCES public.supply_unitlabel(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_upload
    ADD CONSTRAINT supply_upload_person_id_11f302a6_fk_people_person_id FOREIGN KEY (person_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.supply_upload
    ADD CONSTRAINT supply_upload_run_id_9e2206d0_fk_supply_importrun_id FOREIGN KEY (run_id) REFERENCES public.supply_importrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.usersessions_usersession
    ADD CONSTRAINT usersessions_usersession_user_id_af5e0a6d_fk_people_person_id FOREIGN KEY (user_id) REFERENCES public.people_person(id) DEFERRABLE INITIALLY DEFERRED;
