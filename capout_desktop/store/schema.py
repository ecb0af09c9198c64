"""The journal's tables, and how an older journal becomes a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_V1 = """
-- `document` is JSON; `raw_source` is its path where that is no text.
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    raw_source BLOB
);
CREATE TABLE attempts (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    organization_id TEXT NOT NULL,
    started_at TEXT NOT NULL
);
CREATE TABLE history (
    document TEXT NOT NULL REFERENCES documents (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    said TEXT NOT NULL,
    note_values TEXT NOT NULL
);
CREATE INDEX history_by_document ON history (document);
CREATE TABLE credit_readings (
    organization_id TEXT NOT NULL,
    at TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    total INTEGER NOT NULL,
    buckets TEXT NOT NULL,
    is_clear INTEGER NOT NULL,
    PRIMARY KEY (organization_id, at)
) WITHOUT ROWID;
CREATE TABLE credit_movements (
    organization_id TEXT NOT NULL,
    at TEXT NOT NULL,
    since TEXT NOT NULL,
    balance_before INTEGER NOT NULL,
    balance_after INTEGER NOT NULL,
    added INTEGER NOT NULL,
    expired INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    unexplained INTEGER NOT NULL,
    charges TEXT NOT NULL,
    PRIMARY KEY (organization_id, at)
) WITHOUT ROWID;
-- A server that has a new word for every second must not fill the disk.
CREATE TRIGGER history_has_bounds AFTER INSERT ON history BEGIN
    DELETE FROM history WHERE document = new.document AND rowid <= (
        SELECT rowid FROM history WHERE document = new.document
        ORDER BY rowid DESC LIMIT 1 OFFSET 500
    );
END;
"""

MIGRATIONS = (_V1,)
"""Script N brings a journal from version N to N + 1; a script that was released never changes."""

VERSION = len(MIGRATIONS)


class NewerJournalError(Exception):
    """The journal was written by a newer version of this program."""

    def __init__(self, version: int) -> None:
        super().__init__(f"journal version {version}, this program knows {VERSION}")


def known_version(db: sqlite3.Connection) -> int:
    """Return the journal's version; reads only.

    Raises:
        NewerJournalError: a newer program wrote it.
        sqlite3.DatabaseError: it cannot be read.
    """
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerJournalError(version)
    return version


def migrate(db: sqlite3.Connection) -> None:
    """Bring the journal to this program's version, all or nothing.

    Raises:
        NewerJournalError: a newer program wrote it; it is left as it is.
        sqlite3.DatabaseError: it cannot be read or written.
    """
    version = known_version(db)
    if version == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _statements(script: str) -> Iterator[str]:
    """Yield a script's statements; the semicolons within a trigger end none."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
