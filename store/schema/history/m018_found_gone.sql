-- What a change of status goes back to; links that are gone say so on their time line.
ALTER TABLE link_statuses ADD COLUMN cause TEXT;
INSERT INTO link_statuses (link, status, since) SELECT id, 'deleted', deleted_at FROM links WHERE deleted_at IS NOT NULL;
-- An erased link's external id as a digest, so that whoever has it can ask what became of the link.
ALTER TABLE erased_links ADD COLUMN person TEXT;
