"""Meaning of each answer to `POST /upload` for resending the document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Delivery(Enum):
    """Result of a failed upload for the document; `NOT_SENT` for calls without a document."""

    NOT_SENT = "not-sent"
    """The whole body was not sent, so CapOut cannot have accepted it."""
    REFUSED = "refused"
    """CapOut refused it."""
    UNKNOWN = "unknown"
    """The whole body was sent and there is no usable answer, so it may have been accepted."""


@dataclass(frozen=True, slots=True)
class UploadAnswer:
    """Meaning of HTTP answers to `POST /upload` for the document.

    Attributes:
        statuses: Status codes of this row.
        complete: Meaning after the whole body was handed over.
        incomplete: Meaning before that.
        after_unknown: Meaning if the outcome of an earlier attempt is still unknown, however much
            was sent this time; None if that makes no difference.
    """

    statuses: range
    complete: Delivery
    incomplete: Delivery
    after_unknown: Delivery | None = None


UPLOAD_ANSWERS: tuple[UploadAnswer, ...] = (
    UploadAnswer(range(100, 200), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # Without a usable receipt; with one, the document was accepted.
    UploadAnswer(range(200, 300), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # Not followed: the key must not be sent to another address.
    UploadAnswer(range(300, 400), Delivery.UNKNOWN, Delivery.NOT_SENT),
    UploadAnswer(range(400, 408), Delivery.REFUSED, Delivery.REFUSED),
    UploadAnswer(range(408, 409), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # "Submitted already" may be about an earlier attempt whose answer was lost, or about this one:
    # a gateway that gets no answer sends a request to the next server, which then says so.
    UploadAnswer(range(409, 410), Delivery.UNKNOWN, Delivery.REFUSED, Delivery.UNKNOWN),
    UploadAnswer(range(410, 500), Delivery.REFUSED, Delivery.REFUSED),
    # 503 included: gateways send it also after the server behind them has accepted.
    UploadAnswer(range(500, 600), Delivery.UNKNOWN, Delivery.NOT_SENT),
)
"""Meanings of all status codes for an upload.

Once the body is complete, only an explicit refusal counts as one. A broken connection, a timeout
or an invalid answer means the same as a 500.
"""


def upload_answer(status_code: int) -> UploadAnswer:
    """Return the row of `UPLOAD_ANSWERS` for a status code, which may be invalid."""
    for row in UPLOAD_ANSWERS:
        if status_code in row.statuses:
            return row
    return UploadAnswer(range(status_code, status_code + 1), Delivery.UNKNOWN, Delivery.NOT_SENT)
