ALTER TABLE sync_runs RENAME COLUMN gone TO deleted;
ALTER TABLE wiped_links RENAME TO reset_links;
