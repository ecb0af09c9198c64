"""Tables of the journal, and migrations of older journals."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_V1 = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    source TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    xn_address TEXT NOT NULL,
    state TEXT NOT NULL,
    added_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    size INTEGER,
    sha256 TEXT,
    modified_ns INTEGER,
    page_count INTEGER,
    notices TEXT NOT NULL,
    bytes_total INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    attempt_id TEXT NOT NULL,
    attempt_at TEXT,
    profile_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    unknown_since TEXT,
    not_before TEXT,
    document_id TEXT NOT NULL,
    workflow_id TEXT NOT NULL,
    server_status TEXT NOT NULL,
    stages TEXT,
    server_updated_at TEXT,
    completed_at TEXT,
    send_again INTEGER NOT NULL,
    sent_before TEXT NOT NULL,
    waits_for_start INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    problem TEXT,
    extra TEXT NOT NULL
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

# A document is one JSON record: thousands of new ones are stored in a third of the time.
# It has the time when it was added, so the first entry of the timeline is deleted.
_V2 = """
CREATE TABLE records (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    -- Its path as bytes, where that is no text.
    raw_source BLOB
);
INSERT INTO records SELECT
    id,
    json_object(
        'id', id,
        'file_name', file_name,
        'source', CASE typeof(source) WHEN 'blob' THEN file_name ELSE source END,
        'source_kind', source_kind,
        'xn_address', xn_address,
        'state', state,
        'added_at', added_at,
        'changed_at', changed_at,
        'size', size,
        'sha256', sha256,
        'modified_ns', modified_ns,
        'page_count', page_count,
        'notices', json(notices),
        'bytes_total', bytes_total,
        'attempts', attempts,
        'attempt_id', attempt_id,
        'attempt_at', attempt_at,
        'profile_id', profile_id,
        'organization_id', organization_id,
        'unknown_since', unknown_since,
        'not_before', not_before,
        'document_id', document_id,
        'workflow_id', workflow_id,
        'server_status', server_status,
        'stages', iif(stages IS NULL, NULL, json((
            SELECT json_group_array(json_object(
                'state', json_extract(mark.value, '$[0]'), 'text', json_extract(mark.value, '$[1]')
            )) FROM json_each(stages) AS mark
        ))),
        'server_updated_at', server_updated_at,
        'completed_at', completed_at,
        'send_again', json(iif(send_again, 'true', 'false')),
        'sent_before', json(sent_before),
        'waits_for_start', json(iif(waits_for_start, 'true', 'false')),
        'removed', json(iif(removed, 'true', 'false')),
        'problem', iif(problem IS NULL, NULL, json_object(
            'code', json_extract(problem, '$[0]'),
            'title', json_extract(problem, '$[1]'),
            'next_step', json_extract(problem, '$[2]'),
            'detail', json_extract(problem, '$[3]'),
            'values', json_extract(problem, '$[4]')
        )),
        'extra', json(extra)
    ),
    CASE typeof(source) WHEN 'blob' THEN source END
FROM documents ORDER BY rowid;
DROP TABLE documents;
ALTER TABLE records RENAME TO documents;
DELETE FROM history WHERE what = 'added';
"""

# American spelling of the stored names. Of a problem only the code is stored, no text. Documents
# cannot be paused any more, so one that was paused is queued.
_V3 = """
UPDATE documents SET document = json_set(document, '$.state', 'canceled')
WHERE json_extract(document, '$.state') = 'cancelled';
UPDATE history SET state = 'canceled' WHERE state = 'cancelled';
UPDATE history SET what = 'canceled' WHERE what = 'cancelled';
UPDATE documents SET document = json_set(document, '$.state', 'queued')
WHERE json_extract(document, '$.state') = 'paused';
UPDATE history SET state = 'queued' WHERE state = 'paused';
UPDATE history SET what = 'held' WHERE what = 'paused';
UPDATE documents SET document = json_set(document, '$.problem.code', 'other-organization')
WHERE json_extract(document, '$.problem.code') = 'other-organisation';
-- Titles that were noted in British spelling. The others are still what the window says.
UPDATE history SET note = 'called-back' WHERE note = 'Cancelled: asking CapOut whether it arrived';
UPDATE history SET note = 'no-profile'
WHERE note = 'Its organisation is not set up on this computer';
UPDATE documents SET document = json_remove(document, '$.problem.title', '$.problem.next_step')
WHERE json_extract(document, '$.problem.code') IS NOT NULL;

-- An attempt is one JSON record. Older versions stored its outcome in the document: that of the
-- last attempt in the state, and those of documents sent again in `sent_before`. They did not store
-- whether the body was complete, so it is taken to be.
CREATE TABLE attempt_records (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id),
    attempt TEXT NOT NULL
);
INSERT INTO attempt_records
WITH numbered AS (
    SELECT
        attempts.rowid AS place,
        attempts.id AS id,
        attempts.document AS document,
        attempts.organization_id AS organization_id,
        attempts.started_at AS started_at,
        row_number() OVER (PARTITION BY attempts.document ORDER BY attempts.rowid) AS number,
        coalesce(documents.document, '{}') AS record
    FROM attempts LEFT JOIN documents ON documents.id = attempts.document
), told AS (
    SELECT
        *,
        id = json_extract(record, '$.attempt_id') AS is_last,
        json_extract(record, '$.state') AS state,
        coalesce(json_extract(record, '$.document_id'), '') AS document_id,
        json_extract(record, '$.sent_before[' || (number - 1) || '][1]') AS earlier_id
    FROM numbered
)
SELECT
    id,
    document,
    json_object(
        'id', id,
        'document', document,
        'destination', json_object(
            'organization_id', organization_id,
            'credential_id', coalesce(json_extract(record, '$.profile_id'), ''),
            'key_kind', NULL,
            'server', '',
            'xn_address', coalesce(json_extract(record, '$.xn_address'), '')
        ),
        'number', number,
        'file_name', coalesce(json_extract(record, '$.file_name'), ''),
        'started_at', coalesce(
            nullif(started_at, ''),
            json_extract(record, '$.attempt_at'),
            json_extract(record, '$.added_at'),
            '1970-01-01T00:00:00+00:00'
        ),
        'body_about_to_be_complete', json('true'),
        'outcome', CASE
            WHEN is_last AND document_id <> '' THEN 'accepted'
            WHEN is_last AND state = 'uploading' THEN 'under-way'
            WHEN is_last AND state = 'confirming' THEN 'unknown'
            WHEN is_last AND state = 'complete' THEN 'received'
            WHEN earlier_id <> '' THEN 'accepted'
            WHEN earlier_id = '' THEN 'send-again'
            ELSE 'refused'
        END,
        'document_id', CASE
            WHEN is_last AND document_id <> '' THEN document_id
            WHEN is_last AND state IN ('uploading', 'confirming', 'complete') THEN ''
            ELSE coalesce(earlier_id, '')
        END
    )
FROM told ORDER BY place;
DROP TABLE attempts;
ALTER TABLE attempt_records RENAME TO attempts;
CREATE INDEX attempts_by_document ON attempts (document);

-- Documents of older versions belong to no batch.
CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    batch TEXT NOT NULL
);
"""

MIGRATIONS = (_V1, _V2, _V3)
"""Script N migrates a journal from version N to N + 1. A released script never changes."""

VERSION = len(MIGRATIONS)


class NewerJournalError(Exception):
    """The journal was written by a newer version of this program."""

    def __init__(self, version: int) -> None:
        super().__init__(f"journal version {version}, this program knows {VERSION}")


def known_version(db: sqlite3.Connection) -> int:
    """Return the journal's version without writing.

    Raises:
        NewerJournalError: A newer version wrote it.
        sqlite3.DatabaseError: It cannot be read.
    """
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerJournalError(version)
    return version


def migrate(db: sqlite3.Connection) -> None:
    """Migrate the journal to this program's version, all or nothing.

    Raises:
        NewerJournalError: A newer version wrote it; it is not changed.
        sqlite3.DatabaseError: It cannot be read or written.
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
    """Yield a script's statements. Semicolons within a trigger do not end a statement."""
    statement = ""
    for part in script.split(";")[:-1]:
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
