-- Who works with the dossier. It follows from no entry: `rebuild` leaves it alone, `dump` and `export` leave it out.
-- Times are RFC 3339 with nine decimals, so that they sort as words.

-- An account is never deleted: its name may stand in the ledger.
CREATE TABLE accounts (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('read', 'review', 'admin')),
    -- The PHC string of argon2id; what was typed is kept nowhere.
    secret TEXT NOT NULL,
    made TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT, WITHOUT ROWID;

-- `key` is a hash of what the browser holds, so that whoever reads this file gets in nowhere with it. So are those of tokens.
CREATE TABLE sessions (
    key BLOB NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    account TEXT NOT NULL,
    made TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_account ON sessions (account);

-- AUTOINCREMENT: the number of a token that was revoked never comes to mean another.
CREATE TABLE tokens (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
    account TEXT NOT NULL,
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('read', 'review', 'admin')),
    made TEXT NOT NULL,
    until TEXT
) STRICT;

-- Here and in saved_searches the account '' is whoever works without one.
CREATE TABLE visits (
    account TEXT NOT NULL PRIMARY KEY,
    -- The last entry there was.
    number INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE saved_searches (
    account TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    query TEXT NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;
