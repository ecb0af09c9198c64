"""Removal of what only left-out pages use from a PDF that PDFium has written.

PDFium leaves out the pages. It keeps what the others lead to: outlines, tags and form fields of
the left-out pages, and all pictures of a list of resources that the pages share. Runs in the
worker process only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator, Mapping

from capout_desktop.services.intake.pdf_ending import ending
from capout_desktop.services.intake.pdf_objects import (
    Name,
    Ref,
    Stored,
    UnexpectedPdfError,
    Value,
    WrittenPdf,
    mapping,
    references,
    resolved_name,
    written,
)
from capout_desktop.services.intake.pdf_selection import Span

MOST_CONTENT = 64 << 20
"""Largest content of a page, in bytes, that is searched for names."""

_NAME = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)")
_OF_CATALOG = frozenset(
    {
        *("Type", "Pages", "Version", "Extensions", "Lang", "OCProperties", "AcroForm"),
        *("OutputIntents", "ViewerPreferences", "PageLayout"),
    }
)
"""Entries of the catalog that say how pages look. Others lead to pages, or tell of them."""
_OF_FIELD = frozenset({"FT", "T", "Parent", "Kids"})
_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")
_DEEPEST = 100
_LISTS = ("XObject", "Font", "ExtGState", "Pattern", "Shading", "ColorSpace", "Properties")


class _Opaque(Exception):  # noqa: N818 - the content is opaque, and all that it may use is kept
    """What a content uses cannot be told."""


def pruned(pdf: WrittenPdf) -> Generator[bytes | Span]:
    """Yield the parts of the PDF with no more than its pages need: texts, and spans of `pdf`.

    The objects that stay are the same bytes, but for their references to others. The spans ascend.

    Raises:
        UnexpectedPdfError: The PDF is not as PDFium writes it.
    """
    return _parts(pdf, _Pruning(pdf).kept())


class _Pruning:
    """What stays of a PDF."""

    def __init__(self, pdf: WrittenPdf) -> None:
        self._pdf = pdf
        self._changed: dict[int, Value] = {}
        root = pdf.trailer.get("Root")
        if not isinstance(root, Ref):
            raise UnexpectedPdfError("no catalog")
        self._root = root.number

    def kept(self) -> dict[int, tuple[Stored, Value]]:
        """Return the objects that stay, with the values that they have in the copy."""
        pdf = self._pdf
        catalog = {
            key: value
            for key, value in mapping(pdf.resolve(Ref(self._root))).items()
            if key in _OF_CATALOG
        }
        top = catalog.get("Pages")
        if not isinstance(top, Ref):
            raise UnexpectedPdfError("no pages")
        pages = dict(self._pages(top, {}, 0))
        kids: list[Value] = [Ref(number) for number in pages]
        self._changed[top.number] = {
            "Type": Name("Pages"),
            "Count": b"%d" % len(kids),
            "Kids": kids,
        }
        for number, page in pages.items():
            self._changed[number] = self._page(page, top)
        widgets = {
            ref.number
            for page in pages.values()
            for ref in _list(pdf.resolve(page.get("Annots")))
            if isinstance(ref, Ref)
        }
        form = self._form(pdf.resolve(catalog.pop("AcroForm", None)), widgets)
        if form:
            catalog["AcroForm"] = form
        self._changed[self._root] = catalog
        return self._reached(pages.keys() | {top.number}, widgets)

    def _pages(
        self, node: Value, above: Mapping[str, Value], depth: int
    ) -> Iterator[tuple[int, dict[str, Value]]]:
        """Yield the pages with what they have from the nodes above them."""
        found = self._pdf.resolve(node)
        if depth > _DEEPEST or not isinstance(node, Ref) or not isinstance(found, dict):
            return
        inherited = {key: found.get(key, above.get(key)) for key in _INHERITED}
        if "Kids" in found:
            passed = {key: value for key, value in inherited.items() if value is not None}
            for kid in _list(self._pdf.resolve(found["Kids"])):
                yield from self._pages(kid, passed, depth + 1)
        else:
            own = {key: value for key, value in inherited.items() if value is not None}
            yield node.number, {**found, **own}

    def _page(self, page: dict[str, Value], top: Ref) -> dict[str, Value]:
        changed: dict[str, Value] = {**page, "Parent": top}
        for key in ("B", "StructParents"):  # lead to what is left out
            changed.pop(key, None)
        resources = self._pdf.resolve(page.get("Resources"))
        if isinstance(resources, dict):
            contents = page.get("Contents")
            parts = self._pdf.resolve(contents)
            streams = parts if isinstance(parts, list) else [contents]
            changed["Resources"] = self._used(resources, [one for one in streams if one])
        return changed

    def _used(self, resources: dict[str, Value], contents: list[Value]) -> dict[str, Value]:
        """Return the resources that the contents use; all if that cannot be told."""
        try:
            names = self._names(resources, contents)
        except _Opaque:
            return resources
        used = dict(resources)
        for kind in _LISTS:
            entries = self._pdf.resolve(resources.get(kind))
            if isinstance(entries, dict):
                used[kind] = {
                    name: value
                    for name, value in entries.items()
                    if name in names or name.startswith("Default")
                }
        return used

    def _names(self, resources: dict[str, Value], contents: list[Value]) -> set[str]:
        """Return all names in the contents, and in what they use that has no own resources."""
        names: set[str] = set()
        for one in contents:
            names |= self._names_in(one)
        lists = [mapping(self._pdf.resolve(resources.get(kind))) for kind in _LISTS]
        looked_at: set[str] = set()
        while fresh := names - looked_at:
            looked_at |= fresh
            for name in fresh:
                for entries in lists:
                    if name in entries:
                        names |= self._names_below(entries[name])
        return names

    def _names_below(self, ref: Value) -> set[str]:
        value = mapping(self._pdf.resolve(ref))
        if value.get("Resources") is not None:
            return set()
        if value.get("Subtype") == "Form":
            return self._names_in(ref)
        if value.get("Subtype") == "Type3" or value.get("PatternType") == b"1":
            raise _Opaque
        group = self._pdf.resolve(mapping(self._pdf.resolve(value.get("SMask"))).get("G"))
        if group is not None and "Resources" not in mapping(group):
            raise _Opaque
        return set()

    def _names_in(self, stream: Value) -> set[str]:
        found = self._pdf.object(stream.number) if isinstance(stream, Ref) else None
        if found is None:
            return set()
        if found.body is None:
            raise _Opaque
        return {resolved_name(one) for one in _NAME.findall(self._content(found.value, found.body))}

    def _content(self, stored: Value, body: memoryview) -> bytes:
        """Return the content of a stream.

        Raises:
            _Opaque: It is too large, damaged, or in a form that is not read here.
        """
        value = mapping(stored)
        filters = self._pdf.resolve(value.get("Filter"))
        names = filters if isinstance(filters, list) else [] if filters is None else [filters]
        if not names and len(body) <= MOST_CONTENT:
            return bytes(body)
        if names != ["FlateDecode"] or value.get("DecodeParms") is not None:
            raise _Opaque
        reader = zlib.decompressobj()
        try:
            content = reader.decompress(body, MOST_CONTENT)
        except zlib.error:
            raise _Opaque from None
        if not reader.eof:
            raise _Opaque
        return content

    def _form(self, form: Value | None, widgets: set[int]) -> dict[str, Value]:
        """Return the form with the fields of the pages that stay; empty if there are none."""
        if not isinstance(form, dict):
            return {}
        looked_at: set[int] = set()
        ancestors: set[int] = set()
        waiting = list(widgets)
        while waiting:
            number = waiting.pop()
            if number in looked_at:
                continue
            looked_at.add(number)
            field = mapping(self._pdf.resolve(Ref(number)))
            if not _OF_FIELD.isdisjoint(field):
                ancestors.add(number)
            parent = field.get("Parent")
            if isinstance(parent, Ref):
                waiting.append(parent.number)
        for number in ancestors:
            field = mapping(self._pdf.resolve(Ref(number)))
            kids = _list(self._pdf.resolve(field.get("Kids")))
            stay = [kid for kid in kids if isinstance(kid, Ref) and kid.number in ancestors]
            if len(stay) < len(kids):
                self._changed[number] = {**field, "Kids": list(stay)}
        fields = [
            field
            for field in _list(self._pdf.resolve(form.get("Fields")))
            if isinstance(field, Ref) and field.number in ancestors
        ]
        kept: dict[str, Value] = {
            key: value for key, value in form.items() if key not in {"XFA", "CO"}
        }
        return {**kept, "Fields": list(fields)} if fields else {}

    def _reached(self, pages: set[int], widgets: set[int]) -> dict[int, tuple[Stored, Value]]:
        kept: dict[int, tuple[Stored, Value]] = {}
        waiting = [self._root, *references(self._pdf.trailer.get("Info", b""))]
        while waiting:
            number = waiting.pop()
            if number in kept:
                continue
            found = self._pdf.object(number)
            if found is None or self._is_left_out(number, found, pages, widgets):
                continue
            self._prune_form_object(number, found)
            value = self._changed.get(number, found.value)
            kept[number] = found, value
            waiting += references(value)
        return kept

    def _prune_form_object(self, number: int, found: Stored) -> None:
        value = mapping(found.value)
        resources = self._pdf.resolve(value.get("Resources"))
        if value.get("Subtype") == "Form" and isinstance(resources, dict):
            used = self._used(resources, [Ref(number)])
            self._changed[number] = {**value, "Resources": used}

    @staticmethod
    def _is_left_out(number: int, found: Stored, pages: set[int], widgets: set[int]) -> bool:
        """Return whether it is a page, or a field on a page, that is not in the copy."""
        value = mapping(found.value)
        if value.get("Type") in {"Page", "Pages"}:
            return number not in pages
        return value.get("Subtype") == "Widget" and number not in widgets


def _parts(pdf: WrittenPdf, kept: dict[int, tuple[Stored, Value]]) -> Generator[bytes | Span]:
    """Yield the parts of the file."""
    order = sorted(kept, key=lambda number: kept[number][0].start)
    new = {number: place for place, number in enumerate(order, start=1)}

    def number_of(number: int) -> int:
        return new.get(number, 0)  # of nothing, which reads as null

    offsets = []
    yield (header := pdf.header)
    at = len(header)
    for number in order:
        found, value = kept[number]
        head = b"%d 0 obj\n" % new[number]
        body = written(value, number_of)
        rest = Span(found.value_end, found.end)
        offsets.append(at)
        yield from (head + body, rest, b"\n")
        at += len(head) + len(body) + rest.end - rest.start + 1
    trailer: dict[str, Value] = {
        key: value for key, value in pdf.trailer.items() if key in {"Root", "Info", "ID"}
    }
    entries = written(trailer, number_of).removeprefix(b"<<").removesuffix(b">>")
    yield ending(offsets, at, entries)


def _list(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else []
