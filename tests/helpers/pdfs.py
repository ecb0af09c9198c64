"""Generated small PDFs of every kind that users drop."""

from __future__ import annotations

import hashlib
import struct
import zlib

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
    """Return the beginning of a PDF whose end is missing."""
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Cat"


def written_pdf(pages: int = 1, *, marker: str = "") -> bytes:
    """Return a PDF whose pages have a line of text each."""
    words = b"BT /F1 24 Tf 72 700 Td (Remove and replace drywall) Tj ET"
    return _write(pages, marker=marker, content=words)


def drawn_pdf(*contents: bytes) -> bytes:
    """Return a PDF of pages with these contents; Helvetica is F1."""
    return _write(len(contents), content=contents[0], others=dict(enumerate(contents)))


def equipped_pdf(
    content: bytes,
    *,
    resources: str = "",
    forms: dict[str, bytes] | None = None,
    rest: str = "",
    size: tuple[int, int] = (612, 792),
) -> bytes:
    """Return a PDF of one page with forms by their names, and entries of its own.

    Object 6 is an optional content group that is switched off. The page's crop box leaves out its
    lowest 36 points; `rest` is added to its dictionary. Helvetica is F1.
    """
    off = b"/OCProperties << /OCGs [6 0 R] /D << /BaseState /ON /OFF [6 0 R] >> >> >>"
    names = " ".join(f"/{name} {7 + n} 0 R" for n, name in enumerate(forms or {}))
    shared = (
        f"/Resources << /Font << /F1 5 0 R >> /Properties << /Off 6 0 R >> {resources} "
        f"/XObject << {names} >> >>"
    )
    box = f"{size[0]} {size[1]}"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {box}] /CropBox [0 36 {box}] "
        f"/Contents 4 0 R {shared} {rest} >>"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    group = b"<< /Type /OCG /Name (Off) >>"
    drawn = [
        _stream(form, f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] {shared}")
        for form in (forms or {}).values()
    ]
    catalog = _CATALOG.replace(b">>", off)
    return _file([catalog, _tree([3]), page.encode(), _stream(content), font, group, *drawn])


def scanned_pdf(pages: int = 1, *, written: tuple[int, ...] = (), marker: str = "") -> bytes:
    """Return a PDF whose pages are pictures; those numbered in `written` have a text as well."""
    picture = b"q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    text = b"BT /F1 24 Tf 72 700 Td (Claim 48213) Tj ET"
    others = dict.fromkeys(written, picture + b"\n" + text)
    return _write(pages, marker=marker, content=picture, others=others)


def cut_off_pdf() -> bytes:
    """Return a PDF that has all pages but lacks its last lines."""
    whole = written_pdf(2)
    return whole[: whole.index(b"startxref\n")]


def half_a_pdf() -> bytes:
    """Return a PDF that opens although its last pages are missing, as linearized PDFs do."""
    whole = written_pdf(6)
    return whole[: whole.index(b"9 0 obj")] + b"trailer\n<< /Size 15 /Root 1 0 R >>\n"


def endless_pdf() -> bytes:
    """Return a small PDF whose page would take years to draw: nested forms, each drawn twice."""
    depth = 30
    forms = [
        _stream(
            b"/X Do /X Do" if level < depth else b"0 0 1 1 re f",
            f"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
            f"/Resources << /XObject << /X {5 + level} 0 R >> >>",
        )
        for level in range(1, depth + 1)
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /X 5 0 R >> >> >>"
    )
    return _file([_CATALOG, _tree([3]), page, _stream(b"/X Do"), *forms])


def picture_of(page: int, size: int = 30_000) -> bytes:
    """Return the content of the picture that a page of `shared_packet_pdf` draws."""
    return hashlib.shake_256(b"%d" % page).digest(size)


def shared_packet_pdf(
    pages: int, *, is_inherited: bool = False, is_shared: bool = True, picture: int = 0
) -> bytes:
    """Return a PDF whose pages have everything in common that a copy of some must not keep.

    All share one list of resources with a picture for each, and with what a color space stands for,
    which no page names; there are outlines, tags and form fields, one of which is on every page;
    every page has another size. The fourth is turned, the seventh cropped; the third draws its
    picture in a form that has no resources of its own, and the second
    has its content in parts. Unless `is_shared`, each page has a list of
    its own, as most have. With `picture`, each picture has that many bytes, which are called a JPEG
    so that nobody packs them.
    """
    objects: list[bytes] = []

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    add(b"")  # the catalog
    tree = add(b"")
    pictures = [
        add(
            _stream(
                picture_of(page, picture or 30_000),
                "/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 "
                f"/ColorSpace /DeviceRGB {'/Filter /DCTDecode' if picture else ''}",
            )
        )
        for page in range(1, pages + 1)
    ]
    form = add(
        _stream(b"/Im3 Do", "/Type /XObject /Subtype /Form /BBox [0 0 1 1]") if pages > 2 else b"1"
    )
    names = " ".join(f"/Im{page} {number} 0 R" for page, number in enumerate(pictures, start=1))
    resources = add(
        f"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
        f"/XObject << {names} /Fm {form} 0 R >> "
        "/ColorSpace << /DefaultRGB /DeviceRGB /Unused /DeviceCMYK >> >>".encode()
    )
    group = add(b"null")
    blank = add(_stream(b"q Q"))
    grouped: list[int] = []
    kids, fields, tags, outlines = [], [], [], []
    for page in range(1, pages + 1):
        # The second is named as it may be, though nobody has to write it so.
        drawn = {2: "Im#32", 3: "Fm"}.get(page, f"Im{page}")
        content = add(
            _stream(
                f"BT /F1 18 Tf 72 500 Td (This is page {page} of it) Tj ET "
                f"q 200 0 0 200 72 200 cm /{drawn} Do Q".encode()
            )
        )
        number = len(objects) + 3
        field = add(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (field {page}) /V (of field {page}) "
            f"/Rect [10 10 90 30] /P {number} 0 R >>".encode()
        )
        choice = add(
            f"<< /Type /Annot /Subtype /Widget /Parent {group} 0 R /Rect [10 40 90 60] "
            f"/P {number} 0 R >>".encode()
        )
        grouped.append(choice)
        extra = {4: "/Rotate 90", 7: "/CropBox [20 20 500 600]"}.get(page, "")
        own = "" if is_inherited else f"/Resources {resources} 0 R"
        if not is_shared:
            own = (
                "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
                f">> >> /XObject << /Im{page} {pictures[page - 1]} 0 R /Fm {form} 0 R >> >>"
            )
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {600 + page} 792] {extra} {own} "
                f"/StructParents {page} /Annots [{field} 0 R {choice} 0 R] "
                f"/Contents {f'[{blank} 0 R {content} 0 R]' if page == 2 else f'{content} 0 R'} "
                ">>".encode()
            )
        )
        fields.append(field)
        tags.append(add(f"<< /S /P /Alt (tag of page {page}) /Pg {kids[-1]} 0 R >>".encode()))
        outlines.append(kids[-1])
    parts = " ".join(f"{number} 0 R" for number in grouped)
    objects[group - 1] = f"<< /FT /Btn /T (choice on each page) /Kids [{parts}] >>".encode()
    fields.append(group)
    root = len(objects) + 1
    add(f"<< /First {root + 1} 0 R /Last {root + pages} 0 R /Count {pages} >>".encode())
    for place, kid in enumerate(outlines, start=1):
        following = f"/Next {root + place + 1} 0 R" if place < pages else ""
        add(
            f"<< /Title (Outline of page {place}) /Parent {root} 0 R {following} "
            f"/Dest [{kid} 0 R /Fit] >>".encode()
        )
    refs = [" ".join(f"{number} 0 R" for number in part) for part in (kids, fields, tags)]
    structure = add(f"<< /Type /StructTreeRoot /K [{refs[2]}] >>".encode())
    inherited = f"/Resources {resources} 0 R" if is_inherited else ""
    objects[0] = (
        f"<< /Type /Catalog /Pages {tree} 0 R /Outlines {root} 0 R "
        f"/StructTreeRoot {structure} 0 R /AcroForm << /Fields [{refs[1]}] >> >>".encode()
    )
    objects[tree - 1] = f"<< /Type /Pages /Count {pages} /Kids [{refs[0]}] {inherited} >>".encode()
    return _file(objects)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def _tree(pages: list[int]) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in pages)
    return f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode()


def _stream(content: bytes, entries: str = "") -> bytes:
    head = f"<< /Length {len(content)} {entries} >>\nstream\n".encode()
    return head + content + b"\nendstream"


def _write(
    pages: int,
    *,
    padding: int = 0,
    marker: str = "",
    encryption: str | None = None,
    content: bytes = b"",
    others: dict[int, bytes] | None = None,
) -> bytes:
    """Return a PDF; `others` are the contents of single pages, by number from 0."""
    numbers = list(range(3, 3 + pages))
    contents = [_stream((others or {}).get(page, content)) for page in range(pages)]
    font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    leaf = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
    if content:
        # Each page before its content, so that the beginning of the file can be used.
        numbers = numbers[:1] + [number * 2 - 3 for number in numbers[1:]]
        leaves = [
            part
            for number, stream in zip(numbers, contents, strict=True)
            for part in (f"{leaf} /Contents {number + 1} 0 R {font} >>".encode(), stream)
        ]
    else:
        leaves = [f"{leaf} >>".encode()] * pages
    objects = [_CATALOG, _tree(numbers), *leaves]
    if encryption:
        objects.append(encryption.encode())
    return _file(objects, padding=padding, marker=marker, encrypted=encryption is not None)


def _file(
    objects: list[bytes], *, padding: int = 0, marker: str = "", encrypted: bool = False
) -> bytes:
    out = bytearray(b"%PDF-1.4\n%" + marker.encode() + b"\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    if padding > len(out):
        # PDFium skips comments.
        out += b"%" + b"x" * (padding - len(out)) + b"\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R"
    if encrypted:
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


def dangling_pdf(pages: int = 30, missing: int = 28) -> bytes:
    """Return a PDF of whose pages the last `missing` are not in the file."""
    present = pages - missing
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    kids = [*range(3, 3 + present), *[999] * missing]
    return _file([_CATALOG, _tree(kids), *[leaf] * present])


def no_pages_pdf() -> bytes:
    """Return a PDF with an empty page tree."""
    return _file([_CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def miscounted_pdf() -> bytes:
    """Return a PDF that claims two pages and has one."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    return _file([_CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>", leaf])


def odd_page_type_pdf(kind: str = "Template", *, first: bool = False) -> bytes:
    """Return a PDF of two pages; the last one, or the first one and no other, has another type."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    odd = leaf.replace(b"/Page ", f"/{kind} ".encode(), 1)
    return _file([_CATALOG, _tree([3] if first else [3, 4]), *([odd] if first else [leaf, odd])])


def protected_pdf(handler: str = "MicrosoftIRMServices") -> bytes:
    """Return a PDF that is encrypted by a security handler other than a password."""
    return locked_pdf().replace(b"/Filter /Standard", f"/Filter /{handler}".encode())


def xfa_pdf(*, dynamic: bool = True, words: str = "Please wait...") -> bytes:
    """Return an XFA form; a dynamic one is shown by Adobe Acrobat only."""
    needs = " /NeedsRendering true" if dynamic else ""
    catalog = f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 5 0 R >>{needs} >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
    )
    text = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
    return _file([catalog.encode(), _tree([3]), page, _stream(text), _stream(b"<xdp/>")])


def portfolio_pdf(attached: str = "estimate.pdf", *, encrypted: bool = False) -> bytes:
    """Return a cover sheet with a file inside; `encrypted` is how rights management wraps one."""
    relation = " /AFRelationship /EncryptedPayload" if encrypted else ""
    catalog = (
        "<< /Type /Catalog /Pages 2 0 R /Collection << /View /H >> "
        f"/Names << /EmbeddedFiles << /Names [({attached}) 4 0 R] >> >> >>"
    )
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"
    spec = f"<< /Type /Filespec /F ({attached}) /UF ({attached}) /EF << /F 5 0 R >>{relation} >>"
    inside = _stream(b"%PDF-1.4", "/Type /EmbeddedFile")
    return _file([catalog.encode(), _tree([3]), leaf, spec.encode(), inside])


def footed_scan_pdf(pages: int = 3, footer: str = "1") -> bytes:
    """Return a scan whose pages have a printed footer."""
    picture = b"q 612 0 0 792 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    text = f"\nBT /F1 9 Tf 300 20 Td ({footer}) Tj ET".encode()
    return _write(pages, content=picture + text)


def photo_sheets_pdf(estimate: int = 6, photos: int = 6) -> bytes:
    """Return an estimate followed by photos without captions."""
    picture = b"q 400 0 0 300 100 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    words = b"BT /F1 24 Tf 72 700 Td (Remove and replace drywall) Tj ET"
    others = dict.fromkeys(range(estimate, estimate + photos), picture)
    return _write(estimate + photos, content=words, others=others)


def unfinished_update_pdf() -> bytes:
    """Return a PDF whose second revision was cut off."""
    return written_pdf(2) + b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0" + b" " * 3000


def memory_bomb_pdf(side: int = 30_000) -> bytes:
    """Return a small PDF with a picture of `side` times `side` pixels."""
    packed = zlib.compress(bytes(1 << 20), 9)
    image = _stream(
        packed,
        f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceRGB "
        "/BitsPerComponent 8 /Filter /FlateDecode",
    )
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /X 5 0 R >> >> >>"
    )
    content = _stream(b"q 612 0 0 792 0 0 cm /X Do Q")
    return _file([_CATALOG, _tree([3]), page, content, image])


def stream_bomb_pdf(size: int = 3 << 30) -> bytes:
    """Return a PDF whose page content unpacks to `size` zeros, twice compressed."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(size >> 24)) + packer.flush()
    content = _stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
    return _file([_CATALOG, _tree([3]), page, content])
