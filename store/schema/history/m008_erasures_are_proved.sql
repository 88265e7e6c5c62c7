-- When the files were seen to hold nothing of an erased link any more.

ALTER TABLE erased_links ADD COLUMN proved_at TEXT;
