-- Where a load's rows wait while they are judged together. Filled and emptied inside one transaction, so no other load
-- ever sees them; unlogged, because after a crash there is nothing here that anyone needs.
CREATE UNLOGGED TABLE supply_staged_row (
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

-- What the other rows and earlier loads say of a staged row. A row without a verdict is accepted.
CREATE UNLOGGED TABLE supply_staged_verdict (
    seq bigint PRIMARY KEY,
    outcome text NOT NULL,
    code text NOT NULL DEFAULT '',
    field text NOT NULL DEFAULT '',
    value text NOT NULL DEFAULT '',
    reason text NOT NULL DEFAULT '',
    facts jsonb,
    matched bigint,
    changed jsonb
);

-- Ranges that meet another range under their key: islands of more than one member, new or stored.
CREATE UNLOGGED TABLE supply_staged_member (
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

-- Lets a load tell the planner what it staged. It changes statistics and nothing else.
CREATE FUNCTION supply_analyze_staging() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE supply_staged_row;
END
$$;
