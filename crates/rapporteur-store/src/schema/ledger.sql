-- What is kept. Everything else follows from it (tables.sql).
CREATE TABLE dossier (
    name TEXT NOT NULL,
    -- When it was made: RFC 3339.
    made TEXT NOT NULL,
    -- The last entry and its hash, so that a lost end is noticed too.
    number INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    -- When it was written: RFC 3339. Empty where the entry came without.
    learnt TEXT,
    -- The file that was read, where there is one.
    original BLOB CHECK (length(original) = 32),
    -- Hash of the entry before; zeros before the first.
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    -- SHA-256 over number, previous, learnt, original and body (hash.rs).
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    -- rapporteur-entry/1.
    body TEXT NOT NULL
) STRICT;

CREATE TABLE originals (
    hash BLOB NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    size INTEGER NOT NULL,
    form TEXT NOT NULL CHECK (form IN ('plain', 'deflate')),
    bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER entries_go_on BEFORE INSERT ON entries
WHEN NEW.number IS NOT (SELECT number + 1 FROM dossier) OR NEW.previous IS NOT (SELECT hash FROM dossier)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;
CREATE TRIGGER entries_are_counted AFTER INSERT ON entries
BEGIN UPDATE dossier SET number = NEW.number, hash = NEW.hash; END;
CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entries_remain BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER originals_stay BEFORE UPDATE ON originals
BEGIN SELECT RAISE(ABORT, 'an original is never changed'); END;
CREATE TRIGGER originals_remain BEFORE DELETE ON originals
BEGIN SELECT RAISE(ABORT, 'an original is never deleted'); END;
CREATE TRIGGER originals_are_kept_once BEFORE INSERT ON originals
WHEN EXISTS (SELECT 1 FROM originals WHERE hash = NEW.hash)
BEGIN SELECT RAISE(IGNORE); END;
