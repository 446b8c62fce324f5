-- Bearer tokens: tokens.db. The hash only: whoever reads the file cannot ask with what it holds.

CREATE TABLE IF NOT EXISTS token (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  hash     BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),  -- SHA-256 of the token's text
  role     TEXT NOT NULL CHECK (role IN ('operator', 'producer', 'inspector', 'till')),
  producer TEXT NOT NULL CHECK ((producer <> '') = (role = 'producer')),
  place    TEXT NOT NULL,
  label    TEXT NOT NULL,
  created  TEXT NOT NULL,
  expires  TEXT NOT NULL,
  revoked  TEXT
) STRICT;
