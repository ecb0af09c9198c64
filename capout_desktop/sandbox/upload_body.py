"""Incremental parser of the body of `POST /upload`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

import msgspec

from capout_desktop.sandbox.contract import MAX_PDF_BYTES

_OPENS_PDF = re.compile(rb'"file_base64"\s*:\s*"')
_OPENING_LENGTH = 64
_JSON_ESCAPE_LENGTH = 6
_PDF_HEAD = b"%PDF"
_NOT_BASE64 = "file_base64 is not valid base64"
_MAX_OTHER_FIELDS = 1024 * 1024

MAX_BODY_BYTES = (MAX_PDF_BYTES + 2) // 3 * 4 + _MAX_OTHER_FIELDS
"""The largest accepted body: the largest PDF as base64, and room for the other fields."""


@dataclass(frozen=True, slots=True)
class InlinePdf:
    """A PDF in the body: its size in bytes and its SHA-256 as hex digits."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """A parsed upload, with an inline PDF or a link."""

    file_name: str
    xn_address: str
    pdf: InlinePdf | None
    url: str


class WrongFormError(Exception):
    """The body does not follow the contract; answered with 422 and a list.

    Attributes:
        items: Errors in the form of FastAPI: `type`, `loc`, `msg`.
    """

    def __init__(self, *items: dict[str, object]) -> None:
        super().__init__(items)
        self.items = list(items)


class NotAPdfError(Exception):
    """The file is not a PDF, or not base64; answered with 422 and a text."""


class TooLargeError(Exception):
    """The PDF or the body is larger than CapOut accepts; answered with 413."""


class ReceivedBody:
    """The body of an upload, parsed as it arrives and never held in memory completely.

    The base64 text is decoded and hashed piece by piece. So 50 MB need little memory, and never
    block the event loop (or the GUI thread, when run inside the app) for more than about a
    millisecond. All other fields are kept and parsed when the body is complete.
    """

    def __init__(self) -> None:
        self.size = 0
        """Number of bytes fed so far."""
        self._around = bytearray()
        """The JSON without the base64 text."""
        self._in_pdf = False
        self._pdf_seen = False
        self._pdf = _PdfDecoder()

    def feed(self, piece: bytes) -> None:
        """Process the next bytes.

        Raises:
            TooLargeError: The body is larger than an upload may be.
        """
        self.size += len(piece)
        if self.size > MAX_BODY_BYTES:
            raise TooLargeError
        if self._in_pdf:
            self._feed_pdf(piece)
        else:
            self._feed_around(piece)

    def finish(self) -> UploadRequest:
        """Return the upload of the complete body.

        Raises:
            WrongFormError: It is not JSON, or its fields do not follow the contract.
            NotAPdfError: Its file is not a PDF.
            TooLargeError: Its file is too large.
        """
        try:
            fields = msgspec.json.decode(bytes(self._around))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise WrongFormError(_item("json_invalid", "JSON decode error", "body")) from error
        if not isinstance(fields, dict):
            raise WrongFormError(
                _item("model_attributes_type", "Input should be a valid dictionary", "body")
            )
        base64 = fields.get("file_base64")
        if isinstance(base64, str) and not self._pdf_seen:
            self._pdf.feed(base64.encode())
        return self._request(fields)

    def _feed_around(self, piece: bytes) -> None:
        searched = max(0, len(self._around) - _OPENING_LENGTH)
        self._around += piece
        opening = None if self._pdf_seen else _OPENS_PDF.search(self._around, searched)
        if opening is None:
            if len(self._around) > _MAX_OTHER_FIELDS:
                raise TooLargeError
            return
        rest = bytes(self._around[opening.end() :])
        del self._around[opening.end() :]
        self._in_pdf = self._pdf_seen = True
        self._feed_pdf(rest)

    def _feed_pdf(self, piece: bytes) -> None:
        end = piece.find(b'"')
        if end < 0:
            self._pdf.feed(piece)
            return
        self._pdf.feed(piece[:end])
        self._in_pdf = False
        self._feed_around(piece[end:])

    def _request(self, fields: dict[str, object]) -> UploadRequest:
        wrong = [
            item
            for name in ("file_name", "xn_address")
            if (item := _wrong_text(fields, name)) is not None
        ]
        wrong += _wrong_source(fields)
        if wrong:
            raise WrongFormError(*wrong)
        url = fields.get("url")
        return UploadRequest(
            file_name=str(fields["file_name"]),
            xn_address=str(fields["xn_address"]),
            pdf=self._pdf.finish() if url is None else None,
            url="" if url is None else str(url),
        )


class _PdfDecoder:
    """Decoder of base64 text that computes size and digest."""

    def __init__(self) -> None:
        self._size = 0
        self._head = b""
        self._hash = hashlib.sha256()
        self._carried = b""
        """Text that cannot be decoded yet: an incomplete JSON escape, or less than four
        characters."""
        self._ended = False
        self._complaint = ""

    def feed(self, text: bytes) -> None:
        if self._complaint or not text:
            return
        text, unfinished = self._carried + text, b""
        if b"\\" in text:
            try:
                text, unfinished = _without_escapes(text)
            except (msgspec.DecodeError, UnicodeDecodeError):
                self._complaint = _NOT_BASE64
                return
        whole = len(text) - len(text) % 4
        self._carried = text[whole:] + unfinished
        if whole:
            self._decode(text[:whole])

    def finish(self) -> InlinePdf:
        if self._carried and not self._complaint:
            self._complaint = _NOT_BASE64
        if self._head != _PDF_HEAD and not self._complaint:
            self._complaint = "The file is not a PDF"
        if self._complaint:
            raise NotAPdfError(self._complaint)
        if self._size > MAX_PDF_BYTES:
            raise TooLargeError
        return InlinePdf(self._size, self._hash.hexdigest())

    def _decode(self, text: bytes) -> None:
        try:
            # msgspec decodes base64 1.5 times as fast as binascii.
            pdf = b"" if self._ended else msgspec.json.decode(b'"' + text + b'"', type=bytes)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pdf = b""
        if not pdf:
            self._complaint = _NOT_BASE64
            return
        self._ended = text.endswith(b"=")
        self._head += pdf[: len(_PDF_HEAD) - len(self._head)]
        self._size += len(pdf)
        self._hash.update(pdf)


def _without_escapes(text: bytes) -> tuple[bytes, bytes]:
    """Return the text with JSON escapes resolved, and an incomplete escape at its end.

    Some clients escape `/` and `+`.
    """
    last = text.rfind(b"\\")
    escape = text[last:]
    unfinished = len(escape) < 2 or (escape[1:2] == b"u" and len(escape) < _JSON_ESCAPE_LENGTH)
    whole, rest = (text[:last], escape) if unfinished else (text, b"")
    decoded = msgspec.json.decode(b'"' + whole + b'"', type=str)
    return decoded.encode("utf-8", "replace"), rest


def _wrong_text(fields: dict[str, object], name: str) -> dict[str, object] | None:
    if name not in fields:
        return _item("missing", "Field required", "body", name)
    value = fields[name]
    if not isinstance(value, str):
        return _item("string_type", "Input should be a valid string", "body", name)
    if not value.strip():
        return _item("string_too_short", "String should have at least 1 character", "body", name)
    if name == "xn_address" and "@" not in value:
        return _item("value_error", "Value error, not an XactNet address", "body", name)
    return None


def _wrong_source(fields: dict[str, object]) -> list[dict[str, object]]:
    url, base64 = fields.get("url"), fields.get("file_base64")
    if (url is None) == (base64 is None):
        message = "Value error, provide exactly one of url or file_base64"
        return [_item("value_error", message, "body")]
    if base64 is not None:
        if isinstance(base64, str):
            return []
        return [_item("string_type", "Input should be a valid string", "body", "file_base64")]
    if not isinstance(url, str) or not re.match(r"https://[^\s/]+", url):
        return [_item("url_scheme", "URL scheme should be 'https'", "body", "url")]
    return []


def _item(kind: str, message: str, *loc: str) -> dict[str, object]:
    return {"type": kind, "loc": list(loc), "msg": message}
