-- What tests/rooms/keeping.py asks of a test's database, as superuser: the web's role may neither read every table
-- nor put rows back past the triggers that guard how they come about.

CREATE FUNCTION seed.read_rows() RETURNS TABLE (place text, line text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    name text;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'django_migrations'
        ORDER BY relname
    LOOP
        RETURN QUERY EXECUTE format('SELECT %L::text, to_jsonb(each)::text FROM public.%I AS each', name, name);
    END LOOP;
END $$;

CREATE FUNCTION seed.count_rows(names text[]) RETURNS TABLE (place text, number bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        RETURN QUERY EXECUTE format('SELECT %L::text, count(*) FROM public.%I', name, name);
    END LOOP;
END $$;

-- ``rows``: each table's name with its rows. No trigger fires: they were judged when they were first written.
CREATE FUNCTION seed.put_rows(rows jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public SET session_replication_role = replica AS $$
DECLARE
    name text;
    lines jsonb;
    columns text;
BEGIN
    FOR name, lines IN SELECT * FROM jsonb_each(rows) LOOP
        SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
        WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format(
            'INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM jsonb_populate_recordset(NULL::public.%I, $1)',
            name, columns, columns, name
        ) USING lines;
    END LOOP;
END $$;
