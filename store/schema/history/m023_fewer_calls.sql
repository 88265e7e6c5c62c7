-- The last pull of everything of each link that ended well, and when Belvo had accessed the link by then. accessed_since
-- is after which instant of this machine Belvo has accessed it anew, as long as nothing was pulled because of it.
CREATE TABLE rounds (link TEXT PRIMARY KEY, ended_at TEXT NOT NULL, accessed_at TEXT, accessed_since TEXT);
-- When Belvo's lists that are of no link were last read to their end.
CREATE TABLE desk_lists (name TEXT PRIMARY KEY, listed_at TEXT NOT NULL);
-- Whether Belvo lists a resource of several links at once, as it was last seen to.
CREATE TABLE shared_lists (resource TEXT PRIMARY KEY, is_shared INTEGER NOT NULL, noted_at TEXT NOT NULL);
