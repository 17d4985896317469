-- The schema `noticeboard`, version 1; docs-dev/postgresql.md documents it.
-- `noticeboard load` creates it, and on a server that holds some of the years an operator does.

CREATE SCHEMA noticeboard;

-- One row: which notices the database holds. `notices` is empty during a load over several servers.
CREATE TABLE noticeboard.state (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    version integer NOT NULL,
    notices text NOT NULL DEFAULT '',
    loaded_at timestamptz
);
INSERT INTO noticeboard.state (version) VALUES (1);

-- `facets` holds the values of all facets, for one comparison instead of nine where rows are counted;
-- `folded` the folded blocks, those with the best rank first, each with a line feed after it;
-- `rank_starts` the positions in it from which the ranks 1, 2 and 3 begin;
-- `grams` each character and each pair of characters of a block as a number (see grams.py);
-- `entry` the notice as the lists of the API show it, `hit` what the search page shows of it.
CREATE TABLE noticeboard.notice (
    year smallint NOT NULL,
    id text COLLATE "C" NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    published text COLLATE "C" NOT NULL,
    region text COLLATE "C" NOT NULL,
    category text COLLATE "C" NOT NULL,
    authority text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    attachments text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    progress text COLLATE "C" NOT NULL,
    facets text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    rank_starts integer[] NOT NULL,
    grams integer[] NOT NULL,
    entry jsonb NOT NULL,
    hit jsonb NOT NULL
) PARTITION BY LIST (year);

-- The entries of the other lists of the API, in order.
CREATE TABLE noticeboard.item (
    list text NOT NULL,
    position integer NOT NULL,
    entry jsonb NOT NULL,
    PRIMARY KEY (list, position)
);

-- Create the partition of a year on this server, unless the year has one, here or elsewhere.
CREATE FUNCTION noticeboard.add_year(year integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF to_regclass(format('noticeboard.notice_%s', year)) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE noticeboard.notice_%s PARTITION OF noticeboard.notice (PRIMARY KEY (id)) '
            'FOR VALUES IN (%s)', year, year);
    END IF;
END $$;

-- Create the partition of a year on a foreign server, where `add_year` has created the same one. Until
-- the next load, nobody knows what it holds.
CREATE FUNCTION noticeboard.add_remote_year(year integer, server name) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE FOREIGN TABLE noticeboard.notice_%s PARTITION OF noticeboard.notice '
        'FOR VALUES IN (%s) SERVER %I OPTIONS (schema_name ''noticeboard'', table_name ''notice_%s'')',
        year, year, server, year);
    UPDATE noticeboard.state SET notices = '';
END $$;

-- Create the index of every partition on this server that lacks one: after many rows, not before.
CREATE FUNCTION noticeboard.add_indexes() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    partition regclass;
BEGIN
    FOR partition IN
        SELECT tree.relid FROM pg_partition_tree('noticeboard.notice') tree
        JOIN pg_class ON pg_class.oid = tree.relid
        WHERE tree.isleaf AND pg_class.relkind = 'r' AND NOT EXISTS (
            SELECT FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_am ON pg_am.oid = i.relam
            WHERE indrelid = tree.relid AND amname = 'gin')
    LOOP
        EXECUTE format('CREATE INDEX ON %s USING gin (grams) WITH (fastupdate = off)', partition);
    END LOOP;
END $$;

-- The lists of the API: a row for each entry, a column for each of its fields.

CREATE VIEW noticeboard.api_notices AS
SELECT id, entry->>'title' AS title, entry->>'unit' AS unit, entry->'units' AS units, region, category,
    published, entry->>'last_change' AS last_change, status, entry->>'url' AS url,
    entry->>'canonical_url' AS canonical_url, entry->>'board' AS board, entry->>'data_url' AS data_url,
    entry->>'source_url' AS source_url, entry->>'sha256' AS sha256,
    (entry->>'updated')::timestamptz AS updated, year
FROM noticeboard.notice;

CREATE VIEW noticeboard.api_years AS
SELECT year, count(*) AS total FROM noticeboard.notice GROUP BY year;

CREATE VIEW noticeboard.api_contacts AS
SELECT position, entry->>'unit' AS unit, entry->>'region' AS region, entry->'contact' AS contact,
    entry->>'contact_missing' AS contact_missing, entry->>'notice' AS notice
FROM noticeboard.item WHERE list = 'contacts';

CREATE VIEW noticeboard.api_rounds AS
SELECT position, entry->>'slug' AS slug, entry->>'name' AS name, entry->>'authority' AS authority,
    entry->>'region' AS region, entry->>'feedback' AS feedback, entry->>'source' AS source,
    (entry->>'due_months')::integer AS due_months, entry->>'due_source' AS due_source,
    entry->>'as_of' AS as_of, entry->'counts' AS counts, entry->'units' AS units,
    entry->'corrections' AS corrections, entry->>'url' AS url
FROM noticeboard.item WHERE list = 'rounds';
