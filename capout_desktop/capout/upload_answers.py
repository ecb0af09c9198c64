"""What each answer to `POST /upload` means for the document: may it go again?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Delivery(Enum):
    """What a failed upload means for the document; calls that send none say `NOT_SENT`."""

    NOT_SENT = "not-sent"
    """Nothing, or not the whole body, went out: CapOut cannot have accepted it."""
    REFUSED = "refused"
    """CapOut said no."""
    UNKNOWN = "unknown"
    """The whole body went out and no usable answer came: it may have been accepted."""


@dataclass(frozen=True, slots=True)
class UploadAnswer:
    """What HTTP answers to `POST /upload` mean for the document.

    Attributes:
        statuses: The codes that this row is about.
        complete: The meaning once the whole body was handed over.
        incomplete: The meaning before that.
        after_unknown: The meaning after a complete body, where an earlier attempt's outcome is
            still unknown; None where that makes no difference.
    """

    statuses: range
    complete: Delivery
    incomplete: Delivery
    after_unknown: Delivery | None = None


UPLOAD_ANSWERS: tuple[UploadAnswer, ...] = (
    UploadAnswer(range(100, 200), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # Without a usable receipt; with one, the document was accepted.
    UploadAnswer(range(200, 300), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # Not followed: the key must not travel to another address.
    UploadAnswer(range(300, 400), Delivery.UNKNOWN, Delivery.NOT_SENT),
    UploadAnswer(range(400, 408), Delivery.REFUSED, Delivery.REFUSED),
    UploadAnswer(range(408, 409), Delivery.UNKNOWN, Delivery.NOT_SENT),
    # "Submitted already" may be about an earlier attempt whose answer was lost.
    UploadAnswer(range(409, 410), Delivery.REFUSED, Delivery.REFUSED, Delivery.UNKNOWN),
    UploadAnswer(range(410, 500), Delivery.REFUSED, Delivery.REFUSED),
    # 503 included: gateways say it too, after the server behind them has accepted.
    UploadAnswer(range(500, 600), Delivery.UNKNOWN, Delivery.NOT_SENT),
)
"""The whole of what a status code says of an upload.

Once the body is complete, only an explicit refusal is one. A broken connection, silence or an
answer that makes no sense means the same as a code of 500.
"""


def upload_answer(status_code: int) -> UploadAnswer:
    """Return the row of `UPLOAD_ANSWERS` for a status code; what is no code means as little."""
    for row in UPLOAD_ANSWERS:
        if status_code in row.statuses:
            return row
    return UploadAnswer(range(status_code, status_code + 1), Delivery.UNKNOWN, Delivery.NOT_SENT)
