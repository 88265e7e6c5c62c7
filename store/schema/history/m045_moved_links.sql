-- The number at which a link was judged last, beside its number: those that moved since are found without a look at all.
ALTER TABLE revisions ADD COLUMN judged INTEGER NOT NULL DEFAULT 0;
UPDATE revisions SET judged = coalesce((SELECT s.revision FROM link_states AS s WHERE s.link = revisions.link), 0);
CREATE INDEX revisions_moved ON revisions (link) WHERE number <> judged;
