-- A person's yes or no on what pays what, by Belvo's ids of both sides: pulls leave it as it is.
CREATE TABLE match_decisions (
    claim TEXT NOT NULL, inflow TEXT NOT NULL, link TEXT NOT NULL, other_link TEXT NOT NULL, is_right INTEGER NOT NULL,
    basis TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (claim, inflow)
) WITHOUT ROWID;
CREATE INDEX match_decisions_link ON match_decisions (link);
CREATE INDEX match_decisions_other_link ON match_decisions (other_link);
