-- What the entries add up to, as the program that served them last left it (rapporteur_record::Record::written). It follows from the entries and
-- only saves time: whoever does not understand it adds up again. `dump` and `export` leave it out.
CREATE TABLE sums (
    place INTEGER PRIMARY KEY CHECK (place = 1),
    -- The last entry it knows of.
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
