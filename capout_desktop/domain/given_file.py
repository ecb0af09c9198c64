"""A file that a program hands over without having saved it, such as a dragged attachment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that has a name and a content, but no place on the disk."""

    name: str
    content: bytes = field(repr=False)


Source: TypeAlias = "str | GivenFile"
"""What can be added: an absolute path, an https link, or a file without a place."""


def name_of(source: Source) -> str:
    """Return the path or link of a source, or the name of a file without a place."""
    return source if isinstance(source, str) else source.name
