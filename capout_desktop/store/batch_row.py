"""Conversion of batches to and from rows of the journal: the id, and the batch as JSON."""

from __future__ import annotations

import msgspec

from capout_desktop.domain.batch import Batch
from capout_desktop.store.record_decoder import RecordDecoder

UPSERT = (
    "INSERT INTO batches (id, batch) VALUES (?, ?) "
    "ON CONFLICT (id) DO UPDATE SET batch = excluded.batch"
)

_encode = msgspec.json.Encoder().encode
_decode = RecordDecoder(Batch).decode


def write(batch: Batch) -> tuple[str, str]:
    """Return the batch's row.

    Raises:
        UnicodeEncodeError: A text cannot be written as UTF-8.
    """
    return batch.id, _encode(batch).decode()


def read(row: tuple[str, str]) -> Batch:
    """Return the batch stored in a row by `write`.

    Raises:
        ValueError: The row was not written by this program.
    """
    id_, text = row
    return _decode(id_, text)
