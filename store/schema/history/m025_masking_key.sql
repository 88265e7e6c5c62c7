-- Whoever may not see persons sees names in their place, which are made with this key.
CREATE TABLE masking_key (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL);
