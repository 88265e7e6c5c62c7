-- What was asked and answered in calls that changed something or failed, without what may tell something of a person.
CREATE TABLE call_bodies (
    call INTEGER PRIMARY KEY, at TEXT NOT NULL, link TEXT, request TEXT, answer TEXT
);
CREATE INDEX call_bodies_at ON call_bodies (at);
