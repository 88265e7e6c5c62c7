-- In which language a channel is told what was noticed.
ALTER TABLE notice_channels ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
