-- What a witness knows: witness.db.

-- Whom it watches. A log may have several keys.
CREATE TABLE log (
  vkey   TEXT PRIMARY KEY,
  origin TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The latest checkpoint it cosigned for each log.
CREATE TABLE head (
  origin      TEXT PRIMARY KEY,
  size        INTEGER NOT NULL CHECK (size >= 0),
  root        BLOB NOT NULL CHECK (length(root) = 32),
  note        TEXT NOT NULL,
  cosigned_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Two checkpoints of one size with two roots, both signed by the log.
CREATE TABLE fork (
  origin  TEXT NOT NULL,
  size    INTEGER NOT NULL,
  root    BLOB NOT NULL CHECK (length(root) = 32),
  ours    TEXT NOT NULL,
  theirs  TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (origin, size, root)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER head_never_back BEFORE UPDATE ON head
WHEN NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root IS NOT OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
CREATE TRIGGER head_no_replace BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head WHERE origin = NEW.origin)
BEGIN SELECT RAISE(ABORT, 'a witness never goes back'); END;
CREATE TRIGGER head_no_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a witness never forgets'); END;
