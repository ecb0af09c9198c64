"""Conversion of attempts to and from rows of the journal: attempt id, document id and JSON."""

from __future__ import annotations

import msgspec

from capout_desktop.domain.attempt import Attempt
from capout_desktop.domain.destination import Destination
from capout_desktop.domain.document import Document
from capout_desktop.store.record_decoder import RecordDecoder

INSERT = "INSERT INTO attempts (id, document, attempt) VALUES (?, ?, ?)"
UPSERT = f"{INSERT} ON CONFLICT (id) DO UPDATE SET attempt = excluded.attempt"

Row = tuple[str, str, str]

_encode = msgspec.json.Encoder().encode
_decode = RecordDecoder(Attempt).decode


def write(attempt: Attempt) -> Row:
    """Return the attempt's values in the order of the columns.

    Raises:
        UnicodeEncodeError: A text in it cannot be written as UTF-8.
        OverflowError: A number in it is too large.
    """
    return attempt.id, attempt.document, _encode(attempt).decode()


def read(row: Row) -> Attempt:
    """Return the attempt stored in a row by `write`.

    Raises:
        ValueError: The row was not written by this program.
    """
    id_, _, text = row
    return _decode(id_, text)


def of_document(document: Document) -> Attempt:
    """Return the attempt that is recorded in a document.

    The document does not say whether the body was complete, so it is taken to be.
    """
    return Attempt(
        id=document.attempt_id,
        document=document.id,
        destination=Destination(
            organization_id=document.organization_id,
            credential_id=document.credential_id,
            key_kind=None,
            server="",
            xn_address=document.xn_address,
        ),
        number=document.attempts,
        file_name=document.file_name,
        started_at=document.attempt_at or document.changed_at,
        body_about_to_be_complete=True,
    )
