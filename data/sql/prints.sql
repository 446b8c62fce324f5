-- What was printed, and when: prints.db. Two prints of one stamp are two packages that look like
-- copies, so a second one must be asked for.

CREATE TABLE IF NOT EXISTS job (
  id       INTEGER PRIMARY KEY,
  request  TEXT NOT NULL,     -- what was asked for; the same request goes on where it stopped
  begun    TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('issuing', 'once', 'again')),
  finished INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A file, or several of the same stamps. `releasing` is written before they get their names, `released`
-- after.
CREATE TABLE IF NOT EXISTS part (
  job   INTEGER NOT NULL REFERENCES job (id),
  part  INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('releasing', 'released')),
  at    TEXT NOT NULL,
  files TEXT NOT NULL,        -- for a person
  PRIMARY KEY (job, part)
) STRICT, WITHOUT ROWID;

-- The key's columns first: else SQLite 3.40 finds a NULL in `last` that is not there when it checks the file.
CREATE TABLE IF NOT EXISTS printed (
  gtin  TEXT NOT NULL,
  lot   TEXT NOT NULL,
  first INTEGER NOT NULL,
  job   INTEGER NOT NULL,
  part  INTEGER NOT NULL,
  last  INTEGER NOT NULL CHECK (last >= first),
  PRIMARY KEY (gtin, lot, first, job, part)
) STRICT, WITHOUT ROWID;

-- Idempotency keys that a request came with: the same one again is no second print.
CREATE TABLE IF NOT EXISTS job_key (
  job INTEGER NOT NULL REFERENCES job (id),
  key TEXT NOT NULL,
  PRIMARY KEY (job, key)
) STRICT, WITHOUT ROWID;
