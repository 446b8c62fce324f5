-- Scans, claims and reports: scans.db, a file of its own, since a writer in the ledger's file halves
-- look-ups. Times are Unix seconds, so that sums and comparisons need no parsing.

CREATE TABLE lot (
  id      INTEGER PRIMARY KEY,          -- the upper half of stamp.key
  gtin    TEXT NOT NULL,
  lot     TEXT NOT NULL,
  scans   INTEGER NOT NULL DEFAULT 0,
  stamps  INTEGER NOT NULL DEFAULT 0,   -- that were scanned at all
  suspect INTEGER NOT NULL DEFAULT 0,   -- stamps that were ever answered with `suspect`
  claims  INTEGER NOT NULL DEFAULT 0,
  reports INTEGER NOT NULL DEFAULT 0,
  UNIQUE (gtin, lot)
) STRICT;

-- A stamp's story, as it is kept in memory too: the evidence in `sights` (scan_rows.hpp) is bounded.
CREATE TABLE stamp (
  key          INTEGER PRIMARY KEY,     -- lot id * 2^32 + index: the stamps of a lot lie together
  scans        INTEGER NOT NULL,        -- ever; pruning keeps the number
  first        INTEGER,
  last         INTEGER,
  suspect      INTEGER NOT NULL,
  wrong_codes  INTEGER NOT NULL,        -- ever
  tries        INTEGER NOT NULL,        -- wrong ones since the last lock
  locked_until INTEGER,
  claimed_at   INTEGER,
  claim_client INTEGER,
  claim_place  TEXT,
  through      INTEGER NOT NULL,        -- the scan up to which this tells the stamp's; later ones are added
  sights       BLOB NOT NULL
) STRICT;

-- Every scan, in the order in which they were recorded.
CREATE TABLE scan (
  id       INTEGER PRIMARY KEY,         -- never given twice
  stamp    INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  place    TEXT NOT NULL,               -- a province or a geohash of 5; empty: not known
  client   INTEGER NOT NULL,            -- of one day; 0: not known
  inactive INTEGER NOT NULL,
  guessed  INTEGER NOT NULL,            -- the place is that of its address
  verdict  TEXT NOT NULL
) STRICT;

-- The scan up to which no stamp's row lacks one: where a row's later scans are looked for.
CREATE TABLE settled (
  scan INTEGER NOT NULL
) STRICT;
INSERT INTO settled VALUES (0);

-- Where a scan was, as its shopper told afterwards: it goes before the scan's own. A table beside it,
-- since a scan is found by its number only.
CREATE TABLE told (
  stamp   INTEGER NOT NULL,
  at      INTEGER NOT NULL,             -- of the scan
  client  INTEGER NOT NULL,
  channel TEXT NOT NULL,
  place   TEXT NOT NULL,
  PRIMARY KEY (stamp, at, client, channel)
) STRICT, WITHOUT ROWID;

-- Counters of a lot's scans: by place (province), channel, verdict and day of the registry's zone.
CREATE TABLE tally (
  lot   INTEGER NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('place', 'channel', 'verdict', 'day')),
  name  TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (lot, kind, name)
) STRICT, WITHOUT ROWID;

-- Looks at what is no issued stamp: their number only.
CREATE TABLE refused (
  day     TEXT NOT NULL,
  verdict TEXT NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (day, verdict)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
  id      INTEGER PRIMARY KEY,
  at      INTEGER NOT NULL,
  gtin    TEXT,                         -- of an issued stamp, as the next two
  lot     TEXT,
  number  INTEGER,
  uri     TEXT NOT NULL,
  text    TEXT NOT NULL,
  place   TEXT NOT NULL,
  contact TEXT NOT NULL,
  verdict TEXT NOT NULL
) STRICT;
CREATE INDEX report_by_time ON report (at);

-- What was pruned, for a service that holds the stories in memory meanwhile.
CREATE TABLE erasure (
  id     INTEGER PRIMARY KEY,
  before INTEGER NOT NULL,              -- sights earlier than this
  stamp  INTEGER                        -- of this stamp; null: of all
) STRICT;

-- The key of the client hashes: of the current day only, and overwritten when it ends.
CREATE TABLE salt (
  day TEXT PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT, WITHOUT ROWID;
