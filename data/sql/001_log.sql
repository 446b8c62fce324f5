-- The log itself. Nothing here is ever changed or removed.

CREATE TABLE entry (
  idx  INTEGER PRIMARY KEY CHECK (idx >= 0),
  body BLOB NOT NULL CHECK (length(body) BETWEEN 2 AND 65535)
) STRICT;

-- Complete subtrees in the order in which they become complete (merkle.hpp, storage_position).
CREATE TABLE node (
  position INTEGER PRIMARY KEY CHECK (position >= 0),
  hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Every checkpoint that was ever signed.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY CHECK (size > 0),
  note TEXT NOT NULL
) STRICT;

-- One row while the last check found damage; the ledger then refuses to append.
CREATE TABLE damage (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  found TEXT NOT NULL
) STRICT;

-- Requests that may be sent again: what the first one of a key appended.
CREATE TABLE idempotency (
  key     TEXT PRIMARY KEY,
  request BLOB NOT NULL CHECK (length(request) = 32),
  first   INTEGER NOT NULL,
  count   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- REPLACE fires no delete trigger, so a taken key is refused on the way in too.
CREATE TRIGGER entry_only_grows BEFORE INSERT ON entry
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'entries are appended one after another'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;

CREATE TRIGGER node_only_grows BEFORE INSERT ON node
WHEN NEW.position IS NOT (SELECT coalesce(max(position) + 1, 0) FROM node)
BEGIN SELECT RAISE(ABORT, 'hashes are appended one after another'); END;
CREATE TRIGGER node_no_update BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'hashes are never changed'); END;
CREATE TRIGGER node_no_delete BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'hashes are never removed'); END;

CREATE TRIGGER checkpoint_only_grows BEFORE INSERT ON checkpoint
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoint)
BEGIN SELECT RAISE(ABORT, 'checkpoints only grow'); END;
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are never removed'); END;
