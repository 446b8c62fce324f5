-- What witnesses said of this log's checkpoints: cosignatures.db. Another file than the ledger's, so
-- that a witness never makes an append wait.

CREATE TABLE IF NOT EXISTS witness (
  vkey         TEXT PRIMARY KEY,
  size         INTEGER NOT NULL DEFAULT 0,  -- last cosigned
  last_success TEXT,
  last_try     TEXT,
  last_error   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS cosignature (
  size INTEGER NOT NULL,
  vkey TEXT NOT NULL,
  text BLOB NOT NULL CHECK (length(text) = 32),  -- SHA-256 of the checkpoint's text
  line TEXT NOT NULL,
  PRIMARY KEY (size, vkey)
) STRICT, WITHOUT ROWID;
