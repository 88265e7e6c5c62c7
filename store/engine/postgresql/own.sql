-- What PostgreSQL has beside the tables; run again with every migration.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS pgcrypto;

-- Functions that SQLite has.
CREATE OR REPLACE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE greatest($1, $2) END $$;
CREATE OR REPLACE FUNCTION max(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE greatest($1, $2) END $$;
CREATE OR REPLACE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE least($1, $2) END $$;
CREATE OR REPLACE FUNCTION min(text, text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL ELSE least($1, $2) END $$;
CREATE OR REPLACE FUNCTION strpos(bigint, text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.strpos($1::text, $2) $$;
CREATE OR REPLACE FUNCTION strpos(double precision, text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.strpos($1::text, $2) $$;
CREATE OR REPLACE FUNCTION strpos(bytea, text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT position(convert_to($2, 'UTF8') IN $1) $$;
CREATE OR REPLACE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT pg_catalog.substr($1, $2::int, $3::int) $$;
-- Not safe in parallel: what catches an error begins a subtransaction, which no plan of several processes may.
CREATE OR REPLACE FUNCTION date(day text, span text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE AS $$
BEGIN
    RETURN to_char(day::timestamp + span::interval, 'YYYY-MM-DD');
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT btrim(regexp_replace(replace(translate(lower(regexp_replace(
        normalize($1, NFKD), '[{marks}]', '', 'g') COLLATE "default"), 'ςſ', 'σs'), 'ß', 'ss'), '\s+', ' ', 'g')) $$;

-- What a reader sees who may not see all: sealed here, and made by who reads (store/engine/postgresql/sealed.py).
CREATE OR REPLACE FUNCTION sealed(json) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT chr(2) || encode(encrypt(convert_to($1::text, 'UTF8'),
        decode(current_setting('linkdesk.seal'), 'hex'), 'aes'), 'hex') || chr(3) $$;
CREATE OR REPLACE FUNCTION may_be_card(text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT octet_length($1) > 12 AND ($1 ~ '[0-9]([^0-9]{0,3}[0-9]){12}'
        OR (octet_length($1) > length($1) AND $1 ~ '[{digits}]([^{digits}]{0,3}[{digits}]){12}')) $$;
CREATE OR REPLACE FUNCTION cut(text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN may_be_card($1) THEN sealed(json_build_array('cut', $1)) ELSE $1 END $$;
CREATE OR REPLACE FUNCTION cut_body(text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN strpos($1, '\u') > 0 OR strpos($1, 'CREDIT_CARD') > 0 OR strpos($1, '"card_number"') > 0
        OR strpos($1, '"identification_number"') > 0 OR may_be_card($1)
        THEN sealed(json_build_array('cut_body', $1)) ELSE $1 END $$;
CREATE OR REPLACE FUNCTION cut_body(bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '•••' $$;
CREATE OR REPLACE FUNCTION cut_of_account(text, text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $1 IS DISTINCT FROM 'CREDIT_CARD' THEN cut($2)
        WHEN length(regexp_replace($2, '[^[:alnum:]]', '', 'g')) > 4
        THEN '•••• ' || right(regexp_replace($2, '[^[:alnum:]]', '', 'g'), 4) ELSE $2 END $$;
CREATE OR REPLACE FUNCTION masked(text, anyelement, text, bigint) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN btrim($2::text) = '' THEN $2::text
        WHEN $2 IS NOT NULL THEN sealed(json_build_array('masked', $1, $2, $3, $4)) END $$;
CREATE OR REPLACE FUNCTION masked_body(text, text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $2 IS NOT NULL THEN sealed(json_build_array('masked_body', $1, $2)) END $$;
CREATE OR REPLACE FUNCTION masked_json(text, text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $2 IS NOT NULL THEN sealed(json_build_array('masked_json', $1, $2)) END $$;
CREATE OR REPLACE FUNCTION told(text, anyelement) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $2::text = '' THEN '' WHEN $2 IS NOT NULL THEN sealed(json_build_array('told', $1, $2)) END $$;
CREATE OR REPLACE FUNCTION revealed(text, anyelement, text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN btrim($2::text) = '' THEN $2::text
        WHEN $2 IS NOT NULL THEN sealed(json_build_array('revealed', $1, $2, $3)) END $$;
CREATE OR REPLACE FUNCTION revealed_body(text, text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN $2 IS NOT NULL THEN sealed(json_build_array('revealed_body', $1, $2)) END $$;

-- The audit's rows only come.
CREATE OR REPLACE FUNCTION audit_comes_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> coalesce((SELECT head FROM audit_chain), 0) + 1 THEN
        RAISE EXCEPTION 'rows of the audit come one behind the other';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION audit_has_a_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_chain (id, cut, cut_hash, head, head_hash)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', NEW.id, NEW.hash)
    ON CONFLICT (id) DO UPDATE SET head = excluded.head, head_hash = excluded.head_hash;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION audit_is_not_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of the audit are not changed';
END $$;
CREATE OR REPLACE FUNCTION audit_is_not_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.id > coalesce((SELECT cut FROM audit_chain), 0) THEN
        RAISE EXCEPTION 'rows of the audit go for their age alone';
    END IF;
    RETURN OLD;
END $$;
CREATE OR REPLACE FUNCTION audit_chain_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.cut < OLD.cut OR NEW.head < OLD.head OR NEW.cut > NEW.head THEN
        RAISE EXCEPTION 'the audit does not go back';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION audit_chain_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ends of the audit stay';
END $$;
CREATE OR REPLACE TRIGGER audit_comes_in_order BEFORE INSERT ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_comes_in_order();
CREATE OR REPLACE TRIGGER audit_has_a_head AFTER INSERT ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_has_a_head();
CREATE OR REPLACE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_not_changed();
CREATE OR REPLACE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_not_deleted();
CREATE OR REPLACE TRIGGER audit_chain_goes_on BEFORE UPDATE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION audit_chain_goes_on();
CREATE OR REPLACE TRIGGER audit_chain_stays BEFORE DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION audit_chain_stays();

-- Sums by day, read as if they were one set; what is written through here, by who writes alone, is in the first one.
CREATE OR REPLACE VIEW flows_by_day AS
    SELECT day, type, category, status, currency, sum(amount)::bigint AS amount, sum(count)::bigint AS count
    FROM flows_by_day_sets GROUP BY day, type, category, status, currency
    HAVING sum(count) <> 0 OR sum(amount) <> 0; -- what one set has more another may have less
CREATE OR REPLACE RULE into_the_first AS ON INSERT TO flows_by_day DO INSTEAD
    INSERT INTO flows_by_day_sets (bucket, day, type, category, status, currency, amount, count)
    VALUES (0, NEW.day, NEW.type, NEW.category, NEW.status, NEW.currency, NEW.amount, NEW.count);
CREATE OR REPLACE RULE out_of_all AS ON DELETE TO flows_by_day DO INSTEAD
    DELETE FROM flows_by_day_sets AS kept WHERE kept.day = OLD.day AND kept.type = OLD.type
    AND kept.category = OLD.category AND kept.status = OLD.status AND kept.currency = OLD.currency;

-- Fences grow with every claim, of whichever worker.
CREATE SEQUENCE IF NOT EXISTS fences;
SELECT setval('fences', fence) FROM (SELECT max(fence) AS fence FROM jobs) AS newest
    WHERE fence > (SELECT last_value FROM fences);
ALTER TABLE jobs SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

-- The queue in its order, as far as the last of three equal ones.
CREATE INDEX IF NOT EXISTS jobs_queue ON jobs (priority, not_before, id) WHERE state = 'queued';
DROP INDEX IF EXISTS jobs_waiting;

-- Lists of all links by day and by amount.
CREATE INDEX IF NOT EXISTS transactions_day ON transactions (value_date DESC, key DESC) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS transactions_by_amount
    ON transactions (amount_bucket DESC NULLS LAST, signed_amount DESC NULLS LAST, key DESC) WHERE deleted_at IS NULL;
DROP INDEX IF EXISTS transactions_amount;
DROP INDEX IF EXISTS transactions_amount_bucket;
