-- The ledger's tables. What they refuse by themselves stands here; what takes a look at other rows stands in guards.sql.
--
-- Masses are whole kilograms, money whole minor units, "carried" thousandths of a minor unit. Every kilogram ever
-- issued has one place in one global unit space of 64-bit integers, so that a range of units names them for good.

-- What one column may hold is a domain's affair: PostgreSQL reads a table's own checks anew for every statement that
-- writes to it, a domain's once a session, and only where the column is written.
CREATE DOMAIN ledger_entry_kind AS text CONSTRAINT ledger_entry_kind_known CHECK (
    VALUE IN ('RETIREMENT', 'CANCELLATION', 'ISSUE', 'SPLIT', 'HOLD', 'RELEASE', 'RECALL', 'CORRECTION', 'REPLACEMENT',
              'CONFIRMATION', 'RATING', 'PRICE', 'LISTING', 'RESERVATION', 'RESOLUTION'));
CREATE DOMAIN ledger_request_id AS text CONSTRAINT ledger_request_id_readable CHECK (length(VALUE) BETWEEN 1 AND 400);
CREATE DOMAIN ledger_sha256 AS bytea CONSTRAINT ledger_sha256_length CHECK (octet_length(VALUE) = 32);
CREATE DOMAIN ledger_body AS bytea CONSTRAINT ledger_body_fits_a_bundle CHECK (octet_length(VALUE) BETWEEN 2 AND 65535);
CREATE DOMAIN ledger_unit_kind AS text CONSTRAINT ledger_unit_kind_known CHECK (
    VALUE IN ('CREDIT', 'INSET_SCOPE1', 'INSET_SCOPE3'));
CREATE DOMAIN ledger_lot_class AS text CONSTRAINT ledger_lot_class_known CHECK (VALUE IN ('STOCK', 'BUFFER'));
CREATE DOMAIN ledger_use AS text CONSTRAINT ledger_use_known CHECK (VALUE IN ('RETIREMENT', 'CANCELLATION'));
CREATE DOMAIN ledger_outcome AS text CONSTRAINT ledger_outcome_known CHECK (VALUE IN ('POSTED', 'VOIDED', 'EXPIRED'));
CREATE DOMAIN ledger_kilograms AS bigint CONSTRAINT ledger_kilograms_in_bounds CHECK (VALUE BETWEEN 1 AND 1000000000000000);

CREATE TABLE ledger_unit_space (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    next_unit bigint NOT NULL CHECK (next_unit >= 0)
);
INSERT INTO ledger_unit_space (next_unit) VALUES (0);

-- A registry's serials are unique within a key. Key number x 2^40 + serial is a place in the registry unit space.
CREATE TABLE ledger_registry_key (
    number integer GENERATED ALWAYS AS IDENTITY (MINVALUE 0 MAXVALUE 4194303 START 0) PRIMARY KEY,
    program text NOT NULL CHECK (length(program) BETWEEN 1 AND 100),
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 300),
    CONSTRAINT ledger_registry_key_number_below_2_22 CHECK (number BETWEEN 0 AND 4194303),
    CONSTRAINT ledger_registry_key_once UNIQUE (program, key)
);

-- One row per ledger event. An event with a body is an entry of the public log, the body its canonical bytes.
-- The web's role cannot state recorded_at or xid: it may not insert into these columns.
CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind ledger_entry_kind NOT NULL,
    request_id ledger_request_id NOT NULL,
    input_hash ledger_sha256 NOT NULL,
    body ledger_body,
    effective_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT ledger_entry_request_once UNIQUE (request_id),
    CONSTRAINT ledger_entry_public_kinds_have_a_body CHECK (
        (body IS NULL) = (kind IN ('PRICE', 'LISTING', 'RESERVATION', 'RESOLUTION'))),
    CONSTRAINT ledger_entry_effective_not_after_recorded CHECK (effective_at <= recorded_at)
) WITH (toast_tuple_target = 8160);
-- Bodies are hashed and copied as they stand: kept in the row where they fit, never compressed.
ALTER TABLE ledger_entry ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX ledger_entry_queue ON ledger_entry (xid) WHERE body IS NOT NULL;

-- Fuel that left one production batch: two lots of equal kilograms, one per side.
CREATE TABLE ledger_batch (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL CONSTRAINT ledger_batch_public_id_once UNIQUE,
    kg bigint NOT NULL CHECK (kg > 0),
    energy_mj bigint NOT NULL CHECK (energy_mj >= 0),
    volume_ml bigint NOT NULL CHECK (volume_ml >= 0)
);

-- What a lot was issued with never changes; its state is kept by triggers from the facts that are added to other
-- tables, so that no role of the application can write a balance.
CREATE TABLE ledger_lot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL CONSTRAINT ledger_lot_public_id_once UNIQUE,
    entry_id bigint NOT NULL CONSTRAINT ledger_lot_has_its_own_entry UNIQUE REFERENCES ledger_entry,
    parent_id bigint REFERENCES ledger_lot,
    key_number integer NOT NULL REFERENCES ledger_registry_key,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    unit_kg integer NOT NULL,
    unit_start bigint NOT NULL,
    unit_stop bigint NOT NULL,
    kind ledger_unit_kind NOT NULL,
    lot_class ledger_lot_class NOT NULL,
    batch_id bigint REFERENCES ledger_batch,
    batch_offset_kg bigint NOT NULL DEFAULT 0,
    head bigint NOT NULL,
    reserved_kg bigint NOT NULL DEFAULT 0,
    retired_kg bigint NOT NULL DEFAULT 0,
    cancelled_kg bigint NOT NULL DEFAULT 0,
    carried_project bigint NOT NULL DEFAULT 0,
    carried_registry_fee bigint NOT NULL DEFAULT 0,
    carried_verification bigint NOT NULL DEFAULT 0,
    carried_fx bigint NOT NULL DEFAULT 0,
    carried_tax bigint NOT NULL DEFAULT 0,
    carried_handling bigint NOT NULL DEFAULT 0,
    price_id bigint,
    hold_id bigint,
    is_listed boolean NOT NULL DEFAULT false,
    -- PostgreSQL lets a role lock rows only where it may update a column. This is that column; it never changes.
    lock_handle boolean NOT NULL DEFAULT true,
    facts jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT ledger_lot_start_named UNIQUE (id, unit_start),
    CONSTRAINT ledger_lot_serials_count_the_kilograms CHECK (
        unit_kg >= 1 AND (last_serial - first_serial + 1) * unit_kg = unit_stop - unit_start),
    CONSTRAINT ledger_lot_conserves CHECK (
        head = unit_start + retired_kg + cancelled_kg AND head + reserved_kg <= unit_stop
        AND reserved_kg >= 0 AND retired_kg >= 0 AND cancelled_kg >= 0),
    CONSTRAINT ledger_lot_buffer_is_never_sold CHECK (
        lot_class <> 'BUFFER' OR (NOT is_listed AND reserved_kg = 0 AND retired_kg = 0)),
    CONSTRAINT ledger_lot_listed_has_price_and_no_hold CHECK (
        NOT is_listed OR (price_id IS NOT NULL AND hold_id IS NULL)),
    CONSTRAINT ledger_lot_units_once EXCLUDE USING gist (int8range(unit_start, unit_stop) WITH &&),
    -- The two sides of a fuel batch carry the same registry range: each side is a space of its own.
    CONSTRAINT ledger_lot_registry_range_once EXCLUDE USING gist (
        int8range(key_number * 1099511627776 + first_serial, key_number * 1099511627776 + last_serial + 1) WITH &&
    ) WHERE (kind <> 'INSET_SCOPE3'),
    CONSTRAINT ledger_lot_scope3_registry_range_once EXCLUDE USING gist (
        int8range(key_number * 1099511627776 + first_serial, key_number * 1099511627776 + last_serial + 1) WITH &&
    ) WHERE (kind = 'INSET_SCOPE3')
) WITH (fillfactor = 40, toast_tuple_target = 128);
ALTER TABLE ledger_lot ALTER COLUMN facts SET STORAGE EXTERNAL;
CREATE INDEX ledger_lot_by_batch ON ledger_lot (batch_id) WHERE batch_id IS NOT NULL;

CREATE TABLE ledger_price (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id bigint NOT NULL CONSTRAINT ledger_price_has_its_own_entry UNIQUE REFERENCES ledger_entry,
    lot_id bigint NOT NULL REFERENCES ledger_lot,
    currency text NOT NULL CONSTRAINT ledger_price_currency_is_iso CHECK (currency ~ '^[A-Z]{3}$'),
    project_minor_per_t bigint NOT NULL,
    registry_fee_minor_per_t bigint NOT NULL,
    verification_minor_per_t bigint NOT NULL,
    fx_minor_per_t bigint NOT NULL,
    tax_minor_per_t bigint NOT NULL,
    handling_minor_per_t bigint NOT NULL,
    CONSTRAINT ledger_price_of_its_lot UNIQUE (lot_id, id),
    CONSTRAINT ledger_price_parts_are_costs CHECK (
        least(project_minor_per_t, registry_fee_minor_per_t, verification_minor_per_t, fx_minor_per_t,
              tax_minor_per_t, handling_minor_per_t) >= 0
        AND greatest(project_minor_per_t, registry_fee_minor_per_t, verification_minor_per_t, fx_minor_per_t,
                     tax_minor_per_t, handling_minor_per_t) <= 1000000000)
);
ALTER TABLE ledger_lot ADD CONSTRAINT ledger_lot_price_is_its_own
    FOREIGN KEY (id, price_id) REFERENCES ledger_price (lot_id, id);

CREATE TABLE ledger_listing (
    entry_id bigint PRIMARY KEY REFERENCES ledger_entry,
    lot_id bigint NOT NULL REFERENCES ledger_lot,
    is_listed boolean NOT NULL,
    reason text NOT NULL DEFAULT ''
);
CREATE INDEX ledger_listing_by_lot ON ledger_listing (lot_id);

CREATE TABLE ledger_hold (
    entry_id bigint PRIMARY KEY REFERENCES ledger_entry,
    lot_id bigint NOT NULL REFERENCES ledger_lot,
    is_hold boolean NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    CONSTRAINT ledger_hold_of_its_lot UNIQUE (lot_id, entry_id)
);
ALTER TABLE ledger_lot ADD CONSTRAINT ledger_lot_hold_is_its_own
    FOREIGN KEY (id, hold_id) REFERENCES ledger_hold (lot_id, entry_id);

-- A reservation is a quantity with an expiry and the money it was charged; serials come only with a line.
CREATE TABLE ledger_reservation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL CONSTRAINT ledger_reservation_public_id_once UNIQUE,
    entry_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    kg ledger_kilograms NOT NULL,
    expires_at timestamptz NOT NULL,
    price_id bigint NOT NULL,
    project_minor bigint NOT NULL,
    registry_fee_minor bigint NOT NULL,
    verification_minor bigint NOT NULL,
    fx_minor bigint NOT NULL,
    tax_minor bigint NOT NULL,
    handling_minor bigint NOT NULL,
    CONSTRAINT ledger_reservation_of_its_lot UNIQUE (lot_id, id)
);
CREATE INDEX ledger_reservation_by_entry ON ledger_reservation (entry_id);
CREATE INDEX ledger_reservation_by_expiry ON ledger_reservation (expires_at);

-- One row per reservation that ended, whichever way: posted, voided or expired exactly once.
CREATE TABLE ledger_resolution (
    reservation_id bigint CONSTRAINT ledger_resolution_once PRIMARY KEY,
    entry_id bigint NOT NULL,
    outcome ledger_outcome NOT NULL
);
CREATE INDEX ledger_resolution_by_entry ON ledger_resolution (entry_id);

-- One certificate per retirement, and one more per correction; the one that none replaces is in force.
CREATE TABLE ledger_certificate (
    entry_id bigint PRIMARY KEY,
    certificate_id uuid NOT NULL CONSTRAINT ledger_certificate_id_once UNIQUE,
    retirement_id uuid NOT NULL,
    unit_kind ledger_unit_kind NOT NULL,
    kg ledger_kilograms NOT NULL,
    replaces_id bigint CONSTRAINT ledger_certificate_replaces_one REFERENCES ledger_certificate,
    annex bytea NOT NULL,
    -- One first certificate, and none replaced twice. That it replaces its own retirement's: ledger_certificate_fits.
    CONSTRAINT ledger_certificate_follows_one UNIQUE NULLS NOT DISTINCT (retirement_id, replaces_id)
) WITH (toast_tuple_target = 8160);
ALTER TABLE ledger_certificate ALTER COLUMN annex SET STORAGE EXTERNAL;
CREATE INDEX ledger_certificate_by_replaced ON ledger_certificate (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE TABLE ledger_cancellation (
    entry_id bigint PRIMARY KEY REFERENCES ledger_entry,
    reason text NOT NULL CONSTRAINT ledger_cancellation_reason_known CHECK (
        reason IN ('ERROR', 'REVERSAL', 'EXPIRED', 'EXPORTED', 'COMPLIANCE', 'OTHER')),
    note text NOT NULL DEFAULT ''
);

-- A line is a use of a lot's next range for good. A lot's lines form one gapless chain: a line starts where the line
-- before it stops (prev_unit), one line follows each (unique), and the first one starts where its lot starts.
-- stop_unit alone names a line, since lots never share a unit.
CREATE TABLE ledger_line (
    lot_id bigint NOT NULL,
    start_unit bigint NOT NULL,
    stop_unit bigint NOT NULL,
    prev_unit bigint,
    head_unit bigint,
    entry_id bigint NOT NULL,
    place integer NOT NULL DEFAULT 0,
    use ledger_use NOT NULL,
    reservation_id bigint,
    price_id bigint,
    project_minor bigint NOT NULL DEFAULT 0,
    registry_fee_minor bigint NOT NULL DEFAULT 0,
    verification_minor bigint NOT NULL DEFAULT 0,
    fx_minor bigint NOT NULL DEFAULT 0,
    tax_minor bigint NOT NULL DEFAULT 0,
    handling_minor bigint NOT NULL DEFAULT 0,
    energy_mj bigint,
    volume_ml bigint,
    CONSTRAINT ledger_line_stop_once PRIMARY KEY (lot_id, stop_unit),
    CONSTRAINT ledger_line_follows_one UNIQUE NULLS NOT DISTINCT (lot_id, prev_unit),
    CONSTRAINT ledger_line_follows_a_line FOREIGN KEY (lot_id, prev_unit) REFERENCES ledger_line (lot_id, stop_unit),
    CONSTRAINT ledger_line_first_starts_its_lot FOREIGN KEY (lot_id, head_unit) REFERENCES ledger_lot (id, unit_start),
    CONSTRAINT ledger_line_is_in_place CHECK (
        stop_unit > start_unit AND coalesce(prev_unit, head_unit) = start_unit
        AND (prev_unit IS NULL) <> (head_unit IS NULL)),
    CONSTRAINT ledger_line_has_a_price_when_retired CHECK ((use = 'RETIREMENT') = (price_id IS NOT NULL)),
    CONSTRAINT ledger_line_energy_and_volume_together CHECK ((energy_mj IS NULL) = (volume_ml IS NULL)),
    -- An entry's lines are numbered from 0 and written in one statement (ledger_line_posts): none can be added later.
    CONSTRAINT ledger_line_place_once UNIQUE (entry_id, place)
);
CREATE UNIQUE INDEX ledger_line_reservation_once ON ledger_line (reservation_id) WHERE reservation_id IS NOT NULL;

-- Which SCOPE1 lines of the same batch stand behind a SCOPE3 line, kilogram by kilogram.
CREATE TABLE ledger_cover (
    scope3_lot_id bigint NOT NULL,
    scope3_stop_unit bigint NOT NULL,
    scope1_lot_id bigint NOT NULL,
    scope1_stop_unit bigint NOT NULL,
    kg ledger_kilograms NOT NULL,
    CONSTRAINT ledger_cover_once PRIMARY KEY (scope3_stop_unit, scope1_stop_unit),
    CONSTRAINT ledger_cover_of_a_line FOREIGN KEY (scope3_lot_id, scope3_stop_unit)
        REFERENCES ledger_line (lot_id, stop_unit),
    CONSTRAINT ledger_cover_by_a_line FOREIGN KEY (scope1_lot_id, scope1_stop_unit)
        REFERENCES ledger_line (lot_id, stop_unit)
);
CREATE INDEX ledger_cover_by_scope1 ON ledger_cover (scope1_lot_id, scope1_stop_unit);

CREATE TABLE ledger_recall (
    entry_id bigint PRIMARY KEY REFERENCES ledger_entry,
    public_id uuid NOT NULL CONSTRAINT ledger_recall_public_id_once UNIQUE,
    key_number integer NOT NULL REFERENCES ledger_registry_key,
    first_serial bigint NOT NULL,
    last_serial bigint NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
    CONSTRAINT ledger_recall_serials_in_order CHECK (
        0 <= first_serial AND first_serial <= last_serial AND last_serial < 1099511627776)
);

-- The units of a retired line that a recall impairs. No unit is recalled twice.
CREATE TABLE ledger_recalled_part (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entry_id bigint NOT NULL REFERENCES ledger_recall,
    lot_id bigint NOT NULL,
    stop_unit bigint NOT NULL,
    part_start_unit bigint NOT NULL,
    part_stop_unit bigint NOT NULL,
    CONSTRAINT ledger_recalled_part_of_a_line FOREIGN KEY (lot_id, stop_unit) REFERENCES ledger_line (lot_id, stop_unit),
    CONSTRAINT ledger_recalled_part_has_units CHECK (part_start_unit < part_stop_unit AND part_stop_unit <= stop_unit),
    CONSTRAINT ledger_recalled_part_once EXCLUDE USING gist (int8range(part_start_unit, part_stop_unit) WITH &&)
);
CREATE INDEX ledger_recalled_part_by_line ON ledger_recalled_part (lot_id, stop_unit);
CREATE INDEX ledger_recalled_part_by_recall ON ledger_recalled_part (entry_id);

CREATE TABLE ledger_make_good (
    entry_id bigint NOT NULL REFERENCES ledger_certificate,
    recalled_part_id bigint NOT NULL REFERENCES ledger_recalled_part,
    kg ledger_kilograms NOT NULL,
    CONSTRAINT ledger_make_good_once PRIMARY KEY (recalled_part_id, entry_id)
);
CREATE INDEX ledger_make_good_by_entry ON ledger_make_good (entry_id);

-- Why a certificate was replaced. The record is one log entry, the replacement another.
CREATE TABLE ledger_correction (
    entry_id bigint PRIMARY KEY REFERENCES ledger_entry,
    certificate_entry_id bigint NOT NULL CONSTRAINT ledger_correction_once UNIQUE REFERENCES ledger_certificate,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000)
);

-- A registry's own file shows a line's serials as retired: added later, never written into the certificate.
CREATE TABLE ledger_confirmation (
    entry_id bigint NOT NULL REFERENCES ledger_entry,
    lot_id bigint NOT NULL,
    stop_unit bigint NOT NULL,
    CONSTRAINT ledger_confirmation_once PRIMARY KEY (lot_id, stop_unit),
    CONSTRAINT ledger_confirmation_of_a_line FOREIGN KEY (lot_id, stop_unit) REFERENCES ledger_line (lot_id, stop_unit)
);
CREATE INDEX ledger_confirmation_by_entry ON ledger_confirmation (entry_id);

-- The public log's order: leaf n is the n-th entry. Written by the one worker, after the entry's transaction ended.
CREATE TABLE ledger_leaf (
    log_index bigint PRIMARY KEY CHECK (log_index >= 0),
    entry_id bigint NOT NULL CONSTRAINT ledger_leaf_entry_once UNIQUE,
    leaf_hash ledger_sha256 NOT NULL
);

CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    root ledger_sha256 NOT NULL,
    note text NOT NULL,
    seen_xid xid8 NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
