-- What a store has whose bodies lie encrypted. The keys of its links are here as long as the server runs: a table that
-- is not logged comes into no log, no standby and no backup of files, and is empty after a crash. Of its columns no
-- samples are taken, which would be logged. Each program that connects puts them back from where they are kept.
CREATE TABLE IF NOT EXISTS encryption (id bigint PRIMARY KEY, key_store text COLLATE "C" NOT NULL);
CREATE UNLOGGED TABLE IF NOT EXISTS body_keys (
    link text COLLATE "C" PRIMARY KEY, number bytea NOT NULL UNIQUE, key bytea NOT NULL);
ALTER TABLE body_keys ALTER COLUMN link SET STATISTICS 0, ALTER COLUMN number SET STATISTICS 0,
    ALTER COLUMN key SET STATISTICS 0;

CREATE OR REPLACE FUNCTION encrypted(of text, body text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    mine record;
    vector bytea;
BEGIN
    IF body IS NULL OR of = '' OR left(body, 1) = chr(1) THEN
        RETURN body;
    END IF;
    SELECT number, key INTO mine FROM body_keys WHERE link = of;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no key for bodies of this link' USING ERRCODE = 'LD001';
    END IF;
    vector := gen_random_bytes(16);
    RETURN chr(1) || encode(mine.number || vector
        || encrypt_iv(convert_to(body, 'UTF8'), mine.key, vector, 'aes'), 'base64');
END $$;

CREATE OR REPLACE FUNCTION decrypted(body text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    all_of bytea;
    of bytea;
BEGIN
    IF body IS NULL OR left(body, 1) <> chr(1) THEN
        RETURN body;
    END IF;
    all_of := decode(pg_catalog.substr(body, 2), 'base64');
    SELECT key INTO of FROM body_keys WHERE number = pg_catalog.substr(all_of, 1, 8);
    IF NOT FOUND THEN
        IF NOT EXISTS (SELECT 1 FROM body_keys WHERE link = '') THEN
            RAISE EXCEPTION 'the keys of bodies are not there' USING ERRCODE = 'LD002';
        END IF;
        RETURN '{}';  -- of an erased link, which a backup brought back
    END IF;
    RETURN convert_from(decrypt_iv(pg_catalog.substr(all_of, 25), of, pg_catalog.substr(all_of, 9, 16), 'aes'), 'UTF8');
END $$;
