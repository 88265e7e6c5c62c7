-- A job says what it was set off by, so that who carries it out goes on with the same trace.
ALTER TABLE jobs ADD COLUMN traceparent TEXT;
