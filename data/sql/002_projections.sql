-- What the facts say, derived from the log alone: these tables can be thrown away and rebuilt.
-- Every table has a primary key that `fsck` orders by. Dates are YYYY-MM-DD.

CREATE TABLE producer (
  id    TEXT PRIMARY KEY,
  entry INTEGER NOT NULL,
  body  TEXT NOT NULL  -- the fact's own fields, canonical JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE signing_key (
  number            INTEGER PRIMARY KEY,
  producer          TEXT NOT NULL,
  public_key        BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
  not_before        TEXT NOT NULL,
  not_after         TEXT,
  retired_at        INTEGER,
  compromised_at    INTEGER,
  compromised_from  INTEGER,
  compromise_reason TEXT
) STRICT;

CREATE TABLE product (
  gtin  TEXT PRIMARY KEY CHECK (length(gtin) = 14),
  entry INTEGER NOT NULL,
  body  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
  gtin          TEXT NOT NULL,
  scheme        TEXT NOT NULL,
  decision      TEXT NOT NULL,
  entry         INTEGER NOT NULL,
  body          TEXT NOT NULL,
  revoked_at    INTEGER,
  revoke_reason TEXT,
  PRIMARY KEY (gtin, scheme, decision)
) STRICT, WITHOUT ROWID;

-- Runs of a lot do not overlap, so the one that holds an index is the last that starts at or before.
CREATE TABLE run (
  gtin     TEXT NOT NULL,
  lot      TEXT NOT NULL,
  first    INTEGER NOT NULL,
  count    INTEGER NOT NULL CHECK (count > 0),
  entry    INTEGER NOT NULL UNIQUE,
  key      INTEGER NOT NULL,
  produced TEXT NOT NULL,
  expires  TEXT,
  active   INTEGER NOT NULL CHECK (active IN (0, 1)),
  PRIMARY KEY (gtin, lot, first)
) STRICT, WITHOUT ROWID;

-- Ranges of one kind do not overlap.
CREATE TABLE stamp_range (
  gtin   TEXT NOT NULL,
  lot    TEXT NOT NULL,
  kind   TEXT NOT NULL CHECK (kind IN ('activated', 'voided')),
  first  INTEGER NOT NULL,
  last   INTEGER NOT NULL CHECK (last >= first),
  entry  INTEGER NOT NULL,
  reason TEXT,
  PRIMARY KEY (gtin, lot, kind, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE recall (
  gtin   TEXT NOT NULL,
  lot    TEXT NOT NULL,
  entry  INTEGER NOT NULL,
  reason TEXT NOT NULL,
  advice TEXT,
  PRIMARY KEY (gtin, lot)
) STRICT, WITHOUT ROWID;

CREATE TABLE captured_event (
  event_hash BLOB PRIMARY KEY CHECK (length(event_hash) = 32),
  entry      INTEGER NOT NULL,
  gtin       TEXT NOT NULL,
  lot        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
