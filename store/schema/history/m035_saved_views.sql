-- Views that people keep: a page with what its address asks, or a board, whose cells are views of their own.
CREATE TABLE saved_views (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, page TEXT NOT NULL, query TEXT NOT NULL, owner TEXT NOT NULL,
    person TEXT NOT NULL, shared INTEGER NOT NULL, masked INTEGER NOT NULL, made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE TABLE board_cells (
    id TEXT PRIMARY KEY, board TEXT NOT NULL, place INTEGER NOT NULL, title TEXT NOT NULL, page TEXT NOT NULL,
    query TEXT NOT NULL, part TEXT NOT NULL, wide INTEGER NOT NULL, masked INTEGER NOT NULL
);
CREATE INDEX board_cells_by_board ON board_cells (board, place);
-- When somebody looked at a view last, by whom they are in all of their sign-ins.
CREATE TABLE view_looks (
    view TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (view, person)
);
