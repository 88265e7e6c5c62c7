-- How each link is as it was judged last, for lists of many: `revision` is the link's then, `due_at` when time alone makes it another.
CREATE TABLE link_states (
    link TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, due_at TEXT, institution TEXT,
    badge TEXT NOT NULL, trouble TEXT NOT NULL, reason TEXT NOT NULL, place INTEGER NOT NULL, since TEXT NOT NULL,
    turn TEXT NOT NULL, whose TEXT NOT NULL, step TEXT NOT NULL, is_the_banks INTEGER NOT NULL, is_broken INTEGER NOT NULL,
    tells_of_bank INTEGER NOT NULL, is_queued INTEGER NOT NULL, has_failed INTEGER NOT NULL, pulled_at TEXT NOT NULL, read_at TEXT NOT NULL,
    came_at TEXT NOT NULL, external_id TEXT, names TEXT NOT NULL, documents TEXT NOT NULL, account_numbers TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX link_states_order ON link_states (place, since, came_at DESC, link, badge);
CREATE INDEX link_states_due_at ON link_states (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX link_states_facets ON link_states (
    institution, badge, trouble, read_at, pulled_at, tells_of_bank, is_broken
);
CREATE INDEX link_states_queued ON link_states (badge) WHERE is_queued = 1;
CREATE INDEX link_states_pulls ON link_states (badge, pulled_at, has_failed);
CREATE INDEX links_status ON links (status) WHERE deleted_at IS NULL;
CREATE INDEX links_twins ON links (institution, institution_user_id) WHERE deleted_at IS NULL;
CREATE INDEX link_states_whose ON link_states (
    whose, institution, trouble, place, since, external_id, read_at, came_at, link
) WHERE whose <> '';
CREATE INDEX link_states_external_id ON link_states (external_id, badge, trouble, institution, read_at);
-- How the links of each institution do that tell something of it, of which follows whose turn it is with the others.
CREATE TABLE bank_states (
    institution TEXT NOT NULL PRIMARY KEY, rows_there INTEGER NOT NULL, links INTEGER NOT NULL,
    troubled INTEGER NOT NULL, unpulled INTEGER NOT NULL, latest TEXT NOT NULL, is_down INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE link_money (
    link TEXT NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (link, currency)
) WITHOUT ROWID;
CREATE INDEX link_money_currency ON link_money (currency, amount);
CREATE TABLE states_kept (name TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT NULL, ahead INTEGER NOT NULL) WITHOUT ROWID;
-- What needs somebody, from when it came up until it was over: of a link, or of a bank, whose `link` is empty.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY, link TEXT NOT NULL, institution TEXT NOT NULL, reason TEXT NOT NULL, since TEXT NOT NULL,
    opened_at TEXT NOT NULL, links INTEGER NOT NULL, people INTEGER NOT NULL, taken_by TEXT, taken_at TEXT,
    snoozed_until TEXT, note TEXT, noted_by TEXT, noted_at TEXT, ended_at TEXT, outcome TEXT
);
CREATE UNIQUE INDEX cases_open ON cases (link, institution) WHERE ended_at IS NULL;
CREATE INDEX cases_link ON cases (link, id);
CREATE INDEX cases_institution ON cases (institution, id) WHERE link = '';
-- What is done to several links at once: `done`, `failed` and `skipped` outlive rows of links that are erased.
CREATE TABLE bulk_runs (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, actor TEXT NOT NULL, role TEXT NOT NULL,
    options TEXT NOT NULL, undoes INTEGER, made_at TEXT NOT NULL, ended_at TEXT, total INTEGER NOT NULL,
    done INTEGER NOT NULL, failed INTEGER NOT NULL, skipped INTEGER NOT NULL
);
CREATE TABLE bulk_links (
    bulk INTEGER NOT NULL, place INTEGER NOT NULL, link TEXT NOT NULL, state TEXT NOT NULL, at TEXT,
    result TEXT, job INTEGER, error_kind TEXT, error_code TEXT, error_message TEXT, request_id TEXT,
    PRIMARY KEY (bulk, place)
) WITHOUT ROWID;
CREATE INDEX bulk_links_state ON bulk_links (bulk, state, place);
CREATE INDEX bulk_links_link ON bulk_links (link);
-- Addresses by which a person repairs a link, whenever they open them until `expires_at`; each opening asks for a new token.
CREATE TABLE update_links (
    code TEXT NOT NULL PRIMARY KEY, link TEXT NOT NULL, way TEXT NOT NULL, locale TEXT NOT NULL, actor TEXT NOT NULL,
    made_at TEXT NOT NULL, expires_at TEXT NOT NULL, opened_at TEXT, opened INTEGER NOT NULL, revoked_at TEXT
) WITHOUT ROWID;
CREATE INDEX update_links_link ON update_links (link, made_at);
