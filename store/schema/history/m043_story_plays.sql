-- Which story is told here, and at which step it is: of the state, so that going back to an earlier one leads there too.
CREATE TABLE story_plays (
    id INTEGER PRIMARY KEY CHECK (id = 1), story TEXT NOT NULL, step INTEGER NOT NULL, links TEXT NOT NULL,
    began_at TEXT NOT NULL, step_at TEXT NOT NULL
);
