"""Mails and archives, good and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage


def mail(subject: str, attachments: Mapping[str, bytes], logo: bytes = b"\x89PNG") -> bytes:
    """Return an .eml with a text, a signature's logo, and the attachments."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "adjuster@carrier.example"
    message["To"] = "office@roofs.example"
    message.set_content("Please find the scope attached.")
    message.add_attachment(logo, maintype="image", subtype="png", filename="logo.png")
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


def archive(entries: Mapping[str, bytes]) -> bytes:
    """Return a .zip with these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    """Return an archive whose entries all say that they are encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def linked(name: str, target: str) -> bytes:
    """Return an archive with a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(info, target)
    return made.getvalue()
