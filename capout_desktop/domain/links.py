"""Links and other values in the fields of CapOut's answers that this program does not know.

Neither their names nor their structure is documented, so all of them are searched, up to a
maximum depth and number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard
from urllib.parse import urlsplit

from capout_desktop.domain.document import Document

MOST_LINKS = 24
MOST_FIELDS = 60
DEEPEST = 6
LONGEST_URL = 2048
LONGEST_VALUE = 2000

_NAMELESS = frozenset({"url", "href", "link", "uri", "download", "download_url", "value"})
"""Field names that say that a value is a link, but not what it links to."""
_NAMING = ("label", "title", "name", "type", "kind", "format")
"""Fields that may contain the name of a link or value beside them."""
_CAPITALS = frozenset({"esx", "pdf", "id", "url", "xml", "csv", "zip", "xn", "ocr"})


@dataclass(frozen=True, slots=True)
class Link:
    """Link to a page or file that CapOut named; `url` is always https."""

    label: str
    url: str


def links_of(document: Document) -> list[Link]:
    """Return the https links in the document's unknown fields, each once."""
    found: dict[str, Link] = {}
    labels: set[str] = set()
    for name, value in _leaves(document.extra):
        if len(found) == MOST_LINKS:
            break
        if _is_https(value) and value not in found:
            label = _unused(name or _host(value), labels)
            labels.add(label)
            found[value] = Link(label, value)
    return list(found.values())


def further_fields(document: Document) -> list[tuple[str, str]]:
    """Return names and values of fields that are not links, not empty and not shown elsewhere."""
    said = {document.file_name, document.problem.detail if document.problem else ""}
    fields = []
    for name, value in _leaves(document.extra):
        text = value if isinstance(value, str) else json.dumps(value)
        text = text.strip()
        if value is None or not text or text in said or _is_https(text):
            continue
        if len(text) > LONGEST_VALUE:
            text = text[:LONGEST_VALUE] + "…"
        fields.append((name, text))
        if len(fields) == MOST_FIELDS:
            break
    return fields


def _leaves(
    value: object, names: tuple[str, ...] = (), depth: int = 0
) -> Iterator[tuple[str, object]]:
    """Yield every value that contains no others, with a name made of the fields around it."""
    if depth == DEEPEST and isinstance(value, Mapping | list):
        yield _label(names), json.dumps(value)
    elif isinstance(value, Mapping):
        naming = _naming(value)
        for key, inner in value.items():
            if key != naming:
                own = (str(value[naming]),) if naming else ()
                yield from _leaves(inner, (*names, *own, str(key)), depth + 1)
    elif isinstance(value, list):
        yield from _list(value, names, depth)
    else:
        yield _label(names), value


def _list(
    values: Sequence[object], names: tuple[str, ...], depth: int
) -> Iterator[tuple[str, object]]:
    plain = [v for v in values if not isinstance(v, Mapping | list) and not _is_https(v)]
    yield _label(names), ", ".join(v if isinstance(v, str) else json.dumps(v) for v in plain)
    for value in values:
        if isinstance(value, Mapping | list) or _is_https(value):
            yield from _leaves(value, names, depth + 1)


def _naming(fields: Mapping[object, object]) -> str | None:
    """Return the field that names the link beside it; None if there is none."""
    if not any(_is_https(value) for value in fields.values()):
        return None
    for name in _NAMING:
        value = fields.get(name)
        if isinstance(value, str) and value.strip() and not _is_https(value):
            return name
    return None


def _label(names: Sequence[str]) -> str:
    """Return a readable label made of field names, without those that add no meaning."""
    telling = [name for name in names if name.lower() not in _NAMELESS] or list(names[-1:])
    words = " ".join(telling[-2:]).replace("_", " ").replace("-", " ").split()
    if len(words) > 1 and words[-1].lower() in _NAMELESS:
        words.pop()
    text = " ".join(word.upper() if word.lower() in _CAPITALS else word for word in words)
    return text[:1].upper() + text[1:]


def _unused(label: str, used: set[str]) -> str:
    if label not in used:
        return label
    number = 2
    while f"{label} {number}" in used:
        number += 1
    return f"{label} {number}"


def _is_https(value: object) -> TypeGuard[str]:
    """Return whether it is an https link that is safe to open and does not disguise its host."""
    if not isinstance(value, str) or not value.startswith("https://"):
        return False
    if len(value) > LONGEST_URL or any(c.isspace() or not c.isprintable() for c in value):
        return False
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and "@" not in parts.netloc and "\\" not in value
    except ValueError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
