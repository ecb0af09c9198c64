"""Small PDFs of every kind that people drop, made on the spot."""

from __future__ import annotations

import hashlib
import struct

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_FILE_ID = b"0123456789abcdef"


def pdf(pages: int = 1, *, size: int = 0, marker: str = "") -> bytes:
    """Return a PDF of `pages` blank pages, padded to at least `size` bytes."""
    return _write(pages, padding=size, marker=marker)


def locked_pdf(password: str = "secret") -> bytes:
    """Return a PDF that asks for a password to open."""
    return _write(1, encryption=_encryption(user=password, owner=password))


def restricted_pdf() -> bytes:
    """Return a PDF that opens freely and forbids printing and copying."""
    return _write(1, encryption=_encryption(user="", owner="secret"))


def damaged_pdf() -> bytes:
    """Return the beginning of a PDF whose end never arrived."""
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Cat"


def _write(
    pages: int, *, padding: int = 0, marker: str = "", encryption: str | None = None
) -> bytes:
    kids = " ".join(f"{3 + n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        *["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"] * pages,
    ]
    if encryption:
        objects.append(encryption)
    out = bytearray(b"%PDF-1.4\n%" + marker.encode() + b"\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    if padding > len(out):
        # A comment is no object: PDFium skips it.
        out += b"%" + b"x" * (padding - len(out)) + b"\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if encryption:
        file_id = _FILE_ID.hex()
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{file_id}> <{file_id}>]"
    out += f"trailer\n<< {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _encryption(user: str, owner: str) -> str:
    """Return the 40-bit standard security handler's dictionary (PDF 1.7, 7.6.3)."""
    permissions = -64
    owner_key = hashlib.md5(_pad(owner)).digest()[:5]
    owner_entry = _rc4(owner_key, _pad(user))
    key = hashlib.md5(_pad(user) + owner_entry + struct.pack("<i", permissions) + _FILE_ID)
    user_entry = _rc4(key.digest()[:5], _PADDING)
    return (
        f"<< /Filter /Standard /V 1 /R 2 /P {permissions} "
        f"/O <{owner_entry.hex()}> /U <{user_entry.hex()}> >>"
    )


def _pad(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
