"""Pages with texts that nobody sees, and with texts that only look as if nobody did."""

from __future__ import annotations

from helpers.pdfs import equipped_pdf

NUMBER = "9999-88888"
"""The claim number that each of these texts gives."""
_SAID = f"Claim Number: {NUMBER}"
_ROWS = b"".join(
    f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n".encode()
    for x, y, text in ((60, 700, "Insured:"), (160, 700, "ALVAREZ, MARIA"), (60, 685, "Hail"))
)
ROWS = ["Insured: ALVAREZ, MARIA", "Hail"]
"""What can be read on each of these pages."""
_RESOURCES = (
    "/ExtGState << /Clear << /ca 0 >> /Multiply << /BM /Multiply >> "
    "/Half << /ca 0.5 >> >> /Shading << /Blend << /ShadingType 2 /ColorSpace /DeviceGray "
    "/Coords [0 0 612 0] /Extend [true true] "
    "/Function << /FunctionType 2 /Domain [0 1] /C0 [0.9] /C1 [0.8] /N 1 >> >> >>"
)


def shown(
    text: str = _SAID, *, before: str = "", x: float = 60, y: float = 640, size: float = 10
) -> bytes:
    """Return the operators that show a text, after others."""
    return f"q {before} BT /F1 {size:g} Tf {x:g} {y:g} Td ({text}) Tj ET Q\n".encode()


def area(
    color: str, x: float = 50, y: float = 630, width: float = 250, height: float = 30
) -> bytes:
    """Return the operators that fill an area."""
    return f"q {color} {x:g} {y:g} {width:g} {height:g} re f Q\n".encode()


def picture(x: float = 50, y: float = 630, width: float = 250, height: float = 30) -> bytes:
    """Return the operators that draw a gray picture."""
    drawn = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI"
    return f"q {width:g} 0 0 {height:g} {x:g} {y:g} cm ".encode() + drawn + b" Q\n"


_FORMS = {
    "White": shown(before="1 g"),
    "Black": shown(),
    "Cover": area("1 g", y=610),
    "Shifted": b"q 1 0 0 1 0 -200 cm /Black Do Q\n",
}
_MOVED = b"q 1 0 0 1 0 20 cm "
_OFF, _END = b"/OC /Off BDC\n", b"EMC\n"
_ZIGZAG = " ".join(f"{x} {600 + x % 20} l" for x in range(60, 400, 30))
_LABEL, _VALUE = _SAID[:14], _SAID[14:]

UNSEEN = {
    "white": shown(before="1 g"),
    "nearly white": shown(before="0.98 1 0.97 rg"),
    "white in four colors": shown(before="/DeviceCMYK cs 0 0 0 0 sc"),
    "invisible": shown(before="3 Tr"),
    "only for clipping": shown(before="7 Tr"),
    "white outlines": shown(before="1 Tr 1 G"),
    "tiny": shown(size=1),
    "tiny by its matrix": shown(before="0.1 0 0 0.1 54 576 cm"),
    "tiny, up the page": f"BT /F1 1 Tf 0 1 -1 0 300 400 Tm ({_SAID}) Tj ET\n".encode(),
    "left of the page": shown(x=-400),
    "above the page": shown(y=900),
    "outside of the crop box": shown(y=20),
    "under a white area": shown() + area("1 g"),
    "under a black area": shown() + area("0 g"),
    "under a picture": shown() + picture(),
    "under a wide line": shown() + b"q 1 G 30 w 40 645 m 400 645 l S Q\n",
    "under a shading": shown() + b"q 50 630 250 30 re W n /Blend sh Q\n",
    "on an area of its color": area("0.2 0.3 0.5 rg") + shown(before="0.2 0.3 0.5 rg"),
    "black on a black area": area("0 g") + shown(),
    "white on white on black": area("0 g", 40, 620, 300, 60) + area("1 g") + shown(before="1 g"),
    "white beside a black area": area("0 g", 50, 500) + shown(before="1 g"),
    "transparent": shown(before="/Clear gs"),
    "cut away": shown(before="300 300 10 10 re W n"),
    "under what is left of the page": shown(before="50 655 m 400 655 l 400 690 l 50 700 l h W n"),
    "over what is left of the page": shown(before="50 600 m 400 600 l 400 630 l 50 632 l h W n"),
    "on a layer that is off": _OFF + shown() + _END,
    "white in a form": _MOVED + b"/White Do Q\n",
    "under an area in a form": shown() + _MOVED + b"/Cover Do Q\n",
    "in a form on a layer that is off": _OFF + b"/Black Do\n" + _END,
    "in two forms, under a picture": b"/Shifted Do\n" + picture(y=430),
    "in two forms, cut away": b"q 50 630 300 30 re W n /Shifted Do Q\n",
}
"""By what hides it: content that gives `NUMBER`, and of which nothing can be read."""

HALF_UNSEEN = {
    "white but for its label": shown(_LABEL) + shown(_VALUE, before="1 g", x=130),
    "second half under an area": shown() + area("1 g", 155),
    "first half cut away": shown(before="155 600 300 80 re W n"),
    "second half cut away slantwise": shown(before="50 600 m 155 600 l 160 690 l 50 700 l h W n"),
    "first half cut away slantwise": shown(before="155 600 m 400 600 l 400 690 l 160 700 l h W n"),
    "second half white": shown(_SAID[:-5]) + shown(_SAID[-5:], before="1 g", x=154.5),
    "second half invisible": shown(_SAID[:-5]) + shown(_SAID[-5:], before="3 Tr", x=154.5),
}
"""By what hides a part of it: content of which the number cannot be read."""

SEEN = {
    "black": shown(),
    "gray": shown(before="0.6 g"),
    "colored": shown(before="0.9 0.4 0.1 rg"),
    "small": shown(size=5),
    "filled and outlined": shown(before="2 Tr 0.2 w"),
    "on a light area": area("0.9 g") + shown(),
    "white on a dark area": area("0.1 0.2 0.4 rg") + shown(before="1 g"),
    "on a picture": picture() + shown(),
    "over a shading": b"q 50 630 250 30 re W n /Blend sh Q\n" + shown(),
    "in a frame drawn after it": shown() + b"q 1 w 50 630 250 30 re S Q\n",
    "underlined by a narrow area": shown() + area("0 g", y=637, height=1),
    "crossed by a narrow upright area": shown() + area("0 g", 100, width=1),
    "beside an area": shown() + area("1 g", 320),
    "beside a picture": shown() + picture(320, 600, 200, 100),
    "marked in yellow": shown() + area("/Multiply gs 1 1 0 rg"),
    "under a light stamp": shown() + area("/Half gs 1 0.8 0.8 rg", 90, 600, 60, 60),
    "cut out": shown(before="50 600 300 80 re W n"),
    "cut out closely": shown(before="59 637 124 12 re W n"),
    "cut out slantwise": shown(before="50 600 m 400 600 l 400 690 l 50 700 l h W n"),
    "cut out with many corners": shown(before=f"50 600 m {_ZIGZAG} 400 700 l 50 700 l h W n"),
    "in a form": _MOVED + b"/Black Do Q\n",
    "in two forms": b"/Shifted Do\n",
    "tagged": b"/P << /MCID 0 >> BDC\n" + shown() + _END,
}
"""By what it looks like: content of which the number can be read."""

LOOKED_AT = (
    "cut out with many corners",
    *("white on a dark area", "on a picture", "over a shading"),
    *("marked in yellow", "under a light stamp"),
)
"""Those of them that are only read once the page was drawn with them and without them."""

COVERING_NOTE = (
    "/Annots [<< /Type /Annot /Subtype /Square /Rect [50 630 300 660] /IC [1 1 1] /C [1 1 1] "
    "/F 4 /AP << /N {form} 0 R >> >>]"
)


def page_with(content: bytes, *, noted: bool = False, size: tuple[int, int] = (612, 792)) -> bytes:
    """Return the PDF of a page with `ROWS` and this content; a note may be over the content."""
    rest = COVERING_NOTE.format(form=7 + len(_FORMS)) if noted else ""
    forms = {**_FORMS, "Note": area("1 g", 0, 0, 612, 792)}
    return equipped_pdf(_ROWS + content, resources=_RESOURCES, forms=forms, rest=rest, size=size)
