-- What follows from the entries. Everything here can be dropped and filled again; nobody else writes to it.

-- What each entry is about.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    -- Its id, by what it says.
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    by TEXT NOT NULL,
    learnt TEXT,
    -- The document it is about.
    document TEXT,
    -- The entry it takes back.
    undoes INTEGER,
    -- 0 where a later entry takes it back.
    counts INTEGER NOT NULL CHECK (counts IN (0, 1))
) STRICT;
CREATE INDEX changes_of_document ON changes (document, number) WHERE document IS NOT NULL;
CREATE INDEX changes_undone ON changes (undoes) WHERE undoes IS NOT NULL;

-- Every reading there ever was, by the content that was read.
CREATE TABLE contents (
    hash BLOB NOT NULL,
    reader TEXT NOT NULL,
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (hash, reader)
) STRICT, WITHOUT ROWID;

-- What a record keeps at hand of each reading there ever was, by its entry (rapporteur_record::gist): enough to add it up with the others without
-- its whole entry.
CREATE TABLE gists (
    number INTEGER PRIMARY KEY,
    gist BLOB NOT NULL
) STRICT;

-- The words of each text that was read, as numbers, in order: by them copies are found.
CREATE TABLE weaves (
    number INTEGER PRIMARY KEY,
    weave BLOB NOT NULL
) STRICT;

-- The documents that count, each as last read. `key` is the number of the first entry that read it. The text is in the entry `number` and nowhere
-- else but among the words below.
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    title TEXT,
    outlet TEXT,
    published TEXT,
    url TEXT,
    language TEXT NOT NULL,
    reader TEXT NOT NULL,
    learnt TEXT,
    original BLOB
) STRICT;
CREATE INDEX documents_by_day ON documents (published);
CREATE INDEX documents_by_outlet ON documents (outlet);

CREATE TABLE notes (
    document INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

-- Ids are those of the record (a1, s1, p1, ...). `status` is machine, accepted, corrected or rejected. `said_in` is the attribution whose words
-- an item stands in; empty where the document itself speaks.
CREATE TABLE actors (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    names TEXT NOT NULL,
    acts_for TEXT,
    role TEXT,
    wikidata TEXT,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE attributions (
    -- The document's key and the place in it, in one number, so that words can be looked up by it.
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    within TEXT,
    depth INTEGER NOT NULL,
    speaker TEXT,
    speaker_name TEXT,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    -- Code points of the document's text.
    begin INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote_type TEXT NOT NULL,
    speech_act TEXT NOT NULL,
    time_from TEXT,
    time_to TEXT,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    -- 1 where a person confirmed or put right the statement, or something that is said in it.
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    -- Whom the speaker acts for in the end: the speaker, where that is nobody.
    party TEXT,
    -- What it is found by: lists of labels and names, without what people rejected.
    proposals TEXT NOT NULL,
    terms TEXT NOT NULL,
    stances TEXT NOT NULL
) STRICT;
-- What waits for somebody, those first of which the reader is least sure.
CREATE INDEX attributions_waiting ON attributions (confidence, key) WHERE status = 'machine';

CREATE TABLE proposals (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    authors TEXT NOT NULL,
    supersedes TEXT,
    mentions INTEGER NOT NULL,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_waiting ON proposals (confidence, document) WHERE status = 'machine';

CREATE TABLE terms (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    proposal TEXT,
    text TEXT NOT NULL,
    parameters TEXT NOT NULL,
    said_in TEXT,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_waiting ON terms (confidence, document) WHERE status = 'machine';

CREATE TABLE positions (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    holder TEXT NOT NULL,
    holder_name TEXT NOT NULL,
    -- A proposal's or term's id, or `process`.
    target TEXT NOT NULL,
    stance TEXT NOT NULL,
    certainty TEXT NOT NULL,
    evidence TEXT NOT NULL,
    said_in TEXT,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX positions_waiting ON positions (confidence, document) WHERE status = 'machine';

CREATE TABLE figures (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    value REAL NOT NULL,
    bound TEXT NOT NULL,
    measure TEXT NOT NULL,
    "of" TEXT,
    "by" TEXT,
    said_in TEXT,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_waiting ON figures (confidence, document) WHERE status = 'machine';

CREATE TABLE events (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    actors TEXT NOT NULL,
    recipients TEXT NOT NULL,
    place TEXT,
    time_from TEXT,
    time_to TEXT,
    -- Whether it is said to have happened.
    happened TEXT NOT NULL,
    said_in TEXT,
    confidence REAL NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_waiting ON events (confidence, document) WHERE status = 'machine';

CREATE TABLE conflicts (
    document INTEGER NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- A list of lists of ids.
    sides TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;

-- What people decided on items. `item` is empty where the latest reading has no such item: somebody must look.
CREATE TABLE reviews (
    number INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    kind TEXT NOT NULL,
    item TEXT,
    words TEXT NOT NULL,
    verdict TEXT NOT NULL,
    -- What was put right, as the entry says it.
    changes TEXT NOT NULL,
    comment TEXT,
    by TEXT NOT NULL,
    learnt TEXT
) STRICT;
CREATE INDEX reviews_of_item ON reviews (document, item);

-- Names or labels that people joined or kept apart.
CREATE TABLE bonds (
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('actors', 'proposals')),
    bond TEXT NOT NULL,
    name TEXT NOT NULL,
    document TEXT,
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

-- Words to search, by the key of a document or an attribution, and facets as words of a kind of their own (tables/facet.rs), so that both are
-- looked up in one go. The words themselves are not kept a second time.
CREATE VIRTUAL TABLE text_words USING fts5 (
    title, text, facets, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER documents_out AFTER DELETE ON documents BEGIN DELETE FROM text_words WHERE rowid = OLD.key; END;

CREATE VIRTUAL TABLE statement_words USING fts5 (
    speaker_name, content, facets, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TRIGGER attributions_out AFTER DELETE ON attributions BEGIN DELETE FROM statement_words WHERE rowid = OLD.key; END;
