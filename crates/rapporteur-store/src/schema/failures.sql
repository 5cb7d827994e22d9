-- What could not be read when it was to be added: it never became a document, so no entry tells of it. `dump` and `export` leave it out.
CREATE TABLE failures (
    -- The file, with the line where it is one of many.
    name TEXT NOT NULL,
    what TEXT NOT NULL,
    help TEXT NOT NULL,
    -- When it was last tried: RFC 3339.
    at TEXT NOT NULL,
    PRIMARY KEY (name, what)
) STRICT, WITHOUT ROWID;
